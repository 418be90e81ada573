//! Uses of types: what they are called in Rust, and how a method takes a value of one.

use super::imports::Imports;
use crate::fragment::{Expr, Ident, Type};
use crate::ir::{Field, Presence, Scalar, TypeRef};

impl<'a> Imports<'a> {
    /// The type of a value that is there: `Vec<Debate>`.
    pub(super) fn ty(&mut self, ty: &'a TypeRef) -> Type {
        match ty {
            TypeRef::Scalar(it) => self.scalar(*it),
            TypeRef::Named(id) => self.named(*id),
            TypeRef::List(item) => Type::of("Vec", [self.ty(item)]),
            TypeRef::Map(value) => {
                let map = self.runtime("std", "collections", "BTreeMap");
                let value = self.ty(value);
                match map.as_str() {
                    "BTreeMap" => Type::of("BTreeMap", [Type::fixed("String"), value]),
                    _ => Type::of("collections::BTreeMap", [Type::fixed("String"), value]),
                }
            }
            TypeRef::Nullable(inner) => Type::of("Option", [self.ty(inner)]),
            TypeRef::Boxed(inner) => Type::of("Box", [self.ty(inner)]),
        }
    }

    fn scalar(&mut self, scalar: Scalar) -> Type {
        let name = match scalar {
            Scalar::Bool => return Type::fixed("bool"),
            Scalar::I32 => return Type::fixed("i32"),
            Scalar::I64 => return Type::fixed("i64"),
            Scalar::U64 => return Type::fixed("u64"),
            Scalar::F32 => return Type::fixed("f32"),
            Scalar::F64 => return Type::fixed("f64"),
            Scalar::String => return Type::fixed("String"),
            Scalar::Unit => return Type::fixed("()"),
            Scalar::Number => "Number",
            Scalar::Timestamp => "Timestamp",
            Scalar::Date => "Date",
            Scalar::Base64 => "Base64",
            Scalar::Binary => return self.runtime("sdk_runtime", "bytes", "Bytes"),
            Scalar::Secret => "Secret",
            Scalar::Upload => "Upload",
            Scalar::Json => "Json",
        };
        self.runtime("sdk_runtime", "data", name)
    }

    /// The type of a field, its presence and box included.
    pub(super) fn field_ty(&mut self, field: &'a Field, presence: Presence) -> Type {
        let mut ty = self.ty(&field.ty);
        if field.boxed {
            ty = Type::of("Box", [ty]);
        }
        match presence {
            Presence::Required => ty,
            Presence::Optional | Presence::Nullable => Type::of("Option", [ty]),
            Presence::OptionalNullable => {
                self.fixed("sdk_runtime::data", &["Nullable"]);
                Type::of("Nullable", [ty])
            }
        }
    }

    /// How an argument called `name` of that type is declared, and the value that it gives.
    pub(super) fn argument(&mut self, ty: &'a TypeRef, name: &Ident) -> Argument {
        let given = Expr::path(&Type::from(name));
        if self.context.is_copy(ty) {
            return Argument { ty: self.ty(ty), value: given, plain: true };
        }
        let (ty, value) = match self.context.resolve(ty) {
            TypeRef::List(item) => {
                self.fixed("sdk_runtime::data", &["object"]);
                let item = self.ty(item).wrap("impl IntoIterator<Item = impl Into<", ">>");
                (item, Expr::call(&Type::fixed("object::list"), [given]))
            }
            TypeRef::Map(value) => {
                self.fixed("sdk_runtime::data", &["object"]);
                let entry = self.ty(value).wrap("impl IntoIterator<Item = (impl Into<String>, impl Into<", ">)>");
                (entry, Expr::call(&Type::fixed("object::map"), [given]))
            }
            _ => (self.ty(ty).wrap("impl Into<", ">"), given.method(&Ident::fixed("into"), [])),
        };
        Argument { ty, value, plain: false }
    }
}

/// An argument of a method.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    /// How it is declared: `impl Into<String>`.
    pub(super) ty: Type,
    /// The value of the type itself: `name.into()`.
    pub(super) value: Expr,
    /// Whether that is the argument as it stands.
    pub(super) plain: bool,
}
