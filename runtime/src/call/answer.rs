//! What the answer of a call is decoded to: one constructor for each kind of answer.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::{Call, Decode};
use crate::client::Client;
use crate::facts::Operation;
use crate::request::Reading;
use crate::response::{ByStatus, RawResponse, unwrapped};
use crate::stream::{ByteStream, EventStream, ItemStream};

impl<T: DeserializeOwned, E> Call<T, E> {
    pub(crate) fn json_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, operation| {
            let payload = raw.payload(operation.own_data);
            let payload = unwrapped(payload, operation.unwrap);
            crate::data::decode_slice(payload)
        })
    }

    /// The whole body, without knowing what it is.
    pub(crate) fn undescribed_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, _| raw.json())
    }
}

impl<E> Call<String, E> {
    pub(crate) fn text_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, _| raw.text())
    }
}

impl<E> Call<Bytes, E> {
    pub(crate) fn bytes_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, _| Ok(raw.body().clone()))
    }
}

impl<E> Call<(), E> {
    pub(crate) fn empty_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |_, _| Ok(()))
    }
}

impl<E> Call<RawResponse, E> {
    pub(crate) fn raw_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, _| Ok(raw.clone()))
    }
}

impl<T: DeserializeOwned, E> Call<EventStream<T>, E> {
    pub(crate) fn events_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, EventStream::json).reading(Reading::Events)
    }
}

impl<E> Call<EventStream<String>, E> {
    pub(crate) fn text_events_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, EventStream::text).reading(Reading::Events)
    }
}

impl<T, E> Call<EventStream<T>, E> {
    /// Goes on after the event with this id, which an earlier stream has given (`Last-Event-ID`).
    pub fn after_event(mut self, id: impl AsRef<str>) -> Self {
        if let Err(error) = self.draft.go_on_after(Some(id.as_ref())) {
            self.draft.fail(error);
        }
        self
    }
}

impl<T: DeserializeOwned, E> Call<ItemStream<T>, E> {
    pub(crate) fn items_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, operation| Ok(ItemStream::json(raw, operation))).reading(Reading::Stream)
    }
}

impl<E> Call<Bytes, E> {
    /// The same call whose answer is read while it arrives, however large it is.
    pub fn stream(self) -> Call<ByteStream, E> {
        let decode: Decode<ByteStream> = |raw, operation| Ok(ByteStream::new(raw, operation));
        Call { draft: self.draft, decode, mode: (), error: PhantomData }.reading(Reading::Stream)
    }
}

impl<T: ByStatus, E> Call<T, E> {
    pub(crate) fn by_status_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, operation| T::decode(&raw.opened(operation.own_data)))
    }
}
