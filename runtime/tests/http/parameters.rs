//! Parameters on the wire: OpenAPI's styles, and path arguments that cannot leave their segment.

use sdk_runtime::facts::{Location, Operation, Param, Style};
use sdk_runtime::{Call, ErrorKind, Json, Method};
use serde_json::json;

use crate::script::{OK, Script};

const fn query(style: Style, explode: bool) -> Param {
    Param { style, explode, ..Param::query("color") }
}

/// The target that an operation with this one parameter is sent to.
async fn target(param: Param, path: &'static str, value: &Json) -> String {
    let params: &'static [Param] = Box::leak(Box::new([param]));
    let operation: &'static Operation = Box::leak(Box::new(Operation { path, params, ..Operation::NEW }));
    let script = Script::new([OK]);
    let call: Call<Json> = script.client().0.call(operation);
    let call = match param.location {
        Location::Path => call.path_value("color", value),
        Location::Query => call.query("color", value),
        Location::Header => call.header_param("color", value),
        Location::Cookie => call.cookie("color", value),
    };
    call.await.unwrap();
    let request = script.request(0);
    match param.location {
        Location::Header => request.headers().get("color").map_or("", |it| it.to_str().unwrap()).to_owned(),
        Location::Cookie => request.headers().get("cookie").map_or("", |it| it.to_str().unwrap()).to_owned(),
        _ => request.uri().to_string().replace("http://host.test/base", ""),
    }
}

/// The table of OpenAPI 3.1, "Style Examples", and what it leaves out.
#[tokio::test]
async fn query_styles() {
    use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited};
    let list = json!(["blue", "bl ack", "b&r"]);
    let object = json!({"B": 150, "G": 200, "R": 100});
    let cases = [
        (Form, true, json!("blue"), "/?color=blue"),
        (Form, true, json!(""), "/?color="),
        (Form, true, json!(7), "/?color=7"),
        (Form, true, json!(true), "/?color=true"),
        (Form, true, json!(null), "/"),
        (Form, true, json!([]), "/"),
        (Form, false, json!({}), "/"),
        (Form, true, json!({"a": null, "b": 1}), "/?b=1"),
        (Form, false, json!({"a": null, "b": 1}), "/?color=b,1"),
        (Form, true, json!("a b/ü&c=d+e"), "/?color=a%20b%2F%C3%BC%26c%3Dd%2Be"),
        (Form, true, list.clone(), "/?color=blue&color=bl%20ack&color=b%26r"),
        (Form, false, list.clone(), "/?color=blue,bl%20ack,b%26r"),
        (Form, true, object.clone(), "/?B=150&G=200&R=100"),
        (Form, false, object.clone(), "/?color=B,150,G,200,R,100"),
        (SpaceDelimited, false, list.clone(), "/?color=blue%20bl%20ack%20b%26r"),
        (SpaceDelimited, true, list.clone(), "/?color=blue&color=bl%20ack&color=b%26r"),
        (PipeDelimited, false, list.clone(), "/?color=blue%7Cbl%20ack%7Cb%26r"),
        (PipeDelimited, false, object.clone(), "/?color=B%7C150%7CG%7C200%7CR%7C100"),
        (DeepObject, true, object.clone(), "/?color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100"),
        (
            DeepObject,
            true,
            json!({"a": {"b": 1, "c": [1, 2], "d": null}}),
            "/?color%5Ba%5D%5Bb%5D=1&color%5Ba%5D%5Bc%5D=1&color%5Ba%5D%5Bc%5D=2",
        ),
        (DeepObject, true, json!(["a b", 2]), "/?color%5B%5D=a%20b&color%5B%5D=2"),
        (PipeDelimited, true, object.clone(), "/?color=B%7C150%7CG%7C200%7CR%7C100"),
        (SpaceDelimited, false, object.clone(), "/?color=B%20150%20G%20200%20R%20100"),
        (Form, true, json!([{"a": 1}]), "/?color=%7B%22a%22%3A1%7D"),
    ];
    for (style, explode, value, expected) in cases {
        assert_eq!(target(query(style, explode), "/", &value).await, expected, "{style:?} {explode} {value}");
    }
    let json_param = Param { json: true, ..Param::query("color") };
    assert_eq!(target(json_param, "/", &json!({"a": [1]})).await, "/?color=%7B%22a%22%3A%5B1%5D%7D");
    let reserved = Param { allow_reserved: true, ..Param::query("color") };
    assert_eq!(target(reserved, "/", &json!("a/b?c&d#e")).await, "/?color=a/b?c%26d%23e");
}

#[tokio::test]
async fn path_styles() {
    use Style::{Label, Matrix, Simple};
    let list = json!(["blue", "b/k"]);
    let object = json!({"G": 200, "R": 100});
    let cases = [
        (Simple, false, json!("blue"), "/x/blue"),
        (Simple, false, list.clone(), "/x/blue,b%2Fk"),
        (Simple, true, object.clone(), "/x/G=200,R=100"),
        (Simple, false, object.clone(), "/x/G,200,R,100"),
        (Label, false, json!("blue"), "/x/.blue"),
        (Label, false, list.clone(), "/x/.blue,b%2Fk"),
        (Label, true, list.clone(), "/x/.blue.b%2Fk"),
        (Matrix, false, json!("blue"), "/x/;color=blue"),
        (Matrix, false, list.clone(), "/x/;color=blue,b%2Fk"),
        (Matrix, true, list, "/x/;color=blue;color=b%2Fk"),
        (Matrix, false, object.clone(), "/x/;color=G,200,R,100"),
        (Matrix, true, object.clone(), "/x/;G=200;R=100"),
        (Label, false, object.clone(), "/x/.G,200,R,100"),
        (Label, true, object, "/x/.G=200.R=100"),
    ];
    for (style, explode, value, expected) in cases {
        let param = Param { style, explode, ..Param::path("color") };
        assert_eq!(target(param, "/x/{color}", &value).await, expected, "{style:?} {explode} {value}");
    }
}

#[tokio::test]
async fn headers_and_cookies() {
    let object = json!({"G": 200, "R": 100});
    assert_eq!(target(Param::header("color"), "/", &json!(["a b", "c"])).await, "a b,c");
    assert_eq!(target(Param::header("color"), "/", &object).await, "G,200,R,100");
    assert_eq!(target(Param::header("color"), "/", &json!({"a": null, "b": 1})).await, "b,1");
    let exploded = Param { explode: true, ..Param::header("color") };
    assert_eq!(target(exploded, "/", &object).await, "G=200,R=100");
    assert_eq!(target(Param::cookie("color"), "/", &json!("a;b c")).await, "color=a%3Bb%20c");
    assert_eq!(target(Param::cookie("color"), "/", &json!(["a", "b"])).await, "color=a; color=b");
    let joined = Param { explode: false, ..Param::cookie("color") };
    assert_eq!(target(joined, "/", &json!(["a", "b"])).await, "color=a%2Cb");
    let json_header = Param { json: true, ..Param::header("color") };
    assert_eq!(target(json_header, "/", &json!({"a": [1, "e"]})).await, "{\"a\":[1,\"e\"]}");
}

#[tokio::test]
async fn a_path_argument_stays_one_segment() {
    let script = Script::new([OK]);
    let client = script.client();
    for (id, expected) in [
        ("adhoc_1", "/base/things/adhoc_1"),
        ("a/b", "/base/things/a%2Fb"),
        ("a b?c#d", "/base/things/a%20b%3Fc%23d"),
        ("100%", "/base/things/100%25"),
        ("gpt:4@x", "/base/things/gpt:4@x"),
        ("ü", "/base/things/%C3%BC"),
        ("...", "/base/things/..."),
        ("{id}", "/base/things/%7Bid%7D"),
    ] {
        client.get(id).await.unwrap();
        assert_eq!(script.request(script.count() - 1).uri().path(), expected);
    }
}

#[tokio::test]
async fn a_path_argument_that_would_change_the_path_is_refused() {
    let script = Script::new([OK]);
    let client = script.client();
    for id in ["", ".", "..", "%2e%2e", "%252E.", "../x", "a/../..", "a\\..\\b"] {
        let error = client.get(id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0), "{id:?}");
        assert!(error.to_string().contains("`id`"), "{error}");
        assert_eq!(error.operation(), "things.get");
        let untyped = client.0.request(Method::Get, "/things/{id}").path("id", id).await;
        assert!(untyped.unwrap_err().is_request(), "{id:?}");
    }
    assert_eq!(script.count(), 0);
}

#[tokio::test]
async fn what_is_missing_is_named() {
    static FIND: Operation = Operation {
        id: "things.find",
        path: "/things/{kind}",
        params: &[Param::path("kind"), Param { required: true, ..Param::query("q") }],
        ..Operation::NEW
    };
    let client = Script::new([OK]).client().0;
    let call: Call<Json> = client.call(&FIND);
    let error = call.query("q", "x").await.unwrap_err();
    assert_eq!(error.to_string(), "things.find: the path parameter `kind` is missing");
    let call: Call<Json> = client.call(&FIND);
    let error = call.path("kind", "a").query("q", &None::<String>).await.unwrap_err();
    assert_eq!(error.to_string(), "things.find: the parameter `q` is required");
}

#[tokio::test]
async fn untyped_paths_stay_on_the_host_and_under_the_prefix() {
    let script = Script::new([OK]);
    let client = script.client().0;
    for (path, expected) in [
        ("/a?x=1", "http://host.test/base/a?x=1&y=2"),
        ("a", "http://host.test/base/a?y=2"),
        ("//other.test/a", "http://host.test/base//other.test/a?y=2"),
        ("@other.test", "http://host.test/base/@other.test?y=2"),
        ("http://other.test", "http://host.test/base/http://other.test?y=2"),
    ] {
        client.request(Method::Get, path).query("y", &2).await.unwrap();
        assert_eq!(script.request(script.count() - 1).uri(), expected);
    }
    for path in ["/a/../b", "/..", "/%2e%2E/x", "/a#b", "/a\nb", "/a\\..\\b"] {
        let error = client.request(Method::Get, path).await.unwrap_err();
        assert!(error.is_request(), "{path:?}: {error:?}");
    }
}
