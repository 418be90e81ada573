//! What `sdk.yaml` says of settings: what clients are told beside a server and credentials.

use super::reader::{Reader, Report};
use crate::ir::Setting;
use crate::tree::At;

/// A setting, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingRule {
    /// Where it stands.
    pub at: At,
    /// What it is.
    pub setting: Setting,
}

/// Reads `settings`.
pub(super) fn settings(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<SettingRule> {
    let mut rules = Vec::new();
    for (name, at, node) in reader.members("settings", report) {
        let reader = Reader::new(node, "a setting", &["summary", "env", "header"], report);
        let summary = reader.required_text("summary", report).unwrap_or_default().to_owned();
        let header = reader.text("header", report).map(str::to_owned);
        let header = header.filter(|it| super::versions::is_header(it, &reader, report));
        let env = reader.text("env", report).map(str::to_owned);
        rules.push(SettingRule { at, setting: Setting { name: name.to_owned(), summary, env, header } });
    }
    rules
}
