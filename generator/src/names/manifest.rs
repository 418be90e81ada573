//! Names of manifests and of what builds them.

use super::scope::{Request, Scope, Yield};
use super::words::{Case, words};
use super::{Ident, TypeNames};
use crate::ir::{Builder, BuilderArgument, BuilderMethod, Manifest, Sdk};

/// Names around one manifest.
#[derive(Clone, Debug)]
pub struct ManifestNames {
    /// Private module and file below `manifests` (`agent_manifest`).
    pub module: Ident,
    /// The same for its schema (`agent_manifest_schema`).
    pub schema: Ident,
    /// The builder (`AgentManifestBuilder`), unique in `manifests`.
    pub builder: Ident,
    /// Arguments of the builder's constructor.
    pub new: Vec<Ident>,
    /// The builder's methods.
    pub methods: Vec<BuilderMethodNames>,
    /// Further names of `validate`.
    pub validate: Vec<Ident>,
}

/// Names around one method of a builder.
#[derive(Clone, Debug)]
pub struct BuilderMethodNames {
    /// The method (`with_label`).
    pub name: Ident,
    /// Its arguments; never `key`, `it` or `self`.
    pub arguments: Vec<Ident>,
}

/// What `manifests` imports or declares itself.
const TYPES: &[&str] = &["Draft", "Document", "Manifest", "ManifestError", "Path", "Problem", "Problems", "Self"];
/// What a manifest has itself.
const METHODS: &[&str] = &["build", "builder", "clone", "default", "draft", "new", "validate"];

/// The module of all manifests. `scope` is that of the public modules of the crate root.
pub(super) fn root(sdk: &Sdk, scope: &mut Scope) -> Option<Ident> {
    let request = Request::words(0, "manifests", vec!["manifests".to_owned()]);
    let request = request.or([vec!["document".to_owned(), "manifests".to_owned()]]);
    (!sdk.manifests.is_empty()).then(|| scope.claim(&request))
}

/// Names of all manifests.
pub(super) fn manifests(sdk: &Sdk, types: &[TypeNames]) -> Vec<ManifestNames> {
    let requests: Vec<Request> = sdk.manifests.iter().map(|it| Request::new(0, it.at.to_string(), &it.name)).collect();
    let mut modules = Scope::new(Case::Snake, "manifest", &[&["mod"]], Yield::After("manifest"));
    let mut builders = Scope::new(Case::Camel, "builder", &[TYPES], Yield::After("builder"));
    let named = modules.settle(&requests);
    let mut all = Vec::new();
    for (manifest, module) in sdk.manifests.iter().zip(named) {
        let ty = types.get(manifest.ty.0 as usize).map_or("Manifest", |it| it.name.as_str());
        let with = |name: &str, word: &str| [words(name), vec![word.to_owned()]].concat();
        let key = manifest.at.to_string();
        let builder = builders.claim(&Request::words(0, key.clone(), with(ty, "builder")));
        let schema = modules.claim(&Request::words(0, key, with(module.bare(), "schema")));
        all.push(names(manifest, module, schema, builder));
    }
    all
}

fn names(manifest: &Manifest, module: Ident, schema: Ident, builder: Ident) -> ManifestNames {
    let own: &[&[&'static str]] = &[METHODS];
    let mut methods = Scope::new(Case::Snake, "method", own, Yield::Before("with"));
    let rule = manifest.builder.as_ref();
    let requested: Vec<&BuilderMethod> = rule.into_iter().flat_map(|it: &Builder| &it.methods).collect();
    let named = methods.settle(&requested.iter().map(|it| Request::new(0, &it.name, &it.name)).collect::<Vec<_>>());
    let method =
        |(it, name): (&&BuilderMethod, Ident)| BuilderMethodNames { name, arguments: arguments(&it.arguments) };
    let mut validate = Scope::new(Case::Snake, "validate", own, Yield::After("manifest"));
    let aliases: Vec<Request> = manifest.validate.iter().map(|it| Request::new(0, it, it)).collect();
    ManifestNames {
        module,
        schema,
        builder,
        new: rule.map(|it| arguments(&it.new)).unwrap_or_default(),
        methods: requested.iter().zip(named).map(method).collect(),
        validate: validate.settle(&aliases),
    }
}

fn arguments(arguments: &[BuilderArgument]) -> Vec<Ident> {
    let mut scope = Scope::new(Case::Snake, "value", &[&["key", "it", "self", "draft"]], Yield::After("value"));
    scope.settle(&arguments.iter().map(|it| Request::new(0, &it.name, &it.name)).collect::<Vec<_>>())
}
