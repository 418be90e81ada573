//! Paths taken apart, and parameters outside the body.

use super::body::encoding;
use super::literal::literal;
use super::operation::text;
use super::place::Place;
use super::schemas::{Schemas, flag};
use crate::document::{OperationShell, ParameterShell};
use crate::ir::{Encoding, Location, Parameter, PathPart, Scalar, Style, TypeRef};
use crate::tree::Node;

/// Headers that the media types and the security schemes decide (OpenAPI 3.1, Parameter Object).
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The parts of an operation's path, and its parameters: those of the path in its order, then the others.
pub(super) fn parameters<'a>(
    schemas: &mut Schemas<'a, '_>,
    shell: &OperationShell<'a>,
    place: &Place,
) -> (Vec<PathPart>, Vec<Parameter>) {
    let parts = path_parts(schemas, shell);
    let mut parameters: Vec<Parameter> = Vec::new();
    for part in &parts {
        let PathPart::Parameter(name) = part else { continue };
        if parameters.iter().any(|it| it.wire == *name) {
            continue;
        }
        let declared = shell.parameters.iter().find(|it| it.location == Location::Path && it.name == *name);
        parameters.push(match declared {
            Some(declared) => parameter(schemas, declared, place),
            None => undeclared(schemas, shell, name),
        });
    }
    for declared in &shell.parameters {
        let at = schemas.origin(declared.at);
        let repeated = parameters.iter().any(|it| it.location == declared.location && it.wire == declared.name);
        if declared.location == Location::Path {
            if !repeated {
                schemas
                    .diagnostics
                    .warning(
                        "unused-path-parameter",
                        &at,
                        format!("`{}` is not in the path `{}`", declared.name, shell.path),
                    )
                    .help("the parameter is left out");
            }
        } else if repeated {
            schemas
                .diagnostics
                .warning("duplicate-parameter", &at, format!("`{}` is declared twice", declared.name))
                .help("the first declaration is taken");
        } else if declared.location == Location::Header && is_reserved(&declared.name) {
            schemas
                .diagnostics
                .warning("reserved-header", &at, format!("the header `{}` is no parameter", declared.name))
                .help("media types and security schemes decide it; the parameter is left out");
        } else {
            parameters.push(parameter(schemas, declared, place));
        }
    }
    (parts, parameters)
}

fn is_reserved(name: &str) -> bool {
    RESERVED_HEADERS.iter().any(|it| it.eq_ignore_ascii_case(name))
}

fn path_parts(schemas: &mut Schemas<'_, '_>, shell: &OperationShell<'_>) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut rest = shell.path.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}').filter(|it| !it.0.is_empty() && !it.0.contains('{')) else {
            break;
        };
        if !before.is_empty() {
            parts.push(PathPart::Text(before.to_owned()));
        }
        parts.push(PathPart::Parameter(name.to_owned()));
        rest = after;
    }
    if rest.contains(['{', '}']) {
        let at = schemas.origin(shell.path_at);
        schemas.diagnostics.error("bad-path", &at, format!("the braces of `{}` do not name parameters", shell.path));
    }
    if !rest.is_empty() {
        parts.push(PathPart::Text(rest.to_owned()));
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

fn parameter<'a>(schemas: &mut Schemas<'a, '_>, shell: &ParameterShell<'a>, place: &Place) -> Parameter {
    let content = shell.content.as_ref();
    let schema = shell.schema.or_else(|| content?.schema);
    let json = content.is_some_and(|it| encoding(&it.media_type) == Encoding::Json);
    let ty = match schema {
        Some(schema) => schemas.lower_node(schema, place.child(&shell.name)).ty,
        None if json => TypeRef::Scalar(Scalar::Json),
        None => TypeRef::Scalar(Scalar::String),
    };
    let of_schema = |keyword: &str| schema.and_then(|it| it.get(keyword));
    let example = shell.example.or_else(|| content?.example).or_else(|| of_schema("example"));
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
        default: of_schema("default").map(literal),
        example: example.or_else(|| first_example(schema?)).map(literal),
        deprecated: shell.shell.deprecated.unwrap_or(false) || schema.is_some_and(|it| flag(it, "deprecated")),
    }
}

/// The first of a schema's `examples`.
pub(super) fn first_example(schema: &Node) -> Option<&Node> {
    schema.get("examples")?.as_list()?.first()
}
