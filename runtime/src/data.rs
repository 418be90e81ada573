//! What generated models are made of: the traits that they implement, the types of their fields, and decoding.
//!
//! In: JSON from a server. Out: structs and enums that lose nothing of it. A generated type states
//! facts (its keys, its values, how to store the value of key *i*); everything that serde needs is
//! written once, here, so that thousands of models compile in seconds.
//!
//! **Invariant:** nothing that was received is dropped. What a type does not know is kept
//! ([`Extra`], [`UnknownValue`], [`UnknownJson`]) and written back.

pub(crate) mod base64;
#[cfg(feature = "testing")]
pub(crate) mod beyond;
mod blank;
mod decode_error;
pub(crate) mod depth;
pub(crate) mod extra;
pub mod int_enum;
pub(crate) mod json_path;
pub(crate) mod members;
mod nullable;
pub(crate) mod number;
pub mod number_enum;
pub mod object;
pub mod open_enum;
mod raw;
mod secret;
mod timestamp;
pub mod tuple;
pub mod union;
pub(crate) mod upload;
pub(crate) mod whole;

pub use self::base64::Base64;
pub use self::blank::{Blank, blank};
pub use self::decode_error::{DecodeError, decode_slice, decode_text};
pub(crate) use self::decode_error::{borrowed, utf8};
pub use self::extra::Extra;
pub use self::int_enum::{IntEnum, UnknownInteger};
pub use self::nullable::Nullable;
pub use self::number::{Number, ParseNumberError};
pub use self::number_enum::{NumberEnum, UnknownNumber};
pub use self::object::{Object, Slot, Visit};
pub use self::open_enum::{OpenEnum, UnknownValue};
pub(crate) use self::raw::{Raw, Text, quote, write as write_raw};
pub use self::secret::Secret;
pub use self::timestamp::{Date, Timestamp};
pub use self::union::{Kinds, Union, UnknownJson, Variant};
pub use self::upload::Upload;

/// Any JSON value.
pub type Json = serde_json::Value;
