//! The canonical message: the bytes that are signed.

use serde_json::{Map, Value};

use super::error::SealError;
use crate::data::quote;

/// Objects and lists within each other, the payload itself among them. `serde_json` reads 127, and the envelope is one.
const MAX_DEPTH: usize = 126;

/// The bytes that are signed for a payload: one JSON object of `payload`, `security_token` and `timestamp` (whole Unix
/// seconds), keys sorted by code point at every depth, no white space, what is not ASCII as it is.
///
/// Numbers are where writers of JSON differ: fractions are taken as long as every writer spells them alike, without an
/// exponent. Each is written as `serde_json` writes it into the envelope.
///
/// # Errors
/// [`SealError::Malformed`] for a fraction below 0.0001 or from 10^16 on, either sign, for an integer beyond 64 bits,
/// and for a payload of more than 126 levels, which nobody could read once it is in an envelope.
///
/// ```
/// # #[cfg(feature = "seal")] {
/// let payload = serde_json::json!({"method": "tools/call", "id": 1});
/// let message = sdk_runtime::seal::canonical_message("tok", &payload, 1_743_600_000).unwrap();
/// assert_eq!(message, br#"{"payload":{"id":1,"method":"tools/call"},"security_token":"tok","timestamp":1743600000}"#);
/// # }
/// ```
pub fn canonical_message(security_token: &str, payload: &Value, timestamp_unix: i64) -> Result<Vec<u8>, SealError> {
    let mut out = String::from(r#"{"payload":"#);
    write(payload, &mut out, MAX_DEPTH)?;
    out.push_str(r#","security_token":"#);
    out.push_str(&quote(security_token));
    out.push_str(r#","timestamp":"#);
    out.push_str(&timestamp_unix.to_string());
    out.push('}');
    Ok(out.into_bytes())
}

fn write(value: &Value, out: &mut String, depth: usize) -> Result<(), SealError> {
    let below = || depth.checked_sub(1).ok_or(SealError::Malformed { reason: "the payload is nested too deep" });
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(it) => out.push_str(&number(it)?),
        Value::String(it) => out.push_str(&quote(it)),
        Value::Array(items) => {
            let depth = below()?;
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, out, depth)?;
            }
            out.push(']');
        }
        Value::Object(members) => write_object(members, out, below()?)?,
    }
    Ok(())
}

/// Sorted here, since a program may have maps keep the order of insertion.
fn write_object(members: &Map<String, Value>, out: &mut String, depth: usize) -> Result<(), SealError> {
    let mut members: Vec<(&String, &Value)> = members.iter().collect();
    members.sort_unstable_by_key(|(key, _)| *key);
    out.push('{');
    for (index, (key, value)) in members.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&quote(key));
        out.push(':');
        write(value, out, depth)?;
    }
    out.push('}');
    Ok(())
}

/// Asked for by value, since a program may have numbers keep their text. A fraction halfway between two shortest
/// spellings is rounded to the even one, here as in the envelope; `Debug` rounds it up.
fn number(it: &serde_json::Number) -> Result<String, SealError> {
    if let Some(it) = it.as_u64() {
        return Ok(it.to_string());
    }
    if let Some(it) = it.as_i64() {
        return Ok(it.to_string());
    }
    it.as_f64()
        .filter(|it| *it == 0.0 || (1e-4..1e16).contains(&it.abs()))
        .and_then(serde_json::Number::from_f64)
        .map(|it| it.to_string())
        .ok_or(SealError::Malformed { reason: "the payload has a number that writers of JSON spell differently" })
}
