//! Names of types, of what is in them, and of the modules they are printed in.

use super::reserved::{CATALOG_MODULES, CATALOG_TYPES, FIELDS, FILES, MODEL_METHODS, RESERVED_TYPES};
use super::scope::{Request, Scope, Yield};
use super::words::{Case, Words, words};
use super::{FieldNames, Ident, TypeNames};
use crate::ir::{Field, Home, Sdk, Shape, TypeDef, TypeRef, Variant};

/// Pointer segments that say how a schema is nested, not what it is.
const STRUCTURE: &[&str] = &[
    "components",
    "schemas",
    "properties",
    "items",
    "schema",
    "content",
    "paths",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "definitions",
    "$defs",
    "events",
    "payload",
];

/// The scopes that modules of one folder and types of one module share.
pub(super) struct Module {
    pub types: Scope,
    pub modules: Scope,
}

impl Module {
    fn new(declared: &[&'static str], hidden: &[&'static str]) -> Self {
        Self {
            types: Scope::new(Case::Camel, "model", &[RESERVED_TYPES, declared], Yield::After("model")),
            modules: Scope::new(Case::Snake, "module", &[FILES, hidden], Yield::After("module")),
        }
    }
}

/// One home for `models`, then one for each catalog.
pub(super) fn homes(sdk: &Sdk) -> Vec<Module> {
    let catalogs = sdk.catalogs.iter().map(|_| Module::new(CATALOG_TYPES, CATALOG_MODULES));
    std::iter::once(Module::new(&[], &[])).chain(catalogs).collect()
}

/// What a type stands in, at the outermost: never [`Home::Inside`].
fn outermost(sdk: &Sdk, mut index: usize) -> (usize, &Home) {
    for _ in 0..sdk.types.len() {
        match &sdk.types[index].home {
            Home::Inside(owner) => index = owner.0 as usize,
            home => return (index, home),
        }
    }
    (index, &Home::Component)
}

/// Index of the home that a type's name is unique in.
pub(super) fn home_of(sdk: &Sdk, index: usize) -> usize {
    home_index(outermost(sdk, index).1)
}

fn home_index(home: &Home) -> usize {
    match home {
        Home::Event(catalog, _) | Home::Catalog(catalog) => *catalog as usize + 1,
        Home::Component | Home::Operation(_) | Home::Webhook(..) | Home::Inside(_) => 0,
    }
}

/// Names every type, in the order of the SDK.
pub(super) fn names(sdk: &Sdk, homes: &mut [Module]) -> Vec<Ident> {
    let mut wanted: Vec<Vec<(usize, Request)>> = homes.iter().map(|_| Vec::new()).collect();
    let mut named: Vec<Option<Ident>> = vec![None; sdk.types.len()];
    for (index, ty) in sdk.types.iter().enumerate() {
        let home = home_of(sdk, index);
        match ty.pinned.as_deref().filter(|it| is_camel(it)).and_then(|it| homes[home].types.pin(it)) {
            Some(name) => named[index] = Some(name),
            None => wanted[home].push((index, request(ty))),
        }
    }
    for (home, wanted) in homes.iter_mut().zip(wanted) {
        let (indexes, requests): (Vec<_>, Vec<_>) = wanted.into_iter().unzip();
        for (index, name) in indexes.into_iter().zip(home.types.settle(&requests)) {
            named[index] = Some(name);
        }
    }
    named.into_iter().flatten().collect()
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn request(ty: &TypeDef) -> Request {
    let rank = match (&ty.pinned, &ty.home) {
        (Some(_), _) => 0,
        (None, Home::Component | Home::Event(..)) => 1,
        (None, Home::Catalog(_)) => 2,
        (None, Home::Operation(_) | Home::Webhook(..)) => 3,
        (None, Home::Inside(_)) => 4,
    };
    let key = ty.at.to_string();
    let plain = path_words(ty.pinned.as_ref().map_or(&ty.hint[..], std::slice::from_ref));
    let request = match ty.hint.as_slice() {
        [only] if ty.pinned.is_none() => Request::new(rank, key, only),
        _ => Request::words(rank, key, plain.clone()),
    };
    if plain.is_empty() {
        return request;
    }
    request.or(place_words(ty).into_iter().map(|it| [plain.clone(), it].concat()))
}

/// The words of all hints; a hint that repeats what stands before it does not say it twice.
fn path_words(hints: &[String]) -> Words {
    let mut path = Words::new();
    for hint in hints {
        let hint = words(hint);
        let told = if hint.starts_with(&path) { path.len() } else { 0 };
        path.extend(hint.into_iter().skip(told));
    }
    path
}

/// Words of the place a schema stands at, the nearest first: what its name is lengthened with.
fn place_words(ty: &TypeDef) -> Vec<Words> {
    let own = path_words(&ty.hint);
    let pointer = ty.at.pointer.split('/').rev().filter(|it| !STRUCTURE.contains(it)).map(words);
    let file = words(ty.at.file.file_stem().unwrap_or_default());
    pointer.chain([file]).filter(|it| !it.is_empty() && !it.iter().all(|word| own.contains(word))).take(4).collect()
}

/// Names of what is in a type.
pub(super) fn contents(ty: &TypeDef, name: Ident, module: Ident, required: Ident) -> TypeNames {
    let (fields, variants) = match &ty.shape {
        Shape::Object(it) => (fields(&it.fields, FIELDS), Vec::new()),
        Shape::Enum(it) => {
            let requests = it.values.iter().map(|value| match &value.hint {
                Some(hint) => Request::new(0, &value.wire, hint).or([words(&value.wire)]),
                None if value.wire.is_empty() => Request::words(0, "", vec!["empty".to_owned()]),
                None => Request::new(0, &value.wire, &value.wire),
            });
            (Vec::new(), variants(requests, "value"))
        }
        Shape::Union(it) => (Vec::new(), variants(it.variants.iter().map(alternative), "variant")),
        Shape::Alias(_) | Shape::Foreign(_) => (Vec::new(), Vec::new()),
    };
    let path = match &ty.shape {
        Shape::Foreign(it) => it.path.iter().map(|it| Ident::printable(it)).collect(),
        _ => Vec::new(),
    };
    TypeNames { name, module, required, fields, extra: Ident::fixed("extra"), variants, path }
}

fn variants(requests: impl Iterator<Item = Request>, kind: &'static str) -> Vec<Ident> {
    let mut scope = Scope::new(Case::Camel, kind, &[&["Unknown", "Self"]], Yield::After(kind));
    scope.settle(&requests.collect::<Vec<_>>())
}

/// A union's variant has no pointer: what it accepts tells it from its neighbours.
fn alternative(variant: &Variant) -> Request {
    let (tags, required, known) = (variant.tags.join(","), variant.required.join(","), variant.known.join(","));
    let key = format!("{}|{tags}|{required}|{known}|{:?}", variant.hint, variant.kinds);
    let plain = words(&variant.hint);
    let form = match &variant.ty {
        TypeRef::List(_) => "list",
        TypeRef::Map(_) => "map",
        TypeRef::Nullable(_) => "nullable",
        TypeRef::Scalar(_) | TypeRef::Named(_) | TypeRef::Boxed(_) => "value",
    };
    let longer = variant.tags.iter().chain(&variant.required).map(|it| [plain.clone(), words(it)].concat());
    let longer: Vec<Words> = longer.chain([[plain.clone(), vec![form.to_owned()]].concat()]).collect();
    Request::new(0, key, &variant.hint).or_before(longer)
}

/// Names of fields, with their setters.
pub(super) fn fields(fields: &[Field], reserved: &[&'static str]) -> Vec<FieldNames> {
    let mut scope = Scope::new(Case::Snake, "value", &[reserved], Yield::After("field"));
    let requests: Vec<Request> = fields.iter().map(|it| Request::new(0, &it.wire, &it.wire)).collect();
    with_setters(scope.settle(&requests))
}

/// Adds the setters of named fields.
pub(super) fn with_setters(fields: Vec<Ident>) -> Vec<FieldNames> {
    let mut scope = Scope::new(Case::Snake, "value", &[MODEL_METHODS], Yield::Before("set"));
    let request = |field: &Ident, more: &str| {
        let mut words: Words = field.bare().split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect();
        words.extend((!more.is_empty()).then(|| more.to_owned()));
        Request::words(0, field.bare(), words)
    };
    let setters = scope.settle(&fields.iter().map(|it| request(it, "")).collect::<Vec<_>>());
    let nulls = scope.settle(&fields.iter().map(|it| request(it, "null")).collect::<Vec<_>>());
    let names = fields.into_iter().zip(setters).zip(nulls);
    names.map(|((field, setter), null_setter)| FieldNames { field, setter, null_setter }).collect()
}

/// Modules of all types: of components and shared schemas their own, of inline schemas their owner's.
/// `operations` and `events` are the modules that those have.
pub(super) fn modules(
    sdk: &Sdk,
    names: &[Ident],
    homes: &mut [Module],
    operations: impl FnOnce(&mut Scope) -> Vec<Ident>,
    events: impl Fn(&mut Scope, usize) -> Vec<Ident>,
) -> (Vec<Ident>, Vec<Ident>, Vec<Vec<Ident>>) {
    let events: Vec<Vec<Ident>> =
        homes[1..].iter_mut().enumerate().map(|(catalog, home)| events(&mut home.modules, catalog)).collect();
    let mut own: Vec<Option<Ident>> = vec![None; names.len()];
    for (at, home) in homes.iter_mut().enumerate() {
        let is_own = |ty: &TypeDef| matches!(ty.home, Home::Component | Home::Catalog(_)) && home_index(&ty.home) == at;
        let indexes: Vec<usize> = (0..names.len()).filter(|it| is_own(&sdk.types[*it])).collect();
        let requests: Vec<Request> = indexes
            .iter()
            .map(|it| Request::words(0, sdk.types[*it].at.to_string(), words(names[*it].bare())))
            .collect();
        for (index, module) in indexes.into_iter().zip(home.modules.settle(&requests)) {
            own[index] = Some(module);
        }
    }
    let operations = operations(&mut homes[0].modules);
    let webhooks = super::inbox::modules(sdk, &mut homes[0].modules);
    let module = |index: usize| {
        let (owner, home) = outermost(sdk, index);
        let module = match home {
            Home::Operation(it) => operations.get(*it as usize),
            Home::Webhook(inbox, it) => webhooks.get(*inbox as usize).and_then(|all| all.get(*it as usize)),
            Home::Event(catalog, it) => events.get(*catalog as usize).and_then(|all| all.get(*it as usize)),
            Home::Component | Home::Catalog(_) | Home::Inside(_) => own[owner].as_ref(),
        };
        module.cloned().unwrap_or_else(|| Ident::fixed("models"))
    };
    ((0..names.len()).map(module).collect(), operations, events)
}
