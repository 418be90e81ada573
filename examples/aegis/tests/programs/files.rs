//! Files of volumes and of executions, whole ones.

use aegis_sdk::models::UploadFileForm;
use sdk_runtime::data::Upload;
use sdk_runtime::testing::Answer;
use serde_json::json;

use crate::programs::volumes;
use crate::stage::{client, get, ok, play, serve};

const VOLUME: &str = "9b2f7a55-7d33-4a55-b0a5-6a1e3f0c2d44";

fn stored() -> Answer {
    ok(json!({
        "volume_id": VOLUME, "path": "/reports/q3.csv", "name": "q3.csv", "mime_type": "text/csv", "size": 8,
        "sha256": "00",
    }))
}

#[tokio::test]
async fn volumes() {
    let answers = [
        Answer::json(201, json!({"id": VOLUME, "name": "my-dataset", "status": "ready"}).to_string()),
        stored(),
        ok(json!({"success": true})),
        ok(json!([{"name": "q3.csv", "is_dir": false, "size_bytes": 8}])),
        Answer::bytes(200, "text/csv", "a;b\n1;2\n"),
    ];
    let played = play(answers, volumes::run).await;
    assert_eq!(played.printed, format!("{VOLUME}\nq3.csv has 8 bytes\n/archive/q3.csv\na;b\n1;2\n"));
    assert_eq!(played.sent[0].1, json!({"label": "my-dataset", "size_limit_bytes": 1 << 30}));
    assert_eq!(played.sent[1].0, format!("POST /v1/volumes/{VOLUME}/files/upload?path=%2Freports%2Fq3.csv"));
    assert_eq!(played.sent[2].1, json!({"from": "/reports/q3.csv", "to": "/archive/q3.csv"}));
    assert_eq!(played.sent[4], get(&format!("/v1/volumes/{VOLUME}/files/download?path=%2Farchive%2Fq3.csv")));
}

#[tokio::test]
async fn a_file_is_sent_as_part_of_a_form_too() {
    let server = serve([stored()]).await;
    let file = Upload::from("a;b\n1;2\n").file_name("q3.csv").content_type("text/csv");
    let call = client(&server).volumes().upload_file(VOLUME, "/reports/q3.csv", UploadFileForm::new(file));
    assert_eq!(call.await.unwrap().name, "q3.csv");
    let sent = &server.exchanges()[0];
    assert!(sent.header("content-type").unwrap().starts_with("multipart/form-data; boundary="));
    assert!(sent.text().contains("filename=\"q3.csv\""), "{}", sent.text());
    assert!(sent.text().contains("a;b\n1;2\n"));
}

#[tokio::test]
async fn paths_of_workspaces_have_segments_and_those_of_secrets_have_one() {
    let server =
        serve([Answer::bytes(200, "text/plain", "x"), ok(json!({"path": "db/main", "fields": ["user"]}))]).await;
    let client = client(&server);
    client.executions().get_execution_file("run-1", "out/übung #1?.txt").await.unwrap();
    client.secrets().get_secret("db/main").await.unwrap();
    let targets: Vec<_> = server.exchanges().into_iter().map(|it| it.target).collect();
    assert_eq!(targets, ["/v1/executions/run-1/files/out/%C3%BCbung%20%231%3F.txt", "/v1/secrets/db%2Fmain"]);

    for path in ["../secrets", "a/../../b", "a/%2e%2e/b", ""] {
        let error = client.executions().get_execution_file("run-1", path).await.unwrap_err();
        assert!(error.is_request(), "{path}: {error}");
    }
    assert_eq!(server.exchanges().len(), 2);
}

#[tokio::test]
async fn half_a_file_is_an_error() {
    let server = serve([Answer::bytes(200, "text/csv", "a;b\n1;2\n").cut_after(4)]).await;
    let error = client(&server).volumes().download_file(VOLUME, "/q3.csv").await.unwrap_err();
    assert_eq!(error.kind(), aegis_sdk::ErrorKind::Body, "{error}");
}
