//! Webhooks and callbacks: verified, then typed.

use std::time::{Duration, SystemTime};

use kitchen_sink_sdk::callbacks::Callback;
use kitchen_sink_sdk::runtime::http::HeaderMap;
use kitchen_sink_sdk::runtime::http::header::{HeaderName, HeaderValue};
use kitchen_sink_sdk::runtime::webhook::{Delivery, Scheme, Verifier};
use kitchen_sink_sdk::webhooks::{STOCK_LOW, Webhook};

const BODY: &[u8] = br#"{"type": "stock.low", "item": "salt", "left": 0.5}"#;

fn verifier() -> Verifier {
    Verifier::new(Scheme::standard(), ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]).unwrap()
}

fn signed(body: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in verifier().sign("msg_1", body, SystemTime::now()) {
        headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(&value).unwrap());
    }
    headers.insert("x-delivery", HeaderValue::from_static("d-1"));
    headers
}

#[test]
fn a_verified_webhook_is_typed() {
    let headers = signed(BODY);
    let message = verifier().verify(Delivery::new(&headers, BODY)).unwrap();
    let Webhook::StockLow(notice) = Webhook::parse(&message).unwrap() else { panic!("another one") };
    assert_eq!(notice.item, "salt");
    assert_eq!(STOCK_LOW.params(message.delivery()).unwrap().x_delivery, "d-1");
}

#[test]
fn a_changed_or_an_old_message_is_refused() {
    let headers = signed(BODY);
    let changed = br#"{"type": "stock.low", "item": "salt", "left": 9.5}"#;
    assert!(verifier().verify(Delivery::new(&headers, changed)).is_err());
    let later = SystemTime::now() + Duration::from_secs(301);
    assert!(verifier().verify_at(Delivery::new(&headers, BODY), later).is_err());
}

#[test]
fn an_unknown_webhook_is_kept() {
    let body = br#"{"type": "stock.high"}"#;
    let headers = signed(body);
    let message = verifier().verify(Delivery::new(&headers, body)).unwrap();
    let Webhook::Unknown(it) = Webhook::parse(&message).unwrap() else { panic!("known") };
    assert_eq!(it.body().as_ref(), body);
}

#[test]
fn a_callback_is_typed() {
    let body = br#"{"event": "finished", "at": "2026-01-02T03:04:05Z"}"#;
    let headers = signed(body);
    let message = verifier().verify(Delivery::new(&headers, body)).unwrap();
    assert!(matches!(Callback::parse_as("done", &message).unwrap(), Callback::Done(it) if it.event == "finished"));
}
