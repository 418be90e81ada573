//! Tests of waiters: the server answers the start, then a poll whose state ends the wait.

use super::super::context::Context;
use super::super::example::{least, literal};
use super::super::operation::Signature;
use super::{argument, params, status};
use crate::fragment::{Expr, Num, Str, Type, view};
use crate::ir::{BindingFrom, Literal, Operation, OperationId, Shape, TypeRef, Waiter};

view! {
    /// A waiter that is run to its end.
    pub(super) struct WaitView {
        pub(super) call: Expr,
        replies: Vec<ReplyView>,
    }

    /// One of the server's answers.
    struct ReplyView {
        status: Num,
        body: Str,
    }
}

/// The tests of a namespace's waiters.
pub(super) fn waiters(context: Context<'_>, namespace: u32, is_root: bool) -> Vec<WaitView> {
    let all = context.sdk.waiters.iter().enumerate().filter(|(_, it)| it.namespace == namespace);
    all.filter_map(|(number, it)| waiter(context, number, it, is_root)).collect()
}

fn waiter(context: Context<'_>, number: usize, it: &Waiter, is_root: bool) -> Option<WaitView> {
    let (start, poll) = (operation(context, it.start)?, operation(context, it.poll)?);
    let names = context.names.operation(it.start);
    let signature = Signature::new(start, names);
    let mut given: Vec<Expr> = signature.plain.iter().map(|it| argument(context, *it)).collect();
    if signature.only_with {
        let library = Type::from(&context.names.library);
        let namespace = context.names.namespace(start.namespace);
        let module = if is_root { library } else { library.join(&namespace.module) };
        given.push(params(context, &module.join(&names.params), &signature));
    }
    let fields = it.bind.iter().filter_map(|it| if let BindingFrom::Field(it) = &it.from { Some(it) } else { None });
    let started = fields.fold(answer(context, start)?, |answer, field| {
        let value = bound(context, start, field);
        with(answer, field, value, false)
    });
    let state = Literal::String(it.until.first()?.clone());
    let ended = with(answer(context, poll)?, &it.state, state, true);
    let mut replies = vec![reply(start, &started), reply(poll, &ended)];
    if let Some(fetch) = it.fetch.and_then(|id| operation(context, id)) {
        replies.push(reply(fetch, &answer(context, fetch)?));
    }
    Some(WaitView { call: Expr::fixed("api").method(&context.names.waiter(number).method, given), replies })
}

fn operation(context: Context<'_>, id: OperationId) -> Option<&Operation> {
    context.sdk.operations.get(id.0 as usize)
}

fn reply(operation: &Operation, body: &Literal) -> ReplyView {
    ReplyView { status: status(operation), body: literal(body) }
}

/// The first described success, as its example has it.
fn answer(context: Context<'_>, operation: &Operation) -> Option<Literal> {
    let first = operation.success.first()?;
    let content = first.content.as_ref()?;
    Some(first.example.clone().unwrap_or_else(|| least(context, &content.ty, false)))
}

/// A value for a field of an operation's answer.
fn bound(context: Context<'_>, operation: &Operation, field: &str) -> Literal {
    let content = operation.success.first().and_then(|it| it.content.as_ref());
    let object = content.and_then(|it| match context.resolve(&it.ty) {
        TypeRef::Named(id) => Some(&context.def(*id).shape),
        _ => None,
    });
    let ty = match object {
        Some(Shape::Object(object)) => object.fields.iter().find(|it| it.wire == field).map(|it| &it.ty),
        _ => None,
    };
    let value = ty.map(|it| least(context, it, false));
    value.filter(|it| *it != Literal::Null).unwrap_or_else(|| Literal::String("1".to_owned()))
}

/// The object with this member; one that it has already is replaced only where `anyway` says so or it is null.
fn with(object: Literal, path: &str, value: Literal, anyway: bool) -> Literal {
    let Literal::Object(mut members) = object else { return object };
    let (key, value) = match path.split_once('.') {
        Some((key, rest)) => {
            let inner = members.iter().find(|it| it.0 == key).map(|it| it.1.clone());
            (key, with(inner.unwrap_or(Literal::Object(Vec::new())), rest, value, anyway))
        }
        None => (path, value),
    };
    let anyway = anyway || path.contains('.');
    match members.iter_mut().find(|it| it.0 == key) {
        Some((_, old)) if anyway || *old == Literal::Null => *old = value,
        Some(_) => {}
        None => members.push((key.to_owned(), value)),
    }
    Literal::Object(members)
}
