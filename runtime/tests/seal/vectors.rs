//! Byte for byte what `vectors.py` made.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use sdk_runtime::data::Base64;
use sdk_runtime::seal::{Ed25519Key, Envelope, PublicKey, Verifier, canonical_message};
use serde_json::Value;

const VECTORS: &str = include_str!("vectors.json");

fn vectors() -> Vec<Value> {
    serde_json::from_str(VECTORS).unwrap()
}

fn text<'v>(vector: &'v Value, key: &str) -> &'v str {
    vector[key].as_str().unwrap()
}

fn key(vector: &Value) -> Ed25519Key {
    let seed = text(vector, "seed").as_bytes().chunks(2);
    let seed: Vec<u8> = seed.map(|it| u8::from_str_radix(std::str::from_utf8(it).unwrap(), 16).unwrap()).collect();
    Ed25519Key::from_seed(&seed.try_into().unwrap())
}

#[test]
fn messages_keys_and_signatures_are_those_of_another_implementation() {
    for vector in vectors() {
        let (name, seconds) = (text(&vector, "name"), vector["timestamp"].as_i64().unwrap());
        let message = canonical_message(text(&vector, "security_token"), &vector["payload"], seconds).unwrap();
        assert_eq!(String::from_utf8(message.clone()).unwrap(), text(&vector, "message"), "{name}");
        let key = key(&vector);
        assert_eq!(key.sign_base64(&message).unwrap(), text(&vector, "signature"), "{name}");
        assert_eq!(key.public_key_base64().unwrap(), text(&vector, "public_key"), "{name}");
        assert_eq!(key.public_key().unwrap().to_pem(), text(&vector, "pem"), "{name}");
    }
}

#[test]
fn envelopes_carry_those_signatures_and_verify() {
    for vector in vectors() {
        let made = SystemTime::UNIX_EPOCH + Duration::from_secs(vector["timestamp"].as_u64().unwrap());
        let made = made + Duration::from_millis(999);
        let payload = vector["payload"].clone();
        let envelope = Envelope::at(made, text(&vector, "security_token"), payload.clone(), &key(&vector)).unwrap();
        assert_eq!(envelope.signature, text(&vector, "signature"));
        assert!(envelope.timestamp.ends_with(".999Z"), "{}", envelope.timestamp);
        let public: PublicKey = text(&vector, "pem").parse().unwrap();
        let sent = serde_json::to_value(&envelope).unwrap();
        assert_eq!(Verifier::new(public).clock(move || made).verify(&sent), Ok(payload));
    }
}

/// The order in which a program's maps keep their keys does not matter.
#[test]
fn the_order_of_keys_does_not_matter() {
    let one: Value = serde_json::from_str(r#"{"b":{"d":1,"c":[{"f":1,"e":2}]},"a":0}"#).unwrap();
    let other: Value = serde_json::from_str(r#"{"a":0,"b":{"c":[{"e":2,"f":1}],"d":1}}"#).unwrap();
    assert_eq!(canonical_message("t", &one, 1), canonical_message("t", &other, 1));
}

/// The vector that the protocol's facts give.
#[test]
fn the_documented_vector_holds() {
    let key = Ed25519Key::from_seed(&[1; 32]);
    let payload = serde_json::json!({
        "method": "tools/call", "jsonrpc": "2.0", "id": 1,
        "params": {"name": "fs.read", "arguments": {"path": "/workspace/é.txt"}},
    });
    let message = canonical_message("tok", &payload, 1_743_600_000).unwrap();
    let expected = r#"{"payload":{"id":1,"jsonrpc":"2.0","method":"tools/call","params":{"arguments":{"path":"/workspace/é.txt"},"name":"fs.read"}},"security_token":"tok","timestamp":1743600000}"#;
    assert_eq!(message, expected.as_bytes());
    assert_eq!(key.public_key_base64().unwrap(), "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=");
    let signature = "egQn2eBPX3S634W7o/FpdAXuykUx5X8b0wbvzSrED75P97pm7sVE6m6os0DnEUAdQtvjHGPNCzIc26iLuAOKDA==";
    assert_eq!(key.sign_base64(&message).unwrap(), signature);
    assert_eq!(Base64::from(key.sign(&message).unwrap().to_vec()).to_string(), signature);
}

/// Where Python and its `cryptography` are, the vectors are made again.
#[test]
fn the_vectors_are_what_their_script_prints() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal/vectors.py");
    let has_cryptography = Command::new("python3").args(["-c", "import cryptography"]).output();
    if !has_cryptography.is_ok_and(|it| it.status.success()) {
        // What a skipped test says is for whoever reads its output.
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: there is no python3 with `cryptography`");
        }
        return;
    }
    let printed = Command::new("python3").arg(script).output().unwrap();
    assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
    let printed: Vec<Value> = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(printed, vectors());
}
