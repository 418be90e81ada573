//! Envelopes: a payload, a token and a time under one signature.

use std::fmt;
use std::time::SystemTime;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::canonical::canonical_message;
use super::error::SealError;
use super::key::Ed25519Key;
use crate::data::{Secret, base64};

/// The protocol's name, as envelopes carry it.
pub const PROTOCOL: &str = "seal/v1";

/// A payload, a token and a time under one signature. `Debug` shows neither token nor payload.
#[derive(Clone, PartialEq)]
pub struct Envelope {
    /// The protocol: [`PROTOCOL`].
    pub protocol: String,
    /// The token of the attestation.
    pub security_token: Secret,
    /// The signature in base64.
    pub signature: String,
    /// What is signed: a JSON-RPC 2.0 request.
    pub payload: Value,
    /// When it was made (RFC 3339 §5.6). Only its whole seconds are signed.
    pub timestamp: String,
}

impl Envelope {
    /// Signs a payload for this moment.
    ///
    /// # Errors
    /// The key was erased, the payload has no canonical form, or the moment no date.
    pub fn at(time: SystemTime, security_token: &str, payload: Value, key: &Ed25519Key) -> Result<Self, SealError> {
        let time = jiff::Timestamp::try_from(time)
            .and_then(|it| jiff::Timestamp::from_millisecond(it.as_millisecond()))
            .map_err(|_| SealError::Malformed { reason: "the clock shows no date" })?;
        // Both forms of the time come from one instant.
        let message = canonical_message(security_token, &payload, time.as_millisecond().div_euclid(1000))?;
        Ok(Self {
            protocol: PROTOCOL.to_owned(),
            security_token: security_token.into(),
            signature: key.sign_base64(&message)?,
            payload,
            timestamp: format!("{time:.3}"),
        })
    }

    /// Reads an envelope. Keys that the protocol does not name are left out.
    ///
    /// # Errors
    /// [`SealError::Malformed`] and [`SealError::WrongProtocol`].
    pub fn read(envelope: &Value) -> Result<Self, SealError> {
        let text = |key: &str, reason| {
            envelope.get(key).and_then(Value::as_str).map(str::to_owned).ok_or(SealError::Malformed { reason })
        };
        let protocol = text("protocol", "the envelope has no protocol")?;
        if protocol != PROTOCOL {
            return Err(SealError::WrongProtocol);
        }
        let payload = envelope.get("payload").filter(|it| it.is_object()).cloned();
        Ok(Self {
            protocol,
            security_token: text("security_token", "the envelope has no security_token")?.into(),
            signature: text("signature", "the envelope has no signature")?,
            payload: payload.ok_or(SealError::Malformed { reason: "the envelope's payload is no object" })?,
            timestamp: text("timestamp", "the envelope has no timestamp")?,
        })
    }

    /// The whole seconds that are signed.
    pub(super) fn seconds(&self) -> Result<i64, SealError> {
        whole_seconds(&self.timestamp)
            .ok_or(SealError::Malformed { reason: "the envelope's timestamp is no RFC 3339 time" })
    }

    /// The bytes of the signature, whose text has one spelling only: another would be another nonce.
    pub(super) fn signature(&self) -> Result<[u8; 64], SealError> {
        let bytes = base64::read(&self.signature).filter(|it| base64::write(it) == self.signature);
        bytes
            .and_then(|it| it.try_into().ok())
            .ok_or(SealError::Malformed { reason: "the envelope's signature is not base64 of 64 bytes" })
    }
}

/// The whole seconds of a time that is written as RFC 3339 §5.6 says. `jiff` alone would take more: a space for the `T`,
/// zones by hours or by name, no separators.
fn whole_seconds(text: &str) -> Option<i64> {
    let (moment, rest) = text.split_at_checked(19)?;
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|it: char| it.is_ascii_digit());
            Some(zone).filter(|zone| zone.len() < fraction.len())?
        }
        None => rest,
    };
    let is_offset = has_form(zone, "+00:00") || has_form(zone, "-00:00");
    let is_zone = zone.eq_ignore_ascii_case("Z") || is_offset && zone.get(1..3).is_some_and(|hours| hours < "24");
    if !is_zone || !has_form(moment, "0000-00-00T00:00:00") {
        return None;
    }
    let time: jiff::Timestamp = format!("{moment}{zone}").parse().ok()?;
    Some(time.as_second())
}

/// Whether a text has this form, in which `0` is any digit.
fn has_form(text: &str, form: &str) -> bool {
    let fits = |(it, form): (u8, u8)| if form == b'0' { it.is_ascii_digit() } else { it.eq_ignore_ascii_case(&form) };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

/// Signs a payload, now.
///
/// # Errors
/// The key was erased, or the payload has no canonical form.
pub fn create_envelope(security_token: &str, payload: Value, key: &Ed25519Key) -> Result<Envelope, SealError> {
    Envelope::at(SystemTime::now(), security_token, payload, key)
}

impl Serialize for Envelope {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut to = to.serialize_struct("Envelope", 5)?;
        to.serialize_field("protocol", &self.protocol)?;
        to.serialize_field("security_token", &self.security_token)?;
        to.serialize_field("signature", &self.signature)?;
        to.serialize_field("payload", &self.payload)?;
        to.serialize_field("timestamp", &self.timestamp)?;
        to.end()
    }
}

impl fmt::Debug for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = &mut f.debug_struct("Envelope");
        envelope.field("protocol", &self.protocol).field("timestamp", &self.timestamp).finish_non_exhaustive()
    }
}
