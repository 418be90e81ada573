//! The test server's side of a connection.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::answer::Fault;
use super::{Exchange, State};

pub(super) async fn accept(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        // A client that goes away in the middle is a test's own doing.
        tokio::spawn(async move { serve(stream, &state).await });
    }
}

async fn serve(stream: TcpStream, state: &State) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let Some(exchange) = read(&mut stream).await? else { return Ok(()) };
    let head_only = exchange.method == "HEAD";
    let is_whole = exchange.is_whole;
    let answer = state.take(exchange);
    if !is_whole {
        return Ok(());
    }
    if answer.fault != Fault::Close && answer.fault != Fault::Stall {
        stream.write_all(&answer.wire(head_only)).await?;
        stream.flush().await?;
    }
    if matches!(answer.fault, Fault::Stall | Fault::StallAfter(_)) {
        // Until the client has had enough.
        stream.read_to_end(&mut Vec::new()).await?;
    }
    stream.shutdown().await
}

/// Reads one request; `None` where the client sends none.
async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Exchange>> {
    let Some(first) = line(stream).await? else { return Ok(None) };
    let mut words = first.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let mut exchange = Exchange {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
        is_whole: true,
        status: 0,
    };
    while let Some(header) = line(stream).await?.filter(|it| !it.is_empty()) {
        if let Some((name, value)) = header.split_once(':') {
            exchange.headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let is_chunked = exchange.header("transfer-encoding").is_some_and(|it| it.eq_ignore_ascii_case("chunked"));
    exchange.is_whole = match is_chunked {
        true => chunked(stream, &mut exchange.body).await?,
        false => {
            let length = exchange.header("content-length").and_then(|it| it.parse::<u64>().ok()).unwrap_or_default();
            part(stream, length, &mut exchange.body).await?
        }
    };
    Ok(Some(exchange))
}

/// Reads chunks (RFC 9112 §7.1) to the last; `false`: the connection was broken off before.
async fn chunked(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> io::Result<bool> {
    loop {
        let head = line(stream).await?.unwrap_or_default();
        let size = head.split(';').next().and_then(|it| u64::from_str_radix(it.trim(), 16).ok());
        match size {
            None => return Ok(false),
            Some(size) if !part(stream, size, body).await? => return Ok(false),
            Some(size) => {
                line(stream).await?;
                if size == 0 {
                    return Ok(true);
                }
            }
        }
    }
}

/// Reads so many bytes; `false`: there were fewer.
async fn part(stream: &mut BufReader<TcpStream>, length: u64, body: &mut Vec<u8>) -> io::Result<bool> {
    let before = body.len();
    match stream.take(length).read_to_end(body).await {
        Ok(_) => Ok((body.len() - before) as u64 == length),
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Ok(false),
        Err(error) => Err(error),
    }
}

/// A line without its end; `None` at the end of the connection.
async fn line(stream: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()))
}
