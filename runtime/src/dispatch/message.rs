//! The messages, as one tagged union.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::fields::{Fault, Fields};
use super::parts::{DispatchMessage, DispatchResultMessage, FinalMessage, GenerateMessage};

/// What a container and the gateway say to each other, told apart by `type`. What has none but `content` is
/// [`Final`](Self::Final). Fields that the protocol does not name are kept in `extra`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Message {
    /// `generate`, to the gateway: begin an iteration.
    Generate(GenerateMessage),
    /// `dispatch`, from the gateway: run a command.
    Dispatch(DispatchMessage),
    /// `dispatch_result`, to the gateway: what a command gave.
    DispatchResult(DispatchResultMessage),
    /// `final`, from the gateway: the iteration has ended.
    Final(FinalMessage),
    /// A message of another type, as it came.
    Unknown(Value),
}

impl Message {
    /// Its `type`, where it has one.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        match self {
            Self::Generate(_) => Some("generate"),
            Self::Dispatch(_) => Some("dispatch"),
            Self::DispatchResult(_) => Some("dispatch_result"),
            Self::Final(_) => Some("final"),
            Self::Unknown(it) => it.get("type").and_then(Value::as_str),
        }
    }

    fn read(value: Value) -> Result<Self, Fault> {
        let kind = match value.get("type") {
            Some(Value::String(it)) => it.clone(),
            None | Some(Value::Null) if value.get("content").is_some() => "final".to_owned(),
            _ => return Ok(Self::Unknown(value)),
        };
        let fields = |value: Value| {
            let mut fields = Fields::of(value)?;
            fields.0.remove("type");
            Ok::<_, Fault>(fields)
        };
        match kind.as_str() {
            "generate" => GenerateMessage::read(fields(value)?).map(Self::Generate),
            "dispatch" => DispatchMessage::read(fields(value)?).map(Self::Dispatch),
            "dispatch_result" => DispatchResultMessage::read(fields(value)?).map(Self::DispatchResult),
            "final" => FinalMessage::read(fields(value)?).map(Self::Final),
            _ => return Ok(Self::Unknown(value)),
        }
        .map_err(|fault| format!("a message of type `{kind}`: {fault}"))
    }
}

impl From<Message> for Value {
    fn from(it: Message) -> Self {
        match it {
            Message::Generate(it) => it.write(),
            Message::Dispatch(it) => it.write(),
            Message::DispatchResult(it) => it.write(),
            Message::Final(it) => it.write(),
            Message::Unknown(it) => it,
        }
    }
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Value::from(self.clone()).serialize(to)
    }
}

impl From<GenerateMessage> for Message {
    fn from(it: GenerateMessage) -> Self {
        Self::Generate(it)
    }
}

impl From<DispatchMessage> for Message {
    fn from(it: DispatchMessage) -> Self {
        Self::Dispatch(it)
    }
}

impl From<DispatchResultMessage> for Message {
    fn from(it: DispatchResultMessage) -> Self {
        Self::DispatchResult(it)
    }
}

impl From<FinalMessage> for Message {
    fn from(it: FinalMessage) -> Self {
        Self::Final(it)
    }
}
