//! What `sdk.yaml` says of manifests: documents that people keep in files. Names and places come with where they stand.

use super::reader::{Named, Reader, Report};
use crate::ir::{Act, RuleKind};
use crate::tree::{At, Node};

/// What is said of a manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct ManifestRule {
    /// Its name.
    pub name: Named,
    /// File and JSON Pointer of its schema.
    pub schema: Named,
    /// One line of Markdown.
    pub summary: Option<String>,
    /// Further names of `validate`.
    pub validate: Vec<String>,
    /// How programs build it.
    pub builder: Option<BuilderRule>,
    /// What a JSON Schema cannot say.
    pub rules: Vec<DocumentRule>,
}

/// How programs build a manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct BuilderRule {
    /// What every manifest needs.
    pub new: Vec<ArgumentRule>,
    /// What stands in a manifest unless a method says otherwise: place, value.
    pub values: Vec<ValueRule>,
    /// The methods.
    pub methods: Vec<MethodRule>,
}

/// A method of a builder.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodRule {
    /// Its name.
    pub name: Named,
    /// One line of Markdown.
    pub summary: String,
    /// What it takes.
    pub arguments: Vec<ArgumentRule>,
    /// What it sets besides.
    pub values: Vec<ValueRule>,
    /// Places that it empties.
    pub clear: Vec<Named>,
}

/// An argument and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct ArgumentRule {
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub place: Named,
    /// What becomes of it there.
    pub act: Act,
    /// Whether it can be left out.
    pub optional: bool,
}

/// A value that is set without being asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueRule {
    /// Where it goes.
    pub place: Named,
    /// The value.
    pub value: crate::ir::Literal,
}

/// A rule between values of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRule {
    /// What it asks for.
    pub kind: RuleKind,
    /// Place that it holds in; `None`: the document.
    pub inside: Option<Named>,
    /// Places that it is about.
    pub places: Vec<Named>,
    /// Places of what names refer to.
    pub to: Vec<Named>,
    /// What is said where it is broken.
    pub message: Option<String>,
}

const ACTS: [(&str, Act); 4] = [("set", Act::Set), ("put", Act::Put), ("push", Act::Push), ("extend", Act::Extend)];
const RULES: [(&str, RuleKind); 5] = [
    ("unique", RuleKind::Unique),
    ("refers", RuleKind::Refers),
    ("exclusive", RuleKind::Exclusive),
    ("needed", RuleKind::Needed),
    ("together", RuleKind::Together),
];

/// Reads `manifests`.
pub(super) fn manifests(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<ManifestRule> {
    let members = reader.members("manifests", report);
    members.into_iter().filter_map(|(name, at, node)| manifest(name, at, node, report)).collect()
}

fn manifest(name: &str, at: At, node: &Node, report: &mut Report<'_>) -> Option<ManifestRule> {
    let reader = Reader::new(node, "a manifest", &["schema", "summary", "validate", "builder", "rules"], report);
    let rules = reader.list("rules", report).iter().filter_map(|it| rule(it, report)).collect();
    let builder = reader.get("builder").map(|it| builder(it, report));
    Some(ManifestRule {
        name: (name.to_owned(), at),
        schema: reader.required_named("schema", report)?,
        summary: reader.text("summary", report).map(str::to_owned),
        validate: reader.texts("validate", report),
        builder,
        rules,
    })
}

fn builder(node: &Node, report: &mut Report<'_>) -> BuilderRule {
    let reader = Reader::new(node, "`builder`", &["new", "values", "methods"], report);
    let methods = reader.members("methods", report);
    BuilderRule {
        new: arguments(&reader, "new", Act::Set, report),
        values: values(&reader, report),
        methods: methods.into_iter().filter_map(|(name, at, node)| method(name, at, node, report)).collect(),
    }
}

fn method(name: &str, at: At, node: &Node, report: &mut Report<'_>) -> Option<MethodRule> {
    let keys = ["summary", "set", "put", "push", "extend", "optional", "values", "clear"];
    let reader = Reader::new(node, "a method of a builder", &keys, report);
    let mut arguments: Vec<ArgumentRule> =
        ACTS.iter().flat_map(|(key, act)| self::arguments(&reader, key, *act, report)).collect();
    for (optional, at) in reader.names("optional", report) {
        match arguments.iter_mut().find(|it| it.name == optional && it.act == Act::Set) {
            Some(argument) => argument.optional = true,
            None => {
                let known = arguments.iter().map(|it| it.name.as_str());
                report.unknown(
                    "unknown-parameter",
                    at,
                    format!("`set` has no argument `{optional}`"),
                    &optional,
                    known,
                );
            }
        }
    }
    let values = values(&reader, report);
    let clear = reader.names("clear", report);
    if arguments.is_empty() && values.is_empty() && clear.is_empty() {
        let help = "one of `set`, `put`, `push`, `extend`, `values`, `clear`".to_owned();
        report.error("missing-key", at, format!("`{name}` does nothing"), Some(help));
    }
    let summary = reader.required_text("summary", report)?.to_owned();
    Some(MethodRule { name: (name.to_owned(), at), summary, arguments, values, clear })
}

fn arguments(reader: &Reader<'_>, key: &str, act: Act, report: &mut Report<'_>) -> Vec<ArgumentRule> {
    let mut arguments = Vec::new();
    for (name, _, node) in reader.members(key, report) {
        match node.as_str() {
            Some(place) => arguments.push(ArgumentRule {
                name: name.to_owned(),
                place: (place.to_owned(), node.at),
                act,
                optional: false,
            }),
            None => report.wrong_type(node, "the place of an argument", "a string"),
        }
    }
    arguments
}

fn values(reader: &Reader<'_>, report: &mut Report<'_>) -> Vec<ValueRule> {
    let members = reader.members("values", report).into_iter();
    members.map(|(place, at, node)| ValueRule { place: (place.to_owned(), at), value: node.literal() }).collect()
}

fn rule(node: &Node, report: &mut Report<'_>) -> Option<DocumentRule> {
    let keys = ["unique", "refers", "exclusive", "needed", "together", "to", "in", "message"];
    let reader = Reader::new(node, "a rule", &keys, report);
    let mut kinds = RULES.iter().filter(|it| reader.get(it.0).is_some());
    let (Some((key, kind)), None) = (kinds.next(), kinds.next()) else {
        let known: Vec<String> = RULES.iter().map(|it| format!("`{}`", it.0)).collect();
        report.error("missing-key", node.at, "a rule says one thing", Some(format!("one of {}", known.join(", "))));
        return None;
    };
    if *kind == RuleKind::Refers {
        reader.required("to", Some(()), report);
    }
    Some(DocumentRule {
        kind: *kind,
        inside: reader.named("in", report),
        places: reader.names(key, report),
        to: reader.names("to", report),
        message: reader.text("message", report).map(str::to_owned),
    })
}
