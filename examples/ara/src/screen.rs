//! What is printed: results on standard output, everything else on standard error.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};

use crate::args::Color;
use crate::failure::Failure;

/// Where and how things are printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// Whether standard error is coloured.
    errors: bool,
    /// Whether standard output is coloured.
    results: bool,
    json: bool,
    quiet: bool,
}

impl Screen {
    pub(crate) fn new(color: Color, json: bool, quiet: bool) -> Self {
        let wanted = |is_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let set = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty());
                is_terminal && set("NO_COLOR").is_none() && set("TERM").is_none_or(|it| it != "dumb")
            }
        };
        let (errors, results) = (wanted(io::stderr().is_terminal()), wanted(io::stdout().is_terminal()));
        Self { errors, results, json, quiet }
    }

    /// Whether results are JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Says what is being done.
    pub(crate) fn progress(&self, text: &str) {
        if !self.quiet {
            let mark = painted(self.errors, AnsiColor::Cyan.on_default(), "•");
            said(&format!("{mark} {text}"));
        }
    }

    /// Says what was done.
    pub(crate) fn did(&self, text: &str) {
        if !self.quiet {
            let mark = painted(self.errors, AnsiColor::Green.on_default(), "✓");
            said(&format!("{mark} {text}"));
        }
    }

    /// Says what somebody ought to know.
    pub(crate) fn warning(&self, text: &str) {
        let mark = painted(self.errors, AnsiColor::Yellow.on_default().bold(), "warning");
        said(&format!("{mark}: {text}"));
    }

    /// Prints a result: as JSON, or as these rows of a name and a value.
    ///
    /// # Errors
    /// It cannot be written, and nobody has seen it.
    pub(crate) fn rows(&self, result: &Value, rows: &[(&str, String)]) -> Result<(), Failure> {
        if self.json {
            return out(&result.to_string());
        }
        let width = rows.iter().map(|it| it.0.len()).max().unwrap_or_default();
        for (name, value) in rows {
            let name = painted(self.results, Style::new().bold(), &format!("{name:width$}"));
            out(&format!("{name}  {}", plain(value)))?;
        }
        Ok(())
    }

    /// Prints a result: as JSON, or as this text.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn text(&self, result: &Value, text: &str) -> Result<(), Failure> {
        out(&if self.json { result.to_string() } else { plain(text) })
    }

    /// Prints a result that nobody knows the form of: as JSON, on several lines for people.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn value(&self, result: &Value) -> Result<(), Failure> {
        let shown = if self.json { result.to_string() } else { format!("{result:#}") };
        out(&shown)
    }

    /// Says what went wrong.
    pub(crate) fn failure(&self, failure: &Failure) -> ExitCode {
        let message = plain(&failure.message);
        let help = failure.help.as_deref();
        if self.json {
            let error = json!({"kind": failure.kind.name(), "message": message, "help": help});
            // That there is a failure is said on standard error and by the exit code as well.
            let _ = out(&json!({"error": error}).to_string());
        }
        let mark = painted(self.errors, AnsiColor::Red.on_default().bold(), "error");
        said(&format!("{mark}: {message}"));
        if let Some(help) = help {
            let mark = painted(self.errors, AnsiColor::Cyan.on_default(), "help");
            said(&format!("{mark}: {help}"));
        }
        ExitCode::from(failure.kind as u8)
    }
}

fn painted(is_coloured: bool, style: Style, text: &str) -> String {
    if is_coloured { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// Text of the platform without what a terminal would act on.
fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect()
}

/// A line of standard error. Where it cannot be written there is no place left to say so.
fn said(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A line of standard output. A closed pipe is no failure: who closed it has read enough. Anything else is, as the line
/// may hold a key that is shown once.
fn out(text: &str) -> Result<(), Failure> {
    let mut to = io::stdout().lock();
    match writeln!(to, "{text}").and_then(|()| to.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::other(format!("the result cannot be written to standard output: {error}")))
        }
        _ => Ok(()),
    }
}
