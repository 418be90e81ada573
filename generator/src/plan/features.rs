//! Cargo features: one for each namespace and catalog, so that a consumer of a large API compiles what it uses.
//!
//! In: what the file of each part takes from other parts. Out: for each part the features that bring it in: its
//! own, and those of all parts that reach it. What the client itself needs is always there. Models that nothing
//! reaches have a feature of their own.
//!
//! **Invariant:** whatever features are on, a file that is compiled finds everything that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, File};
use super::namespace;
use crate::fragment::{Expr, Str, Type};
use crate::ir::TypeId;
use crate::names::{MANIFESTS, RECEIVER, UNREFERENCED};
use crate::render::Page;

/// Operations from which on an SDK has features.
const MANY_OPERATIONS: usize = 100;

/// Namespaces and catalogs from which on an SDK has features, however few operations they have.
const MANY_MODULES: usize = 8;

/// Features whose models are told apart. What more of them reach is always compiled: few types are, and a long
/// condition says nothing to a reader.
const MANY_FEATURES: usize = 8;

/// What is there or not, as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    /// The client, with the operations that sit on it.
    Client,
    /// A namespace's module.
    Namespace(u32),
    /// A catalog's module, with all of its events.
    Catalog(u32),
    /// A module of webhooks or callbacks.
    Inbox(u32),
    /// The module of manifests.
    Manifests,
    /// A file of models.
    Models(File),
    /// Models that nothing reaches.
    Unreferenced,
}

/// What a file takes from other parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    pub(super) types: BTreeSet<TypeId>,
    pub(super) namespaces: BTreeSet<u32>,
}

/// A page that is planned, with the part that it belongs to.
pub(super) struct Planned {
    pub(super) part: Part,
    pub(super) page: Page,
    pub(super) needs: Needs,
}

/// Whether an SDK has features of its own.
pub(super) fn are_wanted(context: Context<'_>) -> bool {
    let modules = namespace::modules(context).count() + context.sdk.catalogs.len();
    let many = modules >= MANY_MODULES || context.sdk.operations.len() >= MANY_OPERATIONS;
    context.sdk.client && modules > 1 && context.sdk.package.divisible.unwrap_or(many)
}

/// Which features bring which part in.
#[derive(Debug, Default)]
pub(super) struct Features {
    gates: BTreeMap<Part, BTreeSet<Part>>,
    wanted: bool,
    unreferenced: bool,
}

impl Features {
    /// Follows what parts need. `client`: what the client itself does.
    pub(super) fn new(context: Context<'_>, client: Needs, planned: &[Planned]) -> Self {
        if !are_wanted(context) {
            return Self::default();
        }
        let mut needs: BTreeMap<Part, BTreeSet<Part>> = BTreeMap::new();
        needs.insert(Part::Client, parts(context, &client));
        for it in planned {
            needs.entry(it.part).or_default().extend(parts(context, &it.needs));
        }
        let mut features = Self { wanted: true, ..Self::default() };
        let named: Vec<Part> = needs.keys().copied().filter(|it| !matches!(it, Part::Models(_))).collect();
        for part in named {
            features.spread(part, part, &needs);
        }
        let left: Vec<Part> = needs.keys().copied().filter(|it| !features.gates.contains_key(it)).collect();
        features.unreferenced = !left.is_empty();
        for part in left {
            features.spread(Part::Unreferenced, part, &needs);
        }
        features
    }

    /// Lets `feature` bring in `part` and all that it needs.
    fn spread(&mut self, feature: Part, part: Part, needs: &BTreeMap<Part, BTreeSet<Part>>) {
        let mut open = vec![part];
        while let Some(part) = open.pop() {
            if self.gates.entry(part).or_default().insert(feature) {
                open.extend(needs.get(&part).into_iter().flatten());
            }
        }
    }

    /// Whether there are any.
    pub(super) fn are_there(&self) -> bool {
        self.wanted
    }

    /// Whether there are models that nothing uses.
    pub(super) fn has_unreferenced(&self) -> bool {
        self.unreferenced
    }

    /// The condition under which a part is compiled, as `cfg` takes it; `None`: always.
    pub(super) fn gate(&self, context: Context<'_>, part: Part) -> Option<Expr> {
        let features = self.gates.get(&part)?;
        if features.contains(&Part::Client) || features.len() > MANY_FEATURES {
            return None;
        }
        let mut names: Vec<&str> = features.iter().filter_map(|it| name(context, *it)).collect();
        names.sort_unstable();
        names.dedup();
        let mut tests: Vec<Expr> =
            names.into_iter().map(|it| Expr::from(Str::new(it)).wrap("feature = ", "")).collect();
        match tests.len() {
            0 | 1 => tests.pop(),
            _ => Some(Expr::call(&Type::fixed("any"), tests)),
        }
    }

    /// The names of the features, sorted.
    pub(super) fn list<'a>(&self, context: Context<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
        let namespaces = namespace::modules(context).map(|(index, _)| Part::Namespace(index));
        let catalogs = (0..).zip(&context.sdk.catalogs).map(|(index, _)| Part::Catalog(index));
        let unreferenced = self.unreferenced.then_some(Part::Unreferenced);
        let parts = namespaces.chain(catalogs).filter(|_| self.wanted).chain(unreferenced);
        let mut names: Vec<&str> = parts.filter_map(|it| name(context, it)).collect();
        names.sort_unstable();
        names.into_iter()
    }
}

/// The name of the feature that a part has.
fn name(context: Context<'_>, part: Part) -> Option<&str> {
    match part {
        Part::Namespace(index) => Some(&context.names.namespace(index).feature),
        Part::Catalog(index) => Some(&context.names.catalog(index).feature),
        Part::Inbox(_) => Some(RECEIVER),
        Part::Manifests => Some(MANIFESTS),
        Part::Unreferenced => Some(UNREFERENCED),
        Part::Client | Part::Models(_) => None,
    }
}

/// The parts that others are declared in.
fn parts(context: Context<'_>, needs: &Needs) -> BTreeSet<Part> {
    let types = needs.types.iter().map(|id| Part::of(context.layout.file(*id)));
    types.chain(needs.namespaces.iter().map(|it| Part::Namespace(*it))).collect()
}

impl Part {
    /// The part that a file of models belongs to.
    pub(super) fn of(file: File) -> Self {
        match file {
            File::Component(_) | File::Operation(_) | File::Webhook(..) => Self::Models(file),
            File::Event(catalog, _) | File::Shared(catalog, _) => Self::Catalog(catalog),
        }
    }
}
