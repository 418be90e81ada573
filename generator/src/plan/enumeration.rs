//! Enums: a variant for each value and one that keeps any other.

use super::docs;
use super::imports::Imports;
use super::object::type_docs;
use crate::fragment::{Docs, Expr, Ident, Num, Str, view};
use crate::ir::{Enum, EnumRepr, EnumValue, TypeId};
use crate::structure::Item;

view! {
    /// An enum with everything around it.
    pub(super) struct EnumView {
        docs: Docs,
        name: Ident,
        literal: Str,
        values: Vec<ValueView>,
        /// The one value there is, which stands for those that nobody gives.
        only: Option<Ident>,
        /// Strings, not numbers.
        text: bool,
        /// Numbers with a fraction.
        fraction: bool,
        /// Failures of operations carry it.
        error: bool,
    }

    /// A known value.
    pub(super) struct ValueView {
        docs: Docs,
        name: Ident,
        index: Num,
        wire: Expr,
    }
}

/// The view of an enum, and the items that it declares.
pub(super) fn enumeration<'a>(
    imports: &mut Imports<'a>,
    id: TypeId,
    enum_: &'a Enum,
    items: &mut Vec<Item>,
) -> EnumView {
    let (def, names) = (imports.context.def(id), imports.context.ty(id));
    let text = enum_.repr == EnumRepr::String;
    imports.fixed("std", &["fmt"]);
    imports.fixed("sdk_runtime::data", &["Blank"]);
    imports.fixed("sdk_runtime::serde", &["Deserialize", "Deserializer", "Serialize", "Serializer"]);
    match enum_.repr {
        EnumRepr::String => imports.fixed("sdk_runtime::data", &["OpenEnum", "UnknownValue", "open_enum"]),
        EnumRepr::Integer => imports.fixed("sdk_runtime::data", &["IntEnum", "UnknownInteger", "int_enum"]),
        EnumRepr::Number => imports.fixed("sdk_runtime::data", &["NumberEnum", "UnknownNumber", "number_enum"]),
    }
    items.extend([Item::Enum(names.name.clone()), Item::Impl(names.name.clone())]);
    let otherwise = docs::with_code("The values of ", def.hint.last().map_or("", |it| it), ".");
    let values = enum_.values.iter().zip(&names.variants).enumerate();
    EnumView {
        docs: type_docs(def, &otherwise),
        name: names.name.clone(),
        literal: Str::new(names.name.as_str()),
        values: values.filter_map(|(index, (it, name))| value(enum_.repr, index, it, name)).collect(),
        only: if let [name] = names.variants.as_slice() { Some(name.clone()) } else { None },
        text,
        fraction: enum_.repr == EnumRepr::Number,
        error: imports.is_error(id),
    }
}

/// `None`: the text of an integer is none, which lowering does not let through.
fn value(repr: EnumRepr, index: usize, value: &EnumValue, name: &Ident) -> Option<ValueView> {
    let wire = match repr {
        EnumRepr::String | EnumRepr::Number => Str::new(&value.wire).into(),
        EnumRepr::Integer => Num::json(&value.wire)?.into(),
    };
    let shown = docs::with_code("", &value.wire, "");
    let docs = match value.description.as_deref() {
        Some(description) => docs::prefixed(&shown, description),
        None => docs::line(&[shown]),
    };
    Some(ValueView { docs, name: name.clone(), index: Num::index(index), wire })
}
