//! Views: plain structs and enums of fragments, handed to templates field by field.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};

use super::{Code, Docs, Expr, FilePath, Fragment, Ident, Kind, Md, Num, Str, Toml, Type};

/// What may stand in a view: fragments, booleans, lists and options of them, and views.
///
/// Not implemented for strings: text reaches a template only as a fragment.
pub trait Slot {
    /// The value that the template engine works on.
    fn slot(self) -> Value;
}

/// A view as the template engine sees it: named slots.
#[derive(Debug)]
pub struct Record {
    keys: &'static [&'static str],
    values: Vec<Value>,
}

impl Record {
    /// Slots by name; `keys` and `values` go together.
    pub fn value(keys: &'static [&'static str], values: Vec<Value>) -> Value {
        Value::from_object(Self { keys, values })
    }
}

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let index = self.keys.iter().position(|it| *it == key)?;
        self.values.get(index).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(self.keys)
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// Declares view structs and enums.
///
/// A struct becomes a record of its fields. An enum becomes a record of its variants, of which the one
/// that is there holds its view and the others are `none`:
/// `{% if item.Object %}{% with it = item.Object %}…{% endwith %}{% elif item.Enum %}…`.
macro_rules! view {
    () => {};
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $ty:ty),* $(,)? }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $ty),* }
        impl $crate::fragment::Slot for $name {
            fn slot(self) -> ::minijinja::Value {
                $crate::fragment::Record::value(
                    &[$(stringify!($field)),*],
                    vec![$($crate::fragment::Slot::slot(self.$field)),*],
                )
            }
        }
        $crate::fragment::view! { $($rest)* }
    };
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident($ty:ty)),* $(,)? }
        $($rest:tt)*
    ) => {
        $(#[$meta])*
        $vis enum $name { $($(#[$variant_meta])* $variant($ty)),* }
        impl $crate::fragment::Slot for $name {
            fn slot(self) -> ::minijinja::Value {
                const KEYS: &[&str] = &[$(stringify!($variant)),*];
                let (key, value) = match self {
                    $(Self::$variant(it) => (stringify!($variant), $crate::fragment::Slot::slot(it))),*
                };
                let values = KEYS.iter().map(|it| if *it == key { value.clone() } else { ().into() });
                $crate::fragment::Record::value(KEYS, values.collect())
            }
        }
        $crate::fragment::view! { $($rest)* }
    };
}
pub(crate) use view;

impl Slot for bool {
    fn slot(self) -> Value {
        Value::from(self)
    }
}

/// Nothing: for the variants of a view enum that carry no slots. True in a condition.
impl Slot for () {
    fn slot(self) -> Value {
        Value::from(true)
    }
}

impl<T: Slot> Slot for Vec<T> {
    fn slot(self) -> Value {
        Value::from_object(self.into_iter().map(Slot::slot).collect::<Vec<_>>())
    }
}

impl<T: Slot> Slot for Option<T> {
    fn slot(self) -> Value {
        self.map_or(Value::from(()), Slot::slot)
    }
}

impl<T: Slot> Slot for Box<T> {
    fn slot(self) -> Value {
        (*self).slot()
    }
}

macro_rules! slots {
    ($($ty:ident => $kind:ident),* $(,)?) => {$(
        impl Slot for $ty {
            fn slot(self) -> Value {
                Fragment::value(Kind::$kind, self.as_str())
            }
        }
    )*};
}

slots! {
    Ident => Ident, Type => Type, Expr => Expr, Str => Str, Num => Num, Docs => Docs, Md => Md,
    Code => Code, Toml => Toml, FilePath => Path,
}
