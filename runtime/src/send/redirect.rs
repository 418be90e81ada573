//! Which redirects are followed, and with what.
//!
//! On the same host a redirect is followed as RFC 9110 §15.4 says, except that a request with a body is never
//! silently turned into one without: a POST follows 303, 307 and 308. To another host only GET and HEAD go, and
//! they carry nothing but what any stranger would send, and from where an answer that was cut goes on: without that its
//! beginning would come twice. A body that is a stream is gone once it was sent: a redirect that asks for it again is the
//! answer itself, as is any other.
//!
//! **Invariant:** no credential, cookie, custom header or body reaches another host, and nothing goes from https
//! to http.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, IF_RANGE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::payload::Payload;
use crate::request::LAST_EVENT_ID;

/// A request to one place on the way.
pub(crate) struct Hop {
    pub(crate) url: Url,
    pub(crate) method: Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Payload,
}

/// Where an answer leads; `None`: it is the last one.
pub(super) fn next(hop: &Hop, status: StatusCode, headers: &HeaderMap) -> Option<Hop> {
    let reads = hop.method == Method::GET || hop.method == Method::HEAD;
    let turns = match status.as_u16() {
        301 | 302 if reads => false,
        303 => !reads,
        307 | 308 => false,
        _ => return None,
    };
    let url = hop.url.join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let own = url.username().is_empty() && url.password().is_none();
    if !own || !matches!(url.scheme(), "http" | "https") || (hop.url.scheme() == "https" && url.scheme() == "http") {
        return None;
    }
    if is_same_host(&hop.url, &url) {
        return (turns || hop.body.is_repeatable()).then(|| hop.within_host(url, turns));
    }
    reads.then(|| hop.to_stranger(url))
}

impl Hop {
    fn within_host(&self, url: Url, turns: bool) -> Self {
        let mut hop = Self { url, method: self.method.clone(), headers: self.headers.clone(), body: self.body.clone() };
        if turns {
            hop.method = Method::GET;
            hop.body = Payload::from(Bytes::new());
            hop.headers.remove(CONTENT_TYPE);
        }
        hop
    }

    fn to_stranger(&self, url: Url) -> Self {
        let kept = [ACCEPT, USER_AGENT, LAST_EVENT_ID, RANGE, IF_RANGE].into_iter().filter_map(|name| {
            let value = self.headers.get(&name)?.clone();
            Some((name, value))
        });
        Self { url, method: self.method.clone(), headers: kept.collect(), body: Payload::from(Bytes::new()) }
    }
}

/// Whether both are the same server: the same origin, or the step from http to https on the default ports.
fn is_same_host(from: &Url, to: &Url) -> bool {
    let upgraded = from.scheme() == "http" && to.scheme() == "https" && from.port().is_none() && to.port().is_none();
    from.origin() == to.origin() || (upgraded && from.host() == to.host())
}
