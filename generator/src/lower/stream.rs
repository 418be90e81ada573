//! Streams of events: which operations give one, and what the rules of `sdk.yaml` say of it.

use super::dispatch::object;
use crate::config::reader::Report;
use crate::config::{Config, StreamRule};
use crate::diagnostics::Diagnostics;
use crate::ir::{Encoding, EventStream, Operation, StreamEnd, TypeDef, TypeRef};
use crate::tree::Locations;

/// Says of each stream of events how it ends; the first rule that is for it counts.
pub(super) fn settle(
    config: &Config,
    types: &[TypeDef],
    operations: &mut [Operation],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) {
    let mut report = Report { locations, diagnostics };
    for rule in &config.streams {
        check(rule, config, types, operations, &mut report);
    }
    for operation in operations {
        if event(operation).is_some() {
            let rule = config.streams.iter().find(|it| is_for(it, operation));
            operation.stream = rule.map(|it| EventStream { end: it.end.clone(), resume: it.resume });
        }
    }
}

/// What the events of an operation's stream hold; `None` where its answer is none.
fn event(operation: &Operation) -> Option<&TypeRef> {
    let content = operation.success.iter().filter_map(|it| it.content.as_ref());
    content.filter(|it| it.encoding == Encoding::Events).map(|it| &it.ty).next()
}

fn is_for(rule: &StreamRule, operation: &Operation) -> bool {
    rule.operations.is_empty() || rule.operations.iter().any(|it| it.0 == operation.id)
}

/// Reports what a rule names in vain.
fn check(rule: &StreamRule, config: &Config, types: &[TypeDef], operations: &[Operation], report: &mut Report<'_>) {
    let streams: Vec<&Operation> = operations.iter().filter(|it| event(it).is_some()).collect();
    let is_whole = !config.select.is_active();
    for (id, at) in rule.operations.iter().filter(|it| is_whole && !streams.iter().any(|known| known.id == it.0)) {
        let message = match operations.iter().any(|it| it.id == *id) {
            true => format!("the answer of `{id}` is no stream of events"),
            false => format!("there is no operation `{id}`"),
        };
        report.unknown("unknown-operation", *at, message, id, streams.iter().map(|it| it.id.as_str()));
    }
    if rule.operations.is_empty() && streams.is_empty() && is_whole {
        let message = "no operation answers with a stream of events";
        report.error("unused-key", rule.at, message, None);
    }
    for operation in streams.into_iter().filter(|it| is_for(rule, it)) {
        check_field(rule, types, operation, report);
    }
}

/// Whether the events have the field, as far as is known.
fn check_field(rule: &StreamRule, types: &[TypeDef], operation: &Operation, report: &mut Report<'_>) {
    let (StreamEnd::Event { field, .. }, Some(at), Some(mut ty)) = (&rule.end, rule.field_at, event(operation)) else {
        return;
    };
    for key in field {
        let Some(fields) = object(types, ty).map(|it| &it.fields).filter(|it| !it.is_empty()) else { return };
        let Some(found) = fields.iter().find(|it| it.wire == *key) else {
            let message = format!("the events of `{}` have no `{key}`", operation.id);
            return report.unknown("unknown-field", at, message, key, fields.iter().map(|it| it.wire.as_str()));
        };
        ty = &found.ty;
    }
}
