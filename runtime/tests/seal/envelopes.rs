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
fn times_are_those_of_rfc_3339_and_no_others() {
    for same in [
        "2025-04-02T13:20:00Z",
        "2025-04-02t13:20:00.5z",
        "2025-04-02T13:20:00.123456789012Z",
        "2025-04-02T15:20:00+02:00",
        "2025-04-01T13:21:00.9-23:59",
        "2025-04-02T13:20:00-00:00",
    ] {
        assert_eq!(verifier_at(noon()).verify(&with("/timestamp", json!(same))), Ok(payload()), "{same}");
    }
    for none in [
        "",
        "yesterday",
        "2025-04-02",
        "2025-04-02T13:20:00",
        "2025-04-02T13:20Z",
        "2025-04-02 13:20:00Z",
        "20250402T132000Z",
        "2025-04-02T13:20:00 Z",
        "2025-04-02T13:20:00.Z",
        "2025-04-02T13:20:00,5Z",
        "2025-04-02T15:20:00+02",
        "2025-04-02T15:20:00+0200",
        "2025-04-03T13:20:00+24:00",
        "2025-04-02T15:20:00+02:00[Europe/Berlin]",
        "2025-04-02T13:20:00Z[UTC]",
        "+002025-04-02T13:20:00Z",
        "2025-02-30T13:20:00Z",
        " 2025-04-02T13:20:00Z",
        "2025-04-02T13:20:0\u{665}Z",
    ] {
        let found = verifier_at(noon()).verify(&with("/timestamp", json!(none)));
        assert_eq!(found.map_err(|it| it.code()), Err(Some(1000)), "{none}");
    }
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

/// What has run out is forgotten, and would be new to a clock that has stepped back.
#[test]
fn a_clock_that_steps_back_makes_nothing_new() {
    let guard = Arc::new(ReplayGuard::new());
    let take = |made: SystemTime, now: SystemTime| {
        let envelope = Envelope::at(made, "tok", payload(), &key()).unwrap();
        verifier_at(now).replay_guard(guard.clone()).check(&envelope).map(drop)
    };
    let after = |seconds| noon() + Duration::from_secs(seconds);
    assert_eq!(take(noon(), noon()), Ok(()));
    assert_eq!(take(after(40), after(40)), Ok(()));
    assert_eq!(guard.len(), 1);
    assert_eq!(take(noon(), after(5)), Err(SealError::TooOld { age: Duration::from_secs(40) }));
    assert_eq!(take(after(12), after(5)), Ok(()), "what had not run out by then is taken");
    assert_eq!(take(after(12), after(5)), Err(SealError::Replayed));
}

#[test]
fn verifiers_with_other_windows_share_a_guard() {
    let guard = Arc::new(ReplayGuard::new());
    let take = |window: u64, made: SystemTime, now: SystemTime| {
        let envelope = Envelope::at(made, "tok", payload(), &key()).unwrap();
        let verifier = verifier_at(now).max_age(Duration::from_secs(window)).replay_guard(guard.clone());
        verifier.check(&envelope).map(drop)
    };
    let after = |seconds| noon() + Duration::from_secs(seconds);
    assert_eq!(take(30, noon(), noon()), Ok(()));
    assert_eq!(take(300, noon(), after(31)), Err(SealError::Replayed), "the longer window sees it a second time");
    assert_eq!(take(30, after(200), after(200)), Ok(()));
    assert_eq!(take(300, noon(), after(201)), Err(SealError::Replayed), "the shorter window makes it forget nothing");
    assert_eq!(take(300, after(100), after(201)), Ok(()));

    let guard = Arc::new(ReplayGuard::new());
    let short = |made: SystemTime, now: SystemTime| {
        let envelope = Envelope::at(made, "tok", payload(), &key()).unwrap();
        verifier_at(now).replay_guard(guard.clone()).check(&envelope).map(drop)
    };
    assert_eq!([short(noon(), noon()), short(after(31), after(31))], [Ok(()), Ok(())]);
    let long = verifier_at(after(32)).max_age(Duration::from_secs(300)).replay_guard(guard.clone());
    let forgotten = long.verify(&sent());
    assert!(matches!(forgotten, Err(SealError::TooOld { .. })), "what may be forgotten is not taken: {forgotten:?}");
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
}

#[test]
fn what_is_signed_can_be_read_again_however_deep_it_is() {
    let nested = |levels| (0..levels).fold(json!("core"), |inner, level| json!({ format!("{level}"): inner }));
    let deepest = create_envelope("tok", nested(126), &key()).unwrap();
    let read: Value = serde_json::from_str(&serde_json::to_string(&deepest).unwrap()).unwrap();
    assert_eq!(verify_envelope(&read, &key().public_key_bytes().unwrap(), None), Ok(nested(126)));
    assert_eq!(create_envelope("tok", nested(127), &key()).map_err(|it| it.code()), Err(Some(1000)));
}

/// What is signed of a number is what is sent of it, whatever it is.
#[test]
fn every_fraction_is_signed_as_it_is_sent() {
    let sent_as_signed = |number: f64| {
        let text = serde_json::to_string(&json!({"n": number})).unwrap();
        let message = String::from_utf8(canonical_message("tok", &json!({"n": number}), 0).unwrap()).unwrap();
        assert_eq!(message, format!(r#"{{"payload":{text},"security_token":"tok","timestamp":0}}"#));
    };
    for number in [759_667_106_958_114.2, 16_051_783_867_725.062, -0.0, 1e-4, 9_999_999_999_999_998.0] {
        sent_as_signed(number);
    }
    let mut bits: u64 = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..20_000 {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        // Numbers of a few binary places are those that lie halfway.
        for number in [f64::from_bits(bits), (bits >> 11) as f64 / 8.0, (bits >> 14) as f64 / 16.0] {
            if (1e-4..1e16).contains(&number.abs()) {
                sent_as_signed(number);
            }
        }
    }
}
