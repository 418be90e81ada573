//! A field for which absent, null and a value are three different things.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field that may be absent, null or a value, where the server tells the three apart.
///
/// ```
/// use sdk_runtime::data::Nullable;
///
/// let parent: Nullable<String> = "root".to_owned().into();
/// assert_eq!(parent.as_option().map(String::as_str), Some("root"));
/// assert!(Nullable::<String>::default().is_absent());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nullable<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// The key is there and its value is `null`.
    Null,
    /// The key has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, if there is one; null and absent are both `None`.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(it) => Some(it),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value for changing, if there is one.
    pub fn as_option_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Value(it) => Some(it),
            Self::Absent | Self::Null => None,
        }
    }

    /// Takes the value out, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(it) => Some(it),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, or the type's default where there is none.
    pub fn unwrap_or_default(self) -> T
    where
        T: Default,
    {
        self.into_option().unwrap_or_default()
    }

    /// The value, or `other` where there is none.
    pub fn unwrap_or(self, other: T) -> T {
        self.into_option().unwrap_or(other)
    }

    /// Applies a function to the value; absent and null stay what they are.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Nullable<U> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(it) => Nullable::Value(with(it)),
        }
    }

    /// Whether the key is not there.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the key is there with `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether there is a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` is [`Nullable::Null`]: who passes a value or nothing for a field means to send it.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        match value {
            Some(it) => Self::Value(it),
            None => Self::Null,
        }
    }
}

impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_option()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(from)?.into())
    }
}

/// Outside of an object an absent value is written as null.
impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(it) => to.serialize_some(it),
            Self::Absent | Self::Null => to.serialize_none(),
        }
    }
}
