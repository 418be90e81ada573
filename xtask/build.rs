//! Embeds the templates and the runtime into a release build, for use outside the project.

use std::fs;
use std::path::{Path, PathBuf};
use std::{env, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("..");
    let mut files = Vec::new();
    // A dev build runs inside the project and reads from disk: editing a template then needs no build.
    if env::var("PROFILE").is_ok_and(|it| it == "release") {
        for folder in ["templates", "runtime/src"] {
            println!("cargo::rerun-if-changed={}", root.join(folder).display());
            collect(&root, Path::new(folder), &mut files)?;
        }
        files.extend(["Cargo.toml", "runtime/Cargo.toml"].map(PathBuf::from));
    }
    println!("cargo::rerun-if-changed=build.rs");
    files.sort();
    let mut table = "pub(crate) static FILES: &[(&str, &str)] = &[\n".to_owned();
    for file in files {
        let full = fs::canonicalize(root.join(&file))?;
        table += &format!("    ({:?}, include_str!({:?})),\n", file.display().to_string(), full.display().to_string());
    }
    table += "];\n";
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("embedded.rs"), table)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() { collect(root, &path, files)? } else { files.push(path) }
    }
    Ok(())
}
