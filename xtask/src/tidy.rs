//! Rules of the repository that a machine can check, as tests.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use crate::project::Project;

/// Most lines of a hand-written source file, tests apart.
const LONGEST_FILE: usize = 400;

/// Most lines of a template.
const LONGEST_TEMPLATE: usize = 160;

pub(crate) fn root() -> Utf8PathBuf {
    let project = Project::find().expect("run inside the project");
    project.root().to_owned()
}

/// Files below `folder` with that extension, relative to the root, outside Cargo's output.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<Utf8PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![Utf8PathBuf::from(folder)];
    while let Some(below) = waiting.pop() {
        for entry in root().join(&below).read_dir_utf8().expect("readable") {
            let entry = entry.expect("readable");
            let path = below.join(entry.file_name());
            if entry.path().is_dir() && entry.file_name() != "target" {
                waiting.push(path);
            } else if path.extension() == Some(extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn text(path: &Utf8Path) -> String {
    fs::read_to_string(root().join(path)).expect("readable")
}

fn sources() -> Vec<Utf8PathBuf> {
    ["generator/src", "runtime/src", "xtask/src", "examples", "fuzz/src", "fuzz/fuzz_targets"]
        .iter()
        .flat_map(|it| files(it, "rs"))
        .collect()
}

pub(crate) fn refuse(rule: &str, offenders: Vec<String>) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

#[test]
fn every_source_file_says_what_it_is() {
    let silent = sources().into_iter().filter(|it| !text(it).starts_with("//! ")).map(String::from).collect();
    refuse("a source file starts with a `//!` line", silent);
}

#[test]
fn files_are_short() {
    let long = |path: &Utf8PathBuf, most: usize| {
        let text = text(path);
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
        (code > most).then(|| format!("{path} has {code} lines, {most} are the most"))
    };
    let sources = sources().iter().filter_map(|it| long(it, LONGEST_FILE)).collect();
    refuse("a file is one room", sources);
    let templates = files("templates", "jinja").iter().filter_map(|it| long(it, LONGEST_TEMPLATE)).collect();
    refuse("a template is one screen", templates);
}

#[test]
fn no_vague_module_names() {
    let vague = ["utils", "util", "helpers", "helper", "common", "manager", "misc"];
    let named = sources().into_iter().filter(|it| vague.contains(&it.file_stem().unwrap_or_default()));
    refuse("a module is named after what it holds", named.map(String::from).collect());
}

#[test]
fn the_generator_does_no_io() {
    let words = ["std::fs", "std::env", "std::net", "std::process", "SystemTime", "Instant::now", "println!"];
    let offence = |path: &Utf8PathBuf| {
        let text = text(path);
        let code: String = text.lines().filter(|it| !it.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let word = words.iter().find(|it| code.contains(**it))?;
        Some(format!("{path} mentions {word}"))
    };
    refuse("the generator is a pure function", files("generator/src", "rs").iter().filter_map(offence).collect());
}

/// The words of identifiers and texts, in small letters: `AraClient` and `X-Ara-Key` have `ara`, `parameter` has not.
fn words(code: &str) -> Vec<String> {
    let mut apart = String::with_capacity(code.len() * 2);
    let mut small = false;
    for letter in code.chars() {
        if small && letter.is_uppercase() {
            apart.push(' ');
        }
        small = letter.is_lowercase();
        apart.push(if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' });
    }
    apart.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn no_system_is_known_to_the_code() {
    let names = crate::load::sdk_folders(&Project::find().expect("run inside the project")).expect("readable");
    let offence = |path: &Utf8PathBuf| {
        let text = text(path);
        let code: String = text.lines().filter(|it| !it.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let code = code.split("#[cfg(test)]").next().unwrap_or_default();
        let name = words(code).into_iter().find(|word| names.contains(word))?;
        Some(format!("{path} mentions {name}"))
    };
    let all =
        files("generator/src", "rs").into_iter().chain(files("runtime/src", "rs")).chain(files("templates", "jinja"));
    let offenders = all.collect::<Vec<_>>().iter().filter_map(offence).collect();
    refuse("what a system needs is declared in its sdk.yaml", offenders);
}

#[test]
fn templates_have_no_line_comments() {
    let offence = |path: &Utf8PathBuf| {
        let text = text(path);
        let line = text.lines().position(|it| it.trim_start().starts_with("// "))?;
        Some(format!("{path}:{}", line + 1))
    };
    let templates = files("templates", "jinja").into_iter().filter(|it| it.as_str().ends_with(".rs.jinja"));
    refuse(
        "the printer drops `//` comments: use `///` or `{# #}`",
        templates.collect::<Vec<_>>().iter().filter_map(offence).collect(),
    );
}

#[test]
fn dependencies_of_members_come_from_the_workspace() {
    let offence = |path: &Utf8PathBuf| {
        let manifest: toml_edit::DocumentMut = text(path).parse().expect("a manifest");
        let tables = ["dependencies", "dev-dependencies"].iter().filter_map(|it| manifest.get(it)?.as_table_like());
        let loose: Vec<String> = tables
            .flat_map(|table| table.iter())
            .filter(|(_, item)| item.get("workspace").is_none() && item.get("path").is_none())
            .map(|(name, _)| format!("{path}: {name}"))
            .collect();
        (!loose.is_empty()).then(|| loose.join(", "))
    };
    let members = ["generator/Cargo.toml", "runtime/Cargo.toml"].map(Utf8PathBuf::from);
    let sdks = ["generated", "examples"].iter().flat_map(|it| files(it, "toml"));
    let all: Vec<Utf8PathBuf> =
        members.into_iter().chain(sdks.filter(|it| it.file_name() == Some("Cargo.toml"))).collect();
    refuse("versions stand in one place", all.iter().filter_map(offence).collect());
}

#[test]
fn the_generator_does_not_depend_on_its_output() {
    let manifest = text(Utf8Path::new("generator/Cargo.toml"));
    assert!(
        !manifest.contains("generated") && !manifest.contains("sdk-runtime"),
        "broken output could not be repaired"
    );
}
