//! Which credentials an operation sends, and where.

use sdk_runtime::facts::{Operation, SdkFacts, SecurityKind, SecurityScheme};
use sdk_runtime::{Call, Client, ClientBuilder, ErrorKind, Json, Method, Sdk};

use crate::script::{OK, Script};
use crate::sdk::CREATE;

fn header(script: &Script, name: &str) -> Option<String> {
    let request = script.request(script.count() - 1);
    request.headers().get(name).map(|it| it.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn each_scheme_goes_where_it_belongs() {
    let script = Script::new([OK]);
    let get = async |scheme: &str, secret: &str| {
        let client = script.builder().credential(scheme, secret).build().unwrap();
        client.get("1").await.unwrap();
        script.request(script.count() - 1)
    };
    assert_eq!(get("bearer", "t").await.headers()["authorization"], "Bearer t");
    assert_eq!(get("key", "k").await.headers()["x-api-key"], "k");
    assert_eq!(get("query", "k &").await.uri().query(), Some("api_key=k%20%26"));
    assert_eq!(get("cookie", "a;b").await.headers()["cookie"], "session=a%3Bb");
    assert_eq!(get("basic", "user:pass").await.headers()["authorization"], "Basic dXNlcjpwYXNz");
}

#[tokio::test]
async fn the_first_complete_alternative_is_taken() {
    static BOTH: Operation = Operation { security: &[&[0, 1], &[1], &[2]], ..Operation::NEW };
    let script = Script::new([OK]);
    let call = |client: &Client| -> Call<Json> { client.call(&BOTH) };

    let client = script.builder().bearer("t").credential("key", "k").build().unwrap();
    call(&client.0).await.unwrap();
    assert_eq!(
        (header(&script, "authorization"), header(&script, "x-api-key")),
        (Some("Bearer t".into()), Some("k".into()))
    );

    let client = script.builder().credential("query", "q").build().unwrap();
    call(&client.0).await.unwrap();
    assert_eq!(script.request(1).uri().query(), Some("api_key=q"));

    let client = script.builder().bearer("t").build().unwrap();
    call(&client.0).await.unwrap();
    assert_eq!(header(&script, "authorization"), None);
}

#[tokio::test]
async fn an_operation_without_security_sends_none() {
    let script = Script::new([OK]);
    let client = script.builder().bearer("t").api_key("k").build().unwrap();
    client.create(&Json::Null).await.unwrap();
    assert_eq!((header(&script, "authorization"), header(&script, "x-api-key")), (None, None));
    assert!(CREATE.security.is_empty());
}

#[tokio::test]
async fn optional_security_sends_what_there_is() {
    let script = Script::new([OK]);
    script.client().get("1").await.unwrap();
    assert_eq!(header(&script, "authorization"), None);
    script.builder().bearer("t").build().unwrap().get("1").await.unwrap();
    assert_eq!(header(&script, "authorization"), Some("Bearer t".into()));
}

#[tokio::test]
async fn a_token_of_the_call_replaces_the_clients_credentials() {
    let script = Script::new([OK]);
    let client = script.builder().credential("key", "k").build().unwrap();
    client.get("1").bearer("mine").await.unwrap();
    assert_eq!((header(&script, "authorization"), header(&script, "x-api-key")), (Some("Bearer mine".into()), None));
}

#[tokio::test]
async fn an_api_key_is_the_bearer_token_where_there_is_no_key_scheme() {
    struct BearerOnly(Client);
    impl Sdk for BearerOnly {
        fn facts() -> &'static SdkFacts {
            static FACTS: SdkFacts =
                SdkFacts { security: &[SecurityScheme { name: "jwt", kind: SecurityKind::Bearer }], ..SdkFacts::NEW };
            &FACTS
        }
        fn from_core(core: Client) -> Self {
            Self(core)
        }
    }
    let script = Script::new([OK]);
    let builder = ClientBuilder::<BearerOnly>::new("http://h.test").transport(script.clone());
    builder.api_key("k").build().unwrap().0.request(Method::Get, "/").await.unwrap();
    assert_eq!(header(&script, "authorization"), Some("Bearer k".into()));
}

#[tokio::test]
async fn a_credential_that_cannot_be_sent_is_a_typed_error() {
    let script = Script::new([OK]);
    for secret in ["to\r\nken", "", "tok\u{7f}en", "tök\nen"] {
        let error = script.builder().bearer(secret).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{secret:?}");
        assert!(secret.is_empty() || !format!("{error:?} {error}").contains(secret));
    }
    assert_eq!(script.builder().credential("nope", "x").build().unwrap_err().kind(), ErrorKind::Config);
    assert_eq!(script.builder().basic("a:b", "x").build().unwrap_err().kind(), ErrorKind::Config);
    let error = script.client().get("1").bearer("to\r\nken").await.unwrap_err();
    assert_eq!((error.kind(), script.count()), (ErrorKind::Config, 0));
}

#[tokio::test]
async fn cookies_add_up_and_what_a_client_accepts_counts() {
    let script = Script::new([OK]);
    let client = script.builder().credential("cookie", "s").header("cookie", "a=1").header("accept", "text/x").build();
    client.unwrap().get("1").header("cookie", "b=2").await.unwrap();
    assert_eq!(header(&script, "cookie").as_deref(), Some("session=s; a=1; b=2"));
    assert_eq!(header(&script, "accept").as_deref(), Some("text/x"));
}
