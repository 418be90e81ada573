//! Release builds of a small program: with the features that it needs, and with all.

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;
use serde_json::{Value, json};

use super::figures::cost;
use crate::workshop::process::{self, Cost};
use crate::workshop::{Emptied, Workshop, write};

/// Longest build.
const BUILD: Duration = Duration::from_secs(3_600);

/// Name of the program's crate.
const NAME: &str = "bench-program";

/// What the two builds cost, dependencies of the crate not counted.
pub(super) struct Builds {
    /// With the features that the program needs.
    pub(super) few: Cost,
    /// With all features.
    pub(super) all: Cost,
}

/// Builds a program that uses the crate of a document as `sdk`.
pub(super) fn build(workshop: &Workshop, name: &str, program: &Utf8Path, features: &[String]) -> Result<Builds> {
    let sdk = workshop.folder("corpus").join(name);
    let folder = workshop.folder("bench-program").join(name);
    let source = fs::read_to_string(program).with_context(|| format!("reading {program}"))?;
    fs::create_dir_all(folder.join("src")).with_context(|| format!("creating the folder {folder}"))?;
    write(&folder.join("src/main.rs"), &source)?;
    workshop.lock(&folder)?;
    let features: Vec<String> = features.iter().map(|it| format!("{it:?}")).collect();
    let few = format!("default-features = false, features = [{}]", features.join(", "));
    let measured = |choice: &str| -> Result<Cost> {
        write(&folder.join("Cargo.toml"), &manifest(&sdk, name, choice))?;
        let emptied = [&sdk.join("src/lib.rs"), &folder.join("src/main.rs")].map(|it| Emptied::new(it));
        // The program is empty too, which is an error; by then what it needs is there.
        cargo(workshop, &folder, &["build", "--release"]).ok();
        for it in emptied {
            it?.restore()?;
        }
        cargo(workshop, &folder, &["build", "--release"])
    };
    // TLS belongs to the defaults. It is left out here, so that both builds have the same dependencies.
    Ok(Builds { few: measured(&few)?, all: measured("default-features = false, features = [\"full\"]")? })
}

fn manifest(sdk: &Utf8Path, name: &str, choice: &str) -> String {
    format!(
        "[package]\nname = \"{NAME}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
         [dependencies]\nsdk = {{ package = \"{name}-sdk\", path = \"{sdk}\", {choice} }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n"
    )
}

fn cargo(workshop: &Workshop, folder: &Utf8Path, arguments: &[&str]) -> Result<Cost> {
    let mut command = Command::new("cargo");
    command.args(arguments).args(["--quiet", "--offline"]).current_dir(folder);
    command.env("CARGO_TARGET_DIR", workshop.folder("bench-program-build"));
    let ended = process::run(&mut command, BUILD)?;
    match ended.verdict() {
        Ok(()) => Ok(ended.cost),
        Err(complaint) => bail!("cargo {}: {complaint}", arguments.join(" ")),
    }
}

impl Builds {
    pub(super) fn to_json(&self) -> Value {
        json!({ "with_features": cost(self.few), "with_all": cost(self.all) })
    }
}
