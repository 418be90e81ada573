//! The command line.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand};

/// Maintains the generated SDKs.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about)]
pub(crate) struct Flags {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write SDK crates from specifications.
    Codegen(CodegenFlags),
    /// Run every test: the workspace's, this tool's, and the check of each operation against its specification.
    Test(TestFlags),
    /// Generate and compile a crate from every document of a folder, and say what of each reached the code.
    Corpus(CorpusFlags),
    /// Decode and encode values of every type of a document, and say which do not come back equal.
    Roundtrip(RoundtripFlags),
    /// Measure size, time and memory of what documents generate, beside another generator if there is one.
    Bench(BenchFlags),
    /// Push documents that a fuzzer makes through the generator.
    Fuzz(FuzzFlags),
    /// Send a hundred thousand events through live streams that break, to a slow program, and print figures.
    Soak,
    /// Call everything that reads, and what whole lives need, on a real server, and judge each answer.
    Conformance(ConformanceFlags),
    /// Check recorded requests of every operation with an independent OpenAPI validator.
    Validate,
}

/// Exit codes: 0 fine, 1 drift or errors in the input, 2 wrong usage.
#[derive(Args, Debug)]
pub(crate) struct CodegenFlags {
    /// SDKs to generate, by their folder under spec/ (all when none is named).
    #[arg(value_name = "SDK", conflicts_with = "spec")]
    pub(crate) sdks: Vec<String>,

    /// Write nothing; list what differs from the specifications and exit 1 if anything does.
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) check: bool,

    /// Write nothing; list what would be written.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Treat warnings as errors.
    #[arg(long)]
    pub(crate) strict: bool,

    /// List what stays open JSON too: what could not be typed and why, and what the document itself leaves open.
    #[arg(long)]
    pub(crate) report_untyped: bool,

    /// Print diagnostics and changes as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,

    /// An OpenAPI document of your own, outside spec/.
    #[arg(long, value_name = "FILE", requires = "out")]
    pub(crate) spec: Option<Utf8PathBuf>,

    /// An event catalog beside it.
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub(crate) events: Option<Utf8PathBuf>,

    /// Folder for the crate made from --spec; it builds from that folder alone.
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub(crate) out: Option<Utf8PathBuf>,

    /// Name of the crate made from --spec (from the document's title when left out).
    #[arg(long, value_name = "CRATE", requires = "spec")]
    pub(crate) name: Option<String>,

    /// Generate only the operations of --spec with this path, method and path, operationId or tag, and what they need;
    /// `*` stops at `/`, `**` does not (repeatable).
    #[arg(long, value_name = "PATTERN", requires = "spec")]
    pub(crate) only: Vec<String>,

    /// Leave out the operations of --spec that fit (repeatable).
    #[arg(long, value_name = "PATTERN", requires = "spec")]
    pub(crate) exclude: Vec<String>,

    /// Generate types without a client.
    #[arg(long, requires = "spec")]
    pub(crate) types_only: bool,
}

#[derive(Args, Debug)]
pub(crate) struct TestFlags {
    /// Skip the check with the independent validator, which installs a Python package.
    #[arg(long)]
    pub(crate) no_validate: bool,
}

#[derive(Args, Debug)]
pub(crate) struct CorpusFlags {
    /// Folder with OpenAPI documents; one that is not there is skipped.
    #[arg(value_name = "DIR")]
    pub(crate) folder: Utf8PathBuf,

    /// Leave out documents larger than this.
    #[arg(long, value_name = "KIB")]
    pub(crate) max_kib: Option<u64>,

    /// Try only so many documents.
    #[arg(long, value_name = "COUNT")]
    pub(crate) sample: Option<usize>,

    /// Which ones --sample takes.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "sample")]
    pub(crate) seed: u64,

    /// Generate only.
    #[arg(long)]
    pub(crate) no_compile: bool,

    /// Decode and encode values of every type too; it costs a compilation.
    #[arg(long, conflicts_with = "no_compile")]
    pub(crate) roundtrip: bool,

    /// Documents at the same time; each of them compiles the dependencies for itself, once.
    #[arg(long, value_name = "COUNT", default_value_t = 1)]
    pub(crate) jobs: usize,

    /// List the names that did not reach the code, with their places.
    #[arg(long)]
    pub(crate) missing: bool,

    /// Print the figures as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Exit codes: 0 every value came back equal, 1 some did not, 2 wrong usage.
#[derive(Args, Debug)]
pub(crate) struct RoundtripFlags {
    /// An OpenAPI document.
    #[arg(long, value_name = "FILE")]
    pub(crate) spec: Utf8PathBuf,

    /// Only types whose path (`models::Pet`) has this in it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_filter: Option<String>,

    /// Print the score and every value that did not come back equal as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Exit codes: 0 measured, 1 a document did not generate or compile, 2 wrong usage.
#[derive(Args, Debug)]
pub(crate) struct BenchFlags {
    /// OpenAPI documents, or folders with them.
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<Utf8PathBuf>,

    /// Measure this generator too (openapi-to-rust, or one with its command line), each document right after ours.
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) against: Option<Utf8PathBuf>,

    /// Only documents whose file has this in its name (repeatable).
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Vec<String>,

    /// Generate only.
    #[arg(long)]
    pub(crate) no_compile: bool,

    /// A program (`main.rs`) that uses the crate as `sdk`: build it for release with the features of --feature, and
    /// with all.
    #[arg(long, value_name = "FILE", requires = "features", conflicts_with = "no_compile")]
    pub(crate) program: Option<Utf8PathBuf>,

    /// A feature that the program needs (repeatable).
    #[arg(long = "feature", value_name = "NAME", requires = "program")]
    pub(crate) features: Vec<String>,

    /// Print the figures as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct FuzzFlags {
    /// How long to look.
    #[arg(long, default_value_t = 60, value_name = "N")]
    pub(crate) seconds: u64,
}

/// Exit codes: 0 every answer was a value of its type or an error of the server, and enough of them values; 1 not; 2 wrong
/// usage.
#[derive(Args, Debug)]
pub(crate) struct ConformanceFlags {
    /// The SDK, by its folder under spec/.
    #[arg(value_name = "SDK")]
    pub(crate) sdk: String,

    /// Base URL of a server that runs; what it holds is left as it is, but new things are made.
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,

    /// Bearer token for it; without one, operations are called anonymously alone.
    #[arg(long, value_name = "TOKEN", requires = "url")]
    pub(crate) token: Option<String>,

    /// Program that runs the server, with `start` (prints its URL), `jwt` (prints a token) and `stop`; left out:
    /// ../shared/SDK-server/SDK-server beside the project.
    #[arg(long, value_name = "PROGRAM", conflicts_with = "url")]
    pub(crate) server: Option<Utf8PathBuf>,

    /// How many operations have to answer with a value of their type.
    #[arg(long, value_name = "COUNT", default_value_t = 80)]
    pub(crate) at_least: usize,
}
