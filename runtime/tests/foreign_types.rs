//! The public API names no foreign crate but those that the crate's documentation lists.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

const ALLOWED: [&str; 4] = ["bytes", "http", "serde", "serde_json"];

/// The places where other crates are named: the way in for a client of one's own, and what a connection is.
const EXCEPTIONS: [&str; 3] = [
    "pub fn http_client(self, client: reqwest::Client) -> Self {",
    "pub trait Duplex: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin {}",
    "impl<T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin> Duplex for T {}",
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, into) } else { into.push(path) }
    }
}

/// The dependencies that no signature may name.
fn hidden() -> Vec<String> {
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names = dependencies.lines().filter_map(|it| it.split(['.', ' ']).next());
    names.filter(|it| !it.is_empty() && !ALLOWED.contains(it)).map(str::to_owned).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric() && it != '_').filter(|it| !it.is_empty())
}

#[test]
fn the_public_api_names_no_other_crate() {
    let (mut files, hidden) = (Vec::new(), hidden());
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
    assert!(hidden.contains(&"reqwest".to_owned()) && files.len() > 40);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let from_hidden = |it: &&str| hidden.iter().any(|name| it.starts_with(&format!("use {name}::")));
        let mut forbidden: Vec<&str> = text.lines().filter(from_hidden).flat_map(words).collect();
        forbidden.retain(|it| !["use", "as", "Error"].contains(it) && !hidden.iter().any(|name| name == it));
        let (mut open, mut body) = (false, false);
        for line in text.lines().map(str::trim_end).filter(|it| !it.trim_start().starts_with("//")) {
            let begins = line.trim_start().starts_with("pub ");
            body = !line.starts_with('}') && (body || line.starts_with("pub trait") || line.starts_with("pub enum"));
            if (open || begins || body) && !EXCEPTIONS.contains(&line.trim()) {
                let mut paths = line.split(|it: char| !it.is_alphanumeric() && it != '_' && it != ':');
                let by_path = paths.any(|path| hidden.iter().any(|it| path.starts_with(&format!("{it}::"))));
                let by_name = words(line).any(|it| forbidden.contains(&it));
                assert!(!by_path && !by_name, "{}: {line}", file.display());
            }
            open = (open || begins) && !line.ends_with(['{', '}', ';', ',']) || (open && line.ends_with(','));
        }
    }
}
