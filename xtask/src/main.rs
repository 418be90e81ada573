//! The maintainer's commands. All IO of the project is here: reading specifications, writing crates,
//! talking to the terminal.

mod bench;
mod codegen;
mod columns;
mod conformance;
mod corpus;
mod diagnostics;
mod flags;
mod fuzz;
mod load;
mod locate;
mod manifest;
mod progress;
mod project;
mod raw;
mod report;
mod roundtrip;
mod soak;
mod standalone;
mod sync;
mod test;
mod validate;
mod workshop;

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod named;
#[cfg(test)]
mod tidy;

use std::process::ExitCode;

use clap::Parser as _;

use crate::flags::{Command, Flags};

/// Most of a run is syntax trees coming and going; this allocator takes a third less time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let result = match Flags::parse().command {
        Command::Codegen(flags) => codegen::run(&flags),
        Command::Corpus(flags) => corpus::run(&flags),
        Command::Bench(flags) => bench::run(&flags),
        Command::Roundtrip(flags) => roundtrip::run(&flags),
        Command::Fuzz(flags) => fuzz::run(&flags),
        Command::Test(flags) => test::run(&flags),
        Command::Soak => soak::run(),
        Command::Conformance(flags) => conformance::run(&flags),
        Command::Validate => validate::run(),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            ExitCode::from(1)
        }
    }
}
