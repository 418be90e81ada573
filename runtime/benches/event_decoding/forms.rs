//! Events in the forms that the bench compares.

/// What the generator writes.
pub(crate) mod ours {
    use std::fmt;

    use sdk_runtime::data::{Blank, Extra, Json, Object, Slot, Visit, blank};
    use sdk_runtime::event::{self, Envelope, MalformedEvent, Names, Payload, UnknownEvent, Which};
    use sdk_runtime::serde::{Deserializer, Serialize, Serializer};

    use crate::catalog::catalog;
    use crate::payloads::ours as payloads;

    pub(crate) struct Event {
        pub(crate) data: EventData,
        pub(crate) timestamp: Option<f64>,
        pub(crate) round: Option<i64>,
        pub(crate) agent: Option<String>,
        pub(crate) seq: Option<i64>,
        pub(crate) agent_seq: Option<i64>,
        pub(crate) loop_id: Option<String>,
        pub(crate) extra: Extra,
    }

    impl Blank for Event {
        fn blank() -> Self {
            Self {
                data: EventData::Unknown(blank()),
                timestamp: None,
                round: None,
                agent: None,
                seq: None,
                agent_seq: None,
                loop_id: None,
                extra: Extra::new(),
            }
        }
    }

    impl Object for Event {
        const NAME: &'static str = "Event";
        const KEYS: &'static [&'static str] = &["timestamp", "round", "agent", "seq", "agent_seq", "loop_id"];
        type Rest = Json;

        fn store<'de, S: Slot<'de>>(&mut self, key: usize, from: S) -> Result<(), S::Error> {
            match key {
                0 => from.optional(&mut self.timestamp),
                1 => from.optional(&mut self.round),
                2 => from.optional(&mut self.agent),
                3 => from.optional(&mut self.seq),
                4 => from.optional(&mut self.agent_seq),
                _ => from.optional(&mut self.loop_id),
            }
        }

        fn visit<V: Visit>(&self, to: &mut V) {
            to.optional("timestamp", &self.timestamp);
            to.optional("round", &self.round);
            to.optional("agent", &self.agent);
            to.optional("seq", &self.seq);
            to.optional("agent_seq", &self.agent_seq);
            to.optional("loop_id", &self.loop_id);
        }

        fn extra(&self) -> &Extra {
            &self.extra
        }

        fn extra_mut(&mut self) -> &mut Extra {
            &mut self.extra
        }
    }

    impl Envelope for Event {
        type Data = EventData;
        const TAG: &'static str = "type";
        const PAYLOAD: Option<&'static str> = Some("data");

        fn data(&self) -> &EventData {
            &self.data
        }

        fn data_mut(&mut self) -> &mut EventData {
            &mut self.data
        }
    }

    impl fmt::Debug for Event {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            event::debug(self, f)
        }
    }

    macro_rules! data {
        ($($index:tt, $name:literal, $variant:ident, $payload:ident;)*) => {
            #[derive(Debug)]
            pub(crate) enum EventData {
                $($variant(Box<payloads::$payload>),)*
                Unknown(UnknownEvent),
                Malformed(MalformedEvent),
            }

            static NAMES: Names = Names::new(&[$($name),*]);

            impl Payload for EventData {
                fn names() -> &'static Names {
                    &NAMES
                }

                fn decode<'de, D: Deserializer<'de>>(kind: usize, from: D) -> Result<Self, D::Error> {
                    match kind {
                        $($index => event::payload(from, Self::$variant),)*
                        _ => event::payload(from, Self::DebateStart),
                    }
                }

                fn encode<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$variant(it) => it.serialize(to),)*
                        Self::Unknown(it) => it.serialize(to),
                        Self::Malformed(it) => it.serialize(to),
                    }
                }

                fn which(&self) -> Which<'_> {
                    match self {
                        $(Self::$variant(_) => Which::Known($index),)*
                        Self::Unknown(it) => Which::Unknown(it),
                        Self::Malformed(it) => Which::Malformed(it),
                    }
                }

                fn unknown(event: UnknownEvent) -> Self {
                    Self::Unknown(event)
                }

                fn malformed(event: MalformedEvent) -> Self {
                    Self::Malformed(event)
                }
            }
        };
    }

    catalog!(data);
}

/// What a person would write: an envelope with a flattened, adjacently tagged enum.
pub(crate) mod derived {
    use crate::catalog::catalog;
    use crate::payloads::derived as payloads;

    #[derive(serde_derive::Deserialize)]
    pub(crate) struct Event {
        #[serde(flatten)]
        pub(crate) data: EventData,
        pub(crate) timestamp: Option<f64>,
        pub(crate) round: Option<i64>,
        pub(crate) agent: Option<String>,
        pub(crate) seq: Option<i64>,
        pub(crate) agent_seq: Option<i64>,
        pub(crate) loop_id: Option<String>,
    }

    macro_rules! data {
        ($($index:tt, $name:literal, $variant:ident, $payload:ident;)*) => {
            #[derive(serde_derive::Deserialize)]
            #[serde(tag = "type", content = "data")]
            pub(crate) enum EventData {
                $(#[serde(rename = $name)] $variant(payloads::$payload),)*
            }
        };
    }

    catalog!(data);
}

/// Straight into one payload: who decodes must know beforehand which event it is.
pub(crate) mod straight {
    use std::fmt;

    use sdk_runtime::data::{Blank, Extra, Json, Object, Slot, Visit, blank, object};
    use sdk_runtime::serde::{Deserialize, Deserializer, Serialize};

    /// By serde's derive; the tag is skipped.
    #[derive(serde_derive::Deserialize)]
    pub(crate) struct Derived<T> {
        pub(crate) data: T,
        pub(crate) timestamp: Option<f64>,
        pub(crate) round: Option<i64>,
        pub(crate) agent: Option<String>,
        pub(crate) seq: Option<i64>,
        pub(crate) agent_seq: Option<i64>,
        pub(crate) loop_id: Option<String>,
    }

    /// In the generated form; the tag is a field.
    pub(crate) struct Ours<T> {
        pub(crate) tag: String,
        pub(crate) data: T,
        pub(crate) timestamp: Option<f64>,
        pub(crate) round: Option<i64>,
        pub(crate) agent: Option<String>,
        pub(crate) seq: Option<i64>,
        pub(crate) agent_seq: Option<i64>,
        pub(crate) loop_id: Option<String>,
        pub(crate) extra: Extra,
    }

    impl<T: Blank> Blank for Ours<T> {
        fn blank() -> Self {
            Self {
                tag: blank(),
                data: blank(),
                timestamp: None,
                round: None,
                agent: None,
                seq: None,
                agent_seq: None,
                loop_id: None,
                extra: Extra::new(),
            }
        }
    }

    impl<T> Object for Ours<T>
    where
        T: Blank + Serialize + fmt::Debug + for<'a> Deserialize<'a>,
    {
        const NAME: &'static str = "Ours";
        const KEYS: &'static [&'static str] =
            &["type", "data", "timestamp", "round", "agent", "seq", "agent_seq", "loop_id"];
        const REQUIRED: &'static [usize] = &[0, 1];
        type Rest = Json;

        fn store<'de, S: Slot<'de>>(&mut self, key: usize, from: S) -> Result<(), S::Error> {
            match key {
                0 => from.required(&mut self.tag),
                1 => from.required(&mut self.data),
                2 => from.optional(&mut self.timestamp),
                3 => from.optional(&mut self.round),
                4 => from.optional(&mut self.agent),
                5 => from.optional(&mut self.seq),
                6 => from.optional(&mut self.agent_seq),
                _ => from.optional(&mut self.loop_id),
            }
        }

        fn visit<V: Visit>(&self, to: &mut V) {
            to.required("type", &self.tag);
            to.required("data", &self.data);
            to.optional("timestamp", &self.timestamp);
            to.optional("round", &self.round);
            to.optional("agent", &self.agent);
            to.optional("seq", &self.seq);
            to.optional("agent_seq", &self.agent_seq);
            to.optional("loop_id", &self.loop_id);
        }

        fn extra(&self) -> &Extra {
            &self.extra
        }

        fn extra_mut(&mut self) -> &mut Extra {
            &mut self.extra
        }
    }

    impl<'de, T> Deserialize<'de> for Ours<T>
    where
        T: Blank + Serialize + fmt::Debug + for<'a> Deserialize<'a>,
    {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            object::decode(from)
        }
    }
}
