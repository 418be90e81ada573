//! Writes trees: all staged beside the old ones first, then swapped in by renaming.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};
use camino::{Utf8Path, Utf8PathBuf};
use generator::FileSet;

use super::compare::compare;
use super::{ChangeKind, Changes, Tree};

/// Makes every folder hold its files. What codegen never wrote moves along.
///
/// # Errors
/// Anything that goes wrong before the last swap leaves every folder as it was.
pub(crate) fn write(trees: &[Tree]) -> Result<()> {
    let trees: Vec<&Tree> = trees.iter().filter(|it| it.changes.writes()).collect();
    let staged = trees.iter().try_for_each(|it| stage(&it.folder, &it.files, &it.changes));
    let swapped = staged.and_then(|()| swap_all(&trees));
    if swapped.is_err() {
        for tree in &trees {
            // The old tree is whole and what was staged is of no use; the first error is the one to report.
            let _ = remove(&beside(&tree.folder, "new"));
        }
    }
    swapped?;
    trees.iter().try_for_each(|it| carry_over(&beside(&it.folder, "old"), &it.folder))
}

/// Finishes or undoes the swap of a run that was killed in the middle of it.
pub(crate) fn recover(folder: &Utf8Path) -> Result<()> {
    let aside = beside(folder, "old");
    if folder.exists() {
        carry_over(&aside, folder)
    } else if aside.exists() {
        rename(&aside, folder)
    } else {
        Ok(())
    }
}

/// Writes a whole new tree beside the old one. Equal files are the same files (hard links), so that
/// Cargo has no reason to build them again.
fn stage(folder: &Utf8Path, files: &FileSet, changes: &Changes) -> Result<()> {
    let staged = beside(folder, "new");
    remove(&staged)?;
    for (path, text) in files {
        let target = staged.join(path);
        create_parent(&target)?;
        let equal = changes.list.binary_search_by(|it| it.path.cmp(path)).is_err();
        if !equal || fs::hard_link(folder.join(path), &target).is_err() {
            fs::write(&target, text).with_context(|| format!("writing {target}"))?;
        }
    }
    let foreign = changes.list.iter().filter(|it| it.kind == ChangeKind::Foreign);
    for path in foreign.map(|it| &it.path) {
        let blocked = path.ancestors().any(|it| files.contains_key(it)) || staged.join(path).exists();
        if blocked {
            bail!("{} is in the way, and codegen did not write it; move it first", folder.join(path));
        }
    }
    Ok(())
}

fn swap_all(trees: &[&Tree]) -> Result<()> {
    for (done, tree) in trees.iter().enumerate() {
        if let Err(error) = swap(&tree.folder) {
            for tree in trees[..done].iter().rev() {
                undo(&tree.folder)?;
            }
            return Err(error);
        }
    }
    Ok(())
}

fn swap(folder: &Utf8Path) -> Result<()> {
    let (staged, aside) = (beside(folder, "new"), beside(folder, "old"));
    if folder.exists() {
        rename(folder, &aside)?;
    } else {
        create_parent(folder)?;
    }
    let result = if staged.exists() { rename(&staged, folder) } else { Ok(()) };
    if result.is_err() && aside.exists() {
        rename(&aside, folder)?;
    }
    result
}

fn undo(folder: &Utf8Path) -> Result<()> {
    let aside = beside(folder, "old");
    remove(folder)?;
    if aside.exists() { rename(&aside, folder) } else { Ok(()) }
}

/// Moves what codegen did not write (notes, repositories, Cargo's own output) from the old tree, then removes that.
fn carry_over(old: &Utf8Path, new: &Utf8Path) -> Result<()> {
    if !old.exists() {
        return Ok(());
    }
    let left_over = compare(old, &FileSet::new())?.list.into_iter().filter(|it| it.kind != ChangeKind::Foreign);
    let ours: BTreeSet<Utf8PathBuf> = left_over.map(|it| it.path).collect();
    carry(old, new, Utf8Path::new(""), &ours)?;
    remove(old)
}

/// Moves what is below a folder: as a whole what holds nothing of `ours`, so that empty folders and links go along.
fn carry(old: &Utf8Path, new: &Utf8Path, below: &Utf8Path, ours: &BTreeSet<Utf8PathBuf>) -> Result<()> {
    let folder = old.join(below);
    for entry in folder.read_dir_utf8().with_context(|| format!("reading the folder {folder}"))? {
        let entry = entry.with_context(|| format!("reading the folder {folder}"))?;
        let is_folder = entry.file_type().with_context(|| format!("reading {}", entry.path()))?.is_dir();
        let path = below.join(entry.file_name());
        let (from, to) = (old.join(&path), new.join(&path));
        let is_there = to.symlink_metadata().is_ok();
        let holds_ours = ours.range(path.clone()..).next().is_some_and(|it| it.starts_with(&path));
        if !holds_ours && !is_there {
            create_parent(&to)?;
            rename(&from, &to)?;
        } else if is_folder {
            carry(old, new, &path, ours)?;
        }
    }
    Ok(())
}

/// A hidden neighbour of `folder`, on the same file system, so that renaming is possible. Not a sibling
/// where that can be avoided: the workspace takes every folder beside a generated crate for a member.
fn beside(folder: &Utf8Path, what: &str) -> Utf8PathBuf {
    let name = folder.file_name().unwrap_or("crate");
    let hidden = format!(".{name}.codegen-{what}");
    match folder.parent() {
        Some(parent) if parent.file_name() == Some("generated") => parent.with_file_name(hidden),
        _ => folder.with_file_name(hidden),
    }
}

fn create_parent(path: &Utf8Path) -> Result<()> {
    let Some(parent) = path.parent() else { return Ok(()) };
    fs::create_dir_all(parent).with_context(|| format!("creating the folder {parent}"))
}

fn rename(from: &Utf8Path, to: &Utf8Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("moving {from} to {to}"))
}

fn remove(folder: &Utf8Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {folder}"))?;
    }
    Ok(())
}
