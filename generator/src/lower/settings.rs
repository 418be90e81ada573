//! Settings of clients: whether each of them goes somewhere, and what stands for them elsewhere is one.

use crate::config::Config;
use crate::config::reader::Report;
use crate::diagnostics::Diagnostics;
use crate::ir::{Location, OAuth, Parameter, Setting};
use crate::tree::Locations;

/// Whether a setting of the client gives this parameter.
pub(super) fn fills(config: &Config, parameter: &Parameter) -> bool {
    let headers = config.settings.iter().filter_map(|it| it.setting.header.as_deref());
    parameter.location == Location::Header && headers.into_iter().any(|it| it.eq_ignore_ascii_case(&parameter.wire))
}

/// The settings. One that goes nowhere is an error, and so is a name in a token endpoint that is none of them.
pub(super) fn settings(
    config: &Config,
    oauth: &[OAuth],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Setting> {
    let mut report = Report { locations, diagnostics };
    let used: Vec<&str> = oauth.iter().flat_map(|it| names_in_braces(&it.token_url)).collect();
    for rule in &config.settings {
        let name = rule.setting.name.as_str();
        if rule.setting.header.is_none() && !used.contains(&name) {
            let help = format!("give it a `header`, or name it as `{{{name}}}` in the `token_url` of `oauth`");
            report.error("missing-key", rule.at, format!("the setting `{name}` goes nowhere"), Some(help));
        }
    }
    if let Some(rule) = &config.credentials.oauth {
        let known = || config.settings.iter().map(|it| it.setting.name.as_str());
        for name in
            rule.token_url.iter().flat_map(|it| names_in_braces(it)).filter(|name| !known().any(|it| it == *name))
        {
            let message = format!("there is no setting `{name}`, which `token_url` names");
            report.unknown("unknown-value", rule.at, message, name, known());
        }
    }
    config.settings.iter().map(|it| it.setting.clone()).collect()
}

/// The names in braces.
pub(super) fn names_in_braces(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|it| Some(it.split_once('}')?.0))
}
