//! Answers by status, streams, security.

use kitchen_sink_sdk::models::{NewRecipe, Wait};
use kitchen_sink_sdk::recipes::{CreateAnswer, CreateError};
use kitchen_sink_sdk::runtime::data::Json;
use sdk_runtime::testing::Answer;

use super::serving;

const RECIPE: &str = r#"{"name": "Soup", "steps": [], "id": "1", "created_at": "2026-01-02T03:04:05.600Z"}"#;

fn soup() -> NewRecipe {
    NewRecipe::new("Soup", [Wait::new("wait", 5)])
}

#[tokio::test]
async fn each_success_has_its_own_type() {
    let (server, client) = serving(Answer::json(201, RECIPE)).await;
    let created = client.recipes().create(soup()).await.unwrap();
    assert!(matches!(created, CreateAnswer::Created(recipe) if recipe.id == "1"));
    server.always(Answer::json(202, r#"{"ticket": "t"}"#));
    let accepted = client.recipes().create(soup()).await.unwrap();
    assert!(matches!(accepted, CreateAnswer::Accepted(it) if it.ticket == "t"));
    server.always(Answer::json(299, "1"));
    let other = client.recipes().create(soup()).await.unwrap();
    assert!(matches!(other, CreateAnswer::Other(raw) if raw.status() == 299));
}

#[tokio::test]
async fn failures_are_typed_by_status_and_by_range() {
    let (server, client) = serving(Answer::json(418, r#"{"title": "Short and stout"}"#)).await;
    let error = client.recipes().create(soup()).await.unwrap_err();
    assert_eq!(error.status().map(|it| it.as_u16()), Some(418));
    assert!(
        matches!(error.typed::<CreateError>(), Some(Ok(CreateError::ClientError(it))) if it.title == "Short and stout")
    );
    server.always(Answer::json(503, r#"{"opens_at": "tomorrow"}"#));
    let error = client.recipes().create(soup()).await.unwrap_err();
    let Some(Ok(CreateError::ServiceUnavailable(closed))) = error.typed::<CreateError>() else { panic!("{error:?}") };
    assert_eq!(closed.opens_at.as_ref().unwrap().to_string(), "tomorrow", "the text is kept");
}

#[tokio::test]
async fn events_are_typed_and_a_bad_one_does_not_end_the_stream() {
    let events = "id: 1\ndata: {\"event\": \"started\", \"at\": \"2026-01-02T03:04:05Z\"}\n\n\
                  : still cooking\n\ndata: {\"at\": 1}\n\n\
                  data: {\"event\": \"finished\",\ndata: \"at\": \"2026-01-02T03:05:05Z\", \"seconds\": 60}\n\n";
    let (_server, client) = serving(Answer::bytes(200, "text/event-stream", events)).await;
    let mut stream = client.orders().watch(7).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data.event, "started");
    assert_eq!(stream.last_event_id(), Some("1"));
    assert!(stream.next().await.unwrap().is_err());
    assert_eq!(stream.next().await.unwrap().unwrap().data.event, "finished");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn the_same_operation_answers_at_once_or_as_a_stream() {
    let (server, client) = serving(Answer::json(200, r#"{"id": 7, "state": "done", "dish": {"type": "Soup"}}"#)).await;
    assert_eq!(client.orders().get(7).await.unwrap().id, 7);
    server.always(Answer::bytes(200, "text/event-stream", "data: {\"event\": \"e\", \"at\": \"now\"}\n\n"));
    let mut stream = client.orders().get_as_events(7).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().data.event, "e");
    let sent = server.exchanges();
    assert_eq!(sent[0].header("accept"), Some("application/json"));
    assert_eq!(sent[1].header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn lines_are_typed() {
    let lines = "{\"item\": \"salt\"}\n\n{\"item\": \"flour\", \"grams\": 0.5}";
    let (_server, client) = serving(Answer::bytes(200, "application/x-ndjson", lines)).await;
    let mut stream = client.pantry().log().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().item, "salt");
    assert_eq!(stream.next().await.unwrap().unwrap().grams.unwrap(), 0.5);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn another_media_type_of_the_same_answer() {
    let (server, client) = serving(Answer::bytes(200, "text/csv", "name\nSoup\n")).await;
    assert_eq!(client.recipes().list_as_csv().await.unwrap(), "name\nSoup\n");
    assert_eq!(server.exchanges()[0].header("accept"), Some("text/csv"));
}

#[tokio::test]
async fn no_key_is_sent_where_none_is_asked_for() {
    let (server, client) = serving(Answer::json(200, r#"{"open": true}"#)).await;
    assert!(client.ping().await.unwrap().open);
    client.odd().get_odd_no_id().await.unwrap_err();
    server.always(Answer::json(200, r#"[1, {"a": null}]"#));
    let list: Vec<Json> = client.odd().get_odd_no_id().await.unwrap();
    assert_eq!(list.len(), 2);
    let sent = server.exchanges();
    assert_eq!(sent[0].header("x-api-key"), None);
    assert_eq!(sent[1].header("x-api-key"), Some("secret"));
}

#[tokio::test]
async fn an_operation_with_a_server_of_its_own_goes_to_the_base_url_on_demand() {
    use kitchen_sink_sdk::models::{OrdersCreateRequest, Soup};
    let server = sdk_runtime::testing::Server::start().await.unwrap();
    server.always(Answer::json(201, r#"{"id": 7, "state": "waiting", "dish": {"type": "Soup"}}"#));
    let client = kitchen_sink_sdk::Client::builder(server.url()).no_retry().one_server().build().unwrap();
    client.orders().create(OrdersCreateRequest::new(Soup::new("Soup"))).await.unwrap();
    assert_eq!(server.exchanges().len(), 1);
}
