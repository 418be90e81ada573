//! What must not be found in a crate made from payloads.

use camino::Utf8Path;
use generator::FileSet;
use generator::prose::is_hidden;
use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::payloads::MARK;

/// Keys that a manifest has at its top, and those of its `package`.
const TABLES: &[&str] = &["package", "features", "dependencies", "dev-dependencies", "lints", "test", "workspace"];
const DEPENDENCIES: &[&str] = &["sdk-runtime"];

/// Everything in `files` that a payload did.
pub(crate) fn faults(files: &FileSet) -> Vec<String> {
    files.iter().flat_map(|(path, text)| file(path, text).into_iter().map(move |it| format!("{path}: {it}"))).collect()
}

fn file(path: &Utf8Path, text: &str) -> Vec<String> {
    let hidden = text.chars().find(|it| is_hidden(*it) && *it != '\n');
    let mut faults: Vec<String> = hidden.map(|it| format!("the character {it:?}")).into_iter().collect();
    match path.extension() {
        Some("rs") => rust(text, &mut faults),
        Some("toml") => manifest(text, &mut faults),
        Some("md") => prose(text, &mut faults),
        _ => faults.push("a file of another kind".to_owned()),
    }
    faults
}

fn rust(text: &str, faults: &mut Vec<String>) {
    match text.parse::<TokenStream>() {
        Ok(tokens) => walk(tokens, faults),
        Err(error) => faults.push(format!("no Rust: {error}")),
    }
    let mut docs = String::new();
    for line in text.lines().map(str::trim_start).chain([""]) {
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(line) => docs.push_str(&format!("{line}\n")),
            None if docs.is_empty() => {}
            None => prose(&std::mem::take(&mut docs), faults),
        }
    }
}

/// Looks for the mark among identifiers and lifetimes.
fn walk(tokens: TokenStream, faults: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(it) if it.to_string().contains(MARK) => faults.push(format!("the identifier `{it}`")),
            TokenTree::Group(it) => walk(it.stream(), faults),
            _ => {}
        }
    }
}

/// Markdown holds the mark in no code that runs and in no HTML.
fn prose(text: &str, faults: &mut Vec<String>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut code = None;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "text" => {}
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::Text(it) if code.is_some() => code.iter_mut().for_each(|code| code.push_str(&it)),
            // The front page shows a call, whose arguments are text.
            Event::End(TagEnd::CodeBlock) => match code.take().map(|it| it.parse::<TokenStream>()) {
                Some(Ok(tokens)) => walk(tokens, faults),
                Some(Err(error)) => faults.push(format!("code that is no Rust: {error}")),
                None => {}
            },
            Event::Html(it) | Event::InlineHtml(it) if it.contains(MARK) => faults.push(format!("HTML: {it}")),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if dest_url.starts_with("javascript") =>
            {
                faults.push(format!("a link to {dest_url}"));
            }
            _ => {}
        }
    }
}

fn manifest(text: &str, faults: &mut Vec<String>) {
    let Ok(manifest) = text.parse::<toml::Table>() else { return faults.push(format!("no TOML:\n{text}")) };
    for (key, value) in &manifest {
        let is_setting = value.as_bool().is_some();
        if !TABLES.contains(&key.as_str()) && !is_setting {
            faults.push(format!("the table `{key}`"));
        }
        if key.ends_with("dependencies") {
            let others = value.as_table().into_iter().flatten().filter(|it| !DEPENDENCIES.contains(&it.0.as_str()));
            faults.extend(others.map(|it| format!("the dependency `{}`", it.0)));
        }
        if value.as_table().into_iter().flatten().any(|it| it.0.contains(MARK)) {
            faults.push(format!("a key of `{key}` with the mark"));
        }
    }
    let build = manifest.get("package").and_then(|it| it.get("build"));
    faults.extend(build.map(|it| format!("the build script {it:?}")));
}
