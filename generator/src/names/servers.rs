//! Names of servers: what `sdk.yaml` or the document calls them, else what their description says in a few words,
//! else their host.

use super::reserved::{MODEL_METHODS, RESERVED_TYPES};
use super::scope::{Request, Scope, Yield};
use super::words::{Case, Words, words};
use super::{Ident, ServerNames};
use crate::ir::{Sdk, Server};

/// Words of descriptions that tell no server from another.
const SAYS_NOTHING: &[&str] = &["a", "an", "api", "base", "endpoint", "environment", "server", "the", "url"];

/// Longest description that is a name, in words.
const MOST_WORDS: usize = 3;

/// Names all servers of `sdk`.
pub(super) fn assign(sdk: &Sdk) -> Vec<ServerNames> {
    let mut constants = Scope::new(Case::Screaming, "server", &[&["UNKNOWN"]], Yield::After("server"));
    let named = constants.settle(&sdk.servers.iter().map(request).collect::<Vec<_>>());
    let mut types = Scope::new(Case::Camel, "server", &[RESERVED_TYPES, &["ServerUrl"]], Yield::After("server"));
    let requests = named.iter().zip(&sdk.servers).map(|(name, it)| Request::new(0, &it.template, name.bare()));
    let structs = types.settle(&requests.collect::<Vec<_>>());
    let names = sdk.servers.iter().zip(named).zip(structs);
    names.map(|((it, constant), name)| ServerNames { constant, name, variables: variables(it) }).collect()
}

fn variables(server: &Server) -> Vec<Ident> {
    let mut scope = Scope::new(Case::Snake, "variable", &[MODEL_METHODS], Yield::Before("with"));
    scope.settle(&server.variables.iter().map(|it| Request::new(0, &it.name, &it.name)).collect::<Vec<_>>())
}

fn request(server: &Server) -> Request {
    let known = server.name.as_deref().filter(|it| !words(it).is_empty());
    if let Some(name) = known {
        return Request::new(0, &server.template, name);
    }
    let (before, behind) = server.template.split_once("://").unwrap_or(("", &server.template));
    let (host, _) = behind.split_once('/').filter(|it| !it.0.is_empty()).unwrap_or((behind, ""));
    let (bare, _) = host.split_once(':').unwrap_or((host, ""));
    let addresses = [bare, host, behind].map(words);
    let whole = [words(behind), words(before)].concat();
    let said = server.description.as_deref().and_then(short);
    let mut options = said.into_iter().chain(addresses).chain([whole]).filter(|it| !it.is_empty());
    let first = options.next().unwrap_or_default();
    Request::words(1, &server.template, first).or(options)
}

/// A description that is a name: `Production server` → `production`.
fn short(description: &str) -> Option<Words> {
    let words = words(description);
    let says = words.into_iter().filter(|it| !SAYS_NOTHING.contains(&it.as_str()));
    let says: Words = says.take(MOST_WORDS + 1).collect();
    (!says.is_empty() && says.len() <= MOST_WORDS).then_some(says)
}
