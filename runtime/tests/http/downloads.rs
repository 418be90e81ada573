//! Answers that are written to disk while they arrive.

use std::sync::{Arc, Mutex};

use futures_util::FutureExt as _;
use sdk_runtime::bytes::Bytes;
use sdk_runtime::facts::Operation;
use sdk_runtime::testing::{Answer, Server};
use sdk_runtime::{ByteStream, Call, ErrorKind};

use crate::folder::Folder;
use crate::sdk::TestSdk;

static FETCH: Operation = Operation { id: "files.fetch", path: "/file", accept: "*/*", ..Operation::NEW };

fn file(content: impl Into<Bytes>) -> Answer {
    Answer::bytes(200, "application/pdf", content)
}

async fn fetch(answer: Answer) -> ByteStream {
    let server = Server::start().await.unwrap();
    server.answer(answer);
    let call: Call<Bytes> = TestSdk::builder(server.url()).build().unwrap().0.call_bytes(&FETCH);
    // Connections are served by tasks of their own.
    call.stream().await.unwrap()
}

#[tokio::test]
async fn a_file_takes_its_name_when_it_is_whole() {
    let folder = Folder::new("whole");
    let path = folder.file("report.pdf", "of yesterday");
    let body = fetch(file("of today").header("Content-Disposition", "attachment; filename=\"../x.pdf\"")).await;
    assert_eq!((body.length(), body.content_type()), (Some(8), Some("application/pdf")));
    assert_eq!(body.file_name().as_deref(), Some("x.pdf"));
    assert_eq!(body.save_to(&path).await.unwrap(), 8);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "of today");
    assert_eq!(folder.names(), ["report.pdf"]);
}

#[tokio::test]
async fn half_a_file_stands_nowhere() {
    let folder = Folder::new("half");
    let path = folder.file("report.pdf", "of yesterday");
    for cut in [0, 3, 7] {
        let error = fetch(file("of today").cut_after(cut)).await.save_to(&path).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Body, "files.fetch"), "{error:?}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "of yesterday");
        assert_eq!(folder.names(), ["report.pdf"], "cut after {cut}");
    }
}

#[tokio::test]
async fn the_rest_of_a_version_is_asked_for_by_a_range() {
    let folder = Folder::new("ranges");
    let path = folder.path().join("report.pdf");
    let versioned = |answer: Answer| answer.header("ETag", "\"v1\"").header("Accept-Ranges", "bytes");
    let part =
        |text: &str, range: &str| Answer::bytes(206, "application/pdf", text.to_owned()).header("Content-Range", range);
    let rest = |text: &str, range: &str| part(text, range).header("ETag", "\"v1\"");
    let server = Server::start().await.unwrap();
    let fetch = || -> Call<Bytes> {
        let policy = sdk_runtime::RetryPolicy::new().delay(std::time::Duration::from_millis(1));
        TestSdk::builder(server.url()).retry(policy).build().unwrap().0.call_bytes(&FETCH)
    };
    server.answer(versioned(file("of today")).cut_after(3));
    server.answer(rest("today", "bytes 3-7/8").cut_after(2));
    server.answer(rest("day", "bytes 5-7/8"));
    assert_eq!(fetch().stream().await.unwrap().save_to(&path).await.unwrap(), 8);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "of today");
    let asked: Vec<_> = server.exchanges().iter().map(|it| it.header("range").map(str::to_owned)).collect();
    assert_eq!(asked, [None, Some("bytes=3-".to_owned()), Some("bytes=5-".to_owned())]);
    assert_eq!(server.exchanges()[2].header("if-range"), Some("\"v1\""));

    // Another version, another place, and a version that is only alike are not put together with what came.
    let others = [
        versioned(file("of tomorrow")),
        rest("today", "bytes 2-7/8"),
        Answer::empty(204),
        part("today", "bytes 3-7/8"),
        part("tonic", "bytes 3-7/8").header("ETag", "\"v2\""),
        rest("today and more", "bytes 3-16/17"),
        rest("to", "bytes 3-4/5"),
        rest("today", "bytes 3-7/*"),
        rest("today and more", "bytes 3-7/8"),
    ];
    for answer in others {
        server.answer(versioned(file("of today")).cut_after(3));
        server.answer(answer);
        let error = fetch().stream().await.unwrap().bytes(100).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body);
    }
    let before = server.exchanges().len();
    server.answer(file("of today").header("ETag", "W/\"v1\"").header("Accept-Ranges", "bytes").cut_after(3));
    assert_eq!(fetch().stream().await.unwrap().bytes(100).await.unwrap_err().kind(), ErrorKind::Body);
    assert_eq!(server.exchanges().len(), before + 1);
    server.answer(versioned(file("of today")).cut_after(3));
    server.answer(Answer::json(416, "{}"));
    assert_eq!(fetch().stream().await.unwrap().bytes(100).await.unwrap_err().status().unwrap().as_u16(), 416);
}

#[tokio::test]
async fn dropping_removes_what_was_written() {
    let folder = Folder::new("dropped");
    let path = folder.path().join("report.pdf");
    let came = Arc::new(tokio::sync::Notify::new());
    let told = Arc::clone(&came);
    let body = fetch(file("of today").stall_after(3)).await.on_progress(move |_, _| told.notify_one());
    let saving = tokio::spawn({
        let path = path.clone();
        async move { body.save_to(path).await }
    });
    came.notified().await;
    saving.abort();
    assert!(saving.await.unwrap_err().is_cancelled());
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn giving_up_before_the_first_byte_leaves_nothing() {
    let folder = Folder::new("given up");
    // One thread opens files, one after another.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(1).build().unwrap();
    runtime.block_on(async {
        for number in 0..20 {
            let body = fetch(file("of today").stall_after(0)).await;
            let mut saving = Box::pin(body.save_to(folder.path().join(number.to_string())));
            let begun = saving.as_mut().now_or_never();
            assert!(begun.is_none());
        }
        tokio::task::spawn_blocking(|| ()).await.unwrap();
    });
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[cfg(unix)]
#[tokio::test]
async fn the_new_file_is_as_private_as_the_old_one() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new("rights");
    let path = folder.file("private", "of yesterday");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    fetch(file("of today")).await.save_to(&path).await.unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let link = folder.path().join("link");
    symlink(&path, &link).unwrap();
    fetch(file("of tomorrow")).await.save_to(&link).await.unwrap();
    assert!(!std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "of today");
}

#[tokio::test]
async fn a_name_may_be_as_long_as_the_file_system_allows() {
    let folder = Folder::new("long");
    let path = folder.path().join("a".repeat(255));
    assert_eq!(fetch(file("of today")).await.save_to(&path).await.unwrap(), 8);
}

#[tokio::test]
async fn what_cannot_be_written_is_an_error() {
    let folder = Folder::new("unwritable");
    let a_file = folder.file("a", "");
    for path in [a_file.join("below"), folder.path().join("no/such/folder"), "/".into(), folder.path().join("..")] {
        let error = fetch(file("x")).await.save_to(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File, "{error:?}");
    }
    // A folder is not replaced.
    let error = fetch(file("x")).await.save_to(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert_eq!(folder.names(), ["a"]);
}

#[tokio::test]
async fn progress_is_told() {
    let seen: Arc<Mutex<Vec<_>>> = Arc::default();
    let told = Arc::clone(&seen);
    let body = fetch(file(vec![1; 300_000])).await;
    let body = body.on_progress(move |received, total| told.lock().unwrap().push((received, total)));
    assert_eq!(body.bytes(300_000).await.unwrap().len(), 300_000);
    let seen = seen.lock().unwrap();
    assert!(seen.iter().is_sorted() && seen.iter().all(|it| it.1 == Some(300_000)));
    assert_eq!(seen.last(), Some(&(300_000, Some(300_000))));
}

#[tokio::test]
async fn bytes_have_a_bound() {
    assert_eq!(fetch(file("1234")).await.bytes(4).await.unwrap(), "1234");
    assert_eq!(fetch(file("12345")).await.bytes(4).await.unwrap_err().kind(), ErrorKind::TooLarge);
    let unknown = fetch(file("12345").until_close()).await;
    assert_eq!((unknown.length(), unknown.bytes(9).await.unwrap()), (None, Bytes::from("12345")));
}

#[test]
fn programs_without_a_runtime_can_save_too() {
    let folder = Folder::new("blocking");
    let path = folder.path().join("a");
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        sdk_runtime::testing::run(async move {
            let server = Server::start().await.unwrap();
            server.always(file("abc"));
            sender.send(server.url()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let client = TestSdk::builder(receiver.recv().unwrap()).build().unwrap().0;
    let call: Call<Bytes> = client.call_bytes(&FETCH);
    let saved = path.clone();
    let length =
        sdk_runtime::blocking::wait(async move { call.stream().await?.save_to(saved).await }).unwrap().unwrap();
    assert_eq!((length, std::fs::read_to_string(&path).unwrap().as_str()), (3, "abc"));
}
