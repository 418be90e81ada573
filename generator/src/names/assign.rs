//! The order in which everything is named.

use super::scope::{Request, Scope, Yield};
use super::types::{contents, homes, modules, names};
use super::words::Case;
use super::{Ident, Names, crates, operations, servers};
use crate::ir::Sdk;

/// Names everything in `sdk`.
pub(super) fn assign(sdk: &Sdk) -> Names {
    let (package, library) = crates::package(&sdk.package.name);
    let (runtime_modules, catalog_modules, namespace_modules, mut scope) = operations::root_modules(sdk);
    let inboxes = super::inbox::inboxes(sdk, &mut scope);

    let mut homes = homes(sdk);
    let type_names = names(sdk, &mut homes);
    let (type_modules, operation_modules, event_modules) = modules(
        sdk,
        &type_names,
        &mut homes,
        |scope| operations::operation_modules(sdk, scope),
        |scope, catalog| operations::event_modules(&sdk.catalogs[catalog], scope),
    );
    let required = required(sdk, &type_names, &mut homes);
    let named = type_names.into_iter().zip(type_modules).zip(required);
    let types =
        sdk.types.iter().zip(named).map(|(ty, ((name, module), required))| contents(ty, name, module, required));

    let assigned = operations::assign(sdk, &namespace_modules, operation_modules);
    let sockets = super::socket::sockets(sdk, &mut scope, assigned.sockets);
    let modules = super::module::modules(sdk, runtime_modules, assigned.methods);
    let manifest_module = super::manifest::root(sdk, &mut scope);
    let types: Vec<_> = types.collect();
    let catalogs = sdk.catalogs.iter().zip(catalog_modules).zip(event_modules);
    let catalogs = catalogs.map(|((catalog, module), modules)| operations::catalog(catalog, module, modules));
    let versions = sdk.versions.iter().flat_map(|it| &it.all);
    Names {
        package,
        library,
        manifests: super::manifest::manifests(sdk, &types),
        manifest_module,
        types,
        namespaces: assigned.namespaces,
        operations: assigned.operations,
        waiters: assigned.waiters,
        catalogs: catalogs.collect(),
        inboxes,
        sockets,
        modules,
        servers: servers::assign(sdk),
        security: plain(Case::Snake, "scheme", sdk.security.iter().map(|it| it.name.as_str())),
        error_codes: plain(Case::Camel, "code", sdk.error_codes.iter().map(|it| it.name.as_str())),
        settings: plain(Case::Snake, "setting", sdk.settings.iter().map(|it| it.name.as_str())),
        versions: plain(Case::Camel, "version", versions.map(|it| it.name.as_str())),
    }
}

/// Structs of required fields: beside their types, after all types have their names.
fn required(sdk: &Sdk, names: &[Ident], homes: &mut [super::types::Module]) -> Vec<Ident> {
    let home = |index: usize| super::types::home_of(sdk, index);
    let derived = |(index, name)| operations::derived(&mut homes[home(index)].types, name, "required");
    names.iter().enumerate().map(derived).collect()
}

fn plain<'a>(case: Case, kind: &'static str, names: impl Iterator<Item = &'a str>) -> Vec<Ident> {
    let mut scope = Scope::new(case, kind, &[&["Unknown", "Self", "UNKNOWN", "new"]], Yield::After(kind));
    scope.settle(&names.map(|it| Request::new(0, it, it)).collect::<Vec<_>>())
}
