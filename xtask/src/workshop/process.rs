//! Programs that are stopped when they take too long.

use std::io::Read;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// How a program ended.
pub(crate) struct Ended {
    /// Whether it ended by itself, with exit code 0.
    pub(crate) success: bool,
    /// Whether it was stopped.
    pub(crate) timeout: bool,
    /// What it printed.
    pub(crate) stdout: String,
    /// What it complained about.
    pub(crate) stderr: String,
    /// How long it ran.
    pub(crate) took: Duration,
}

/// Runs a program with everything it starts, for at most `limit`.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<Ended> {
    let started = Instant::now();
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().with_context(|| format!("starting {name}"))?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let (success, timeout) = wait(&mut child, started, limit).with_context(|| format!("waiting for {name}"))?;
    let took = started.elapsed();
    let text = |it: thread::JoinHandle<String>| it.join().unwrap_or_default();
    Ok(Ended { success, timeout, stdout: text(stdout), stderr: text(stderr), took })
}

fn drain(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What came before a broken pipe is kept.
            pipe.read_to_end(&mut bytes).ok();
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child, started: Instant, limit: Duration) -> std::io::Result<(bool, bool)> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status.success(), false));
        }
        if started.elapsed() > limit {
            // The whole group: stopping Cargo alone would leave its compilers running.
            Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status()?;
            child.wait()?;
            return Ok((false, true));
        }
        thread::sleep(LOOK);
    }
}
