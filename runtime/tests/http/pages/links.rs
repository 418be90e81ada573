//! Pages that links lead to: in the body and in the header `Link`.

use sdk_runtime::ErrorKind;
use sdk_runtime::Json;
use sdk_runtime::facts::{NextPage, Operation, Paging};
use serde_json::json;

use super::{OFFSET, call, list, numbers, page, reply, targets};
use crate::script::{Reply, Script};

const LINKS: Paging = Paging { next: NextPage::Link, link: Some("links.next"), ..OFFSET };

static LINKED: Operation = list(LINKS);
static BOTH: Operation = list(Paging { link: Some("links.next"), ..OFFSET });
static HEADER: Operation = list(Paging { items: "", ..Paging::NEW });

fn leading(n: u32, next: Json) -> Reply {
    page(n..n + 1, json!({"links": {"next": next}}))
}

#[tokio::test(start_paused = true)]
async fn links_are_absolute_or_relative_to_the_page() {
    let script = Script::new([
        leading(0, json!("http://host.test/base/things?token=a%2Fb#top")),
        leading(1, json!("?token=c")),
        leading(2, json!({"href": "/other/things"})),
        leading(3, json!(null)),
    ]);
    let (numbers, error) = numbers(call(&script, &LINKED).query("limit", &1)).await;
    assert!(error.is_none());
    assert_eq!(numbers, [0, 1, 2, 3]);
    let expected = ["/base/things?limit=1", "/base/things?token=a%2Fb", "/base/things?token=c", "/other/things"];
    assert_eq!(targets(&script), expected);
}

#[tokio::test(start_paused = true)]
async fn a_link_to_another_server_is_refused() {
    let strangers = [
        "https://host.test/base/things",
        "http://host.test:81/base/things",
        "http://elsewhere.test/",
        "//elsewhere.test/things",
        "http://user:password@host.test/base/things",
        "\\\\elsewhere.test\\things",
        "file:///etc/passwd",
    ];
    for link in strangers {
        let script = Script::new([leading(0, json!(link))]);
        let client = script.builder().bearer("secret").build().unwrap();
        let (numbers, error) = numbers(client.0.call_pages(&LINKED)).await;
        let error = error.unwrap();
        assert_eq!((numbers.len(), error.kind()), (1, ErrorKind::Paging), "{link}");
        assert_eq!(script.count(), 1, "{link}");
        assert!(!format!("{error} {error:?}").contains("elsewhere"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn links_that_lead_in_a_circle_are_an_error() {
    let script = Script::new([leading(0, json!("?p=1")), leading(1, json!("?p=2")), leading(2, json!("?p=1"))]);
    let (numbers, error) = numbers(call(&script, &LINKED)).await;
    assert_eq!((numbers.len(), error.unwrap().kind()), (3, ErrorKind::Paging));
    assert_eq!(script.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_key_in_the_query_goes_to_every_page_once() {
    let script = Script::new([leading(0, json!("?p=1&api_key=other")), leading(1, json!(null))]);
    let client = script.builder().credential("query", "k").build().unwrap();
    assert!(numbers(client.0.call_pages(&LINKED)).await.1.is_none());
    assert_eq!(targets(&script), ["/base/things?api_key=k", "/base/things?p=1&api_key=k"]);
}

#[tokio::test(start_paused = true)]
async fn a_link_goes_before_the_count_where_there_is_one() {
    let wrapped = |n: u32, links: Json| {
        let data = json!({"things": [{"n": n}], "total": 3});
        reply(&json!({"data": data, "meta": {"version": "v2"}, "links": links}))
    };
    let script = Script::new([
        wrapped(0, json!({"self": "/x", "next": "/base/things?offset=1"})),
        wrapped(1, json!({"self": "/x"})),
        wrapped(2, json!({"next": null})),
    ]);
    let (numbers, error) = numbers(call(&script, &BOTH)).await;
    assert!(error.is_none());
    assert_eq!(numbers, [0, 1, 2]);
    assert_eq!(targets(&script), ["/base/things", "/base/things?offset=1", "/base/things?offset=2"]);
}

#[tokio::test(start_paused = true)]
async fn the_header_leads_to_the_next_page() {
    let next: &[_] = &[("link", r#"<http://host.test/base/things?page=2>; rel="next", </x>; rel="last""#)];
    let script = Script::new([
        Reply::Answer(200, next, r#"[{"n": 0}, {"n": 1}]"#),
        Reply::Answer(200, &[("link", r#"</x>; rel="prev""#)], r#"[{"n": 2}]"#),
    ]);
    let (numbers, error) = numbers(call(&script, &HEADER)).await;
    assert!(error.is_none());
    assert_eq!(numbers, [0, 1, 2]);
    assert_eq!(targets(&script), ["/base/things", "/base/things?page=2"]);
}
