//! A server of files and events that holds neither: it counts what it takes and makes up what it gives.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub(super) struct Server {
    url: String,
    pub(super) state: Arc<State>,
    accepting: JoinHandle<()>,
}

pub(super) struct State {
    /// Bytes of the file, or number of events.
    total: u64,
    /// Connections are cut within so many bytes; 0: never.
    cut_within: u64,
    pub(super) taken: AtomicU64,
    pub(super) sent: AtomicU64,
}

impl Server {
    pub(super) async fn start(total: u64, cut_within: u64) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(State { total, cut_within, taken: AtomicU64::new(0), sent: AtomicU64::new(0) });
        let shared = Arc::clone(&state);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move { state.serve(stream).await });
            }
        });
        Self { url, state, accepting }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl State {
    async fn serve(&self, stream: TcpStream) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        let (mut path, mut last_id, mut length) = (String::new(), 0, 0);
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            let line = line.trim_end().to_ascii_lowercase();
            match line.split_once(' ') {
                None if line.is_empty() => break,
                Some(("last-event-id:", id)) => last_id = id.parse().unwrap(),
                Some(("content-length:", it)) => length = it.parse().unwrap(),
                Some((_, rest)) if path.is_empty() => path = rest.to_owned(),
                _ => {}
            }
        }
        match path.split(' ').next() {
            Some("/put") => self.take(stream, length).await,
            Some("/get") => self.give(stream).await,
            _ => self.tell(stream, last_id).await,
        }
    }

    async fn take(&self, mut stream: BufReader<TcpStream>, length: u64) -> io::Result<()> {
        let mut room = vec![0; 64 << 10];
        while self.taken.load(Ordering::SeqCst) < length {
            let read = stream.read(&mut room).await?;
            self.taken.fetch_add(read as u64, Ordering::SeqCst);
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}").await?;
        stream.shutdown().await
    }

    async fn give(&self, mut stream: BufReader<TcpStream>) -> io::Result<()> {
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", self.total);
        stream.write_all(head.as_bytes()).await?;
        let piece = vec![0; 64 << 10];
        let mut left = self.total;
        while left > 0 {
            let length = left.min(piece.len() as u64);
            stream.write_all(&piece[..length as usize]).await?;
            left -= length;
        }
        stream.shutdown().await
    }

    async fn tell(&self, mut stream: BufReader<TcpStream>, last_id: u64) -> io::Result<()> {
        let head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/event-stream\r\n\r\nretry: 0\n\n";
        stream.write_all(head).await?;
        let mut left = if self.cut_within > 0 { 1 + fastrand::u64(..self.cut_within) } else { u64::MAX };
        for number in last_id + 1..=self.total {
            let done = if number == self.total { "yes" } else { "no" };
            let filling = "é".repeat(470);
            let event = format!(
                "id: {number}\ndata: {{\"number\": {number}, \"done\": \"{done}\",\ndata: \"text\": \"{filling}\"}}\n\n"
            );
            let length = (event.len() as u64).min(left);
            stream.write_all(&event.as_bytes()[..length as usize]).await?;
            left -= length;
            if left == 0 {
                break;
            }
            self.sent.fetch_add(1, Ordering::SeqCst);
        }
        stream.shutdown().await
    }
}
