//! From documents to the representation: one folder of `fixtures/lower/` for each behaviour, one snapshot
//! with what comes out and what is said about it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "lower/dump.rs"]
mod dump;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use camino::Utf8PathBuf;
use generator::ir::Sdk;
use generator::{Adhoc, Diagnostics, SdkInput, Target, understand};

macro_rules! cases {
    ($($case:ident)*) => {
        const CASES: &[&str] = &[$(stringify!($case)),*];
        $(#[test] fn $case() { check(stringify!($case)) })*
    };
}

cases! {
    additional_properties_make_maps
    all_of_merges_objects
    all_of_one_reference_is_that_reference
    alternatives_beside_alternatives
    annotations_behind_references
    body_and_response_media_types
    conditions_make_optional_fields
    config_errors_are_shown_together
    config_names_what_exists
    discriminator_of_a_parent
    discriminator_with_mapping
    discriminator_without_mapping
    documents_over_several_files
    enum_beside_string_stays_open
    enums_of_every_kind
    enums_of_strings_integers_and_constants
    enums_that_alternatives_describe
    events_with_envelope
    events_wrong_in_many_ways
    faults_in_schemas
    faults_in_types
    faults_in_unions
    faults_in_values
    formats_become_scalars
    forms_with_files
    headers_that_others_decide
    identical_inline_types_are_merged
    inheritance_by_all_of
    inline_schemas_that_extend_their_owner
    inline_types_are_named_after_their_place
    keys_by_pattern
    null_in_unions_is_nullable
    nullable_optional_field
    operations_without_id_or_tag
    path_parameters_bound
    paths_with_odd_characters
    recursive_type_is_boxed_once
    references_by_name
    references_of_the_wrong_kind
    references_to_any_place
    required_cycle_becomes_optional
    responses_by_status
    scalars_with_properties
    selection_by_tag
    servers_of_each_kind
    several_contents_become_forms
    streams_have_items
    streams_of_whole_events
    tuples_and_odd_schemas
    tuples_keep_their_places
    unions_without_discriminator
    waiters_bound
    waiters_unbound
    webhooks_and_callbacks
    webhooks_wrong_in_many_ways
}

/// Reads a fixture: `sdk.yaml` and what it names, or `spec.yaml` alone.
fn input(case: &str) -> SdkInput {
    let folder = fixtures().join(case);
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".snap") || name.ends_with(".snap.new") {
            continue;
        }
        files.insert(Utf8PathBuf::from(name), std::fs::read(&path).unwrap());
    }
    let alone = Adhoc {
        openapi: Some("spec.yaml".into()),
        events: Vec::new(),
        name: None,
        selection: generator::Selection::default(),
    };
    let adhoc = (!files.contains_key(camino::Utf8Path::new("sdk.yaml"))).then_some(alone);
    SdkInput { folder: case.to_owned(), root: Utf8PathBuf::new(), files, target: Target::Workspace, adhoc }
}

/// What comes out of a fixture, as text.
fn lowered(case: &str) -> String {
    let input = input(case);
    let mut diagnostics = Diagnostics::default();
    let sdk = understand(&input, &mut diagnostics);
    let mut text = dump::dump(&sdk);
    for it in diagnostics.into_sorted() {
        let _ = writeln!(text, "{:?}[{}] {}: {}", it.severity, it.code, it.at, it.message);
        if let Some(help) = it.help {
            let _ = writeln!(text, "  help: {help}");
        }
    }
    text
}

/// What becomes of a document that is written here.
fn understood(spec: String) -> (Sdk, Diagnostics) {
    let mut input = input("formats_become_scalars");
    input.files.insert(Utf8PathBuf::from("spec.yaml"), spec.into_bytes());
    let mut diagnostics = Diagnostics::default();
    let sdk = understand(&input, &mut diagnostics);
    (sdk, diagnostics)
}

fn check(case: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixtures().join(case));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("lowered", lowered(case)));
}

/// What is said of a schema that stands behind a chain of so many references.
fn said_of_chain(references: usize) -> Vec<String> {
    let mut spec =
        String::from("openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}\ncomponents:\n  schemas:\n");
    for number in 0..references {
        writeln!(spec, "    S{number}: {{$ref: '#/components/schemas/S{}'}}", number + 1).unwrap();
    }
    writeln!(spec, "    S{references}: {{type: object}}").unwrap();
    let (_, diagnostics) = understood(spec);
    diagnostics.into_sorted().into_iter().filter(|it| it.code == "ref-cycle").map(|it| it.message).collect()
}

/// A value of 64 unions at once has more combinations of alternatives than a number can say.
#[test]
fn combinations_beyond_every_number_are_limited() {
    let mut spec = String::from(
        "openapi: 3.1.0\ninfo: {title: Pets, version: \"1\"}\npaths: {}\ncomponents:\n  schemas:\n    A:\n      allOf:\n",
    );
    for number in 0..64 {
        let object = |letter| format!("{{type: object, properties: {{{letter}{number}: {{type: string}}}}}}");
        writeln!(spec, "        - oneOf: [{}, {}]", object('a'), object('b')).unwrap();
    }
    let (sdk, _) = understood(spec);
    assert!(sdk.types.len() < 200, "{}", sdk.types.len());
}

#[test]
fn a_long_chain_of_references_is_followed() {
    assert!(said_of_chain(900).is_empty());
    let said = said_of_chain(1_500);
    assert_eq!(said.len(), 1, "said once for the chain");
    assert!(said[0].contains("more than 1000 references"), "{said:?}");
}

#[test]
fn every_folder_is_a_case() {
    let entries = std::fs::read_dir(fixtures()).unwrap();
    let mut folders: Vec<_> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    folders.sort();
    assert_eq!(folders, CASES);
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lower")
}
