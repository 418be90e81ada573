//! What `sdk.yaml` says of where a message says its name: it goes before what the document shows.
//!
//! **Invariant:** every name that is given is that of a webhook, and a field that is named is one that a body has.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::NameRule;
use crate::diagnostics::Diagnostics;
use crate::ir::{Additional, Inbox, Scalar, Shape, TypeDef, TypeRef, Webhook, WebhookDispatch};
use crate::references::did_you_mean;
use crate::tree::Locations;

/// Dispatches all inboxes as the rule says.
///
/// # Diagnostics
/// `unknown-webhook`, `unknown-field` and `ambiguous-webhook`.
pub(super) fn apply(
    types: &[TypeDef],
    inboxes: &mut [Inbox],
    rule: &NameRule,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) {
    for inbox in inboxes.iter_mut() {
        inbox.dispatch = rule.dispatch.clone();
        for message in &mut inbox.messages {
            let given = rule.values.iter().filter(|it| it.webhook == message.name).map(|it| it.value.clone());
            message.tags = given.collect();
            if message.tags.is_empty() {
                message.tags.push(message.name.clone());
            }
        }
        ambiguous(&inbox.messages, rule, locations, diagnostics);
    }
    let known = || inboxes.iter().flat_map(|it| &it.messages).map(|it| it.name.as_str());
    for name in rule.values.iter().filter(|name| known().all(|it| it != name.webhook)) {
        let message = format!("there is no webhook `{}`", name.webhook);
        diagnostics.error("unknown-webhook", &locations.origin(name.at), message).help =
            did_you_mean(&name.webhook, known());
    }
    let WebhookDispatch::Field(path) = &rule.dispatch else { return };
    let bodies = inboxes.iter().flat_map(|it| &it.messages).filter_map(|it| it.body.as_ref());
    let ways: Vec<Way> = bodies.map(|it| way(types, &it.content.ty, path.as_slice(), &mut BTreeSet::new())).collect();
    if !ways.is_empty() && ways.iter().all(|it| *it == Way::No) {
        let message = format!("no body of a webhook has the field `{}`", path.join("."));
        diagnostics.error("unknown-field", &locations.origin(rule.at), message);
    }
}

/// Reports messages of one name: only the first of them is ever decoded.
fn ambiguous(messages: &[Webhook], rule: &NameRule, locations: &Locations, diagnostics: &mut Diagnostics) {
    let mut first: BTreeMap<&str, &Webhook> = BTreeMap::new();
    for message in messages {
        for tag in &message.tags {
            let Some(other) = first.insert(tag, message) else { continue };
            let (code, said) = ("ambiguous-webhook", format!("`{tag}` is the name of two webhooks"));
            let given = rule.values.iter().find(|it| it.webhook == message.name && it.value == *tag);
            match given.filter(|_| other.name != message.name) {
                Some(given) => drop(diagnostics.error(code, &locations.origin(given.at), said)),
                None => {
                    let said = format!("{said}; the first is taken for both");
                    diagnostics.warning(code, &message.at, said);
                }
            }
            first.insert(tag, other);
        }
    }
}

/// Whether a value has something under a way of keys.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    No,
    /// The document leaves it open.
    Open,
    Yes,
}

fn way<'t>(types: &'t [TypeDef], ty: &'t TypeRef, path: &[String], seen: &mut BTreeSet<(u32, usize)>) -> Way {
    let Some((key, rest)) = path.split_first() else { return Way::Yes };
    let id = match super::inbox::unwrapped(ty) {
        TypeRef::Named(id) => id.0,
        TypeRef::Scalar(Scalar::Json) | TypeRef::Map(_) => return Way::Open,
        _ => return Way::No,
    };
    if !seen.insert((id, path.len())) {
        return Way::No;
    }
    match types.get(id as usize).map(|it| &it.shape) {
        Some(Shape::Object(object)) => match object.fields.iter().find(|it| it.wire == *key) {
            Some(field) => way(types, &field.ty, rest, seen),
            None if object.additional == Additional::Open => Way::No,
            None => Way::Open,
        },
        Some(Shape::Union(union)) => {
            let variants = union.variants.iter().map(|it| way(types, &it.ty, path, seen));
            variants.max().unwrap_or(Way::No)
        }
        Some(Shape::Alias(target)) => way(types, target, path, seen),
        Some(Shape::Enum(_) | Shape::Foreign(_)) | None => Way::No,
    }
}
