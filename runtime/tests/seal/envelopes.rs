//! Envelopes that are tampered with, sent again, too old, too new, or written in another way.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use sdk_runtime::data::Base64;
use sdk_runtime::seal::{
    Ed25519Key, Envelope, MAX_AGE, ReplayGuard, SealError, Verifier, canonical_message, create_envelope,
    verify_envelope,
};
use serde_json::{Value, json};

/// A time with a fraction, which is not signed.
fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(1_743_600_000_500)
}

fn payload() -> Value {
    json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "fs.read", "arguments": {"a": [1, "b"]}}})
}

fn key() -> Ed25519Key {
    Ed25519Key::from_seed(&[9; 32])
}

fn sent() -> Value {
    serde_json::to_value(Envelope::at(noon(), "tok", payload(), &key()).unwrap()).unwrap()
}

fn verifier_at(now: SystemTime) -> Verifier {
    Verifier::new(key().public_key().unwrap()).clock(move || now)
}

fn with(place: &str, value: Value) -> Value {
    let mut envelope = sent();
    *envelope.pointer_mut(place).unwrap() = value;
    envelope
}

#[test]
fn an_envelope_gives_its_payload() {
    assert_eq!(sent()["timestamp"], "2025-04-02T13:20:00.500Z");
    assert_eq!(verifier_at(noon()).verify(&sent()), Ok(payload()));
    let fresh = serde_json::to_value(create_envelope("tok", payload(), &key()).unwrap()).unwrap();
    assert_eq!(verify_envelope(&fresh, &key().public_key_bytes().unwrap(), None), Ok(payload()));
    assert_eq!(verify_envelope(&fresh, &[1; 31], None), Err(SealError::BadKey));
    assert!(matches!(
        verify_envelope(&sent(), &key().public_key_bytes().unwrap(), Some(MAX_AGE)),
        Err(SealError::TooOld { .. })
    ));
}

#[test]
fn every_signed_part_is_held_to_its_signature() {
    let changed = [
        ("/security_token", json!("tok2")),
        ("/timestamp", json!("2025-04-02T13:20:01.500Z")),
        ("/payload/id", json!(2)),
        ("/payload/id", json!("1")),
        ("/payload/method", json!("tools/list")),
        ("/payload/params/name", json!("fs.write")),
        ("/payload/params/arguments/a", json!(["b", 1])),
        ("/payload/params/arguments", json!({"a": [1, "b"], "c": null})),
        ("/payload", json!({})),
    ];
    for (place, value) in changed {
        let envelope = with(place, value);
        assert_eq!(verifier_at(noon()).verify(&envelope), Err(SealError::BadSignature), "{envelope}");
    }
    let other = Verifier::new(Ed25519Key::from_seed(&[8; 32]).public_key().unwrap()).clock(noon);
    assert_eq!(other.verify(&sent()), Err(SealError::BadSignature));
    assert_eq!(SealError::BadSignature.code(), Some(1001));
}

#[test]
fn every_byte_of_the_signature_counts() {
    let signature: Base64 = serde_json::from_value(sent()["signature"].clone()).unwrap();
    for index in 0..64 {
        for bit in [0x01, 0x80] {
            let mut bytes = signature.as_bytes().to_vec();
            bytes[index] ^= bit;
            let envelope = with("/signature", json!(Base64::from(bytes).to_string()));
            assert_eq!(verifier_at(noon()).verify(&envelope), Err(SealError::BadSignature), "byte {index}");
        }
    }
}

/// Adding the order of the group to the second half gives the same point (RFC 8032 §8.4).
#[test]
fn a_signature_has_one_form() {
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let signature: Base64 = serde_json::from_value(sent()["signature"].clone()).unwrap();
    let mut bytes = signature.as_bytes().to_vec();
    let mut carry = 0;
    for (byte, order) in bytes[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        (*byte, carry) = (sum as u8, sum >> 8);
    }
    assert_eq!(carry, 0);
    let envelope = with("/signature", json!(Base64::from(bytes).to_string()));
    assert_eq!(verifier_at(noon()).verify(&envelope), Err(SealError::BadSignature));
}

/// Another spelling of the same bytes would pass a guard that remembers text.
#[test]
fn the_text_of_a_signature_has_one_spelling() {
    let text = sent()["signature"].as_str().unwrap().to_owned();
    let bare = text.trim_end_matches('=');
    let next = char::from(bare.as_bytes()[bare.len() - 1] + 1);
    let spellings = [
        bare.to_owned(),
        format!("{text}\n"),
        text.replace('+', "-").replace('/', "_"),
        format!("{}{next}==", &bare[..bare.len() - 1]),
        text[4..].to_owned(),
        String::new(),
    ];
    for spelling in spellings.iter().filter(|it| **it != text) {
        let found = verifier_at(noon()).verify(&with("/signature", json!(spelling)));
        assert_eq!(found.map_err(|it| it.code()), Err(Some(1000)), "{spelling}");
    }
}

#[test]
fn what_is_no_envelope_is_malformed_or_of_another_protocol() {
    for key in ["security_token", "signature", "payload", "timestamp", "protocol"] {
        for value in [None, Some(json!(null)), Some(json!(1)), Some(json!([]))] {
            let mut envelope = sent();
            match value {
                Some(value) => envelope[key] = value,
                None => drop(envelope.as_object_mut().unwrap().remove(key)),
            }
            let found = verifier_at(noon()).verify(&envelope);
            assert_eq!(found.map_err(|it| it.code()), Err(Some(1000)), "{envelope}");
        }
    }
    for value in [json!("yesterday"), json!(""), json!("2025-04-02"), json!("2025-04-02T13:20:00")] {
        let found = verifier_at(noon()).verify(&with("/timestamp", value));
        assert_eq!(found.map_err(|it| it.code()), Err(Some(1000)));
    }
    assert_eq!(verifier_at(noon()).verify(&with("/protocol", json!("seal/v2"))), Err(SealError::WrongProtocol));
    assert_eq!(SealError::WrongProtocol.code(), Some(1005));
    for value in [json!(null), json!([]), json!("envelope")] {
        assert_eq!(verifier_at(noon()).verify(&value).map_err(|it| it.code()), Err(Some(1000)));
    }
}

#[test]
fn the_window_is_open_on_both_borders_and_shut_beyond() {
    let second = Duration::from_secs(1);
    for max_age in [Duration::ZERO, MAX_AGE, Duration::from_secs(3600)] {
        let at = |now: SystemTime| verifier_at(now).max_age(max_age).verify(&sent());
        assert_eq!(at(noon() + max_age), Ok(payload()));
        assert_eq!(at(noon() - max_age), Ok(payload()));
        let beyond = max_age + second;
        assert_eq!(at(noon() + beyond), Err(SealError::TooOld { age: beyond }));
        assert_eq!(at(noon() - beyond), Err(SealError::TooNew { ahead: beyond }));
    }
    assert_eq!(SealError::TooOld { age: second }.code(), Some(1004));
}

#[test]
fn offsets_of_time_zones_are_the_same_moment() {
    let envelope = with("/timestamp", json!("2025-04-02T15:20:00+02:00"));
    assert_eq!(verifier_at(noon()).verify(&envelope), Ok(payload()));
}

#[test]
fn an_envelope_is_taken_once_while_it_is_good() {
    let guard = Arc::new(ReplayGuard::new());
    let verify = |now: SystemTime, envelope: &Value| verifier_at(now).replay_guard(guard.clone()).verify(envelope);
    // One that does not verify is not remembered.
    assert_eq!(verify(noon(), &with("/payload/id", json!(2))), Err(SealError::BadSignature));
    assert!(guard.is_empty());
    // From ahead, so that it stays good for twice the window.
    let early = noon() - MAX_AGE;
    assert_eq!(verify(early, &sent()), Ok(payload()));
    for later in [Duration::ZERO, MAX_AGE, MAX_AGE * 2] {
        assert_eq!(verify(early + later, &sent()), Err(SealError::Replayed), "{later:?}");
        // Another fraction of the second is the same signature.
        let touched = with("/timestamp", json!("2025-04-02T13:20:00.999Z"));
        assert_eq!(verify(early + later, &touched), Err(SealError::Replayed));
    }
    let other = Envelope::at(noon() + MAX_AGE * 2, "tok", payload(), &key()).unwrap();
    let other = serde_json::to_value(other).unwrap();
    assert_eq!(verify(noon() + MAX_AGE * 2, &other), Ok(payload()));
    assert_eq!(guard.len(), 1, "what has run out is forgotten");
}

#[test]
fn a_full_guard_refuses_instead_of_forgetting() {
    let guard = Arc::new(ReplayGuard::with_capacity(2));
    let take = |id: u32, now: SystemTime| {
        let envelope = Envelope::at(now, "tok", json!({"id": id}), &key()).unwrap();
        verifier_at(now).replay_guard(guard.clone()).check(&envelope).map(drop)
    };
    assert_eq!([take(1, noon()), take(2, noon())], [Ok(()), Ok(())]);
    assert_eq!(take(3, noon()), Err(SealError::TooManyEnvelopes));
    assert_eq!(take(1, noon()), Err(SealError::Replayed));
    assert_eq!(take(3, noon() + MAX_AGE + Duration::from_secs(1)), Ok(()));
}

#[test]
fn one_of_many_threads_gets_an_envelope_through() {
    let verifier = verifier_at(noon()).replay_guard(Arc::new(ReplayGuard::new()));
    let envelope = sent();
    let taken = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| verifier.verify(&envelope).is_ok())).collect();
        threads.into_iter().map(|it| it.join().unwrap()).filter(|it| *it).count()
    });
    assert_eq!(taken, 1);
}

#[test]
fn another_token_than_expected_is_refused() {
    assert_eq!(verifier_at(noon()).security_token("tok").verify(&sent()), Ok(payload()));
    assert_eq!(verifier_at(noon()).security_token("other").verify(&sent()), Err(SealError::WrongToken));
}

#[test]
fn what_writers_of_json_spell_differently_is_not_signed() {
    for number in [1e16, -1e16, 1e300, 0.000_09, -1e-7, f64::MIN_POSITIVE] {
        let found = canonical_message("tok", &json!({"deep": [{"number": number}]}), 0);
        assert_eq!(found.map_err(|it| it.code()), Err(Some(1000)), "{number}");
    }
    let beyond: Value = serde_json::from_str("18446744073709551616").unwrap();
    assert!(canonical_message("tok", &json!([beyond]), 0).is_err());
    let deep = (0..200).fold(json!(0), |inner, _| json!([inner]));
    assert!(canonical_message("tok", &deep, 0).is_err());
}
