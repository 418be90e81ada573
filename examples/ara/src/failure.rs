//! What went wrong, and the exit code that says which kind it is.

use ara_sdk::deploy::{DeployError, Failure as Deploying};
use ara_sdk::{Error, ErrorKind};

/// Kinds of failures; the numbers are exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Other = 1,
    Usage = 2,
    Auth = 3,
    NotFound = 4,
    Conflict = 5,
    Refused = 6,
    Server = 7,
    Network = 8,
}

impl Kind {
    /// Its name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Usage => "usage",
            Self::Auth => "auth",
            Self::NotFound => "not_found",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Server => "server",
            Self::Network => "network",
        }
    }
}

/// What went wrong, in words.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
}

impl Failure {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: None }
    }

    pub(crate) fn other(message: impl Into<String>) -> Self {
        Self::new(Kind::Other, message)
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = Self::new(kind(&error), said(&error));
        match (failure.kind, error.status().map(|it| it.as_u16())) {
            (Kind::Auth, Some(401)) => failure.help("log in with `ara auth login`, or set the key that the call needs"),
            (Kind::Network, _) => failure.help("is the address right? `--base-url` sets another"),
            (Kind::Server, Some(429)) => match error.retry_after() {
                Some(wait) => failure.help(format!("try again in {} s", wait.as_secs())),
                None => failure,
            },
            _ => failure,
        }
    }
}

impl From<DeployError> for Failure {
    fn from(error: DeployError) -> Self {
        let kind = match error.failure() {
            Deploying::Input(_) => Kind::Usage,
            Deploying::Taken { .. } => Kind::Conflict,
            Deploying::NoSecrets => Kind::NotFound,
            Deploying::Call(error) => kind(error),
            _ => Kind::Other,
        };
        let failure = Self::new(kind, error.to_string());
        match kind {
            Kind::Conflict => failure.help("choose another `slug` in the manifest"),
            Kind::Auth => failure.help("log in with `ara auth login`, or set ARA_API_KEY"),
            _ if !error.done().is_empty() => failure.help("deploying again goes on from there"),
            _ => failure,
        }
    }
}

fn kind(error: &Error) -> Kind {
    match (error.kind(), error.status().map(|it| it.as_u16())) {
        (ErrorKind::Status | ErrorKind::Gone, Some(status)) => match status {
            401 | 403 => Kind::Auth,
            404 | 410 => Kind::NotFound,
            409 => Kind::Conflict,
            429 | 500..=599 => Kind::Server,
            _ => Kind::Refused,
        },
        (ErrorKind::Connect | ErrorKind::Connection | ErrorKind::Timeout | ErrorKind::Body, _) => Kind::Network,
        (ErrorKind::CircuitOpen, _) => Kind::Server,
        (ErrorKind::Request, _) => Kind::Usage,
        _ => Kind::Other,
    }
}

/// The error with every fault that the platform names.
fn said(error: &Error) -> String {
    let mut text = error.to_string();
    let faults = error.details().and_then(|it| it.as_array()).into_iter().flatten();
    for fault in faults.filter_map(fault) {
        text.push_str("\n  ");
        text.push_str(&fault);
    }
    text
}

/// `body.name: Field required`
fn fault(fault: &ara_sdk::Json) -> Option<String> {
    let message = fault.get("msg")?.as_str()?;
    let steps = fault.get("loc").and_then(|it| it.as_array()).into_iter().flatten();
    let steps: Vec<String> = steps.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)).collect();
    let line = if steps.is_empty() { message.to_owned() } else { format!("{}: {message}", steps.join(".")) };
    Some(line.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\""))
}
