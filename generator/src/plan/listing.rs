//! The list of the public surface: what a reviewer reads when a specification has changed.

use super::context::{Context, Place};
use super::fields::{Fields, storage};
use super::imports::Imports;
use super::object::{has_new, has_required_struct};
use super::step::ArgumentView;
use super::{inbox, manifests, module, namespace, socket};
use crate::fragment::{Code, Expr, FilePath, Ident, Md, Type, view};
use crate::ir::{Additional, Catalog, Object, Shape, TypeId};
use crate::render::Page;

/// Template of the list.
pub(super) const LISTING: &str = "API.md.jinja";

view! {
    /// The list.
    struct ListingView {
        package: Md,
        modules: Vec<ModuleView>,
    }

    /// A public module.
    struct ModuleView {
        path: Code,
        lines: Vec<Code>,
    }
}

/// The page.
pub(super) fn page(context: Context<'_>) -> Page {
    let mut modules: Vec<(String, Vec<String>)> = Vec::new();
    modules.extend(context.sdk.client.then(|| (String::new(), root(context))));
    for (index, _) in namespace::modules(context) {
        let names = context.names.namespace(index);
        let mut lines = vec![format!("struct {}", names.name)];
        lines.extend(calls(context, index, &names.name));
        modules.push((names.module.bare().to_owned(), lines));
    }
    modules.push(("models".to_owned(), types(context, Place::Models)));
    for (index, it) in (0..).zip(&context.sdk.catalogs) {
        modules.push((context.names.catalog(index).module.bare().to_owned(), catalog(context, index, it)));
    }
    for (index, it) in context.sdk.sockets.iter().enumerate() {
        modules.push((context.names.socket(index).module.bare().to_owned(), socket::lines(context, index, it)));
    }
    if let Some(module) = context.names.manifests() {
        modules.push((module.bare().to_owned(), manifests::lines(context)));
    }
    for (index, it) in (0..).zip(&context.sdk.webhooks) {
        modules.push((context.names.inbox(index).module.bare().to_owned(), inbox::lines(context, index, it)));
    }
    modules.extend(module::lines(context));
    modules.sort();
    let library = &context.names.library;
    let path =
        |module: &str| if module.is_empty() { library.bare().to_owned() } else { format!("{library}::{module}") };
    let view = ListingView {
        package: Code::new(&context.names.package).into(),
        modules: modules
            .into_iter()
            .map(|(module, lines)| ModuleView {
                path: Code::new(&path(&module)),
                lines: lines.iter().map(|it| Code::new(it)).collect(),
            })
            .collect(),
    };
    Page::new(FilePath::fixed("API.md"), LISTING, view)
}

fn root(context: Context<'_>) -> Vec<String> {
    let mut lines = vec!["struct Client".to_owned()];
    lines.push("Client::builder(base_url: impl Into<String>) -> ClientBuilder<Client>".to_owned());
    if super::credentials::from_env(context.sdk).is_some() {
        lines.push("Client::from_env() -> ClientBuilder<Client>".to_owned());
    }
    lines.push("Client::core(&self) -> &sdk_runtime::Client".to_owned());
    lines.push("Client::request(&self, method: Method, path: impl Into<String>) -> Call<Json>".to_owned());
    if super::server::default(context).is_some() {
        lines.push("Client::builder_default() -> ClientBuilder<Client>".to_owned());
    }
    lines.extend(super::server::constants(context).iter().map(|it| format!("Client::{}: &'static str", it.name)));
    lines.extend(super::server::surface(context));
    let mut accessors: Vec<String> = namespace::modules(context)
        .map(|(index, _)| {
            let names = context.names.namespace(index);
            format!("Client::{}(&self) -> {}::{}", names.accessor, names.module, names.name)
        })
        .collect();
    accessors.extend(socket::surface(context));
    accessors.extend(module::surface(context));
    accessors.sort();
    lines.extend(accessors);
    if let Some(index) = namespace::root(context) {
        lines.extend(calls(context, index, &Ident::fixed("Client")));
    }
    lines.extend(super::version::surface(context));
    lines.extend(super::settings::surface(context));
    if !context.sdk.error_codes.is_empty() {
        lines.push("enum ErrorCode".to_owned());
        let codes = 0..context.sdk.error_codes.len();
        lines.extend(codes.map(|it| format!("ErrorCode::{}", context.names.error_code(it))));
    }
    lines
}

/// The methods of a namespace and the types beside it.
fn calls(context: Context<'_>, index: u32, owner: &Ident) -> Vec<String> {
    let mut imports = Imports::of_operations(context);
    let calls = namespace::calls(&mut imports, index, &Expr::fixed("self"), &mut Vec::new());
    let mut lines: Vec<String> = calls
        .methods
        .iter()
        .map(|it| method(owner, &it.name, &it.arguments, &it.returns))
        .chain(calls.waiters.iter().map(|it| method(owner, &it.name, &it.arguments, &it.returns)))
        .collect();
    for params in &calls.params {
        lines.push(format!("struct {}", params.name));
        lines.extend(params.fields.iter().map(|it| format!("{}::{}: {}", params.name, it.name, it.ty.as_str())));
    }
    for it in &calls.enums {
        lines.push(format!("enum {}", it.name));
        lines.extend(it.variants.iter().map(|variant| variant_line(&it.name, &variant.name, variant.ty.as_ref())));
    }
    lines
}

fn method(owner: &Ident, name: &Ident, arguments: &[ArgumentView], returns: &Type) -> String {
    let arguments: String = arguments.iter().map(|it| format!(", {}: {}", it.name, it.ty.as_str())).collect();
    format!("{owner}::{name}(&self{arguments}) -> {}", returns.as_str())
}

fn variant_line(owner: &Ident, name: &Ident, ty: Option<&Type>) -> String {
    match ty {
        Some(ty) => format!("{owner}::{name}({})", ty.as_str()),
        None => format!("{owner}::{name}"),
    }
}

/// The types of a module, sorted by name.
fn types(context: Context<'_>, place: Place) -> Vec<String> {
    let mut ids: Vec<TypeId> = context.layout.files(place).flat_map(|(_, ids)| ids).copied().collect();
    ids.sort_by_key(|id| &context.ty(*id).name);
    ids.into_iter().flat_map(|id| ty(context, id)).collect()
}

fn ty(context: Context<'_>, id: TypeId) -> Vec<String> {
    let names = context.ty(id);
    let name = &names.name;
    let mut imports = Imports::new(context);
    match &context.def(id).shape {
        Shape::Object(it) => object(context, id, it),
        Shape::Enum(_) => {
            let values = names.variants.iter().map(|it| variant_line(name, it, None));
            std::iter::once(format!("enum {name}")).chain(values).collect()
        }
        Shape::Union(it) => {
            let variants = it.variants.iter().zip(&names.variants);
            let variants = variants.map(|(it, variant)| variant_line(name, variant, Some(&imports.ty(&it.ty))));
            std::iter::once(format!("enum {name}")).chain(variants.collect::<Vec<_>>()).collect()
        }
        Shape::Alias(it) => vec![format!("type {name} = {}", imports.ty(it).as_str())],
        Shape::Foreign(_) => Vec::new(),
    }
}

fn object(context: Context<'_>, id: TypeId, object: &Object) -> Vec<String> {
    let (def, names) = (context.def(id), context.ty(id));
    let name = &names.name;
    let mut imports = Imports::new(context);
    let mut lines = vec![format!("struct {name}")];
    let arguments = Fields::new(&object.fields, &names.fields, Some(def)).arguments();
    if has_required_struct(object) {
        lines.push(format!("{name}::from_required(required: {}) -> {name}", names.required));
        let fields: Vec<&str> = arguments.iter().map(|it| it.names.field.as_str()).collect();
        lines.push(format!("struct {} {{ {} }}", names.required, fields.join(", ")));
    } else if has_new(def, object) {
        let arguments: Vec<String> = arguments
            .into_iter()
            .map(|it| it.argument(&mut imports))
            .map(|it| format!("{}: {}", it.name, it.ty.as_str()))
            .collect();
        lines.push(format!("{name}::new({}) -> {name}", arguments.join(", ")));
    }
    for (field, names) in object.fields.iter().zip(&names.fields) {
        let ty = imports.field_ty(field, storage(def, field));
        lines.push(format!("{name}::{}: {}", names.field, ty.as_str()));
    }
    if let Additional::Typed(ty) = &object.additional {
        lines.push(format!("{name}::{}: Extra<{}>", names.extra, imports.ty(ty).as_str()));
    }
    lines
}

fn catalog(context: Context<'_>, index: u32, catalog: &Catalog) -> Vec<String> {
    let names = context.names.catalog(index);
    let mut imports = Imports::new(context);
    let mut lines = vec!["struct Event".to_owned(), "Event::data: EventData".to_owned()];
    for (field, names) in catalog.envelope.fields.iter().zip(&names.fields) {
        let ty = imports.field_ty(field, field.presence);
        lines.push(format!("Event::{}: {}", names.field, ty.as_str()));
    }
    lines.push("enum EventKind".to_owned());
    lines.push("enum EventData".to_owned());
    for (event, name) in catalog.events.iter().zip(&names.variants) {
        let payload = imports.ty(&event.payload);
        lines.push(format!("EventData::{name}(Box<{}>), EventKind::{name}", payload.as_str()));
    }
    lines.extend(types(context, Place::Catalog(index)));
    lines
}
