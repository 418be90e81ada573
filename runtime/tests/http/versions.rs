//! Versions of an API: where a call goes in each, what says so, and how answers of all of them are read as one.

use sdk_runtime::facts::{
    EnvelopeFacts, Method, Operation, Param, SdkFacts, VersionFacts, VersionForm, VersioningFacts,
};
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{
    ByStatus, Client, ClientBuilder, DecodeError, ErrorBody, ErrorKind, Json, RawResponse, Sdk, VersionBy,
};
use serde_json::json;

static FACTS: SdkFacts = SdkFacts {
    name: "versioned-sdk",
    versions: VersioningFacts {
        all: &[VersionFacts { name: "v1", number: "1" }, VersionFacts { name: "v2", number: "2" }],
        path: Some("/api/{version}/"),
        header: Some("X-API-Version"),
        accept: Some("application/json; version={version}"),
    },
    envelope: Some(EnvelopeFacts::NEW),
    ..SdkFacts::NEW
};

struct Versioned(Client);

impl Sdk for Versioned {
    fn facts() -> &'static SdkFacts {
        &FACTS
    }

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

static CREATE: Operation = Operation {
    id: "debates.create",
    method: Method::Post,
    path: "/api/v1/debate",
    versions: &[VersionForm {
        version: "v2",
        paths: &["/api/v2/debates"],
        fields: &[("topic", "task"), ("max_rounds", "rounds")],
    }],
    ..Operation::NEW
};

static AGENT: Operation = Operation {
    id: "agents.get",
    path: "/api/v1/agent/{id}",
    params: &[Param::path("id")],
    versions: &[VersionForm { version: "v2", paths: &["/api/v2/agent/{id}", "/api/v2/agents/{id}"], fields: &[] }],
    ..Operation::NEW
};

static EXPORT: Operation =
    Operation { id: "export", path: "/export", accept: "text/csv, application/json", ..Operation::NEW };
static FORK: Operation = Operation { id: "debates.fork", path: "/api/v1/fork", ..Operation::NEW };
static READY: Operation = Operation { id: "ready", path: "/readyz", ..Operation::NEW };
static RECEIPTS: Operation = Operation { id: "receipts.list", path: "/api/v2/receipts", ..Operation::NEW };
static VIEW: Operation = Operation { id: "view", path: "/api/v1/view", own_data: true, ..Operation::NEW };
static SHOW: Operation = Operation { id: "policies.get", path: "/p", unwrap: &["policy"], ..Operation::NEW };

async fn server() -> (Server, ClientBuilder<Versioned>) {
    let server = Server::start().await.unwrap();
    let builder = ClientBuilder::new(server.url()).no_retry();
    (server, builder)
}

async fn get(client: &Versioned, operation: &'static Operation) -> Result<Json, sdk_runtime::Error> {
    client.0.call::<Json, ErrorBody>(operation).await
}

fn targets(server: &Server) -> Vec<String> {
    server.exchanges().into_iter().map(|it| it.target).collect()
}

#[tokio::test]
async fn one_line_moves_a_program_to_the_other_version() {
    async fn program(client: ClientBuilder<Versioned>) -> Json {
        let client = client.build().unwrap().0;
        let body = json!({"topic": "Why?", "agents": ["a"], "max_rounds": 3});
        client.call::<Json, ErrorBody>(&CREATE).json(&body).await.unwrap()
    }
    let (server, builder) = server().await;
    server.answer(Answer::json(200, r#"{"debate_id": "d1"}"#));
    server.answer(Answer::json(200, r#"{"data": {"debate_id": "d1"}, "meta": {"version": "v2"}}"#));
    let old = program(builder).await;
    let new = program(ClientBuilder::new(server.url()).api_version("v2")).await;
    assert_eq!(old, json!({"debate_id": "d1"}));
    assert_eq!(old, new);

    let sent = server.exchanges();
    assert_eq!((sent[0].path(), sent[1].path()), ("/api/v1/debate", "/api/v2/debates"));
    assert_eq!(sent[0].json(), json!({"topic": "Why?", "agents": ["a"], "max_rounds": 3}));
    assert_eq!(sent[1].json(), json!({"task": "Why?", "agents": ["a"], "rounds": 3}));
    assert_eq!((sent[0].header("x-api-version"), sent[1].header("x-api-version")), (None, Some("2")));
}

#[tokio::test]
async fn a_member_that_is_there_under_its_new_name_counts() {
    let (server, builder) = server().await;
    let client = builder.api_version("v2").build().unwrap().0;
    let body = json!({"topic": "old", "task": "new", "max_rounds": 12345678901234567890u64});
    client.call::<Json, ErrorBody>(&CREATE).json(&body).await.unwrap();
    assert_eq!(server.exchanges()[0].json(), json!({"task": "new", "rounds": 12345678901234567890u64}));
}

#[tokio::test]
async fn each_way_to_choose_a_version() {
    let (server, builder) = server().await;
    let call = |client: &Versioned| client.0.call::<Json, ErrorBody>(&AGENT).path("id", "a");
    let ways = [VersionBy::Path, VersionBy::Header, VersionBy::Accept];
    call(&builder.build().unwrap()).api_version("v2").await.unwrap();
    for way in ways {
        let client = ClientBuilder::new(server.url()).api_version("v2").version_by(way).build().unwrap();
        call(&client).await.unwrap();
    }
    call(&ClientBuilder::new(server.url()).version_by(VersionBy::Header).build().unwrap()).await.unwrap();
    let seen: Vec<_> = server.exchanges();
    let seen: Vec<_> =
        seen.iter().map(|it| (it.path(), it.header("x-api-version"), it.header("accept").unwrap())).collect();
    let json = "application/json";
    assert_eq!(
        seen,
        [
            ("/api/v2/agent/a", Some("2"), json),
            ("/api/v2/agent/a", Some("2"), json),
            ("/api/agent/a", Some("2"), json),
            ("/api/agent/a", None, "application/json; version=2"),
            ("/api/agent/a", Some("1"), json),
        ]
    );
}

#[tokio::test]
async fn every_media_type_asks_for_the_version() {
    let (server, builder) = server().await;
    let client = builder.api_version("v2").version_by(VersionBy::Accept).build().unwrap();
    client.0.call_text::<ErrorBody>(&EXPORT).await.unwrap();
    client.0.request(Method::Get, "/x").await.unwrap();
    let accepts: Vec<_> = server.exchanges().iter().map(|it| it.header("accept").unwrap().to_owned()).collect();
    assert_eq!(accepts, ["text/csv; version=2, application/json; version=2", "application/json; version=2"]);
}

#[tokio::test]
async fn an_operation_that_a_version_lacks_is_an_error_before_anything_is_sent() {
    let (server, builder) = server().await;
    let client = builder.api_version("v2").build().unwrap();
    let error = get(&client, &FORK).await.unwrap_err();
    assert_eq!((error.kind(), error.operation(), error.attempts()), (ErrorKind::NotInVersion, "debates.fork", 0));
    assert_eq!(error.to_string(), "debates.fork: version v2 has no such operation; it is in v1");
    let missing = error.not_in_version().unwrap();
    assert_eq!((missing.operation, missing.version, &missing.versions[..]), ("debates.fork", "v2", &["v1"][..]));
    assert!(server.exchanges().is_empty());
    client.0.call::<Json, ErrorBody>(&FORK).api_version("v1").await.unwrap();
    assert_eq!(targets(&server), ["/api/v1/fork"]);
}

#[tokio::test]
async fn paths_that_name_no_version_or_another_one_stay() {
    let (server, builder) = server().await;
    let client = builder.api_version("v2").build().unwrap();
    get(&client, &READY).await.unwrap();
    get(&client, &RECEIPTS).await.unwrap();
    client.0.request(Method::Get, "/api/v1/debates?limit=1").await.unwrap();
    let old = ClientBuilder::<Versioned>::new(server.url()).build().unwrap();
    get(&old, &RECEIPTS).await.unwrap();
    assert_eq!(targets(&server), ["/readyz", "/api/v2/receipts", "/api/v1/debates?limit=1", "/api/v2/receipts"]);
    assert_eq!(server.exchanges()[0].header("x-api-version"), Some("2"));
}

#[tokio::test]
async fn a_version_that_does_not_exist_is_refused() {
    let (server, builder) = server().await;
    let error = builder.api_version("v3").build().err().unwrap();
    assert_eq!(
        (error.kind(), &*error.to_string()),
        (ErrorKind::Config, "versioned-sdk has no version `v3`, but v1, v2")
    );
    let client: Client = Client::builder(server.url()).build().unwrap();
    let error = client.request(Method::Get, "/").api_version("v2").await.unwrap_err();
    assert_eq!(error.to_string(), "request: sdk-runtime has no versions to choose from");
    assert!(Client::builder(server.url()).version_by(VersionBy::Header).build().is_err());
}

#[tokio::test]
async fn the_place_that_answers_is_found_and_remembered() {
    let (server, builder) = server().await;
    let client = builder.api_version("v2").build().unwrap();
    let call = || client.0.call::<Json, ErrorBody>(&AGENT).path("id", "a");
    server.answer(Answer::json(404, r#"{"error": "API endpoint not found: /api/v2/agent/a"}"#));
    server.answer(Answer::json(200, r#"{"name": "a"}"#));
    let answer = call().with_response().await.unwrap();
    assert_eq!((answer.value, answer.raw.attempts()), (json!({"name": "a"}), 2));
    call().await.unwrap();
    assert_eq!(targets(&server), ["/api/v2/agent/a", "/api/v2/agents/a", "/api/v2/agents/a"]);

    server.answer(Answer::json(404, r#"{"error": "Agent not found: a"}"#));
    let error = call().await.unwrap_err();
    assert_eq!((error.message(), error.attempts()), (Some("Agent not found: a"), 1));
    assert_eq!(server.exchanges().len(), 4);
}

#[tokio::test]
async fn where_no_place_answers_the_error_is_the_one_that_says_most() {
    let unknown = |path| Answer::json(404, format!(r#"{{"error": "API endpoint not found: {path}"}}"#));
    let missing = || Answer::json(404, r#"{"error": "Agent not found: a"}"#);
    let (first, second) = ("/api/v2/agent/a", "/api/v2/agents/a");
    let cases = [
        (unknown(first), missing(), "Agent not found: a"),
        (missing(), unknown(second), "Agent not found: a"),
        (unknown(first), unknown(second), "API endpoint not found: /api/v2/agent/a"),
    ];
    for (one, other, message) in cases {
        let (server, builder) = server().await;
        let client = builder.api_version("v2").build().unwrap().0;
        server.answer(one);
        server.answer(other);
        let error = client.call::<Json, ErrorBody>(&AGENT).path("id", "a").await.unwrap_err();
        assert_eq!((error.message(), error.attempts()), (Some(message), 2));
    }
}

#[tokio::test]
async fn a_stream_is_sent_to_one_place() {
    let (server, builder) = server().await;
    let client = builder.api_version("v2").build().unwrap().0;
    server.answer(Answer::json(404, r#"{"error": "API endpoint not found: /api/v2/agent/a"}"#));
    let call = client.call::<Json, ErrorBody>(&AGENT).path("id", "a");
    let error = call.bytes(sdk_runtime::data::Upload::from_reader(&b"abc"[..], 3)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.exchanges().len()), (404, 1));
}

#[tokio::test]
async fn each_place_has_its_own_retries_and_a_failure_is_no_unknown_place() {
    let server = Server::start().await.unwrap();
    let quick = sdk_runtime::RetryPolicy::new().delay(std::time::Duration::from_millis(1)).max_retries(1);
    let client = ClientBuilder::<Versioned>::new(server.url()).api_version("v2").retry(quick).build().unwrap().0;
    for status in [503, 404, 503, 200] {
        server.answer(Answer::json(status, "{}"));
    }
    let call = || client.call::<Json, ErrorBody>(&AGENT).path("id", "a");
    assert_eq!(call().with_response().await.unwrap().raw.attempts(), 4);
    server.answer(Answer::json(401, "{}"));
    assert_eq!(call().await.unwrap_err().status().unwrap().as_u16(), 401);
    assert_eq!(server.exchanges().len(), 5);
}

#[tokio::test]
async fn what_stands_around_an_answer_is_reachable() {
    let (server, builder) = server().await;
    let client = builder.build().unwrap().0;
    server.answer(Answer::json(
        200,
        r#"{"data": {"policy": {"id": 1}},
            "meta": {"version": "v2", "timestamp": "2025-01-18T12:00:00Z", "request_id": "req_1", "cost": 3},
            "links": {"self": "/p?offset=0", "next": "/p?offset=20", "last": {"href": "/p?offset=40"}}}"#,
    ));
    let answer = client.call::<Json, ErrorBody>(&SHOW).with_response().await.unwrap();
    assert_eq!(answer.value, json!({"id": 1}));
    let (meta, links) = (answer.meta().unwrap(), answer.links().unwrap());
    assert_eq!((meta.version.as_deref(), meta.request_id.as_deref()), (Some("v2"), Some("req_1")));
    assert_eq!(meta.timestamp.unwrap().unix_seconds(), Some(1_737_201_600.0));
    assert_eq!(meta.raw["cost"], 3);
    assert_eq!(
        (links.own.as_deref(), links.next.as_deref(), links.prev),
        (Some("/p?offset=0"), Some("/p?offset=20"), None)
    );
    assert_eq!(answer.raw.link("last").as_deref(), Some("/p?offset=40"));

    server.answer(Answer::json(200, r#"{"policy": {"id": 1}}"#).header("link", "</p?offset=20>; rel=next"));
    let answer = client.call::<Json, ErrorBody>(&SHOW).with_response().await.unwrap();
    assert_eq!((answer.value.clone(), answer.meta(), answer.links()), (json!({"id": 1}), None, None));
    assert_eq!(answer.raw.link("next").as_deref(), Some("/p?offset=20"));
}

#[tokio::test]
async fn an_answer_with_data_of_its_own_stays_whole() {
    let (server, builder) = server().await;
    let client = builder.build().unwrap();
    let plain = json!({"data": [1], "meta": {"total": 1}});
    server.answer(Answer::json(200, plain.to_string()));
    assert_eq!(get(&client, &VIEW).await.unwrap(), plain);
    server.answer(Answer::json(200, json!({"data": plain, "meta": {}}).to_string()));
    assert_eq!(get(&client, &VIEW).await.unwrap(), plain);
    server.answer(Answer::json(200, json!({"data": 1, "meta": {}}).to_string()));
    let untyped = client.0.request(Method::Get, "/x").await.unwrap();
    assert_eq!(untyped, json!({"data": 1, "meta": {}}));
}

#[tokio::test]
async fn answers_by_status_are_opened_too() {
    struct Answered(Json);
    impl ByStatus for Answered {
        fn decode(response: &RawResponse) -> Result<Self, DecodeError> {
            response.json().map(Self)
        }
    }
    let (server, builder) = server().await;
    let client = builder.build().unwrap().0;
    server.answer(Answer::json(202, r#"{"data": 7, "links": {}}"#));
    assert_eq!(client.call_by_status::<Answered, ErrorBody>(&READY).await.unwrap().0, 7);
}
