//! Running commands.

use std::io;
use std::time::{Duration, Instant};

use super::output::{Shared, Tail, share};
use super::parts::DispatchMessage;
use super::running::Running;
use crate::transport::BoxFuture;

/// What a command gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// What the program ended with; -1 where it was not run to its end.
    pub exit_code: i32,
    /// What it printed.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
    /// How long it ran.
    pub duration: Duration,
    /// Whether there was more output than was allowed.
    pub truncated: bool,
}

impl Outcome {
    /// A command that was not run, and why.
    #[must_use]
    pub fn failed(exit_code: i32, reason: impl Into<String>) -> Self {
        Self { exit_code, stderr: reason.into(), ..Self::default() }
    }
}

/// Something that runs commands.
pub trait Executor: Send + Sync {
    /// Runs a command to its end. What goes wrong is an outcome too: the gateway is told. Dropping the future ends the
    /// command.
    fn run<'r>(&'r self, command: &'r DispatchMessage) -> BoxFuture<'r, Outcome>;
}

/// Runs commands as processes of their own.
///
/// They get the environment of this process and what the message adds, nothing to read, and, on Unix, a process group of
/// their own, which is killed as a whole. Exit codes of what did not run: 127 where the program or its folder is not
/// there, 126 where it cannot be run, -1 where it took too long; a program that a signal ended gives 128 and the signal.
///
/// A program that has ended may leave something in the background. That goes on if its output goes elsewhere. If it
/// still holds the program's own output after a second, the process group is killed, and `stderr` says so. What has moved
/// to a session of its own is never killed.
#[derive(Clone, Debug)]
#[must_use]
pub struct ProcessExecutor {
    timeout: Duration,
    max_output_bytes: usize,
}

impl ProcessExecutor {
    /// Gives commands that name no time 60 s, and none more than 8 MiB of output, whatever it asks for. What is said of a
    /// command that was killed or did not run is within that bound.
    pub fn new() -> Self {
        Self { timeout: Duration::from_secs(60), max_output_bytes: 8 << 20 }
    }

    /// Time for commands that name none.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Most bytes of output, whatever a command asks for.
    pub fn max_output_bytes(self, max_output_bytes: usize) -> Self {
        Self { max_output_bytes, ..self }
    }

    async fn exec(&self, message: &DispatchMessage) -> Outcome {
        let started = Instant::now();
        let most = usize::try_from(message.max_output_bytes).unwrap_or(usize::MAX).min(self.max_output_bytes);
        let refused = |code, reason: String| {
            Outcome::failed(code, share(Tail::default(), Tail::default(), Some(reason), most).stderr)
        };
        if message.action != "exec" {
            return refused(-1, format!("the action `{}` is not known", message.action));
        }
        let mut child = match Running::spawn(message) {
            Ok(child) => child,
            Err(error) => {
                let code = if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 };
                return refused(code, format!("{} in {}: {error}", message.command, message.cwd));
            }
        };
        let (mut stdout, mut stderr) = (Tail::default(), Tail::default());
        let (out, err) = child.output();
        let reading = async { _ = tokio::join!(stdout.read(out, most), stderr.read(err, most)) };
        let timeout = message.timeout_secs.map_or(self.timeout, Duration::from_secs);
        let (exit_code, notice) = child.finish(reading, timeout).await;
        let Shared { stdout, stderr, truncated } = share(stdout, stderr, notice, most);
        Outcome { exit_code, stdout, stderr, duration: started.elapsed(), truncated }
    }
}

impl Default for ProcessExecutor {
    fn default() -> Self {
        Self::new()
    }
}

impl Executor for ProcessExecutor {
    fn run<'r>(&'r self, command: &'r DispatchMessage) -> BoxFuture<'r, Outcome> {
        Box::pin(self.exec(command))
    }
}
