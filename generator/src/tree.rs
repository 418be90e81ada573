//! The located tree: JSON data in which every node knows the file and the place it came from.
//!
//! [`crate::parse`] makes it, overlay and dialect change it, the readers walk it. A place is four bytes;
//! its pointer is written out only for a diagnostic or a type's origin.
//!
//! **Invariant:** a node keeps its [`At`] wherever it is moved, and no two nodes have the same one: a copy
//! has a place of its own that is shown as the original's ([`Locations::copy`]). An `At` therefore
//! identifies a node as well as it locates it.

mod locations;
mod map;
mod number;

pub use self::locations::{At, Locations, escape, unescape};
pub use self::map::{Key, Map};
pub use self::number::Number;
use crate::ir::Literal;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub at: At,
    /// What it is.
    pub value: Value,
}

/// JSON data.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number in JSON's notation.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// An object in the order of the document.
    Object(Map),
}

impl Node {
    /// A node at `at`.
    pub fn new(at: At, value: Value) -> Self {
        Self { at, value }
    }

    /// A string at `at`.
    pub fn string(at: At, text: impl Into<String>) -> Self {
        Self::new(at, Value::String(text.into()))
    }

    /// The value of `key`, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The value of `key`, if this is an object that has it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.as_object_mut()?.get_mut(key)
    }

    /// The string `key` of this object; `None` too where it is no string.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// The text, if this is a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(it) = &self.value { Some(it) } else { None }
    }

    /// The JSON value that this holds.
    pub fn literal(&self) -> Literal {
        match &self.value {
            Value::Null => Literal::Null,
            Value::Bool(it) => Literal::Bool(*it),
            Value::Number(it) => Literal::Number(it.text().to_owned()),
            Value::String(it) => Literal::String(it.clone()),
            Value::List(list) => Literal::List(list.iter().map(Self::literal).collect()),
            Value::Object(map) => Literal::Object(map.iter().map(|(key, it)| (key.to_owned(), it.literal())).collect()),
        }
    }

    /// The truth value, if this is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(it) = self.value { Some(it) } else { None }
    }

    /// The truth value, if this is one or a text that says one, in any case.
    pub fn as_flag(&self) -> Option<bool> {
        let says = |word: &str| self.as_str().is_some_and(|it| it.eq_ignore_ascii_case(word));
        self.as_bool().or_else(|| says("true").then_some(true)).or_else(|| says("false").then_some(false))
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Value::Number(it) = &self.value { Some(it) } else { None }
    }

    /// The list, if this is one.
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Value::List(it) = &self.value { Some(it) } else { None }
    }

    /// The object, if this is one.
    pub fn as_object(&self) -> Option<&Map> {
        if let Value::Object(it) = &self.value { Some(it) } else { None }
    }

    /// The object, if this is one.
    pub fn as_object_mut(&mut self) -> Option<&mut Map> {
        if let Value::Object(it) = &mut self.value { Some(it) } else { None }
    }

    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// What this is, for messages: `an object`, `a string`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// Whether both hold the same data, wherever they stand. Keys may be in any order, numbers are
    /// compared by their text.
    pub fn same(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::String(a), Value::String(b)) => a == b,
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| a.same(b)))
            }
            _ => false,
        }
    }

    /// The node at a JSON Pointer below this one (RFC 6901); `None` where the pointer leads nowhere.
    pub fn pointer(&self, pointer: &str) -> Option<&Node> {
        let mut node = self;
        for segment in pointer.split('/').skip(1) {
            node = node.step(&unescape(segment))?;
        }
        Some(node)
    }

    /// The member or item that one unescaped segment of a pointer names.
    pub fn step(&self, segment: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(map) => map.get(segment),
            Value::List(list) => list.get(index(segment)?),
            _ => None,
        }
    }
}

/// The list index that a pointer segment writes; RFC 6901 allows no sign and no leading zero.
fn index(segment: &str) -> Option<usize> {
    let digits = segment.bytes().all(|it| it.is_ascii_digit());
    if digits && (segment.len() == 1 || !segment.starts_with('0')) { segment.parse().ok() } else { None }
}
