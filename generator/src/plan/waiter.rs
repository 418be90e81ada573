//! Waiters: methods that start something and poll until it ends.

use super::answer::{Answer, CallType, answer};
use super::context::Context;
use super::docs;
use super::facts::{FactView, FactsView, fact};
use super::fields::storage;
use super::imports::Imports;
use super::operation::Signature;
use super::step::{ArgumentView, Given, arguments, step};
use crate::fragment::{Code, Docs, Expr, Ident, Md, Num, Str, Type, view};
use crate::ir::{BindingFrom, Field, Location, OperationId, Pending, Presence, Scalar, Shape, TypeId, TypeRef, Waiter};
use crate::names::{FieldNames, WaiterNames};

view! {
    /// A waiter's method.
    pub(super) struct WaiterView {
        docs: Docs,
        pub(super) name: Ident,
        pub(super) arguments: Vec<ArgumentView>,
        pub(super) returns: Type,
        facts: Ident,
        /// Arguments of the start operation that other calls need too.
        kept: Vec<Ident>,
        start: Expr,
        poll: NextView,
        fetch: Option<NextView>,
        /// The state that `polled` is in.
        state: Expr,
        /// It calls what is deprecated.
        calls_deprecated: bool,
    }

    /// A function that makes the next call from the answer of the start operation.
    pub(super) struct NextView {
        bindings: Vec<BindingView>,
        /// Arguments of the start operation that it needs too.
        captured: Vec<Ident>,
        call: Expr,
    }

    /// A value of the start operation's answer.
    pub(super) struct BindingView {
        local: Ident,
        /// `started.field`
        value: Expr,
        wire: Str,
        /// What makes it an option, where it is none already: `.as_option()`.
        option: BindingKind,
    }

    /// How the field holds the value.
    pub(super) enum BindingKind {
        /// It is always there.
        Always(()),
        /// It is an option.
        Option(()),
        /// It is a `Nullable`.
        Nullable(()),
    }
}

/// Everything that a waiter adds to its namespace's file.
pub(super) struct Parts {
    pub(super) method: WaiterView,
    pub(super) facts: FactsView,
}

/// A field of an object, with its names, how it is stored, and the value that has it.
type Found<'a> = (&'a Field, &'a FieldNames, Presence, Expr);

/// Plans one waiter; `None` where it names what its operations do not have, which `check` reports.
pub(super) fn waiter<'a>(imports: &mut Imports<'a>, waiter: &'a Waiter, names: &'a WaiterNames) -> Option<Parts> {
    let context = imports.context;
    let start = operation(context, waiter.start)?;
    let start_names = context.names.operation(waiter.start);
    let started = CallType::new(imports, start, start_names);
    let started_object = object(context, waiter.start)?;
    let polled_object = object(context, waiter.poll)?;
    let poll = next(imports, waiter, waiter.poll, started_object)?;
    let polled = answered(imports, waiter.poll)?;
    let (fetch, result) = match waiter.fetch {
        Some(id) => (Some(next(imports, waiter, id, started_object)?), answered(imports, id)?),
        None => (None, polled.clone()),
    };
    let state = state(imports, polled_object, &waiter.state)?;
    let failure = started.failure.clone().unwrap_or(Type::fixed("ErrorBody"));
    let needs_failure = fetch.is_some() || started.failure.is_some();
    if needs_failure && started.failure.is_none() {
        imports.fixed("sdk_runtime", &["ErrorBody"]);
    }
    imports.fixed("sdk_runtime", &["Waiter"]);
    let here_is_root = is_root(context, waiter.namespace);
    let mut types = vec![started.answer.clone(), result];
    types.extend(needs_failure.then_some(failure));
    types.extend(fetch.is_some().then_some(polled));
    let signature = Signature::new(start, start_names);
    let steps: Vec<_> = signature.plain.iter().map(|it: &Given<'a>| step(imports, *it)).collect();
    let with = signature.only_with;
    let kept = kept(context, waiter);
    let given = steps.iter().map(|it| {
        let name = Expr::path(&Type::from(&it.name));
        if kept.contains(&it.name) { name.wrap("&", "") } else { name }
    });
    let given = given.chain(with.then(|| Expr::fixed("params")));
    let client = if here_is_root { "&self.core" } else { "&self.client" };
    let begun = receiver(imports, waiter.namespace, start.namespace, client);
    let view = WaiterView {
        docs: waiter_docs(context, waiter),
        name: names.method.clone(),
        arguments: arguments(&steps, with.then_some(&start_names.params)),
        returns: Type::of("Waiter", types),
        facts: names.facts.clone(),
        kept: kept.clone(),
        start: started.for_one_page(begun.method(&start_names.method, given)),
        poll,
        fetch,
        state,
        calls_deprecated: calls_deprecated(context, waiter),
    };
    let id = format!("{}.{}", context.sdk.namespaces.get(waiter.namespace as usize)?.name, waiter.hint);
    Some(Parts { method: view, facts: facts(imports, waiter, &id, names) })
}

fn operation(context: Context<'_>, id: OperationId) -> Option<&crate::ir::Operation> {
    context.sdk.operations.get(id.0 as usize)
}

/// Whether an operation of the waiter is deprecated.
fn calls_deprecated(context: Context<'_>, waiter: &Waiter) -> bool {
    let operations = [Some(waiter.start), Some(waiter.poll), waiter.fetch];
    operations.into_iter().flatten().filter_map(|id| operation(context, id)).any(|it| it.deprecated)
}

/// The object that an operation answers.
fn object(context: Context<'_>, id: OperationId) -> Option<TypeId> {
    match answer(operation(context, id)?) {
        Answer::One(content) => match context.resolve(&content.ty) {
            TypeRef::Named(id) if matches!(context.def(*id).shape, Shape::Object(_)) => Some(*id),
            _ => None,
        },
        _ => None,
    }
}

/// The field at the end of a path of fields, and the value that has it. All but the last are always there.
fn find<'a>(context: Context<'a>, id: TypeId, local: &'static str, path: &str) -> Option<Found<'a>> {
    let (mut id, mut within) = (id, Expr::fixed(local));
    let mut steps = path.split('.').peekable();
    loop {
        let wire = steps.next()?;
        let def = context.def(id);
        let Shape::Object(object) = &def.shape else { return None };
        let mut fields = object.fields.iter().zip(&context.ty(id).fields);
        let (field, names) = fields.find(|(it, _)| it.wire == wire)?;
        let presence = storage(def, field);
        if steps.peek().is_none() {
            return Some((field, names, presence, within));
        }
        let TypeRef::Named(next) = context.resolve(&field.ty) else { return None };
        (id, within) = (*next, within.field(&names.field));
    }
}

/// What such an argument is called.
fn kept_argument(context: Context<'_>, waiter: &Waiter, wire: &str) -> Option<Ident> {
    let parameters = operation(context, waiter.start)?.parameters.iter();
    let mut named = parameters.zip(&context.names.operation(waiter.start).parameters);
    named.find(|(it, _)| it.location == Location::Path && it.wire == wire).map(|(_, names)| names.field.clone())
}

/// All of them, each once.
fn kept(context: Context<'_>, waiter: &Waiter) -> Vec<Ident> {
    let mut kept = Vec::new();
    for binding in &waiter.bind {
        if let BindingFrom::Argument(wire) = &binding.from {
            kept.extend(kept_argument(context, waiter, wire).filter(|it| !kept.contains(it)));
        }
    }
    kept
}

/// Whether a namespace's operations sit on the client itself.
pub(super) fn is_root(context: Context<'_>, namespace: u32) -> bool {
    context.sdk.namespaces.get(namespace as usize).is_some_and(|it| it.name.is_empty())
}

/// The type whose methods a namespace's operations are, on a given client.
fn receiver(imports: &mut Imports<'_>, here: u32, there: u32, client: &'static str) -> Expr {
    let is_root = is_root(imports.context, there);
    if !is_root {
        imports.calls(there);
    }
    let names = imports.context.names.namespace(there);
    if here == there && client.starts_with("&self") {
        return Expr::fixed("self");
    }
    let ty = match (here == there, is_root) {
        (true, _) => Type::fixed("Self"),
        (false, true) => Type::fixed("crate::Client"),
        (false, false) => Type::fixed("crate").join(&names.module).join(&names.name),
    };
    match is_root {
        true => {
            imports.fixed("sdk_runtime", &["Sdk"]);
            Expr::call(&ty.join(&Ident::fixed("from_core")), [Expr::fixed(client).wrap("", ".clone()")])
        }
        false => Expr::call(&ty.join(&Ident::fixed("new")), [Expr::fixed(client)]),
    }
}

fn next<'a>(imports: &mut Imports<'a>, waiter: &'a Waiter, id: OperationId, started: TypeId) -> Option<NextView> {
    let context = imports.context;
    let (target, names) = (operation(context, id)?, context.names.operation(id));
    let mut bindings = Vec::new();
    let mut given = Vec::new();
    let mut captured = Vec::new();
    let parameters = target.parameters.iter().zip(&names.parameters);
    for (parameter, names) in parameters.filter(|(it, _)| it.location == Location::Path) {
        let binding = waiter.bind.iter().find(|it| it.parameter == parameter.wire)?;
        let from = match &binding.from {
            BindingFrom::Argument(wire) => {
                let argument = kept_argument(context, waiter, wire)?;
                given.push(Expr::path(&Type::from(&argument)).wrap("&", ""));
                captured.push(argument);
                continue;
            }
            BindingFrom::Field(field) => field,
        };
        given.push(Expr::path(&Type::from(&names.field)));
        let (field, found, presence, within) = find(context, started, "started", from)?;
        bindings.push(BindingView {
            local: names.field.clone(),
            value: within.field(&found.field),
            wire: Str::new(&field.wire),
            option: match presence {
                Presence::Required => BindingKind::Always(()),
                Presence::Optional | Presence::Nullable => BindingKind::Option(()),
                Presence::OptionalNullable => BindingKind::Nullable(()),
            },
        });
    }
    let receiver = receiver(imports, waiter.namespace, target.namespace, "client");
    let ty = CallType::new(imports, target, context.names.operation(id));
    let call = receiver.method(&names.method, given).method(&Ident::fixed("untyped_errors"), []);
    let call = ty.for_one_page(call);
    if bindings.iter().any(|it| !matches!(it.option, BindingKind::Always(()))) {
        imports.fixed("sdk_runtime", &["Error"]);
    }
    Some(NextView { bindings, captured, call })
}

/// The type that an operation answers.
fn answered(imports: &mut Imports<'_>, id: OperationId) -> Option<Type> {
    let context = imports.context;
    Some(CallType::new(imports, operation(context, id)?, context.names.operation(id)).answer)
}

/// The expression that reads the state from `polled`.
fn state<'a>(imports: &mut Imports<'a>, polled: TypeId, wire: &str) -> Option<Expr> {
    let context = imports.context;
    let (field, names, presence, within) = find(context, polled, "polled", wire)?;
    let it = within.field(&names.field);
    let ty = context.resolve(&field.ty);
    let json = *ty == TypeRef::Scalar(Scalar::Json);
    let text = *ty == TypeRef::Scalar(Scalar::String);
    let as_str = Ident::fixed("as_str");
    let option = match presence {
        Presence::Required => {
            let value = it.method(&as_str, Vec::new());
            return Some(if json { value } else { value.wrap("Some(", ")") });
        }
        Presence::Optional | Presence::Nullable if text => {
            return Some(it.method(&Ident::fixed("as_deref"), Vec::new()));
        }
        Presence::Optional | Presence::Nullable => it.method(&Ident::fixed("as_ref"), Vec::new()),
        Presence::OptionalNullable => it.method(&Ident::fixed("as_option"), Vec::new()),
    };
    let owner = match ty {
        TypeRef::Scalar(Scalar::String) => Type::fixed("String"),
        TypeRef::Scalar(Scalar::Json) => imports.runtime("sdk_runtime", "data", "Json"),
        TypeRef::Named(id) if matches!(context.def(*id).shape, Shape::Enum(_)) => imports.named(*id),
        _ => return None,
    };
    let through = Ident::fixed(if json { "and_then" } else { "map" });
    Some(option.method(&through, [Expr::path(&owner.join(&as_str))]))
}

fn waiter_docs(context: Context<'_>, waiter: &Waiter) -> Docs {
    let path = |id: OperationId| operation(context, id).map(super::prologue::method_line);
    let mut docs = Docs::of(Some(&waiter.summary), waiter.description.as_deref(), &Md::fixed("Waits for the end."));
    if let (Some(start), Some(poll)) = (path(waiter.start), path(waiter.poll)) {
        let every = Code::new(&format!("{:?}", std::time::Duration::from_millis(waiter.every_ms)));
        let mut pieces = vec![start, Md::fixed(", then "), poll, Md::fixed(" every "), every.into()];
        if let Some(fetch) = waiter.fetch.and_then(path) {
            pieces.extend([Md::fixed(", then "), fetch]);
        }
        docs = docs.and(&docs::line(&pieces));
    }
    let longest = Code::new(&format!("{:?}", std::time::Duration::from_millis(waiter.timeout_ms)));
    let timeout = docs::line(&[
        Md::fixed("A timeout if it has not ended after "),
        longest.into(),
        Md::fixed(", and whatever the operations give."),
    ]);
    docs.and(&Docs::line(&Md::fixed("# Errors"))).and(&timeout)
}

fn facts(imports: &mut Imports<'_>, waiter: &Waiter, id: &str, names: &WaiterNames) -> FactsView {
    imports.fixed("sdk_runtime::facts", &["WaiterFacts"]);
    let until = Expr::texts(&waiter.until);
    let mut facts = vec![fact("id", Str::new(id.trim_start_matches('.'))), fact("until", until)];
    for (name, millis, usual) in [("every", waiter.every_ms, 2_000), ("timeout", waiter.timeout_ms, 600_000)] {
        if millis != usual {
            imports.fixed("std::time", &["Duration"]);
            facts.push(fact(name, duration(millis)));
        }
    }
    if !waiter.pending.is_empty() {
        imports.fixed("sdk_runtime::facts", &["Pending"]);
        facts.push(pending(&waiter.pending));
    }
    FactsView { name: names.facts.clone(), facts }
}

fn pending(pending: &[Pending]) -> FactView {
    fact(
        "pending",
        Expr::slice(pending.iter().map(|it| match it {
            Pending::Status(status) => Expr::call(&Type::fixed("Pending::Status"), [Num::int(*status).into()]),
            Pending::Code(code) => Expr::call(&Type::fixed("Pending::Code"), [Str::new(code).into()]),
        })),
    )
}

/// A duration in the largest unit that shows it whole.
pub(super) fn duration(millis: u64) -> Expr {
    match millis % 1000 {
        0 => Expr::call(&Type::fixed("Duration::from_secs"), [Num::int(millis / 1000).into()]),
        _ => Expr::call(&Type::fixed("Duration::from_millis"), [Num::int(millis).into()]),
    }
}
