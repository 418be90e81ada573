//! Where a socket is.

use url::Url;

use crate::error::{Error, ErrorKind};
use crate::facts::SocketFacts;

/// The address of a socket of the server at this base URL: its host, and its port unless both have one of their own.
/// The scheme stays `http` or `https`, as the handshake is an HTTP request.
pub(super) fn beside(base: &Url, facts: &SocketFacts) -> Result<Url, Error> {
    let mut url = base.clone();
    url.set_path(facts.path);
    if base.port().is_some() && facts.port.is_some() {
        url.set_port(facts.port).map_err(|()| not_a_url())?;
    }
    Ok(url)
}

/// An address that the program gives, with the scheme of a WebSocket or of HTTP.
pub(super) fn given(text: &str) -> Result<Url, Error> {
    let http = match text.split_once("://") {
        Some(("ws", rest)) => format!("http://{rest}"),
        Some(("wss", rest)) => format!("https://{rest}"),
        _ => text.to_owned(),
    };
    let url = Url::parse(&http).map_err(|error| not_a_url().with_source(error))?;
    match matches!(url.scheme(), "http" | "https") && url.host_str().is_some() {
        true => Ok(url),
        false => Err(not_a_url()),
    }
}

/// The address is not repeated: its query may hold a token.
fn not_a_url() -> Error {
    Error::new(ErrorKind::Config, "the address of the socket has to begin with ws:// or wss:// and a host")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: SocketFacts = SocketFacts { path: "/ws", port: Some(8765), ..SocketFacts::NEW };

    #[test]
    fn a_socket_has_a_port_of_its_own_where_the_server_has() {
        let of = |base: &str| beside(&Url::parse(base).unwrap(), &FACTS).unwrap().to_string();
        assert_eq!(of("http://localhost:8080"), "http://localhost:8765/ws");
        assert_eq!(of("https://api.example.com"), "https://api.example.com/ws");
    }

    #[test]
    fn both_kinds_of_scheme_are_taken_and_no_other() {
        assert_eq!(given("wss://example.com/ws?a=b").unwrap().as_str(), "https://example.com/ws?a=b");
        assert_eq!(given("http://localhost:1/").unwrap().as_str(), "http://localhost:1/");
        assert!(given("ftp://example.com").is_err());
        assert!(given("localhost").is_err());
    }
}
