//! What was measured of a generator with one document.

use anyhow::Result;
use camino::Utf8Path;
use serde_json::{Value, json};

use crate::workshop::process::Cost;
use crate::workshop::{Generated, read_sources};

/// Cost of generation and of compilation, and what was written.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// The fastest of all generations; `None`: no crate.
    pub(super) generation: Option<Cost>,
    /// `cargo check` of the crate alone; `None`: not tried, or it does not compile.
    pub(super) check: Option<Cost>,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// Bytes of Rust.
    pub(super) bytes: usize,
    /// Why there is no crate, or why it does not compile.
    pub(super) failure: Option<String>,
}

impl Figures {
    /// Takes in one generation.
    pub(super) fn generated(&mut self, generated: Generated) {
        let is_faster = self.generation.is_none_or(|it| generated.cost.cpu < it.cpu);
        if generated.refused.is_none() && is_faster {
            self.generation = Some(generated.cost);
        }
        self.failure = generated.refused;
    }

    /// Takes in the compilation.
    pub(super) fn checked(&mut self, (verdict, cost): (Result<(), String>, Cost)) {
        self.check = verdict.is_ok().then_some(cost);
        self.failure = verdict.err();
    }

    /// Counts the sources below a folder; none when it is not there.
    pub(super) fn count(&mut self, folder: &Utf8Path) -> Result<()> {
        read_sources(folder, |_, text| {
            self.lines += text.lines().count();
            self.bytes += text.len();
            Ok(())
        })
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "generation": self.generation.map(cost),
            "check": self.check.map(cost),
            "lines": self.lines,
            "bytes": self.bytes,
            "failure": self.failure,
        })
    }
}

/// Seconds and bytes of memory.
pub(super) fn cost(cost: Cost) -> Value {
    json!({ "cpu": cost.cpu.as_secs_f64(), "wall": cost.wall.as_secs_f64(), "memory": cost.memory })
}
