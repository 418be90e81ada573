//! `ara start`, `status` and `stop`.

use std::process::ExitCode;

use ara_sdk::models::SessionOptions;
use serde_json::{Value, json};

use super::Outcome;
use crate::args::{Common, Session};
use crate::client::{self, Needs};
use crate::screen::Screen;

pub(super) async fn run(common: &Common, which: Session, screen: &Screen) -> Outcome {
    let client = client::client(common)?;
    client::check(&client, Needs::Control)?;
    let session = client.session();
    let answer = match which {
        Session::Start => serde_json::to_value(session.start(SessionOptions::new()).await?),
        Session::Status => serde_json::to_value(session.status().await?),
        Session::Stop => serde_json::to_value(session.stop(SessionOptions::new()).await?),
    };
    let mut answer = answer.unwrap_or_default();
    if !(matches!(which, Session::Start) && screen.is_json()) {
        hide(&mut answer);
    }
    match which {
        Session::Start => screen.did("the session runs"),
        Session::Status => {}
        Session::Stop => screen.did("the session is stopped"),
    }
    if answer.as_object().is_some_and(|it| it.is_empty()) {
        answer = json!({"ok": true});
    }
    screen.value(&answer)?;
    Ok(ExitCode::SUCCESS)
}

/// Takes the gateway's token out of what is shown; programs that start a session read it from the JSON.
fn hide(answer: &mut Value) {
    if let Some(token) = answer.get_mut("token").filter(|it| !it.is_null()) {
        *token = Value::from("(hidden)");
    }
}
