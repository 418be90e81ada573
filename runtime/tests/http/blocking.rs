//! Blocking calls: outside a runtime they work, inside they are an error.

use sdk_runtime::bytes::Bytes;
use sdk_runtime::facts::Operation;
use sdk_runtime::testing::{Answer, Server, run};
use sdk_runtime::{Call, ErrorKind, EventStream, blocking};
use serde_json::json;

use crate::script::{OK, Script};
use crate::sdk::TestSdk;

#[test]
fn without_a_runtime() {
    // The server needs a runtime that runs beside the blocking calls.
    let (ready, url) = std::sync::mpsc::channel();
    let (done, wait) = tokio::sync::oneshot::channel::<()>();
    let serving = std::thread::spawn(move || {
        run(async {
            let server = Server::start().await.unwrap();
            let json = Answer::json(200, r#"{"a": 1}"#);
            server.answer(json.clone());
            server.answer(json.clone());
            server.answer(Answer::bytes(200, "text/event-stream", "data: a\n\n"));
            server.always(json);
            ready.send(server.url()).unwrap();
            let _ = wait.await;
            server.exchanges().len()
        })
    });
    let client = TestSdk::builder(url.recv().unwrap()).build().unwrap();
    assert_eq!(client.get("1").send_blocking().unwrap(), json!({"a": 1}));
    let answer = blocking::wait(client.get("1").with_response()).unwrap().unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    let listen: Call<EventStream<String>> = client.0.call_text_events(&Operation::NEW);
    let events: Vec<_> = listen.send_blocking().unwrap().blocking().map(|it| it.unwrap().data).collect();
    assert_eq!(events, ["a"]);
    let fetch: Call<Bytes> = client.0.call_bytes(&Operation::NEW);
    let pieces: Vec<_> = fetch.stream().send_blocking().unwrap().blocking().map(Result::unwrap).collect();
    assert_eq!(pieces.concat(), br#"{"a": 1}"#);
    let threads: Vec<_> = (0..4)
        .map(|it| {
            let call = client.get(&it.to_string());
            std::thread::spawn(move || call.send_blocking())
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
    done.send(()).unwrap();
    assert_eq!(serving.join().unwrap(), 8);
}

#[tokio::test]
async fn inside_a_runtime_it_is_an_error() {
    let script = Script::new([OK]);
    let client = script.client();
    assert_eq!(client.get("1").send_blocking().unwrap_err().kind(), ErrorKind::Blocking);
    let elsewhere = tokio::task::spawn_blocking(move || client.get("1").send_blocking());
    assert_eq!(elsewhere.await.unwrap().unwrap_err().kind(), ErrorKind::Blocking);
    assert_eq!(script.count(), 0);
}
