//! A small SDK as a generator would write it.

use sdk_runtime::facts::*;
use sdk_runtime::{Call, Client, ClientBuilder, DecodeError, ErrorModel, Json, RawResponse, Sdk};

pub(crate) static FACTS: SdkFacts = SdkFacts {
    name: "test-sdk",
    version: "1.2.3",
    security: &[
        SecurityScheme { name: "bearer", kind: SecurityKind::Bearer },
        SecurityScheme { name: "key", kind: SecurityKind::HeaderKey("X-API-Key") },
        SecurityScheme { name: "query", kind: SecurityKind::QueryKey("api_key") },
        SecurityScheme { name: "cookie", kind: SecurityKind::CookieKey("session") },
        SecurityScheme { name: "basic", kind: SecurityKind::Basic },
    ],
    retry: RetryFacts { never_codes: &["no_use"], idempotency_header: Some("X-Idempotency-Key"), ..RetryFacts::NEW },
    credentials_env: Some("SDK_RUNTIME_TEST_KEY_THAT_IS_NOT_SET"),
    ..SdkFacts::NEW
};

/// The generated client.
#[derive(Debug)]
pub(crate) struct TestSdk(pub(crate) Client);

impl Sdk for TestSdk {
    fn facts() -> &'static SdkFacts {
        &FACTS
    }

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

pub(crate) static GET: Operation = Operation {
    id: "things.get",
    path: "/things/{id}",
    params: &[Param::path("id")],
    security: &[&[0], &[1], &[2], &[3], &[4], &[]],
    ..Operation::NEW
};

pub(crate) static CREATE: Operation =
    Operation { id: "things.create", method: Method::Post, path: "/things", ..Operation::NEW };

pub(crate) static PING: Operation = Operation {
    id: "things.ping",
    method: Method::Post,
    path: "/ping",
    retry: RetrySafety::Safe,
    empty_body: EmptyBody::Object,
    ..Operation::NEW
};

pub(crate) static ONCE: Operation = Operation {
    id: "things.once",
    path: "/once",
    retry: RetrySafety::Unsafe,
    security: &[&[0], &[]],
    ..Operation::NEW
};

/// A described failure.
#[derive(Debug, PartialEq)]
pub(crate) struct ApiError(pub(crate) Json);

impl ErrorModel for ApiError {
    fn decode(response: &RawResponse) -> Result<Self, DecodeError> {
        response.json().map(Self)
    }
}

impl TestSdk {
    pub(crate) fn builder(url: impl Into<String>) -> ClientBuilder<Self> {
        ClientBuilder::new(url)
    }

    pub(crate) fn get(&self, id: &str) -> Call<Json, ApiError> {
        self.0.call(&GET).path("id", id)
    }

    pub(crate) fn create(&self, body: &Json) -> Call<Json, ApiError> {
        self.0.call(&CREATE).json(body)
    }

    pub(crate) fn once(&self) -> Call<Json, ApiError> {
        self.0.call(&ONCE)
    }

    pub(crate) fn ping(&self) -> Call<Json, ApiError> {
        self.0.call(&PING)
    }
}
