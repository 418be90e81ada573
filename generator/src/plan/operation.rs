//! Operations: the methods that call them.

use super::answer::{self, ByStatusView, CallType};
use super::docs;
use super::facts::{self, FactsView};
use super::imports::Imports;
use super::inbox;
use super::params::{ParamsView, params};
use super::prologue;
use super::step::{ArgumentView, Given, Step, arguments, step};
use crate::fragment::{Docs, Expr, Ident, Md, Type, view};
use crate::ir::{Location, Operation, OperationId, Parameter};
use crate::names::{FieldNames, OperationNames};
use crate::structure::Item;

/// Arguments of one method; where there would be more, the struct of parameters takes the required ones too.
const MOST_ARGUMENTS: usize = 5;

view! {
    /// A method.
    pub(super) struct MethodView {
        docs: Docs,
        pub(super) name: Ident,
        pub(super) arguments: Vec<ArgumentView>,
        pub(super) returns: Type,
        body: Expr,
        deprecated: bool,
        /// It calls what is deprecated.
        calls_deprecated: bool,
    }
}

/// Everything that one operation adds to its namespace's file.
pub(super) struct Parts {
    pub(super) methods: Vec<MethodView>,
    pub(super) params: Option<ParamsView>,
    pub(super) enums: Vec<ByStatusView>,
    pub(super) facts: FactsView,
}

/// How an operation is called.
pub(super) struct Signature<'a> {
    /// Arguments of the method, in their order.
    pub(super) plain: Vec<Given<'a>>,
    /// Parameters in the struct.
    pub(super) gathered: Vec<(&'a Parameter, &'a FieldNames)>,
    /// Whether the struct holds required parameters, so that there is no method without it.
    pub(super) only_with: bool,
}

impl<'a> Signature<'a> {
    pub(super) fn new(operation: &'a Operation, names: &'a OperationNames) -> Self {
        let all = || operation.parameters.iter().zip(&names.parameters);
        let required = all().filter(|(it, _)| it.required).count() + usize::from(operation.body.is_some());
        let only_with = required > MOST_ARGUMENTS && all().any(|(it, _)| it.required && it.location != Location::Path);
        let is_argument = |it: &Parameter| it.location == Location::Path || it.required && !only_with;
        let plain = all().filter(|(it, _)| is_argument(it)).map(|(it, names)| Given::Parameter(it, names));
        Self {
            plain: plain.chain(operation.body.as_ref().map(Given::Body)).collect(),
            gathered: all().filter(|(it, _)| !is_argument(it)).collect(),
            only_with,
        }
    }
}

/// Plans one operation.
pub(super) fn operation<'a>(
    imports: &mut Imports<'a>,
    id: OperationId,
    operation: &'a Operation,
    client: &Expr,
    items: &mut Vec<Item>,
) -> Parts {
    let names = imports.context.names.operation(id);
    imports.fixed("sdk_runtime", &["Call"]);
    let signature = Signature::new(operation, names);
    let call = CallType::new(imports, operation, names);
    let steps: Vec<Step> = signature.plain.iter().map(|it| step(imports, *it)).collect();
    let first = operation.form.as_ref().map_or(id, |it| it.of);
    let docs =
        prologue::method(imports.context, operation, &imports.context.names.operation(first).method, &steps, &call);
    let callbacks = inbox::sent_by(imports.context, first);
    let docs = match callbacks.is_empty() {
        true => docs,
        false => docs.and(&Docs::line(&Md::fixed("# Callbacks"))).and(&Docs::list(&callbacks)),
    };
    let begun = call.begin(client, &names.facts);
    let (plain, with) = (called(&begun, &steps, false), called(&begun, &steps, true));
    let base = Base { operation, call: &call, steps: &steps, names };
    let mut methods = Vec::new();
    if signature.only_with {
        methods.push(base.method(&names.method, docs, with, true));
    } else {
        methods.push(base.method(&names.method, docs, plain, false));
        if !signature.gathered.is_empty() {
            methods.push(base.method(&names.method_with, with_docs(&names.method), with, true));
        }
    }
    base.aliases(&signature, &mut methods);
    items.push(Item::Static(names.facts.clone()));
    let owner = Type::from(&imports.context.names.namespace(operation.namespace).name);
    let own = operation.form.is_none() && !signature.gathered.is_empty();
    let params = own.then(|| params(imports, &owner, names, &signature.gathered, items));
    Parts {
        methods,
        params,
        enums: answer::enums(imports, operation, names, items),
        facts: facts::operation(imports, operation, &names.facts),
    }
}

/// The chain of calls that fills an operation in.
fn called(begun: &Expr, steps: &[Step], with: bool) -> Expr {
    let (body, others): (Vec<&Step>, Vec<&Step>) = steps.iter().partition(|it| it.name.as_str() == "body");
    let mut chain = begun.clone();
    for it in others {
        chain = chain.method(&it.method, it.arguments.iter().cloned());
    }
    if with {
        chain = chain.method(&Ident::fixed("params"), [Expr::fixed("&params")]);
    }
    for it in body {
        chain = chain.method(&it.method, it.arguments.iter().cloned());
    }
    chain
}

/// What all methods of an operation share.
struct Base<'a, 'b> {
    operation: &'a Operation,
    call: &'b CallType,
    steps: &'b [Step],
    names: &'a OperationNames,
}

impl Base<'_, '_> {
    fn method(&self, name: &Ident, docs: Docs, body: Expr, with: bool) -> MethodView {
        MethodView {
            docs,
            name: name.clone(),
            arguments: arguments(self.steps, with.then_some(&self.names.params)),
            returns: self.call.ty(),
            body,
            deprecated: self.operation.deprecated,
            calls_deprecated: false,
        }
    }

    fn alias(&self, name: &Ident, of: &Ident, given: Vec<Expr>, with: bool) -> MethodView {
        let body = Expr::fixed("self").method(of, given);
        let method = self.method(name, alias_docs(of), body, with);
        MethodView { calls_deprecated: self.operation.deprecated, ..method }
    }

    fn aliases(&self, signature: &Signature<'_>, methods: &mut Vec<MethodView>) {
        let given = |with: bool| {
            let plain = self.steps.iter().map(|it| Expr::path(&Type::from(&it.name)));
            plain.chain(with.then(|| Expr::fixed("params"))).collect::<Vec<_>>()
        };
        let names = self.names;
        for (alias, alias_with) in names.aliases.iter().zip(&names.aliases_with) {
            let with = signature.only_with;
            methods.push(self.alias(alias, &names.method, given(with), with));
            if !with && !signature.gathered.is_empty() {
                methods.push(self.alias(alias_with, &names.method_with, given(true), true));
            }
        }
    }
}

fn with_docs(method: &Ident) -> Docs {
    docs::line(&[docs::method_link(method), Md::fixed(" with its optional parameters.")])
}

fn alias_docs(method: &Ident) -> Docs {
    docs::line(&[Md::fixed("Another name of "), docs::method_link(method), Md::fixed(".")])
}
