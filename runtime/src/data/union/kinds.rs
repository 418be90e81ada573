//! What a union knows of its variants before it decodes one.

/// The JSON kinds that a value may be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(2);
    /// Numbers without a fraction.
    pub const INTEGER: Self = Self(4);
    /// Numbers, integers too.
    pub const NUMBER: Self = Self(8 | 4);
    /// Strings.
    pub const STRING: Self = Self(16);
    /// Lists.
    pub const LIST: Self = Self(32);
    /// Objects.
    pub const OBJECT: Self = Self(64);
    /// Any value.
    pub const ANY: Self = Self(127);

    /// The kinds of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The one kind of a value, told by its text.
    pub(super) fn of(text: &str) -> Self {
        match text.trim_ascii_start().bytes().next() {
            Some(b'n') => Self::NULL,
            Some(b't' | b'f') => Self::BOOLEAN,
            Some(b'"') => Self::STRING,
            Some(b'[') => Self::LIST,
            Some(b'{') => Self::OBJECT,
            Some(_) if text.contains(['.', 'e', 'E']) => Self(8),
            Some(_) => Self::INTEGER,
            None => Self::NONE,
        }
    }

    pub(super) const fn has(self, kind: Self) -> bool {
        self.0 & kind.0 == kind.0
    }
}

/// What is known of a variant before it is decoded.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Name of the variant.
    pub name: &'static str,
    /// JSON kinds that it may be of.
    pub kinds: Kinds,
    /// Values of the discriminator that choose it.
    pub tags: &'static [&'static str],
    /// Keys that it always has.
    pub required: &'static [&'static str],
    /// Keys that it may have.
    pub known: &'static [&'static str],
    /// Keys that have one value only, with its JSON text.
    pub constants: &'static [(&'static str, &'static str)],
}

impl Variant {
    /// A variant of which nothing is known.
    pub const ANY: Self = Self { name: "", kinds: Kinds::ANY, tags: &[], required: &[], known: &[], constants: &[] };
}
