//! The payloads of the bench, each in the generated form (`ours`) and in the one that a person
//! would write with serde's derives (`derived`).

macro_rules! payloads {
    ($($name:ident { $($index:tt $field:ident: $ty:ty,)* })*) => {
        pub(crate) mod derived {
            $(
                #[derive(serde_derive::Deserialize)]
                pub(crate) struct $name {
                    $(pub(crate) $field: Option<$ty>,)*
                }
            )*
        }

        pub(crate) mod ours {
            use std::fmt;

            use sdk_runtime::data::{Blank, Extra, Json, Object, Slot, Visit, object};
            use sdk_runtime::serde::{Deserialize, Deserializer, Serialize, Serializer};

            $(
                pub(crate) struct $name {
                    $(pub(crate) $field: Option<$ty>,)*
                    pub(crate) extra: Extra,
                }

                impl Blank for $name {
                    fn blank() -> Self {
                        Self { $($field: None,)* extra: Extra::new() }
                    }
                }

                impl Object for $name {
                    const NAME: &'static str = stringify!($name);
                    const KEYS: &'static [&'static str] = &[$(stringify!($field)),*];
                    type Rest = Json;

                    fn store<'de, S: Slot<'de>>(&mut self, key: usize, from: S) -> Result<(), S::Error> {
                        match key {
                            $($index => from.optional(&mut self.$field),)*
                            _ => from.ignore(),
                        }
                    }

                    fn visit<V: Visit>(&self, to: &mut V) {
                        $(to.optional(stringify!($field), &self.$field);)*
                    }

                    fn extra(&self) -> &Extra {
                        &self.extra
                    }

                    fn extra_mut(&mut self) -> &mut Extra {
                        &mut self.extra
                    }
                }

                impl<'de> Deserialize<'de> for $name {
                    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                        object::decode(from)
                    }
                }

                impl Serialize for $name {
                    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                        object::encode(self, to)
                    }
                }

                impl fmt::Debug for $name {
                    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        object::debug(self, f)
                    }
                }
            )*
        }
    };
}

payloads! {
    DebateStart { 0 task: String, 1 agents: Vec<String>, 2 debate_id: String, 3 status: String, }
    RoundStart { 0 round: i64, 1 total: i64, }
    AgentMessage { 0 content: String, 1 role: String, 2 cognitive_role: String, 3 confidence: f64, }
    Critique { 0 target: String, 1 issues: Vec<String>, 2 severity: f64, 3 content: String, }
    Vote { 0 vote: String, 1 confidence: f64, 2 reasoning: String, }
    Consensus { 0 reached: bool, 1 confidence: f64, 2 answer: String, 3 synthesis: String, 4 status: String, }
    Synthesis { 0 content: String, 1 confidence: f64, 2 agent: String, }
    DebateEnd { 0 duration: f64, 1 rounds: i64, 2 summary: String, }
    Heartbeat { 0 phase: String, 1 status: String, }
    CalibrationUpdate { 0 debate_id: String, 1 predictions_recorded: i64, 2 total_predictions: i64, 3 overall_accuracy: f64, 4 domain: String, }
}
