//! Many events through connections that break at random.

use std::time::{Duration, Instant};

use super::server::{Manners, Server};
use super::{builder, events};

/// Sends so many events; connections break within `cut_within` frames, the program is slow now and then.
async fn soak(total: usize, cut_within: u64) {
    let begin = Instant::now();
    let manners = Manners { cut_within, overlap: 5, lists: true, ..Manners::default() };
    let server = Server::start(manners).await;
    let mut stream = builder(&server).subscribe("d").replay_after(0).buffer(64).connect().await.unwrap();
    let mut positions = Vec::with_capacity(total);
    let mut given = 0;
    while given < total {
        let count = (1 + fastrand::usize(..1000)).min(total - given);
        server.happen(count);
        given += count;
        if fastrand::u8(..) < 16 {
            tokio::task::yield_now().await;
            continue;
        }
        positions.extend(events(&mut stream, given - positions.len()).await);
    }
    positions.extend(events(&mut stream, given - positions.len()).await);
    assert_eq!(positions, server.positions(), "every event once and in order");
    assert!(stream.reconnects() > 0, "no connection broke");
    println!(
        "{total} events, {} connections that broke, {:.1} s, nothing lost, nothing doubled",
        stream.reconnects(),
        begin.elapsed().as_secs_f64()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_connections_break() {
    tokio::time::timeout(Duration::from_secs(120), soak(5_000, 100)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes long; `cargo xtask soak` runs it"]
async fn a_hundred_thousand_events() {
    soak(100_000, 500).await;
}
