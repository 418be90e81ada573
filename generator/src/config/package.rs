//! `crate` of `sdk.yaml`: what the package is called and says of itself.

use super::reader::{Reader, Report};
use crate::ir::Package;

/// What the package is called where no `sdk.yaml` says it: `name`, or the document's title.
pub(super) fn otherwise(name: Option<&str>, title: &str) -> Package {
    Package {
        name: name.map_or_else(|| crate_name(title), str::to_owned),
        version: "0.1.0".to_owned(),
        description: format!("Client of {}", if title.trim().is_empty() { "an API" } else { title.trim() }),
        keywords: Vec::new(),
        repository: None,
        divisible: None,
    }
}

/// The title in kebab case; what is no ASCII letter or digit separates words.
fn crate_name(title: &str) -> String {
    let words = title.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let name = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    match name.chars().next() {
        None => "api-client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("api-{name}"),
        Some(_) => name,
    }
}

pub(super) fn read(reader: &Reader<'_>, report: &mut Report<'_>) -> Package {
    let mut package = otherwise(None, "");
    reader.required("crate", Some(()), report);
    let Some(node) = reader.get("crate") else { return package };
    let keys = ["name", "version", "description", "keywords", "repository", "features"];
    let reader = Reader::new(node, "`crate`", &keys, report);
    let text = |key: &str, report: &mut Report<'_>| {
        let text = reader.word(key, report);
        reader.required(key, text, report)
    };
    package.name = text("name", report).unwrap_or(package.name);
    package.version = text("version", report).unwrap_or(package.version);
    package.description = text("description", report).unwrap_or(package.description);
    package.keywords = reader.texts("keywords", report);
    package.repository = reader.text("repository", report).map(str::to_owned);
    package.divisible = reader.truth("features", report);
    if let Some(at) = reader.get("name").filter(|_| !is_crate_name(&package.name)) {
        let help = "ASCII letters, digits, `-` and `_`, beginning with a letter".to_owned();
        report.error("crate-name", at.at, format!("`{}` is no name of a crate", package.name), Some(help));
    }
    if let Some(at) = reader.get("version").filter(|_| !is_version(&package.version)) {
        let help = "three numbers with dots, as in `0.1.0`".to_owned();
        report.error("crate-version", at.at, format!("`{}` is no semantic version", package.version), Some(help));
    }
    if let Some(at) = reader.get("keywords").filter(|_| package.keywords.len() > 5) {
        report.error("too-many-keywords", at.at, "a crate has five keywords at most", None);
    }
    package
}

fn is_crate_name(name: &str) -> bool {
    name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_')
}

/// `MAJOR.MINOR.PATCH`, with a pre-release or build part of plain characters.
fn is_version(version: &str) -> bool {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let plain = version.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '+'));
    let digits = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit());
    plain && numbers.split('.').count() == 3 && numbers.split('.').all(digits)
}
