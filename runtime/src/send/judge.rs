//! What an attempt ended in, and what that means: for another attempt, and for the host.

use std::time::Duration;

use super::{Advice, Outcome, Sending};
use crate::error::{Error, ErrorKind};
use crate::token::TokenError;

impl Sending {
    /// Whether it can be sent again without harm.
    pub(super) fn is_repeatable(&self) -> bool {
        self.unsent || self.request.safe && self.request.body.is_repeatable()
    }

    /// The wait before another attempt; `None`: there is none.
    pub(super) fn wait(&self, outcome: &Outcome) -> Option<Duration> {
        let safe = self.is_repeatable();
        let again = safe && self.tries() <= self.policy.max_retries && self.is_transient(outcome);
        again.then(|| self.advice.wait.unwrap_or_else(|| self.policy.wait(self.tries(), fastrand::f64())))
    }

    pub(super) fn is_transient(&self, outcome: &Outcome) -> bool {
        match outcome {
            Ok(raw) => self.policy.wants_status(raw.status()) && !self.advice.is_final,
            Err(error) => self.is_transient_error(error),
        }
    }

    fn is_transient_error(&self, error: &Error) -> bool {
        match error.kind() {
            ErrorKind::Connect | ErrorKind::Connection | ErrorKind::Body => self.policy.connection_errors,
            ErrorKind::Timeout => self.policy.timeouts,
            ErrorKind::Token => error.token_error().is_some_and(TokenError::is_transient),
            _ => false,
        }
    }

    /// Whether the host failed; `None` where the outcome says nothing about it. A refusal with a code that never
    /// changes is no failure: the host is well, and its other operations may be too.
    pub(super) fn is_failure(&self, outcome: &Outcome) -> Option<bool> {
        match outcome {
            Ok(raw) => Some(raw.status().is_server_error() && !self.advice.is_final),
            Err(error) => match error.kind() {
                kind if kind.is_of_host() => Some(true),
                ErrorKind::TooLarge => Some(false),
                _ => None,
            },
        }
    }

    pub(super) fn advice(&self, outcome: &Outcome) -> Advice {
        match outcome {
            Ok(raw) if !raw.status().is_success() => {
                let error = Error::status_error(raw.clone());
                let never = self.client.shared.facts.retry.never_codes;
                let is_final = error.code().is_some_and(|it| never.contains(&it));
                Advice { is_final, wait: error.retry_after() }
            }
            _ => Advice::default(),
        }
    }

    /// Says why a request is not sent again that might be, were it not for its body.
    pub(super) fn explained(&self, error: Error) -> Error {
        let is_tried = self.request.safe && self.policy.max_retries > 0 && self.is_transient_error(&error);
        match is_tried && !self.is_repeatable() {
            true => error.and("it is not sent again, since its body is a stream"),
            false => error,
        }
    }
}
