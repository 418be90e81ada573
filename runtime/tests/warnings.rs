//! What a user reads in the logs of operations on their way out. The only test of its program: what it listens to is
//! set for all of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};

use sdk_runtime::facts::{Operation, Param};
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{Client, ErrorBody, Json};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

static GET: Operation =
    Operation { id: "things.get", path: "/things/{id}", params: &[Param::path("id")], ..Operation::NEW };
static LIST: Operation = Operation { id: "things.list", path: "/things", ..Operation::NEW };

/// Keeps what is warned of.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl Subscriber for Warnings {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        struct Line(String);
        impl Visit for Line {
            fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
                self.0.push_str(&format!("{field}={value:?} "));
            }
        }
        if *event.metadata().level() == Level::WARN {
            let mut line = Line(String::new());
            event.record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }
    }
}

#[tokio::test]
async fn a_deprecated_operation_is_warned_of_once_for_each_client() {
    let warnings = Warnings::default();
    tracing::subscriber::set_global_default(warnings.clone()).unwrap();
    let server = Server::start().await.unwrap();
    let successor = "</api/v2/things>; rel=\"successor-version\"";
    let deprecated = Answer::json(200, "{}").header("deprecation", "true").header("sunset", "2026-06-01");
    server.always(deprecated.header("x-deprecation-level", "sunset").header("link", successor));
    for _ in 0..2 {
        let client: Client = Client::builder(server.url()).build().unwrap();
        for id in ["1", "2", "3"] {
            client.call::<Json, ErrorBody>(&GET).path("id", id).await.unwrap();
        }
        client.call::<Json, ErrorBody>(&LIST).await.unwrap();
    }
    let warnings = warnings.0.lock().unwrap().clone();
    assert_eq!(warnings.len(), 4, "{warnings:?}");
    for part in ["operation=\"things.get\"", "sunset=2026-06-01", "successor=\"/api/v2/things\"", "level=Sunset"] {
        assert!(warnings[0].contains(part), "{}", warnings[0]);
    }
}
