//! Calls to endpoints that the programs of a platform declare themselves: any method, any body, and one of four ways to
//! prove who calls.
//!
//! In: the client, the names of an endpoint, and how it is called. Out: a [`Call`] whose answer is given as it came.
//!
//! **Invariant:** no credential of the client goes along, only what the endpoint asks for. Headers that a client was given
//! for all of its calls do.

use std::fmt;
use std::sync::Arc;

use http::HeaderName;

use crate::call::Call;
use crate::client::Client;
use crate::data::Secret;
use crate::error::{Error, ErrorKind};
use crate::facts::{Method, Operation};
use crate::module::Module;
use crate::response::RawResponse;
use crate::signing::{self, HmacSigner, Scheme, SecretError, Signer, Signing};

/// What a platform has of endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Operations.
    pub operations: Operations,
}

/// Operations of endpoints.
#[derive(Clone, Copy, Debug)]
pub struct Operations {
    /// Calls one; its path names a program and an endpoint of it, in this order.
    pub call: &'static Operation,
}

/// How an endpoint wants to be shown who calls.
#[derive(Clone, Default)]
#[non_exhaustive]
pub enum Auth {
    /// Not at all.
    #[default]
    None,
    /// By a secret in a header.
    Header(HeaderName, Secret),
    /// By a secret as bearer token.
    Bearer(Secret),
    /// By a signature.
    Signed(Arc<dyn Signer>),
}

impl Auth {
    /// A secret in a header of this name.
    ///
    /// # Errors
    /// This is no name of a header.
    pub fn header(name: &str, secret: impl Into<Secret>) -> Result<Self, Error> {
        let shown = name.escape_debug();
        let name = name.parse().map_err(|_| Error::new(ErrorKind::Config, format!("`{shown}` is no header name")))?;
        Ok(Self::Header(name, secret.into()))
    }

    /// A secret as bearer token.
    #[must_use]
    pub fn bearer(secret: impl Into<Secret>) -> Self {
        Self::Bearer(secret.into())
    }

    /// A signature by a shared secret, as this scheme says.
    ///
    /// # Errors
    /// The secret is empty, or not written as the scheme says.
    pub fn hmac(scheme: Scheme, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        HmacSigner::new(scheme, secret).map(Self::signed)
    }

    /// A signature of your own.
    #[must_use]
    pub fn signed(signer: impl Signer) -> Self {
        Self::Signed(Arc::new(signer))
    }
}

/// The kind is shown, never the secret.
impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Header(name, _) => f.debug_tuple("Header").field(name).finish_non_exhaustive(),
            Self::Bearer(_) => f.write_str("Bearer(..)"),
            Self::Signed(_) => f.write_str("Signed(..)"),
        }
    }
}

/// The endpoints of a platform's programs.
///
/// ```no_run
/// use sdk_runtime::endpoint::{Auth, Endpoints, Setup};
/// use sdk_runtime::{Error, Method, Module};
///
/// # async fn run<C: Module<Setup>>(client: &C) -> Result<(), Error> {
/// // A generated crate has a method for this.
/// let endpoints = Endpoints::new(client);
/// let order = serde_json::json!({"article": 7});
/// let answer = endpoints.call("app_1", "orders", Method::Put, &Auth::bearer("…")).json(&order).await?;
/// println!("{}", answer.status());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Endpoints<C> {
    client: Client,
    of: std::marker::PhantomData<fn() -> C>,
}

impl<C: Module<Setup>> Endpoints<C> {
    /// The endpoints that a client reaches.
    #[must_use]
    pub fn new(client: &C) -> Self {
        Self { client: client.core().clone(), of: std::marker::PhantomData }
    }

    /// A call of the endpoint `label` of a program. Add what it is to have: [`json`](Call::json), [`query`](Call::query).
    /// It is sent again only where its method allows that.
    ///
    /// # Errors
    /// Of the call: any failure, also a status that is none of success.
    pub fn call(
        &self,
        program: impl fmt::Display,
        label: impl fmt::Display,
        method: Method,
        auth: &Auth,
    ) -> Call<RawResponse> {
        let operation = C::setup().operations.call;
        let call = self.client.call_raw(operation).by(method).in_path([program.to_string(), label.to_string()]);
        match auth {
            Auth::None => call.without_credentials(),
            Auth::Header(name, secret) => call.without_credentials().header(name, secret.expose()),
            Auth::Bearer(secret) => call.bearer(secret.expose()),
            Auth::Signed(signer) => call.without_credentials().signed(Arc::clone(signer)),
        }
    }
}

impl<C: Module<Setup> + Module<signing::Setup>> Endpoints<C> {
    /// A signature by a shared secret, as the platform's own scheme has it.
    ///
    /// # Errors
    /// The secret is empty.
    pub fn hmac(secret: impl Into<Secret>) -> Result<Auth, SecretError> {
        Signing::<C>::signer(secret).map(Auth::signed)
    }
}
