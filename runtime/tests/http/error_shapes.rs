//! Failures in all the shapes that servers give them, read as one error.

use sdk_runtime::testing::{Answer, Server};
use serde_json::Value;

use crate::sdk::TestSdk;

/// One failure, and what a program asks of the error: code, message, details, seconds to wait, id of the request,
/// resource.
struct Shape {
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    code: Option<&'static str>,
    message: Option<&'static str>,
    details: &'static str,
    wait: Option<u64>,
    request: Option<&'static str>,
    resource: Option<(&'static str, &'static str)>,
}

const PLAIN: Shape = Shape {
    status: 400,
    headers: &[],
    body: "",
    code: None,
    message: None,
    details: "null",
    wait: None,
    request: None,
    resource: None,
};

/// A payload of each shape.
static SHAPES: &[Shape] = &[
    Shape {
        status: 404,
        body: r#"{"error": "Debate not found: no-such-debate"}"#,
        message: Some("Debate not found: no-such-debate"),
        ..PLAIN
    },
    Shape {
        status: 404,
        body: r#"{"error": "API endpoint not found: /api/v1/no-such", "code": "not_found"}"#,
        code: Some("not_found"),
        message: Some("API endpoint not found: /api/v1/no-such"),
        ..PLAIN
    },
    Shape {
        status: 404,
        body: r#"{"error": "Unknown POST endpoint: /api/v1/nope", "code": 404}"#,
        message: Some("Unknown POST endpoint: /api/v1/nope"),
        ..PLAIN
    },
    Shape {
        status: 401,
        body: r#"{"error": "Authentication required", "code": "auth_required"}"#,
        code: Some("auth_required"),
        message: Some("Authentication required"),
        ..PLAIN
    },
    Shape {
        status: 500,
        headers: &[("x-trace-id", "88d1f5a1")],
        body: r#"{"error": "An error occurred", "error_code": "INTERNAL_ERROR"}"#,
        code: Some("INTERNAL_ERROR"),
        message: Some("An error occurred"),
        request: Some("88d1f5a1"),
        ..PLAIN
    },
    Shape {
        body: r#"{"error": true, "code": "GAUNTLET_406", "message": "Not finished", "details": {"status": "pending"}}"#,
        code: Some("GAUNTLET_406"),
        message: Some("Not finished"),
        details: r#"{"status": "pending"}"#,
        ..PLAIN
    },
    Shape {
        status: 403,
        body: r#"{"error": {"message": "Second factor required", "code": "ADMIN_MFA_REQUIRED"}}"#,
        code: Some("ADMIN_MFA_REQUIRED"),
        message: Some("Second factor required"),
        ..PLAIN
    },
    Shape {
        body: r#"{"success": false, "error": "No AI model API keys are configured", "use_playground": true}"#,
        message: Some("No AI model API keys are configured"),
        ..PLAIN
    },
    Shape {
        status: 429,
        body: r#"{"error": "Too many requests", "code": "rate_limit_exceeded", "retry_after": 1}"#,
        code: Some("rate_limit_exceeded"),
        message: Some("Too many requests"),
        wait: Some(1),
        ..PLAIN
    },
    Shape {
        status: 429,
        headers: &[("retry-after", "6")],
        body: r#"{"error": "Rate limit exceeded. Please try again later."}"#,
        message: Some("Rate limit exceeded. Please try again later."),
        wait: Some(6),
        ..PLAIN
    },
    Shape {
        status: 504,
        headers: &[("x-request-id", "req-c767"), ("x-trace-id", "88d1"), ("retry-after", "15")],
        body: r#"{"error": "Gateway Timeout", "message": "Request timed out after 30.0s", "code": "request_timeout",
                "timeout_seconds": 30.0, "path": "/api/v1/debates"}"#,
        code: Some("request_timeout"),
        message: Some("Request timed out after 30.0s"),
        wait: Some(15),
        request: Some("req-c767"),
        ..PLAIN
    },
    Shape { status: 402, body: "HTTP/1.0 ", ..PLAIN },
    Shape {
        status: 404,
        body: r#"{"error": {"code": "NOT_FOUND", "message": "Debate not found",
                "details": {"debate_id": "nonexistent-id", "suggestion": "List them"}}}"#,
        code: Some("NOT_FOUND"),
        message: Some("Debate not found"),
        details: r#"{"debate_id": "nonexistent-id", "suggestion": "List them"}"#,
        ..PLAIN
    },
    Shape {
        status: 429,
        body: r#"{"error": {"code": "RATE_LIMITED", "message": "Slow down", "details": {"retry_after": 60}}}"#,
        code: Some("RATE_LIMITED"),
        message: Some("Slow down"),
        details: r#"{"retry_after": 60}"#,
        wait: Some(60),
        ..PLAIN
    },
    Shape {
        status: 404,
        body: r#"{"error": "Debate not found", "status": 404}"#,
        message: Some("Debate not found"),
        ..PLAIN
    },
    Shape {
        status: 404,
        body: r#"{"error": "Debate not found", "code": "NOT_FOUND", "resource_type": "debate",
                "resource_id": "deb_abc123", "trace_id": "req_xyz789", "support_url": "https://help.test/"}"#,
        code: Some("NOT_FOUND"),
        message: Some("Debate not found"),
        request: Some("req_xyz789"),
        resource: Some(("debate", "deb_abc123")),
        ..PLAIN
    },
];

#[tokio::test]
async fn every_shape_is_the_same_error() {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).no_retry().no_circuit_breaker().build().unwrap();
    for it in SHAPES {
        let mut answer = Answer::json(it.status, it.body);
        for (name, value) in it.headers {
            answer = answer.header(name, value);
        }
        server.answer(answer);
        let error = client.get("1").await.unwrap_err();
        assert!(error.is_status() && !error.is_decode(), "{}", it.body);
        assert_eq!(error.status().unwrap().as_u16(), it.status, "{}", it.body);
        assert_eq!((error.code(), error.message()), (it.code, it.message), "{}", it.body);
        let details: Value = serde_json::from_str(it.details).unwrap();
        assert_eq!(error.details().cloned().unwrap_or_default(), details, "{}", it.body);
        assert_eq!(error.retry_after().map(|it| it.as_secs()), it.wait, "{}", it.body);
        assert_eq!(error.request_id(), it.request, "{}", it.body);
        assert_eq!(error.resource_type().zip(error.resource_id()), it.resource, "{}", it.body);
        assert_eq!(error.body(), it.body.as_bytes());
    }
}

#[tokio::test]
async fn ids_and_help_are_found_where_they_stand() {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).no_retry().build().unwrap();
    let body = r#"{"error": "x", "trace_id": "t", "support_url": "https://help.test/"}"#;
    server.answer(Answer::json(404, body).header("x-request-id", "r"));
    let error = client.get("1").await.unwrap_err();
    assert_eq!((error.request_id(), error.trace_id()), (Some("r"), Some("t")));
    assert_eq!(error.support_url(), Some("https://help.test/"));
}
