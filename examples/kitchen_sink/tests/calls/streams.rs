//! Streams of events that are cut, and files that are never whole in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::stream;
use kitchen_sink_sdk::ErrorKind;
use kitchen_sink_sdk::models::MediaUploadMultipartRequest;
use kitchen_sink_sdk::runtime::data::Upload;
use sdk_runtime::RetryPolicy;
use sdk_runtime::testing::Answer;

use super::serving;

fn events(text: &str) -> Answer {
    Answer::bytes(200, "text/event-stream", format!("retry: 1\n\n{text}"))
}

const STARTED: &str = "id: 1\ndata: {\"event\": \"started\", \"at\": \"2026-01-02T03:04:05Z\"}\n\n";
const FINISHED: &str = "id: 2\ndata: {\"event\": \"finished\", \"at\": \"2026-01-02T03:05:05Z\", \"seconds\": 60}\n\n";

#[tokio::test]
async fn a_stream_that_is_cut_goes_on_up_to_its_last_event() {
    let (server, client) = serving(Answer::empty(500)).await;
    server.answer(events(&format!("{STARTED}{FINISHED}")).cut_after(150).until_close());
    server.answer(events(FINISHED));
    let mut stream = client.orders().watch(7).await.unwrap().reconnect_policy(RetryPolicy::new());
    assert_eq!(stream.next().await.unwrap().unwrap().data.event, "started");
    assert_eq!(stream.next().await.unwrap().unwrap().data.event, "finished");
    assert!(stream.next().await.is_none());
    assert_eq!(stream.reconnects(), 1);
    assert_eq!(server.exchanges()[1].header("last-event-id"), Some("1"));
}

#[tokio::test]
async fn a_stream_without_ids_says_that_it_was_cut() {
    let (server, client) = serving(Answer::empty(500)).await;
    server.answer(events(STARTED.trim_start_matches("id: 1\n")));
    let mut stream = client.orders().watch(7).await.unwrap().reconnect_policy(RetryPolicy::new());
    assert_eq!(stream.next().await.unwrap().unwrap().data.event, "started");
    assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Cut);
    assert_eq!(server.exchanges().len(), 1);
}

#[tokio::test]
async fn files_and_streams_are_bodies_and_parts() {
    let (server, client) = serving(Answer::empty(204)).await;
    let path = std::env::temp_dir().join(format!("kitchen-sink-{}.pdf", std::process::id()));
    std::fs::write(&path, "%PDF from a file").unwrap();
    let sent = Arc::new(AtomicU64::new(0));
    let told = Arc::clone(&sent);
    let file = Upload::file(&path).on_progress(move |bytes, _| told.store(bytes, Ordering::SeqCst));
    client.media().upload_as_pdf(file).await.unwrap();
    assert_eq!(sent.load(Ordering::SeqCst), 16);
    let pieces = stream::iter(["%PDF", " from", " a stream"].map(Ok::<_, std::io::Error>));
    let form = MediaUploadMultipartRequest::new(Upload::from_stream(pieces, None).file_name("a.pdf")).note("x");
    client.media().upload_as_multipart(form).await.unwrap();
    let seen = server.exchanges();
    assert_eq!(
        (seen[0].text().as_str(), seen[0].header("content-type")),
        ("%PDF from a file", Some("application/pdf"))
    );
    assert!(
        seen[1]
            .text()
            .contains("; filename=\"a.pdf\"\r\nContent-Type: application/octet-stream\r\n\r\n%PDF from a stream")
    );
    std::fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn an_answer_is_written_to_a_file() {
    let (_server, client) = serving(Answer::bytes(200, "image/png", vec![7; 100_000])).await;
    let path = std::env::temp_dir().join(format!("kitchen-sink-{}.png", std::process::id()));
    let image = client.media().bytes("draw a seven").stream().await.unwrap();
    assert_eq!(image.save_to(&path).await.unwrap(), 100_000);
    assert_eq!(std::fs::read(&path).unwrap(), vec![7; 100_000]);
    std::fs::remove_file(&path).unwrap();
}
