//! Waiters: names in `sdk.yaml` bound to operations, path parameters and fields.

use super::dispatch::object as dispatch_object;
use crate::config::reader::Report;
use crate::config::{Config, Named, WaiterRule};
use crate::diagnostics::Diagnostics;
use crate::ir::{
    BindingFrom, Location, Namespace, Object, Operation, OperationId, Parameter, Presence, TypeDef, TypeRef, Waiter,
    WaiterBinding,
};
use crate::tree::{At, Locations};

/// All waiters whose names are right; everything that is not is an error. One that needs an operation which is left out
/// is left out with it.
pub(super) fn waiters(
    config: &Config,
    left_out: &[String],
    types: &[TypeDef],
    operations: &[Operation],
    namespaces: &[Namespace],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Waiter> {
    let mut binder = Binder { types, operations, namespaces, report: Report { locations, diagnostics } };
    let is_whole = |it: &&WaiterRule| {
        let mut operations = [&it.start, &it.poll].into_iter().chain(&it.fetch);
        !operations.any(|(id, _)| left_out.contains(id))
    };
    config.waiters.iter().filter(is_whole).filter_map(|it| binder.waiter(it)).collect()
}

struct Binder<'b> {
    types: &'b [TypeDef],
    operations: &'b [Operation],
    namespaces: &'b [Namespace],
    report: Report<'b>,
}

/// `{app_id}` is an argument of the start operation's path, all else a field of its answer.
fn origin(from: &str) -> BindingFrom {
    match from.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
        Some(parameter) => BindingFrom::Argument(parameter.to_owned()),
        None => BindingFrom::Field(from.to_owned()),
    }
}

impl<'b> Binder<'b> {
    fn waiter(&mut self, rule: &WaiterRule) -> Option<Waiter> {
        let (namespace, method) = rule.name.rsplit_once('.').unwrap_or(("", &rule.name));
        let namespaces = self.namespaces;
        let index = namespaces.iter().position(|it| it.name == namespace);
        if index.is_none() {
            let known = namespaces.iter().map(|it| it.name.as_str());
            self.report.unknown(
                "unknown-namespace",
                rule.at,
                format!("there is no namespace `{namespace}`"),
                namespace,
                known,
            );
        }
        let start = self.operation(&rule.start);
        let poll = self.operation(&rule.poll);
        let fetch = rule.fetch.as_ref().map(|it| self.operation(it));
        if let Some((_, start)) = start {
            self.check_fields(rule, start);
        }
        let bound: Vec<&Operation> = [poll, fetch.flatten()].into_iter().flatten().map(|it| it.1).collect();
        self.check_parameters(rule, &bound);
        if let Some((_, poll)) = poll {
            self.field(poll, &rule.state.0, rule.state.1);
        }
        let bind = rule.bind.iter().map(|it| WaiterBinding { parameter: it.0.clone(), from: origin(&it.1) });
        Some(Waiter {
            at: self.report.locations.origin(rule.at),
            namespace: index? as u32,
            hint: method.to_owned(),
            summary: rule.summary.clone(),
            description: rule.description.clone(),
            start: start?.0,
            poll: poll?.0,
            fetch: match fetch {
                Some(found) => Some(found?.0),
                None => None,
            },
            bind: bind.collect(),
            state: rule.state.0.clone(),
            until: rule.until.clone(),
            every_ms: rule.every_ms,
            timeout_ms: rule.timeout_ms,
            pending: rule.pending.clone(),
        })
    }

    fn operation(&mut self, name: &Named) -> Option<(OperationId, &'b Operation)> {
        let id = super::operation::find(self.operations, name, &mut self.report)?;
        Some((id, self.operations.get(id.0 as usize)?))
    }

    /// What is bound is a field of the start operation's answer, or an argument of its path.
    fn check_fields(&mut self, rule: &WaiterRule, start: &'b Operation) {
        for (_, from, _, at) in &rule.bind {
            match origin(from) {
                BindingFrom::Argument(parameter) => self.argument(start, &parameter, *at),
                BindingFrom::Field(field) => self.field(start, &field, *at),
            }
        }
    }

    /// Every bound parameter is in a path, and every path parameter is bound.
    fn check_parameters(&mut self, rule: &WaiterRule, bound: &[&'b Operation]) {
        let in_path = |it: &&Parameter| it.location == Location::Path;
        let known: Vec<&str> =
            bound.iter().flat_map(|it| it.parameters.iter().filter(in_path)).map(|it| it.wire.as_str()).collect();
        for (parameter, _, at, _) in &rule.bind {
            if !known.contains(&parameter.as_str()) && !bound.is_empty() {
                let message = format!("the polled path has no parameter `{parameter}`");
                self.report.unknown("unknown-parameter", *at, message, parameter, known.iter().copied());
            }
        }
        for operation in bound {
            for parameter in operation.parameters.iter().filter(|it| it.required) {
                let filled = parameter.location == Location::Path && rule.bind.iter().any(|it| it.0 == parameter.wire);
                if !filled {
                    let message = format!("`{}` of `{}` has no value", parameter.wire, operation.id);
                    let help = "name the field it comes from in `bind`".to_owned();
                    self.report.error("unbound-parameter", rule.at, message, Some(help));
                }
            }
        }
    }

    /// Reports an argument that the path of an operation does not have, or that is not one text.
    fn argument(&mut self, operation: &'b Operation, name: &str, at: At) {
        let in_path = || operation.parameters.iter().filter(|it| it.location == Location::Path);
        let is_text = |it: &&Parameter| matches!(it.ty, TypeRef::Scalar(_)) && !it.json;
        if !in_path().filter(is_text).any(|it| it.wire == name) {
            let message = format!("the path of `{}` has no parameter `{name}` that is one text", operation.id);
            self.report.unknown("unknown-parameter", at, message, name, in_path().map(|it| it.wire.as_str()));
        }
    }

    /// Reports a field that the answer of an operation does not have. Dots lead into objects that are always there.
    fn field(&mut self, operation: &'b Operation, field: &str, at: At) {
        let message = format!("the answer of `{}` has no field `{field}`", operation.id);
        let mut object = self.answer(operation);
        let mut steps = field.split('.').peekable();
        while let Some(step) = steps.next() {
            let found = object.and_then(|it| it.fields.iter().find(|it| it.wire == step));
            match found {
                Some(_) if steps.peek().is_none() => return,
                Some(found) if found.presence == Presence::Required => object = dispatch_object(self.types, &found.ty),
                Some(_) => {
                    let message = format!("`{step}` of `{field}` is not always there");
                    self.report.error("unknown-field", at, message, None);
                    return;
                }
                None => break,
            }
        }
        match object {
            Some(object) => self.report.unknown(
                "unknown-field",
                at,
                message,
                field,
                object.fields.iter().map(|it| it.wire.as_str()),
            ),
            None => {
                let help = "its success response is no object with described fields".to_owned();
                self.report.error("unknown-field", at, message, Some(help));
            }
        }
    }

    fn answer(&self, operation: &'b Operation) -> Option<&'b Object> {
        let mut contents = operation.success.iter().filter_map(|it| it.content.as_ref());
        dispatch_object(self.types, &contents.next()?.ty)
    }
}
