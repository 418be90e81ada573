//! Events: decodes frames of the debate stream; what this version does not know is kept, not lost.

use std::error::Error;
use std::io::{Write, stdout};

use aragora_sdk::events::{Event, EventData};

/// What a server sends: one event, or several in an array.
pub(crate) const FRAMES: &[&str] = &[
    r#"{"type": "debate_start", "data": {"task": "Cache it?", "agents": ["alice", "bob"]}, "seq": 1}"#,
    r#"[{"type": "agent_message", "data": {"content": "Yes, for a minute.", "role": "proposer"}, "agent": "alice"},
        {"type": "vote", "data": {"vote": "alice", "confidence": 0.6}, "agent": "bob"}]"#,
    r#"{"type": "consensus", "data": {"reached": true, "confidence": 0.88, "answer": "Cache it for a minute."}}"#,
    r#"{"type": "applause", "data": {"seconds": 12}}"#,
    r#"{"type": "vote", "data": {"vote": ["alice", "bob"]}}"#,
];

fn main() -> Result<(), Box<dyn Error>> {
    run(FRAMES, &mut stdout())
}

pub(crate) fn run(frames: &[&str], out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for frame in frames {
        for event in Event::from_frame(frame.as_bytes())? {
            print(&event, out)?;
        }
    }
    Ok(())
}

fn print(event: &Event, out: &mut impl Write) -> std::io::Result<()> {
    let agent = event.agent.as_deref().unwrap_or("somebody");
    match &event.data {
        EventData::AgentMessage(it) => writeln!(out, "{agent}: {}", it.content.as_deref().unwrap_or_default()),
        EventData::Vote(it) => writeln!(out, "{agent} votes for {}", it.vote.as_deref().unwrap_or("nobody")),
        EventData::Consensus(it) => writeln!(out, "Answer: {}", it.answer.as_deref().unwrap_or("none")),
        EventData::Unknown(it) => writeln!(out, "A new event, {}: {}", it.name(), it.raw()),
        EventData::Malformed(it) => writeln!(out, "A malformed event: {}", it.error()),
        // The other 190 or so.
        _ => writeln!(out, "({})", event.name()),
    }
}
