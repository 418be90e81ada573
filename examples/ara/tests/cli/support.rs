//! A home for the program, and what came of running it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// A home that is gone when the test is over.
pub(crate) struct Home {
    path: PathBuf,
    variables: Vec<(String, String)>,
}

/// What came of running the program.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// All that it printed.
    pub(crate) fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

impl Home {
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("ara-cli-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self { path, variables: Vec::new() }
    }

    pub(crate) fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.push((variable.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub(crate) fn credentials(&self) -> PathBuf {
        self.path.join(".ara/credentials.json")
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn ara(&self, arguments: &[&str]) -> Ran {
        self.ara_given("", arguments)
    }

    /// Runs the program with this on its standard input.
    pub(crate) fn ara_given(&self, input: &str, arguments: &[&str]) -> Ran {
        self.ara_into(Stdio::piped(), input, arguments)
    }

    /// Runs the program with this as its standard output.
    pub(crate) fn ara_into(&self, out: impl Into<Stdio>, input: &str, arguments: &[&str]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ara"))
            .args(arguments)
            .env_clear()
            .env("HOME", &self.path)
            .envs(self.variables.iter().map(|it| (&it.0, &it.1)))
            .current_dir(&self.path)
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may have ended without reading.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A manifest that is fine.
pub(crate) const MANIFEST: &str = "\
name: my-agent
agent:
  entrypoint: assistant
  agents:
    - id: assistant
      instructions: Answer briefly.
runtime_profile:
  secret_refs:
    - name: openai
      env: OPENAI_API_KEY
";

/// The list of apps with `my-agent` in it.
pub(crate) const APPS: &str = r#"{"apps": [
    {"id": "app_9", "slug": "my-agent", "role": "viewer"}, {"id": "app_1", "slug": "my-agent", "role": "owner"}]}"#;
