//! Modules of the runtime: names in `sdk.yaml` bound to operations.

use crate::config::reader::Report;
use crate::config::types::is_type_name;
use crate::config::{Config, ModuleRule};
use crate::diagnostics::Diagnostics;
use crate::ir::{Module, Operation};
use crate::tree::Locations;

/// All modules whose names are right; everything that is not is an error. One that needs an operation which is left out
/// is left out with it. Without a client there is what needs none.
pub(super) fn modules(
    config: &Config,
    left_out: &[String],
    operations: &[Operation],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Module> {
    let mut binder = Binder { client: config.client, operations, report: Report { locations, diagnostics } };
    let is_whole = |it: &&ModuleRule| !it.operations.iter().any(|(_, (id, _))| left_out.contains(id));
    config.modules.iter().filter(is_whole).map(|it| binder.module(it)).collect()
}

struct Binder<'b> {
    client: bool,
    operations: &'b [Operation],
    report: Report<'b>,
}

impl Binder<'_> {
    fn module(&mut self, rule: &ModuleRule) -> Module {
        self.names(rule);
        let mut operations = Vec::new();
        for ((role, _), operation) in &rule.operations {
            operations.extend(
                super::operation::find(self.operations, operation, &mut self.report).map(|id| (role.clone(), id)),
            );
        }
        let bound: Vec<String> = rule.bound.iter().map(|it| it.0.clone()).collect();
        for (_, (ty, at)) in rule.methods.iter().filter(|it| !bound.contains(&it.1.0)) {
            let known = bound.iter().map(String::as_str);
            self.report.unknown("unknown-type", *at, format!("`bound` has no type `{ty}`"), ty, known);
        }
        let methods = rule.methods.iter().map(|(name, ty)| (name.0.clone(), ty.0.clone()));
        Module {
            at: self.report.locations.origin(rule.name.1),
            name: rule.name.0.clone(),
            summary: rule.summary.clone(),
            description: rule.description.clone(),
            runtime: rule.runtime.0.clone(),
            default: rule.default,
            operations: operations.into_iter().filter(|_| self.client).collect(),
            settings: rule.settings.iter().map(|(name, value)| (name.0.clone(), value.clone())).collect(),
            methods: methods.filter(|_| self.client).collect(),
            bound: bound.into_iter().filter(|_| self.client).collect(),
        }
    }

    /// Names that become identifiers of the code as they are.
    fn names(&mut self, rule: &ModuleRule) {
        let roles = rule.operations.iter().map(|it| &it.0);
        let settings = rule.settings.iter().map(|it| &it.0);
        let methods = rule.methods.iter().map(|it| &it.0);
        let words = [&rule.name, &rule.runtime].into_iter().chain(roles).chain(settings).chain(methods);
        for name in words {
            self.report.check_snake_case("module-name", name, "code");
        }
        for (name, at) in rule.bound.iter().filter(|it| !is_type_name(it)) {
            let help = "ASCII letters and digits, beginning with a capital";
            self.report.error("module-name", *at, format!("`{name}` is no name of a type"), Some(help.to_owned()));
        }
    }
}
