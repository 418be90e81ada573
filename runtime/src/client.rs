//! The client: what all calls of one program to one system share.

mod builder;
mod credentials;
mod environment;
mod oauth;
mod settings;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::breaker::Breakers;
use crate::call::Call;
use crate::facts::{Method, Operation, SdkFacts, SecurityKind, SecurityScheme};
use crate::middleware::Middleware;
use crate::pages::Paged;
use crate::response::{ByStatus, ErrorBody, ErrorModel, RawResponse};
use crate::retry::{Budget, RetryPolicy};
use crate::send::{Places, Warned};
use crate::stream::{EventStream, ItemStream};
use crate::transport::Transport;
use crate::version::Choice;

pub use builder::{ClientBuilder, Sdk};
pub(crate) use credentials::{Credentials, Placement, bearer, sensitive};
pub(crate) use settings::{Deadline, base_url};

/// What all calls to one system share: base URL, credentials, connections, policies.
///
/// Cheap to clone; clones share everything. Generated clients hold one of these. It can also be used alone,
/// without a generated SDK:
///
/// ```no_run
/// # async fn run() -> Result<(), sdk_runtime::Error> {
/// use sdk_runtime::{Client, Method};
///
/// let client: Client = Client::builder("http://localhost:8080").bearer("…").build()?;
/// let health = client.request(Method::Get, "/api/health").await?;
/// println!("{}", health["status"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) facts: &'static SdkFacts,
    pub(crate) base_url: Url,
    /// Whether operations with a server of their own are sent to `base_url` as well.
    pub(crate) one_server: bool,
    pub(crate) credentials: Credentials,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: RetryPolicy,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Deadline,
    pub(crate) max_response_bytes: usize,
    pub(crate) breakers: Breakers,
    pub(crate) budget: Budget,
    /// Version of the API, where nothing else is said.
    pub(crate) version: Choice,
    pub(crate) places: Places,
    pub(crate) warned: Warned,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
}

/// What a client knows that no SDK was generated for.
static UNTYPED: SdkFacts = SdkFacts {
    security: &[
        SecurityScheme { name: "bearer", kind: SecurityKind::Bearer },
        SecurityScheme { name: "basic", kind: SecurityKind::Basic },
    ],
    ..SdkFacts::NEW
};

impl Client {
    /// Starts to build a client for the server at this base URL.
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(base_url)
    }

    /// A call whose answer is JSON.
    pub fn call<T: DeserializeOwned, E: ErrorModel>(&self, operation: &'static Operation) -> Call<T, E> {
        Call::json_answer(self, operation)
    }

    /// A call whose answer is a page of a list, in JSON; which, [`Operation::paging`] says.
    pub fn call_pages<T: DeserializeOwned, I: DeserializeOwned, E: ErrorModel>(
        &self,
        operation: &'static Operation,
    ) -> Call<T, E, Paged<I>> {
        Call::paged_answer(self, operation)
    }

    /// A call whose answer is text.
    pub fn call_text<E: ErrorModel>(&self, operation: &'static Operation) -> Call<String, E> {
        Call::text_answer(self, operation)
    }

    /// A call whose answer is bytes.
    pub fn call_bytes<E: ErrorModel>(&self, operation: &'static Operation) -> Call<bytes::Bytes, E> {
        Call::bytes_answer(self, operation)
    }

    /// A call whose answer has no body, or one that does not matter.
    pub fn call_empty<E: ErrorModel>(&self, operation: &'static Operation) -> Call<(), E> {
        Call::empty_answer(self, operation)
    }

    /// A call whose answer is not described: it is given as it came.
    pub fn call_raw<E: ErrorModel>(&self, operation: &'static Operation) -> Call<RawResponse, E> {
        Call::raw_answer(self, operation)
    }

    /// A call whose answer is a stream of events with JSON data.
    pub fn call_events<T: DeserializeOwned, E: ErrorModel>(
        &self,
        operation: &'static Operation,
    ) -> Call<EventStream<T>, E> {
        Call::events_answer(self, operation)
    }

    /// A call whose answer is a stream of events whose data is text.
    pub fn call_text_events<E: ErrorModel>(&self, operation: &'static Operation) -> Call<EventStream<String>, E> {
        Call::text_events_answer(self, operation)
    }

    /// A call whose answer is a stream of JSON values.
    pub fn call_items<T: DeserializeOwned, E: ErrorModel>(
        &self,
        operation: &'static Operation,
    ) -> Call<ItemStream<T>, E> {
        Call::items_answer(self, operation)
    }

    /// A call whose answer depends on the status.
    pub fn call_by_status<T: ByStatus, E: ErrorModel>(&self, operation: &'static Operation) -> Call<T, E> {
        Call::by_status_answer(self, operation)
    }

    /// A call to a path that no operation describes, such as `/api/v1/debates?limit=5`. Credentials, retries and all
    /// else are as for a described one; the answer is JSON, or null where there is none.
    ///
    /// The path may have parameters in braces, to be filled with [`Call::path`].
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<Value, ErrorBody> {
        static REQUEST: Operation = Operation { id: "request", accept: "*/*", ..Operation::NEW };
        Call::undescribed_answer(self, &REQUEST).at(method, path.into())
    }

    /// What the SDK knows about its system.
    pub fn facts(&self) -> &'static SdkFacts {
        self.shared.facts
    }

    /// Whether there is a credential for the security scheme of that name.
    pub fn has_credential(&self, scheme: &str) -> bool {
        self.shared.credentials.is_there(scheme)
    }

    /// The base URL, without a slash at its end.
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str().trim_end_matches('/')
    }
}

impl Sdk for Client {
    fn facts() -> &'static SdkFacts {
        &UNTYPED
    }

    fn from_core(core: Self) -> Self {
        core
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("sdk", &self.shared.facts.name)
            .field("base_url", &self.base_url())
            .field("credentials", &self.shared.credentials)
            .finish_non_exhaustive()
    }
}
