//! Parameters of every style and place, as they arrive (OpenAPI 3.1, "Style Values").

use kitchen_sink_sdk::echo::{CookiesParams, HeadersParams, QueryParams};
use kitchen_sink_sdk::models::{EchoQueryIdOrName, Point, Window};
use kitchen_sink_sdk::odd::NamesParams;
use sdk_runtime::testing::Answer;

use super::serving;

fn understood() -> Answer {
    Answer::json(200, r#"{"target": "/"}"#)
}

/// Sends one query parameter and gives the query that arrived.
async fn query(params: QueryParams) -> String {
    let (server, client) = serving(understood()).await;
    client.echo().query_with(params).await.unwrap();
    server.exchanges()[0].query().to_owned()
}

#[tokio::test]
async fn path_styles() {
    let (server, client) = serving(understood()).await;
    let words = ["a b".to_owned(), "c/d".to_owned()];
    client.echo().path("plain", &[1, 2], &words, &words, &Point::new(3, 4)).await.unwrap();
    assert_eq!(server.exchanges()[0].path(), "/echo/path/plain/1,2/.a%20b,c%2Fd/;matrix=a%20b,c%2Fd/;x=3;y=4");
}

#[tokio::test]
async fn query_styles() {
    assert_eq!(query(QueryParams::new().form(["a", "b"])).await, "form=a&form=b");
    assert_eq!(query(QueryParams::new().commas(["a", "b"])).await, "commas=a,b");
    assert_eq!(query(QueryParams::new().spaces([1, 2])).await, "spaces=1%202");
    assert_eq!(query(QueryParams::new().pipes(["a", "b"])).await, "pipes=a%7Cb");
    assert_eq!(query(QueryParams::new().deep(Point::new(1, 2))).await, "deep%5Bx%5D=1&deep%5By%5D=2");
    assert_eq!(query(QueryParams::new().members(Window::new().set_from("1").to("2"))).await, "from=1&to=2");
    assert_eq!(query(QueryParams::new().flat(Point::new(1, 2))).await, "flat=x,1,y,2");
    assert_eq!(query(QueryParams::new().json(Point::new(1, 2))).await, "json=%7B%22x%22%3A1%2C%22y%22%3A2%7D");
    assert_eq!(query(QueryParams::new().reserved("a/b?c")).await, "reserved=a/b?c");
    assert_eq!(query(QueryParams::new().empty("")).await, "empty=");
    assert_eq!(query(QueryParams::new().id_or_name(EchoQueryIdOrName::Integer(7))).await, "id_or_name=7");
    assert_eq!(query(QueryParams::new()).await, "");
}

#[tokio::test]
async fn header_styles() {
    let (server, client) = serving(understood()).await;
    let params = HeadersParams::new().x_list(["a", "b"]).x_point(Point::new(1, 2)).x_count(3).accept("text/x-mine");
    client.echo().headers_with("here", params).await.unwrap();
    let sent = &server.exchanges()[0];
    assert_eq!(sent.header("x-required"), Some("here"));
    assert_eq!(sent.header("x-list"), Some("a,b"));
    assert_eq!(sent.header("x-point"), Some("x=1,y=2"));
    assert_eq!(sent.header("x-count"), Some("3"));
    assert_eq!(sent.header("accept"), Some("text/x-mine"), "what the document declares wins");
    assert_eq!(sent.header("x-api-key"), Some("secret"));
}

#[tokio::test]
async fn cookies() {
    let (server, client) = serving(understood()).await;
    client.echo().cookies_with("rye", CookiesParams::new().crumbs([1, 2])).await.unwrap();
    // A comma is no character of a cookie's value (RFC 6265, section 4.1.1).
    assert_eq!(server.exchanges()[0].header("cookie"), Some("crumb=rye; crumbs=1%2C2"));
}

#[tokio::test]
async fn names_that_are_no_identifiers_arrive_as_they_are_written() {
    let (server, client) = serving(Answer::json(200, r#"{"type": "t"}"#)).await;
    let params = NamesParams::new().self_param("s").client_param("c").filter_name_query("f").filter_name("g");
    client.odd().names_with(kitchen_sink_sdk::models::Names::new("t"), params).await.unwrap();
    assert_eq!(server.exchanges()[0].query(), "self=s&client=c&filter%5Bname%5D=f&filter_name=g");
}
