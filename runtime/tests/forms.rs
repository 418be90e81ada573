//! Forms that JSON Schema has beside objects and strings: lists with places, sets of numbers.

use std::fmt;

use sdk_runtime::data::{
    Blank, Extra, Json, NumberEnum, Object, Slot, UnknownNumber, Visit, blank, number_enum, tuple,
};
use sdk_runtime::serde::{Deserialize, Deserializer, Serialize, Serializer};
use sdk_runtime::serde_json::{from_str, to_string};

#[derive(Clone, PartialEq)]
struct Range {
    from: i64,
    unit: Option<String>,
    step: Option<i64>,
    extra: Extra,
}

impl Blank for Range {
    fn blank() -> Self {
        Self { from: blank(), unit: None, step: None, extra: Extra::new() }
    }
}

impl Object for Range {
    const NAME: &'static str = "Range";
    const KEYS: &'static [&'static str] = &["item_1", "item_2", "item_3"];
    const REQUIRED: &'static [usize] = &[0];
    type Rest = Json;
    fn store<'de, S: Slot<'de>>(&mut self, key: usize, from: S) -> Result<(), S::Error> {
        match key {
            0 => from.required(&mut self.from),
            1 => from.optional(&mut self.unit),
            _ => from.optional(&mut self.step),
        }
    }
    fn visit<V: Visit>(&self, to: &mut V) {
        to.required("item_1", &self.from);
        to.optional("item_2", &self.unit);
        to.optional("item_3", &self.step);
    }
    fn extra(&self) -> &Extra {
        &self.extra
    }
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

impl<'de> Deserialize<'de> for Range {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        tuple::decode(from)
    }
}

impl Serialize for Range {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        tuple::encode(self, to)
    }
}

#[test]
fn a_tuple_is_written_back_as_it_came() {
    for text in [
        "[1]",
        r#"[1,"day"]"#,
        r#"[1,null]"#,
        r#"[1,"day",2]"#,
        r#"[1,"day",2,true,{"a":1},3,4,5,6,7,8,9]"#,
        "[1,null,null]",
    ] {
        let range: Range = from_str(text).unwrap();
        assert_eq!(to_string(&range).unwrap(), text);
    }
}

#[test]
fn a_tuple_that_is_too_short_or_wrong_is_an_error() {
    assert!(from_str::<Range>("[]").err().unwrap().to_string().contains("item_1"));
    assert!(from_str::<Range>(r#"["a"]"#).is_err());
    assert!(from_str::<Range>("{}").err().unwrap().to_string().contains("a list (Range)"));
}

#[test]
fn an_item_before_one_that_is_there_is_written_as_null() {
    let range = Range { step: Some(3), ..from_str("[1]").unwrap() };
    assert_eq!(to_string(&range).unwrap(), "[1,null,3]");
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Band {
    Low,
    One,
    Huge,
    Unknown(UnknownNumber),
}

impl NumberEnum for Band {
    const NAME: &'static str = "Band";
    const KNOWN: &'static [&'static str] = &["2.4", "1", "18446744073709551615"];
    fn known(index: usize) -> Option<Self> {
        [Self::Low, Self::One, Self::Huge].get(index).cloned()
    }
    fn unknown(value: UnknownNumber) -> Self {
        Self::Unknown(value)
    }
    fn as_str(&self) -> &str {
        match self {
            Self::Low => "2.4",
            Self::One => "1",
            Self::Huge => "18446744073709551615",
            Self::Unknown(it) => it.as_str(),
        }
    }
}

impl<'de> Deserialize<'de> for Band {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        number_enum::decode(from)
    }
}

impl Serialize for Band {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        number_enum::encode(self, to)
    }
}

impl fmt::Debug for Band {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        number_enum::debug(self, f)
    }
}

#[test]
fn a_set_of_numbers_knows_them_in_every_spelling() {
    for (text, expected) in [("2.4", Band::Low), ("24e-1", Band::Low), ("1", Band::One), ("1.0", Band::One)] {
        assert_eq!(from_str::<Band>(text).unwrap(), expected, "{text}");
    }
    assert_eq!(number_enum::from_value::<Band>(2.4), Band::Low);
    assert_eq!(format!("{:?}", Band::Low), "Band(2.4)");
}

#[test]
fn a_set_of_numbers_keeps_what_it_does_not_know() {
    for text in ["5.0", "7", "-3", "18446744073709551615", "18446744073709551614", "9007199254740993"] {
        let band: Band = from_str(text).unwrap();
        let written: Json = from_str(&to_string(&band).unwrap()).unwrap();
        assert_eq!(written.as_f64(), from_str::<Json>(text).unwrap().as_f64());
        assert_eq!(written.as_u64().is_some(), text.bytes().all(|it| it.is_ascii_digit()) || text == "5.0", "{text}");
    }
    assert_eq!(from_str::<Band>("18446744073709551615").unwrap(), Band::Huge);
    assert_ne!(from_str::<Band>("18446744073709551614").unwrap(), Band::Huge);
    assert!(from_str::<Band>("\"1\"").is_err());
}
