//! Manifests in files.

use std::fs;

use crate::recipe::{Recipe, read};
use sdk_runtime::manifest::{self, ManifestError};

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("manifest-{name}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_file_gives_back_what_was_written() {
    let folder = folder("files");
    let recipe = read("name: soup\nversion: '2'\nnotes: |\n  Stir.\n\n  Wait.\n");
    for (name, write, again) in [
        (
            "a.yaml",
            manifest::to_yaml_file::<Recipe> as fn(&_, &_) -> _,
            manifest::from_yaml_file::<Recipe> as fn(&_) -> _,
        ),
        ("a.json", manifest::to_json_file, manifest::from_json_file),
    ] {
        let path = folder.join(name);
        write(&recipe, &path).unwrap();
        assert_eq!(again(&path).unwrap(), recipe);
    }
    assert_eq!(
        fs::read_to_string(folder.join("a.yaml")).unwrap(),
        "name: soup\nversion: \"2\"\nnotes: |\n  Stir.\n\n  Wait.\n"
    );
}

#[test]
fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
    let folder = folder("replaced");
    let path = folder.join("a.yaml");
    fs::write(&path, "x".repeat(10_000)).unwrap();
    manifest::to_yaml_file(&read("name: a\nversion: b\n"), &path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "name: a\nversion: b\n");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    let missing = folder.join("missing/a.yaml");
    let error = manifest::to_yaml_file(&read("name: a\nversion: b\n"), &missing).unwrap_err();
    assert!(matches!(&error, ManifestError::Io { path, .. } if *path == missing), "{error}");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_permissions_and_a_link_stays_one() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = folder("permissions");
    let (path, link) = (folder.join("a.yaml"), folder.join("link.yaml"));
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&path, &link).unwrap();
    manifest::to_yaml_file(&read("name: a\nversion: b\n"), &link).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), "name: a\nversion: b\n");
}

#[cfg(unix)]
#[test]
fn a_name_may_be_as_long_as_the_file_system_allows() {
    let path = folder("long").join("a".repeat(255));
    manifest::to_yaml_file(&read("name: a\nversion: b\n"), &path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "name: a\nversion: b\n");
}

#[test]
fn problems_of_a_file_begin_with_its_name() {
    let path = folder("names").join("a.yaml");
    fs::write(&path, "name: a\nversion: [\n").unwrap();
    let error = manifest::from_yaml_file::<Recipe>(&path).unwrap_err().to_string();
    assert!(error.contains(&format!("\n  {}:2:10: this is not YAML", path.display())), "{error}");
    fs::write(&path, "name: A\nversion: b\n").unwrap();
    let error = manifest::from_yaml_file::<Recipe>(&path).unwrap_err().to_string();
    let expected = format!("this is no valid Recipe: 1 problem\n  {}:1:7: name: must be small letters", path.display());
    assert_eq!(error, expected);
    assert!(matches!(manifest::from_yaml_file::<Recipe>(&path.with_file_name("b")), Err(ManifestError::Io { .. })));
}
