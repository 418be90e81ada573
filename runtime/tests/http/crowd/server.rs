//! A loopback server that answers each request with its own id, or fails as it is told to.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What the server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// It answers.
    Well,
    /// It answers 503.
    Down,
    /// It answers when its mood changes.
    Held,
    /// Every so-manyth request fails, in one of four ways; the slow ones are answered when the crowd is there.
    Fails { one_in: usize, crowd: usize },
}

#[derive(Clone, Copy)]
struct Count {
    mood: Mood,
    asked: usize,
    failed: usize,
}

pub(super) struct CrowdServer {
    url: String,
    count: Arc<watch::Sender<Count>>,
    accepting: JoinHandle<()>,
}

impl CrowdServer {
    pub(super) async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let count = Arc::new(watch::Sender::new(Count { mood, asked: 0, failed: 0 }));
        let shared = Arc::clone(&count);
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { url, count, accepting }
    }

    pub(super) fn url(&self) -> String {
        self.url.clone()
    }

    pub(super) fn set(&self, mood: Mood) {
        self.count.send_modify(|it| it.mood = mood);
    }

    /// How many requests came.
    pub(super) fn asked(&self) -> usize {
        self.count.borrow().asked
    }

    /// How many of them failed.
    pub(super) fn failed(&self) -> usize {
        self.count.borrow().failed
    }

    /// Waits until so many requests have come.
    pub(super) async fn has_asked(&self, requests: usize) {
        self.count.subscribe().wait_for(|it| it.asked >= requests).await.unwrap();
    }
}

impl Drop for CrowdServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// One connection: requests, one after another, until it is closed.
async fn serve(mut stream: TcpStream, count: Arc<watch::Sender<Count>>) {
    while let Some(id) = request(&mut stream).await {
        let mut number = 0;
        count.send_modify(|it| {
            it.asked += 1;
            number = it.asked;
        });
        let well = format!(r#"{{"id": "{id}"}}"#);
        let mood = count.borrow().mood;
        let (status, head, body) = match mood {
            Mood::Well => ("200 OK", "", well),
            Mood::Down => ("503 Service Unavailable", "", "{}".to_owned()),
            Mood::Held => {
                let _ = count.subscribe().wait_for(|it| it.mood != Mood::Held).await;
                ("200 OK", "", well)
            }
            Mood::Fails { one_in, .. } if number % one_in != 0 => ("200 OK", "", well),
            Mood::Fails { one_in, crowd } => match (number / one_in) % 4 {
                0 => {
                    let _ = count.subscribe().wait_for(|it| it.asked >= crowd).await;
                    ("200 OK", "", well)
                }
                way => {
                    count.send_modify(|it| it.failed += 1);
                    match way {
                        1 => ("500 Internal Server Error", "", "{}".to_owned()),
                        2 => ("429 Too Many Requests", "Retry-After: 0\r\n", "{}".to_owned()),
                        _ => return,
                    }
                }
            },
        };
        let length = body.len();
        let answer = format!("HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\n\r\n{body}");
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Reads a request without a body: the last segment of its path.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let line = String::from_utf8(head).ok()?;
    line.split(' ').nth(1)?.rsplit('/').next().map(str::to_owned)
}
