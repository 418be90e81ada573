//! Servers of the document, with the names that `sdk.yaml` gives them.
//!
//! | URL | what becomes of it |
//! |---|---|
//! | `https://…`, `http://…` | a server; the first one is the client's default |
//! | `//host/…` | the same over HTTPS, since where the document came from is not known |
//! | `host.tld/…` | the same, with a warning |
//! | `/path` | a constant that a caller puts behind a host; never a default |
//! | `/`, nothing | left out: what the specification takes where there is no server (OpenAPI 3.1 §4.8.1) |
//! | anything else | left out with a warning |

use crate::config::{Config, ServerChoice};
use crate::diagnostics::Diagnostics;
use crate::document::{Api, ServerShell};
use crate::ir::{Reach, Server, ServerVariable};
use crate::tree::Locations;

/// Servers in the order of the document, then those that only `sdk.yaml` knows.
pub(super) fn servers(
    api: Option<&Api<'_>>,
    config: &Config,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Server> {
    let declared: &[ServerShell] = api.map(|it| it.servers.as_slice()).unwrap_or_default();
    // By the index in the document, by which `sdk.yaml` may name them.
    let mut servers: Vec<Option<Server>> = Vec::with_capacity(declared.len());
    for shell in declared {
        let server = read(shell, locations, diagnostics);
        let is_known = |it: &Server| servers.iter().flatten().any(|known| known.template == it.template);
        servers.push(server.filter(|it| !is_known(it)));
    }
    for environment in &config.environments {
        let index = match &environment.server {
            ServerChoice::Index(index) => usize::try_from(*index).ok().filter(|it| *it < declared.len()),
            ServerChoice::Url(url) if reach(url) == Reach::Open => {
                let message = format!("`{url}` is no URL of HTTP");
                let help = "write it with its scheme: `https://api.example.com`";
                diagnostics.error("server-url", &locations.origin(environment.at), message).help(help);
                continue;
            }
            ServerChoice::Url(url) => {
                let is_it = |it: &Server| {
                    it.url == *url && !config.environments.iter().any(|e| it.name.as_ref() == Some(&e.name))
                };
                let known = servers.iter().position(|it| it.as_ref().is_some_and(is_it));
                Some(known.unwrap_or_else(|| {
                    servers.push(Some(plain(url)));
                    servers.len() - 1
                }))
            }
        };
        match index.and_then(|it| servers.get_mut(it)).and_then(Option::as_mut) {
            Some(server) => server.name = Some(environment.name.clone()),
            None => {
                let message = match index {
                    Some(_) => "the server of this index is none that a client can have, or one that is there before",
                    None => "the document has no server of this index",
                };
                diagnostics
                    .error("unknown-server", &locations.origin(environment.at), message)
                    .help(format!("it has {}, counted from 0", declared.len()));
            }
        }
    }
    servers.into_iter().flatten().collect()
}

/// The server of an operation's own that is used: the first that can be. It may be a path on the client's host.
pub(super) fn of_operation(
    shells: &[ServerShell],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let mut used = None;
    for shell in shells {
        let (at, url) = (locations.origin(shell.at), shell.url.trim());
        let found =
            if url == "/" { Some("/".to_owned()) } else { read(shell, locations, diagnostics).map(|it| it.url) };
        let Some(found) = found else { continue };
        if reach(&found) == Reach::Open {
            let message = format!("`{url}` is no URL of HTTP without other values of its variables; it is left out");
            diagnostics.warning("server-url", &at, message);
        } else if let Some(used) = &used {
            let message = format!("the operation is sent to its server `{used}`; `{found}` is left out");
            diagnostics
                .warning("further-server", &at, message)
                .help("a client built with this URL and `one_server` sends the operation there");
        } else {
            used = Some(found);
        }
    }
    used
}

/// A server that only `sdk.yaml` knows.
fn plain(url: &str) -> Server {
    Server {
        name: None,
        url: url.to_owned(),
        reach: reach(url),
        description: None,
        template: url.to_owned(),
        variables: Vec::new(),
    }
}

fn read(shell: &ServerShell, locations: &Locations, diagnostics: &mut Diagnostics) -> Option<Server> {
    let variables = variables(&shell.shell);
    let url = shell.url.trim();
    let before = match url {
        "" | "/" => return None,
        _ if url.starts_with("//") => "https:",
        _ if url.starts_with('/') || reach(url) == Reach::Absolute => "",
        _ if !url.contains("://") && reach(&format!("https://{url}")) == Reach::Absolute && names_a_host(url) => {
            let message = format!("the server `{url}` has no scheme; it is taken to be `https://{url}`");
            diagnostics.warning("server-url", &locations.origin(shell.at), message);
            "https://"
        }
        // Its defaults are no URL, other values can be.
        _ if !variables.is_empty() => "",
        _ => {
            let message = format!("`{url}` is no URL of HTTP; the server is left out");
            diagnostics.warning("server-url", &locations.origin(shell.at), message);
            return None;
        }
    };
    let url = format!("{before}{url}");
    Some(Server {
        name: shell.name.clone(),
        reach: reach(&url),
        url,
        description: shell.shell.description.clone(),
        template: format!("{before}{}", shell.shell.url.trim()),
        variables,
    })
}

/// The variables that the URL names.
fn variables(shell: &openapiv3::Server) -> Vec<ServerVariable> {
    let all = shell.variables.iter().flatten();
    let mut named: Vec<(usize, ServerVariable)> = all
        .filter_map(|(name, it)| {
            let at = shell.url.find(&format!("{{{name}}}"))?;
            let variable = ServerVariable {
                name: name.clone(),
                default: it.default.clone(),
                values: it.enumeration.clone(),
                description: it.description.clone(),
            };
            Some((at, variable))
        })
        .collect();
    named.sort_by_key(|it| it.0);
    named.into_iter().map(|it| it.1).collect()
}

fn reach(url: &str) -> Reach {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else {
        return if url.starts_with('/') { Reach::Relative } else { Reach::Open };
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let allowed = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | ':' | '[' | ']' | '@' | '%');
    let is_host = host.contains(char::is_alphanumeric) && host.chars().all(allowed);
    if is_host && !url.contains(char::is_whitespace) { Reach::Absolute } else { Reach::Open }
}

/// Whether text without a scheme begins with a host, not with a relative path.
fn names_a_host(url: &str) -> bool {
    let host = url.split(['/', ':']).next().unwrap_or_default();
    host == "localhost" || host.split('.').count() > 1 && host.split('.').all(|it| !it.is_empty())
}
