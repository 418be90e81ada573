//! Names of modules of the runtime, and of what they are told.

use super::scope::{Request, Scope, Yield};
use super::words::Case;
use super::{Ident, crates};
use crate::ir::{Module, Sdk};

/// Names around one module of the runtime.
#[derive(Clone, Debug)]
pub struct ModuleNames {
    /// Public module and file (`signing`).
    pub module: Ident,
    /// Cargo feature (`signing`).
    pub feature: String,
    /// Its path in the runtime.
    pub path: Vec<Ident>,
    /// The runtime's feature.
    pub runtime_feature: String,
    /// Fields of the operations' roles, in their order.
    pub roles: Vec<Ident>,
    /// Statics of the operations, in the same order.
    pub facts: Vec<Ident>,
    /// Fields of the settings, in their order.
    pub settings: Vec<Ident>,
    /// Types that are made for the client, in their order.
    pub bound: Vec<Ident>,
    /// Methods of the client, in their order.
    pub methods: Vec<Ident>,
}

/// Requests for the public modules.
pub(super) fn requests(sdk: &Sdk) -> Vec<Request> {
    sdk.modules.iter().map(|it| Request::new(0, it.at.to_string(), &it.name)).collect()
}

/// Requests for the methods of the client, module by module.
pub(super) fn methods(sdk: &Sdk) -> Vec<Request> {
    let request = |at: String, name: &str| Request::new(0, format!("{at}|{name}"), name);
    sdk.modules.iter().flat_map(|it| it.methods.iter().map(move |(name, _)| request(it.at.to_string(), name))).collect()
}

/// Names of all modules, whose own and whose methods' names are settled.
pub(super) fn modules(sdk: &Sdk, modules: Vec<Ident>, methods: Vec<Ident>) -> Vec<ModuleNames> {
    let mut methods = methods.into_iter();
    let mut named = Vec::with_capacity(modules.len());
    for (it, module) in sdk.modules.iter().zip(modules) {
        let methods = methods.by_ref().take(it.methods.len()).collect();
        named.push(names(it, module, methods));
    }
    named
}

fn names(it: &Module, module: Ident, methods: Vec<Ident>) -> ModuleNames {
    let mut statics = Scope::new(Case::Screaming, "call", &[&["SETUP"]], Yield::After("call"));
    let roles = || it.operations.iter().map(|(role, _)| role);
    let facts = statics.settle(&roles().map(|it| Request::new(0, it, it)).collect::<Vec<_>>());
    ModuleNames {
        feature: crates::feature(&module),
        module,
        path: ["sdk_runtime", &it.runtime].map(Ident::printable).to_vec(),
        runtime_feature: it.runtime.replace('_', "-"),
        roles: roles().map(|it| Ident::printable(it)).collect(),
        facts,
        settings: it.settings.iter().map(|(name, _)| Ident::printable(name)).collect(),
        bound: it.bound.iter().map(|it| Ident::printable(it)).collect(),
        methods,
    }
}
