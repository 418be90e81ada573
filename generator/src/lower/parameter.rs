//! Paths taken apart, and parameters outside the body.

use super::content::encoding;
use super::operation::text;
use super::place::Place;
use super::schemas::Schemas;
use super::sendable::sendable;
use crate::document::{OperationShell, ParameterShell};
use crate::ir::{Encoding, Location, Parameter, PathPart, Scalar, Style, TypeRef};
use crate::tree::Node;

/// The parts of an operation's path, and its parameters: those of the path in its order, then the others.
pub(super) fn parameters<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &OperationShell<'a>,
    place: &Place,
) -> (Vec<PathPart>, Vec<Parameter>) {
    let parts = path_parts(schemas, shell);
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut used = Vec::new();
    for part in &parts {
        let PathPart::Parameter(name) = part else { continue };
        if parameters.iter().any(|it| it.wire == *name) {
            continue;
        }
        parameters.push(match declared(shell, name) {
            Some(declared) => {
                if declared.name != *name {
                    let message = format!("`{}` is taken as `{{{name}}}` of the path", declared.name);
                    let at = schemas.origin(declared.at);
                    schemas.diagnostics.warning("path-parameter-name", &at, message);
                    used.push(declared.at);
                }
                Parameter { wire: name.clone(), ..parameter(schemas, declared, place) }
            }
            None => undeclared(schemas, shell, name),
        });
    }
    for declared in &shell.parameters {
        if declared.location != Location::Path {
            parameters.push(parameter(schemas, declared, place));
            continue;
        }
        let is_used = |it: &Parameter| it.location == Location::Path && it.wire == declared.name;
        if !parameters.iter().any(is_used) && !used.contains(&declared.at) {
            let at = schemas.origin(declared.at);
            let message = format!("`{}` is not in the path `{}`", declared.name, shell.path);
            schemas.diagnostics.warning("unused-path-parameter", &at, message).help("the parameter is left out");
        }
    }
    (parts, parameters)
}

/// Parts of a path that are looked at one by one; what is behind them is sent as it stands. Whatever is said of a parameter
/// names the whole path.
const MAX_PARTS: usize = 200;

/// The path parameter that is declared for `{name}`. A path may write more than the name (`{+path}`, `{id:[0-9]+}`)
/// or write it in another case.
fn declared<'s, 'a>(shell: &'s OperationShell<'a>, name: &str) -> Option<&'s ParameterShell<'a>> {
    let in_path = || shell.parameters.iter().filter(|it| it.location == Location::Path);
    let plain = name.split(':').next().unwrap_or(name).trim_matches(|it: char| !it.is_alphanumeric() && it != '_');
    let letters = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    let free = |it: &&ParameterShell<'_>| !shell.path.contains(&format!("{{{}}}", it.name));
    let alike = |it: &&ParameterShell<'_>| !plain.is_empty() && letters(&it.name) == letters(plain);
    in_path().find(|it| it.name == name).or_else(|| in_path().find(|it| free(it) && alike(it)))
}

fn path_parts(schemas: &mut Schemas<'_, '_>, shell: &OperationShell<'_>) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut rest = shell.path.as_str();
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let end = after.find(['{', '}']).filter(|it| *it > 0 && parts.len() < MAX_PARTS);
        match end.and_then(|it| Some((&after[..it], after[it..].strip_prefix('}')?))) {
            Some((name, after)) => {
                if !text.is_empty() {
                    parts.push(PathPart::Text(std::mem::take(&mut text)));
                }
                parts.push(PathPart::Parameter(name.to_owned()));
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    if !text.is_empty() {
        parts.push(PathPart::Text(text));
    }
    if parts.iter().any(|it| matches!(it, PathPart::Text(text) if text.contains(['{', '}']))) {
        let at = schemas.origin(shell.path_at);
        let message = format!("braces of `{}` name no parameter; they are sent as they stand", shell.path);
        schemas.diagnostics.warning("bad-path", &at, message);
    }
    parts
}

fn undeclared(schemas: &mut Schemas<'_, '_>, shell: &OperationShell<'_>, name: &str) -> Parameter {
    let at = schemas.origin(shell.at);
    schemas
        .diagnostics
        .warning("undeclared-path-parameter", &at, format!("`{name}` of the path `{}` is not declared", shell.path))
        .help("it is taken as a string");
    Parameter {
        wire: name.to_owned(),
        at,
        location: Location::Path,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        json: false,
        ty: TypeRef::Scalar(Scalar::String),
        required: true,
        description: None,
        default: None,
        example: None,
        deprecated: false,
    }
}

/// One parameter.
pub(super) fn parameter<'a>(schemas: &mut Schemas<'a, '_>, shell: &ParameterShell<'a>, place: &Place) -> Parameter {
    let content = shell.content.as_ref();
    let schema = shell.schema.or_else(|| content?.schema);
    let json = content.is_some_and(|it| encoding(&it.media_type) == Encoding::Json);
    let ty = match schema {
        Some(schema) => schemas.lower_node(schema, place.child(&shell.name)).ty,
        None if json => TypeRef::Scalar(Scalar::Json),
        None => TypeRef::Scalar(Scalar::String),
    };
    let of_schema = |keyword: &str| schema.and_then(|it| it.get(keyword));
    let said = schemas.annotations(schema);
    let first = schema.and_then(first_example);
    let written = [shell.example, content.and_then(|it| it.example), of_schema("example"), first, said.default];
    Parameter {
        wire: shell.name.clone(),
        at: schemas.origin(shell.at),
        location: shell.location,
        style: shell.style,
        explode: shell.explode,
        allow_reserved: shell.allow_reserved,
        json,
        ty,
        required: shell.required || shell.location == Location::Path,
        description: text(shell.shell.description.as_deref()).or_else(|| text(of_schema("description")?.as_str())),
        default: said.default.map(Node::literal),
        example: sendable(schemas.resolver, written, schema),
        deprecated: shell.shell.deprecated.unwrap_or(false) || said.deprecated,
    }
}

/// The first of a schema's `examples`.
pub(super) fn first_example(schema: &Node) -> Option<&Node> {
    schema.get("examples")?.as_list()?.first()
}
