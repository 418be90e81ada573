//! Whether an example fits the type that it is an example of.

use crate::diagnostics::Diagnostics;
use crate::ir::{Catalog, Enum, EnumRepr, Literal, Object, Presence, Scalar, Shape, TypeDef, TypeRef};

/// Deeper than this, a literal is not looked at.
const MAX_DEPTH: usize = 64;

/// Warns of every event whose example its payload does not accept.
pub(super) fn check_examples(types: &[TypeDef], catalogs: &[Catalog], diagnostics: &mut Diagnostics) {
    for event in catalogs.iter().flat_map(|it| &it.events) {
        let Some(example) = &event.example else { continue };
        if let Err(misfit) = (Fit { types }).value(&event.payload, example, "", MAX_DEPTH) {
            diagnostics
                .warning(
                    "example-mismatch",
                    &event.at,
                    format!("the example of `{}` does not fit its payload", event.wire),
                )
                .help(misfit);
        }
    }
}

struct Fit<'t> {
    types: &'t [TypeDef],
}

impl Fit<'_> {
    fn value(&self, ty: &TypeRef, value: &Literal, path: &str, depth: usize) -> Result<(), String> {
        if depth == 0 {
            return Ok(());
        }
        match (ty, value) {
            (TypeRef::Nullable(_), Literal::Null) => Ok(()),
            (TypeRef::Nullable(ty) | TypeRef::Boxed(ty), value) => self.value(ty, value, path, depth - 1),
            (TypeRef::List(ty), Literal::List(items)) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, it)| self.value(ty, it, &format!("{path}/{index}"), depth - 1))
            }
            (TypeRef::Map(ty), Literal::Object(entries)) => {
                entries.iter().try_for_each(|(key, it)| self.value(ty, it, &format!("{path}/{key}"), depth - 1))
            }
            (TypeRef::List(_), _) => misfit(path, "a list"),
            (TypeRef::Map(_), _) => misfit(path, "an object"),
            (TypeRef::Scalar(scalar), value) => fits_scalar(*scalar, value).map_or(Ok(()), |it| misfit(path, it)),
            (TypeRef::Named(id), value) => match self.types.get(id.0 as usize).map(|it| &it.shape) {
                Some(Shape::Alias(ty)) => self.value(ty, value, path, depth - 1),
                Some(Shape::Object(object)) => self.object(object, value, path, depth),
                Some(Shape::Enum(it)) => fits_enum(it, value).map_or(Ok(()), |it| misfit(path, it)),
                // Unions are open: what fits no variant is kept. What the runtime's own types take is not known here.
                Some(Shape::Union(_) | Shape::Foreign(_)) | None => Ok(()),
            },
        }
    }

    fn object(&self, object: &Object, value: &Literal, path: &str, depth: usize) -> Result<(), String> {
        if object.positional {
            // Places are not keys: what stands there is left to the server.
            return if matches!(value, Literal::List(_)) { Ok(()) } else { misfit(path, "a list") };
        }
        let Literal::Object(entries) = value else { return misfit(path, "an object") };
        for field in &object.fields {
            let here = format!("{path}/{}", field.wire);
            let found = entries.iter().find(|it| it.0 == field.wire).map(|it| &it.1);
            match (found, field.presence) {
                (None, Presence::Required | Presence::Nullable) => return Err(format!("`{here}` is required")),
                (None, _) => {}
                (Some(Literal::Null), Presence::Required) => self.value(&field.ty, &Literal::Null, &here, depth - 1)?,
                (Some(Literal::Null), _) => {}
                (Some(value), _) => self.value(&field.ty, value, &here, depth - 1)?,
            }
        }
        Ok(())
    }
}

fn misfit(path: &str, expected: &str) -> Result<(), String> {
    Err(if path.is_empty() { format!("it should be {expected}") } else { format!("`{path}` should be {expected}") })
}

/// What a value should be, if it is not.
fn fits_scalar(scalar: Scalar, value: &Literal) -> Option<&'static str> {
    let (fits, expected) = match scalar {
        Scalar::Bool => (matches!(value, Literal::Bool(_)), "a boolean"),
        Scalar::I32 | Scalar::I64 | Scalar::U64 => (is_integer(value), "a whole number"),
        Scalar::F32 | Scalar::F64 | Scalar::Number => (matches!(value, Literal::Number(_)), "a number"),
        Scalar::Json => (true, ""),
        Scalar::Unit => (matches!(value, Literal::Null), "null"),
        Scalar::String
        | Scalar::Timestamp
        | Scalar::Date
        | Scalar::Base64
        | Scalar::Binary
        | Scalar::Upload
        | Scalar::Secret => (matches!(value, Literal::String(_)), "a string"),
    };
    (!fits).then_some(expected)
}

fn fits_enum(enum_: &Enum, value: &Literal) -> Option<&'static str> {
    let (fits, expected) = match (enum_.repr, value) {
        (EnumRepr::Integer, value) => (is_integer(value), "a whole number"),
        (EnumRepr::Number, value) => (matches!(value, Literal::Number(_)), "a number"),
        (EnumRepr::String, Literal::String(text)) => {
            (enum_.values.iter().any(|it| it.wire == *text), "one of the values of the enum")
        }
        (EnumRepr::String, _) => (false, "a string"),
    };
    (!fits).then_some(expected)
}

fn is_integer(value: &Literal) -> bool {
    matches!(value, Literal::Number(text) if text.bytes().all(|it| it == b'-' || it.is_ascii_digit()))
}
