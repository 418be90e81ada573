//! Servers of the document, with the names that `sdk.yaml` gives them.

use crate::config::{Config, ServerChoice};
use crate::diagnostics::Diagnostics;
use crate::document::{Api, ServerShell};
use crate::ir::Server;
use crate::tree::Locations;

/// Servers in the order of the document, then those that only `sdk.yaml` knows.
pub(super) fn servers(
    api: Option<&Api<'_>>,
    config: &Config,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Server> {
    let declared: &[ServerShell] = api.map(|it| it.servers.as_slice()).unwrap_or_default();
    let mut servers: Vec<Server> = declared
        .iter()
        .map(|it| Server { name: None, url: it.url.clone(), description: it.shell.description.clone() })
        .collect();
    for environment in &config.environments {
        let index = match &environment.server {
            ServerChoice::Index(index) => usize::try_from(*index).ok().filter(|it| *it < declared.len()),
            ServerChoice::Url(url) => {
                let known = servers.iter().position(|it| it.url == *url && it.name.is_none());
                Some(known.unwrap_or_else(|| {
                    servers.push(Server { name: None, url: url.clone(), description: None });
                    servers.len() - 1
                }))
            }
        };
        match index.and_then(|it| servers.get_mut(it)) {
            Some(server) => server.name = Some(environment.name.clone()),
            None => {
                let at = locations.origin(environment.at);
                diagnostics
                    .error("unknown-server", &at, "the document has no server of this index")
                    .help(format!("it has {}, counted from 0", declared.len()));
            }
        }
    }
    servers
}
