//! Webhooks and callbacks: operations that the server calls.

use std::collections::BTreeMap;

use super::body;
use super::operation::text;
use super::parameter::parameter;
use super::place::Place;
use super::schemas::Schemas;
use crate::config::Select;
use crate::diagnostics::Origin;
use crate::document::{Api, OperationShell, Sender, WebhookShell};
use crate::ir::{
    Additional, Caller, Field, Home, Inbox, InboxKind, Location, Object, Operation, OperationId, Parameter, Presence,
    Shape, TypeDef, TypeId, Webhook, WebhookDispatch,
};

/// The inboxes that the document has something for: webhooks, then callbacks. Callbacks are chosen with their
/// operations; a choice of single operations has no webhooks.
pub(super) fn inboxes<'a>(
    schemas: &mut Schemas<'a, '_>,
    api: Option<&Api<'a>>,
    select: &Select,
    operations: &[Operation],
) -> Vec<Inbox> {
    let mut inboxes: Vec<Inbox> = Vec::new();
    let Some(api) = api else { return inboxes };
    let own = (0..).map(OperationId).zip(operations).filter(|(_, it)| it.form.is_none());
    let known: BTreeMap<&Origin, OperationId> = own.map(|(id, it)| (&it.at, id)).collect();
    for shell in &api.webhooks {
        let callers = callers(schemas, api, shell, &known);
        let chosen = match shell.sender {
            Sender::Webhook => select.only.is_empty(),
            Sender::Operations(_) => !select.is_active() || !callers.is_empty(),
        };
        if !chosen {
            continue;
        }
        let kind = match shell.sender {
            Sender::Webhook => InboxKind::Webhooks,
            Sender::Operations(_) => InboxKind::Callbacks,
        };
        let index = inboxes.iter().position(|it| it.kind == kind).unwrap_or_else(|| {
            inboxes.push(Inbox { kind, dispatch: WebhookDispatch::Name, messages: Vec::new() });
            inboxes.len() - 1
        });
        let Some(inbox) = inboxes.get_mut(index) else { continue };
        let home = Home::Webhook(index as u32, inbox.messages.len() as u32);
        let message = Webhook { callers, ..message(schemas, shell, home) };
        match inbox.messages.iter_mut().find(|it| is_same(it, &message)) {
            Some(known) => known.callers.extend(message.callers),
            None => inbox.messages.push(message),
        }
    }
    inboxes
}

/// The operations that ask for a callback, as far as they are chosen.
fn callers(
    schemas: &Schemas<'_, '_>,
    api: &Api<'_>,
    shell: &WebhookShell<'_>,
    known: &BTreeMap<&Origin, OperationId>,
) -> Vec<Caller> {
    let Sender::Operations(senders) = &shell.sender else { return Vec::new() };
    let caller = |(index, expression): &(usize, String)| {
        let at = schemas.origin(api.operations.get(*index)?.at);
        Some(Caller { operation: *known.get(&at)?, expression: expression.clone() })
    };
    senders.iter().filter_map(caller).collect()
}

/// Whether two callbacks are one that several operations ask for.
fn is_same(a: &Webhook, b: &Webhook) -> bool {
    let of = |it: &Webhook| {
        let parameters: Vec<_> = it.parameters.iter().map(|it| (it.wire.clone(), it.location, it.ty.clone())).collect();
        let answers: Vec<_> = it.answers.iter().map(|it| (it.status, it.content.clone())).collect();
        (it.name.clone(), it.method, it.body.as_ref().map(|it| it.content.clone()), parameters, answers)
    };
    of(a) == of(b)
}

fn message<'a>(schemas: &mut Schemas<'a, '_>, webhook: &WebhookShell<'a>, home: Home) -> Webhook {
    let shell = &webhook.operation;
    let place = Place::new(vec![webhook.name.clone()], home);
    let parameters = parameters(schemas, shell, &place);
    let answers = body::responses(schemas, shell, &place, &[]);
    let (body, bodies) = body::bodies(schemas, shell, &place);
    // Types of other forms are made too; the receiver is offered the first.
    let others = bodies.iter().map(|it| (it.at, &it.word)).chain(answers.others.iter().map(|it| (it.at, &it.word)));
    for (at, word) in others {
        let at = schemas.origin(at);
        let message = format!("this content of a webhook (`{word}`) stands beside another one; it is left out");
        schemas.diagnostics.warning("further-content", &at, message);
    }
    Webhook {
        name: webhook.name.clone(),
        at: schemas.origin(shell.at),
        method: shell.method,
        callers: Vec::new(),
        parameters_type: parameters_type(schemas, shell, &parameters, &place),
        parameters,
        body,
        answers: answers.success.into_iter().chain(answers.errors).collect(),
        tags: Vec::new(),
        summary: text(shell.shell.summary.as_deref()),
        description: text(shell.shell.description.as_deref()),
        deprecated: shell.shell.deprecated,
    }
}

/// What the server puts beside the body; each wire name once, since they become the fields of one object.
fn parameters<'a>(schemas: &mut Schemas<'a, '_>, shell: &OperationShell<'a>, place: &Place) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for declared in &shell.parameters {
        let reason = match declared.location {
            Location::Path => "is part of the receiver's own URL",
            _ if parameters.iter().any(|it| it.wire == declared.name) => "is there in another place too",
            _ => {
                parameters.push(parameter(schemas, declared, place));
                continue;
            }
        };
        let at = schemas.origin(declared.at);
        let message = format!("parameter `{}` {reason}; it is left out", declared.name);
        schemas.diagnostics.warning("ignored-parameter", &at, message);
    }
    parameters
}

/// The object that the parameters are decoded into.
fn parameters_type(
    schemas: &mut Schemas<'_, '_>,
    shell: &OperationShell<'_>,
    parameters: &[Parameter],
    place: &Place,
) -> Option<TypeId> {
    if parameters.is_empty() {
        return None;
    }
    let id = schemas.reserve(&place.child("params"), shell.at);
    let ty = schemas.types.get_mut(id.0 as usize)?;
    ty.at = Origin::new(ty.at.file.clone(), format!("{}/parameters", ty.at.pointer));
    let object = Object {
        fields: parameters.iter().map(field).collect(),
        additional: Additional::Open,
        also: Vec::new(),
        positional: false,
    };
    ty.shape = Shape::Object(object);
    Some(id)
}

fn field(parameter: &Parameter) -> Field {
    Field {
        wire: parameter.wire.clone(),
        at: parameter.at.clone(),
        ty: parameter.ty.clone(),
        presence: if parameter.required { Presence::Required } else { Presence::Optional },
        boxed: false,
        description: parameter.description.clone(),
        default: parameter.default.clone(),
        deprecated: parameter.deprecated,
        read_only: false,
        write_only: false,
        constant: false,
    }
}

/// Once all types are known: bytes become text where they cannot stand, and inline types get the words of
/// their side, since what an operation calls its request is the payload here.
pub(super) fn settle(types: &mut [TypeDef], inboxes: &mut [Inbox]) {
    for message in inboxes.iter_mut().flat_map(|it| &mut it.messages) {
        let answers = message.answers.iter_mut().filter_map(|it| it.content.as_mut());
        let contents = message.body.iter_mut().map(|it| &mut it.content).chain(answers);
        contents.filter(|it| it.encoding != crate::ir::Encoding::Bytes).for_each(|it| super::binary::text(&mut it.ty));
        message.parameters.iter_mut().for_each(|it| super::binary::text(&mut it.ty));
    }
    for ty in types.iter_mut().filter(|it| matches!(it.home, Home::Webhook(..))) {
        match ty.hint.get_mut(1) {
            Some(word) if word == "request" => "payload".clone_into(word),
            Some(word) if word == "response" => "answer".clone_into(word),
            _ => {}
        }
    }
}
