//! The file in which programs of one system keep credentials: who can read it, what stays in it, what is never said.
#![allow(clippy::panic, clippy::unwrap_used)]
#![cfg(all(unix, feature = "credentials-file"))]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use sdk_runtime::credentials::{Store, StoreError};
use sdk_runtime::facts::{CredentialSource, CredentialsFile, SdkFacts, SecurityKind, SecurityScheme, Server};
use sdk_runtime::{ClientBuilder, Sdk};

struct Pets;

static FACTS: SdkFacts = SdkFacts {
    security: &[SecurityScheme { name: "owner", kind: SecurityKind::Bearer }],
    credentials: &[CredentialSource { scheme: "owner", env: &[], stored: Some("key") }],
    credentials_file: Some(CredentialsFile {
        path: "~/.pets/credentials.json",
        base_url: Some("url"),
        updated: Some("updated"),
    }),
    ..SdkFacts::NEW
};

impl Sdk for Pets {
    fn facts() -> &'static SdkFacts {
        &FACTS
    }

    fn from_core(_: sdk_runtime::Client) -> Self {
        Self
    }
}

/// A folder that is gone when the test is over.
struct Home(PathBuf);

impl Home {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sdk-credentials-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn store(&self) -> Store {
        Store::of::<Pets>().unwrap().at(self.file())
    }

    fn file(&self) -> PathBuf {
        self.0.join(".pets/credentials.json")
    }

    fn written(&self, text: &str, mode: u32) {
        fs::create_dir_all(self.file().parent().unwrap()).unwrap();
        fs::write(self.file(), text).unwrap();
        fs::set_permissions(self.file(), fs::Permissions::from_mode(mode)).unwrap();
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn it_is_made_for_its_owner_alone() {
    let home = Home::new("made");
    home.store().update(|it| it.with_credential("owner", "sesame").with_base_url("http://localhost:1")).unwrap();
    assert_eq!((mode(&home.file()), mode(home.file().parent().unwrap())), (0o600, 0o700));
    let stored = home.store().read().unwrap().unwrap();
    assert_eq!(stored.credential("owner").unwrap().expose(), "sesame");
    assert_eq!(stored.base_url(), Some("http://localhost:1"));
    let text: serde_json::Value = serde_json::from_slice(&fs::read(home.file()).unwrap()).unwrap();
    assert!(text["updated"].as_str().unwrap().ends_with('Z'), "{text}");
    let beside: Vec<_> = fs::read_dir(home.file().parent().unwrap()).unwrap().collect();
    assert_eq!(beside.len(), 1, "nothing is left behind: {beside:?}");
}

#[test]
fn a_folder_that_others_use_keeps_its_rights() {
    let home = Home::new("shared");
    let folder = home.0.join("shared");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    let store = home.store().at(folder.join("credentials.json"));
    store.update(|it| it.with_credential("owner", "sesame")).unwrap();
    assert_eq!((mode(&folder), mode(store.path())), (0o755, 0o600));
}

/// A system whose credential comes from the environment alone.
struct Bare;

static BARE: SdkFacts = SdkFacts {
    servers: &[Server { name: "", url: "http://localhost:1" }],
    security: &[SecurityScheme { name: "owner", kind: SecurityKind::Bearer }],
    credentials_env: Some("SDK_RUNTIME_TEST_BARE_KEY"),
    ..SdkFacts::NEW
};

impl Sdk for Bare {
    fn facts() -> &'static SdkFacts {
        &BARE
    }

    fn from_core(_: sdk_runtime::Client) -> Self {
        Self
    }
}

#[test]
fn an_empty_variable_is_none() {
    // Variables are those of a process: this test runs itself in one for each value.
    if let Ok(expected) = std::env::var("SDK_RUNTIME_TEST_BARE_EXPECTED") {
        let said = ClientBuilder::<Bare>::from_env().build().map_or_else(|it| it.to_string(), |_| "built".to_owned());
        assert_eq!(said, expected);
        return;
    }
    let missing = "the environment variable SDK_RUNTIME_TEST_BARE_KEY is not set";
    for (value, expected) in [("", missing), (" \t\n", missing), (" sesame\n", "built")] {
        let ran = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "an_empty_variable_is_none"])
            .env("SDK_RUNTIME_TEST_BARE_KEY", value)
            .env("SDK_RUNTIME_TEST_BARE_EXPECTED", expected)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{value:?}: {}", String::from_utf8_lossy(&ran.stdout));
    }
}

#[test]
fn one_that_others_can_read_is_refused_and_made_private_when_it_is_written() {
    let home = Home::new("exposed");
    home.written(r#"{"key": "sesame"}"#, 0o644);
    let error = home.store().read().unwrap_err();
    assert!(matches!(error, StoreError::Exposed { mode: 0o044, .. }), "{error:?}");
    assert!(error.to_string().contains("chmod 600"), "{error}");
    home.store().update(|it| it).unwrap();
    assert_eq!(mode(&home.file()), 0o600);
    assert_eq!(home.store().read().unwrap().unwrap().credential("owner").unwrap().expose(), "sesame");
}

#[test]
fn what_others_keep_in_it_stays() {
    let home = Home::new("others");
    home.written(r#"{"key": "old", "team": {"id": 7}, "big": 12345678901234567}"#, 0o600);
    home.store().update(|it| it.with_credential("owner", "new")).unwrap();
    let text: serde_json::Value = serde_json::from_slice(&fs::read(home.file()).unwrap()).unwrap();
    assert_eq!((&text["team"]["id"], &text["big"]), (&7.into(), &12_345_678_901_234_567_u64.into()));
    assert_eq!(text["key"], "new");
}

#[test]
fn a_link_is_read_and_never_written_through() {
    let home = Home::new("link");
    let target = home.0.join("elsewhere.json");
    fs::write(&target, r#"{"key": "sesame"}"#).unwrap();
    fs::create_dir_all(home.file().parent().unwrap()).unwrap();
    symlink(&target, home.file()).unwrap();
    let error = home.store().update(|it| it.with_credential("owner", "new")).unwrap_err();
    assert!(matches!(error, StoreError::Link { .. }), "{error:?}");
    assert!(fs::read_to_string(&target).unwrap().contains("sesame"));
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    assert!(matches!(home.store().read().unwrap_err(), StoreError::Exposed { .. }), "the rights are the target's");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(home.store().read().unwrap().is_some());
    assert!(home.store().remove().unwrap() && target.exists(), "the link goes, not what it leads to");
}

#[test]
fn removing_it_twice_is_fine() {
    let home = Home::new("removed");
    home.written("{}", 0o600);
    assert!(home.store().remove().unwrap());
    assert!(!home.store().remove().unwrap());
    assert!(home.store().read().unwrap().is_none());
}

#[test]
fn a_broken_file_is_told_by_line_and_left_as_it_is() {
    let home = Home::new("broken");
    let broken = "{\n  \"key\": \"sesame\",\n  oops\n}";
    home.written(broken, 0o600);
    for error in [home.store().read().unwrap_err(), home.store().update(|it| it).unwrap_err()] {
        assert!(matches!(error, StoreError::Malformed { line: Some(3), .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("sesame"));
    }
    assert_eq!(fs::read_to_string(home.file()).unwrap(), broken);
    home.written("[1]", 0o600);
    assert!(matches!(home.store().read().unwrap_err(), StoreError::Malformed { line: None, .. }));
}

#[test]
fn nothing_that_is_printed_has_a_credential_in_it() {
    let home = Home::new("printed");
    home.store().update(|it| it.with_credential("owner", "sesame")).unwrap();
    let stored = home.store().read().unwrap().unwrap();
    let printed = format!("{stored:?} {stored:#?} {:?} {:?}", home.store(), stored.credential("owner"));
    assert!(!printed.contains("sesame"), "{printed}");
    assert!(printed.contains("key"), "names are shown: {printed}");
}
