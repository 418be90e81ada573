//! The loop, against a gateway on loopback with a script.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sdk_runtime::bytes::Bytes;
use sdk_runtime::dispatch::{
    Bootstrap, DispatchError, DispatchMessage, Executor, FinalMessage, GenerateMessage, Operations, Outcome, Setup,
};
use sdk_runtime::facts::{Method, Operation, RetrySafety, SdkFacts};
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{
    Body, BoxFuture, Client, ClientBuilder, ErrorKind, Module, RetryPolicy, Sdk, Transport, TransportResult, http,
};
use serde_json::{Value, json};

static FACTS: SdkFacts = SdkFacts::NEW;
static EXCHANGE: Operation =
    Operation { id: "exchange", method: Method::Post, path: "/dispatch", retry: RetrySafety::Safe, ..Operation::NEW };
static SETUP: Setup = Setup { operations: Operations { exchange: &EXCHANGE }, settings: super::environment::SETTINGS };

/// What would be generated.
#[derive(Clone)]
struct Gateway(Client);

impl Sdk for Gateway {
    fn facts() -> &'static SdkFacts {
        &FACTS
    }

    fn from_core(core: Client) -> Self {
        Self(core)
    }
}

impl Module<Setup> for Gateway {
    fn setup() -> &'static Setup {
        &SETUP
    }

    fn core(&self) -> &Client {
        &self.0
    }
}

fn bootstrap(server: &Server) -> Bootstrap<Gateway> {
    let retry = RetryPolicy::default().delay(Duration::from_millis(1)).max_delay(Duration::from_millis(2));
    Bootstrap::new(&ClientBuilder::<Gateway>::new(server.url()).retry(retry).build().unwrap())
}

fn generate() -> GenerateMessage {
    GenerateMessage {
        execution_id: "e-1".into(),
        iteration_number: 1,
        prompt: "Do it.".into(),
        ..GenerateMessage::default()
    }
}

fn dispatch(id: &str, script: &str) -> Answer {
    let message = json!({"type": "dispatch", "dispatch_id": id, "action": "exec", "command": "sh", "args": ["-c", script],
        "cwd": "/", "timeout_secs": 30, "max_output_bytes": 100});
    Answer::json(200, message.to_string())
}

fn end() -> Answer {
    Answer::json(200, r#"{"content":"done","tool_calls_executed":2}"#)
}

fn sent(server: &Server) -> Vec<Value> {
    server.exchanges().iter().map(|it| it.json()).collect()
}

#[tokio::test]
async fn a_conversation_goes_from_the_prompt_to_the_end() {
    let server = Server::start().await.unwrap();
    server.answer(dispatch("d-1", "echo one"));
    server.answer(dispatch("d-2", "seq 1 1000; exit 4"));
    server.answer(Answer::json(
        200,
        r#"{"type":"dispatch","dispatch_id":"d-3","action":"exec","command":"no-such-program","cwd":"/"}"#,
    ));
    server.answer(Answer::json(
        200,
        r#"{"type":"dispatch","dispatch_id":"d-4","action":"exec","command":"true","cwd":"/no/such"}"#,
    ));
    server.answer(end());
    let last = bootstrap(&server).run(generate()).await.unwrap();
    let expected = FinalMessage { content: "done".into(), tool_calls_executed: Some(2), ..FinalMessage::default() };
    assert_eq!(last, expected);
    let sent = sent(&server);
    assert_eq!((&sent[0]["type"], &sent[0]["prompt"]), (&json!("generate"), &json!("Do it.")));
    let results: Vec<(&str, i64, bool)> = sent[1..]
        .iter()
        .map(|it| {
            assert_eq!((&it["type"], &it["execution_id"]), (&json!("dispatch_result"), &json!("e-1")));
            (it["dispatch_id"].as_str().unwrap(), it["exit_code"].as_i64().unwrap(), it["truncated"].as_bool().unwrap())
        })
        .collect();
    assert_eq!(results, [("d-1", 0, false), ("d-2", 4, true), ("d-3", 127, false), ("d-4", 127, false)]);
    assert_eq!(sent[1]["stdout"], "one\n");
    assert!(sent[2]["stdout"].as_str().unwrap().ends_with("1000\n"));
}

#[tokio::test]
async fn a_gateway_that_is_not_well_is_asked_again() {
    let server = Server::start().await.unwrap();
    for status in [429, 502, 503] {
        server.answer(Answer::json(status, r#"{"error":"upstream_error: busy"}"#));
    }
    server.answer(dispatch("d-1", "echo once"));
    server.answer(Answer::json(200, r#"{"type":"dispatch","dispatch_id":"d-2"}"#).cut_after(10));
    server.answer(end());
    bootstrap(&server).run(generate()).await.unwrap();
    let kinds: Vec<Value> = sent(&server).into_iter().map(|it| it["type"].clone()).collect();
    let expected = ["generate", "generate", "generate", "generate", "dispatch_result", "dispatch_result"];
    assert_eq!(kinds, expected);
}

#[tokio::test]
async fn what_the_gateway_refuses_is_the_error() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(400, r#"{"error":"no such execution"}"#));
    let Err(DispatchError::Call(error)) = bootstrap(&server).run(generate()).await else { panic!() };
    assert_eq!((error.status().map(|it| it.as_u16()), error.message()), (Some(400), Some("no such execution")));
    server.answer(Answer::json(200, r#"{"type":"dispatch"}"#));
    let Err(DispatchError::Call(error)) = bootstrap(&server).run(generate()).await else { panic!() };
    assert_eq!(error.kind(), ErrorKind::Decode);
    server.answer(Answer::json(200, r#"{"type":"pause","secret":1}"#));
    let error = bootstrap(&server).run(generate()).await.unwrap_err();
    assert_eq!(error.to_string(), "the gateway sent a message of type `pause`");
}

#[tokio::test]
async fn a_gateway_without_end_is_left_after_as_many_commands_as_are_allowed() {
    for limit in [0, 2] {
        let server = Server::start().await.unwrap();
        server.always(dispatch("d", "true"));
        let runs = Counted::default();
        let bootstrap = bootstrap(&server).max_rounds(limit).executor(runs.clone());
        let error = bootstrap.run(generate()).await.unwrap_err();
        assert_eq!(error.to_string(), format!("the gateway wanted more than {limit} commands"));
        assert_eq!(runs.0.load(Ordering::SeqCst), limit);
        assert_eq!(sent(&server).len(), 1 + limit as usize, "the prompt and what each command gave");
    }
}

#[tokio::test]
async fn the_last_command_that_is_allowed_may_be_followed_by_the_end() {
    let server = Server::start().await.unwrap();
    server.answer(dispatch("d", "true"));
    server.answer(end());
    bootstrap(&server).max_rounds(1).run(generate()).await.unwrap();
}

/// The model may still be at it: sent again, it would begin anew.
#[tokio::test]
async fn a_step_is_not_sent_again_where_time_ran_out() {
    for before in [None, Some(dispatch("d", "true"))] {
        for late in [Answer::stall(), Answer::json(504, "{}"), Answer::json(408, "{}")] {
            let server = Server::start().await.unwrap();
            let steps = before.iter().cloned().map(|it| server.answer(it)).count() + 1;
            server.always(late);
            let bootstrap = bootstrap(&server).timeout(Duration::from_millis(200));
            let Err(DispatchError::Call(error)) = bootstrap.run(generate()).await else { panic!() };
            let status = error.status().map(|it| it.as_u16());
            assert!(error.is_timeout() || matches!(status, Some(408 | 504)), "{error}");
            assert_eq!(sent(&server).len(), steps, "{error}");
        }
    }
}

/// A gateway whose model takes this time, and which counts what it is asked.
#[derive(Clone)]
struct Thinking(Duration, Arc<AtomicU32>);

impl Transport for Thinking {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<'static, TransportResult> {
        let Self(time, asked) = self.clone();
        asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            tokio::time::sleep(time).await;
            Ok(http::Response::new(Body::from(r#"{"content":"done"}"#)))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_model_may_think_for_longer_than_other_calls_may_take() {
    for (seconds, timeout, is_long_enough) in [(299, None, true), (301, None, false), (301, Some(302), true)] {
        let gateway = Thinking(Duration::from_secs(seconds), Arc::default());
        let client = ClientBuilder::<Gateway>::new("http://gateway").transport(gateway.clone());
        let client = client.timeout(Duration::from_secs(10)).build().unwrap();
        let bootstrap = Bootstrap::new(&client).timeout(timeout.map(Duration::from_secs));
        assert_eq!(bootstrap.run(generate()).await.is_ok(), is_long_enough, "{seconds} s of {timeout:?}");
        assert_eq!(gateway.1.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn a_program_may_have_a_policy_of_its_own() {
    let server = Server::start().await.unwrap();
    server.answer(Answer::json(504, "{}"));
    server.answer(end());
    let policy = RetryPolicy::new().delay(Duration::from_millis(1)).statuses([504]);
    bootstrap(&server).retry(policy).run(generate()).await.unwrap();
}

/// Runs nothing, and counts.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicU32>);

impl Executor for Counted {
    fn run<'r>(&'r self, _: &'r DispatchMessage) -> BoxFuture<'r, Outcome> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Outcome::default() })
    }
}

/// Runs nothing, and says so.
struct Dry;

impl Executor for Dry {
    fn run<'r>(&'r self, command: &'r DispatchMessage) -> BoxFuture<'r, Outcome> {
        Box::pin(async move { Outcome { stdout: format!("would run {}", command.command), ..Outcome::default() } })
    }
}

#[tokio::test]
async fn commands_may_be_run_by_something_else() {
    let server = Server::start().await.unwrap();
    server.answer(dispatch("d-1", "rm -rf nothing"));
    server.answer(end());
    bootstrap(&server).executor(Dry).run(generate()).await.unwrap();
    assert_eq!(sent(&server)[1]["stdout"], "would run sh");
}
