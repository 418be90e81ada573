//! Objects: structs, their constructors and setters, and what decodes and encodes them.

use super::docs;
use super::fields::{ArgumentView, Entry, FieldView, Fields, SetterView, field_docs, is_argument};
use super::imports::Imports;
use crate::fragment::{Code, Docs, Ident, Md, Num, Str, Type, view};
use crate::ir::{Additional, Field, Object, Presence, TypeDef, TypeId};
use crate::names::{FieldNames, TypeNames};
use crate::structure::Item;

/// Required fields that a constructor takes as arguments; more of them are named in a struct.
const MOST_ARGUMENTS: usize = 4;

view! {
    /// A struct with everything around it.
    pub(super) struct ObjectView {
        docs: Docs,
        name: Ident,
        literal: Str,
        fields: Vec<FieldView>,
        extra: ExtraView,
        /// None: `Default` says it all.
        constructor: Option<ConstructorView>,
        /// There is a value without any field set.
        default: bool,
        /// It is derived, since every field may be absent.
        derived: bool,
        setters: Vec<SetterView>,
        required: Vec<Num>,
        /// Other keys, with the place of the one that each stands for.
        also: Vec<AlsoView>,
        /// The fields are the items of a list.
        positional: bool,
        /// There is one field, and so nothing to tell apart.
        single: bool,
        /// Failures of operations carry it.
        error: bool,
        /// A field is deprecated, and what stores and shows it names it nonetheless.
        deprecated: bool,
    }

    /// Another key of a field.
    pub(super) struct AlsoView {
        key: Str,
        index: Num,
    }

    /// The field that keeps what the specification does not name.
    pub(super) struct ExtraView {
        docs: Docs,
        name: Ident,
        ty: Type,
        rest: Type,
    }

    /// How a value is made.
    pub(super) enum ConstructorView {
        /// `new(a, b)`
        New(NewView),
        /// `from_required(DebateRequired { … })`
        Required(RequiredView),
    }

    /// A constructor with arguments.
    pub(super) struct NewView {
        docs: Docs,
        /// None: `Default` says the same.
        arguments: Vec<ArgumentView>,
        deprecated: bool,
    }

    /// A constructor with a struct.
    pub(super) struct RequiredView {
        docs: Docs,
        name: Ident,
        struct_docs: Docs,
        fields: Vec<RequiredFieldView>,
        deprecated: bool,
    }

    /// A field of the struct of required fields.
    pub(super) struct RequiredFieldView {
        docs: Docs,
        name: Ident,
        ty: Type,
        /// The field is an option nonetheless: responses lack it.
        optional: bool,
    }

    /// The event struct of a catalog.
    pub(super) struct EnvelopeView {
        fields: Vec<FieldView>,
        extra: ExtraView,
        arguments: Vec<ArgumentView>,
        setters: Vec<SetterView>,
        required: Vec<Num>,
        single: bool,
        deprecated: bool,
    }
}

/// The view of an object, and the items that it declares.
pub(super) fn object<'a>(
    imports: &mut Imports<'a>,
    id: TypeId,
    object: &'a Object,
    items: &mut Vec<Item>,
) -> ObjectView {
    let (def, names) = (imports.context.def(id), imports.context.ty(id));
    let fields = Fields::new(&object.fields, &names.fields, Some(def));
    let default = !object.fields.iter().any(is_argument);
    // A field that only responses have may be there always, though no constructor takes it.
    let derived = default && fields.entries().all(|it| it.presence != Presence::Required);
    import(imports, &object.fields, default, derived);
    if object.positional {
        imports.fixed("sdk_runtime::data", &["tuple"]);
    }
    items.extend([Item::Struct(names.name.clone()), Item::Impl(names.name.clone())]);
    if has_required_struct(object) {
        items.push(Item::Struct(names.required.clone()));
    }
    let schema = docs::with_code("The schema ", def.hint.last().map_or("", |it| it), ".");
    ObjectView {
        docs: type_docs(def, &schema),
        name: names.name.clone(),
        literal: Str::new(names.name.as_str()),
        fields: fields.views(imports),
        extra: extra(imports, &object.additional, &names.extra),
        constructor: match has_required_struct(object) {
            true => Some(ConstructorView::Required(from_required(imports, fields, names))),
            false => has_new(def, object).then(|| ConstructorView::New(new(imports, fields, names))),
        },
        default,
        derived,
        setters: if is_built(def) { fields.setters(imports) } else { Vec::new() },
        required: fields.required(),
        also: object
            .also
            .iter()
            .map(|(key, index)| AlsoView { key: Str::new(key), index: Num::index(*index) })
            .collect(),
        positional: object.positional,
        single: object.fields.len() == 1,
        error: imports.is_error(id),
        deprecated: object.fields.iter().any(|it| it.deprecated),
    }
}

/// The view of a catalog's event struct.
pub(super) fn envelope<'a>(
    imports: &mut Imports<'a>,
    list: &'a [Field],
    names: &'a [FieldNames],
    extra_name: &Ident,
) -> EnvelopeView {
    if !list.is_empty() {
        imports.fixed("sdk_runtime::data", &["Slot", "Visit"]);
    }
    let fields = Fields::new(list, names, None);
    EnvelopeView {
        fields: fields.views(imports),
        extra: extra(imports, &Additional::Open, extra_name),
        arguments: fields.arguments().into_iter().map(|it| it.argument(imports)).collect(),
        setters: fields.setters(imports),
        required: fields.required(),
        single: list.len() == 1,
        deprecated: list.iter().any(|it| it.deprecated),
    }
}

/// The documentation of a type.
pub(super) fn type_docs(def: &TypeDef, otherwise: &Md) -> Docs {
    let docs = Docs::of(None, def.description.as_deref(), otherwise);
    match def.deprecated {
        true => docs.and(&Docs::line(&Md::fixed("Deprecated: the specification advises against its use."))),
        false => docs,
    }
}

/// Whether an object is made from a struct of its required fields.
pub(super) fn has_required_struct(object: &Object) -> bool {
    object.fields.iter().filter(|it| is_argument(it)).count() > MOST_ARGUMENTS
}

/// Whether programs build values of a type: of those that they only receive, fields alone are set, in tests.
fn is_built(def: &TypeDef) -> bool {
    def.in_request || !def.in_response
}

/// Whether an object has a `new`.
pub(super) fn has_new(def: &TypeDef, object: &Object) -> bool {
    !has_required_struct(object) && (is_built(def) || object.fields.iter().any(is_argument))
}

fn import(imports: &mut Imports<'_>, fields: &[Field], default: bool, derived: bool) {
    imports.fixed("std", &["fmt"]);
    imports.fixed("sdk_runtime::data", &["Extra", "Object", "object"]);
    if !derived {
        imports.fixed("sdk_runtime::data", if default { &["blank"] } else { &["Blank", "blank"] });
    }
    if !fields.is_empty() {
        imports.fixed("sdk_runtime::data", &["Slot", "Visit"]);
    }
    imports.fixed("sdk_runtime::serde", &["Deserialize", "Deserializer", "Serialize", "Serializer"]);
}

fn extra<'a>(imports: &mut Imports<'a>, additional: &'a Additional, name: &Ident) -> ExtraView {
    let name = name.clone();
    match additional {
        Additional::Open => {
            let docs = Docs::line(&Md::fixed("Fields that the specification does not name."));
            let rest = imports.runtime("sdk_runtime", "data", "Json");
            ExtraView { docs, name, ty: Type::fixed("Extra"), rest }
        }
        Additional::Typed(ty) => {
            let docs = Docs::line(&Md::fixed("All other fields, by their keys."));
            let rest = imports.ty(ty);
            ExtraView { docs, name, ty: Type::of("Extra", [rest.clone()]), rest }
        }
    }
}

fn new<'a>(imports: &mut Imports<'a>, fields: Fields<'a>, names: &TypeNames) -> NewView {
    let arguments = fields.arguments();
    let text = match arguments.is_empty() {
        true => " without any field set.",
        false => " from its required fields.",
    };
    NewView {
        docs: made(names, text),
        deprecated: arguments.iter().any(|it| it.field.deprecated),
        arguments: arguments.into_iter().map(|it| it.argument(imports)).collect(),
    }
}

fn made(names: &TypeNames, text: &'static str) -> Docs {
    docs::line(&[Md::fixed("Creates a "), Code::new(names.name.as_str()).into(), Md::fixed(text)])
}

fn from_required<'a>(imports: &mut Imports<'a>, fields: Fields<'a>, names: &TypeNames) -> RequiredView {
    let arguments = fields.arguments();
    let of = [Md::fixed("The required fields of a "), docs::link(&Type::from(&names.name)), Md::fixed(", by name.")];
    RequiredView {
        docs: made(names, " from its required fields."),
        name: names.required.clone(),
        struct_docs: docs::line(&of),
        deprecated: arguments.iter().any(|it| it.field.deprecated),
        fields: arguments.into_iter().map(|it| required_field(imports, it)).collect(),
    }
}

fn required_field<'a>(imports: &mut Imports<'a>, it: Entry<'a>) -> RequiredFieldView {
    // What only requests carry is an option in the struct, since responses lack it.
    let optional = it.presence == Presence::Optional;
    let presence = if optional { Presence::Required } else { it.presence };
    RequiredFieldView {
        docs: field_docs(imports.context, it.field),
        name: it.names.field.clone(),
        ty: imports.field_ty(it.field, presence),
        optional,
    }
}
