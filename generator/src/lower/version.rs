//! Versions of the API: what `sdk.yaml` says that operations are called in each, bound to operations, path parameters
//! and fields.

use super::dispatch::{object, objects};
use super::settings::names_in_braces;
use crate::config::reader::Report;
use crate::config::{Config, VersionRule};
use crate::diagnostics::Diagnostics;
use crate::ir::{Location, Operation, OperationId, TypeDef, VersionForm, Versions, Waiter};
use crate::tree::{At, Locations};

/// Gives operations what they are called in each version, and says whose answers look like an envelope themselves.
/// Whatever names nothing is an error.
pub(super) fn settle(
    config: &Config,
    types: &[TypeDef],
    operations: &mut [Operation],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) {
    let none = Versions { all: Vec::new(), path: None, header: None, accept: None, envelope: None };
    let versions = config.versions.as_ref().unwrap_or(&none);
    let mut binder = Binder { versions, types, report: Report { locations, diagnostics } };
    for rule in config.operations.iter().filter(|it| !it.versions.is_empty()) {
        let mut forms = operations.iter_mut().filter(|it| it.id == rule.id);
        let Some(first) = forms.next() else { continue };
        first.versions = rule.versions.iter().filter_map(|it| binder.form(first, it)).collect();
        let found = first.versions.clone();
        forms.for_each(|it| it.versions.clone_from(&found));
    }
    if let Some(envelope) = &versions.envelope {
        for it in operations {
            it.own_data = has_field(types, it, &envelope.data);
        }
    }
}

/// A waiter that starts in a version finds its other operations there: it would begin something and then fail.
pub(super) fn check_waiters(
    config: &Config,
    operations: &[Operation],
    waiters: &[Waiter],
    diagnostics: &mut Diagnostics,
) {
    let Some(versions) = &config.versions else { return };
    let of = |id: OperationId| operations.get(id.0 as usize);
    for waiter in waiters {
        let Some(start) = of(waiter.start) else { continue };
        let others = || [Some(waiter.poll), waiter.fetch].into_iter().flatten().filter_map(of);
        for (index, version) in versions.all.iter().enumerate().skip(1).filter(|it| is_in(versions, it.0, start)) {
            if let Some(other) = others().find(|it| !is_in(versions, index, it)) {
                let message = format!("it starts in version `{}`, which has no `{}`", version.name, other.id);
                diagnostics.error("bad-version", &waiter.at, message);
            }
        }
    }
}

/// Whether a version that is not the default has an operation.
fn is_in(versions: &Versions, version: usize, operation: &Operation) -> bool {
    versions.of_path(&operation.path).is_none_or(|it| it == version)
        || operation.versions.iter().any(|it| it.version as usize == version)
}

/// Whether an answer of the operation may have a field of that name.
fn has_field(types: &[TypeDef], operation: &Operation, name: &str) -> bool {
    let contents = operation.success.iter().filter_map(|it| it.content.as_ref());
    let mut answers = contents.flat_map(|it| objects(types, &it.ty));
    answers.any(|it| it.fields.iter().any(|it| it.wire == name))
}

struct Binder<'b> {
    versions: &'b Versions,
    types: &'b [TypeDef],
    report: Report<'b>,
}

impl Binder<'_> {
    fn form(&mut self, operation: &Operation, rule: &VersionRule) -> Option<VersionForm> {
        let (name, at) = (&rule.version.0, rule.version.1);
        let Some(version) = self.versions.all.iter().position(|it| it.name == *name) else {
            let known = self.versions.all.iter().map(|it| it.name.as_str());
            self.report.unknown("unknown-version", at, format!("there is no version `{name}`"), name, known);
            return None;
        };
        for (path, at) in &rule.paths {
            self.check_path(operation, version, path, *at);
        }
        for (field, _, at) in &rule.fields {
            self.check_field(operation, field, *at);
        }
        let fields = rule.fields.iter().map(|it| (it.0.clone(), it.1.clone()));
        Some(VersionForm {
            version: version as u32,
            paths: rule.paths.iter().map(|it| it.0.clone()).collect(),
            fields: fields.collect(),
        })
    }

    /// A path is one of its version, and the operation has its parameters.
    fn check_path(&mut self, operation: &Operation, version: usize, path: &str, at: At) {
        let other = self.versions.of_path(path).filter(|it| *it != version);
        if let Some(other) = other.and_then(|it| self.versions.all.get(it)) {
            let message = format!("the path `{path}` is one of version `{}`", other.name);
            self.report.error("bad-version", at, message, None);
        } else if !path.starts_with('/') {
            self.report.error("bad-version", at, format!("the path `{path}` does not begin with `/`"), None);
        }
        let in_path = operation.parameters.iter().filter(|it| it.location == Location::Path);
        let known: Vec<&str> = in_path.map(|it| it.wire.as_str()).collect();
        for name in names_in_braces(path) {
            if !known.contains(&name) {
                let message = format!("`{}` has no parameter `{name}` in its path", operation.id);
                self.report.unknown("unknown-parameter", at, message, name, known.iter().copied());
            }
        }
    }

    fn check_field(&mut self, operation: &Operation, field: &str, at: At) {
        let body = operation.body.as_ref().and_then(|it| object(self.types, &it.content.ty));
        let known: Vec<&str> = body.into_iter().flat_map(|it| &it.fields).map(|it| it.wire.as_str()).collect();
        if !known.contains(&field) {
            let message = format!("the body of `{}` has no field `{field}`", operation.id);
            self.report.unknown("unknown-field", at, message, field, known);
        }
    }
}
