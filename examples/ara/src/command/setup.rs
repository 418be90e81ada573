//! `ara setup` and `ara setup-auth`.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::{Outcome, app_id};
use crate::args::{App, Common, SetupAuth};
use crate::client::{self, Needs};
use crate::screen::Screen;

pub(super) async fn run(common: &Common, args: App, screen: &Screen) -> Outcome {
    let client = client::client(common)?;
    client::check(&client, Needs::Control)?;
    let app = app_id(&client, &args).await?;
    let answer = client.apps().setup(app).await?;
    screen.value(&Value::Object(answer.into_iter().collect()))?;
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn auth(common: &Common, args: SetupAuth, screen: &Screen) -> Outcome {
    let client = client::client(common)?;
    client::check(&client, Needs::Control)?;
    let app = app_id(&client, &args.app).await?;
    let made = client.deployments().setup_auth(&app, args.name.as_deref()).await?;
    let active: Vec<String> = made.others.iter().filter(|it| it.active).map(ToString::to_string).collect();
    if !active.is_empty() {
        screen.progress(&format!("keys that go on working: {}", active.join(", ")));
    }
    let result = json!({"app_id": app, "id": made.id, "app_header_key": made.key.expose(), "others": active.len()});
    screen
        .rows(&result, &[("app", app.clone()), ("app header key", made.key.expose().to_owned())])
        .map_err(|it| it.help("the new key is lost; `ara setup-auth` makes another"))?;
    screen.progress("the key is not shown again; keep it as ARA_APP_HEADER_KEY");
    Ok(ExitCode::SUCCESS)
}
