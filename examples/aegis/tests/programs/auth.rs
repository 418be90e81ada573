//! Tokens of services: fetched once, kept, renewed, and what happens when there is none.

use aegis_sdk::{Client, ClientBuilder, ClientCredentials, ClientSettings, ErrorKind};
use futures_util::future::join_all;
use sdk_runtime::testing::{Answer, Server};
use serde_json::json;

use crate::stage::{ok, serve};

fn token(text: &str, expires_in: u64) -> Answer {
    ok(json!({"access_token": text, "token_type": "Bearer", "expires_in": expires_in}))
}

fn builder(server: &Server, keycloak: &Server) -> ClientBuilder<Client> {
    Client::builder(server.url())
        .settings(ClientSettings::new().keycloak_url(keycloak.url()).realm("aegis-system"))
        .client_credentials(ClientCredentials::new("service", "s3cret"))
        .no_retry()
}

fn tokens(server: &Server) -> Vec<String> {
    let header = |it: &sdk_runtime::testing::Exchange| it.header("authorization").unwrap_or_default().to_owned();
    server.exchanges().iter().map(header).collect()
}

#[tokio::test]
async fn a_token_is_fetched_once_for_many_calls() {
    let keycloak = serve([token("t-1", 300)]).await;
    let server = Server::start().await.unwrap();
    server.always(ok(json!([])));
    let client = builder(&server, &keycloak).build().unwrap();
    for outcome in join_all((0..8).map(|_| async { client.agents().list_agents().await })).await {
        outcome.unwrap();
    }
    client.agents().list_agents().await.unwrap();
    assert_eq!(keycloak.exchanges().len(), 1);
    assert_eq!(tokens(&server), vec!["Bearer t-1".to_owned(); 9]);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    // Good for a second: a tenth of that before its end it is replaced.
    let keycloak = serve([token("t-1", 1), token("t-2", 300)]).await;
    let server = Server::start().await.unwrap();
    server.always(ok(json!([])));
    let client = builder(&server, &keycloak).build().unwrap();
    client.agents().list_agents().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(920)).await;
    client.agents().list_agents().await.unwrap();
    assert_eq!(tokens(&server), ["Bearer t-1", "Bearer t-2"]);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let keycloak = serve([token("t-1", 300), token("t-2", 300)]).await;
    let refused = || Answer::bytes(401, "text/plain", "Unauthorized");
    let server = serve([refused(), ok(json!([]))]).await;
    let client = builder(&server, &keycloak).build().unwrap();
    client.agents().list_agents().await.unwrap();
    assert_eq!(tokens(&server), ["Bearer t-1", "Bearer t-2"]);

    let keycloak = serve([token("t-1", 300), token("t-2", 300)]).await;
    let server = serve([refused(), refused()]).await;
    let client = builder(&server, &keycloak).build().unwrap();
    let error = client.agents().list_agents().await.unwrap_err();
    assert_eq!((error.status().map(|it| it.as_u16()), error.message()), (Some(401), Some("Unauthorized")));
    assert_eq!(server.exchanges().len(), 2);
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_an_error_of_the_call() {
    for (answer, status) in [
        (Answer::json(503, r#"{"error":"unavailable"}"#), 503),
        (Answer::json(401, r#"{"error":"invalid_client","error_description":"Invalid client secret"}"#), 401),
    ] {
        let keycloak = serve([answer]).await;
        let server = serve([]).await;
        let client = builder(&server, &keycloak).build().unwrap();
        let error = client.agents().list_agents().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Token, "{error}");
        assert_eq!(error.token_error().unwrap().status(), Some(status), "{error}");
        assert!(!format!("{error:?}").contains("s3cret"));
        assert_eq!(server.exchanges().len(), 0);
    }
}

#[tokio::test]
async fn a_token_of_one_call_goes_first() {
    let keycloak = serve([]).await;
    let server = serve([ok(json!({"user_id": "u-17", "scopes": ["agent:list"]}))]).await;
    let client = builder(&server, &keycloak).build().unwrap();
    let identity = client.api_keys().validate_api_key().bearer("aegis_0123456789").await.unwrap();
    assert_eq!(identity.user_id.as_deref(), Some("u-17"));
    assert_eq!(tokens(&server), ["Bearer aegis_0123456789"]);
    assert_eq!(keycloak.exchanges().len(), 0);
}

#[tokio::test]
async fn a_realm_that_is_not_named_is_found_when_the_client_is_built() {
    let settings = ClientSettings::new().keycloak_url("https://auth.example.com");
    let credentials = ClientCredentials::new("service", "s3cret");
    let built = Client::builder("http://localhost:1").settings(settings).client_credentials(credentials).build();
    let error = built.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("the token endpoint needs the setting `realm`"), "{error}");
}

#[tokio::test]
async fn some_calls_send_no_token_at_all() {
    let keycloak = serve([]).await;
    let server = serve([ok(json!({"status": "healthy", "uptime_seconds": 1.5})), ok(json!({"tiers": []}))]).await;
    let client = builder(&server, &keycloak).build().unwrap();
    assert_eq!(client.health().health_live().await.unwrap().status, "healthy");
    client.billing().list_prices().await.unwrap();
    assert_eq!(tokens(&server), ["", ""]);
    assert_eq!(keycloak.exchanges().len(), 0);
}
