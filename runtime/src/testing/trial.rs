//! Calls to a real server, each judged: was the answer what the specification says?
//!
//! Where the environment variable [`TRIAL_ENV`] names a file, the generated tests of an SDK send what only reads to
//! the server that it describes, instead of everything to one of their own. That file is JSON: `url` of the server,
//! `verdicts`, the file to which a line of JSON is appended for each call, and if need be a `bearer` token and
//! `arguments`: path parameters by name, or by operation and name (`debates.get.debate_id`), for the samples of the
//! specification name nothing that exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Failure;
use crate::data::{self, DecodeError, beyond};
use crate::facts::{Method, Operation, RetrySafety};
use crate::{Call, ClientBuilder, Error, ErrorModel, RawResponse, Sdk};

/// Environment variable that names the description of a real server.
pub const TRIAL_ENV: &str = "SDK_TRIAL";

/// Longest wait for an answer; servers give up at 30 or 60 seconds.
const PATIENCE: Duration = Duration::from_secs(75);

/// A real server, and where verdicts on its answers are written.
#[derive(Clone, Debug)]
pub struct Trial {
    url: String,
    bearer: Option<String>,
    arguments: BTreeMap<String, String>,
    verdicts: PathBuf,
}

/// What is said of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// The answer is a value of its type.
    Decoded,
    /// The server refused, and its error is a value of its type.
    Refused,
    /// There was no answer, or one that the types cannot hold.
    Failed,
}

/// The fields of a JSON text that the types of `T` do not know, as `Type.field`.
///
/// # Errors
/// The text is no `T`.
pub fn unknown_fields<T: DeserializeOwned>(json: &str) -> Result<BTreeSet<String>, DecodeError> {
    let (value, beyond) = beyond::during(|| data::decode_text::<T>(json));
    value.map(|_| beyond)
}

/// What came of a call.
enum Outcome {
    Answer(RawResponse),
    Error(Error, Option<Result<(), DecodeError>>),
}

impl Trial {
    /// Calls to the server at `url`, with this token if there is one; verdicts are appended to a file.
    pub fn new(url: impl Into<String>, bearer: Option<String>, verdicts: impl Into<PathBuf>) -> Self {
        Self { url: url.into(), bearer, arguments: BTreeMap::new(), verdicts: verdicts.into() }
    }

    /// The server that the environment describes; `None` where it describes none.
    ///
    /// # Errors
    /// The description cannot be read.
    pub fn from_env() -> Result<Option<Self>, Failure> {
        let Some(path) = std::env::var_os(TRIAL_ENV) else { return Ok(None) };
        let described: Value = serde_json::from_slice(&std::fs::read(path)?)?;
        let text = |key: &str| described.get(key).and_then(Value::as_str).map(str::to_owned);
        let required = |key| text(key).ok_or_else(|| format!("{TRIAL_ENV}: there is no `{key}`"));
        let arguments = described.get("arguments").and_then(Value::as_object).into_iter().flatten();
        let arguments = arguments.filter_map(|(key, it)| Some((key.clone(), it.as_str()?.to_owned()))).collect();
        Ok(Some(Self { arguments, ..Self::new(required("url")?, text("bearer"), required("verdicts")?) }))
    }

    /// A client of this server, which sends everything once.
    ///
    /// # Errors
    /// The URL or the token is none.
    pub fn client<C: Sdk>(&self) -> Result<C, Error> {
        let builder = ClientBuilder::<C>::new(&self.url).one_server().no_retry().no_circuit_breaker();
        let builder = builder.timeout(PATIENCE).deadline(PATIENCE);
        match &self.bearer {
            Some(token) => builder.bearer(token).build(),
            None => builder.build(),
        }
    }

    /// Sends a call and writes down what came of it. The value, where there is one.
    ///
    /// # Errors
    /// The verdict cannot be written down.
    pub async fn judge<T, E: ErrorModel, M>(&self, call: Call<T, E, M>) -> Result<Option<T>, Failure> {
        let operation = call.operation();
        let (sent, decode) = call.into_parts();
        let (value, outcome, beyond) = match sent.await {
            Ok(raw) => match beyond::during(|| decode(&raw, operation)) {
                (Ok(value), beyond) => (Some(value), Outcome::Answer(raw), beyond),
                (Err(error), beyond) => (None, Outcome::Error(Error::decode_error(raw, error), None), beyond),
            },
            Err(error) => {
                let (typed, beyond) = beyond::during(|| error.typed::<E>().map(|it| it.map(drop)));
                (None, Outcome::Error(error, typed), beyond)
            }
        };
        self.write(operation, &outcome, &beyond)?;
        Ok(value)
    }

    /// Writes down what came of something that is no call, a live stream for instance; `Err` says why it failed.
    ///
    /// # Errors
    /// The verdict cannot be written down.
    pub fn note(&self, operation: &str, place: &str, outcome: Result<(), String>) -> Result<(), Failure> {
        let verdict = if outcome.is_ok() { Verdict::Decoded } else { Verdict::Failed };
        self.append(&json!({
            "operation": operation,
            "method": "GET",
            "path": place,
            "bearer": self.bearer.is_some(),
            "verdict": verdict.name(),
            "detail": outcome.err().unwrap_or_default(),
        }))
    }

    /// Sends a sample if it only reads, as short as it can be: servers refuse query parameters that another release of
    /// them reads.
    pub(super) async fn judge_sample<T, E: ErrorModel, M>(&self, call: Call<T, E, M>) -> Result<(), Failure> {
        let operation = call.operation();
        if Self::reads(operation) {
            self.judge(call.for_trial(&self.arguments_of(operation.id))).await?;
        }
        Ok(())
    }

    /// Whether an operation only reads, so that it can be sent to a server that others use too.
    fn reads(operation: &Operation) -> bool {
        match operation.retry {
            RetrySafety::ByMethod => matches!(operation.method, Method::Get | Method::Head),
            RetrySafety::Safe => true,
            RetrySafety::Unsafe => false,
        }
    }

    fn arguments_of(&self, id: &str) -> BTreeMap<String, String> {
        let of_all = self.arguments.iter().filter(|(key, _)| !key.contains('.'));
        let own = self.arguments.iter().filter_map(|(key, it)| Some((key.strip_prefix(id)?.strip_prefix('.')?, it)));
        let mut arguments: BTreeMap<_, _> = of_all.map(|(key, it)| (key.clone(), it.clone())).collect();
        arguments.extend(own.map(|(key, it)| (key.to_owned(), it.clone())));
        arguments
    }

    fn write(&self, operation: &Operation, outcome: &Outcome, beyond: &BTreeSet<String>) -> Result<(), Failure> {
        let (verdict, detail) = outcome.verdict();
        let raw = outcome.raw();
        self.append(&json!({
            "operation": operation.id,
            "method": operation.method.as_str(),
            "path": operation.path,
            "bearer": self.bearer.is_some(),
            "verdict": verdict.name(),
            "status": raw.map(|it| it.status().as_u16()),
            "detail": detail,
            "beyond": beyond,
            "body": raw.map(|it| body(it.body())),
        }))
    }

    fn append(&self, line: &Value) -> Result<(), Failure> {
        let mut file = OpenOptions::new().create(true).append(true).open(&self.verdicts)?;
        Ok(file.write_all(format!("{line}\n").as_bytes())?)
    }
}

impl Verdict {
    /// Its name in the file of verdicts.
    fn name(self) -> &'static str {
        match self {
            Self::Decoded => "decoded",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Outcome {
    fn verdict(&self) -> (Verdict, String) {
        match self {
            Self::Answer(_) => (Verdict::Decoded, String::new()),
            Self::Error(error, Some(Err(it))) if error.is_status() => {
                (Verdict::Failed, format!("its error is none: {it}"))
            }
            Self::Error(error, _) if error.is_status() => (Verdict::Refused, error.to_string()),
            Self::Error(error, _) => (Verdict::Failed, error.to_string()),
        }
    }

    fn raw(&self) -> Option<&RawResponse> {
        match self {
            Self::Answer(raw) => Some(raw),
            Self::Error(error, _) => error.response(),
        }
    }
}

/// JSON as it is, text as a string, anything else as null.
fn body(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|_| std::str::from_utf8(bytes).map_or(Value::Null, Value::from))
}
