//! Bodies of every kind, as they arrive.

use kitchen_sink_sdk::models::{
    MediaFormRequest, MediaUploadMultipartRequest, MediaUploadRequest, Point, RecipePatch, RecipesAddPhotosRequest,
    RecipesAddPhotosRequestCredit,
};
use kitchen_sink_sdk::runtime::data::{Nullable, Upload};
use sdk_runtime::testing::Answer;
use serde_json::json;

use super::serving;

#[tokio::test]
async fn a_patch_tells_null_from_absent() {
    let (server, client) = serving(Answer::empty(204)).await;
    let mut patch = RecipePatch::new().name("Soup");
    patch.serves = Nullable::Null;
    client.recipes().update("1", patch).await.unwrap();
    let sent = &server.exchanges()[0];
    assert_eq!(sent.json(), json!({"name": "Soup", "serves": null}));
    assert_eq!(sent.header("content-type"), Some("application/merge-patch+json"));
}

#[tokio::test]
async fn several_files_and_typed_parts() {
    let (server, client) = serving(Answer::json(200, r#"{"received": 3}"#)).await;
    let photos = RecipesAddPhotosRequest::new(Upload::new("cover bytes").file_name("c.png").content_type("image/png"))
        .more([Upload::new("one"), Upload::new("two")])
        .caption("Soup")
        .tags(["hot", "green"])
        .credit(RecipesAddPhotosRequestCredit::new("Ada"));
    assert_eq!(client.recipes().add_photos("1", photos).await.unwrap().received, 3);
    let sent = &server.exchanges()[0];
    let text = sent.text();
    assert!(sent.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    assert!(
        text.contains("name=\"cover\"; filename=\"c.png\"\r\nContent-Type: image/png\r\n\r\ncover bytes"),
        "{text}"
    );
    assert_eq!(text.matches("; name=\"more\"").count(), 2);
    assert_eq!(text.matches("; name=\"tags\"").count(), 2);
    assert!(text.contains("{\"name\":\"Ada\"}"), "{text}");
}

#[tokio::test]
async fn one_operation_with_three_kinds_of_body() {
    let (server, client) = serving(Answer::empty(204)).await;
    let media = client.media();
    media.upload(MediaUploadRequest::new("https://example.com/a")).await.unwrap();
    media.upload_as_multipart(MediaUploadMultipartRequest::new(Upload::new("file"))).await.unwrap();
    media.upload_as_pdf("%PDF").await.unwrap();
    let sent = server.exchanges();
    assert_eq!(sent[0].header("content-type"), Some("application/json"));
    assert!(sent[1].header("content-type").unwrap().starts_with("multipart/form-data"));
    assert_eq!(sent[2].header("content-type"), Some("application/pdf"));
    assert_eq!(sent[2].body, b"%PDF");
}

#[tokio::test]
async fn forms_follow_their_encoding() {
    let (server, client) = serving(Answer::json(200, r#"{"target": "/"}"#)).await;
    let form = MediaFormRequest::new("a&b").age(3).likes(["tea", "rye"]).place(Point::new(1, 2));
    client.media().form(form).await.unwrap();
    let body = server.exchanges()[0].text();
    assert_eq!(body, "user=a%26b&age=3&likes=tea&likes=rye&place%5Bx%5D=1&place%5By%5D=2");
}

#[tokio::test]
async fn text_bytes_and_xml_pass_unchanged() {
    let (_server, client) = serving(Answer::bytes(200, "text/plain; charset=utf-8", "grün")).await;
    assert_eq!(client.media().text("grün").await.unwrap(), "grün");

    let (server, client) = serving(Answer::bytes(200, "image/png", vec![0, 255])).await;
    assert_eq!(client.media().bytes(vec![1, 254]).await.unwrap(), vec![0, 255]);
    assert_eq!(server.exchanges()[0].body, [1, 254]);

    let (server, client) = serving(Answer::bytes(200, "application/xml", "<point/>")).await;
    assert_eq!(client.media().xml("<point x=\"1\"/>").await.unwrap(), "<point/>");
    assert_eq!(server.exchanges()[0].header("content-type"), Some("application/xml"));
}

#[tokio::test]
async fn a_body_that_is_not_required_may_be_left_out() {
    let (server, client) = serving(Answer::json(200, "0")).await;
    client.pantry().replace(None).await.unwrap();
    client.pantry().replace(vec![]).await.unwrap();
    let sent = server.exchanges();
    assert_eq!(sent[0].body, b"");
    assert_eq!(sent[1].body, b"[]");
}
