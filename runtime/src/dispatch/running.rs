//! A process and what it started, from its beginning to its end.
//!
//! **Invariant:** a process group is killed only while its leader has not been reaped: until then its number cannot be
//! that of another.

use std::io;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, ChildStderr, ChildStdout, Command};

use super::parts::DispatchMessage;

/// Time for what a program started to let go of its output, after the program's end or after a kill.
const GRACE: Duration = Duration::from_secs(1);

/// A process that is killed with this value, and with it, on Unix, its process group.
pub(super) struct Running(Child);

impl Running {
    pub(super) fn spawn(message: &DispatchMessage) -> io::Result<Self> {
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
        command.spawn().map(Self)
    }

    pub(super) fn output(&mut self) -> (Option<ChildStdout>, Option<ChildStderr>) {
        (self.0.stdout.take(), self.0.stderr.take())
    }

    /// Waits for the end of the process, for at most so long, while `reading` reads its output; gives its exit code, and
    /// what else is to be said. Nothing of its process group is left that holds its output.
    pub(super) async fn finish(
        mut self,
        reading: impl Future<Output = ()>,
        timeout: Duration,
    ) -> (i32, Option<String>) {
        let mut reading = pin!(reading);
        let mut is_read = false;
        let in_time = tokio::time::timeout(timeout, async {
            let mut ended = pin!(self.ended());
            loop {
                tokio::select! {
                    () = &mut ended => break,
                    () = &mut reading, if !is_read => is_read = true,
                }
            }
        });
        let in_time = in_time.await.is_ok();
        if in_time && !is_read {
            is_read = tokio::time::timeout(GRACE, &mut reading).await.is_ok();
        }
        let mut notice = None;
        if !in_time || !is_read {
            self.kill();
            let is_silent = is_read || tokio::time::timeout(GRACE, &mut reading).await.is_ok();
            notice = Some(said((!in_time).then_some(timeout), is_silent));
        }
        let status = tokio::time::timeout(GRACE, self.0.wait()).await;
        let exit_code = match status {
            Ok(Ok(status)) if in_time => code(status),
            _ => -1,
        };
        (exit_code, notice)
    }

    /// Waits for the end of the process. It is not reaped by that where the system can look without reaping.
    async fn ended(&mut self) {
        #[cfg(all(unix, not(any(target_os = "cygwin", target_os = "openbsd", target_os = "redox"))))]
        if self.is_no_more().await.is_ok() {
            return;
        }
        let _ = self.0.wait().await;
    }

    #[cfg(all(unix, not(any(target_os = "cygwin", target_os = "openbsd", target_os = "redox"))))]
    async fn is_no_more(&self) -> io::Result<()> {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        use tokio::signal::unix::{SignalKind, signal};

        let Some(leader) = self.group() else { return Ok(()) };
        let look = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        // First the signal, then the look, so that nothing is missed in between.
        let mut changes = signal(SignalKind::child())?;
        while waitid(WaitId::Pid(leader), look)?.is_none() {
            changes.recv().await;
        }
        Ok(())
    }

    /// Its process group; `None` once it was reaped.
    #[cfg(unix)]
    fn group(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.0.id()?).ok()?)
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group() {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.0.start_kill();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What is said of a kill: after which time, or why; and whether nothing holds the output any longer.
fn said(timeout: Option<Duration>, is_silent: bool) -> String {
    let mut said = match timeout {
        Some(timeout) => format!("killed after {} s", timeout.as_secs_f64()),
        None => "what it left in the background held its output, and its process group was killed; \
            redirect the output of what is to go on"
            .to_owned(),
    };
    if !is_silent {
        said.push_str("; what it started in a session of its own goes on, unheard");
    }
    said
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
