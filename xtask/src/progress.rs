//! A progress display, where a terminal watches and the run is long.

use std::io::IsTerminal as _;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);

/// Shows what is going on until it is dropped.
pub(crate) struct Progress {
    steps: Option<Sender<String>>,
    painter: Option<JoinHandle<()>>,
}

impl Progress {
    /// Starts the display on standard error, silent where nobody watches.
    pub(crate) fn start(silent: bool) -> Self {
        if silent || !std::io::stderr().is_terminal() {
            return Self { steps: None, painter: None };
        }
        let (steps, said) = channel::<String>();
        let painter = std::thread::spawn(move || {
            let mut latest = String::new();
            let started = std::time::Instant::now();
            while let Some(left) = PATIENCE.checked_sub(started.elapsed()) {
                match said.recv_timeout(left) {
                    Ok(step) => latest = step,
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            }
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(100));
            bar.set_message(latest);
            for step in said {
                bar.set_message(step);
            }
            bar.finish_and_clear();
        });
        Self { steps: Some(steps), painter: Some(painter) }
    }

    /// Says what is being done now.
    pub(crate) fn step(&self, what: impl Into<String>) {
        if let Some(steps) = &self.steps {
            // A painter that has gone away has nothing to show.
            let _ = steps.send(what.into());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.steps = None;
        if let Some(painter) = self.painter.take() {
            let _ = painter.join();
        }
    }
}
