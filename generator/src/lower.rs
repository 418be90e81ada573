//! From documents to the representation: references become ids, schemas types, operations data.
//!
//! In go the documents of one SDK, its API description and its configuration; out comes an [`ir::Sdk`].
//! Problems are collected; what cannot be typed becomes open JSON with a warning that says why.
//!
//! **Invariant:** every construct of the input is lowered or reported; nothing is left out in silence.

mod alias;
mod alike;
mod annotation;
mod binary;
mod body;
mod catalog;
mod condition;
mod content;
mod credentials;
mod cycles;
mod discriminator;
mod dispatch;
mod enumeration;
mod event;
mod expects;
mod facets;
mod fit;
mod form;
pub mod formats;
mod gather;
mod identity;
mod inbox;
mod inheritance;
mod manifest;
mod module;
mod named;
mod oauth;
mod object;
mod operation;
mod other_keys;
mod paging;
mod parameter;
mod pin;
mod place;
mod recursion;
mod refer;
mod schemas;
mod security;
mod select;
mod sendable;
mod server;
mod settings;
mod socket;
mod stream;
mod tuple;
mod union;
mod usage;
mod version;
mod waiter;
mod webhook;
mod webhook_name;

use self::schemas::Schemas;
use crate::config::Config;
use crate::diagnostics::{Diagnostics, Origin};
use crate::document::{Api, Documents};
use crate::ir::{self, Home, Info};
use crate::references::Resolver;

/// Makes the representation of one SDK. `api` is `None` for an SDK of event catalogs alone.
pub fn lower<'a>(
    folder: &str,
    documents: &'a Documents,
    api: Option<&Api<'a>>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> ir::Sdk {
    let (resolver, locations) = (Resolver::new(documents), &documents.locations);
    let security = api.map(|api| security::schemes(api, locations, diagnostics)).unwrap_or_default();
    let credentials = credentials::sources(config, &security, locations, diagnostics);
    let oauth = oauth::clients(config, &security, locations, diagnostics);
    let servers = server::servers(api, config, locations, diagnostics);

    let mut schemas = Schemas::new(resolver, &config.formats, diagnostics);
    schemas.find_heirs(api);
    schemas.foreign = pin::foreign(&mut schemas, config);
    name_components(&mut schemas, api, config);
    let (mut operations, namespaces, left_out) = operation::operations(&mut schemas, api, config, &security);
    let mut webhooks = webhook::inboxes(&mut schemas, api, &config.select, &operations);
    let mut catalogs = catalog::catalogs(&mut schemas, documents);
    let found = manifest::name(&mut schemas, config);
    let mut types = finish(schemas, config);

    binary::settle(&mut types, &mut operations, &mut catalogs, diagnostics);
    webhook::settle(&mut types, &mut webhooks);
    describe(&mut types, diagnostics);
    let manifests = manifest::manifests(config, found, &types, locations, diagnostics);
    usage::mark(&mut types, &operations, &catalogs, &webhooks, &manifests);
    let signature = inbox::dispatch(&types, &mut webhooks, config, locations, diagnostics);
    expects::settle(config, &types, &mut operations);
    paging::settle(config, &types, &mut operations, locations, diagnostics);
    stream::settle(config, &types, &mut operations, locations, diagnostics);
    fit::check_examples(&types, &catalogs, diagnostics);
    let waiters = waiter::waiters(config, &left_out, &types, &operations, &namespaces, locations, diagnostics);
    let sockets = socket::sockets(config, &types, &catalogs, locations, diagnostics);
    let modules = module::modules(config, &left_out, &operations, locations, diagnostics);
    version::settle(config, &types, &mut operations, locations, diagnostics);
    version::check_waiters(config, &operations, &waiters, diagnostics);
    alike::merge(&mut types, &operations);

    ir::Sdk {
        folder: folder.to_owned(),
        package: config.package.clone(),
        info: info(documents, api, config),
        types,
        namespaces,
        operations,
        waiters,
        catalogs,
        sockets,
        modules,
        manifests,
        webhooks,
        signature,
        servers,
        security,
        error_codes: config.error_codes.clone(),
        error_key: config.error_key.clone(),
        retry: config.retry.clone(),
        versions: config.versions.clone(),
        credentials_env: config.credentials.env.clone(),
        client_credentials_env: config.credentials.client_env.clone(),
        credentials,
        credentials_file: config.credentials.file.clone(),
        settings: settings::settings(config, &oauth, locations, diagnostics),
        oauth,
        client: config.client,
        chapters: documents.chapters.clone(),
    }
}

/// What types say of themselves once all of them are known.
fn describe(types: &mut [ir::TypeDef], diagnostics: &mut Diagnostics) {
    recursion::settle(types, diagnostics);
    dispatch::describe_variants(types);
    dispatch::mark_constants(types);
}

/// All types, with what `sdk.yaml` says of them and their fields.
fn finish(mut schemas: Schemas<'_, '_>, config: &Config) -> Vec<ir::TypeDef> {
    schemas.finish();
    pin::pin(&mut schemas, config);
    other_keys::add(&mut schemas, config);
    std::mem::take(&mut schemas.types)
}

/// Every component schema is a type, whether something refers to it or not, unless operations are chosen. They are
/// lowered in the order of their names: what two of them share is called after the same one, however the document
/// orders them.
fn name_components<'a>(schemas: &mut Schemas<'a, '_>, api: Option<&Api<'a>>, config: &Config) {
    if config.select.is_active() {
        return;
    }
    for (name, node) in api.into_iter().flat_map(|it| &it.schemas) {
        if let Some(node) = schemas.settled(node) {
            schemas.name(node, vec![name.clone()], Home::Component);
        }
    }
    let mut queue: Vec<_> = schemas.queue.drain(..).collect();
    queue.sort_by_cached_key(|at| schemas.named.get(at).map(|it| it.place.hint.clone()));
    schemas.queue.extend(queue);
}

fn info(documents: &Documents, api: Option<&Api<'_>>, config: &Config) -> Info {
    match api {
        Some(api) => Info {
            title: api.info.title.clone(),
            version: api.info.version.clone(),
            description: api.info.description.clone(),
            at: documents.locations.origin(api.at),
        },
        None => Info {
            title: config.package.name.clone(),
            version: config.package.version.clone(),
            description: Some(config.package.description.clone()),
            at: match documents.catalogs.first().and_then(|it| documents.files.get(it)) {
                Some(catalog) => documents.locations.origin(catalog.at),
                None => Origin::new(camino::Utf8Path::new(folder_of(documents)), ""),
            },
        },
    }
}

fn folder_of(documents: &Documents) -> &str {
    documents.files.keys().next().map_or("", |it| it.as_str())
}
