//! A transport that plays a server without sockets, so that time can be paused.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use sdk_runtime::{
    Body, BoxFuture, ClientBuilder, Transport, TransportError, TransportErrorKind, TransportResult, bytes, http,
};
use tokio::time::{Instant, sleep};

use crate::sdk::TestSdk;

/// What the played server does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    Fail(TransportErrorKind),
    Never,
    Late(Duration),
    LateAnswer(Duration, u16, &'static str),
}

pub(crate) const OK: Reply = Reply::Answer(200, &[], "{}");

pub(crate) const fn status(status: u16) -> Reply {
    Reply::Answer(status, &[], "{}")
}

/// A request and when it came.
type Sent = (Instant, http::Request<Bytes>);

/// The played server; clones share what happened.
#[derive(Clone)]
pub(crate) struct Script {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    otherwise: Arc<Mutex<Reply>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Script {
    /// Plays these replies, then the last one for ever.
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies: VecDeque<_> = replies.into_iter().collect();
        let otherwise = replies.pop_back().unwrap_or(OK);
        Self {
            replies: Arc::new(Mutex::new(replies)),
            otherwise: Arc::new(Mutex::new(otherwise)),
            sent: Arc::default(),
        }
    }

    /// Plays these replies from now on.
    pub(crate) fn then(self, replies: impl IntoIterator<Item = Reply>) -> Self {
        let next = Self::new(replies);
        std::mem::swap(&mut *self.replies.lock().unwrap(), &mut *next.replies.lock().unwrap());
        std::mem::swap(&mut *self.otherwise.lock().unwrap(), &mut *next.otherwise.lock().unwrap());
        self
    }

    pub(crate) fn builder(&self) -> ClientBuilder<TestSdk> {
        TestSdk::builder("http://host.test/base").transport(self.clone())
    }

    pub(crate) fn client(&self) -> TestSdk {
        self.builder().build().unwrap()
    }

    /// How often something was sent.
    pub(crate) fn count(&self) -> usize {
        self.sent.lock().unwrap().len()
    }

    /// The waits between the requests.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let sent = self.sent.lock().unwrap();
        sent.windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
    }

    /// Body of a request, as text.
    pub(crate) fn body(&self, index: usize) -> String {
        String::from_utf8(self.sent.lock().unwrap()[index].1.body().to_vec()).unwrap()
    }

    /// Target and headers of a request.
    pub(crate) fn request(&self, index: usize) -> http::Request<()> {
        let sent = self.sent.lock().unwrap();
        let request = &sent[index].1;
        let mut copy = http::Request::new(());
        *copy.uri_mut() = request.uri().clone();
        *copy.method_mut() = request.method().clone();
        *copy.headers_mut() = request.headers().clone();
        copy
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'static, TransportResult> {
        self.sent.lock().unwrap().push((Instant::now(), request));
        let reply = self.replies.lock().unwrap().pop_front().unwrap_or_else(|| self.otherwise.lock().unwrap().clone());
        Box::pin(async move {
            match reply {
                Reply::Answer(status, headers, body) => {
                    let mut response = http::Response::builder().status(status);
                    for (name, value) in headers {
                        response = response.header(*name, *value);
                    }
                    Ok(response.body(Body::from(body)).unwrap())
                }
                Reply::Fail(kind) => Err(TransportError::new(kind, "played")),
                Reply::Never => std::future::pending().await,
                Reply::Late(wait) => {
                    sleep(wait).await;
                    Ok(http::Response::new(Body::from("{}")))
                }
                Reply::LateAnswer(wait, status, body) => {
                    sleep(wait).await;
                    Ok(http::Response::builder().status(status).body(Body::from(body)).unwrap())
                }
            }
        })
    }
}
