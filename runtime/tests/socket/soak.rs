//! Many events, through connections that break at random and to a program that is slow.

use std::time::{Duration, Instant};

use sdk_runtime::socket::Incoming as _;

use super::server::{Manners, Server};
use super::{MEMORY, Stream, builder, events};

/// What connections do to a stream: they break within `cut_within` frames, in the midst of them; messages come in
/// several frames and frames hold several messages; what is replayed comes live too.
fn manners(cut_within: u64) -> Manners {
    Manners { cut_within, overlap: 5, lists: true, pieces: true, ..Manners::default() }
}

/// Lets so many events happen, and reads them now and then.
async fn cuts(total: usize, cut_within: u64) {
    let begin = Instant::now();
    let server = Server::start(manners(cut_within)).await;
    let mut stream = builder(&server).subscribe("d").replay_after(0).buffer(64).connect().await.unwrap();
    let mut positions = Vec::with_capacity(total);
    let mut happened = 0;
    while happened < total {
        let count = (1 + fastrand::usize(..1000)).min(total - happened);
        server.happen(count);
        happened += count;
        if fastrand::u8(..) < 16 {
            tokio::task::yield_now().await;
            continue;
        }
        positions.extend(events(&mut stream, happened - positions.len()).await);
    }
    positions.extend(events(&mut stream, happened - positions.len()).await);
    assert_eq!(positions, server.positions(), "every event once and in order");
    assert!(stream.reconnects() > 0, "no connection broke");
    let seconds = begin.elapsed().as_secs_f64();
    #[expect(clippy::print_stdout, reason = "the figures are what the long run is for")]
    {
        println!(
            "cuts: {total} events, {} of them sent more than once, {} connections that broke, {seconds:.1} s, \
         nothing lost, nothing doubled",
            server.sent().saturating_sub(total),
            stream.reconnects(),
        );
    }
}

/// Lets so many events of 2 kB happen at once, to a program that reads none of them and then is slow.
async fn flood(total: usize, cut_within: u64) {
    const LENGTH: usize = 2000;
    const MOST: f32 = 48.0;
    let begin = Instant::now();
    let server = Server::start(Manners { length: LENGTH, ..manners(cut_within) }).await;
    let mut stream = builder(&server).subscribe("d").replay_after(0).buffer(64).connect().await.unwrap();
    stream.once("replay_end", Duration::from_secs(5)).await.unwrap();
    let before = MEMORY.current_usage_as_mb();
    MEMORY.reset_peak_usage();
    server.happen(total);
    let ahead = stalled(&server).await;
    let mut positions = Vec::with_capacity(total);
    while positions.len() < total {
        read_some(&mut stream, &mut positions).await;
    }
    let peak = MEMORY.peak_usage_as_mb() - before;
    assert_eq!(positions, server.positions(), "every event once and in order");
    assert!(ahead < total, "the server was not held back");
    assert!(peak < MOST, "{peak} MB");
    #[expect(clippy::print_stdout, reason = "the figures are what the long run is for")]
    {
        println!(
            "flood: {total} events of {LENGTH} bytes ({} MB), {ahead} sent while nobody read, {} connections that broke, \
         {:.1} s, {peak:.1} MB at most on both sides",
            total * LENGTH / 1_000_000,
            stream.reconnects(),
            begin.elapsed().as_secs_f64(),
        );
    }
}

/// Waits until the server can send no more; returns how much it has sent.
async fn stalled(server: &Server) -> usize {
    let mut before = usize::MAX;
    while server.sent() != before {
        before = server.sent();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    before
}

/// Reads up to 500 messages, and then does something else for a millisecond.
async fn read_some(stream: &mut Stream, positions: &mut Vec<i64>) {
    for _ in 0..500 {
        let Ok(message) = tokio::time::timeout(Duration::from_millis(200), stream.next()).await else { return };
        positions.extend(message.unwrap().unwrap().position());
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
}

/// A test that hangs fails.
async fn soon(what: impl Future<Output = ()>) {
    tokio::time::timeout(Duration::from_secs(120), what).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_connections_break() {
    soon(cuts(5_000, 100)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_holds_the_server_back_and_costs_little_memory() {
    soon(flood(20_000, 0)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes long; `cargo xtask soak` runs it"]
async fn a_hundred_thousand_events() {
    cuts(100_000, 500).await;
    cuts(100_000, 20_000).await;
    flood(100_000, 20_000).await;
}
