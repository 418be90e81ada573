//! Programs that are measured, and stopped when they take too long.

use std::io::Read;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use wait4::Wait4 as _;

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
    /// What it took.
    pub(crate) cost: Cost,
}

/// What a program took, with everything that it started and waited for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cost {
    /// How long it ran.
    pub(crate) wall: Duration,
    /// Time of processors, of the system too.
    pub(crate) cpu: Duration,
    /// Bytes of memory that the largest of its processes held at once.
    pub(crate) memory: u64,
}

/// Runs a program with everything it starts, for at most `limit`.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<Ended> {
    let started = Instant::now();
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn().with_context(|| format!("starting {name}"))?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let (over, is_over) = channel::<()>();
    let group = child.id();
    let watch = thread::spawn(move || {
        let late = is_over.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
        if late {
            // The whole group: stopping Cargo alone would leave its compilers running.
            Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).status().ok();
        }
        late
    });
    let used = child.wait4().with_context(|| format!("waiting for {name}"))?;
    let wall = started.elapsed();
    drop(over);
    let timeout = watch.join().unwrap_or_default();
    let cost = Cost { wall, cpu: used.rusage.utime + used.rusage.stime, memory: used.rusage.maxrss };
    let text = |it: thread::JoinHandle<String>| it.join().unwrap_or_default();
    Ok(Ended { success: used.status.success(), timeout, stdout: text(stdout), stderr: text(stderr), cost })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_too_long_is_stopped_with_what_it_started() {
        let mut command = Command::new("sh");
        let ended = run(command.args(["-c", "sleep 100 & sleep 100"]), Duration::from_millis(50)).unwrap();
        assert!(ended.timeout && !ended.success);
        assert!(ended.cost.wall < Duration::from_secs(50), "{:?}", ended.cost);
    }

    #[test]
    fn what_a_program_starts_is_counted() {
        let mut command = Command::new("sh");
        let busy = "sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'; echo done";
        let ended = run(command.args(["-c", busy]), Duration::from_secs(60)).unwrap();
        assert!(ended.success && ended.stdout == "done\n");
        assert!(ended.cost.cpu > Duration::from_millis(5) && ended.cost.memory > 100_000, "{:?}", ended.cost);
    }
}
