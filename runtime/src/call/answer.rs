//! What the answer of a call is decoded to: one constructor for each kind of answer.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::Call;
use crate::client::Client;
use crate::facts::Operation;
use crate::response::ByStatus;

impl<T: DeserializeOwned, E> Call<T, E> {
    pub(crate) fn json_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, operation| match operation.unwrap {
            Some(key) => crate::data::decode_slice(raw.unwrapped(key)),
            None => raw.json(),
        })
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

impl<T: ByStatus, E> Call<T, E> {
    pub(crate) fn by_status_answer(client: &Client, operation: &'static Operation) -> Self {
        Self::new(client, operation, |raw, _| T::decode(raw))
    }
}
