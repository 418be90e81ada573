//! A source that is read step by step, as something that can be polled.
//!
//! **Invariant:** a step that was begun is never lost: whoever stops waiting for it finds it again at the next poll.
//! Dropping the value drops the step and the source, and nothing goes on elsewhere.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::transport::BoxFuture;

/// What is read step by step.
pub(crate) trait Source: Send + 'static {
    /// What a step gives.
    type Item: Send + 'static;

    /// The next item; `None` at the end, where it holds nothing any longer. Not asked again after that.
    fn next(&mut self) -> impl Future<Output = Option<Self::Item>> + Send;
}

/// A source between two steps, in a step, or at its end.
pub(crate) enum Stepped<S: Source> {
    Waiting(Box<S>),
    Stepping(Step<S>),
    Ended(Option<Box<S>>),
}

type Step<S> = BoxFuture<'static, (Box<S>, Option<<S as Source>::Item>)>;

impl<S: Source> Stepped<S> {
    pub(crate) fn new(source: S) -> Self {
        Self::Waiting(Box::new(source))
    }

    /// The source, where no step is under way.
    pub(crate) fn source(&mut self) -> Option<&mut S> {
        match self {
            Self::Waiting(source) => Some(source),
            Self::Ended(source) => source.as_deref_mut(),
            Self::Stepping(_) => None,
        }
    }

    /// Changes the source; without effect while a step is under way.
    pub(crate) fn set(&mut self, set: impl FnOnce(&mut S)) {
        if let Some(source) = self.source() {
            set(source);
        }
    }

    /// The next item; `None` at the end.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let mut step: Step<S> = match std::mem::replace(self, Self::Ended(None)) {
            Self::Waiting(mut source) => Box::pin(async move {
                let item = source.next().await;
                (source, item)
            }),
            Self::Stepping(step) => step,
            Self::Ended(source) => {
                *self = Self::Ended(source);
                return Poll::Ready(None);
            }
        };
        match Pin::as_mut(&mut step).poll(context) {
            Poll::Ready((source, item)) => {
                *self = if item.is_some() { Self::Waiting(source) } else { Self::Ended(Some(source)) };
                Poll::Ready(item)
            }
            Poll::Pending => {
                *self = Self::Stepping(step);
                Poll::Pending
            }
        }
    }
}
