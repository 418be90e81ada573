//! Files and streams that are sent while they are read.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use sdk_runtime::bytes::Bytes;
use sdk_runtime::data::Upload;
use sdk_runtime::facts::{Method, Operation};
use sdk_runtime::testing::{Answer, Exchange, Server};
use sdk_runtime::{Call, Client, ErrorKind, Json, Multipart, RetryPolicy};
use serde_derive::Serialize;
use tokio::io::AsyncReadExt as _;
use tokio::sync::Notify;

use crate::folder::Folder;
use crate::sdk::TestSdk;

static PUT: Operation = Operation {
    id: "files.put",
    method: Method::Put,
    path: "/file",
    content_type: "application/octet-stream",
    ..Operation::NEW
};

static FORM: Operation = Operation { id: "files.form", content_type: "multipart/form-data", ..PUT };

fn client(url: String) -> Client {
    let policy = RetryPolicy::new().delay(Duration::from_millis(1));
    TestSdk::builder(url).retry(policy).no_circuit_breaker().build().unwrap().0
}

fn put(client: &Client, body: impl Into<Upload>) -> Call<Json> {
    let call: Call<Json> = client.call(&PUT);
    call.bytes(body)
}

/// Pieces of a stream.
fn pieces<const N: usize>(
    pieces: [&'static str; N],
) -> stream::Iter<std::array::IntoIter<io::Result<&'static str>, N>> {
    stream::iter(pieces.map(Ok))
}

async fn sent(call: impl FnOnce(&Client) -> Call<Json>) -> Exchange {
    let server = Server::start().await.unwrap();
    call(&client(server.url())).await.unwrap();
    server.exchanges().pop().unwrap()
}

#[tokio::test]
async fn a_length_is_sent_where_it_is_known_and_chunks_where_it_is_not() {
    let folder = Folder::new("lengths");
    let path = folder.file("report.txt", "from a file");
    let known = sent(|it| put(it, Upload::file(&path))).await;
    assert_eq!((known.text().as_str(), known.header("content-length")), ("from a file", Some("11")));
    assert_eq!(known.header("content-type"), Some("application/octet-stream"));

    let known = sent(|it| put(it, Upload::from_stream(pieces(["a", "", "bc"]), 3).content_type("text/plain"))).await;
    assert_eq!((known.text().as_str(), known.header("content-length")), ("abc", Some("3")));
    assert_eq!((known.header("content-type"), known.header("transfer-encoding")), (Some("text/plain"), None));

    let unknown = sent(|it| put(it, Upload::from_reader(&b"from a reader"[..], None))).await;
    assert_eq!((unknown.text().as_str(), unknown.header("content-length")), ("from a reader", None));
    assert_eq!(unknown.header("transfer-encoding"), Some("chunked"));

    let empty = sent(|it| put(it, Upload::file(folder.file("empty", "")))).await;
    assert_eq!((empty.body.len(), empty.header("content-length")), (0, Some("0")));
}

#[derive(Serialize)]
struct Form {
    title: &'static str,
    file: Upload,
    note: Upload,
}

#[tokio::test]
async fn a_form_streams_its_files_and_knows_its_length() {
    let folder = Folder::new("forms");
    let path = folder.file("monday.tar", "tar bytes");
    let call = |it: &Client, note: Upload| {
        let call: Call<Json> = it.call(&FORM);
        call.multipart_form(&Form {
            title: "Backup",
            file: Upload::file(&path).content_type("application/x-tar"),
            note,
        })
    };
    let known = sent(|it| call(it, Upload::new("plain"))).await;
    let length = known.header("content-length").unwrap().parse::<usize>().unwrap();
    assert_eq!((length, known.is_whole), (known.body.len(), true));
    let file = "name=\"file\"; filename=\"monday.tar\"\r\nContent-Type: application/x-tar\r\n\r\ntar bytes\r\n--";
    assert!(known.text().contains(file), "{}", known.text());

    let unknown = sent(|it| call(it, Upload::from_stream(pieces(["str", "eam"]), None))).await;
    assert_eq!(unknown.header("content-length"), None);
    assert!(unknown.text().contains("name=\"note\"; filename=\"note\""), "{}", unknown.text());
    assert!(unknown.text().contains("\r\n\r\nstream\r\n--"), "{}", unknown.text());

    let by_hand = Multipart::new().text("title", "x").upload("file", Upload::file(&path));
    let by_hand = sent(|it| {
        let call: Call<Json> = it.call(&FORM);
        call.multipart(by_hand)
    });
    assert!(by_hand.await.text().contains("filename=\"monday.tar\"\r\nContent-Type: application/octet-stream"));
}

#[tokio::test]
async fn a_file_within_a_field_is_an_error() {
    let server = Server::start().await.unwrap();
    let nested = |upload: Upload| -> Call<Json> {
        let call: Call<Json> = client(server.url()).call(&FORM);
        call.multipart_form(&HashMap::from([("meta", HashMap::from([("file", upload)]))]))
    };
    for upload in [Upload::new("content"), Upload::file("/etc/hostname")] {
        let error = nested(upload).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains("a file within the field `meta`"), "{error}");
    }
    assert!(server.exchanges().is_empty());
}

#[tokio::test]
async fn half_files_are_errors_and_never_whole_to_the_server() {
    let broken = || stream::iter([Ok("abc"), Err(io::Error::other("the disk is gone"))]);
    let cases: [(Upload, &str); 6] = [
        (Upload::from_stream(pieces(["abc"]), 5), "ended after 3 of 5 bytes"),
        (Upload::from_stream(pieces(["abc", "def"]), 5), "goes on after 5 bytes"),
        (Upload::from_stream(pieces(["abc", "de", "f"]), 5), "goes on after 5 bytes"),
        (Upload::from_stream(pieces(["", "f"]), 0), "goes on after 0 bytes"),
        (Upload::from_stream(broken(), 5), "cannot be read on after 3 bytes"),
        (Upload::from_stream(broken(), None), "cannot be read on after 3 bytes"),
    ];
    for (upload, message) in cases {
        let server = Server::start().await.unwrap();
        let error = put(&client(server.url()), upload).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Upload, 1), "{error:?}");
        assert!(error.to_string().contains(message), "{error}");
        assert!(server.exchanges().iter().all(|it| !it.is_whole), "{message}");
    }
    let server = Server::start().await.unwrap();
    let error = put(&client(server.url()), Upload::from_stream(broken(), None)).await.unwrap_err();
    assert!(std::error::Error::source(&error).unwrap().to_string().contains("the disk is gone"));
    let error = put(&client(server.url()), Upload::file("/nowhere/at all")).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Upload, 1));
    assert!(error.to_string().contains("the file /nowhere/at all cannot be read"), "{error}");
}

#[tokio::test]
async fn a_file_is_read_again_for_a_retry_and_a_stream_is_not() {
    let folder = Folder::new("retries");
    let server = Server::start().await.unwrap();
    server.answer(Answer::close());
    server.answer(Answer::json(503, "{}"));
    let upload = Upload::file(folder.file("a.txt", "again"));
    put(&client(server.url()), upload.clone()).await.unwrap();
    put(&client(server.url()), upload).await.unwrap();
    let bodies: Vec<String> = server.exchanges().iter().map(Exchange::text).collect();
    assert_eq!(bodies, ["again"; 4]);

    let server = Server::start().await.unwrap();
    server.answer(Answer::close());
    let upload = Upload::from_stream(pieces(["once"]), 4);
    let error = put(&client(server.url()), upload.clone()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1));
    assert!(error.to_string().ends_with("it is not sent again, since its body is a stream"), "{error}");
    let error = put(&client(server.url()), upload).await.unwrap_err();
    assert!(error.to_string().contains("this one was sent before"), "{error}");
    server.answer(Answer::json(503, "{}"));
    let error = put(&client(server.url()), Upload::from_stream(pieces(["once"]), 4)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 1));
}

#[tokio::test]
async fn a_refusal_counts_more_than_what_was_not_sent() {
    let server = Server::start().await.unwrap();
    server.always(Answer::json(413, r#"{"error": "too large"}"#));
    let error = put(&client(server.url()), Upload::from_stream(pieces(["abc"]), 3)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (413, Some("too large")));
}

#[tokio::test]
async fn a_redirect_that_asks_for_a_stream_again_is_the_answer() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::empty(307).header("Location", "/elsewhere"));
    let error = put(&client(server.url()), Upload::from_stream(pieces(["abc"]), 3)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.exchanges().len()), (307, 1));

    let folder = Folder::new("redirect");
    server.answer(Answer::empty(307).header("Location", "/elsewhere"));
    put(&client(server.url()), Upload::file(folder.file("a", "abc"))).await.unwrap();
    assert_eq!(server.exchanges()[2].text(), "abc");
}

#[tokio::test]
async fn progress_is_told_and_begins_anew_with_each_attempt() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(503, "{}"));
    let seen: Arc<Mutex<Vec<_>>> = Arc::default();
    let told = Arc::clone(&seen);
    let upload = Upload::new(vec![7; 100_000]).on_progress(move |sent, total| told.lock().unwrap().push((sent, total)));
    put(&client(server.url()), upload).await.unwrap();
    let all = Some(100_000);
    assert_eq!(*seen.lock().unwrap(), [(65_536, all), (100_000, all), (65_536, all), (100_000, all)]);
}

/// Zeros without end; notes how many were read, and that it is gone.
struct Zeros {
    left: u64,
    read: Arc<AtomicU64>,
    dropped: Arc<Notify>,
}

impl stream::Stream for Zeros {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let length = self.left.min(16 << 10);
        self.left -= length;
        self.read.fetch_add(length, Ordering::SeqCst);
        Poll::Ready((length > 0).then(|| Ok(Bytes::from(vec![0; length as usize]))))
    }
}

impl Drop for Zeros {
    fn drop(&mut self) {
        self.dropped.notify_one();
    }
}

#[tokio::test]
async fn a_call_that_is_given_up_is_no_whole_file() {
    let server = Server::start().await.unwrap();
    let (begun, dropped) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let zeros = Zeros { left: 1 << 40, read: Arc::default(), dropped: Arc::clone(&dropped) };
    let told = Arc::clone(&begun);
    let upload = Upload::from_stream(zeros, None).on_progress(move |_, _| told.notify_one());
    let call = tokio::spawn(put(&client(server.url()), upload).into_future());
    begun.notified().await;
    call.abort();
    dropped.notified().await;
    while server.exchanges().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(!server.exchanges()[0].is_whole);
}

/// A server that takes a connection and reads so many bytes of it.
async fn sluggish(bytes: usize) -> (String, Arc<Notify>) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let has_read = Arc::new(Notify::new());
    let told = Arc::clone(&has_read);
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        connection.read_exact(&mut vec![0; bytes]).await.unwrap();
        told.notify_one();
        std::future::pending::<()>().await;
    });
    (url, has_read)
}

#[tokio::test]
async fn a_slow_server_slows_the_reading_and_dropping_stops_it() {
    const ALL: u64 = 1 << 30;
    let (url, has_read) = sluggish(100_000).await;
    let (read, dropped) = (Arc::new(AtomicU64::new(0)), Arc::new(Notify::new()));
    let zeros = Zeros { left: ALL, read: Arc::clone(&read), dropped: Arc::clone(&dropped) };
    let call = tokio::spawn(put(&client(url), Upload::from_stream(zeros, ALL)).into_future());
    has_read.notified().await;
    // The socket's buffers are full once nothing is read any longer.
    let mut before = 0;
    while read.load(Ordering::SeqCst) != before {
        before = read.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(before < 64 << 20, "{before} bytes were read for a server that took 100,000");
    call.abort();
    dropped.notified().await;
    assert!(read.load(Ordering::SeqCst) - before < 1 << 20);
}

#[tokio::test]
async fn the_timeout_begins_anew_while_something_moves() {
    let server = Server::start().await.unwrap();
    let slowly = stream::iter(0..6).then(|_| async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        Ok::<_, Infallible>("x")
    });
    put(&client(server.url()), Upload::from_stream(slowly, None)).timeout(Duration::from_millis(120)).await.unwrap();
    let stuck = stream::pending::<Result<Bytes, Infallible>>();
    let call = put(&client(server.url()), Upload::from_stream(stuck, None)).timeout(Duration::from_millis(60));
    assert!(call.await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn middleware_sees_no_streamed_body_and_transports_may_refuse_one() {
    let script = crate::script::Script::new([crate::script::OK]);
    let error = put(&script.client().0, Upload::from_stream(pieces(["a"]), 1)).await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Transport, 0));
}

#[test]
fn a_stream_outside_a_form_has_no_text() {
    let upload = Upload::file("/etc/hostname");
    assert!(serde_json::to_value(&upload).unwrap_err().to_string().contains("as a part of a form with files"));
    assert_eq!(upload, Upload::file(PathBuf::from("/etc/hostname")));
    assert_ne!(upload, Upload::file("/etc/hosts"));
    let once = Upload::from_reader(&b""[..], None);
    assert_eq!(once.clone(), once);
    assert_ne!(once, Upload::from_reader(&b""[..], None));
    assert_eq!(once.bytes(), None);
}
