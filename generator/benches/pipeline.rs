//! How long the pipeline takes, from bytes to files, for every SDK under `spec/`.
//!
//! `OPENAPI_DOCUMENT=FILE cargo bench -p generator` adds a document of your own.

#![expect(clippy::expect_used, reason = "a benchmark that cannot read its input has nothing to say")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use camino::Utf8PathBuf;
use criterion::{Criterion, criterion_group, criterion_main};
use generator::{Adhoc, Inputs, SdkInput, Target};

fn pipeline(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut templates = BTreeMap::new();
    read(&root.join("templates"), Utf8PathBuf::new(), &mut |path, bytes| {
        templates.insert(path, String::from_utf8(bytes).expect("templates are text"));
    });
    let mut group = criterion.benchmark_group("generate");
    group.sample_size(10);
    for sdk in sdks(&root) {
        let name = sdk.folder.clone();
        let inputs = Inputs { sdks: vec![sdk], templates: templates.clone() };
        group.bench_function(name, |bencher| {
            bencher.iter(|| generator::generate(&inputs).expect("the specifications have no errors"));
        });
    }
    group.finish();
}

fn sdks(root: &Path) -> Vec<SdkInput> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root.join("spec")).expect("spec/ is there").flatten().filter(|it| it.path().is_dir()) {
        let folder = entry.file_name().into_string().expect("folders have plain names");
        let mut files = BTreeMap::new();
        read(&entry.path(), Utf8PathBuf::new(), &mut |path, bytes| drop(files.insert(path, bytes)));
        let root = Utf8PathBuf::from("spec").join(&folder);
        found.push(SdkInput { folder, root, files, target: Target::Workspace, adhoc: None });
    }
    found.extend(std::env::var("OPENAPI_DOCUMENT").ok().map(|path| own(&path)));
    found
}

fn own(path: &str) -> SdkInput {
    let name = Utf8PathBuf::from(Utf8PathBuf::from(path).file_name().expect("a file"));
    let bytes = fs::read(path).expect("OPENAPI_DOCUMENT can be read");
    SdkInput {
        folder: name.to_string(),
        root: Utf8PathBuf::new(),
        files: BTreeMap::from([(name.clone(), bytes)]),
        target: Target::Standalone,
        adhoc: Some(Adhoc {
            openapi: Some(name),
            events: Vec::new(),
            name: None,
            selection: generator::Selection::default(),
        }),
    }
}

fn read(folder: &Path, below: Utf8PathBuf, found: &mut dyn FnMut(Utf8PathBuf, Vec<u8>)) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let name = below.join(entry.file_name().to_string_lossy().as_ref());
        if entry.path().is_dir() {
            read(&entry.path(), name, found);
        } else {
            found(name, fs::read(entry.path()).expect("the file can be read"));
        }
    }
}

criterion_group!(benches, pipeline);
criterion_main!(benches);
