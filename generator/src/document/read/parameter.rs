//! Parameters.

use serde_json::json;

use super::Reader;
use super::fields::{Fields, Kind};
use crate::document::ParameterShell;
use crate::ir::{Location, Style};
use crate::tree::Node;

const PARAMETER: &[(&str, Kind)] = &[
    ("name", Kind::Text),
    ("in", Kind::Skip),
    ("description", Kind::Text),
    ("required", Kind::Flag),
    ("deprecated", Kind::Flag),
    ("allowEmptyValue", Kind::Skip),
    ("style", Kind::Skip),
    ("explode", Kind::Flag),
    ("allowReserved", Kind::Skip),
    ("schema", Kind::Skip),
    ("content", Kind::Skip),
    ("example", Kind::Skip),
    ("examples", Kind::Skip),
];

/// Styles of each location (OpenAPI 3.1, parameter object); the first is the default.
const STYLES: &[(Location, &[(&str, Style)])] = &[
    (Location::Path, &[("simple", Style::Simple), ("label", Style::Label), ("matrix", Style::Matrix)]),
    (
        Location::Query,
        &[
            ("form", Style::Form),
            ("spaceDelimited", Style::SpaceDelimited),
            ("pipeDelimited", Style::PipeDelimited),
            ("deepObject", Style::DeepObject),
        ],
    ),
    (Location::Header, &[("simple", Style::Simple)]),
    (Location::Cookie, &[("form", Style::Form), ("cookie", Style::Form)]),
];

/// Values of `in`. The whole query string (OpenAPI 3.2, `querystring`) is an object whose members are written
/// one by one.
const LOCATIONS: &[(&str, Location)] = &[
    ("path", Location::Path),
    ("query", Location::Query),
    ("header", Location::Header),
    ("cookie", Location::Cookie),
    ("querystring", Location::Query),
];

/// Headers that media types and security schemes speak for (OpenAPI 3.1, parameter object, `name`): what a
/// document says of them never makes them required, and what a caller sets wins.
const ADVISORY: &[&str] = &["accept", "content-type", "authorization"];

impl<'a> Reader<'a, '_> {
    /// The parameters that `node` lists; one that cannot be read is left out.
    pub(super) fn parameters(&mut self, node: &'a Node) -> Vec<ParameterShell<'a>> {
        let mut parameters: Vec<ParameterShell<'a>> = Vec::new();
        for node in self.items(node, "parameters", &["in", "$ref"]) {
            let Some(parameter) = self.parameter(node) else { continue };
            if parameters.iter().any(|it| it.is_same(&parameter)) {
                let message = format!("parameter `{}` is there more than once; the first is kept", parameter.name);
                self.warning("duplicate-parameter", node.at, message);
            } else {
                parameters.push(parameter);
            }
        }
        parameters
    }

    fn parameter(&mut self, node: &'a Node) -> Option<ParameterShell<'a>> {
        let node = self.follow(node, "a parameter")?;
        let location = self.location(node);
        let fields = with_any_schema(self.fields(node, PARAMETER));
        let shell: openapiv3::ParameterData = self.typed(fields, node.at)?;
        let style = self.style(node, location);
        let schema = self.schema(node, "schema");
        let content = self.content(node).into_iter().next();
        if content.is_none() && node.get("schema").is_none() {
            self.warning(
                "missing-field",
                node.at,
                format!("parameter `{}` has no `schema`; it takes any text", shell.name),
            );
        }
        Some(ParameterShell {
            at: node.at,
            location,
            name: shell.name.clone(),
            required: self.required(node, location, &shell),
            style,
            explode: shell.explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject)),
            allow_reserved: node.get("allowReserved").and_then(|it| self.flag("allowReserved", it)).unwrap_or(false),
            schema,
            content: content.filter(|_| schema.is_none()),
            example: self.example(node),
            shell,
        })
    }

    fn location(&mut self, node: &'a Node) -> Location {
        const HELP: &str = "write `path`, `query`, `header` or `cookie`";
        let Some(written) = node.get("in") else {
            self.warning("missing-field", node.at, "the parameter has no `in`; it is read as `query`").help(HELP);
            return Location::Query;
        };
        let known = |name: &str| LOCATIONS.iter().find(|it| it.0 == name).map(|it| it.1);
        if let Some(location) = written.as_str().and_then(known) {
            return location;
        }
        let text = written.as_str().unwrap_or(written.kind());
        let read = known(&text.trim().to_ascii_lowercase()).unwrap_or(Location::Query);
        let name = LOCATIONS.iter().find(|it| it.1 == read).map_or("query", |it| it.0);
        self.warning("wrong-type", written.at, format!("a parameter cannot be in `{text}`; it is read as `{name}`"))
            .help(HELP);
        read
    }

    fn required(&mut self, node: &Node, location: Location, shell: &openapiv3::ParameterData) -> bool {
        let name = shell.name.to_ascii_lowercase();
        if location == Location::Header && ADVISORY.contains(&name.as_str()) {
            return false;
        }
        if location == Location::Path && !shell.required {
            let at = node.get("required").unwrap_or(node).at;
            let message = format!("path parameter `{}` is not `required: true`; it is read as required", shell.name);
            self.warning("missing-field", at, message);
        }
        shell.required || location == Location::Path
    }

    fn style(&mut self, node: &'a Node, location: Location) -> Style {
        let known = STYLES.iter().find(|(it, _)| *it == location).map_or(&[][..], |(_, styles)| styles);
        let default = known.first().map_or(Style::Form, |(_, style)| *style);
        let Some(written) = node.get("style") else { return default };
        let found = known.iter().find(|(name, _)| Some(*name) == written.as_str());
        if found.is_none() {
            let names: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
            let message = "this style is not known for the parameter's location; the default is taken";
            self.warning("wrong-type", written.at, message).help(format!("write {}", names.join(", ")));
        }
        found.map_or(default, |(_, style)| *style)
    }

    /// The schema under `key`, if it is one: an object or a boolean.
    pub(super) fn schema(&mut self, node: &'a Node, key: &str) -> Option<&'a Node> {
        let schema = node.get(key)?;
        if schema.as_object().is_none() && schema.as_bool().is_none() {
            self.lost("wrong-type", schema.at, format!("a schema is {}, not an object", schema.kind()));
            return None;
        }
        Some(schema)
    }

    /// `example`, else the value of the first of `examples`.
    pub(super) fn example(&mut self, node: &'a Node) -> Option<&'a Node> {
        if let Some(example) = node.get("example") {
            return Some(example);
        }
        let (_, first) = self.members(node, "examples").next()?;
        let example = self.follow(first, "an example")?;
        example.get("value").or_else(|| example.get("dataValue"))
    }
}

/// An empty set of fields with a schema that openapiv3 is content with.
pub(super) fn with_any_schema(mut fields: Fields) -> Fields {
    fields.insert("schema".to_owned(), json!({}));
    fields
}
