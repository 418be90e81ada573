//! The four messages and what is in them, each with its fields on the wire.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value};

use super::fields::{Fault, Fields};

/// Asks for an iteration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GenerateMessage {
    /// The agent; real gateways want it, the protocol does not.
    pub agent_id: Option<String>,
    /// The execution.
    pub execution_id: String,
    /// Number of the iteration, from 1.
    pub iteration_number: u8,
    /// The whole prompt.
    pub prompt: String,
    /// What was said before.
    pub messages: Vec<ConversationMessage>,
    /// The model; `default` where it is empty.
    pub model_alias: String,
    /// Fields that are not named here.
    pub extra: Map<String, Value>,
}

/// Something that was said before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConversationMessage {
    /// Who said it.
    pub role: String,
    /// What was said.
    pub content: String,
    /// The call of a tool that it answers.
    pub tool_call_id: Option<String>,
    /// Calls of tools that were asked for.
    pub tool_calls: Vec<ToolCall>,
    /// Fields that are not named here.
    pub extra: Map<String, Value>,
}

/// A call of a tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolCall {
    /// Its identifier.
    pub id: String,
    /// The tool.
    pub name: String,
    /// What it is called with.
    pub arguments: Value,
    /// Fields that are not named here.
    pub extra: Map<String, Value>,
}

/// Asks for a command to be run. `Debug` shows the names of what is added to the environment, not the values.
#[derive(Clone, PartialEq)]
pub struct DispatchMessage {
    /// Identifier that the result repeats.
    pub dispatch_id: String,
    /// What to do: `exec`.
    pub action: String,
    /// The program.
    pub command: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// Where it runs. Default `/workspace`.
    pub cwd: String,
    /// Environment variables beside those that are there.
    pub env_additions: BTreeMap<String, String>,
    /// Seconds after which it is killed; `None`: the executor's own.
    pub timeout_secs: Option<u64>,
    /// Most bytes of output, both streams together. Default 524,288.
    pub max_output_bytes: u64,
    /// Fields that are not named here.
    pub extra: Map<String, Value>,
}

impl Default for DispatchMessage {
    fn default() -> Self {
        Self {
            dispatch_id: String::new(),
            action: "exec".to_owned(),
            command: String::new(),
            args: Vec::new(),
            cwd: "/workspace".to_owned(),
            env_additions: BTreeMap::new(),
            timeout_secs: None,
            max_output_bytes: 512 * 1024,
            extra: Map::new(),
        }
    }
}

impl fmt::Debug for DispatchMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DispatchMessage")
            .field("dispatch_id", &self.dispatch_id)
            .field("action", &self.action)
            .field("command", &self.command)
            .field("args", &self.args)
            .field("cwd", &self.cwd)
            .field("env_additions", &self.env_additions.keys().collect::<Vec<_>>())
            .field("timeout_secs", &self.timeout_secs)
            .field("max_output_bytes", &self.max_output_bytes)
            .field("extra", &self.extra)
            .finish()
    }
}

/// What a command gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DispatchResultMessage {
    /// The execution.
    pub execution_id: String,
    /// Identifier of the command.
    pub dispatch_id: String,
    /// What the program ended with; -1 where it was not run to its end.
    pub exit_code: i32,
    /// What it printed; the end of it, where it was `truncated`.
    pub stdout: String,
    /// What it complained of.
    pub stderr: String,
    /// How long it ran.
    pub duration_ms: u64,
    /// Whether there was more output than the command was allowed.
    pub truncated: bool,
    /// Fields that are not named here.
    pub extra: Map<String, Value>,
}

/// The end of an iteration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FinalMessage {
    /// What the model said in the end.
    pub content: String,
    /// How many tools were called.
    pub tool_calls_executed: Option<u64>,
    /// Fields that are not named here.
    pub extra: Map<String, Value>,
}

impl GenerateMessage {
    pub(super) fn read(mut it: Fields) -> Result<Self, Fault> {
        Ok(Self {
            agent_id: it.optional("agent_id")?,
            execution_id: it.required("execution_id")?,
            iteration_number: it.required("iteration_number")?,
            prompt: it.required("prompt")?,
            messages: it.list("messages", ConversationMessage::read)?,
            model_alias: it.optional("model_alias")?.unwrap_or_else(|| "default".to_owned()),
            extra: it.0,
        })
    }

    pub(super) fn write(self) -> Value {
        let alias = if self.model_alias.is_empty() { "default".to_owned() } else { self.model_alias };
        let messages: Vec<Value> = self.messages.into_iter().map(ConversationMessage::write).collect();
        Fields(self.extra)
            .with("type", "generate")
            .with_optional("agent_id", self.agent_id)
            .with("execution_id", self.execution_id)
            .with("iteration_number", self.iteration_number)
            .with("prompt", self.prompt)
            .with("messages", messages)
            .with("model_alias", alias)
            .value()
    }
}

impl ConversationMessage {
    pub(super) fn read(mut it: Fields) -> Result<Self, Fault> {
        Ok(Self {
            role: it.required("role")?,
            content: it.optional("content")?.unwrap_or_default(),
            tool_call_id: it.optional("tool_call_id")?,
            tool_calls: it.list("tool_calls", ToolCall::read)?,
            extra: it.0,
        })
    }

    pub(super) fn write(self) -> Value {
        let calls: Vec<Value> = self.tool_calls.into_iter().map(ToolCall::write).collect();
        Fields(self.extra)
            .with("role", self.role)
            .with("content", self.content)
            .with_optional("tool_call_id", self.tool_call_id)
            .with_optional("tool_calls", (!calls.is_empty()).then_some(calls))
            .value()
    }
}

impl ToolCall {
    pub(super) fn read(mut it: Fields) -> Result<Self, Fault> {
        let arguments = it.optional("arguments")?.unwrap_or_default();
        Ok(Self { id: it.required("id")?, name: it.required("name")?, arguments, extra: it.0 })
    }

    pub(super) fn write(self) -> Value {
        Fields(self.extra).with("id", self.id).with("name", self.name).with("arguments", self.arguments).value()
    }
}

impl DispatchMessage {
    pub(super) fn read(mut it: Fields) -> Result<Self, Fault> {
        let usual = Self::default();
        Ok(Self {
            dispatch_id: it.required("dispatch_id")?,
            action: it.optional("action")?.unwrap_or(usual.action),
            command: it.required("command")?,
            args: it.optional("args")?.unwrap_or_default(),
            cwd: it.optional("cwd")?.unwrap_or(usual.cwd),
            env_additions: it.optional("env_additions")?.unwrap_or_default(),
            timeout_secs: it.optional("timeout_secs")?,
            max_output_bytes: it.optional("max_output_bytes")?.unwrap_or(usual.max_output_bytes),
            extra: it.0,
        })
    }

    pub(super) fn write(self) -> Value {
        let additions: Map<String, Value> = self.env_additions.into_iter().map(|(key, it)| (key, it.into())).collect();
        Fields(self.extra)
            .with("type", "dispatch")
            .with("dispatch_id", self.dispatch_id)
            .with("action", self.action)
            .with("command", self.command)
            .with("args", self.args)
            .with("cwd", self.cwd)
            .with("env_additions", additions)
            .with_optional("timeout_secs", self.timeout_secs)
            .with("max_output_bytes", self.max_output_bytes)
            .value()
    }
}

impl DispatchResultMessage {
    pub(super) fn read(mut it: Fields) -> Result<Self, Fault> {
        Ok(Self {
            execution_id: it.required("execution_id")?,
            dispatch_id: it.required("dispatch_id")?,
            exit_code: it.required("exit_code")?,
            stdout: it.optional("stdout")?.unwrap_or_default(),
            stderr: it.optional("stderr")?.unwrap_or_default(),
            duration_ms: it.optional("duration_ms")?.unwrap_or_default(),
            truncated: it.optional("truncated")?.unwrap_or_default(),
            extra: it.0,
        })
    }

    pub(super) fn write(self) -> Value {
        Fields(self.extra)
            .with("type", "dispatch_result")
            .with("execution_id", self.execution_id)
            .with("dispatch_id", self.dispatch_id)
            .with("exit_code", self.exit_code)
            .with("stdout", self.stdout)
            .with("stderr", self.stderr)
            .with("duration_ms", self.duration_ms)
            .with("truncated", self.truncated)
            .value()
    }
}

impl FinalMessage {
    pub(super) fn read(mut it: Fields) -> Result<Self, Fault> {
        let tool_calls_executed = it.optional("tool_calls_executed")?;
        Ok(Self { content: it.optional("content")?.unwrap_or_default(), tool_calls_executed, extra: it.0 })
    }

    pub(super) fn write(self) -> Value {
        Fields(self.extra)
            .with("type", "final")
            .with("content", self.content)
            .with_optional("tool_calls_executed", self.tool_calls_executed)
            .value()
    }
}
