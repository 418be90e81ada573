//! Event catalogs: the event with its envelope, its kinds, and the payloads.

use std::collections::BTreeMap;

use super::context::{Context, Place};
use super::docs;
use super::features::{Features, Needs, Part, Planned};
use super::imports::{Imports, Use};
use super::model::{self, ModuleView};
use super::object::{EnvelopeView, envelope};
use crate::fragment::{Code, Docs, FilePath, Ident, Md, Num, Str, Type, view};
use crate::ir::{Catalog, Direction, Event, TypeRef};
use crate::names::CatalogNames;
use crate::render::Page;
use crate::structure::Item;

/// Template of a catalog's module.
pub(super) const CATALOG: &str = "src/_catalog.rs.jinja";

view! {
    /// A catalog's module.
    struct CatalogView {
        docs: Docs,
        groups: Vec<GroupView>,
        modules: Vec<ModuleView>,
        uses: Vec<Use>,
        envelope: EnvelopeView,
        tag: Str,
        payload: Option<Str>,
        events: Vec<EventView>,
        conversions: Vec<ConversionView>,
    }

    /// A group of events.
    struct GroupView {
        docs: Md,
        code: Code,
        name: Str,
        kinds: Vec<Ident>,
    }

    /// An event.
    struct EventView {
        name: Ident,
        docs: Docs,
        kind_docs: Docs,
        wire: Str,
        ty: Type,
        index: Num,
        /// The last arm of a match.
        last: bool,
        number: Num,
    }

    /// `From<payload>`.
    struct ConversionView {
        name: Ident,
        ty: Type,
    }
}

/// Pages of a catalog: its module and its payloads.
pub(super) fn pages(context: Context<'_>, index: u32, catalog: &Catalog) -> Vec<Planned> {
    let place = Place::Catalog(index);
    let names = context.names.catalog(index);
    let src = FilePath::fixed("src");
    let mut pages = model::pages(context, place, &src.folder(&names.module));
    let mut items = Vec::new();
    let (view, needs) = module(context, index, catalog, &mut items);
    let page = Page::new(src.module(&names.module), CATALOG, view).source(&catalog.at).items(items);
    pages.push(Planned { part: Part::Catalog(index), page, needs });
    pages
}

fn module(context: Context<'_>, index: u32, catalog: &Catalog, items: &mut Vec<Item>) -> (CatalogView, Needs) {
    let names = context.names.catalog(index);
    let mut imports = Imports::of_catalog(context, index);
    import(&mut imports);
    let modules = model::modules(context, &Features::default(), Place::Catalog(index));
    items.extend(model::module_items(&modules));
    for (name, is_enum) in [("Event", false), ("EventData", true), ("EventKind", true)] {
        let name = Ident::fixed(name);
        items.extend([if is_enum { Item::Enum(name.clone()) } else { Item::Struct(name.clone()) }, Item::Impl(name)]);
    }
    items.push(Item::Static(Ident::fixed("NAMES")));
    let count = catalog.events.len();
    let events = catalog.events.iter().zip(&names.variants).enumerate();
    let mut view = CatalogView {
        docs: Docs::of(Some(&catalog.title), catalog.description.as_deref(), &Md::fixed("Events.")),
        groups: groups(catalog, names),
        envelope: envelope(&mut imports, &catalog.envelope.fields, &names.fields, &names.extra),
        tag: Str::new(&catalog.envelope.tag),
        payload: catalog.envelope.payload.as_deref().map(Str::new),
        events: events.map(|(index, (it, name))| event(&mut imports, it, name, index, index + 1 == count)).collect(),
        conversions: conversions(&mut imports, catalog, names),
        uses: Vec::new(),
        modules,
    };
    let needs = imports.needs();
    view.uses = imports.finish();
    (view, needs)
}

fn import(imports: &mut Imports<'_>) {
    imports.fixed("std", &["fmt"]);
    imports.fixed("std::str", &["FromStr"]);
    imports.fixed("sdk_runtime", &["event"]);
    imports.fixed("sdk_runtime::data", &["Blank", "DecodeError", "Extra", "Object", "blank"]);
    imports.fixed(
        "sdk_runtime::event",
        &["Envelope", "MalformedEvent", "Names", "Payload", "UnknownEvent", "UnknownKind", "Which"],
    );
    imports.fixed("sdk_runtime::serde", &["Deserialize", "Deserializer", "Serialize", "Serializer"]);
}

fn groups(catalog: &Catalog, names: &CatalogNames) -> Vec<GroupView> {
    let kinds = |group: u32| {
        let events = catalog.events.iter().zip(&names.variants);
        events.filter(move |(it, _)| it.group == group).map(|(_, name)| name.clone())
    };
    let groups = (0..).zip(&catalog.groups);
    let views = groups.map(|(index, it)| GroupView {
        docs: match &it.summary {
            Some(summary) => Md::labelled(&Md::text(&it.title), &Md::summary(summary)),
            None => Md::text(&it.title),
        },
        code: Code::new(&it.name),
        name: Str::new(&it.name),
        kinds: kinds(index).collect(),
    });
    views.filter(|it| !it.kinds.is_empty()).collect()
}

fn event<'a>(imports: &mut Imports<'a>, event: &'a Event, name: &Ident, index: usize, last: bool) -> EventView {
    let wire = Md::from(Code::new(&event.wire));
    let summary = Md::labelled(&wire, &Md::summary(&event.summary));
    let ty = imports.ty(&event.payload);
    let mut docs = Docs::line(&summary);
    if let Some(note) = note(event) {
        docs = docs.and(&Docs::line(&note));
    }
    EventView {
        name: name.clone(),
        kind_docs: docs.clone(),
        docs,
        wire: Str::new(&event.wire),
        ty,
        index: Num::index(index),
        last,
        number: Num::index(index),
    }
}

/// Who sends an event and since when, where it does not go without saying.
fn note(event: &Event) -> Option<Md> {
    let mut notes = Vec::new();
    match event.direction {
        Direction::Receive => {}
        Direction::Send => notes.push(Md::fixed("Sent by the client.")),
        Direction::Both => notes.push(Md::fixed("Sent by either side.")),
    }
    if let Some(since) = &event.since {
        notes.push(docs::with_code("Since version ", since, "."));
    }
    if event.deprecated {
        notes.push(Md::fixed("Deprecated."));
    }
    let space = Md::fixed(" ");
    let mut pieces = Vec::new();
    for note in &notes {
        if !pieces.is_empty() {
            pieces.push(&space);
        }
        pieces.push(note);
    }
    (!pieces.is_empty()).then(|| Md::concat(pieces))
}

/// Conversions from the payloads that only one event has.
fn conversions<'a>(imports: &mut Imports<'a>, catalog: &'a Catalog, names: &CatalogNames) -> Vec<ConversionView> {
    let mut uses = BTreeMap::new();
    for event in &catalog.events {
        if let TypeRef::Named(id) = &event.payload {
            *uses.entry(*id).or_insert(0) += 1;
        }
    }
    let mut conversions = Vec::new();
    for (event, name) in catalog.events.iter().zip(&names.variants) {
        if let TypeRef::Named(id) = &event.payload
            && uses.get(id) == Some(&1)
        {
            conversions.push(ConversionView { name: name.clone(), ty: imports.named(*id) });
        }
    }
    conversions
}
