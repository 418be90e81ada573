//! Example values for generated tests: those of the specification, else the least that a type takes.

use super::context::Context;
use super::fields::storage;
use crate::fragment::{Expr, Num, Str};
use crate::ir::{EnumRepr, Literal, Object, Presence, Scalar, Shape, TypeDef, TypeRef};

/// Objects within objects are filled in this deep.
const DEPTH: u32 = 12;

/// The least value of a type, as it is received, or as it is sent.
pub(super) fn least(context: Context<'_>, ty: &TypeRef, sent: bool) -> Literal {
    value(context, ty, sent, DEPTH)
}

fn value(context: Context<'_>, ty: &TypeRef, sent: bool, depth: u32) -> Literal {
    match ty {
        TypeRef::Scalar(it) => scalar(*it),
        TypeRef::List(item) if depth > 0 => Literal::List(vec![value(context, item, sent, depth - 1)]),
        TypeRef::List(_) => Literal::List(Vec::new()),
        TypeRef::Map(_) => Literal::Object(Vec::new()),
        TypeRef::Nullable(_) => Literal::Null,
        TypeRef::Boxed(inner) => value(context, inner, sent, depth),
        TypeRef::Named(_) if depth == 0 => Literal::Null,
        TypeRef::Named(id) => {
            let def = context.def(*id);
            match &def.shape {
                Shape::Object(it) => object(context, def, it, sent, depth),
                Shape::Enum(it) => match it.values.first() {
                    Some(first) if it.repr != EnumRepr::String => Literal::Number(first.wire.clone()),
                    Some(first) => Literal::String(first.wire.clone()),
                    None => Literal::Null,
                },
                Shape::Union(it) => {
                    let Some(first) = it.variants.first() else { return Literal::Null };
                    tagged(value(context, &first.ty, sent, depth - 1), it.discriminator.as_deref(), &first.tags)
                }
                Shape::Alias(it) => value(context, it, sent, depth - 1),
                Shape::Foreign(_) => Literal::Object(Vec::new()),
            }
        }
    }
}

/// An object with the value of its discriminator.
fn tagged(value: Literal, discriminator: Option<&str>, tags: &[String]) -> Literal {
    match (value, discriminator, tags.first()) {
        (Literal::Object(mut members), Some(key), Some(tag)) => {
            members.retain(|(it, _)| it != key);
            members.insert(0, (key.to_owned(), Literal::String(tag.clone())));
            Literal::Object(members)
        }
        (value, _, _) => value,
    }
}

fn object(context: Context<'_>, def: &TypeDef, object: &Object, sent: bool, depth: u32) -> Literal {
    if object.positional {
        let items = object.fields.iter().take_while(|it| is_always(it.presence));
        return Literal::List(items.map(|it| value(context, &it.ty, sent, depth - 1)).collect());
    }
    let members = object.fields.iter().filter_map(|it| {
        let missing = if sent { it.read_only } else { it.write_only };
        let presence = if sent { it.presence } else { storage(def, it) };
        match presence {
            Presence::Required if !missing => Some((it.wire.clone(), value(context, &it.ty, sent, depth - 1))),
            Presence::Nullable if !missing => Some((it.wire.clone(), Literal::Null)),
            _ => None,
        }
    });
    Literal::Object(members.collect())
}

fn is_always(presence: Presence) -> bool {
    matches!(presence, Presence::Required | Presence::Nullable)
}

fn scalar(scalar: Scalar) -> Literal {
    let text = |it: &str| Literal::String(it.to_owned());
    match scalar {
        Scalar::Bool => Literal::Bool(true),
        Scalar::I32 | Scalar::I64 | Scalar::U64 => Literal::Number("1".to_owned()),
        Scalar::F32 | Scalar::F64 | Scalar::Number => Literal::Number("1.5".to_owned()),
        Scalar::String | Scalar::Upload => text("text"),
        Scalar::Timestamp => text("2024-01-02T03:04:05Z"),
        Scalar::Date => text("2024-01-02"),
        Scalar::Base64 | Scalar::Binary => text("AAEC"),
        Scalar::Secret => text("secret"),
        Scalar::Json => Literal::Object(Vec::new()),
        Scalar::Unit => Literal::Null,
    }
}

/// A value as an argument that is given as it is or through `Into`; `None` where there is no literal for it.
pub(super) fn argument(context: Context<'_>, ty: &TypeRef, value: &Literal) -> Option<Expr> {
    match (context.resolve(ty), value) {
        (TypeRef::Scalar(Scalar::Bool), Literal::Bool(it)) => Some(Expr::bool(*it)),
        (TypeRef::Scalar(Scalar::F32 | Scalar::F64), Literal::Number(it)) => {
            it.parse().ok().and_then(Num::float).map(Expr::from)
        }
        (TypeRef::Scalar(Scalar::Number), Literal::Number(it)) => number(it),
        (TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::U64), Literal::Number(it)) => {
            Num::json(it).map(Expr::from)
        }
        (TypeRef::Scalar(Scalar::String | Scalar::Timestamp | Scalar::Date | Scalar::Secret), Literal::String(it)) => {
            Some(Str::new(it).into())
        }
        (TypeRef::List(item), Literal::List(items)) if !items.is_empty() => {
            let nested = matches!(context.resolve(item), TypeRef::List(_));
            let item = |it| if nested { inner_list(context, item, it) } else { argument(context, item, it) };
            items.iter().map(item).collect::<Option<Vec<Expr>>>().map(Expr::list)
        }
        (TypeRef::Named(id), value) => match (&context.def(*id).shape, value) {
            (Shape::Enum(it), Literal::String(text)) if it.repr == EnumRepr::String => Some(Str::new(text).into()),
            (Shape::Enum(it), Literal::Number(text)) if it.repr == EnumRepr::Integer => {
                Num::json(text).map(|it| Expr::from(it).wrap("", "_i64"))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A number of any size as an argument: one that no literal is without losing digits has none.
fn number(text: &str) -> Option<Expr> {
    let is_integer = text.bytes().all(|it| it == b'-' || it.is_ascii_digit());
    match (text.parse::<i32>(), text.parse::<i64>()) {
        (Ok(it), _) => Some(Num::int(it).into()),
        (_, Ok(it)) => Some(Expr::from(Num::int(it)).wrap("", "_i64")),
        _ if is_integer => None,
        _ => text.parse().ok().and_then(Num::float).map(Expr::from),
    }
}

/// A list within a list is given as a whole, so its items are of its item's type itself.
fn inner_list(context: Context<'_>, ty: &TypeRef, value: &Literal) -> Option<Expr> {
    let (TypeRef::List(item), Literal::List(items)) = (context.resolve(ty), value) else { return None };
    let exact = |value| match context.resolve(item) {
        TypeRef::List(_) => inner_list(context, item, value).map(|it| it.wrap("", ".into()")),
        _ if context.is_copy(item) && matches!(value, Literal::Bool(_) | Literal::Number(_)) => {
            argument(context, item, value)
        }
        _ => argument(context, item, value).map(|it| it.wrap("", ".into()")),
    };
    items.iter().map(exact).collect::<Option<Vec<Expr>>>().map(Expr::list)
}

/// A value as it is written where one text is wanted: in a path.
pub(super) fn shown(value: &Literal) -> String {
    match value {
        Literal::String(it) => it.clone(),
        other => other.to_string(),
    }
}

/// A value as a Rust literal of its JSON text.
pub(super) fn literal(value: &Literal) -> Str {
    Str::new(&value.to_string())
}
