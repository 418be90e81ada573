//! The client of a gateway: makes a key, has it attested, calls tools.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use super::envelope::create_envelope;
use super::error::{Refusal, SealCallError, SealError};
use super::key::Ed25519Key;
use super::session::{AttestationResult, Session};
use super::{Operations, Settings, Setup};
use crate::call::Call;
use crate::client::ClientBuilder;
use crate::data::Secret;
use crate::error::Error;
use crate::facts::Operation;
use crate::module::Module;

/// Calls tools through a gateway, with a key of its own: makes the key and has it attested when it is needed, and again
/// before the token ends. `C` is the client of the system whose gateway it is.
///
/// Shared by reference: calls may run side by side, and an attestation is made once for all that wait for it, whether it
/// comes about or fails.
pub struct SealClient<C> {
    client: C,
    workload_id: String,
    security_scope: String,
    claims: Map<String, Value>,
    bearer: Option<Secret>,
    state: Mutex<State>,
    /// Held by whoever has a key attested.
    attesting: tokio::sync::Mutex<()>,
    next_id: AtomicU64,
}

#[derive(Default)]
struct State {
    session: Option<Session>,
    erased: bool,
    /// How often it was erased: what an attestation brings that began before is not kept.
    generation: u64,
    /// How many attestations came to an end.
    attestations: u64,
    /// Why the last one failed.
    failure: Option<SealCallError>,
}

impl<C: Module<Setup>> SealClient<C> {
    /// A client of the gateway at this base URL.
    ///
    /// # Errors
    /// The URL is none.
    pub fn new(
        gateway_url: impl Into<String>,
        workload_id: impl Into<String>,
        security_scope: impl Into<String>,
    ) -> Result<Self, Error> {
        Ok(Self::with_client(ClientBuilder::new(gateway_url).build()?, workload_id, security_scope))
    }

    /// Goes through a client that is there already, with its credentials, transport and policies.
    #[must_use]
    pub fn with_client(client: C, workload_id: impl Into<String>, security_scope: impl Into<String>) -> Self {
        Self {
            client,
            workload_id: workload_id.into(),
            security_scope: security_scope.into(),
            claims: Map::new(),
            bearer: None,
            state: Mutex::default(),
            attesting: tokio::sync::Mutex::new(()),
            next_id: AtomicU64::new(1),
        }
    }

    /// Shows the gateway this token or API key when a key is attested, instead of the client's credentials.
    #[must_use]
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        Self { bearer: Some(token.into()), ..self }
    }

    /// Adds a field to the request for an attestation, such as the execution that the workload belongs to.
    #[must_use]
    pub fn claim(mut self, field: impl Into<String>, value: impl Into<Value>) -> Self {
        self.claims.insert(field.into(), value.into());
        self
    }

    /// Makes a new key and has it attested. [`call_tool`](Self::call_tool) does so by itself.
    ///
    /// # Errors
    /// The call failed, or its answer has no token.
    pub async fn attest(&self) -> Result<AttestationResult, SealCallError> {
        let _alone = self.attesting.lock().await;
        self.attest_alone().await
    }

    async fn attest_alone(&self) -> Result<AttestationResult, SealCallError> {
        let outcome = self.attest_once().await;
        let mut state = self.state();
        state.attestations += 1;
        state.failure = outcome.as_ref().err().map(SealCallError::share);
        outcome
    }

    async fn attest_once(&self) -> Result<AttestationResult, SealCallError> {
        let generation = self.state().generation;
        let key = Ed25519Key::generate()?;
        let mut body = self.claims.clone();
        body.insert("public_key".to_owned(), key.public_key_base64()?.into());
        body.insert("workload_id".to_owned(), self.workload_id.as_str().into());
        body.insert("security_context".to_owned(), self.security_scope.as_str().into());
        let mut call = self.call(self.operations().attest).json(&body);
        if let Some(token) = &self.bearer {
            call = call.bearer(token.expose());
        }
        let result = AttestationResult::read(&call.await?)?;
        let lifetime = Duration::from_secs(self.settings().token_lifetime_seconds);
        let session = Session::new(key, result.clone(), SystemTime::now(), lifetime);
        let mut state = self.state();
        if state.generation != generation {
            return Err(SealError::Erased.into());
        }
        state.session = Some(session);
        state.erased = false;
        Ok(result)
    }

    /// Calls a tool; gives what it gave. An attestation is made where none is good any longer.
    ///
    /// # Errors
    /// The key was erased, the arguments have no canonical form, the call failed, or the tool did.
    pub async fn call_tool(&self, name: &str, arguments: Value) -> Result<Value, SealCallError> {
        self.send("tools/call", json!({"name": name, "arguments": arguments})).await
    }

    /// Sends a JSON-RPC request of another method.
    ///
    /// # Errors
    /// As for [`call_tool`](Self::call_tool).
    pub async fn send(&self, method: &str, params: Value) -> Result<Value, SealCallError> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let payload = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        self.ready().await?;
        let envelope = {
            let state = self.state();
            let session = state.session.as_ref().ok_or(SealError::Erased)?;
            create_envelope(session.result.security_token.expose(), payload, &session.key)?
        };
        result(self.call(self.operations().invoke).json(&envelope).await?)
    }

    /// The tools that the security scope allows, as the gateway describes them.
    ///
    /// # Errors
    /// The call failed.
    pub async fn tools(&self) -> Result<Vec<Value>, SealCallError> {
        let call = self.call(self.operations().tools);
        let answer = call.query(self.settings().scope_parameter, &self.security_scope).await?;
        if let Some(refusal) = Refusal::read(&answer) {
            return Err(SealCallError::Refused(refusal));
        }
        match answer {
            Value::Array(tools) => Ok(tools),
            mut other => match other.get_mut("tools").map(Value::take) {
                Some(Value::Array(tools)) => Ok(tools),
                _ => Err(Error::missing_field("tools").into()),
            },
        }
    }

    /// Zeroes the private key and forgets the token. Calls of tools fail until [`attest`](Self::attest) has made
    /// another key.
    pub fn erase(&self) {
        let mut state = self.state();
        state.session = None;
        state.erased = true;
        state.generation += 1;
    }

    /// Sees to it that there is a session.
    async fn ready(&self) -> Result<(), SealCallError> {
        if self.is_ready()? {
            return Ok(());
        }
        let before = self.state().attestations;
        let _alone = self.attesting.lock().await;
        // Another call may have made one in the meantime.
        if self.is_ready()? {
            return Ok(());
        }
        // Or have failed at it: for this one it would be no different, only later.
        if let Some(failure) = self.failure_since(before) {
            return Err(failure);
        }
        self.attest_alone().await.map(drop)
    }

    fn failure_since(&self, before: u64) -> Option<SealCallError> {
        let state = self.state();
        state.failure.as_ref().filter(|_| state.attestations > before).map(SealCallError::share)
    }

    fn is_ready(&self) -> Result<bool, SealError> {
        let margin = Duration::from_secs(self.settings().renew_before_seconds);
        let state = self.state();
        match &state.session {
            None if state.erased => Err(SealError::Erased),
            session => Ok(session.as_ref().is_some_and(|it| it.lasts(SystemTime::now(), margin))),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn call(&self, operation: &'static Operation) -> Call<Value> {
        self.client.core().call(operation)
    }

    fn operations(&self) -> &'static Operations {
        &C::setup().operations
    }

    fn settings(&self) -> &'static Settings {
        &C::setup().settings
    }
}

/// What a tool gave, from what the gateway answered: the tool's own JSON, or that within
/// `{payload: {jsonrpc, result}}`.
fn result(mut answer: Value) -> Result<Value, SealCallError> {
    if answer.get("status").and_then(Value::as_str) == Some("error")
        && answer.get("protocol").is_some()
        && let Some(refusal) = Refusal::read(&answer)
    {
        return Err(SealCallError::Refused(refusal));
    }
    // A tool's own JSON may have a payload with a result, too.
    let Some(payload) = answer.get_mut("payload").filter(|it| it.get("jsonrpc").is_some()) else { return Ok(answer) };
    if let Some(result) = payload.get_mut("result") {
        return Ok(result.take());
    }
    match Refusal::read(payload) {
        Some(refusal) => Err(SealCallError::Refused(refusal)),
        None => Ok(answer),
    }
}

impl<C> fmt::Debug for SealClient<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealClient")
            .field("workload_id", &self.workload_id)
            .field("security_scope", &self.security_scope)
            .finish_non_exhaustive()
    }
}
