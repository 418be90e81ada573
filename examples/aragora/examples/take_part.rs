//! The debate stream, from the other side: asks which debates are running, votes in one and hands it some wisdom.

use std::error::Error;
use std::io::{Write, stdout};
use std::time::Duration;

use aragora_sdk::client_messages::{GetLoops, SuggestionText, UserSuggestion, UserVote, VoteBallot, WisdomSubmission};
use aragora_sdk::control::{EventData, EventKind};
use aragora_sdk::debate_stream::{Builder, Message};

/// How long an answer may take.
const SOON: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut stream = aragora_examples::client()?.debate_stream();
    // Where the server has an API token, taking part needs a token that is signed with it.
    if let Ok(token) = std::env::var("ARAGORA_API_TOKEN") {
        stream = stream.signed_with(token);
    }
    run(stream, &mut stdout()).await
}

pub(crate) async fn run(stream: Builder, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let mut stream = stream.connect().await?;
    stream.once(EventKind::LoopList, SOON).await?;

    stream.send(GetLoops::new()).await?;
    let Message::Control(message) = stream.once(EventKind::LoopList, SOON).await? else { return Ok(()) };
    let EventData::LoopList(list) = message.data else { return Ok(()) };
    let Some(id) = list.loops.unwrap_or_default().into_iter().find_map(|it| it.loop_id) else {
        writeln!(out, "Nothing is running.")?;
        return Ok(());
    };

    stream.send(UserVote::new(&id, VoteBallot::new("Option A").intensity(7))).await?;
    answer(stream.next().await, out)?;
    stream.send(UserSuggestion::new(&id, SuggestionText::new("Consider a phased rollout."))).await?;
    answer(stream.next().await, out)?;
    stream.send(WisdomSubmission::new(&id, "Start with a rollback plan and chaos testing.")).await?;
    answer(stream.next().await, out)
}

fn answer(message: Option<Result<Message, aragora_sdk::Error>>, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let Some(Message::Control(message)) = message.transpose()? else { return Ok(()) };
    match message.data {
        EventData::Ack(it) => writeln!(out, "{}: accepted", it.msg_type.unwrap_or_default())?,
        EventData::WisdomConfirmed(it) => writeln!(out, "wisdom: {}", it.message.unwrap_or_default())?,
        EventData::Error(it) => writeln!(out, "refused: {}", it.message.unwrap_or_default())?,
        _ => {}
    }
    Ok(())
}
