//! Answers become values, failures become errors that say what the server said.

use sdk_runtime::facts::Operation;
use sdk_runtime::{ByStatus, Call, DecodeError, ErrorBody, ErrorKind, Json, Method, RawResponse};
use serde_derive::Deserialize;
use serde_json::json;

use crate::script::{Reply, Script};
use crate::sdk::{ApiError, GET};

#[derive(Debug, PartialEq, Deserialize)]
struct Debate {
    rounds: Vec<Round>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Round {
    score: f64,
}

fn script(status: u16, body: &'static str) -> Script {
    Script::new([Reply::Answer(status, &[("x-request-id", "req-1")], body)])
}

#[tokio::test]
async fn a_decoding_failure_names_the_place_and_keeps_the_body() {
    let body = r#"{"rounds": [{"score": 1}, {"score": "high"}]}"#;
    let call: Call<Debate> = script(200, body).client().0.call(&GET).path("id", 1);
    let error = call.await.unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("rounds[1].score")));
    assert!(error.to_string().ends_with("describes, at `rounds[1].score`"), "{error}");
    assert_eq!(error.body(), body);
    assert_eq!((error.operation(), error.request_id()), ("things.get", Some("req-1")));
    assert!(error.typed::<ApiError>().is_none());
}

#[tokio::test]
async fn empty_bodies_are_nothing_where_nothing_will_do() {
    for (status, body) in [(204, ""), (200, ""), (200, " \n")] {
        let client = script(status, body).client().0;
        let call: Call<Option<Debate>> = client.call(&GET).path("id", 1);
        assert_eq!(call.await.unwrap(), None);
        let call: Call<()> = client.call_empty(&GET).path("id", 1);
        call.await.unwrap();
        let call: Call<Debate> = client.call(&GET).path("id", 1);
        assert!(call.await.unwrap_err().is_decode());
        assert_eq!(client.request(Method::Get, "/").await.unwrap(), Json::Null);
    }
}

#[tokio::test]
async fn text_and_bytes_are_given_as_they_are() {
    let client = script(200, "# hé").client().0;
    let text: Call<String> = client.call_text(&GET).path("id", 1);
    assert_eq!(text.await.unwrap(), "# hé");
    let bytes: Call<sdk_runtime::bytes::Bytes> = client.call_bytes(&GET).path("id", 1);
    assert_eq!(bytes.await.unwrap(), "# hé".as_bytes());
}

#[tokio::test]
async fn a_single_key_around_the_answer_is_taken_off() {
    static UNWRAPPED: Operation = Operation { unwrap: &["policy"], ..Operation::NEW };
    let get = async |body| -> Json {
        let call: Call<Json> = script(200, body).client().0.call(&UNWRAPPED);
        call.await.unwrap()
    };
    assert_eq!(get(r#"{"policy": {"id": 1}}"#).await, json!({"id": 1}));
    assert_eq!(get(r#"{"policy": {"id": 1}, "x": 2}"#).await, json!({"policy": {"id": 1}, "x": 2}));
    assert_eq!(get(r#"{"id": 1}"#).await, json!({"id": 1}));
    assert_eq!(get("[1]").await, json!([1]));
}

#[tokio::test]
async fn a_byte_order_mark_does_no_harm() {
    assert_eq!(script(200, "\u{feff}{}").client().get("1").await.unwrap(), json!({}));
}

/// Status, body, and what code and message are found in it.
type Case = (u16, &'static str, Option<&'static str>, Option<&'static str>);

#[tokio::test]
async fn code_and_message_are_found_in_every_shape() {
    let cases: &[Case] = &[
        (404, r#"{"error":"Debate not found: x"}"#, None, Some("Debate not found: x")),
        (404, r#"{"error":"not found: /p","code":"not_found"}"#, Some("not_found"), Some("not found: /p")),
        (404, r#"{"error":"Unknown: /p","code":404}"#, None, Some("Unknown: /p")),
        (
            401,
            r#"{"error":"Authentication required","code":"auth_required"}"#,
            Some("auth_required"),
            Some("Authentication required"),
        ),
        (
            400,
            r#"{"error":"An error occurred","error_code":"INTERNAL_ERROR"}"#,
            Some("INTERNAL_ERROR"),
            Some("An error occurred"),
        ),
        (400, r#"{"error":true,"code":"G_406","message":"wait","details":{"a":1}}"#, Some("G_406"), Some("wait")),
        (403, r#"{"error":{"message":"no","code":"MFA_REQUIRED"}}"#, Some("MFA_REQUIRED"), Some("no")),
        (400, r#"{"success":false,"error":"no keys"}"#, None, Some("no keys")),
        (
            400,
            r#"{"error":"slow","code":"rate_limit_exceeded","retry_after":1}"#,
            Some("rate_limit_exceeded"),
            Some("slow"),
        ),
        (402, "HTTP/1.0 ", None, Some("HTTP/1.0")),
        (404, r#"{"error":{"code":"NOT_FOUND","message":"m","details":{"id":"x"}}}"#, Some("NOT_FOUND"), Some("m")),
        (400, r#"{"error":"invalid_grant","error_description":"expired"}"#, Some("invalid_grant"), Some("expired")),
        (422, r#"{"detail":[{"loc":["body","x"],"msg":"field required"}]}"#, None, Some("field required")),
        (400, r#"{"type":"about:blank","title":"Bad","detail":"worse","status":400}"#, None, Some("worse")),
        (400, r#"{"errors":[{"code":"E1","message":"first"}]}"#, Some("E1"), Some("first")),
        (400, r#"{"code":1042,"message":"odd"}"#, Some("1042"), Some("odd")),
        (400, r#""just text""#, None, Some("just text")),
        (400, r#"["a", "b"]"#, None, Some("a")),
        (400, "<html>long page</html>", None, None),
        (400, "", None, None),
        (400, "null", None, None),
        (400, r#"{"error":null,"code":null}"#, None, None),
    ];
    for (status, body, code, message) in cases {
        let error = script(*status, body).client().get("1").await.unwrap_err();
        assert_eq!((error.code(), error.message()), (*code, *message), "{body}");
        assert_eq!(error.status().unwrap().as_u16(), *status);
        assert_eq!(error.body(), body);
        assert_eq!((error.request_id(), error.attempts()), (Some("req-1"), 1));
    }
}

#[tokio::test]
async fn details_and_waits_are_found_too() {
    let error = script(400, r#"{"error":{"code":"X","details":{"id":1,"retry_after":60}}}"#)
        .client()
        .get("1")
        .await
        .unwrap_err();
    assert_eq!(error.details().unwrap()["id"], 1);
    assert_eq!(error.retry_after().unwrap().as_secs(), 60);
    let error = script(422, r#"{"detail":[{"msg":"m"}]}"#).client().get("1").await.unwrap_err();
    assert_eq!(error.details().unwrap()[0]["msg"], "m");
}

#[tokio::test]
async fn an_error_reads_well() {
    let error = script(404, r#"{"error":"no such thing","code":"not_found"}"#).client().get("1").await.unwrap_err();
    assert_eq!(error.to_string(), "things.get: 404 Not Found: no such thing [not_found] (request req-1)");
}

#[tokio::test]
async fn what_the_server_says_stays_on_one_line_of_bounded_length() {
    let error = script(400, r#"{"error": "no\nERROR \u001b[31mall is lost\u202e", "code": "a\nb"}"#);
    let error = error.client().get("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        r"things.get: 400 Bad Request: no\nERROR \u{1b}[31mall is lost\u{202e} [a\nb] (request req-1)"
    );
    assert_eq!(error.message(), Some("no\nERROR \u{1b}[31mall is lost\u{202e}"));

    let reply = Reply::Answer(400, &[], String::leak(format!(r#"{{"error": "{}"}}"#, "é".repeat(5000))));
    let error = Script::new([reply]).client().get("1").await.unwrap_err();
    assert_eq!((error.to_string().chars().count(), error.message().unwrap().chars().count()), (530, 5000));
}

#[tokio::test]
async fn a_described_failure_is_a_value() {
    let client = script(404, r#"{"error":"no"}"#).client();
    assert_eq!(client.get("1").outcome().await.unwrap(), Err(ApiError(json!({"error": "no"}))));
    let error = client.get("1").await.unwrap_err();
    assert_eq!(error.typed::<ApiError>().unwrap().unwrap(), ApiError(json!({"error": "no"})));
    let body = error.typed::<ErrorBody>().unwrap().unwrap();
    assert_eq!(body.text(), r#"{"error":"no"}"#);

    let undescribed = script(402, "HTTP/1.0 ").client().get("1").outcome().await.unwrap_err();
    assert_eq!(undescribed.status().unwrap().as_u16(), 402);
    assert_eq!(script(200, "1").client().get("1").outcome().await.unwrap(), Ok(json!(1)));
}

#[tokio::test]
async fn the_answer_comes_with_status_and_headers() {
    let client = script(202, "{}").client();
    let answer = client.get("1").with_response().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.request_id()), (202, Some("req-1")));
    assert_eq!(answer.into_value(), json!({}));
    let raw = script(404, "gone").client().get("1").raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.text().unwrap().as_str()), (404, "gone"));
}

#[tokio::test]
async fn an_answer_type_can_depend_on_the_status() {
    #[derive(Debug, PartialEq)]
    enum Started {
        Done(Json),
        Accepted(String),
    }
    impl ByStatus for Started {
        fn decode(response: &RawResponse) -> Result<Self, DecodeError> {
            match response.status().as_u16() {
                202 => response.text().map(Self::Accepted),
                _ => response.json().map(Self::Done),
            }
        }
    }
    for (status, expected) in [(200, Started::Done(json!(1))), (202, Started::Accepted("1".to_owned()))] {
        let call: Call<Started> = script(status, "1").client().0.call_by_status(&GET).path("id", 1);
        assert_eq!(call.await.unwrap(), expected);
    }
}
