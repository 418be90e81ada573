//! Answers that come before all was sent, and files that are none.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use sdk_runtime::bytes::Bytes;
use sdk_runtime::data::Upload;
use sdk_runtime::facts::{Method, Operation};
use sdk_runtime::{Call, ErrorKind, Json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::sdk::TestSdk;

static PUT: Operation = Operation { id: "files.put", method: Method::Put, path: "/file", ..Operation::NEW };

const PATIENCE: Duration = Duration::from_secs(20);

/// A server that answers this as soon as it has read something, and then reads on for as long as there is something;
/// tells when there is no more.
async fn hasty(answer: &'static str) -> (sdk_runtime::Client, Arc<Notify>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let over = Arc::new(Notify::new());
    let told = Arc::clone(&over);
    tokio::spawn(async move {
        let (mut connection, _): (TcpStream, _) = listener.accept().await.unwrap();
        let mut room = vec![0; 64 << 10];
        assert!(connection.read(&mut room).await.unwrap() > 0);
        connection.write_all(answer.as_bytes()).await.unwrap();
        while let Ok(1..) = connection.read(&mut room).await {}
        told.notify_one();
    });
    (TestSdk::builder(url).build().unwrap().0, over)
}

/// Tells when it is dropped.
struct Told(Arc<Notify>);

impl Drop for Told {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

/// Zeros without end; tells when nobody reads it any longer.
fn endless(dropped: &Arc<Notify>) -> Upload {
    let told = Told(Arc::clone(dropped));
    let zeros = stream::poll_fn(move |_| {
        let _ = &told;
        Poll::Ready(Some(Ok::<_, Infallible>(Bytes::from(vec![0; 16 << 10]))))
    });
    Upload::from_stream(zeros, None)
}

#[tokio::test]
async fn nothing_more_is_sent_once_the_call_is_over() {
    let refusal = "HTTP/1.1 413 -\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    let (client, over) = hasty(refusal).await;
    let dropped = Arc::new(Notify::new());
    let call: Call<Json> = client.call(&PUT);
    let error = call.bytes(endless(&dropped)).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 413);
    tokio::time::timeout(PATIENCE, dropped.notified()).await.expect("the source is let go");
    tokio::time::timeout(PATIENCE, over.notified()).await.expect("the request is broken off");
}

#[tokio::test]
async fn an_early_answer_is_read_while_the_rest_is_sent_and_dropping_it_ends_both() {
    let (client, over) = hasty("HTTP/1.1 200 -\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n").await;
    let dropped = Arc::new(Notify::new());
    let call: Call<Bytes> = client.call_bytes(&PUT);
    let mut answer = call.bytes(endless(&dropped)).stream().await.unwrap();
    assert_eq!(answer.next().await.unwrap().unwrap(), "abc");
    drop(answer);
    tokio::time::timeout(PATIENCE, dropped.notified()).await.expect("the source is let go");
    tokio::time::timeout(PATIENCE, over.notified()).await.expect("the request is broken off");
}

#[tokio::test]
async fn what_breaks_after_an_early_answer_is_named() {
    let (client, _over) = hasty("HTTP/1.1 200 -\r\nContent-Length: 2\r\n\r\n").await;
    let broken = Arc::new(Notify::new());
    let breaks = Arc::clone(&broken);
    let source = stream::iter([Ok("abc")]).chain(stream::once(async move {
        breaks.notified().await;
        Err(io::Error::other("the disk is gone"))
    }));
    let call: Call<Bytes> = client.call_bytes(&PUT);
    let mut answer = call.bytes(Upload::from_stream(source, 10)).stream().await.unwrap();
    broken.notify_one();
    let error = answer.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Upload, "files.put"), "{error:?}");
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("the disk is gone"), "{error:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn files_without_a_length_are_sent_to_their_end() {
    let server = sdk_runtime::testing::Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).build().unwrap().0;
    for (path, is_empty) in [("/proc/self/status", false), ("/dev/null", true)] {
        let call: Call<Json> = client.call(&PUT);
        call.bytes(Upload::file(path)).await.unwrap();
        let sent = server.exchanges().pop().unwrap();
        assert_eq!((sent.is_whole, sent.body.is_empty()), (true, is_empty), "{path}");
        assert_eq!((sent.header("content-length"), sent.header("transfer-encoding")), (None, Some("chunked")));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_nobody_writes_to_is_an_error() {
    let folder = crate::folder::Folder::new("pipe");
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let client = TestSdk::builder("http://host.test").build().unwrap().0;
    let call: Call<Json> = client.call(&PUT);
    let error =
        tokio::time::timeout(PATIENCE, call.bytes(Upload::file(&pipe)).into_future()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Upload);
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("it is a pipe"), "{error:?}");
}
