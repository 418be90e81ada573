//! Redirects never carry credentials to another host.

use sdk_runtime::testing::{Answer, Server};
use serde_json::json;

use crate::sdk::{GET, TestSdk};

fn moved(status: u16, to: &str) -> Answer {
    Answer::empty(status).header("Location", to)
}

fn client(server: &Server) -> TestSdk {
    TestSdk::builder(server.url()).api_key("s3cret").bearer("s3cret").header("X-Tenant", "s3cret").build().unwrap()
}

#[tokio::test]
async fn within_a_host_they_are_followed_with_everything() {
    let server = Server::start().await.unwrap();
    for status in [301, 302, 307, 308] {
        server.answer(moved(status, "/elsewhere?x=1"));
        client(&server).get("1").await.unwrap();
        let last = server.exchanges().pop().unwrap();
        assert_eq!(last.target, "/elsewhere?x=1");
        assert_eq!(last.header("authorization"), Some("Bearer s3cret"));
        assert_eq!(last.header("x-tenant"), Some("s3cret"));
    }
}

#[tokio::test]
async fn to_another_host_they_carry_nothing_of_ours() {
    let server = Server::start().await.unwrap();
    let other = Server::start().await.unwrap();
    let client =
        TestSdk::builder(server.url()).credential("key", "s3cret").header("X-Tenant", "s3cret").build().unwrap();
    let cookies = TestSdk::builder(server.url()).credential("cookie", "s3cret").build().unwrap();
    for client in [client, cookies] {
        server.answer(moved(302, &format!("{}/download", other.url())));
        client.get("1").await.unwrap();
        let reached = other.exchanges().pop().unwrap();
        assert_eq!(reached.target, "/download");
        assert!(!format!("{reached:?}").contains("s3cret"), "{reached:?}");
    }
    assert!(format!("{:?}", server.exchanges()).contains("s3cret"));
}

#[tokio::test]
async fn a_body_goes_to_no_other_host() {
    let server = Server::start().await.unwrap();
    let other = Server::start().await.unwrap();
    for status in [301, 302, 303, 307, 308] {
        server.answer(moved(status, &other.url()));
        let error = client(&server).create(&json!({"a": 1})).await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
    assert!(other.exchanges().is_empty());
}

#[tokio::test]
async fn a_post_follows_within_its_host_without_losing_its_body() {
    let server = Server::start().await.unwrap();
    for (status, expected) in [(303, ("GET", "")), (307, ("POST", r#"{"a":1}"#)), (308, ("POST", r#"{"a":1}"#))] {
        server.answer(moved(status, "/next"));
        client(&server).create(&json!({"a": 1})).await.unwrap();
        let last = server.exchanges().pop().unwrap();
        assert_eq!((last.method.as_str(), last.text().as_str()), expected);
    }
    server.answer(moved(302, "/next"));
    let error = client(&server).create(&json!({"a": 1})).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_is_the_answer() {
    let server = Server::start().await.unwrap();
    for location in ["ftp://127.0.0.1/", "http://user:password@127.0.0.1:1/", "http://"] {
        server.answer(moved(302, location));
        let error = client(&server).get("1").await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 302, "{location}");
    }
    server.answer(Answer::empty(302));
    assert!(client(&server).get("1").await.unwrap_err().is_status());
}

#[tokio::test]
async fn a_circle_ends() {
    let server = Server::start().await.unwrap();
    server.always(moved(302, "/things/1"));
    let error = client(&server).get("1").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 302);
    assert_eq!(server.exchanges().len(), 11);
    assert_eq!(GET.path, "/things/{id}");
}

#[tokio::test]
async fn nothing_goes_from_https_to_http() {
    use crate::script::{OK, Reply, Script};
    let script = Script::new([Reply::Answer(302, &[("location", "http://host.test/x")], ""), OK]);
    let client = TestSdk::builder("https://host.test").transport(script.clone()).build().unwrap();
    assert_eq!(client.get("1").await.unwrap_err().status().unwrap().as_u16(), 302);
    assert_eq!(script.count(), 1);

    let script = Script::new([Reply::Answer(302, &[("location", "https://host.test/x")], ""), OK]);
    let client = TestSdk::builder("http://host.test").bearer("t").transport(script.clone()).build().unwrap();
    client.get("1").await.unwrap();
    assert!(script.request(1).headers().contains_key("authorization"));
}
