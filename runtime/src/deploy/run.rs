//! The steps of deploying.

use serde_json::{Value, json};

use super::manifest::Manifest;
use super::secrets::{self, Changes};
use super::{Deploy, DeployError, Failure, Platform, Secrets, Step, answers};
use crate::data::Secret;

/// An app that was deployed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Deployed {
    /// The app.
    pub app_id: String,
    /// Whether it was created; else it was there and was updated.
    pub created: bool,
    /// The key that runs it. It is not shown again.
    pub runtime_key: Secret,
    /// What became of its secrets.
    pub secrets: Secrets,
    /// Whether it was activated.
    pub activated: bool,
}

/// How far it came.
struct Progress<'d> {
    deploy: &'d Deploy,
    done: Vec<Step>,
    app_id: Option<String>,
    key: Option<Secret>,
}

impl Progress<'_> {
    fn did(&mut self, step: Step) {
        if let Some(observer) = &self.deploy.observer {
            observer(&step);
        }
        self.done.push(step);
    }

    fn failed(&mut self, tried: &'static str, failure: Failure) -> DeployError {
        DeployError {
            tried,
            failure: Box::new(failure),
            done: std::mem::take(&mut self.done),
            app_id: self.app_id.take(),
            key: self.key.take(),
        }
    }
}

/// The manifest, if all that was asked for is possible.
pub(super) fn checked(deploy: &Deploy) -> Result<&Manifest, Failure> {
    let most = deploy.platform.setup.settings.most_requests_per_minute;
    if !(1..=most).contains(&deploy.requests_per_minute) {
        return Err(Failure::Input(format!("requests per minute are from 1 to {most}")));
    }
    deploy.manifest.as_ref().map_err(|it| Failure::Input(it.clone()))
}

pub(super) async fn run(deploy: Deploy) -> Result<Deployed, DeployError> {
    let mut progress = Progress { deploy: &deploy, done: Vec::new(), app_id: None, key: None };
    let manifest = checked(&deploy).map_err(|it| progress.failed("", it))?;
    let found = find(&deploy.platform, &manifest.slug).await;
    let found = found.map_err(|it| progress.failed("look for the app", it))?;
    let created = found.is_none();
    let app_id = match found {
        Some(app_id) => update(&deploy, manifest, app_id).await.map_err(|it| progress.failed("update the app", it))?,
        None => create(&deploy, manifest).await.map_err(|it| progress.failed("create the app", it))?,
    };
    progress.app_id = Some(app_id.clone());
    progress.did(match created {
        true => Step::Created { app_id: app_id.clone() },
        false => Step::Updated { app_id: app_id.clone() },
    });
    let key = make_key(&deploy, &app_id).await.map_err(|it| progress.failed("make a runtime key", it))?;
    progress.key = Some(key.clone());
    progress.did(Step::KeyMade);
    let secrets = sync(&mut progress, manifest, &app_id).await?;
    if deploy.activate {
        activate(&deploy, &app_id).await.map_err(|it| progress.failed("activate the app", it))?;
        progress.did(Step::Activated);
    }
    Ok(Deployed { app_id, created, runtime_key: key, secrets, activated: deploy.activate })
}

/// The app of that name, among those that are owned.
pub(super) async fn find(platform: &Platform, slug: &str) -> Result<Option<String>, Failure> {
    let answer = platform.call(platform.setup.operations.list, &[]).await?;
    let owner = platform.setup.settings.owner;
    let is_own = |app: &&Value| answers::text(app, "role").is_none_or(|it| it == owner);
    let is_named = |app: &&Value| answers::text(app, "slug").is_some_and(|it| it == slug);
    Ok(answers::list(&answer, "apps").filter(is_named).find(is_own).and_then(|it| answers::text(it, "id")))
}

async fn create(deploy: &Deploy, manifest: &Manifest) -> Result<String, Failure> {
    let operation = deploy.platform.setup.operations.create;
    match deploy.platform.call(operation, &[]).json(&manifest.body).await {
        Ok(answer) => answers::app_id(&answer),
        Err(error) if error.status().is_some_and(|it| it.as_u16() == 409) => {
            Err(Failure::Taken { slug: manifest.slug.clone() })
        }
        Err(error) => Err(error.into()),
    }
}

async fn update(deploy: &Deploy, manifest: &Manifest, app_id: String) -> Result<String, Failure> {
    let operation = deploy.platform.setup.operations.update;
    deploy.platform.call(operation, &[&app_id]).json(&manifest.body).await?;
    Ok(app_id)
}

async fn activate(deploy: &Deploy, app_id: &str) -> Result<(), Failure> {
    let body = json!({"status": deploy.platform.setup.settings.active});
    deploy.platform.call(deploy.platform.setup.operations.update, &[app_id]).json(&body).await?;
    Ok(())
}

async fn make_key(deploy: &Deploy, app_id: &str) -> Result<Secret, Failure> {
    let operation = deploy.platform.setup.operations.create_key;
    let name = deploy.key_name.as_deref();
    let answer = deploy.platform.make_key(operation, app_id, name, deploy.requests_per_minute).await?;
    answers::key(&answer).ok_or(Failure::Answer("it has no `key`"))
}

/// Stores and removes secrets.
async fn sync(progress: &mut Progress<'_>, manifest: &Manifest, app_id: &str) -> Result<Secrets, DeployError> {
    let deploy = progress.deploy;
    let changes = Changes::find(deploy, manifest, Some(app_id)).await;
    let changes = changes.map_err(|it| progress.failed("store the secrets", it))?;
    for name in &changes.stores {
        let stored = secrets::store(deploy, app_id, name).await;
        stored.map_err(|it| progress.failed("store a secret", it))?;
        progress.did(Step::SecretStored { name: name.clone() });
    }
    for name in &changes.removes {
        let removed = secrets::remove(deploy, app_id, name).await;
        removed.map_err(|it| progress.failed("remove a secret", it))?;
        progress.did(Step::SecretRemoved { name: name.clone() });
    }
    Ok(Secrets { stored: changes.stores, removed: changes.removes, missing: changes.missing })
}
