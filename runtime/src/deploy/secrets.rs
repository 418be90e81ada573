//! Secrets: which are stored, which are removed, which nobody has given values.

use serde_json::json;

use super::manifest::Manifest;
use super::{Deploy, Failure, answers};
use crate::error::Error;

/// What became of the secrets of an app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Secrets {
    /// Names of those that were stored.
    pub stored: Vec<String>,
    /// Names of those that were removed.
    pub removed: Vec<String>,
    /// Names that the manifest refers to, and that nobody has given values.
    pub missing: Vec<String>,
}

/// What there is to do.
pub(super) struct Changes {
    pub(super) stores: Vec<String>,
    pub(super) removes: Vec<String>,
    pub(super) missing: Vec<String>,
}

impl Changes {
    /// Compares what the manifest refers to with what the platform has; an app that is not there yet has nothing.
    pub(super) async fn find(deploy: &Deploy, manifest: &Manifest, app_id: Option<&str>) -> Result<Self, Failure> {
        let remote = match app_id {
            Some(app_id) => names(deploy, app_id).await?,
            None => Vec::new(),
        };
        let refs = manifest.secret_refs(deploy.platform.setup.settings.secret_refs);
        let is_given = |name: &String| deploy.secrets.contains_key(name);
        let is_needed = |name: &String| refs.contains(name) || is_given(name);
        let removes = remote.iter().filter(|it| !deploy.keep_secrets && !is_needed(it)).cloned().collect();
        let missing = refs.iter().filter(|it| !is_given(it) && !remote.contains(it)).cloned().collect();
        Ok(Self { stores: deploy.secrets.keys().cloned().collect(), removes, missing })
    }
}

/// Names of the secrets that the platform has. 404 comes from one that has none at all.
async fn names(deploy: &Deploy, app_id: &str) -> Result<Vec<String>, Failure> {
    let operation = deploy.platform.setup.operations.list_secrets;
    match deploy.platform.call(operation, &[app_id]).await {
        Ok(answer) => Ok(answers::list(&answer, "secrets").filter_map(|it| answers::text(it, "name")).collect()),
        Err(error) if is_missing(&error) && deploy.secrets.is_empty() => Ok(Vec::new()),
        Err(error) if is_missing(&error) => Err(Failure::NoSecrets),
        Err(error) => Err(error.into()),
    }
}

/// Stores a secret.
pub(super) async fn store(deploy: &Deploy, app_id: &str, name: &str) -> Result<(), Failure> {
    let operation = deploy.platform.setup.operations.store_secret;
    let body = json!({"name": name, "values": deploy.secrets.get(name)});
    match deploy.platform.call(operation, &[app_id]).json(&body).await {
        Ok(_) => Ok(()),
        Err(error) if is_missing(&error) => Err(Failure::NoSecrets),
        Err(error) => Err(error.into()),
    }
}

/// Removes a secret. One that is not there any longer is fine.
pub(super) async fn remove(deploy: &Deploy, app_id: &str, name: &str) -> Result<(), Failure> {
    let operation = deploy.platform.setup.operations.remove_secret;
    let answer = deploy.platform.call(operation, &[app_id, name]).raw().await?;
    match answer.status().as_u16() {
        200..=299 | 404 => Ok(()),
        _ => Err(Error::status_error(answer).with_operation(operation.id).into()),
    }
}

fn is_missing(error: &Error) -> bool {
    error.status().is_some_and(|it| it.as_u16() == 404)
}
