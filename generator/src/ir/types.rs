//! Types of the representation: objects, enums, unions and aliases.

use super::Literal;
use crate::diagnostics::Origin;

/// Index of a [`TypeDef`] in [`super::Sdk::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// One named type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDef {
    /// Where its schema stands; unique, and what settles a clash of names.
    pub at: Origin,
    /// What it is called in the specification, outermost first: `["Debate"]` for a component,
    /// `["Debate", "rounds", "item"]` for an inline schema. `names` joins these words.
    pub hint: Vec<String>,
    /// A name that `sdk.yaml` pins, used as it is.
    pub pinned: Option<String>,
    /// What it belongs to, and so which file it is printed in.
    pub home: Home,
    /// Title or description, Markdown.
    pub description: Option<String>,
    /// Whether the specification deprecates it.
    pub deprecated: bool,
    /// Its form.
    pub shape: Shape,
    /// Whether a request carries it.
    pub in_request: bool,
    /// Whether a response or an event carries it.
    pub in_response: bool,
}

/// What a type belongs to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    /// A component schema: a file of its own.
    Component,
    /// An inline schema: the file of the type it stands in.
    Inside(TypeId),
    /// An inline schema of an operation (index into `operations`).
    Operation(u32),
    /// An inline schema of a webhook: index into `webhooks`, index into its messages.
    Webhook(u32, u32),
    /// Payload of an event: index of the catalog, index of the event.
    Event(u32, u32),
    /// A schema that a catalog shares between events: index of the catalog.
    Catalog(u32),
}

/// The form of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Named fields.
    Object(Object),
    /// A set of values, open.
    Enum(Enum),
    /// One of several types, open.
    Union(Union),
    /// Another name for a type.
    Alias(TypeRef),
    /// A type that is there already and is not made.
    Foreign(Foreign),
}

/// A type that the runtime has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Its path, crate and name included.
    pub path: Vec<String>,
    /// The runtime's feature that brings it in.
    pub feature: Option<String>,
}

/// A type with named fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Fields in the order of the document; wire names are unique.
    pub fields: Vec<Field>,
    /// What happens to keys that are no field.
    pub additional: Additional,
    /// Other keys of fields that servers send, each with the index of the field.
    pub also: Vec<(String, usize)>,
    /// Whether the fields are the items of a list, told apart by their places.
    pub positional: bool,
}

/// What an object does with keys that it does not name.
#[derive(Clone, Debug, PartialEq)]
pub enum Additional {
    /// Kept as JSON.
    Open,
    /// Kept in a typed map (`additionalProperties: {schema}` beside properties).
    Typed(TypeRef),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Key on the wire.
    pub wire: String,
    /// Where its schema stands.
    pub at: Origin,
    /// Type of a value that is there.
    pub ty: TypeRef,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether the type holds itself through this field and needs a box.
    pub boxed: bool,
    /// Markdown.
    pub description: Option<String>,
    /// Default that the server assumes.
    pub default: Option<Literal>,
    /// Whether the specification deprecates it.
    pub deprecated: bool,
    /// Only in responses.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// It is always there and its type has one value, so that nobody has to give it.
    pub constant: bool,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// May be absent; null is accepted, kept and means the same.
    Optional,
    /// Always there, may be null.
    Nullable,
    /// Absent, null and a value are three different things.
    OptionalNullable,
}

/// A set of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What the values are on the wire.
    pub repr: EnumRepr,
    /// The values, unique, in the order of the document.
    pub values: Vec<EnumValue>,
}

/// What an enum's values are on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumRepr {
    /// Strings.
    String,
    /// Integers that fit 64 bits.
    Integer,
    /// Numbers with a fraction, and integers that do not fit.
    Number,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The value in its JSON text without quotes: `pending`, `404`.
    pub wire: String,
    /// What it should be called where the document says so (`x-enum-varnames`, `title`).
    pub hint: Option<String>,
    /// Markdown.
    pub description: Option<String>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// Key of the discriminator, where there is one.
    pub discriminator: Option<String>,
    /// Variants in the order of the document.
    pub variants: Vec<Variant>,
}

/// One alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// What it is called: the referred schema's name, or what it holds (`string`, `list`).
    pub hint: String,
    /// What it holds.
    pub ty: TypeRef,
    /// Discriminator values that choose it.
    pub tags: Vec<String>,
    /// JSON kinds that it can be.
    pub kinds: Kinds,
    /// Keys that it always has, if it is an object.
    pub required: Vec<String>,
    /// Keys that it may have, if it is an object.
    pub known: Vec<String>,
    /// Single values that a key must have (`const`), as (key, JSON text).
    pub constants: Vec<(String, String)>,
    /// Markdown.
    pub description: Option<String>,
}

/// JSON kinds a value may be of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds {
    /// `null`.
    pub null: bool,
    /// `true`, `false`.
    pub boolean: bool,
    /// Numbers without fraction.
    pub integer: bool,
    /// Any number.
    pub number: bool,
    /// Strings.
    pub string: bool,
    /// Lists.
    pub list: bool,
    /// Objects.
    pub object: bool,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRef {
    /// A type without parts.
    Scalar(Scalar),
    /// A named type.
    Named(TypeId),
    /// A list.
    List(Box<TypeRef>),
    /// String keys, values of one type.
    Map(Box<TypeRef>),
    /// A value or null, where it is no field (list items, map values).
    Nullable(Box<TypeRef>),
    /// A value in a box of its own, where an alias or variant would hold itself.
    Boxed(Box<TypeRef>),
}

impl TypeRef {
    /// The named type in a use, if there is one.
    pub fn named(&self) -> Option<TypeId> {
        match self {
            Self::Scalar(_) => None,
            Self::Named(id) => Some(*id),
            Self::List(ty) | Self::Map(ty) | Self::Nullable(ty) | Self::Boxed(ty) => ty.named(),
        }
    }
}

/// A type without parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// `boolean`.
    Bool,
    /// `integer`, `format: int32`.
    I32,
    /// `integer`.
    I64,
    /// `integer` that cannot be negative and exceeds the signed range.
    U64,
    /// `number`, `format: float`.
    F32,
    /// `number`, `format: double`.
    F64,
    /// `number`: an integer or a decimal fraction with all its digits.
    Number,
    /// `string`.
    String,
    /// `format: date-time`: text kept, parsed leniently.
    Timestamp,
    /// `format: date`: text kept.
    Date,
    /// `format: byte`: base64 text on the wire.
    Base64,
    /// `format: binary`: raw bytes, only as a whole body or a part of one.
    Binary,
    /// A file in a form: bytes, a name, a media type.
    Upload,
    /// `format: password`: never printed.
    Secret,
    /// Any JSON value.
    Json,
    /// Nothing (an empty body).
    Unit,
}
