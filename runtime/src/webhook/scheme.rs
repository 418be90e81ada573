//! How senders sign: which headers, which bytes, which algorithm.

use std::time::Duration;

use crate::template::{Piece, pieces};

/// How a sender signs. A constant: generated code states the one that its specification declares.
///
/// | | signed | header |
/// |---|---|---|
/// | [`standard`](Self::standard) | `{id}.{timestamp}.{body}` | `webhook-signature: v1,<base64> v1,<base64>` |
/// | [`hmac`](Self::hmac) | `{body}` | `X-Signature: <hex>` |
/// | [`timestamped`](Self::timestamped) | `{timestamp}.{body}` | `X-Signature: t=1492774577,v1=<hex>` |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    pub(super) form: Form,
    /// Name of the signature's header; for the standard form what the names of its three headers begin with.
    pub(super) header: &'static str,
    pub(super) timestamp: Option<&'static str>,
    pub(super) signed: &'static str,
    pub(super) prefix: &'static str,
    pub(super) algorithm: Algorithm,
    pub(super) signature: Written,
    pub(super) secret: Written,
    pub(super) tolerance: Duration,
}

/// How signatures stand in their header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `v1,<base64>` and others, with spaces between.
    Standard,
    /// The signature behind a prefix.
    Plain,
    /// `t=<seconds>,v1=<hex>`
    Timestamped,
}

/// Hash function of an HMAC (RFC 2104).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Algorithm {
    /// SHA-1, for senders that know no better.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-512.
    Sha512,
}

/// How bytes are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Written {
    /// Two hexadecimal digits a byte, in either case.
    Hex,
    /// Base64 with either alphabet; `whsec_` in front of a secret is left out.
    Base64,
    /// As they are.
    Text,
}

impl Scheme {
    const DEFAULT: Self = Self {
        form: Form::Plain,
        header: "",
        timestamp: None,
        signed: "{body}",
        prefix: "",
        algorithm: Algorithm::Sha256,
        signature: Written::Hex,
        secret: Written::Text,
        tolerance: Duration::from_secs(300),
    };

    /// Standard Webhooks (standardwebhooks.com): headers `webhook-id`, `webhook-timestamp` and
    /// `webhook-signature`, HMAC-SHA256, secret `whsec_<base64>`.
    #[must_use]
    pub const fn standard() -> Self {
        Self {
            form: Form::Standard,
            header: "webhook",
            signed: "{id}.{timestamp}.{body}",
            signature: Written::Base64,
            secret: Written::Base64,
            ..Self::DEFAULT
        }
    }

    /// Standard Webhooks with other headers: `standard_with("svix")` reads `svix-id` and so on.
    #[must_use]
    pub const fn standard_with(headers: &'static str) -> Self {
        Self { header: headers, ..Self::standard() }
    }

    /// HMAC-SHA256 of the body, in hex in that header. Nothing tells when it was sent, so a delivery can be
    /// repeated by whoever saw one.
    #[must_use]
    pub const fn hmac(header: &'static str) -> Self {
        Self { header, ..Self::DEFAULT }
    }

    /// HMAC-SHA256 of time and body, as `t=<seconds>,v1=<hex>` in that header.
    #[must_use]
    pub const fn timestamped(header: &'static str) -> Self {
        Self { form: Form::Timestamped, header, signed: "{timestamp}.{body}", ..Self::DEFAULT }
    }

    /// With text in front of the signature (`sha256=`).
    #[must_use]
    pub const fn prefix(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// With another hash function.
    #[must_use]
    pub const fn algorithm(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// With a signature that is written in another way.
    #[must_use]
    pub const fn signature(mut self, written: Written) -> Self {
        self.signature = written;
        self
    }

    /// With secrets that are written in another way.
    #[must_use]
    pub const fn secret(mut self, written: Written) -> Self {
        self.secret = written;
        self
    }

    /// With the time, in seconds since the Unix epoch, in a header of its own, and what is signed:
    /// `{timestamp}` and `{body}` stand for themselves (`v0:{timestamp}:{body}`), and both have to be among it.
    #[must_use]
    pub const fn timestamp(mut self, header: &'static str, signed: &'static str) -> Self {
        self.timestamp = Some(header);
        self.signed = signed;
        self
    }

    /// With something else that is signed.
    #[cfg(feature = "signing")]
    pub(crate) const fn signed(mut self, signed: &'static str) -> Self {
        self.signed = signed;
        self
    }

    /// Whether what is signed covers the body and whatever else a delivery is judged by, and names nothing that a
    /// delivery does not have.
    pub(super) fn covers_what_counts(&self) -> bool {
        let name = |it| match it {
            Piece::Name(name) => Some(name),
            Piece::Text(_) => None,
        };
        let names: Vec<&str> = pieces(self.signed).filter_map(name).collect();
        let has_time = self.form != Form::Plain || self.timestamp.is_some();
        names.contains(&"body")
            && names.contains(&"timestamp") == has_time
            && names
                .iter()
                .all(|it| matches!(*it, "body" | "timestamp") || (*it == "id" && self.form == Form::Standard))
    }

    /// With another tolerance; 5 minutes unless set.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }
}
