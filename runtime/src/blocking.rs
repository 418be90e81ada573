//! Calls for programs without an async runtime.
//!
//! One background thread runs a small runtime for all clients of the program; it starts with the first blocking
//! call. The calling thread only waits.
//!
//! **Invariant:** a blocking call inside an async runtime is an error, never a deadlock or a panic.

use std::fmt;
use std::sync::OnceLock;
use std::sync::mpsc;
use std::thread;

use futures_core::Stream;
use tokio::runtime::{Builder, Handle};

use crate::error::{Error, ErrorKind};

/// Runs a future to its end, for example [`Call::with_response`](crate::Call::with_response).
///
/// # Errors
/// [`ErrorKind::Blocking`]: the thread belongs to an async runtime, or no background thread can be started. A
/// thread of `spawn_blocking` belongs to one too; there, `Handle::current().block_on(…)` does the same.
pub fn wait<F>(future: F) -> Result<F::Output, Error>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    if Handle::try_current().is_ok() {
        return Err(Error::new(ErrorKind::Blocking, "a blocking call inside an async runtime; await it instead"));
    }
    let (sender, receiver) = mpsc::sync_channel(1);
    background()?.spawn(async move {
        // The receiver is gone only if the waiting thread is.
        let _ = sender.send(future.await);
    });
    receiver.recv().map_err(|_| Error::new(ErrorKind::Blocking, "the call ended without an answer"))
}

/// A stream as an iterator, for programs without an async runtime: each step is a [`wait`].
///
/// Inside an async runtime its one item is an error of [`ErrorKind::Blocking`].
#[must_use = "an iterator does nothing until it is asked"]
pub struct Each<S>(Option<S>);

impl<S> Each<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<S, T> Iterator for Each<S>
where
    S: Stream<Item = Result<T, Error>> + Unpin + Send + 'static,
    T: Send + 'static,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.0.take()?;
        let step = async move {
            let item = crate::stream::next(&mut stream).await;
            (stream, item)
        };
        match wait(step) {
            Ok((stream, item)) => {
                self.0 = item.is_some().then_some(stream);
                item
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl<S> fmt::Debug for Each<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Each(..)")
    }
}

/// The background runtime.
fn background() -> Result<&'static Handle, Error> {
    static RUNTIME: OnceLock<Option<Handle>> = OnceLock::new();
    let handle = RUNTIME.get_or_init(start).as_ref();
    handle.ok_or_else(|| Error::new(ErrorKind::Blocking, "the background thread cannot be started"))
}

fn start() -> Option<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let handle = runtime.handle().clone();
    let run = move || runtime.block_on(std::future::pending::<()>());
    thread::Builder::new().name("sdk-runtime".to_owned()).spawn(run).ok()?;
    Some(handle)
}
