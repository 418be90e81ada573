//! Bodies made of fields, as they arrive.

use sdk_runtime::data::Upload;
use sdk_runtime::facts::{Method, Operation, Part, Style};
use sdk_runtime::testing::Server;
use sdk_runtime::{Call, Json};
use serde_derive::Serialize;
use serde_json::json;

use crate::sdk::TestSdk;

static UPLOAD: Operation = Operation {
    id: "things.upload",
    method: Method::Post,
    path: "/upload",
    content_type: "multipart/form-data",
    parts: &[
        Part { content_type: "image/png, image/jpeg", ..Part::new("photo") },
        Part { content_type: "application/json", ..Part::new("tags") },
        Part { content_type: "application/vnd.meta+json", ..Part::new("meta") },
    ],
    ..Operation::NEW
};

static PAY: Operation = Operation {
    id: "things.pay",
    method: Method::Post,
    path: "/pay",
    content_type: "application/x-www-form-urlencoded",
    parts: &[
        Part { style: Some(Style::PipeDelimited), explode: Some(false), ..Part::new("pipes") },
        Part { explode: Some(false), ..Part::new("commas") },
        Part { style: Some(Style::Form), explode: Some(true), ..Part::new("spread") },
        Part { content_type: "application/json", ..Part::new("json") },
        Part { allow_reserved: true, ..Part::new("url") },
    ],
    ..Operation::NEW
};

#[derive(Serialize)]
struct Photo {
    title: &'static str,
    photo: Upload,
    more: Vec<Upload>,
    rating: Option<f64>,
    public: bool,
    words: Vec<&'static str>,
    tags: Vec<&'static str>,
    meta: Json,
    absent: Option<Upload>,
}

/// Head and body of each part, in order.
async fn parts(form: &Photo) -> Vec<(String, Vec<u8>)> {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).build().unwrap().0;
    let call: Call<Json> = client.call(&UPLOAD);
    call.multipart_form(form).await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    let boundary = sent.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8_lossy(&sent.body).into_owned();
    assert!(body.ends_with(&format!("--{boundary}--\r\n")));
    let pieces = body.split(&format!("--{boundary}\r\n")).skip(1).map(str::to_owned).collect::<Vec<_>>();
    let part = |it: &String| {
        let (head, body) = it.split_once("\r\n\r\n").unwrap();
        let body = body.trim_end_matches(&format!("--{boundary}--\r\n")).strip_suffix("\r\n").unwrap();
        (head.replace("Content-Disposition: form-data; ", "").replace("\r\n", " | "), body.as_bytes().to_vec())
    };
    pieces.iter().map(part).collect()
}

#[tokio::test]
async fn a_form_with_files_keeps_its_order_and_types() {
    let form = Photo {
        title: "A \"cat\"",
        photo: Upload::new(b"png".to_vec()),
        more: vec![
            Upload::from("one").file_name("1\r\n\".txt").content_type("text/plain"),
            Upload::from("two").header("X-Check", "a\r\nb"),
        ],
        rating: Some(1.5),
        public: true,
        words: vec!["a", "b"],
        tags: vec!["x", "y"],
        meta: json!({"k": [1]}),
        absent: None,
    };
    let seen: Vec<(String, String)> =
        parts(&form).await.into_iter().map(|(head, body)| (head, String::from_utf8(body).unwrap())).collect();
    let expected = [
        ("name=\"title\"", "A \"cat\""),
        ("name=\"photo\"; filename=\"photo\" | Content-Type: image/png", "png"),
        ("name=\"more\"; filename=\"1%0D%0A%22.txt\" | Content-Type: text/plain", "one"),
        ("name=\"more\"; filename=\"more\" | Content-Type: application/octet-stream | X-Check: ab", "two"),
        ("name=\"rating\"", "1.5"),
        ("name=\"public\"", "true"),
        ("name=\"words\"", "a"),
        ("name=\"words\"", "b"),
        ("name=\"tags\" | Content-Type: application/json", "[\"x\",\"y\"]"),
        ("name=\"meta\" | Content-Type: application/vnd.meta+json", "{\"k\":[1]}"),
    ];
    let expected: Vec<(String, String)> = expected.map(|(head, body)| (head.to_owned(), body.to_owned())).into();
    assert_eq!(seen, expected);
}

#[test]
fn an_upload_outside_a_form_is_text() {
    assert_eq!(serde_json::to_value(Upload::from("hé")).unwrap(), json!("hé"));
    assert_eq!(serde_json::to_value(Upload::new(vec![0xff, 0])).unwrap(), json!("/wA="));
    let read: Upload = serde_json::from_value(json!("hé")).unwrap();
    assert_eq!(read, Upload::from("hé"));
}

#[tokio::test]
async fn form_fields_are_written_in_their_styles() {
    let server = Server::start().await.unwrap();
    let client = TestSdk::builder(server.url()).build().unwrap().0;
    let cases = [
        (json!({"a": "x y&z", "b": 1, "c": true, "d": null}), "a=x%20y%26z&b=1&c=true"),
        (json!({"list": ["a", "b"]}), "list=a&list=b"),
        (json!({"pipes": ["a", "b"]}), "pipes=a%7Cb"),
        (json!({"commas": ["a", "b"]}), "commas=a,b"),
        (json!({"spread": {"x": 1, "y": 2}}), "x=1&y=2"),
        (json!({"json": {"x": [1]}}), "json=%7B%22x%22%3A%5B1%5D%7D"),
        (json!({"url": "a/b?c&d"}), "url=a/b?c%26d"),
        (
            json!({"address": {"city": "X", "geo": {"lat": 1}, "no": null}}),
            "address%5Bcity%5D=X&address%5Bgeo%5D%5Blat%5D=1",
        ),
        (
            json!({"items": [{"id": 1}, {"id": 2, "of": ["a"]}]}),
            "items%5B0%5D%5Bid%5D=1&items%5B1%5D%5Bid%5D=2&items%5B1%5D%5Bof%5D%5B%5D=a",
        ),
    ];
    for (form, expected) in cases {
        let call: Call<Json> = client.call(&PAY);
        call.form(&form).await.unwrap();
        assert_eq!(server.exchanges().pop().unwrap().text(), expected, "{form}");
    }
    let call: Call<Json> = client.call(&PAY);
    call.form_optional(&None::<Json>).await.unwrap();
    let sent = server.exchanges().pop().unwrap();
    assert_eq!((sent.text().as_str(), sent.header("content-type")), ("", None));
}
