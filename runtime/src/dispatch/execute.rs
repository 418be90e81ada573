//! Running commands.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};

use super::output::{Tail, share};
use super::parts::DispatchMessage;
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
/// They get the environment of this process and what the message adds, nothing to read, and a process group of their
/// own, which is killed as a whole. Exit codes of what did not run: 127 where the program or its folder is not there,
/// 126 where it cannot be run, -1 where it took too long; a program that a signal ended gives 128 and the signal.
#[derive(Clone, Debug)]
#[must_use]
pub struct ProcessExecutor {
    timeout: Duration,
    max_output_bytes: usize,
}

impl ProcessExecutor {
    /// Gives commands that name no time 60 s, and none more than 8 MiB of output, whatever it asks for.
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
        if message.action != "exec" {
            return Outcome::failed(-1, format!("the action `{}` is not known", message.action));
        }
        let mut child = match spawn(message) {
            Ok(child) => Running::new(child),
            Err(error) => {
                let code = if error.kind() == io::ErrorKind::NotFound { 127 } else { 126 };
                return Outcome::failed(code, format!("{} in {}: {error}", message.command, message.cwd));
            }
        };
        let most = usize::try_from(message.max_output_bytes).unwrap_or(usize::MAX).min(self.max_output_bytes);
        let (mut stdout, mut stderr) = (Tail::default(), Tail::default());
        let (out, err) = (child.process.stdout.take(), child.process.stderr.take());
        let mut status: Option<io::Result<ExitStatus>> = None;
        let whole = async {
            let wait = async { status = Some(child.process.wait().await) };
            tokio::join!(wait, stdout.read(out, most), stderr.read(err, most));
        };
        let timeout = message.timeout_secs.map_or(self.timeout, Duration::from_secs);
        // Something that the program started may hold the pipes after its end: it has the same time.
        child.ended = tokio::time::timeout(timeout, whole).await.is_ok();
        drop(child);
        let (stdout, mut stderr, truncated) = share(stdout, stderr, most);
        let exit_code = match status {
            Some(Ok(status)) => code(status),
            Some(Err(_)) => -1,
            None => {
                stderr.push_str(&format!("\nkilled after {} s", timeout.as_secs()));
                -1
            }
        };
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

fn spawn(message: &DispatchMessage) -> io::Result<Child> {
    let mut command = Command::new(&message.command);
    command
        .args(&message.args)
        .current_dir(&message.cwd)
        .envs(&message.env_additions)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    command.spawn()
}

#[cfg(unix)]
fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or_else(|| Some(128 + status.signal()?)).unwrap_or(-1)
}

#[cfg(not(unix))]
fn code(status: ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}

/// A process that does not outlive this value, nor does, on Unix, what it started.
struct Running {
    process: Child,
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
    /// It came to its own end. What it left in the background on purpose goes on.
    ended: bool,
}

impl Running {
    fn new(process: Child) -> Self {
        Self {
            #[cfg(unix)]
            group: process.id().and_then(|it| rustix::process::Pid::from_raw(i32::try_from(it).ok()?)),
            process,
            ended: false,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        #[cfg(unix)]
        if let Some(group) = self.group {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.process.start_kill();
    }
}
