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

/// A version as Cargo takes it (Semantic Versioning 2.0.0, sections 2, 9 and 10): `MAJOR.MINOR.PATCH`, with a
/// pre-release or build part of plain identifiers.
fn is_version(version: &str) -> bool {
    let (rest, build) = version.split_once('+').map_or((version, None), |(rest, it)| (rest, Some(it)));
    let (numbers, before) = rest.split_once('-').map_or((rest, None), |(rest, it)| (rest, Some(it)));
    let is_digits = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit());
    let is_number = |it: &str| is_digits(it) && (it == "0" || !it.starts_with('0')) && it.parse::<u64>().is_ok();
    let is_plain = |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    let is_before = |it: &str| is_plain(it) && (!is_digits(it) || is_number(it));
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && before.is_none_or(|it| it.split('.').all(is_before))
        && build.is_none_or(|it| it.split('.').all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::is_version;

    #[test]
    fn a_version_is_one_that_cargo_takes() {
        for version in ["0.1.0", "1.20.3-rc.1", "1.0.0-alpha-2+build.007", "1.0.0+x"] {
            assert!(is_version(version), "{version}");
        }
        for version in
            ["1.0", "1.0.0-", "1.0.0+", "01.2.3", "1.0.0-rc..1", "1.0.0-01", "1.0.0+a_b", "1.0.0+a+b", "v1.0.0"]
        {
            assert!(!is_version(version), "{version}");
        }
    }
}
