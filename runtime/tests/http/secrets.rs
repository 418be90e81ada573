//! Secrets never print: not in `Debug`, not in errors, not in traces.

use std::error::Error as _;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use sdk_runtime::testing::{Answer, Server, refusing_url};
use sdk_runtime::{Error, Multipart};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::sdk::TestSdk;

const SECRET: &str = "hush-hush";

fn assert_clean(what: &str, text: &str) {
    assert!(!text.contains(SECRET) && !text.contains("aHVzaC1odXNo"), "{what} tells the secret: {text}");
}

fn assert_clean_debug(what: &str, value: &dyn Debug) {
    assert_clean(what, &format!("{value:?}"));
    assert_clean(what, &format!("{value:#?}"));
}

fn assert_clean_error(error: &Error) {
    assert_clean_debug("error", error);
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        write!(chain, " {error} {error:?}").unwrap();
        source = error.source();
    }
    assert_clean("chain", &chain);
}

fn clients(url: &str) -> Vec<TestSdk> {
    let fill = |scheme| TestSdk::builder(url).credential(scheme, SECRET).no_retry();
    let mut builders: Vec<_> = ["bearer", "key", "query", "cookie"].into_iter().map(fill).collect();
    builders.push(TestSdk::builder(url).basic("user", SECRET).no_retry());
    builders.push(TestSdk::builder(url).api_key(SECRET).no_retry());
    builders.push(TestSdk::builder(url).header("X-Own", SECRET).no_retry());
    for builder in &builders {
        assert_clean_debug("builder", builder);
    }
    builders.into_iter().map(|it| it.build().unwrap()).collect()
}

#[tokio::test]
async fn in_no_debug_output_and_no_error() {
    let server = Server::start().await.unwrap();
    let faults =
        [Answer::close(), Answer::json(500, "{}"), Answer::json(200, "x"), Answer::json(200, "{}").cut_after(1)];
    let refusing = refusing_url().unwrap();
    for url in [server.url(), refusing] {
        for client in clients(&url) {
            assert_clean_debug("client", &client);
            for fault in &faults {
                server.always(fault.clone());
                let call = client.get("1").query("token", SECRET).header("x", SECRET).idempotency_key(SECRET);
                assert_clean_debug("call", &call);
                assert_clean_error(&call.await.unwrap_err());
                assert_clean_error(&client.get("1").bearer(SECRET).await.unwrap_err());
            }
        }
    }
    let form = Multipart::new().text("password", SECRET);
    assert_clean_debug("form", &form);
}

#[tokio::test]
async fn not_in_an_error_of_a_value_that_cannot_be_sent() {
    let client = TestSdk::builder("http://127.0.0.1:1").build().unwrap();
    assert_clean_error(&client.get("1").bearer(format!("{SECRET}\n")).await.unwrap_err());
    assert_clean_error(&client.get("1").header("x", format!("{SECRET}\n")).await.unwrap_err());
    assert_clean_error(&TestSdk::builder(format!("http://u:{SECRET}@h")).build().unwrap_err());
    assert_clean_error(&TestSdk::builder("http://h").bearer(format!("{SECRET}\n")).build().unwrap_err());
}

#[tokio::test]
async fn in_no_trace_of_ours() {
    let seen = Seen::default();
    // For all threads: what another test makes known while only one thread listens would never be traced.
    tracing::subscriber::set_global_default(seen.clone()).unwrap();
    let server = Server::start().await.unwrap();
    for client in clients(&server.url()) {
        server.answer(Answer::json(200, "{}"));
        client.get("1").query("token", SECRET).await.unwrap();
        server.answer(Answer::close());
        client.get("1").bearer(SECRET).await.unwrap_err();
    }
    let text = seen.0.lock().unwrap().clone();
    assert!(text.contains("things.get") && text.contains("/things/{id}"), "{text}");
    assert!(text.contains("status=200") && text.contains("attempts=1"), "{text}");
    assert_clean("trace", &text);
}

/// Collects what this crate traces.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<String>>);

impl Visit for &Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        writeln!(self.0.lock().unwrap(), "{field}={value:?}").unwrap();
    }
}

impl Subscriber for Seen {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("sdk_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut &*self);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut &*self);
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut &*self);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}
