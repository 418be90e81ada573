//! What deploying would do.

use super::run::{checked, find};
use super::secrets::Changes;
use super::{Deploy, DeployError};

/// What deploying would do. Nothing of it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// Name that the app is found by.
    pub slug: String,
    /// The app that would be updated; `None`: one would be created.
    pub app_id: Option<String>,
    /// How often the new key could be used in a minute.
    pub requests_per_minute: u32,
    /// Secrets that would be stored.
    pub stores: Vec<String>,
    /// Secrets that would be removed.
    pub removes: Vec<String>,
    /// Secrets that the manifest refers to, and that nobody has given values.
    pub missing: Vec<String>,
    /// Whether the app would be activated.
    pub activates: bool,
}

pub(super) async fn plan(deploy: Deploy) -> Result<Plan, DeployError> {
    let failed =
        |tried, failure| DeployError { tried, failure: Box::new(failure), done: Vec::new(), app_id: None, key: None };
    let manifest = checked(&deploy).map_err(|it| failed("", it))?;
    let app_id = find(&deploy.platform, &manifest.slug).await.map_err(|it| failed("look for the app", it))?;
    let changes = Changes::find(&deploy, manifest, app_id.as_deref()).await;
    let changes = changes.map_err(|it| failed("list the secrets", it))?;
    Ok(Plan {
        slug: manifest.slug.clone(),
        app_id,
        requests_per_minute: deploy.requests_per_minute,
        stores: changes.stores,
        removes: changes.removes,
        missing: changes.missing,
        activates: deploy.activate,
    })
}
