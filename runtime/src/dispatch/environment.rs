//! What a container is told by its environment.

use std::fmt;
use std::time::Duration;

use super::parts::GenerateMessage;
use super::{Settings, Setup};
use crate::module::Module;

/// What a container is told by its environment variables.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Environment {
    /// The agent.
    pub agent_id: Option<String>,
    /// The execution.
    pub execution_id: String,
    /// The model. Default `default`.
    pub model_alias: String,
    /// The gateway's base URL.
    pub gateway_url: String,
    /// The agent's instruction.
    pub instruction: Option<String>,
    /// Template of the prompt.
    pub prompt_template: Option<String>,
    /// Number of the iteration, from 1. Default 1.
    pub iteration: u8,
    /// What earlier iterations gave.
    pub iteration_history: Option<String>,
    /// Time for one answer of the gateway; `None`: the default of [`Bootstrap::timeout`](super::Bootstrap::timeout).
    pub timeout: Option<Duration>,
    /// Whether to say what is done.
    pub debug: bool,
}

impl Environment {
    /// Reads the variables that the system of this client names, of this process.
    ///
    /// # Errors
    /// Every variable that is missing or wrong, all at once.
    pub fn of<C: Module<Setup>>() -> Result<Self, EnvironmentError> {
        Self::read(&C::setup().settings, |name| std::env::var(name).ok())
    }

    /// Reads variables wherever they are. Empty ones count as missing.
    ///
    /// # Errors
    /// Every variable that is missing or wrong, all at once.
    pub fn read(settings: &Settings, variable: impl Fn(&str) -> Option<String>) -> Result<Self, EnvironmentError> {
        let mut reader = Reader { variable: &variable, problems: Vec::new() };
        let environment = Self {
            agent_id: reader.checked(settings.agent_id, "a UUID", is_uuid),
            execution_id: reader.required(settings.execution_id, "a UUID", is_uuid),
            model_alias: reader.text(settings.model_alias).unwrap_or_else(|| "default".to_owned()),
            gateway_url: reader.required(settings.gateway_url, "an http(s) URL", is_url),
            instruction: reader.text(settings.instruction),
            prompt_template: reader.text(settings.prompt_template),
            iteration: reader.parsed(settings.iteration, "a number from 1 to 255", iteration).unwrap_or(1),
            iteration_history: reader.text(settings.iteration_history),
            timeout: reader.parsed(settings.timeout_seconds, "a number of seconds above 0", seconds),
            debug: reader.parsed(settings.debug, "1 or 0, true or false", truth).unwrap_or(false),
        };
        match reader.problems.is_empty() {
            true => Ok(environment),
            false => Err(EnvironmentError { problems: reader.problems }),
        }
    }

    /// The message that begins this iteration.
    #[must_use]
    pub fn generate(&self, prompt: impl Into<String>) -> GenerateMessage {
        GenerateMessage {
            agent_id: self.agent_id.clone(),
            execution_id: self.execution_id.clone(),
            iteration_number: self.iteration,
            prompt: prompt.into(),
            model_alias: self.model_alias.clone(),
            ..GenerateMessage::default()
        }
    }
}

struct Reader<'r> {
    variable: &'r dyn Fn(&str) -> Option<String>,
    problems: Vec<EnvironmentProblem>,
}

impl Reader<'_> {
    fn text(&self, name: &'static str) -> Option<String> {
        (self.variable)(name).filter(|it| !it.trim().is_empty())
    }

    fn parsed<T>(&mut self, name: &'static str, expected: &'static str, parse: fn(&str) -> Option<T>) -> Option<T> {
        let text = self.text(name)?;
        let value = parse(text.trim());
        if value.is_none() {
            self.problems.push(EnvironmentProblem { variable: name, missing: false, expected });
        }
        value
    }

    fn checked(&mut self, name: &'static str, expected: &'static str, is: fn(&str) -> bool) -> Option<String> {
        let text = self.text(name)?;
        if !is(text.trim()) {
            self.problems.push(EnvironmentProblem { variable: name, missing: false, expected });
        }
        Some(text.trim().to_owned())
    }

    fn required(&mut self, name: &'static str, expected: &'static str, is: fn(&str) -> bool) -> String {
        let text = self.checked(name, expected, is);
        if text.is_none() {
            self.problems.push(EnvironmentProblem { variable: name, missing: true, expected });
        }
        text.unwrap_or_default()
    }
}

fn is_uuid(text: &str) -> bool {
    let is_hex = |it: &str| it.bytes().all(|it| it.is_ascii_hexdigit());
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|it| it.len()).collect();
    lengths == [8, 4, 4, 4, 12] && parts.into_iter().all(is_hex)
}

fn is_url(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|it| matches!(it.scheme(), "http" | "https") && it.has_host())
}

fn iteration(text: &str) -> Option<u8> {
    text.parse().ok().filter(|it| *it > 0)
}

fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok().filter(|it| !it.is_zero())
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Some(true),
        "0" | "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// What is wrong with the environment. It holds names of variables, never what is in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentError {
    /// Every variable that is missing or wrong.
    pub problems: Vec<EnvironmentProblem>,
}

/// A variable that is missing or wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentProblem {
    /// Its name.
    pub variable: &'static str,
    /// Whether it is not there at all.
    pub missing: bool,
    /// What it should be.
    pub expected: &'static str,
}

impl fmt::Display for EnvironmentProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.missing { "is missing: it is" } else { "is not" };
        write!(f, "{} {what} {}", self.variable, self.expected)
    }
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        f.write_str(&problems.join("; "))
    }
}

impl std::error::Error for EnvironmentError {}
