//! Names of packages and of what stands for HTTP statuses.

use super::Ident;
use super::words::words;
use crate::ir::Status;

/// Longest package name that the registry takes.
const MAX_PACKAGE: usize = 64;

/// Package names that Cargo or the registry refuse, or that would hide a crate which generated code uses.
const RESERVED: &[&str] = &[
    "alloc",
    "aux",
    "build",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "core",
    "deps",
    "examples",
    "incremental",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "nul",
    "prn",
    "proc-macro",
    "sdk-runtime",
    "std",
    "test",
];

/// A package name that the registry takes, and the name of its library.
pub(super) fn package(name: &str) -> (String, Ident) {
    let mut package = if is_package(name) { name.to_owned() } else { words(name).join("-") };
    if package.is_empty() {
        package.push_str("sdk");
    }
    if package.starts_with(|c: char| c.is_ascii_digit()) {
        package.insert_str(0, "sdk-");
    }
    package.truncate(MAX_PACKAGE - "-sdk".len());
    let package = package.trim_end_matches('-').to_owned();
    let spelled = package.to_ascii_lowercase().replace('_', "-");
    let keyword = Ident::printable(&spelled.replace('-', "_")).as_str() != spelled.replace('-', "_");
    let package = if keyword || RESERVED.contains(&spelled.as_str()) { format!("{package}-sdk") } else { package };
    let library = Ident::printable(&package.replace('-', "_"));
    (package, library)
}

/// Feature that brings in every namespace and catalog.
pub const FULL: &str = "full";
/// Feature that brings in the models that nothing uses.
pub const UNREFERENCED: &str = "unreferenced-models";

/// Feature that brings in webhooks and callbacks.
pub const RECEIVER: &str = "webhook-receiver";
/// Feature that brings in documents that people keep in files.
pub const MANIFESTS: &str = "manifests";
/// Feature that brings in live streams over WebSockets.
pub const SOCKETS: &str = "sockets";
/// Features that a generated crate has whatever the specification says.
const FEATURES: &[&str] =
    &["blocking", "default", FULL, MANIFESTS, RECEIVER, "rustls", "sdk-runtime", SOCKETS, "testing", UNREFERENCED];

/// The feature of a public module. Modules are unique, and none has two underscores in a
/// row, so features are unique too.
pub(super) fn feature(module: &Ident) -> String {
    let feature = module.bare().replace('_', "-");
    if FEATURES.contains(&feature.as_str()) { format!("{feature}--api") } else { feature }
}

fn is_package(name: &str) -> bool {
    name.len() <= MAX_PACKAGE - "-sdk".len()
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.ends_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Variant that stands for a described status: `NotFound`, `Status418`, `ClientError` for `4XX`, `Other` for
/// `default` (names: RFC 9110 and the IANA registry of status codes).
pub fn status_variant(status: Status) -> Ident {
    let name = match status {
        Status::Exact(code) => match NAMES.iter().find(|(it, _)| *it == code) {
            Some((_, name)) => name,
            None => return Ident::printable(&format!("Status{code}")),
        },
        Status::Range(1) => "Informational",
        Status::Range(2) => "Success",
        Status::Range(3) => "Redirection",
        Status::Range(4) => "ClientError",
        Status::Range(5) => "ServerError",
        Status::Range(digit) => return Ident::printable(&format!("Status{digit}xx")),
        Status::Default => "Other",
    };
    Ident::printable(name)
}

const NAMES: &[(u16, &str)] = &[
    (100, "Continue"),
    (101, "SwitchingProtocols"),
    (102, "Processing"),
    (103, "EarlyHints"),
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritativeInformation"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (208, "AlreadyReported"),
    (226, "ImUsed"),
    (300, "MultipleChoices"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (305, "UseProxy"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (407, "ProxyAuthenticationRequired"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "ContentTooLarge"),
    (414, "UriTooLong"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (417, "ExpectationFailed"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableContent"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (425, "TooEarly"),
    (426, "UpgradeRequired"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
    (505, "HttpVersionNotSupported"),
    (506, "VariantAlsoNegotiates"),
    (507, "InsufficientStorage"),
    (508, "LoopDetected"),
    (511, "NetworkAuthenticationRequired"),
];
