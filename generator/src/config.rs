//! `sdk.yaml`: what an API description cannot say, typed and located.
//!
//! [`read`] takes the parsed file (or a document without one) and gives a [`Config`]. Unknown keys, values
//! of the wrong type and missing ones are errors, all of them reported. Whether names of operations,
//! parameters or schemas exist is found where they are used, by [`crate::lower`].
//!
//! `openapi`, `overlays`, `events` and `readme` are read by [`crate::document`], which loads the files they name.

mod credentials;
mod fields;
mod manifests;
mod modules;
mod package;
mod paging;
pub(crate) mod reader;
mod rules;
mod settings;
mod sockets;
mod streams;
pub(crate) mod types;
pub(crate) mod versions;
mod webhooks;

pub use self::credentials::{Credentials, OAuthRule};
pub use self::fields::FieldRule;
pub use self::manifests::{ArgumentRule, BuilderRule, DocumentRule, ManifestRule, MethodRule, ValueRule};
pub use self::modules::ModuleRule;
pub use self::paging::{PagingChoice, PagingRule};
pub use self::reader::Named;
use self::reader::{Reader, Report};
pub use self::rules::{OperationRule, WaiterRule};
pub use self::settings::SettingRule;
pub use self::sockets::{ReplayRule, SocketRule, SubscribeRule};
pub use self::streams::StreamRule;
pub use self::types::{TypeChoice, TypeRule};
pub use self::versions::VersionRule;
pub use self::webhooks::{NameRule, WebhookName, WebhookRule};
use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::input::Adhoc;
use crate::ir::{EmptyBody, ErrorCode, Package, RetryDefaults, Versions};
use crate::lower::formats::{Formats, SCALARS};
use crate::tree::{At, Node};

/// All of `sdk.yaml` but the names of files.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// What the crate is called.
    pub package: Package,
    /// What operations without a body send, if nothing else is said of them.
    pub empty_body: EmptyBody,
    /// Retry defaults.
    pub retry: RetryDefaults,
    /// Names of servers.
    pub environments: Vec<Environment>,
    /// Where credentials come from.
    pub credentials: Credentials,
    /// What clients are told beside.
    pub settings: Vec<SettingRule>,
    /// What is said of operations.
    pub operations: Vec<OperationRule>,
    /// Waiters.
    pub waiters: Vec<WaiterRule>,
    /// How lists come in pages.
    pub paging: Vec<PagingRule>,
    /// Key that tells a failure which comes with a status of success.
    pub error_key: Option<String>,
    /// Table of error codes.
    pub error_codes: Vec<ErrorCode>,
    /// What is said of types.
    pub types: Vec<TypeRule>,
    /// Modules of the runtime.
    pub modules: Vec<ModuleRule>,
    /// Documents that people keep in files.
    pub manifests: Vec<ManifestRule>,
    /// Other keys of fields.
    pub fields: Vec<FieldRule>,
    /// WebSockets.
    pub sockets: Vec<SocketRule>,
    /// Streams of events.
    pub streams: Vec<StreamRule>,
    /// Versions of the API.
    pub versions: Option<Versions>,
    /// What is said of webhooks.
    pub webhooks: Option<WebhookRule>,
    /// Table of formats.
    pub formats: Formats,
    /// Which operations are generated.
    pub select: Select,
    /// Whether there is a client.
    pub client: bool,
}

/// Which operations are generated, with what they need; all of them where nothing is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Select {
    /// Patterns of the operations; empty: all.
    pub only: Vec<Pattern>,
    /// Patterns of operations that are left out.
    pub exclude: Vec<Pattern>,
}

impl Select {
    /// Whether anything is said.
    pub fn is_active(&self) -> bool {
        !(self.only.is_empty() && self.exclude.is_empty())
    }
}

/// What an operation is chosen by.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// A path, an operation id or a tag, with stars.
    pub text: String,
    /// Where it stands; `None`: on the command line.
    pub at: Option<At>,
}

/// A name for a server.
#[derive(Clone, Debug, PartialEq)]
pub struct Environment {
    /// The name.
    pub name: String,
    /// Where the server stands.
    pub at: At,
    /// Which server it is.
    pub server: ServerChoice,
}

/// Which server an environment is.
#[derive(Clone, Debug, PartialEq)]
pub enum ServerChoice {
    /// Index into the servers of the document.
    Index(u64),
    /// URL, of the document's or a further one.
    Url(String),
}

const KEYS: [&str; 26] = [
    "crate",
    "openapi",
    "overlays",
    "events",
    "readme",
    "empty_body",
    "retry",
    "environments",
    "credentials",
    "settings",
    "operations",
    "waiters",
    "pagination",
    "errors",
    "types",
    "modules",
    "manifests",
    "fields",
    "sockets",
    "streams",
    "versions",
    "webhooks",
    "formats",
    "select",
    "client",
    "$schema",
];

/// Reads `sdk.yaml`, or makes the configuration of a document that comes without one: its crate is called
/// what `adhoc` says, else after `title`.
pub fn read(documents: &Documents, adhoc: Option<&Adhoc>, title: &str, diagnostics: &mut Diagnostics) -> Config {
    let mut report = Report { locations: &documents.locations, diagnostics };
    match &documents.config {
        Some(node) => with_file(node, &mut report),
        None => {
            let selection = adhoc.map(|it| it.selection.clone()).unwrap_or_default();
            let patterns = |list: Vec<String>| list.into_iter().map(|text| Pattern { text, at: None }).collect();
            Config {
                select: Select { only: patterns(selection.only), exclude: patterns(selection.exclude) },
                client: !selection.types_only,
                ..without_file(adhoc.and_then(|it| it.name.as_deref()), title)
            }
        }
    }
}

fn without_file(name: Option<&str>, title: &str) -> Config {
    Config {
        package: package::otherwise(name, title),
        empty_body: EmptyBody::None,
        retry: RetryDefaults::default(),
        environments: Vec::new(),
        credentials: Credentials::default(),
        settings: Vec::new(),
        operations: Vec::new(),
        waiters: Vec::new(),
        paging: Vec::new(),
        error_key: None,
        error_codes: Vec::new(),
        types: Vec::new(),
        modules: Vec::new(),
        manifests: Vec::new(),
        fields: Vec::new(),
        sockets: Vec::new(),
        streams: Vec::new(),
        versions: None,
        webhooks: None,
        formats: Formats::default(),
        select: Select::default(),
        client: true,
    }
}

fn with_file(node: &Node, report: &mut Report<'_>) -> Config {
    let reader = Reader::new(node, "`sdk.yaml`", &KEYS, report);
    let mut config = Config { package: package::read(&reader, report), ..without_file(None, "") };
    config.empty_body = rules::empty_body(&reader, report).unwrap_or(EmptyBody::None);
    config.retry = retry(&reader, report);
    config.environments = environments(&reader, report);
    config.credentials = credentials::read(&reader, report);
    config.settings = settings::settings(&reader, report);
    for (id, at, node) in reader.members("operations", report) {
        config.operations.push(rules::operation(id, at, node, report));
    }
    for (name, at, node) in reader.members("waiters", report) {
        config.waiters.extend(rules::waiter(name, at, node, report));
    }
    config.paging = paging::rules(&reader, report);
    if let Some(errors) = reader.get("errors") {
        let errors = Reader::new(errors, "`errors`", &["codes", "in_success"], report);
        config.error_key = errors.text("in_success", report).map(str::to_owned);
        let codes = errors.list("codes", report).iter();
        config.error_codes = codes.filter_map(|it| rules::error_code(it, report)).collect();
    }
    config.types = types::types(&reader, report);
    config.modules = modules::modules(&reader, report);
    config.manifests = manifests::manifests(&reader, report);
    config.fields = fields::fields(&reader, report);
    config.sockets = sockets::sockets(&reader, report);
    config.streams = streams::rules(&reader, report);
    config.versions = versions::versions(&reader, report);
    config.webhooks = webhooks::webhooks(&reader, report);
    formats(&reader, &mut config.formats, report);
    config.select = select(&reader, report);
    config.client = reader.truth("client", report).unwrap_or(true);
    config
}

fn select(reader: &Reader<'_>, report: &mut Report<'_>) -> Select {
    let Some(node) = reader.get("select") else { return Select::default() };
    let reader = Reader::new(node, "`select`", &["only", "exclude"], report);
    let patterns = |key: &str, report: &mut Report<'_>| {
        let texts = reader.texts(key, report);
        let nodes =
            reader.get(key).and_then(Node::as_list).unwrap_or_default().iter().filter(|it| it.as_str().is_some());
        texts.into_iter().zip(nodes).map(|(text, node)| Pattern { text, at: Some(node.at) }).collect()
    };
    Select { only: patterns("only", report), exclude: patterns("exclude", report) }
}

fn retry(reader: &Reader<'_>, report: &mut Report<'_>) -> RetryDefaults {
    let Some(node) = reader.get("retry") else { return RetryDefaults::default() };
    let keys = ["max_retries", "delay", "backoff", "max_delay", "statuses", "never_codes", "idempotency_header"];
    let reader = Reader::new(node, "`retry`", &keys, report);
    RetryDefaults {
        max_retries: reader.count("max_retries", report).map(|it| u32::try_from(it).unwrap_or(u32::MAX)),
        delay_ms: reader.duration("delay", report),
        backoff: reader.number("backoff", report),
        max_delay_ms: reader.duration("max_delay", report),
        statuses: reader.get("statuses").map(|_| reader.statuses("statuses", report)),
        never_codes: reader.texts("never_codes", report),
        idempotency_header: reader.text("idempotency_header", report).map(str::to_owned),
    }
}

fn environments(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<Environment> {
    let mut environments = Vec::new();
    for (name, _, node) in reader.members("environments", report) {
        let url = node.as_str().map(|it| ServerChoice::Url(it.to_owned()));
        let index = node.as_number().and_then(|it| it.as_u64()).map(ServerChoice::Index);
        match url.or(index) {
            Some(server) => environments.push(Environment { name: name.to_owned(), at: node.at, server }),
            None => report.wrong_type(node, "an environment", "the URL or the index of a server"),
        }
    }
    environments
}

fn formats(reader: &Reader<'_>, formats: &mut Formats, report: &mut Report<'_>) {
    for (format, _, node) in reader.members("formats", report) {
        let Some(word) = node.as_str() else {
            report.wrong_type(node, "what a format becomes", "a string");
            continue;
        };
        match SCALARS.iter().find(|it| it.0 == word) {
            Some((_, scalar)) => formats.set(format, *scalar),
            None => {
                let known = SCALARS.iter().map(|it| it.0);
                report.unknown("unknown-value", node.at, format!("a format cannot become `{word}`"), word, known);
            }
        }
    }
}
