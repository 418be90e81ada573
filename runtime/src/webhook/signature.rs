//! Signatures: read from headers, computed, compared.

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::Delivery;
use super::error::VerifyError;
use super::scheme::{Algorithm, Form, Scheme, Written};
use crate::data::base64;
use crate::template::{Piece, pieces};

/// More signatures than this in one header are no rotation of secrets.
const MAX_SIGNATURES: usize = 16;

/// What the headers of a delivery say.
pub(super) struct Claim<'a> {
    /// The time as it is written, digits alone.
    pub(super) timestamp: Option<&'a str>,
    id: &'a str,
    signatures: Vec<Vec<u8>>,
}

impl<'a> Claim<'a> {
    /// Reads the headers that a scheme needs.
    pub(super) fn read(scheme: &Scheme, delivery: &Delivery<'a>) -> Result<Self, VerifyError> {
        let named = |suffix: &str| format!("{}-{suffix}", scheme.header);
        match scheme.form {
            Form::Standard => {
                let (id, timestamp) = (needed(delivery, &named("id"))?, needed(delivery, &named("timestamp"))?);
                if id.contains('.') {
                    // The dot is what separates the parts that are signed.
                    return Err(malformed(&named("id"), "has a dot in it"));
                }
                let header = named("signature");
                let list = needed(delivery, &header)?.split_ascii_whitespace();
                let signatures = decoded(scheme, &header, list.filter_map(|it| it.strip_prefix("v1,")))?;
                Ok(Self { timestamp: Some(digits(timestamp, &named("timestamp"))?), id, signatures })
            }
            Form::Timestamped => {
                let pairs =
                    || Ok(needed(delivery, scheme.header)?.split(',').filter_map(|it| it.trim().split_once('=')));
                let timestamp = pairs()?.find(|it| it.0 == "t").map(|it| it.1);
                let timestamp = timestamp.ok_or_else(|| malformed(scheme.header, "has no `t=`"))?;
                let signatures = pairs()?.filter(|it| it.0 == "v1").map(|it| it.1);
                let signatures = decoded(scheme, scheme.header, signatures)?;
                Ok(Self { timestamp: Some(digits(timestamp, scheme.header)?), id: "", signatures })
            }
            Form::Plain => {
                let timestamp = match scheme.timestamp {
                    Some(header) => Some(digits(needed(delivery, header)?, header)?),
                    None => None,
                };
                let text = needed(delivery, scheme.header)?;
                let signatures = decoded(scheme, scheme.header, text.strip_prefix(scheme.prefix).into_iter())?;
                Ok(Self { timestamp, id: "", signatures })
            }
        }
    }

    /// What somebody would claim who signs at that time.
    pub(super) fn new(id: &'a str, timestamp: &'a str) -> Self {
        Self { timestamp: Some(timestamp), id, signatures: Vec::new() }
    }

    /// The signature that `key` gives, as the scheme writes it.
    pub(super) fn sign(&self, scheme: &Scheme, key: &[u8], body: &[u8]) -> String {
        let pieces = self.pieces(scheme, body);
        let bytes = match scheme.algorithm {
            Algorithm::Sha1 => signed::<Hmac<Sha1>>(key, &pieces),
            Algorithm::Sha256 => signed::<Hmac<Sha256>>(key, &pieces),
            Algorithm::Sha512 => signed::<Hmac<Sha512>>(key, &pieces),
        };
        match scheme.signature {
            Written::Base64 => base64::write(&bytes),
            Written::Hex | Written::Text => bytes.iter().map(|it| format!("{it:02x}")).collect(),
        }
    }

    /// Whether one of the signatures is made with `key`. Takes the same time wherever they differ.
    pub(super) fn fits(&self, scheme: &Scheme, key: &[u8], body: &[u8]) -> bool {
        let pieces = self.pieces(scheme, body);
        match scheme.algorithm {
            Algorithm::Sha1 => self.matches::<Hmac<Sha1>>(key, &pieces),
            Algorithm::Sha256 => self.matches::<Hmac<Sha256>>(key, &pieces),
            Algorithm::Sha512 => self.matches::<Hmac<Sha512>>(key, &pieces),
        }
    }

    fn matches<M: Mac + KeyInit + Clone>(&self, key: &[u8], pieces: &[&[u8]]) -> bool {
        let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return false };
        pieces.iter().for_each(|it| mac.update(it));
        let fits = |it: &Vec<u8>| mac.clone().verify_slice(it).is_ok();
        self.signatures.iter().fold(false, |found, it| fits(it) | found)
    }

    /// What is signed, piece by piece.
    fn pieces<'p>(&'p self, scheme: &'p Scheme, body: &'p [u8]) -> Vec<&'p [u8]> {
        let bytes = |it| match it {
            Piece::Text(text) => text.as_bytes(),
            Piece::Name("id") => self.id.as_bytes(),
            Piece::Name("timestamp") => self.timestamp.unwrap_or_default().as_bytes(),
            Piece::Name(_) => body,
        };
        pieces(scheme.signed).map(bytes).collect()
    }
}

fn signed<M: Mac + KeyInit>(key: &[u8], pieces: &[&[u8]]) -> Vec<u8> {
    let Ok(mut mac) = <M as KeyInit>::new_from_slice(key) else { return Vec::new() };
    pieces.iter().for_each(|it| mac.update(it));
    mac.finalize().into_bytes().to_vec()
}

/// The bytes that text stands for.
pub(super) fn bytes(written: Written, text: &str) -> Option<Vec<u8>> {
    match written {
        Written::Hex => hex(text),
        Written::Base64 => base64::read(text),
        Written::Text => Some(text.as_bytes().to_vec()),
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |it: u8| char::from(it).to_digit(16);
    let pair = |it: &[u8]| match it {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}

fn decoded<'t>(
    scheme: &Scheme,
    header: &str,
    signatures: impl Iterator<Item = &'t str>,
) -> Result<Vec<Vec<u8>>, VerifyError> {
    let decode = |it: &str| bytes(scheme.signature, it.trim()).filter(|it| !it.is_empty());
    let mut found = Vec::new();
    for signature in signatures {
        if found.len() == MAX_SIGNATURES {
            return Err(malformed(header, "holds too many signatures"));
        }
        found.extend(decode(signature));
    }
    if found.is_empty() { Err(malformed(header, "holds no signature of the scheme")) } else { Ok(found) }
}

fn needed<'a>(delivery: &Delivery<'a>, header: &str) -> Result<&'a str, VerifyError> {
    match delivery.header(header) {
        Some(value) => Ok(value),
        None if delivery.has(header) => Err(malformed(header, "is no text")),
        None => Err(VerifyError::MissingHeader { header: header.to_owned() }),
    }
}

fn digits<'a>(text: &'a str, header: &str) -> Result<&'a str, VerifyError> {
    let fine = !text.is_empty() && text.len() <= 19 && text.bytes().all(|it| it.is_ascii_digit());
    if fine { Ok(text) } else { Err(malformed(header, "holds no time in seconds")) }
}

fn malformed(header: &str, reason: &'static str) -> VerifyError {
    VerifyError::Malformed { header: header.to_owned(), reason }
}
