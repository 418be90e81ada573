//! Turns OpenAPI documents and event catalogs into the complete source of Rust SDK crates.

pub mod check;
pub mod config;
pub mod diagnostics;
pub mod dialect;
pub mod document;
pub mod file_set;
pub mod format;
pub mod fragment;
pub mod input;
pub mod ir;
pub mod lower;
pub mod names;
pub mod overlay;
pub mod parse;
pub mod plan;
pub mod prose;
pub mod references;
pub mod render;
pub mod samples;
pub mod structure;
pub mod tree;
pub mod untyped;

pub use self::diagnostics::{Diagnostic, Diagnostics, Origin, Severity};
pub use self::file_set::FileSet;
pub use self::input::{Adhoc, Inputs, SdkInput, Selection, Target};

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::references::Resolver;
use self::render::Templates;

/// What a run makes.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// Folder name of an SDK → contents of its crate.
    pub crates: BTreeMap<String, FileSet>,
    /// Problems that did not stop the run.
    pub warnings: Diagnostics,
}

/// Turns specifications and templates into the complete contents of the output folder.
///
/// # Errors
/// Every problem of every SDK, warnings included, when one of them is an error.
pub fn generate(inputs: &Inputs) -> Result<Output, Diagnostics> {
    let templates = Templates::compile(&inputs.templates, plan::TEMPLATES)?;
    let all = || inputs.sdks.par_iter().map(|sdk| (&sdk.folder, generate_sdk(sdk, &templates))).collect::<Vec<_>>();
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let results = pool.map_or_else(|_| all(), |pool| pool.install(all));
    let mut output = Output::default();
    for (folder, result) in results {
        match result {
            Ok((files, warnings)) => {
                output.crates.insert(folder.clone(), files);
                output.warnings.extend(warnings);
            }
            Err(diagnostics) => output.warnings.extend(diagnostics),
        }
    }
    output.warnings.propagate()?;
    Ok(output)
}

/// Bytes of the stacks of all threads: schemas are lowered, and their types parsed, as deep as they are nested, and the
/// threads of a test or of an ordinary pool have little.
const STACK: usize = 64 << 20;

/// Runs `task` on a large stack; on the present one where there is no thread to be had. A thread of the pool waits here:
/// `task` must not need the pool.
fn deep<T: Send>(task: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| match std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &task) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(_) => task(),
    })
}

/// The whole pipeline. Up to `check`, every problem is the specification's and is reported with its
/// place; after it, every problem is ours.
fn generate_sdk(input: &SdkInput, templates: &Templates) -> Result<(FileSet, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let sdk = understand(input, &mut diagnostics);
    diagnostics.propagate()?;
    let names = names::Names::assign(&sdk);
    let pages = plan::plan(&sdk, &names, &input.target);
    let rendered = templates.render(pages)?;
    Ok((format::format(rendered)?, diagnostics))
}

/// From bytes to the representation, collecting every problem on the way.
pub fn understand(input: &SdkInput, diagnostics: &mut Diagnostics) -> ir::Sdk {
    let (sdk, said) = deep(|| {
        let mut said = Diagnostics::default();
        (read(input, &mut said), said)
    });
    diagnostics.extend(said);
    sdk
}

fn read(input: &SdkInput, diagnostics: &mut Diagnostics) -> ir::Sdk {
    let documents = document::load(input, diagnostics);
    let api = document::read(Resolver::new(&documents), diagnostics);
    let title = api.as_ref().map_or("", |api| api.info.title.as_str());
    let config = config::read(&documents, input.adhoc.as_ref(), title, diagnostics);
    let sdk = lower::lower(&input.folder, &documents, api.as_ref(), &config, diagnostics);
    check::check(&sdk, diagnostics);
    sdk
}
