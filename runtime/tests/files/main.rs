//! Large files both ways and long streams of events, in flat memory and over connections that are cut.
//!
//! A process of its own: what it measures is the memory of all of it, client and server.

#![allow(clippy::unwrap_used, clippy::panic)]

mod server;

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use sdk_runtime::bytes::Bytes;
use sdk_runtime::data::Upload;
use sdk_runtime::facts::{Method, Operation, Resume, StreamEnd, StreamFacts};
use sdk_runtime::{Call, Client, EventStream, Json, RetryPolicy};

use self::server::Server;

#[global_allocator]
static MEMORY: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;

static PUT: Operation = Operation { id: "files.put", method: Method::Put, path: "/put", ..Operation::NEW };
static GET: Operation = Operation { id: "files.get", path: "/get", ..Operation::NEW };
static FOLLOW: Operation = Operation {
    id: "files.follow",
    path: "/events",
    accept: "text/event-stream",
    stream: StreamFacts { end: StreamEnd::Event { field: &["done"], values: &["yes"] }, resume: Resume::Ids },
    ..Operation::NEW
};

/// What may be used on top of what was there before, in megabytes.
const MOST: f32 = 8.0;

fn client(server: &Server) -> Client {
    let policy = RetryPolicy::new().delay(Duration::from_millis(1));
    Client::builder(server.url()).retry(policy).no_circuit_breaker().build().unwrap()
}

/// A name for a file that is removed with this.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("sdk-runtime-files-{}-{name}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The most that is in memory while something happens, in megabytes on top of what there was.
async fn peak<T>(what: impl Future<Output = T>) -> (T, f32) {
    let before = MEMORY.current_usage_as_mb();
    MEMORY.reset_peak_usage();
    let value = tokio::time::timeout(Duration::from_secs(300), what).await.unwrap();
    (value, MEMORY.peak_usage_as_mb() - before)
}

/// A file of so many bytes there and back.
async fn there_and_back(bytes: u64) {
    let begin = Instant::now();
    let server = Server::start(bytes, 0).await;
    let client = client(&server);
    let (source, target) = (Scratch::new("source"), Scratch::new("target"));
    std::fs::File::create(&source.0).unwrap().set_len(bytes).unwrap();
    let put: Call<Json> = client.call(&PUT);
    let (sent, up) = peak(put.bytes(Upload::file(&source.0)).into_future()).await;
    sent.unwrap();
    assert_eq!(server.state.taken.load(Ordering::SeqCst), bytes);
    let get: Call<Bytes> = client.call_bytes(&GET);
    let (saved, down) = peak(async { get.stream().await?.save_to(&target.0).await }).await;
    assert_eq!((saved.unwrap(), std::fs::metadata(&target.0).unwrap().len()), (bytes, bytes));
    assert!(up < MOST && down < MOST, "{up} MB up, {down} MB down");
    report(&format!("files: {} MB there in {up:.1} MB and back in {down:.1} MB of memory", bytes >> 20), begin);
}

/// So many events, over connections that are cut at any byte; the reader stops once, and the server with it.
async fn follow(events: u64, cut_within: u64) {
    let begin = Instant::now();
    let server = Server::start(events, cut_within).await;
    let call: Call<EventStream<Json>> = client(&server).call_events(&FOLLOW);
    let ((stream, ahead), memory) = peak(async {
        let mut stream = call.await.unwrap();
        let mut ahead = 0;
        for number in 1..=events {
            let event = stream.next().await.unwrap().unwrap();
            assert_eq!(event.data["number"], number, "every event once and in order");
            if number == 10 {
                ahead = stalled(&server).await;
            }
        }
        assert!(stream.next().await.is_none());
        (stream, ahead)
    })
    .await;
    assert_eq!(stream.reconnects() > 0, cut_within > 0);
    assert!(memory < MOST, "{memory} MB");
    assert!(cut_within > 0 || ahead < events, "the server was not held back");
    let told = format!(
        "events: {events} of 1 kB, {} connections that were cut, {ahead} sent while nobody read, {memory:.1} MB of memory",
        stream.reconnects(),
    );
    report(&told, begin);
}

/// Waits until the server can send no more; returns how many events it has sent.
async fn stalled(server: &Server) -> u64 {
    let mut before = u64::MAX;
    while server.state.sent.load(Ordering::SeqCst) != before {
        before = server.state.sent.load(Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    before
}

#[expect(clippy::print_stdout, reason = "the figures are what the long run is for")]
fn report(what: &str, begin: Instant) {
    println!("{what}, {:.1} s, nothing lost, nothing doubled", begin.elapsed().as_secs_f64());
}

/// One after another, since all of them measure the same memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_is_flat_whatever_is_sent() {
    there_and_back(64 << 20).await;
    follow(50_000, 0).await;
    follow(2_000, 20_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes long; `cargo xtask soak` runs it"]
async fn four_gigabytes_and_a_million_events() {
    there_and_back(4 << 30).await;
    follow(1_000_000, 0).await;
    follow(200_000, 100_000).await;
}
