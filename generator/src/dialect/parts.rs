//! Parts in the form of Swagger 2.0: bodies and forms among the parameters, types beside their names,
//! responses with a schema, sections at the root. They get the form of OpenAPI 3.0.
//!
//! A later document that holds such parts gets a warning for each of them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use camino::Utf8Path;

use super::form::Maker;
use super::roles::{self, Kind, Roles};
use super::version::Version;
use crate::diagnostics::Diagnostics;
use crate::document::Documents;
use crate::references::Resolver;
use crate::tree::{At, Map, Node, Value};

/// What an operation takes and answers that stands elsewhere, or in a list that it is taken from.
#[derive(Default)]
struct Facts {
    /// Its parameter in the body.
    body: Option<Node>,
    /// Further ones in the body, which cannot be sent.
    further: Vec<At>,
    /// Its parameters in a form.
    form: Vec<Node>,
    /// Responses that are written elsewhere, for operations with media types of their own.
    responses: Vec<(String, Node)>,
}

/// Media types that hold where an operation does not say any.
struct Defaults {
    consumes: Rc<[String]>,
    produces: Rc<[String]>,
}

/// Gives the parts of a document the form of OpenAPI 3.0. Gives back what each node is then.
pub(super) fn convert(
    documents: &mut Documents,
    main: &Utf8Path,
    version: Version,
    diagnostics: &mut Diagnostics,
) -> Roles {
    let mut said = Diagnostics::default();
    let roles = roles::collect(documents, main, &mut said);
    let mut survey =
        Survey { resolver: Resolver::new(documents), roles: &roles, facts: BTreeMap::new(), taken: BTreeSet::new() };
    documents.files.values().for_each(|root| survey.node(root));
    let Survey { facts, taken, .. } = survey;
    let Some(root) = documents.files.get(main) else { return roles };
    let media = |key: &str| texts(root, key).unwrap_or_else(|| Rc::from(["application/json".to_owned()]));
    let defaults = Defaults { consumes: media("consumes"), produces: media("produces") };
    let maker = Maker { locations: &mut documents.locations, diagnostics, version, changed: false };
    let mut parts = Parts { roles: &roles, facts, taken, defaults, maker };
    let produces = parts.defaults.produces.clone();
    documents.files.values_mut().for_each(|root| parts.convert(root, &produces));
    if let (Version::V20, Some(root)) = (version, documents.files.get_mut(main)) {
        parts.maker.document(root);
    } else if !parts.maker.changed {
        diagnostics.extend(said);
        return roles;
    }
    roles::collect(documents, main, diagnostics)
}

/// The texts that a node lists under a key.
fn texts(node: &Node, key: &str) -> Option<Rc<[String]>> {
    let list = node.get(key)?;
    let list = list.as_list().unwrap_or(std::slice::from_ref(list));
    let texts: Vec<String> = list.iter().filter_map(Node::as_str).map(str::to_owned).collect();
    (!texts.is_empty()).then(|| texts.into())
}

/// Finds what operations take and answer, before anything is moved.
struct Survey<'a> {
    resolver: Resolver<'a>,
    roles: &'a Roles,
    facts: BTreeMap<At, Facts>,
    /// Entries of parameter lists that are a body or part of a form.
    taken: BTreeSet<At>,
}

impl<'a> Survey<'a> {
    fn node(&mut self, node: &'a Node) {
        if self.roles.kind(node.at) == Some(Kind::PathItem) {
            let Inputs { body, form, .. } = self.inputs(node);
            for operation in node.as_object().into_iter().flat_map(Map::values) {
                if self.roles.kind(operation.at) == Some(Kind::Operation) {
                    self.operation(operation, body, &form);
                }
            }
        }
        match &node.value {
            Value::List(list) => list.iter().for_each(|it| self.node(it)),
            Value::Object(map) => map.values().for_each(|it| self.node(it)),
            _ => {}
        }
    }

    fn operation(&mut self, node: &'a Node, body: Option<&'a Node>, form: &[&'a Node]) {
        let Inputs { body: own_body, form: own_form, further } = self.inputs(node);
        let mut facts = Facts { body: own_body.or(body).cloned(), further, ..Facts::default() };
        let replaced = |it: &&&Node| own_form.iter().any(|own| own.text("name") == it.text("name"));
        let inherited = form.iter().filter(|it| !replaced(it)).copied();
        facts.form = inherited.chain(own_form.iter().copied()).cloned().collect();
        if node.get("produces").is_some() {
            let responses = node.get("responses").and_then(Node::as_object);
            for (status, response) in responses.into_iter().flat_map(Map::iter) {
                if let Some(target) = self.resolver.peek(response).filter(|it| it.node.get("schema").is_some()) {
                    facts.responses.push((status.to_owned(), target.node.clone()));
                }
            }
        }
        if facts.body.is_some() || !facts.form.is_empty() || !facts.responses.is_empty() {
            self.facts.insert(node.at, facts);
        }
    }

    /// The body and the form among the parameters of a node.
    fn inputs(&mut self, node: &'a Node) -> Inputs<'a> {
        let mut inputs = Inputs::default();
        for entry in node.get("parameters").and_then(Node::as_list).unwrap_or_default() {
            let mut found = entry;
            for _ in 0..16 {
                found = self.resolver.peek(found).map_or(found, |it| it.node);
            }
            match found.text("in") {
                Some("body") if inputs.body.is_some() => inputs.further.push(entry.at),
                Some("body") => inputs.body = Some(found),
                Some("formData" | "formdata" | "form") => inputs.form.push(found),
                _ => continue,
            }
            self.taken.insert(entry.at);
        }
        inputs
    }
}

/// The parameters of a node that become a request body.
#[derive(Default)]
struct Inputs<'a> {
    body: Option<&'a Node>,
    form: Vec<&'a Node>,
    /// Entries of further parameters in the body.
    further: Vec<At>,
}

struct Parts<'a> {
    roles: &'a Roles,
    facts: BTreeMap<At, Facts>,
    taken: BTreeSet<At>,
    defaults: Defaults,
    maker: Maker<'a>,
}

impl Parts<'_> {
    /// Converts the parts from `node` downwards; `produces` are the media types of responses.
    fn convert(&mut self, node: &mut Node, produces: &Rc<[String]>) {
        let mut produces = produces.clone();
        match self.roles.kind(node.at) {
            Some(Kind::Schema) => return,
            Some(Kind::Operation) => {
                produces = texts(node, "produces").unwrap_or(produces);
                self.operation(node, &produces);
            }
            Some(Kind::PathItem) => self.drop_taken(node),
            Some(Kind::Parameter) => self.maker.parameter(node),
            Some(Kind::Response) => self.maker.response(node, &produces),
            _ => {}
        }
        match &mut node.value {
            Value::List(list) => list.iter_mut().for_each(|it| self.convert(it, &produces)),
            Value::Object(map) => map.entries_mut().for_each(|(_, it)| self.convert(it, &produces)),
            _ => {}
        }
    }

    fn drop_taken(&self, node: &mut Node) {
        if let Some(Node { value: Value::List(list), .. }) = node.get_mut("parameters") {
            list.retain(|it| !self.taken.contains(&it.at));
        }
    }

    fn operation(&mut self, node: &mut Node, produces: &[String]) {
        let consumes = texts(node, "consumes").unwrap_or_else(|| self.defaults.consumes.clone());
        self.drop_taken(node);
        let facts = self.facts.remove(&node.at).unwrap_or_default();
        if let Some(responses) = node.get_mut("responses").and_then(Node::as_object_mut) {
            for (status, response) in facts.responses {
                if let Some(slot) = responses.get_mut(&status) {
                    *slot = self.maker.locations.copy(&response);
                    self.maker.response(slot, produces);
                }
            }
        }
        for at in facts.further {
            self.maker.left_out(at, "a request has one body; this one is left out");
        }
        let Some(map) = node.as_object_mut() else { return };
        if self.maker.version == Version::V20 {
            map.remove("consumes");
            map.remove("produces");
        }
        self.maker.body(map, facts.body.as_ref(), &facts.form, &consumes);
    }
}
