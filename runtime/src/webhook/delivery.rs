//! What a receiver was sent, and the proof that it was verified.

use std::fmt;

use http::HeaderMap;

/// Headers of a received request, whatever the web framework keeps them in.
///
/// Implemented for [`HeaderMap`] and for lists of pairs of names and values.
pub trait Headers {
    /// The value of the first header of that name, compared without case; `None` where there is none.
    fn find(&self, name: &str) -> Option<&[u8]>;
}

impl Headers for HeaderMap {
    fn find(&self, name: &str) -> Option<&[u8]> {
        self.get(name).map(|it| it.as_bytes())
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn find(&self, name: &str) -> Option<&[u8]> {
        self.iter().find(|it| it.0.as_ref().eq_ignore_ascii_case(name)).map(|it| it.1.as_ref())
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>, const LENGTH: usize> Headers for [(N, V); LENGTH] {
    fn find(&self, name: &str) -> Option<&[u8]> {
        self.as_slice().find(name)
    }
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for Vec<(N, V)> {
    fn find(&self, name: &str) -> Option<&[u8]> {
        self.as_slice().find(name)
    }
}

impl<H: Headers + ?Sized> Headers for &H {
    fn find(&self, name: &str) -> Option<&[u8]> {
        (**self).find(name)
    }
}

/// A request that a receiver of webhooks was sent, not verified.
///
/// The body is the bytes as they came: decoding and encoding them again would break the signature.
#[derive(Clone, Copy)]
pub struct Delivery<'a> {
    headers: &'a dyn Headers,
    body: &'a [u8],
    query: &'a str,
}

impl<'a> Delivery<'a> {
    /// A request with these headers and this body.
    #[must_use]
    pub fn new<H: Headers>(headers: &'a H, body: &'a [u8]) -> Self {
        Self { headers, body, query: "" }
    }

    /// With the query of its URL (`a=1&b=2`), for messages that have parameters there.
    #[must_use]
    pub fn query(mut self, query: &'a str) -> Self {
        self.query = query.strip_prefix('?').unwrap_or(query);
        self
    }

    /// The body as it came.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The value of a header, compared without case; `None` where there is none, or no text in it.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.find(name).and_then(|it| std::str::from_utf8(it).ok()).map(str::trim)
    }

    /// Whether there is a header of that name, text or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.headers.find(name).is_some()
    }

    /// The query of the URL.
    pub(super) fn query_text(&self) -> &'a str {
        self.query
    }
}

/// Names of headers and bytes may be personal: neither is printed.
impl fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery").field("body_bytes", &self.body.len()).finish_non_exhaustive()
    }
}

/// Proof that a delivery carries a signature of somebody who has the secret; [`Verifier::verify`] makes it.
///
/// What is signed is the body, and with some schemes a time and an id. Headers and the query are not.
///
/// [`Verifier::verify`]: super::Verifier::verify
#[derive(Clone, Copy)]
pub struct Verified<'a> {
    delivery: Delivery<'a>,
}

impl<'a> Verified<'a> {
    pub(super) fn new(delivery: Delivery<'a>) -> Self {
        Self { delivery }
    }

    /// The request itself.
    #[must_use]
    pub fn delivery(&self) -> &Delivery<'a> {
        &self.delivery
    }

    /// The body as it was signed.
    #[must_use]
    pub fn body(&self) -> &'a [u8] {
        self.delivery.body
    }
}

impl fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").field("body_bytes", &self.delivery.body.len()).finish_non_exhaustive()
    }
}
