//! An agent as a file: built, written as YAML, read again and validated.
//!
//! ```text
//! cargo run -p aegis-examples --example manifest -- my-agent.yaml
//! ```

use std::error::Error;
use std::io::{Write, stdout};

use aegis_sdk::manifests::{AgentManifest, AgentManifestBuilder};
use aegis_sdk::models::{ExecutionMode, ImagePullPolicy};

/// Builds the manifest of an agent that looks for weaknesses.
pub(crate) fn auditor() -> AgentManifestBuilder {
    AgentManifest::builder("auditor")
        .with_language("python", "3.12")
        .with_description("Looks for weaknesses in Python code.")
        .with_label("team", "security")
        .with_instruction("You audit Python code.\n\nReport every weakness with its place:\n- the file\n- the line\n")
        .with_execution_mode(ExecutionMode::Iterative, 15)
        .with_image_pull_policy(ImagePullPolicy::IfNotPresent)
        .with_network_allow(["api.github.com", "pypi.org"])
        .with_tool("read_file")
        .with_tool("run_command")
        .with_env("LOG_LEVEL", "debug")
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "my-agent.yaml".to_owned());
    let manifest = auditor().build()?;
    manifest.to_yaml_file(&path)?;

    let again = AgentManifest::from_yaml_file(&path)?;
    assert_eq!(again, manifest);
    let mut out = stdout();
    write!(out, "{}", again.to_yaml()?)?;

    // What is wrong is said all at once, each with its path.
    if let Err(problems) = auditor().with_image("no-owner").with_instruction("").build() {
        writeln!(out, "{problems}")?;
    }
    Ok(())
}
