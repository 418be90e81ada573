//! Operations that servers have in several places: these are asked one after another until one knows the operation.
//!
//! Which one that was is remembered for the client, so that later calls ask it first.
//!
//! **Invariant:** another place is asked only after an answer that says that nothing was done (404, 405).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use url::Url;

use super::{Outcome, Sending};
use crate::response::RawResponse;

/// The places that answered, by the first place of their operation.
#[derive(Debug, Default)]
pub(crate) struct Places(Mutex<HashMap<String, usize>>);

impl Places {
    fn known(&self, first: &str) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(first).copied()
    }

    fn remember(&self, first: &str, place: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(first.to_owned(), place);
    }
}

/// An answer of a place that does not know the operation, or not what it was asked for.
struct Miss {
    raw: RawResponse,
    /// It only says that the path is unknown.
    of_path: bool,
}

impl Sending {
    /// Sends the request to the first place that knows it. Where none does, the answer is the one that says most: one
    /// of a place that does not only miss its own path.
    pub(super) async fn run(mut self) -> Outcome {
        let others = std::mem::take(&mut self.request.others);
        if others.is_empty() {
            return self.run_here().await;
        }
        let all: Vec<Url> = std::iter::once(self.request.url.clone()).chain(others).collect();
        let template = std::mem::take(&mut self.request.place);
        let shared = self.client.shared.clone();
        let known = shared.places.known(&template);
        let order = known.into_iter().chain((0..all.len()).filter(|it| Some(*it) != known));
        let mut best: Option<Miss> = None;
        for (index, url) in order.filter_map(|it| Some((it, all.get(it)?))) {
            let miss = match self.ask(url).await {
                Ok(miss) => miss,
                Err(outcome) => {
                    if outcome.as_ref().is_ok_and(|it| it.status().is_success()) {
                        shared.places.remember(&template, index);
                    }
                    return outcome;
                }
            };
            let is_answer = known == Some(index) && !miss.of_path;
            best = Some(match best {
                Some(best) if miss.of_path || !best.of_path => best,
                _ => miss,
            });
            // A stream was read for the place that was asked; there is nothing left of it for another.
            if is_answer || !self.request.body.is_repeatable() {
                break;
            }
        }
        match best {
            Some(best) => Ok(best.raw.with_attempts(self.attempts)),
            None => self.run_here().await,
        }
    }

    /// Asks one place, with retries of its own. The error is an answer, or a failure, that is the call's.
    async fn ask(&mut self, url: &Url) -> Result<Miss, Outcome> {
        self.request.url = url.clone();
        self.before = self.attempts;
        match self.run_here().await {
            Ok(raw) if matches!(raw.status().as_u16(), 404 | 405) => {
                tracing::debug!(path = url.path(), "not found at this place");
                Ok(Miss { of_path: names(&raw, url), raw })
            }
            outcome => Err(outcome),
        }
    }
}

/// Whether the answer names the path that was asked, as servers do that do not know it.
fn names(raw: &RawResponse, url: &Url) -> bool {
    let path = url.path().as_bytes();
    path.len() > 1 && raw.body().windows(path.len()).any(|it| it == path)
}
