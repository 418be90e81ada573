//! Deploying an app from its manifest: everything that it takes, in one call that says how far it came.
//!
//! In: a manifest, and the values of the secrets that it refers to. Out: the app with a key that runs it ([`Deployed`]),
//! or a [`DeployError`] that says what had been done when it failed.
//!
//! The steps, in this order: the app is looked for by its slug among those that are owned; it is created or updated; a
//! key is made; secrets are stored, and those that nothing refers to any longer removed; the app is activated.
//!
//! **Invariant:** an app is activated last, when all that it needs is there.
//!
//! **Invariant:** no value of a secret and no key is part of an error, of `Debug` or of a step. A key that was made
//! before a later step failed is not lost: [`DeployError::runtime_key`].

mod answers;
mod error;
mod header_key;
mod manifest;
mod plan;
mod run;
mod secrets;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Map;

use crate::call::Call;
use crate::client::Client;
use crate::data::{Json, Secret};
use crate::error::Error;
use crate::facts::Operation;
use crate::module::Module;
use crate::transport::BoxFuture;
use manifest::Manifest;

pub use error::{DeployError, Failure};
pub use header_key::{HeaderKey, HeaderKeyInfo};
pub use plan::Plan;
pub use run::Deployed;
pub use secrets::Secrets;

/// What a platform has for deploying.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Operations.
    pub operations: Operations,
    /// Words and limits.
    pub settings: Settings,
}

/// Operations that deploying needs.
#[derive(Clone, Copy, Debug)]
pub struct Operations {
    /// Lists apps: `{"apps": [{"id", "slug", "role"}]}`.
    pub list: &'static Operation,
    /// Creates one from its manifest: `{"app": {"id"}}`.
    pub create: &'static Operation,
    /// Changes one; so it is activated too.
    pub update: &'static Operation,
    /// Makes a key that runs an app: `{"key"}`.
    pub create_key: &'static Operation,
    /// Lists secrets: `{"secrets": [{"name"}]}`.
    pub list_secrets: &'static Operation,
    /// Stores a secret: `{"name", "values"}`.
    pub store_secret: &'static Operation,
    /// Removes a secret.
    pub remove_secret: &'static Operation,
    /// Lists header keys: `{"keys": [{"id", "key_prefix", "is_active"}]}`.
    pub list_header_keys: &'static Operation,
    /// Makes a header key: `{"id", "key", "key_prefix"}`.
    pub create_header_key: &'static Operation,
}

/// Words and limits of a platform.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The role of whoever may deploy an app.
    pub owner: &'static str,
    /// The status of an app that can be called.
    pub active: &'static str,
    /// Requests a minute of a key, where nothing is said.
    pub requests_per_minute: u32,
    /// The most that can be asked for.
    pub most_requests_per_minute: u32,
    /// Requests a minute of a header key, where nothing is said.
    pub header_requests_per_minute: u32,
    /// Where a manifest refers to secrets, as JSON Pointer (RFC 6901).
    pub secret_refs: &'static str,
}

/// Deploys apps of a platform.
///
/// ```no_run
/// use sdk_runtime::Module;
/// use sdk_runtime::deploy::{DeployError, Deployments, Setup};
///
/// # async fn run<C: Module<Setup>>(client: &C) -> Result<(), DeployError> {
/// let manifest = serde_json::json!({"name": "My agent", "slug": "my-agent"});
/// // A generated crate has a method for this.
/// let deployed = Deployments::new(client)
///     .deploy(&manifest)
///     .secret("openai", [("OPENAI_API_KEY", "…")])
///     .on_step(|step| eprintln!("{step}"))
///     .await?;
/// println!("{} is deployed", deployed.app_id);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Deployments<C> {
    platform: Platform,
    of: PhantomData<fn() -> C>,
}

/// The platform that is deployed to.
#[derive(Clone, Debug)]
struct Platform {
    client: Client,
    setup: &'static Setup,
}

impl<C: Module<Setup>> Deployments<C> {
    /// Deploys through this client.
    #[must_use]
    pub fn new(client: &C) -> Self {
        Self { platform: Platform { client: client.core().clone(), setup: C::setup() }, of: PhantomData }
    }

    /// Deploys an app from its manifest. Nothing is sent until it is awaited.
    pub fn deploy<M: Serialize + ?Sized>(&self, manifest: &M) -> Deploy {
        Deploy {
            platform: self.platform.clone(),
            manifest: Manifest::read(manifest),
            secrets: BTreeMap::new(),
            keep_secrets: false,
            requests_per_minute: self.platform.setup.settings.requests_per_minute,
            key_name: None,
            activate: true,
            observer: None,
        }
    }

    /// Lists the header keys of an app and makes another one, since they are shown only once.
    ///
    /// # Errors
    /// Any failure of the two calls.
    pub async fn setup_auth(&self, app_id: impl fmt::Display, name: Option<&str>) -> Result<HeaderKey, Error> {
        header_key::make(&self.platform, &app_id.to_string(), name).await
    }
}

/// What is told of each step.
type Observer = Arc<dyn Fn(&Step) + Send + Sync>;

/// An app that is about to be deployed.
#[must_use = "nothing is deployed until it is awaited"]
pub struct Deploy {
    platform: Platform,
    manifest: Result<Manifest, String>,
    secrets: BTreeMap<String, BTreeMap<String, Secret>>,
    keep_secrets: bool,
    requests_per_minute: u32,
    key_name: Option<String>,
    activate: bool,
    observer: Option<Observer>,
}

impl Deploy {
    /// Stores a secret: its name, and its values by environment variable.
    pub fn secret<K: Into<String>, V: Into<Secret>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let values = values.into_iter().map(|(key, value)| (key.into(), value.into()));
        self.secrets.entry(name.into()).or_default().extend(values);
        self
    }

    /// Keeps secrets that the manifest does not refer to any longer; they are removed otherwise.
    pub fn keep_secrets(mut self) -> Self {
        self.keep_secrets = true;
        self
    }

    /// How often the new key may be used, from 1.
    pub fn requests_per_minute(mut self, requests: u32) -> Self {
        self.requests_per_minute = requests;
        self
    }

    /// What the new key is called.
    pub fn key_name(mut self, name: impl Into<String>) -> Self {
        self.key_name = Some(name.into());
        self
    }

    /// Leaves the app as active or inactive as it is.
    pub fn without_activation(mut self) -> Self {
        self.activate = false;
        self
    }

    /// Is told of each step that is done.
    pub fn on_step(mut self, observer: impl Fn(&Step) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Says what would be done, and does nothing but read.
    ///
    /// # Errors
    /// The manifest has no name, a number is out of its limits, or a call failed.
    pub async fn dry_run(self) -> Result<Plan, DeployError> {
        plan::plan(self).await
    }
}

impl IntoFuture for Deploy {
    type Output = Result<Deployed, DeployError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(run::run(self))
    }
}

impl fmt::Debug for Deploy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deploy").field("secrets", &self.secrets.keys()).finish_non_exhaustive()
    }
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The app was created.
    Created {
        /// The app.
        app_id: String,
    },
    /// The app was there and was updated.
    Updated {
        /// The app.
        app_id: String,
    },
    /// A key was made.
    KeyMade,
    /// A secret was stored.
    SecretStored {
        /// Its name.
        name: String,
    },
    /// A secret was removed that nothing refers to any longer.
    SecretRemoved {
        /// Its name.
        name: String,
    },
    /// The app was activated.
    Activated,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created { app_id } => write!(f, "created the app {app_id}"),
            Self::Updated { app_id } => write!(f, "updated the app {app_id}"),
            Self::KeyMade => f.write_str("made a runtime key"),
            Self::SecretStored { name } => write!(f, "stored the secret {name}"),
            Self::SecretRemoved { name } => write!(f, "removed the secret {name}"),
            Self::Activated => f.write_str("activated the app"),
        }
    }
}

impl Platform {
    /// A call whose path has these arguments, in their order.
    fn call(&self, operation: &'static Operation, arguments: &[&str]) -> Call<Json> {
        self.client.call(operation).in_path(arguments)
    }

    /// The answer to a request for a key.
    async fn make_key(
        &self,
        operation: &'static Operation,
        app_id: &str,
        name: Option<&str>,
        requests_per_minute: u32,
    ) -> Result<Json, Error> {
        let mut body = Map::new();
        if let Some(name) = name {
            body.insert("name".to_owned(), name.into());
        }
        body.insert("requests_per_minute".to_owned(), requests_per_minute.into());
        self.call(operation, &[app_id]).json(&body).await
    }
}
