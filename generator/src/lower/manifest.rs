//! Manifests: schemas that `sdk.yaml` names, places in them that its builders and rules name, and their JSON Schemas.

mod export;
mod place;

use self::place::Places;
use super::dispatch::{settled, shape};
use super::schemas::Schemas;
use crate::config::reader::{Report, is_snake_case};
use crate::config::{ArgumentRule, BuilderRule, Config, DocumentRule, ManifestRule, MethodRule, ValueRule};
use crate::diagnostics::Diagnostics;
use crate::ir::{
    Act, Builder, BuilderArgument, BuilderMethod, EnumRepr, Literal, Manifest, Presence, Rule, RuleKind, Shape,
    TypeDef, TypeId, TypeRef,
};
use crate::references::did_you_mean;
use crate::tree::{At, Locations};

/// Methods that every manifest has.
const METHODS: [&str; 11] = [
    "builder",
    "from_json",
    "from_json_file",
    "from_yaml",
    "from_yaml_file",
    "to_fields",
    "to_json",
    "to_json_file",
    "to_yaml",
    "to_yaml_file",
    "validate",
];

/// A manifest whose schema is there.
pub(super) struct Found {
    /// Index of its rule.
    rule: usize,
    ty: TypeId,
    schema: Literal,
}

/// Makes types of the schemas, whether an operation refers to them or not.
pub(super) fn name(schemas: &mut Schemas<'_, '_>, config: &Config) -> Vec<Found> {
    let mut all = Vec::new();
    for (rule, it) in config.manifests.iter().enumerate() {
        let (pointer, at) = &it.schema;
        let found = schemas.find(pointer);
        match found.and_then(|node| Some((node, schemas.promise(node)?))) {
            Some((node, ty)) => all.push(Found { rule, ty, schema: export::export(schemas, node) }),
            None => {
                let at = schemas.origin(*at);
                let files = schemas.resolver.documents().files.keys().map(|it| it.as_str());
                let file = pointer.split('#').next().unwrap_or_default();
                let help = did_you_mean(file, files.filter(|it| *it != file));
                let message = format!("`{pointer}` does not exist");
                schemas.diagnostics.error("unknown-schema", &at, message).help = help;
            }
        }
    }
    all
}

/// All manifests whose places are right; everything that is not is an error.
pub(super) fn manifests(
    config: &Config,
    found: Vec<Found>,
    types: &[TypeDef],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Manifest> {
    let mut binder = Binder { types, report: Report { locations, diagnostics } };
    let rules = found.into_iter().filter_map(|it| Some((config.manifests.get(it.rule)?, it)));
    rules.filter_map(|(rule, it)| binder.manifest(rule, it)).collect()
}

struct Binder<'b> {
    types: &'b [TypeDef],
    report: Report<'b>,
}

impl Binder<'_> {
    fn manifest(&mut self, rule: &ManifestRule, found: Found) -> Option<Manifest> {
        let (name, at) = &rule.name;
        self.report.check_snake_case("manifest-name", &rule.name, "a module");
        self.is_object(rule, found.ty)?;
        let root = TypeRef::Named(found.ty);
        let rules = rule.rules.iter().map(|it| self.rule(&root, it)).collect();
        let builder = rule.builder.as_ref().map(|it| self.builder(&root, it));
        Some(Manifest {
            at: self.report.locations.origin(*at),
            name: name.clone(),
            ty: found.ty,
            summary: rule.summary.clone(),
            validate: rule.validate.clone(),
            schema: found.schema,
            rules,
            builder,
        })
    }

    fn is_object(&mut self, rule: &ManifestRule, ty: TypeId) -> Option<()> {
        let Some(Shape::Object(object)) = self.types.get(ty.0 as usize).map(|it| &it.shape) else {
            let message = format!("`{}` is no object, and so no manifest", rule.schema.0);
            self.report.error("manifest-schema", rule.schema.1, message, None);
            return None;
        };
        for field in object.fields.iter().filter(|it| METHODS.contains(&it.wire.as_str())) {
            let message = format!("every manifest has a method `{0}`, so that none has a field `{0}`", field.wire);
            self.report.error("manifest-schema", rule.schema.1, message, None);
        }
        Some(())
    }

    fn rule(&mut self, root: &TypeRef, rule: &DocumentRule) -> Rule {
        let types = self.types;
        let (inside, start) = match &rule.inside {
            Some(place) => (place.0.clone(), self.follow(&Places::new(types, root), place)),
            None => (String::new(), Some(Places::new(types, root))),
        };
        let mut places = |start: &Option<Places<'_>>, list: &[(String, At)]| {
            for place in list {
                if let Some(start) = start {
                    let _ = self.follow(start, place);
                }
            }
            list.iter().map(|it| it.0.clone()).collect()
        };
        let (about, to) = (places(&start, &rule.places), places(&start, &rule.to));
        let least = if matches!(rule.kind, RuleKind::Unique | RuleKind::Refers) { 1 } else { 2 };
        if let Some((_, at)) = rule.places.first().filter(|_| rule.places.len() < least) {
            self.report.error("missing-key", *at, "such a rule is about two places at least", None);
        }
        Rule { kind: rule.kind, inside, places: about, to, message: rule.message.clone() }
    }

    fn follow<'t>(&mut self, start: &Places<'t>, place: &(String, At)) -> Option<Places<'t>> {
        start.follow(&place.0).map_err(|it| it.tell(place, &mut self.report)).ok()
    }

    fn builder(&mut self, root: &TypeRef, rule: &BuilderRule) -> Builder {
        Builder {
            new: self.arguments(root, &rule.new),
            values: constants(self.types, root, "").into_iter().chain(self.values(root, &rule.values)).collect(),
            methods: rule.methods.iter().map(|it| self.method(root, it)).collect(),
        }
    }

    fn method(&mut self, root: &TypeRef, rule: &MethodRule) -> BuilderMethod {
        let (name, at) = &rule.name;
        if !is_snake_case(name) || matches!(name.as_str(), "new" | "build") {
            self.report.error("manifest-name", *at, format!("`{name}` cannot be a method of a builder"), None);
        }
        for place in &rule.clear {
            let _ = self.place(root, place);
        }
        BuilderMethod {
            name: name.clone(),
            summary: rule.summary.clone(),
            arguments: self.arguments(root, &rule.arguments),
            values: self.values(root, &rule.values),
            clear: rule.clear.iter().map(|it| it.0.clone()).collect(),
        }
    }

    fn values(&mut self, root: &TypeRef, rules: &[ValueRule]) -> Vec<(String, Literal)> {
        let mut values = Vec::new();
        for rule in rules {
            let _ = self.place(root, &rule.place);
            if matches!(rule.value, Literal::Null | Literal::List(_) | Literal::Object(_)) {
                let message = format!("the value of `{}` is no text, number or truth value", rule.place.0);
                self.report.error("wrong-type", rule.place.1, message, None);
            }
            values.push((rule.place.0.clone(), rule.value.clone()));
        }
        values
    }

    fn arguments(&mut self, root: &TypeRef, rules: &[ArgumentRule]) -> Vec<BuilderArgument> {
        rules.iter().filter_map(|it| self.argument(root, it)).collect()
    }

    fn argument(&mut self, root: &TypeRef, rule: &ArgumentRule) -> Option<BuilderArgument> {
        let there = self.place(root, &rule.place)?;
        let ty = match (rule.act, settled(self.types, &there)) {
            (Act::Set, _) => Ok(there),
            (Act::Push | Act::Extend, TypeRef::List(item)) => Ok((**item).clone()),
            (Act::Push | Act::Extend, _) => Err("list"),
            (Act::Put, TypeRef::Map(value)) => Ok((**value).clone()),
            (Act::Put, _) => Err("map"),
        };
        let ty = ty.map_err(|expected| {
            let message = format!("there is no {expected} at `{}`", rule.place.0);
            self.report.error("manifest-place", rule.place.1, message, None);
        });
        let (name, place) = (rule.name.clone(), rule.place.0.clone());
        Some(BuilderArgument { name, place, act: rule.act, ty: ty.ok()?, optional: rule.optional })
    }

    /// The type of the one value at a place.
    fn place(&mut self, root: &TypeRef, place: &(String, At)) -> Option<TypeRef> {
        let found = self.follow(&Places::new(self.types, root), place)?;
        let one = found.one().filter(|_| !place.0.contains(['[', '{']));
        if one.is_none() {
            let message = format!("`{}` is more than one place", place.0);
            self.report.error(
                "manifest-place",
                place.1,
                message,
                Some("name a field by the keys that lead to it".to_owned()),
            );
        }
        one
    }
}

/// Fields that are always there with the one value that they can have: place, value.
fn constants(types: &[TypeDef], ty: &TypeRef, before: &str) -> Vec<(String, Literal)> {
    let Some(Shape::Object(object)) = shape(types, settled(types, ty)) else { return Vec::new() };
    let mut constants = Vec::new();
    for field in object.fields.iter().filter(|it| it.presence == Presence::Required && !it.boxed) {
        let place = if before.is_empty() { field.wire.clone() } else { format!("{before}.{}", field.wire) };
        let ty = settled(types, &field.ty);
        match shape(types, ty) {
            Some(Shape::Enum(it)) if field.constant => match (it.repr, it.values.first()) {
                (EnumRepr::String, Some(value)) => constants.push((place, Literal::String(value.wire.clone()))),
                (_, Some(value)) => constants.push((place, Literal::Number(value.wire.clone()))),
                (_, None) => {}
            },
            Some(Shape::Object(_)) => constants.extend(self::constants(types, ty, &place)),
            _ => {}
        }
    }
    constants
}
