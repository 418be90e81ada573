//! Files of models: one for each component schema, with its inline types beside it.

use rayon::prelude::*;

use super::context::{Context, File, Place};
use super::docs;
use super::enumeration::{EnumView, enumeration};
use super::features::{Features, Part, Planned};
use super::imports::{Imports, Use};
use super::layout::same_as;
use super::object::{ObjectView, has_required_struct, object, type_docs};
use super::union::{UnionView, union};
use crate::diagnostics::Origin;
use crate::fragment::{Docs, Expr, FilePath, Ident, Md, Type, view};
use crate::ir::{Shape, TypeId, TypeRef};
use crate::render::Page;
use crate::structure::Item;

/// Template of a file of models.
pub(super) const FILE: &str = "src/models/_file.rs.jinja";
/// Template of the module that lists them.
pub(super) const LIST: &str = "src/models.rs.jinja";

view! {
    /// A file of models.
    struct FileView {
        uses: Vec<Use>,
        types: Vec<TypeView>,
    }

    /// One type.
    enum TypeView {
        /// A struct.
        Object(Box<ObjectView>),
        /// An enum.
        Enum(EnumView),
        /// One of several types.
        Union(UnionView),
        /// Another name for a type.
        Alias(AliasView),
    }

    /// Another name for a type.
    struct AliasView {
        docs: Docs,
        name: Ident,
        ty: Type,
    }

    /// A module file that lists others.
    struct ListView {
        modules: Vec<ModuleView>,
    }

    /// A private module and the names that are used from it.
    pub(super) struct ModuleView {
        name: Ident,
        exports: Vec<Ident>,
        /// The only one of them.
        export: Option<Ident>,
        /// The condition under which it is compiled.
        gate: Option<Expr>,
    }
}

/// Pages of all files in a module's folder.
pub(super) fn pages(context: Context<'_>, place: Place, folder: &FilePath) -> Vec<Planned> {
    let files: Vec<_> = context.layout.files(place).collect();
    files.into_par_iter().map(|(file, ids)| page(context, file, ids, folder)).collect()
}

fn page(context: Context<'_>, file: File, ids: &[TypeId], folder: &FilePath) -> Planned {
    let mut imports = Imports::of_models(context, file);
    let mut items = Vec::new();
    let types = ids.iter().filter_map(|id| ty(&mut imports, *id, &mut items)).collect();
    let path = folder.module(&module(context, file, ids));
    let needs = imports.needs();
    let view = FileView { uses: imports.finish(), types };
    let page = Page::new(path, FILE, view).items(items);
    let page = match source(context, file, ids) {
        Some((at, name)) => page.source_named(at, name),
        None => page,
    };
    Planned { part: Part::of(file), page, needs }
}

fn ty<'a>(imports: &mut Imports<'a>, id: TypeId, items: &mut Vec<Item>) -> Option<TypeView> {
    let def = imports.context.def(id);
    Some(match &def.shape {
        Shape::Object(it) => TypeView::Object(Box::new(object(imports, id, it, items))),
        Shape::Enum(it) => TypeView::Enum(enumeration(imports, id, it, items)),
        Shape::Union(it) => TypeView::Union(union(imports, id, it, items)),
        Shape::Alias(it) => TypeView::Alias(alias(imports, id, it, items)),
        Shape::Foreign(_) => return None,
    })
}

fn alias<'a>(imports: &mut Imports<'a>, id: TypeId, ty: &'a TypeRef, items: &mut Vec<Item>) -> AliasView {
    let (def, name) = (imports.context.def(id), &imports.context.ty(id).name);
    items.push(Item::Alias(name.clone()));
    let ty_text = imports.ty(ty);
    let otherwise = match same_as(imports.context.sdk, id) {
        Some(_) => Md::concat(&[Md::fixed("The same as "), docs::link(&ty_text), Md::fixed(".")]),
        None => docs::form(ty),
    };
    AliasView { docs: type_docs(def, &otherwise), name: name.clone(), ty: ty_text }
}

fn module(context: Context<'_>, file: File, ids: &[TypeId]) -> Ident {
    match file {
        File::Operation(index) => context.names.operation(crate::ir::OperationId(index)).module.clone(),
        File::Event(catalog, event) => context.names.catalog(catalog).modules[event as usize].clone(),
        File::Webhook(..) => ids.first().map_or_else(|| Ident::fixed("webhook"), |id| context.ty(*id).module.clone()),
        File::Component(id) | File::Shared(_, id) => context.ty(*ids.first().unwrap_or(&id)).module.clone(),
    }
}

/// Where a file comes from, and its name there.
fn source<'a>(context: Context<'a>, file: File, ids: &[TypeId]) -> Option<(&'a Origin, &'a str)> {
    match file {
        File::Operation(index) => context.sdk.operations.get(index as usize).map(|it| (&it.at, it.id.as_str())),
        File::Webhook(inbox, message) => {
            let inbox = context.sdk.webhooks.get(inbox as usize)?;
            inbox.messages.get(message as usize).map(|it| (&it.at, it.name.as_str()))
        }
        File::Event(catalog, event) => {
            let catalog = context.sdk.catalogs.get(catalog as usize)?;
            catalog.events.get(event as usize).map(|it| (&it.at, it.wire.as_str()))
        }
        File::Component(_) | File::Shared(..) => ids.first().map(|id| (&context.def(*id).at, "")),
    }
}

/// The names that a type's file gives to the outside.
fn exports(context: Context<'_>, id: TypeId) -> Vec<Ident> {
    let names = context.ty(id);
    match &context.def(id).shape {
        Shape::Object(it) if has_required_struct(it) => vec![names.name.clone(), names.required.clone()],
        _ => vec![names.name.clone()],
    }
}

/// The page of `crate::models`.
pub(super) fn list(context: Context<'_>, features: &Features) -> Page {
    let modules = modules(context, features, Place::Models);
    let items = module_items(&modules);
    Page::new(FilePath::fixed("src/models.rs"), LIST, ListView { modules }).items(items).source(&context.sdk.info.at)
}

/// The items that private modules and their re-exports are.
pub(super) fn module_items(modules: &[ModuleView]) -> Vec<Item> {
    let mods = modules.iter().map(|it| Item::Mod(it.name.clone()));
    let uses = modules.iter().flat_map(|it| it.exports.iter().chain(&it.export)).cloned().map(Item::Use);
    mods.chain(uses).collect()
}

/// The private modules of a public one, sorted by name. Those of a catalog come and go with it.
pub(super) fn modules(context: Context<'_>, features: &Features, place: Place) -> Vec<ModuleView> {
    let view = |(file, ids): (File, &[TypeId])| {
        let mut exports: Vec<Ident> = ids.iter().flat_map(|id| exports(context, *id)).collect();
        exports.sort();
        let export = if exports.len() == 1 { exports.pop() } else { None };
        let gate = if place == Place::Models { features.gate(context, Part::Models(file)) } else { None };
        ModuleView { name: module(context, file, ids), exports, export, gate }
    };
    let mut modules: Vec<_> = context.layout.files(place).map(view).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    modules
}
