//! Webhooks: what is verified, what is refused, and what a delivery becomes. The signatures were computed by
//! another implementation (Python's `hmac`); the one of Standard Webhooks is that project's own example.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail where it stands")]

use std::time::{Duration, SystemTime};

use sdk_runtime::Json;
use sdk_runtime::bytes::Bytes;
use sdk_runtime::data::DecodeError;
use sdk_runtime::http::{HeaderMap, HeaderName};
use sdk_runtime::webhook::{
    Algorithm, Delivery, Dispatch, Inbox, Kind, Message, Place, Scheme, SecretError, UnknownWebhook, Verifier,
    VerifyError, Written, decode_unverified, decode_unverified_as,
};
use serde_derive::Deserialize;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIME: u64 = 1_614_265_330;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const BODY: &[u8] = b"{\"test\": 2432232314}";

const PET: &[u8] = b"{\"type\": \"pet.created\", \"name\": \"Ida\"}";
const PET_SECRET: &str = "it is a secret";
const PET_TIME: u64 = 1_700_000_000;
const PET_SHA256: &str = "23340352866fb12abaa4e16aea9d94925d377b2f961e466a935d922eefe4d39b";

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn at(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn standard() -> Pairs<'static> {
    vec![("Webhook-Id", ID), ("Webhook-Timestamp", "1614265330"), ("WEBHOOK-SIGNATURE", SIGNATURE)]
}

fn with<'a>(mut headers: Pairs<'a>, name: &str, value: &'a str) -> Pairs<'a> {
    headers.iter_mut().filter(|it| it.0.eq_ignore_ascii_case(name)).for_each(|it| it.1 = value);
    headers
}

/// What becomes of a delivery at a time.
fn verified(scheme: Scheme, secrets: &[&str], headers: &Pairs<'_>, body: &[u8], now: u64) -> Result<(), VerifyError> {
    let verifier = Verifier::new(scheme, secrets.iter().copied()).unwrap();
    verifier.verify_at(Delivery::new(headers, body), at(now)).map(|it| assert_eq!(it.body(), body))
}

fn check_standard(headers: &Pairs<'_>, now: u64) -> Result<(), VerifyError> {
    verified(Scheme::standard(), &[SECRET], headers, BODY, now)
}

fn malformed(error: Result<(), VerifyError>) -> bool {
    matches!(error, Err(VerifyError::Malformed { .. }))
}

#[test]
fn standard_webhooks_are_verified() {
    check_standard(&standard(), TIME).unwrap();
    let list = format!("v1a,AAAA v1,AAAA {SIGNATURE}");
    check_standard(&with(standard(), "webhook-signature", &list), TIME).unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in standard() {
        headers.insert(sdk_runtime::http::HeaderName::try_from(name).unwrap(), value.parse().unwrap());
    }
    let verifier = Verifier::new(Scheme::standard(), [SECRET]).unwrap();
    verifier.verify_at(Delivery::new(&headers, BODY), at(TIME)).unwrap();
}

#[test]
fn what_was_changed_is_refused() {
    let refused = Err(VerifyError::BadSignature);
    assert_eq!(check_standard(&with(standard(), "webhook-id", "msg_other"), TIME), refused);
    assert_eq!(check_standard(&with(standard(), "webhook-timestamp", "1614265331"), TIME), refused);
    assert_eq!(check_standard(&with(standard(), "webhook-signature", "v1,AAAA"), TIME), refused);
    let other = b"{\"test\": 2432232315}";
    assert_eq!(verified(Scheme::standard(), &[SECRET], &standard(), other, TIME), refused);
    assert_eq!(verified(Scheme::standard(), &["whsec_AAAA"], &standard(), BODY, TIME), refused);
}

#[test]
fn a_message_counts_for_five_minutes_in_both_directions() {
    check_standard(&standard(), TIME + 300).unwrap();
    check_standard(&standard(), TIME - 300).unwrap();
    let old = VerifyError::TooOld { age: Duration::from_secs(301) };
    assert_eq!(check_standard(&standard(), TIME + 301), Err(old));
    let new = VerifyError::TooNew { ahead: Duration::from_secs(301) };
    assert_eq!(check_standard(&standard(), TIME - 301), Err(new));
    let patient = Scheme::standard().tolerance(Duration::from_secs(3600));
    verified(patient, &[SECRET], &standard(), BODY, TIME + 3600).unwrap();
    let verifier = Verifier::new(Scheme::standard(), [SECRET]).unwrap().tolerance(Duration::ZERO);
    assert!(verifier.verify_at(Delivery::new(&standard(), BODY), at(TIME + 1)).is_err());
}

#[test]
fn one_of_several_secrets_is_enough() {
    verified(Scheme::standard(), &["whsec_AAAA", SECRET], &standard(), BODY, TIME).unwrap();
    verified(Scheme::standard(), &[SECRET, "whsec_AAAA"], &standard(), BODY, TIME).unwrap();
}

#[test]
fn headers_that_are_missing_or_malformed_are_named() {
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let headers: Pairs<'_> = standard().into_iter().filter(|it| !it.0.eq_ignore_ascii_case(name)).collect();
        let missing = VerifyError::MissingHeader { header: name.to_owned() };
        assert_eq!(check_standard(&headers, TIME), Err(missing));
    }
    for value in ["", "soon", "-1", "1e9", "99999999999999999999"] {
        assert!(malformed(check_standard(&with(standard(), "webhook-timestamp", value), TIME)), "{value}");
    }
    for value in ["", "v1,", "v2,AAAA", "AAAA", "v1,§"] {
        assert!(malformed(check_standard(&with(standard(), "webhook-signature", value), TIME)), "{value}");
    }
    assert!(malformed(check_standard(&with(standard(), "webhook-id", "msg.1614265330"), TIME)));
    let many = "v1,AAAA ".repeat(17);
    assert!(malformed(check_standard(&with(standard(), "webhook-signature", &many), TIME)));
    let bytes: Vec<(&str, &[u8])> = vec![("x-signature", b"\xff\xfe")];
    let verifier = Verifier::new(Scheme::hmac("X-Signature"), [PET_SECRET]).unwrap();
    assert!(malformed(verifier.verify(Delivery::new(&bytes, PET)).map(drop)));
}

#[test]
fn a_body_signed_in_a_header() {
    let base64 = Scheme::hmac("X-Sig").signature(Written::Base64);
    let key = "44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056";
    let cases = [
        (Scheme::hmac("X-Sig"), PET_SECRET, PET_SHA256.to_owned()),
        (Scheme::hmac("X-Sig"), PET_SECRET, PET_SHA256.to_uppercase()),
        (Scheme::hmac("X-Sig").prefix("sha256="), PET_SECRET, format!("sha256={PET_SHA256}")),
        (base64, PET_SECRET, "IzQDUoZvsSq6pOFq6p2Ukl03ey+WHkZqk12SLu/k05s=".to_owned()),
        (
            Scheme::hmac("X-Sig").algorithm(Algorithm::Sha1).prefix("sha1="),
            PET_SECRET,
            "sha1=9ee9a96aa9b30876b012b60f9ca96a71a6b48de8".to_owned(),
        ),
        (
            base64.algorithm(Algorithm::Sha512),
            PET_SECRET,
            "C6gZQqkdyxePUZ+g41WfrQdxKusHQQNxUQ0XrdNKxUYvdS6FCf5SZKMjvH2gI9Sw9QRqY4hwlVeW+cui/eYFBg==".to_owned(),
        ),
        (base64.secret(Written::Hex), key, "JZgXK8/+3GNAnVdpeqTpzvFo/hVotx8dbm9SXKvNs0I=".to_owned()),
    ];
    for (scheme, secret, signature) in cases {
        verified(scheme, &[secret], &vec![("x-sig", &signature)], PET, 0).unwrap();
        let changed = verified(scheme, &[secret], &vec![("x-sig", &signature)], BODY, 0);
        assert_eq!(changed, Err(VerifyError::BadSignature), "{scheme:?}");
    }
    let bare = verified(Scheme::hmac("X-Sig").prefix("sha256="), &[PET_SECRET], &vec![("x-sig", PET_SHA256)], PET, 0);
    assert!(malformed(bare));
}

#[test]
fn a_time_beside_the_signature_is_signed_too() {
    let scheme = Scheme::timestamped("Pet-Signature");
    let signed = |time: &str| {
        format!("t={time},v1=00,v0=11, v1=6775e7107e471cfe695eea3d3c0b79ae1eae17b5a3a6034b58d17bc612596ed5")
    };
    let check = |header: &str, now| verified(scheme, &[PET_SECRET], &vec![("pet-signature", header)], PET, now);
    check(&signed("1700000000"), PET_TIME).unwrap();
    assert_eq!(check(&signed("1700000001"), PET_TIME), Err(VerifyError::BadSignature));
    assert!(matches!(check(&signed("1700000000"), PET_TIME + 301), Err(VerifyError::TooOld { .. })));
    assert!(malformed(check("v1=00", PET_TIME)));
    assert!(malformed(check("t=1700000000", PET_TIME)));

    let scheme = Scheme::hmac("X-Sig").prefix("v0=").timestamp("X-Time", "v0:{timestamp}:{body}");
    let signature = "v0=9f656b60423d45a7f3a3579480ed4a3e3553d4b7957831e8ea8f90c8cc141448";
    let headers = vec![("x-time", "1700000000"), ("x-sig", signature)];
    verified(scheme, &[PET_SECRET], &headers, PET, PET_TIME).unwrap();
    let later = with(headers, "x-time", "1700000400");
    assert_eq!(verified(scheme, &[PET_SECRET], &later, PET, PET_TIME + 400), Err(VerifyError::BadSignature));
}

#[test]
fn secrets_that_protect_nothing_are_refused() {
    let error = |scheme: Scheme, secrets: &[&str]| Verifier::new(scheme, secrets.iter().copied()).map(drop);
    assert_eq!(error(Scheme::standard(), &[]), Err(SecretError::None));
    assert_eq!(error(Scheme::standard(), &[SECRET, "whsec_"]), Err(SecretError::Empty));
    assert_eq!(error(Scheme::hmac("x"), &[" "]), Err(SecretError::Empty));
    assert_eq!(error(Scheme::standard(), &["not base64!"]), Err(SecretError::Malformed));
    assert_eq!(error(Scheme::hmac("x").secret(Written::Hex), &["4"]), Err(SecretError::Malformed));
}

#[test]
fn schemes_that_leave_something_unsigned_are_refused() {
    let error = |scheme: Scheme| Verifier::new(scheme, [SECRET]).map(drop);
    for signed in ["{body}", "{timestamp}", "{time}.{body}", "{id}.{timestamp}.{body}"] {
        assert_eq!(error(Scheme::hmac("X-Sig").timestamp("X-Time", signed)), Err(SecretError::Uncovered), "{signed}");
    }
    assert_eq!(error(Scheme::hmac("X-Sig").timestamp("X-Time", "{timestamp}{body}")), Ok(()));
}

#[test]
fn a_secret_of_text_is_every_character_of_it() {
    let scheme = Scheme::hmac("X-Sig");
    let headers = Verifier::new(scheme, [" key "]).unwrap().sign("", b"body", SystemTime::UNIX_EPOCH);
    let headers: HeaderMap =
        headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).collect();
    let verify =
        |secret: &str| Verifier::new(scheme, [secret]).unwrap().verify(Delivery::new(&headers, b"body")).map(drop);
    assert_eq!((verify(" key "), verify("key")), (Ok(()), Err(VerifyError::BadSignature)));
}

#[test]
fn no_secret_and_no_body_is_printed() {
    let verifier = Verifier::new(Scheme::hmac("x"), ["it is a secret"]).unwrap();
    let headers = standard();
    let delivery = Delivery::new(&headers, PET);
    let printed = format!("{verifier:?} {verifier:#?} {delivery:?}");
    assert!(!printed.contains("secret\"") && !printed.contains("Ida") && !printed.contains("g0hM9"), "{printed}");
    assert!(!printed.contains("it is") && !printed.contains("105, 116, 32"), "{printed}");
}

#[test]
fn what_is_signed_for_a_test_is_verified() {
    let published: Vec<(String, String)> =
        Verifier::new(Scheme::standard(), [SECRET]).unwrap().sign(ID, BODY, at(TIME));
    assert_eq!(published[2], ("webhook-signature".to_owned(), SIGNATURE.to_owned()));
    let schemes = [
        Scheme::standard_with("svix").secret(Written::Text),
        Scheme::hmac("X-Sig").prefix("sha512=").algorithm(Algorithm::Sha512),
        Scheme::hmac("X-Sig").timestamp("X-Time", "v0:{timestamp}:{body}").signature(Written::Base64),
        Scheme::timestamped("X-Sig").algorithm(Algorithm::Sha1),
    ];
    for scheme in schemes {
        let verifier = Verifier::new(scheme, [PET_SECRET, "another"]).unwrap();
        let headers = verifier.sign("msg_1", PET, at(PET_TIME));
        verifier.verify_at(Delivery::new(&headers, PET), at(PET_TIME)).unwrap();
    }
}

#[test]
fn a_large_body_is_refused_before_it_is_hashed() {
    let verifier = Verifier::new(Scheme::standard(), [SECRET]).unwrap().max_bytes(10);
    let refused = verifier.verify_at(Delivery::new(&standard(), BODY), at(TIME)).map(drop);
    assert_eq!(refused, Err(VerifyError::TooLarge { limit: 10 }));
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pet {
    name: String,
}

const PET_CREATED: Kind<Pet> = Kind::json("petCreated");
const PET_LOST: Kind<Pet, Lost> = Kind::form("petLost").with(&[
    Place::Header("X-Tries"),
    Place::Header("X-Tags"),
    Place::Query("page"),
    Place::Cookie("id"),
]);

#[derive(Debug, PartialEq, Deserialize)]
struct Lost {
    #[serde(rename = "X-Tries")]
    tries: i64,
    #[serde(rename = "X-Tags")]
    tags: Vec<String>,
    page: Option<u64>,
    id: Option<String>,
}

#[derive(Debug, PartialEq)]
enum Webhook {
    PetCreated(Box<Pet>),
    PetLost(Box<Pet>),
    Unknown(UnknownWebhook),
}

impl Inbox for Webhook {
    const MESSAGES: &'static [Message] =
        &[Message { name: "petCreated", tags: &["pet.created"] }, Message { name: "petLost", tags: &["pet.lost"] }];
    const DISPATCH: Dispatch = Dispatch::Field(&["type"]);
    fn decode(index: usize, from: &Delivery<'_>) -> Result<Self, DecodeError> {
        match index {
            0 => PET_CREATED.boxed_unverified(from, Self::PetCreated),
            _ => PET_LOST.boxed_unverified(from, Self::PetLost),
        }
    }
    fn unknown(it: UnknownWebhook) -> Self {
        Self::Unknown(it)
    }
}

const NONE: &[(&str, &str)] = &[];

fn received(body: &[u8]) -> Result<Webhook, DecodeError> {
    decode_unverified(&Delivery::new(&NONE, body))
}

#[test]
fn a_field_tells_which_webhook_it_is() {
    let ida = || Box::new(Pet { name: "Ida".to_owned() });
    assert_eq!(received(PET).unwrap(), Webhook::PetCreated(ida()));
    for unknown in ["{\"type\": \"pet.sold\", \"a\": 1.50}", "{\"name\": \"Ida\"}", "[1]", "{\"type\": {}}"] {
        let Webhook::Unknown(it) = received(unknown.as_bytes()).unwrap() else { panic!("{unknown} is not known") };
        assert_eq!(it.body(), &Bytes::from(unknown));
        assert_eq!(it.name(), if unknown.contains("sold") { Some("pet.sold") } else { it.name() });
    }
    let error = received(b"{\"type\": \"pet.created\", \"name\": 3}").unwrap_err();
    assert_eq!(error.path(), "name");
    assert!(received(b"{\"type\": ").is_err());
}

#[test]
fn a_name_tells_which_webhook_it_is() {
    let named = |name, body| decode_unverified_as::<Webhook>(name, &Delivery::new(&NONE, body));
    let ida = || Box::new(Pet { name: "Ida".to_owned() });
    assert_eq!(named("petLost", b"name=Ida").unwrap(), Webhook::PetLost(ida()));
    let Webhook::Unknown(it) = named("petSold", b"\xff").unwrap() else { panic!("petSold is not known") };
    assert_eq!((it.name(), it.body().as_ref()), (Some("petSold"), &b"\xff"[..]));
}

#[test]
fn parameters_are_typed() {
    let headers = [("x-tries", "3"), ("X-TAGS", "a, b"), ("cookie", "x=1; id=7")];
    let delivery = Delivery::new(&headers, b"").query("?page=2&page=3");
    let lost = Lost { tries: 3, tags: vec!["a".to_owned(), "b".to_owned()], page: Some(2), id: Some("7".to_owned()) };
    let read = PET_LOST.params(&delivery.query("page=2")).unwrap();
    assert_eq!(read, lost);
    let few = [("x-tries", "many"), ("X-Tags", "a")];
    let error = PET_LOST.params(&Delivery::new(&few, b"")).unwrap_err().to_string();
    assert!(error.contains("expected an integer") && !error.contains("many"), "{error}");
    assert!(PET_LOST.params(&Delivery::new(&NONE, b"")).unwrap_err().to_string().contains("X-Tries"));
}

#[test]
fn bodies_of_other_forms() {
    let delivery = Delivery::new(&NONE, b"a=1&b=x+y&a=2");
    let form: Json = Kind::<Json>::form("f").parse_unverified(&delivery).unwrap();
    assert_eq!(form, serde_json::json!({"a": ["1", "2"], "b": "x y"}));
    assert_eq!(Kind::text("t").parse_unverified(&delivery).unwrap(), "a=1&b=x+y&a=2");
    assert_eq!(Kind::bytes("b").parse_unverified(&delivery).unwrap(), Bytes::from_static(b"a=1&b=x+y&a=2"));
    Kind::empty("e").parse_unverified(&delivery).unwrap();
}
