//! A union that holds itself twice over, and a document that makes the most of it.

use std::time::{Duration, Instant};

use sdk_runtime::data::{
    Blank, Extra, Json, Kinds, Object, Slot, Union, UnknownJson, Variant, Visit, decode_slice, object, union,
};
use sdk_runtime::serde::{Deserialize, Deserializer, Serialize, Serializer};
use sdk_runtime::serde_json::{Value, from_slice, from_str, to_string};

use crate::models::{AgentChoice, Debate, Ledger, Shape, Team};

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

/// Decodes what a server may send as every kind of type: whatever it is, there is a value or an error.
fn decode_all(text: &[u8]) -> usize {
    let fine = [
        decode_slice::<Tree>(text).is_ok(),
        decode_slice::<Debate>(text).is_ok(),
        decode_slice::<Team>(text).is_ok(),
        decode_slice::<Ledger>(text).is_ok(),
        decode_slice::<Shape>(text).is_ok(),
        decode_slice::<Vec<AgentChoice>>(text).is_ok(),
        decode_slice::<Json>(text).is_ok(),
        from_slice::<Value>(text).is_ok(),
    ];
    fine.into_iter().filter(|it| *it).count()
}

#[test]
fn no_nesting_exhausts_the_stack() {
    let deep = 10_000;
    let nestings =
        [("[", "]"), (r#"{"next":"#, "}"), (r#"{"child":"#, "}"), (r#"{"unknown":"#, "}"), (r#"[{"a":"#, "}]")];
    for (open, close) in nestings {
        for inner in ["1", "{}", "null", ""] {
            let text = format!("{}{inner}{}", open.repeat(deep), close.repeat(deep));
            assert_eq!(decode_all(text.as_bytes()), 0, "{open}");
            assert_eq!(decode_all(open.repeat(deep).as_bytes()), 0, "{open}");
            let field = format!(r#"{{"debate_id":"d","note":null,"more":{text}}}"#);
            assert_eq!(decode_all(field.as_bytes()), 0, "{open}");
        }
    }
}

#[test]
fn what_is_no_text_is_an_error() {
    let texts: [&[u8]; 8] =
        [b"", b" ", b"\xff\xfe{\0}\0", b"{\"debate_id\":\"\xff\"}", b"{\"\xc3\x28\":1}", b"{\"a\":1", b"nul", b"\0"];
    for text in texts {
        assert_eq!(decode_all(text), 0, "{text:?}");
    }
    // Half of a character is no text, but a union may keep it as it came.
    for text in [r#""\ud800""#, r#""\udc00\ud800""#] {
        assert!(from_str::<String>(text).is_err());
        decode_all(text.as_bytes());
    }
}

#[test]
fn numbers_of_any_size_are_a_value_or_an_error() {
    let digits = "9".repeat(100_000);
    for number in [
        "1e400",
        "-1e400",
        "1e-400",
        "0e999999999",
        "1e99999999999999999999",
        "-0",
        "18446744073709551616",
        &digits,
        &format!("0.{digits}"),
    ] {
        for field in ["rounds", "number", "left", "more", "elo", "debate_id", "size", "side"] {
            decode_all(format!(r#"{{"debate_id":"d","note":null,"{field}":{number}}}"#).as_bytes());
        }
        decode_all(number.as_bytes());
    }
}

#[test]
fn a_key_that_is_there_very_often_costs_no_more_than_its_text() {
    let start = Instant::now();
    for key in ["debate_id", "note", "more", "next", "left"] {
        let text = format!(r#"{{{}"{key}":"x"}}"#, format!(r#""{key}":"x","#).repeat(20_000));
        decode_all(text.as_bytes());
    }
    let many: String = (0..20_000).map(|it| format!(r#""key{it}":{it},"#)).collect();
    decode_all(format!(r#"{{"debate_id":"d","note":null,{many}"last":1}}"#).as_bytes());
    assert!(start.elapsed() < Duration::from_secs(60));
}
