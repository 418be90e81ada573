//! A receiver of webhooks on a loopback server of the standard library alone, and a sender that it listens to. Any
//! web framework does as well: all that is needed are the headers and the bytes of the body.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write, stdout};
use std::net::{TcpListener, TcpStream};
use std::time::SystemTime;

use sdk_runtime::Json;
use sdk_runtime::webhook::{Delivery, Kind, Scheme, Verifier};

const PET_CREATED: Kind<Json> = Kind::json("petCreated");

fn main() -> Result<(), Box<dyn Error>> {
    let verifier = Verifier::new(Scheme::standard(), ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let body = b"{\"name\": \"Ida\"}";
    let honest = verifier.sign("msg_1", body, SystemTime::now());
    let sender = std::thread::spawn(move || {
        let forged = vec![("webhook-id".to_owned(), "msg_2".to_owned())];
        [honest, forged].map(|headers| post(address, &headers, body).unwrap_or_default())
    });
    for _ in 0..2 {
        let (mut stream, _) = listener.accept()?;
        let status = receive(&verifier, &mut stream)?;
        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    }
    for answer in sender.join().unwrap_or_default() {
        writeln!(stdout(), "answered {answer}")?;
    }
    Ok(())
}

/// Reads one request and gives the status of its answer.
fn receive(verifier: &Verifier, stream: &mut TcpStream) -> Result<&'static str, Box<dyn Error>> {
    let mut reader = BufReader::new(stream);
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None if line.trim_end().is_empty() => break,
            None => {}
        }
    }
    let length = headers.iter().find(|it| it.0 == "content-length").and_then(|it| it.1.parse().ok());
    let mut body = Vec::new();
    reader.take(length.unwrap_or(0)).read_to_end(&mut body)?;

    match verifier.verify(Delivery::new(&headers, &body)) {
        Ok(message) => {
            writeln!(stdout(), "{} came", PET_CREATED.parse(&message)?["name"])?;
            Ok("204 No Content")
        }
        Err(error) => {
            writeln!(stdout(), "refused: {error}")?;
            Ok("401 Unauthorized")
        }
    }
}

/// Sends a request and gives the first line of its answer.
fn post(address: std::net::SocketAddr, headers: &[(String, String)], body: &[u8]) -> Result<String, std::io::Error> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "POST /webhooks HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n", body.len())?;
    for (name, value) in headers {
        write!(stream, "{name}: {value}\r\n")?;
    }
    stream.write_all(b"\r\n")?;
    stream.write_all(body)?;
    let mut answer = String::new();
    BufReader::new(stream).read_line(&mut answer)?;
    Ok(answer.trim_end().to_owned())
}
