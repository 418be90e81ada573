//! A union that holds itself twice over, and a document that makes the most of it.

use std::time::{Duration, Instant};

use sdk_runtime::data::{Blank, Extra, Json, Kinds, Object, Slot, Union, UnknownJson, Variant, Visit, object, union};
use sdk_runtime::serde::{Deserialize, Deserializer, Serialize, Serializer};
use sdk_runtime::serde_json::{from_str, to_string};

#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Left(Box<Branch<0>>),
    Right(Box<Branch<1>>),
    Unknown(UnknownJson),
}

/// A branch with a number that stands after the tree inside of it.
#[derive(Clone, Debug, PartialEq)]
struct Branch<const SIDE: u8> {
    next: Option<Tree>,
    number: Option<i64>,
    extra: Extra,
}

impl Union for Tree {
    const NAME: &'static str = "Tree";
    const DISCRIMINATOR: Option<&'static str> = None;
    const VARIANTS: &'static [Variant] = &[Variant { kinds: Kinds::OBJECT, ..Variant::ANY }; 2];

    fn decode<'de, D: Deserializer<'de>>(variant: usize, from: D) -> Result<Self, D::Error> {
        match variant {
            0 => union::boxed(from, Self::Left),
            1 => union::boxed(from, Self::Right),
            _ => union::unknown(from, Self::Unknown),
        }
    }

    fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Left(it) => it.serialize(to),
            Self::Right(it) => it.serialize(to),
            Self::Unknown(it) => it.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        union::decode(from)
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        union::encode(self, to)
    }
}

impl<const SIDE: u8> Blank for Branch<SIDE> {
    fn blank() -> Self {
        Self { next: None, number: None, extra: Extra::new() }
    }
}

impl<const SIDE: u8> Object for Branch<SIDE> {
    const NAME: &'static str = "Branch";
    const KEYS: &'static [&'static str] = &["next", if SIDE == 0 { "left" } else { "right" }];
    type Rest = Json;

    fn store<'de, S: Slot<'de>>(&mut self, key: usize, from: S) -> Result<(), S::Error> {
        match key {
            0 => from.optional(&mut self.next),
            _ => from.optional(&mut self.number),
        }
    }

    fn visit<V: Visit>(&self, to: &mut V) {
        to.optional("next", &self.next);
        to.optional(Self::KEYS[1], &self.number);
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl<'de, const SIDE: u8> Deserialize<'de> for Branch<SIDE> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        object::decode(from)
    }
}

impl<const SIDE: u8> Serialize for Branch<SIDE> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        object::encode(self, to)
    }
}

#[test]
fn trying_variants_takes_bounded_time() {
    let text = format!(r#"{}{{}}{}"#, r#"{"next":"#.repeat(100), r#","left":"x","right":"x"}"#.repeat(100));
    let start = Instant::now();
    let tree: Tree = from_str(&text).unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(to_string(&tree).unwrap(), text);
}

#[test]
fn the_second_variant_is_tried_for_every_value() {
    let item = r#"{"next":{"left":"x","right":1},"left":"x"}"#;
    let text = format!("[{}]", vec![item; 1000].join(","));
    let trees: Vec<Tree> = from_str(&text).unwrap();
    assert!(trees.iter().all(|it| matches!(it, Tree::Right(it) if matches!(it.next, Some(Tree::Right(_))))));
}
