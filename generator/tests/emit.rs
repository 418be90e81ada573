//! From specifications to printed files: one folder of `fixtures/emit/` for each behaviour. The first line
//! of its `spec.yaml` says which file is shown, and which of its items; what they look like is the snapshot.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use generator::{Adhoc, Inputs, SdkInput, Target, generate};

macro_rules! cases {
    ($($case:ident)*) => {
        const CASES: &[&str] = &[$(stringify!($case)),*];
        $(#[test] fn $case() { check(stringify!($case)) })*
    };
}

cases! {
    a_module_of_the_runtime
    a_module_s_features
    a_module_without_a_client
    a_type_of_the_runtime
    additional_properties_beside_properties
    aliases_and_deprecation
    all_of_merges_objects
    alternatives_beside_properties
    answers_and_failures_by_status
    answers_by_other_names
    answers_of_each_media_type
    any_of_objects
    bodies_of_each_kind
    bodies_of_other_media_types
    bodies_that_are_optional
    callbacks_of_operations
    catalog_of_events
    catalog_with_flat_payloads
    chapters_of_the_readme
    client_credentials
    constants
    credentials_of_several_schemes
    defaults_and_examples
    deprecated_field
    descriptions_without_a_sentence
    discriminator_of_a_parent
    discriminator_with_a_mapping
    discriminator_without_a_mapping
    empty_schemas
    ends_of_streams
    enum_of_versions
    error_codes
    facts_of_versions
    field_of_each_presence
    fields_under_other_keys
    files_of_a_multipart_body
    formats
    forms_of_an_operation
    front_page
    headers_of_answers
    headers_that_settings_give
    inline_types_stand_beside_their_owner
    integer_enum
    keywords_are_linked_bare
    links_are_documentation
    list_of_the_public_surface
    lists_in_pages
    lists_within_lists_as_parameters
    live_streams
    manifest
    manifests
    many_required_parameters
    maps
    more_than_four_required_fields
    names_of_types_that_clash
    names_that_are_empty_or_not_ascii
    names_that_are_keywords
    names_that_clash
    names_that_the_runtime_has_too
    namespaces_that_the_runtime_has_too
    no_additional_properties
    not_leaves_the_type_alone
    null_absent_and_value_differ
    nullable_in_3_0
    nullable_in_3_1
    number_enum
    openapi_3_2
    operation_with_optional_parameters
    operations_without_or_with_the_same_id
    parameters_of_cookies_in_every_style
    parameters_of_headers_in_every_style
    parameters_of_path_items
    parameters_of_the_path_in_every_style
    parameters_of_the_query_in_every_style
    parts_of_a_multipart_body
    read_only_fields_are_not_arguments
    recursive_types
    references_to_any_place
    references_to_other_files
    security_schemes
    servers_with_variables
    servers_without_variables
    settings_of_clients
    several_types
    streamed_answers
    string_enum
    swagger_2
    tests_send_what_is_valid
    tuple
    types_without_a_client
    union_by_form
    union_with_discriminator
    versions_of_the_api
    waiter_of_something_within
    waiter_polls_until_the_end
    webhooks
    write_only_fields
}

#[test]
fn every_fixture_is_a_case() {
    let mut folders: Vec<String> =
        std::fs::read_dir(fixtures()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, CASES);
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/emit")
}

/// All files of a folder by their path within it.
fn files(root: &Path, folder: &Path, into: &mut BTreeMap<Utf8PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(root, &path, into);
        } else if !path.to_string_lossy().contains(".snap") {
            let name = Utf8PathBuf::from_path_buf(path.strip_prefix(root).unwrap().to_owned()).unwrap();
            into.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

fn check(case: &str) {
    let folder = fixtures().join(case);
    let mut inputs = BTreeMap::new();
    files(&folder, &folder, &mut inputs);
    let spec = String::from_utf8(inputs[Utf8Path::new("spec.yaml")].clone()).unwrap();
    let shows = spec.lines().next().unwrap().strip_prefix("# shows: ").expect("what it shows");
    let (path, items) = shows.split_once('|').expect("path | items");

    let alone = Adhoc {
        openapi: Some("spec.yaml".into()),
        events: Vec::new(),
        name: Some("pets-sdk".to_owned()),
        selection: generator::Selection {
            types_only: spec.contains("# selection: types only"),
            ..generator::Selection::default()
        },
    };
    let adhoc = (!inputs.contains_key(Utf8Path::new("sdk.yaml"))).then_some(alone);
    let sdk = SdkInput {
        folder: case.to_owned(),
        root: Utf8PathBuf::from("spec"),
        files: inputs,
        target: Target::Workspace,
        adhoc,
    };
    let output = match generate(&Inputs { sdks: vec![sdk], templates: templates() }) {
        Ok(output) => output,
        Err(diagnostics) => panic!("{:#?}", diagnostics.into_sorted()),
    };
    let files = &output.crates[case];
    let text = files.get(Utf8Path::new(path.trim())).unwrap_or_else(|| {
        panic!("no {path}, but {}", files.keys().map(|it| it.as_str()).collect::<Vec<_>>().join(" "))
    });
    let text = shown(text, items.trim());
    assert!(!text.is_empty(), "{path} has none of {items}");
    let settings = {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings
    };
    settings.bind(|| insta::assert_snapshot!("printed", text));
}

fn templates() -> BTreeMap<Utf8PathBuf, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates");
    let mut sources = BTreeMap::new();
    files(&root, &root, &mut sources);
    sources.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// The top-level items that begin with one of the wanted words; the whole text where none are wanted.
fn shown(text: &str, wanted: &str) -> String {
    if wanted.is_empty() {
        return text.to_owned();
    }
    let wanted: Vec<&str> = wanted.split(',').map(str::trim).collect();
    let mut items: Vec<String> = Vec::new();
    let mut item = String::new();
    for line in text.lines() {
        let begins = !line.starts_with([' ', '}', ')', ']']) && item.ends_with("\n\n");
        if begins {
            items.push(std::mem::take(&mut item));
        }
        item.push_str(line);
        item.push('\n');
    }
    items.push(item);
    let is_wanted = |item: &String| {
        let mut lines = item.lines().filter(|it| !it.starts_with("//") && !it.starts_with('#'));
        lines.any(|line| wanted.iter().any(|it| line.starts_with(it)))
    };
    items.retain(is_wanted);
    items.concat()
}
