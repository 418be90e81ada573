//! What a request looks like on the wire: bodies, headers, and what is refused before it is sent.

use sdk_runtime::facts::{Method, Operation};
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{Call, Error, ErrorKind, Json, Multipart};
use serde_json::json;

use crate::script::{OK, Script};
use crate::sdk::TestSdk;

static UPLOAD: Operation = Operation {
    id: "things.upload",
    method: Method::Post,
    path: "/upload",
    content_type: "text/markdown",
    accept: "text/plain",
    ..Operation::NEW
};

static PUT_NOTHING: Operation =
    Operation { id: "things.touch", method: Method::Post, path: "/touch", ..Operation::NEW };

async fn server() -> (Server, TestSdk) {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn json_is_sent_sized_and_named() {
    let (server, client) = server().await;
    client.create(&json!({"a": 1})).await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("POST", "/things"));
    assert_eq!(sent.json(), json!({"a": 1}));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.header("content-length"), Some("7"));
    assert_eq!(sent.header("transfer-encoding"), None);
    assert_eq!(sent.header("user-agent"), Some("test-sdk/1.2.3"));
}

#[tokio::test]
async fn nothing_is_sent_as_the_operation_says() {
    let (server, client) = server().await;
    client.ping().await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    assert_eq!((sent.text().as_str(), sent.header("content-type")), ("{}", Some("application/json")));

    let call: Call<Json> = client.0.call(&PUT_NOTHING);
    call.json_optional(&None::<Json>).await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    assert_eq!((sent.text().as_str(), sent.header("content-length")), ("", Some("0")));
    assert_eq!(sent.header("content-type"), None);

    client.get("1").await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    assert_eq!((sent.header("content-length"), sent.header("transfer-encoding")), (None, None));
}

#[tokio::test]
async fn text_bytes_and_forms() {
    let (server, client) = server().await;
    let call = || -> Call<Json> { client.0.call(&UPLOAD) };
    call().text("# hé").await.unwrap();
    call().bytes(&b"\x00\x01"[..]).await.unwrap();
    call().form(&json!({"a": "x y", "b": [1, 2], "c": null})).await.unwrap();
    let sent = server.exchanges();
    assert_eq!((sent[0].text().as_str(), sent[0].header("content-type")), ("# hé", Some("text/markdown")));
    assert_eq!(sent[0].header("accept"), Some("text/plain"));
    assert_eq!(sent[1].body, b"\x00\x01");
    assert_eq!(sent[2].text(), "a=x%20y&b=1&b=2");
    assert_eq!(sent[2].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(call().form(&json!([1])).await.unwrap_err().is_request());
}

#[tokio::test]
async fn multipart_holds_texts_and_files() {
    let (server, client) = server().await;
    let form =
        Multipart::new().text("title", "Policy").file("doc\"\r\nx", "a.pdf", "application/pdf", vec![0, 255, 13, 10]);
    let call: Call<Json> = client.0.call(&UPLOAD);
    call.multipart(form).await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    let boundary =
        sent.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap().to_owned();
    let expected = [
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nPolicy\r\n").into_bytes(),
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"doc%22%0D%0Ax\"; filename=\"a.pdf\"\r\n")
            .into_bytes(),
        b"Content-Type: application/pdf\r\n\r\n\x00\xff\r\n\r\n".to_vec(),
        format!("--{boundary}--\r\n").into_bytes(),
    ];
    assert_eq!(sent.body, expected.concat());
}

#[tokio::test]
async fn described_headers_come_before_what_would_be_sent_otherwise() {
    let (server, _) = server().await;
    let client = TestSdk::builder(server.url()).bearer("mine").build().unwrap();
    let call: Call<Json> = client.0.call(&crate::sdk::GET);
    let call = call.path("id", 1).header_param("accept", "text/x").header_param("Authorization", "Other 1");
    call.await.unwrap();
    let call: Call<Json> = client.0.call(&UPLOAD);
    call.text("x").header_param("Content-Type", "text/y").await.unwrap();
    let call: Call<Json> = client.0.call(&UPLOAD);
    call.multipart(Multipart::new().text("a", "b")).header_param("Content-Type", "multipart/form-data").await.unwrap();
    let sent = server.exchanges();
    assert_eq!((sent[0].header("accept"), sent[0].header("authorization")), (Some("text/x"), Some("Other 1")));
    assert_eq!(sent[1].header("content-type"), Some("text/y"));
    assert!(sent[2].header("content-type").unwrap().contains("boundary="));
}

#[tokio::test]
async fn other_kinds_of_multipart_bodies_say_so() {
    static RELATED: Operation = Operation { content_type: "multipart/related", ..UPLOAD };
    let (server, client) = server().await;
    let call: Call<Json> = client.0.call(&RELATED);
    call.multipart(Multipart::new().text("a", "b")).await.unwrap();
    assert!(server.exchanges()[0].header("content-type").unwrap().starts_with("multipart/related; boundary="));
}

#[tokio::test]
async fn a_server_given_by_its_path_is_on_the_same_host() {
    static BESIDE: Operation = Operation { path: "/x", server: Some("/v2"), ..Operation::NEW };
    let script = Script::new([OK]);
    let call: Call<Json> = script.client().0.call(&BESIDE);
    call.await.unwrap();
    assert_eq!(script.request(0).uri(), "http://host.test/v2/x");
}

#[tokio::test]
async fn headers_of_the_call_come_before_those_of_the_client() {
    let (server, _) = server().await;
    let client = TestSdk::builder(server.url()).header("X-Tenant", "a").user_agent("mine/1").build().unwrap();
    client.get("1").await.unwrap();
    client.get("1").header("x-tenant", "b").await.unwrap();
    let sent = server.exchanges();
    assert_eq!((sent[0].header("x-tenant"), sent[0].header("user-agent")), (Some("a"), Some("mine/1")));
    assert_eq!(sent[1].header("x-tenant"), Some("b"));
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_before_it_is_sent() {
    let script = Script::new([OK]);
    let client = script.client();
    let check = |error: Error, part: &str| {
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().contains(part), "{error}");
    };
    check(client.get("1").header("bad name", "x").await.unwrap_err(), "`bad name`");
    check(client.get("1").header("x", "a\r\nb: c").await.unwrap_err(), "`x`");
    check(client.get("1").header("Content-Length", "0").await.unwrap_err(), "Content-Length");
    let keys = std::collections::HashMap::from([((1, 2), 3)]);
    let call: Call<Json> = client.0.call(&UPLOAD);
    check(call.json(&keys).await.unwrap_err(), "body");
    assert_eq!(script.count(), 0);
}

#[tokio::test]
async fn a_client_is_checked_when_it_is_built() {
    let wrong = ["", "host", "ftp://host", "http://", "http://u:p@host", "http://host?x=1", "http://host#x"];
    for url in wrong {
        let error = TestSdk::builder(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
        assert!(!format!("{error:?}").contains("u:p"));
    }
    for name in ["a b", "Content-Length", "Transfer-Encoding", "host"] {
        let error = TestSdk::builder("http://h").header(name, "5").build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{name}");
        assert!(error.to_string().contains(name), "{error}");
    }
    let from_env = sdk_runtime::ClientBuilder::<TestSdk>::from_env().build().unwrap_err();
    assert!(from_env.to_string().contains("SDK_RUNTIME_TEST_KEY_THAT_IS_NOT_SET"), "{from_env}");
}

#[tokio::test]
async fn a_reqwest_client_of_ones_own() {
    let (server, _) = server().await;
    let own = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let client = TestSdk::builder(server.url()).http_client(own).build().unwrap();
    server.answer(Answer::json(200, "7"));
    assert_eq!(client.get("1").await.unwrap(), json!(7));
}

#[tokio::test]
async fn an_operation_with_a_server_of_its_own_goes_there() {
    static ELSEWHERE: Operation = Operation { path: "/x", server: Some("http://other.test/v2/"), ..Operation::NEW };
    let script = Script::new([OK]);
    let call: Call<Json> = script.client().0.call(&ELSEWHERE);
    call.await.unwrap();
    assert_eq!(script.request(0).uri(), "http://other.test/v2/x");
}

#[test]
fn a_call_can_be_spawned() {
    fn is_send<T: Send + 'static>(_: T) {}
    let client = Script::new([OK]).client();
    is_send(client.get("1"));
    is_send(client.get("1").into_future());
    is_send(client.get("1").outcome());
    is_send(client.get("1").with_response());
}
