//! Keys: what they show, what is left when they are erased, and which public ones are taken.

use sdk_runtime::data::Base64;
use sdk_runtime::seal::{Ed25519Key, Envelope, PublicKey, SealError, create_envelope};
use serde_json::json;

#[test]
fn an_erased_key_does_nothing_more() {
    let mut key = Ed25519Key::generate().unwrap();
    assert!(create_envelope("tok", json!({}), &key).is_ok());
    key.erase();
    assert!(key.is_erased());
    assert_eq!(key.sign(b"m"), Err(SealError::Erased));
    assert_eq!(key.sign_base64(b"m"), Err(SealError::Erased));
    assert_eq!(key.public_key(), Err(SealError::Erased));
    assert_eq!(key.public_key_bytes(), Err(SealError::Erased));
    assert_eq!(key.public_key_base64(), Err(SealError::Erased));
    assert_eq!(create_envelope("tok", json!({}), &key), Err(SealError::Erased));
}

#[test]
fn two_new_keys_differ() {
    let [one, other] = [(); 2].map(|()| Ed25519Key::generate().unwrap().public_key_bytes().unwrap());
    assert_ne!(one, other);
}

#[test]
fn nothing_secret_is_printed() {
    let mut key = Ed25519Key::from_seed(&[0xab; 32]);
    let envelope = create_envelope("the-token", json!({"secret": "the-payload"}), &key).unwrap();
    let shown =
        format!("{key:?} {envelope:?} {:#?}", Envelope { signature: "the-signature".into(), ..envelope.clone() });
    key.erase();
    let shown = format!("{shown} {key:?}");
    for secret in ["abab", "ABAB", "171", "q6ur", "the-token", "the-payload", "the-signature"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn public_keys_are_read_in_each_form() {
    let key = Ed25519Key::from_seed(&[7; 32]).public_key().unwrap();
    let (raw, pem, text) = (key.to_bytes(), key.to_pem(), key.to_base64());
    let der_text: String = pem.lines().filter(|it| !it.starts_with('-')).collect();
    let der: Base64 = serde_json::from_value(json!(der_text)).unwrap();
    assert_eq!(der.as_bytes().len(), 44);
    assert_eq!(PublicKey::from_bytes(&raw), Ok(key));
    assert_eq!(PublicKey::from_bytes(der.as_bytes()), Ok(key));
    let url_safe = text.replace('+', "-").replace('/', "_").replace('=', "");
    let windows = pem.replace('\n', "\r\n");
    for text in [text.as_str(), &url_safe, &der_text, &pem, &windows, &format!("\n {pem} ")] {
        assert_eq!(text.parse(), Ok(key), "{text}");
    }
}

#[test]
fn what_is_no_public_key_is_refused() {
    let key = Ed25519Key::from_seed(&[7; 32]).public_key().unwrap().to_bytes();
    let mut identity = [0; 32];
    identity[0] = 1;
    let sizes = [&key[..31], &[key.as_slice(), &[0]].concat(), &[], &[0; 44], &[0xff; 32], &[0; 32], &identity];
    for bytes in sizes {
        assert_eq!(PublicKey::from_bytes(bytes), Err(SealError::BadKey), "{bytes:?}");
    }
    let no_end = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA";
    for text in ["", "no base64!", "AAAA", no_end, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] {
        assert_eq!(text.parse::<PublicKey>(), Err(SealError::BadKey), "{text}");
    }
    assert_eq!(SealError::BadKey.code(), Some(3000));
}
