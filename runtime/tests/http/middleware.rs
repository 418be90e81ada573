//! Hooks around each attempt.

use std::sync::{Arc, Mutex};

use sdk_runtime::bytes::Bytes;
use sdk_runtime::facts::Operation;
use sdk_runtime::http::{HeaderValue, Request, Response};
use sdk_runtime::{Body, BoxFuture, Middleware, Next, TransportResult};

use crate::script::{OK, Script, status};

/// Adds its name to a header and notes what it sees.
struct Noting {
    name: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Middleware for Noting {
    fn handle<'a>(&'a self, mut request: Request<Bytes>, next: Next<'a>) -> BoxFuture<'a, TransportResult> {
        request.headers_mut().append("x-passed", HeaderValue::from_static(self.name));
        let operation = request.extensions().get::<&'static Operation>().map_or("", |it| it.id);
        Box::pin(async move {
            let response = next.run(request).await?;
            let note = format!("{} {operation} {}", self.name, response.status().as_u16());
            self.seen.lock().unwrap().push(note);
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn each_attempt_passes_all_of_them_from_the_outside_in() {
    let seen = Arc::default();
    let noting = |name| Noting { name, seen: Arc::clone(&seen) };
    let script = Script::new([status(503), OK]);
    let client = script.builder().middleware(noting("outer")).middleware(noting("inner")).build().unwrap();
    client.get("1").await.unwrap();
    let passed: Vec<_> = script.request(1).headers().get_all("x-passed").iter().cloned().collect();
    assert_eq!(passed, ["outer", "inner"]);
    let expected = ["inner things.get 503", "outer things.get 503", "inner things.get 200", "outer things.get 200"];
    assert_eq!(*seen.lock().unwrap(), expected);
}

#[tokio::test]
async fn one_of_them_can_answer_itself() {
    struct Cached;
    impl Middleware for Cached {
        fn handle<'a>(&'a self, _: Request<Bytes>, _: Next<'a>) -> BoxFuture<'a, TransportResult> {
            Box::pin(async { Ok(Response::new(Body::from("[1]"))) })
        }
    }
    let script = Script::new([OK]);
    let client = script.builder().middleware(Cached).build().unwrap();
    assert_eq!(client.get("1").await.unwrap()[0], 1);
    assert_eq!(script.count(), 0);
}
