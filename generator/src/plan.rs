//! Decides what the crate of an SDK looks like: which files there are, and what each of them says.
//!
//! In: the representation and its names. Out: a [`Page`] for each file, with everything that its template
//! prints as typed fragments, the items that it must come to hold, and where it comes from.
//!
//! | part | what it plans |
//! |---|---|
//! | `library` | `Cargo.toml`, `rustfmt.toml`, `README.md`, `src/lib.rs` |
//! | `namespace`, `operation`, `prologue`, `params`, `step`, `waiter`, `answer`, `facts` | `src/client.rs`, `src/<namespace>.rs` |
//! | `model`, `object`, `fields`, `enumeration`, `union` | `src/models.rs`, `src/models/*.rs` |
//! | `listing` | `API.md` |
//! | `error` | `src/error.rs` |
//! | `version` | `src/api_version.rs` |
//! | `server` | `src/server_urls.rs` |
//! | `settings` | `src/client_settings.rs` |
//! | `catalog` | `src/<catalog>.rs`, `src/<catalog>/*.rs` |
//! | `inbox` | `src/webhooks.rs`, `src/callbacks.rs` |
//! | `manifests` | `src/manifests.rs`, `src/manifests/*.rs` |
//! | `socket` | `src/<socket>.rs` |
//! | `module` | `src/<module>.rs`: modules of the runtime |
//! | `tests`, `example` | `tests/*.rs` |
//! | `features`, `layout` | which feature brings which file in, and which type is in which file |
//! | `ty`, `imports`, `docs`, `json`, `context` | what they share |
//!
//! **Invariant:** every decision about the output is made here; templates print.
//!
//! **Invariant:** total. What `check` lets through has a plan.

mod answer;
mod catalog;
mod context;
mod credentials;
mod docs;
mod enumeration;
mod error;
mod example;
mod facts;
mod features;
mod fields;
mod imports;
mod inbox;
mod layout;
mod library;
mod listing;
mod manifests;
mod model;
mod module;
mod namespace;
mod object;
mod operation;
mod paging;
mod params;
mod paths;
mod prologue;
mod server;
mod settings;
mod socket;
mod step;
mod stream;
mod tests;
mod ty;
mod union;
mod version;
mod waiter;

use rayon::prelude::*;

pub use self::paths::paths;

use self::context::{Context, Place};
use self::features::Features;
use self::layout::Layout;
use crate::fragment::FilePath;
use crate::input::Target;
use crate::ir::Sdk;
use crate::names::Names;
use crate::render::Page;

/// The templates that pages are printed by.
pub const TEMPLATES: &[&str] = &[
    library::MANIFEST,
    library::FORMATTER,
    library::README,
    library::LIBRARY,
    listing::LISTING,
    namespace::CLIENT,
    namespace::NAMESPACE,
    error::ERROR,
    server::SERVERS,
    version::VERSION,
    settings::SETTINGS,
    model::LIST,
    model::FILE,
    catalog::CATALOG,
    inbox::INBOX,
    socket::SOCKET,
    module::MODULE,
    manifests::LIST,
    manifests::MANIFEST,
    manifests::SCHEMA,
    tests::OPERATIONS,
    tests::EVENTS,
];

/// All files of an SDK's crate.
pub fn plan(sdk: &Sdk, names: &Names, target: &Target) -> Vec<Page> {
    let none = std::collections::BTreeSet::new();
    let layout = Layout::new(sdk, names);
    let errors = answer::models(Context { sdk, names, layout: &layout, errors: &none });
    let context = Context { sdk, names, layout: &layout, errors: &errors };
    let mut planned = model::pages(context, Place::Models, &FilePath::fixed("src/models"));
    let namespaces: Vec<_> = namespace::modules(context).collect();
    planned.par_extend(namespaces.into_par_iter().map(|(index, it)| namespace::page(context, index, it)));
    for (index, catalog) in (0..).zip(&sdk.catalogs) {
        planned.extend(catalog::pages(context, index, catalog));
    }
    planned.extend(inbox::pages(context));
    planned.extend(manifests::pages(context));
    let features = Features::new(context, namespace::root_needs(context), &planned);
    let mut pages = library::pages(context, &features, target);
    if sdk.client {
        pages.push(namespace::client(context, &features));
        pages.extend(error::page(context));
        pages.extend(server::page(context));
        pages.extend(version::page(context));
        pages.extend(settings::page(context));
    }
    pages.push(model::list(context, &features));
    pages.push(listing::page(context));
    pages.extend(planned.into_iter().map(|it| it.page));
    pages.extend(socket::pages(context));
    pages.extend(module::pages(context));
    pages.extend(tests::pages(context));
    pages
}
