//! What `sdk.yaml` says of webhooks: how they are signed, and where a message says its name.

use super::reader::{Reader, Report};
use crate::ir::{HashFunction, SignatureForm, SignatureScheme, WebhookDispatch, Written};
use crate::tree::At;

/// What is said of webhooks.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookRule {
    /// Where it is said.
    pub at: At,
    /// How they are signed.
    pub signature: Option<SignatureScheme>,
    /// Where a message says its name.
    pub name: Option<NameRule>,
}

/// Where a message says its name.
#[derive(Clone, Debug, PartialEq)]
pub struct NameRule {
    /// Where that is said.
    pub at: At,
    /// The field or header.
    pub dispatch: WebhookDispatch,
    /// Names that differ from the document's.
    pub values: Vec<WebhookName>,
}

/// A name that a message gives itself.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookName {
    /// The key in the document.
    pub webhook: String,
    /// Where that stands.
    pub at: At,
    /// The name in the message.
    pub value: String,
}

const KEYS: [&str; 10] =
    ["scheme", "header", "prefix", "algorithm", "signature", "secret", "timestamp", "signed", "tolerance", "name"];
const FORMS: [(&str, SignatureForm); 3] =
    [("standard", SignatureForm::Standard), ("hmac", SignatureForm::Hmac), ("timestamped", SignatureForm::Timestamped)];
const HASHES: [(&str, HashFunction); 3] =
    [("sha1", HashFunction::Sha1), ("sha256", HashFunction::Sha256), ("sha512", HashFunction::Sha512)];
const SIGNATURES: [(&str, Written); 2] = [("hex", Written::Hex), ("base64", Written::Base64)];
const SECRETS: [(&str, Written); 3] = [("text", Written::Text), ("hex", Written::Hex), ("base64", Written::Base64)];

/// Reads `webhooks`.
pub(super) fn webhooks(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<WebhookRule> {
    let node = reader.get("webhooks")?;
    let reader = Reader::new(node, "`webhooks`", &KEYS, report);
    let form = reader.choice("scheme", &FORMS, report);
    if reader.get("scheme").is_none() && KEYS[1..9].iter().any(|it| reader.get(it).is_some()) {
        reader.required("scheme", Some(()), report);
    }
    let signature = form.and_then(|form| signature(form, &reader, report));
    Some(WebhookRule { at: node.at, signature, name: name(&reader, report) })
}

fn signature(form: SignatureForm, reader: &Reader<'_>, report: &mut Report<'_>) -> Option<SignatureScheme> {
    let header = match form {
        SignatureForm::Standard => reader.text("header", report).unwrap_or("webhook"),
        SignatureForm::Hmac | SignatureForm::Timestamped => reader.required_text("header", report)?,
    };
    for key in ["prefix", "timestamp", "signed"] {
        if let Some(node) = reader.get(key).filter(|_| form != SignatureForm::Hmac) {
            report.error("unknown-key", node.at, format!("only the scheme `hmac` takes `{key}`"), None);
        }
    }
    for node in [reader.get("header"), reader.get("timestamp")].into_iter().flatten() {
        if node.as_str().is_some_and(|it| !is_header(it)) {
            report.error("bad-header", node.at, "this is no name of a header", None);
        }
    }
    Some(SignatureScheme {
        form,
        header: header.to_owned(),
        timestamp: timestamp(reader, report),
        prefix: reader.text("prefix", report).map(str::to_owned),
        algorithm: reader.choice("algorithm", &HASHES, report),
        signature: reader.choice("signature", &SIGNATURES, report),
        secret: reader.choice("secret", &SECRETS, report),
        tolerance_ms: reader.duration("tolerance", report),
    })
}

/// Header of the time, and what is signed.
fn timestamp(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<(String, String)> {
    let header = reader.text("timestamp", report);
    let signed = reader.text("signed", report);
    let at = reader.get("timestamp").or_else(|| reader.get("signed")).map(|it| it.at);
    match (header, signed, at) {
        (Some(header), Some(signed), _) if signed.contains("{timestamp}") && signed.contains("{body}") => {
            Some((header.to_owned(), signed.to_owned()))
        }
        (_, _, Some(at)) => {
            let help = "as in `timestamp: X-Timestamp` and `signed: \"{timestamp}.{body}\"`".to_owned();
            let message = "`timestamp` and `signed` go together, and what is signed holds `{timestamp}` and `{body}`";
            report.error("unsigned-timestamp", at, message, Some(help));
            None
        }
        (_, _, None) => None,
    }
}

/// Where a message says its name.
fn name(reader: &Reader<'_>, report: &mut Report<'_>) -> Option<NameRule> {
    let reader = Reader::new(reader.get("name")?, "`name`", &["field", "header", "values"], report);
    let mut values = Vec::new();
    for (webhook, at, node) in reader.members("values", report) {
        match node.as_str() {
            Some(value) => {
                values.push(WebhookName { webhook: webhook.to_owned(), at, value: value.to_owned() });
            }
            None => report.wrong_type(node, "the name in a message", "a string"),
        }
    }
    let field = reader.text("field", report).map(|it| it.split('.').map(str::to_owned).collect());
    let header = reader.text("header", report).map(str::to_owned);
    let rule = |dispatch| NameRule { at: reader.at, dispatch, values };
    match (field, header) {
        (Some(path), None) => Some(rule(WebhookDispatch::Field(path))),
        (None, Some(header)) => Some(rule(WebhookDispatch::Header(header))),
        _ => {
            let message = "`name` needs either `field` or `header`";
            report.error("missing-key", reader.at, message, None);
            None
        }
    }
}

/// A token (RFC 9110, section 5.6.2).
fn is_header(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it))
}
