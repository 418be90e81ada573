//! Fields of objects and envelopes: how they are declared, stored, shown and set.

use super::context::Context;
use super::docs;
use super::imports::Imports;
use super::ty::Argument;
use crate::fragment::{Code, Docs, Expr, Ident, Md, Num, Str, Type, view};
use crate::ir::{Field, Presence, TypeDef, TypeRef};
use crate::names::FieldNames;

view! {
    /// A field.
    pub(super) struct FieldView {
        docs: Docs,
        name: Ident,
        ty: Type,
        deprecated: bool,
        key: Str,
        /// Arm of `store`; none for the last field.
        index: Option<Num>,
        /// Method of the runtime's `Slot` and `Visit`.
        presence: Ident,
        blank: Expr,
    }

    /// An argument of a constructor.
    pub(super) struct ArgumentView {
        pub(super) name: Ident,
        pub(super) ty: Type,
        /// What the field is set to; none: the argument as it stands.
        value: Option<Expr>,
    }

    /// A setter.
    pub(super) struct SetterView {
        docs: Docs,
        name: Ident,
        argument: Option<SetterArgumentView>,
        field: Ident,
        value: Expr,
        deprecated: bool,
    }

    /// What a setter takes.
    pub(super) struct SetterArgumentView {
        name: Ident,
        ty: Type,
    }
}

/// The fields of one struct.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    list: &'a [Field],
    names: &'a [FieldNames],
    /// The type whose fields they are; an envelope has none.
    def: Option<&'a TypeDef>,
}

/// A field and everything known of it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) field: &'a Field,
    pub(super) names: &'a FieldNames,
    /// Its presence in Rust.
    pub(super) presence: Presence,
}

/// The presence of a field in Rust. A field that only one direction carries is missing in the other.
pub(super) fn storage(def: &TypeDef, field: &Field) -> Presence {
    let one_way = field.read_only && def.in_request || field.write_only && def.in_response;
    match field.presence {
        Presence::Required if one_way => Presence::Optional,
        Presence::Nullable if one_way => Presence::OptionalNullable,
        it => it,
    }
}

/// Whether a value cannot be made without the field.
pub(super) fn is_argument(field: &Field) -> bool {
    !field.read_only && !field.constant && matches!(field.presence, Presence::Required | Presence::Nullable)
}

/// The documentation of a field.
/// One that is not described is what its type is.
pub(super) fn field_docs(context: Context<'_>, field: &Field) -> Docs {
    let otherwise = match &field.ty {
        TypeRef::Named(id) => context.def(*id).description.as_deref().map(Md::summary),
        _ => None,
    };
    let otherwise = otherwise.filter(|it| !it.as_str().is_empty());
    let otherwise = otherwise.unwrap_or_else(|| docs::with_code("The key ", &field.wire, "."));
    let docs = Docs::of(None, field.description.as_deref(), &otherwise);
    let docs = docs::with_default(docs, field.default.as_ref());
    match (field.read_only, field.write_only) {
        (true, false) => docs.and(&Docs::line(&Md::fixed("Only in responses."))),
        (false, true) => docs.and(&Docs::line(&Md::fixed("Only in requests."))),
        _ => docs,
    }
}

/// A field, shown as code.
pub(super) fn field_link(field: &Ident) -> Md {
    Code::new(field.bare()).into()
}

impl<'a> Fields<'a> {
    pub(super) fn new(list: &'a [Field], names: &'a [FieldNames], def: Option<&'a TypeDef>) -> Self {
        Self { list, names, def }
    }

    /// All of them.
    pub(super) fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        let presence = move |it: &Field| self.def.map_or(it.presence, |def| storage(def, it));
        let pairs = self.list.iter().zip(self.names);
        pairs.map(move |(field, names)| Entry { field, names, presence: presence(field) })
    }

    /// Those that a value cannot be made without.
    pub(super) fn arguments(self) -> Vec<Entry<'a>> {
        self.entries().filter(|it| is_argument(it.field)).collect()
    }

    /// Indexes of those that are always there.
    pub(super) fn required(self) -> Vec<Num> {
        let always = |it: &Entry<'_>| matches!(it.presence, Presence::Required | Presence::Nullable);
        let indexes = self.entries().enumerate().filter(|(_, it)| always(it));
        indexes.map(|(index, _)| Num::index(index)).collect()
    }

    /// Their declarations, and how each is stored and shown.
    pub(super) fn views(self, imports: &mut Imports<'a>) -> Vec<FieldView> {
        let last = self.list.len().saturating_sub(1);
        let entries = self.entries().enumerate();
        entries.map(|(index, it)| it.view(imports, (index < last).then(|| Num::index(index)))).collect()
    }

    /// Setters of the optional ones.
    pub(super) fn setters(self, imports: &mut Imports<'a>) -> Vec<SetterView> {
        let mut setters = Vec::new();
        for it in self.entries() {
            if it.field.read_only || it.field.constant || is_argument(it.field) {
                continue;
            }
            setters.push(it.setter(imports));
            if it.presence == Presence::OptionalNullable {
                setters.push(it.null_setter());
            }
        }
        setters
    }
}

impl<'a> Entry<'a> {
    fn view(self, imports: &mut Imports<'a>, index: Option<Num>) -> FieldView {
        let (presence, blank) = match self.presence {
            Presence::Required => ("required", self.blank(imports.context)),
            Presence::Optional => ("optional", Expr::fixed("None")),
            Presence::Nullable => ("nullable", Expr::fixed("None")),
            Presence::OptionalNullable => ("optional_nullable", Expr::fixed("Nullable::Absent")),
        };
        FieldView {
            docs: field_docs(imports.context, self.field),
            name: self.names.field.clone(),
            ty: imports.field_ty(self.field, self.presence),
            deprecated: self.field.deprecated,
            key: Str::new(&self.field.wire),
            index,
            presence: Ident::fixed(presence),
            blank,
        }
    }

    /// What stands in the field until it is decoded, where it is always there.
    fn blank(self, context: Context<'a>) -> Expr {
        let boxes = usize::from(self.field.boxed) + context.boxes(&self.field.ty);
        (0..boxes).fold(Expr::fixed("blank()"), |it, _| it.wrap("Box::new(", ")"))
    }

    /// The argument for the field. What is held in a box may be given in one.
    fn given(self, imports: &mut Imports<'a>) -> Argument {
        let name = &self.names.field;
        if !self.field.boxed {
            return imports.argument(&self.field.ty, name);
        }
        let ty = imports.field_ty(self.field, Presence::Required).wrap("impl Into<", ">");
        Argument { ty, value: into(name), plain: false }
    }

    /// The field as an argument of a constructor.
    pub(super) fn argument(self, imports: &mut Imports<'a>) -> ArgumentView {
        let name = self.names.field.clone();
        if self.presence == Presence::Nullable {
            let ty = imports.field_ty(self.field, self.presence).wrap("impl Into<", ">");
            return ArgumentView { value: Some(into(&name)), name, ty };
        }
        let given = self.given(imports);
        let plain = given.plain && self.presence == Presence::Required;
        let value = self.stored(given.value);
        ArgumentView { name, ty: given.ty, value: (!plain).then_some(value) }
    }

    /// A value as the field holds it.
    fn stored(self, value: Expr) -> Expr {
        match self.presence {
            Presence::Required => value,
            Presence::Optional | Presence::Nullable => value.wrap("Some(", ")"),
            Presence::OptionalNullable => value.wrap("Nullable::Value(", ")"),
        }
    }

    fn setter(self, imports: &mut Imports<'a>) -> SetterView {
        let name = &self.names.field;
        let given = self.given(imports);
        SetterView {
            docs: docs::line(&[Md::fixed("Sets "), field_link(name), Md::fixed(".")]),
            name: self.names.setter.clone(),
            argument: Some(SetterArgumentView { name: name.clone(), ty: given.ty }),
            field: name.clone(),
            value: self.stored(given.value),
            deprecated: self.field.deprecated,
        }
    }

    fn null_setter(self) -> SetterView {
        SetterView {
            docs: docs::line(&[Md::fixed("Sets "), field_link(&self.names.field), Md::fixed(" to null.")]),
            name: self.names.null_setter.clone(),
            argument: None,
            field: self.names.field.clone(),
            value: Expr::fixed("Nullable::Null"),
            deprecated: self.field.deprecated,
        }
    }
}

fn into(name: &Ident) -> Expr {
    Expr::path(&Type::from(name)).method(&Ident::fixed("into"), [])
}
