//! Operations: identity, parameters, body, answers, security, and what `sdk.yaml` says of them.

use std::collections::BTreeMap;

use super::body::Other;
use super::identity::{Identity, identities, order};
use super::schemas::Schemas;
use super::security::alternatives;
use super::{alias, body, parameter, select, settings};
use crate::config::reader::Report;
use crate::config::{Config, Named, OperationRule};
use crate::document::{Api, OperationShell};
use crate::ir::{
    Body, EmptyBody, Encoding, Form, Link, Method, Namespace, Operation, OperationId, Response, RetrySafety,
    SecurityScheme, Side,
};

/// All operations that are chosen, the namespaces they are in, and the ids of the others.
pub(super) fn operations<'a>(
    schemas: &mut Schemas<'a, '_>,
    api: Option<&Api<'a>>,
    config: &Config,
    security: &[SecurityScheme],
) -> (Vec<Operation>, Vec<Namespace>, Vec<String>) {
    let Some(api) = api else { return (Vec::new(), Vec::new(), Vec::new()) };
    let mut identities = identities(&api.operations);
    report_duplicates(schemas, &identities, api);
    let rules = rules(schemas, config, &identities);
    rename(&mut identities, &rules);
    let (mut narrowed, mut left_out, mut operations) = (None, Vec::new(), Vec::new());
    if config.select.is_active() {
        let (api, kept, others) = select::narrow(schemas, api, &config.select, identities);
        (narrowed, identities, left_out) = (Some(api), kept, others);
    }
    let api = narrowed.as_ref().unwrap_or(api);
    let namespaces = namespaces(schemas, api, &identities);
    for (shell, identity) in api.operations.iter().zip(&identities) {
        let rule = rules.get(identity.id.as_str()).copied();
        let namespace = namespaces.iter().position(|it| it.name == identity.namespace).unwrap_or_default();
        let id = OperationId(operations.len() as u32);
        let place = super::place::Place::new(vec![identity.owner.clone()], crate::ir::Home::Operation(id.0));
        let (path_parts, parameters) = parameter::parameters(schemas, shell, &place);
        let (of_client, parameters) = parameters.into_iter().partition(|it| settings::fills(config, it));
        let answers = body::responses(schemas, shell, &place, rule.map(|it| it.unwrap.as_slice()).unwrap_or_default());
        let (body, bodies) = body::bodies(schemas, shell, &place);
        let requirements = shell.shell.security.as_deref().or(api.security.as_deref()).unwrap_or_default();
        let at = schemas.origin(shell.at);
        let operation = Operation {
            id: identity.id.clone(),
            namespace: namespace as u32,
            hint: identity.hint.clone(),
            aliases: alias::own(rule),
            method: shell.method,
            path: shell.path.clone(),
            path_parts,
            parameters,
            of_client,
            body,
            success: answers.success,
            errors: answers.errors,
            security: alternatives(requirements, security, &at, schemas.diagnostics),
            retry: rule.and_then(|it| it.retry).unwrap_or_else(|| safety(shell.method)),
            empty_body: empty_body(shell, rule, config),
            unwrap: rule.into_iter().flat_map(|it| &it.unwrap).map(|it| it.0.clone()).collect(),
            expects: Vec::new(),
            paging: None,
            stream: None,
            versions: Vec::new(),
            own_data: false,
            server: schemas.server(&shell.servers),
            summary: text(shell.shell.summary.as_deref()),
            description: text(shell.shell.description.as_deref()),
            links: links(shell),
            deprecated: shell.shell.deprecated,
            alias_of: None,
            form: None,
            at,
        };
        let forms = forms(schemas, id, &operation, bodies, answers.others);
        operations.push(operation);
        operations.extend(forms);
    }
    alias::add(schemas, &mut operations, &namespaces, &rules);
    (operations, namespaces, left_out)
}

/// Namespaces and methods as `sdk.yaml` names them.
fn rename(identities: &mut [Identity], rules: &BTreeMap<&str, &OperationRule>) {
    for identity in identities {
        let Some(rule) = rules.get(identity.id.as_str()) else { continue };
        if let Some(namespace) = &rule.namespace {
            identity.namespace = namespace.clone();
            if !identity.duplicate && identity.owner == identity.id {
                identity.hint = super::identity::method_hint(&identity.id, namespace);
            }
        }
        if let Some(method) = &rule.method {
            identity.hint = method.clone();
        }
    }
}

/// The other forms of an operation: with another body, and with another answer.
fn forms(
    schemas: &Schemas<'_, '_>,
    of: OperationId,
    operation: &Operation,
    bodies: Vec<Other<Body>>,
    mut answers: Vec<Other<Vec<Response>>>,
) -> Vec<Operation> {
    let form = |word: String, at, side| Operation {
        hint: format!("{}_as_{word}", operation.hint),
        at: schemas.origin(at),
        aliases: Vec::new(),
        form: Some(Form { of, word, side }),
        ..operation.clone()
    };
    let mut forms = Vec::new();
    for it in bodies {
        // A version of JSON of the caller's own is what it wants back, too.
        let is_json = it.what.content.encoding == Encoding::Json;
        let same = answers.iter().position(|other| is_json && other.word == it.word);
        let answer = same.map(|index| answers.remove(index).what);
        let side = if answer.is_some() { Side::Both } else { Side::Request };
        let success = answer.unwrap_or_else(|| operation.success.clone());
        forms.push(Operation { body: Some(it.what), success, ..form(it.word, it.at, side) });
    }
    let answers = answers.into_iter();
    forms.extend(answers.map(|it| Operation { success: it.what, ..form(it.word, it.at, Side::Response) }));
    forms
}

/// The links of all answers; one that several answers have is said once.
fn links(shell: &OperationShell<'_>) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    for it in shell.responses.iter().flat_map(|it| &it.links) {
        let description = text(it.description.as_deref());
        let link = Link { name: it.name.clone(), operation: it.operation.clone(), description };
        if !links.contains(&link) {
            links.push(link);
        }
    }
    links
}

/// Text that says something.
pub(super) fn text(text: Option<&str>) -> Option<String> {
    text.filter(|it| !it.trim().is_empty()).map(str::to_owned)
}

fn report_duplicates(schemas: &mut Schemas<'_, '_>, identities: &[Identity], api: &Api<'_>) {
    for (identity, shell) in identities.iter().zip(&api.operations).filter(|it| it.0.duplicate) {
        let at = shell.node.get("operationId").map_or(shell.at, |it| it.at);
        let at = schemas.origin(at);
        let id = shell.shell.operation_id.as_deref().unwrap_or_default();
        schemas
            .diagnostics
            .warning("duplicate-operation-id", &at, format!("another operation has the id `{id}` too"))
            .help(format!("this one is taken as `{}`", identity.id));
    }
}

/// The operation of that id; a name of none is an error.
pub(super) fn find(operations: &[Operation], (id, at): &Named, report: &mut Report<'_>) -> Option<OperationId> {
    let found = operations.iter().position(|it| it.form.is_none() && it.id == *id);
    if found.is_none() {
        let known = operations.iter().map(|it| it.id.as_str());
        report.unknown("unknown-operation", *at, format!("there is no operation `{id}`"), id, known);
    }
    found.map(|it| OperationId(it as u32))
}

/// Rules by the operation they are for; one for no operation is an error.
fn rules<'c>(
    schemas: &mut Schemas<'_, '_>,
    config: &'c Config,
    identities: &[Identity],
) -> BTreeMap<&'c str, &'c OperationRule> {
    let mut rules = BTreeMap::new();
    for rule in &config.operations {
        if identities.iter().any(|it| it.id == rule.id) {
            rules.insert(rule.id.as_str(), rule);
            continue;
        }
        let message = format!("there is no operation `{}`", rule.id);
        let known = identities.iter().map(|it| it.id.as_str());
        schemas.report().unknown("unknown-operation", rule.at, message, &rule.id, known);
    }
    rules
}

fn namespaces(schemas: &Schemas<'_, '_>, api: &Api<'_>, identities: &[Identity]) -> Vec<Namespace> {
    let declared = api.tags.iter().map(|it| it.shell.name.as_str());
    let names = order(declared, identities.iter().map(|it| it.namespace.as_str()));
    let namespace = |name: String| {
        let tag = api.tags.iter().find(|it| it.shell.name == name);
        let user = identities.iter().zip(&api.operations).find(|it| it.0.namespace == name).map(|it| it.1.at);
        let at = tag.map(|it| it.at).or(user).unwrap_or(api.at);
        Namespace {
            description: tag.and_then(|it| text(it.shell.description.as_deref())),
            at: schemas.origin(at),
            name,
        }
    };
    names.into_iter().map(namespace).collect()
}

/// HTTP's own view (RFC 9110, section 9.2.2): all but POST and PATCH are idempotent.
fn safety(method: Method) -> RetrySafety {
    match method {
        Method::Post | Method::Patch => RetrySafety::Unsafe,
        _ => RetrySafety::Safe,
    }
}

fn empty_body(shell: &OperationShell<'_>, rule: Option<&OperationRule>, config: &Config) -> EmptyBody {
    let takes_body = matches!(shell.method, Method::Post | Method::Put | Method::Patch);
    let default = if takes_body { config.empty_body } else { EmptyBody::None };
    rule.and_then(|it| it.empty_body).unwrap_or(default)
}
