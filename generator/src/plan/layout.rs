//! Where every type is declared, worked out once: looking it up costs the same in an SDK of ten types and of
//! ten thousand.

use std::collections::{BTreeMap, HashSet};

use super::context::{File, Place};
use crate::ir::{Home, Sdk, Shape, TypeId, TypeRef};
use crate::names::Names;

/// Where every type is declared.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    /// The file of each type, by its id.
    of: Vec<File>,
    /// Which types are in which file, in the order of the files' modules.
    files: BTreeMap<File, Vec<TypeId>>,
    declared: HashSet<(Place, &'a str)>,
}

impl<'a> Layout<'a> {
    pub(super) fn new(sdk: &Sdk, names: &'a Names) -> Self {
        let ids = || (0..).map(TypeId).take(sdk.types.len());
        let of: Vec<File> = ids().map(|id| home(sdk, id)).collect();
        let mut files: BTreeMap<File, Vec<TypeId>> = BTreeMap::new();
        let is_foreign = |id: &TypeId| matches!(sdk.types[id.0 as usize].shape, Shape::Foreign(_));
        for (id, file) in ids().zip(&of).filter(|(id, _)| !is_foreign(id)) {
            files.entry(*file).or_default().push(id);
        }
        // What stands in a type comes after it, whatever the order of the representation.
        for ids in files.values_mut() {
            ids.sort_by_cached_key(|id| within(sdk, *id));
        }
        let made = ids().zip(&of).filter(|(id, _)| !is_foreign(id));
        let declared = made.map(|(id, file)| (file.place(), names.ty(id).name.as_str())).collect();
        Self { of, files, declared }
    }

    /// The file that a type is printed in.
    pub(super) fn file(&self, id: TypeId) -> File {
        self.of[id.0 as usize]
    }

    /// The types of a file.
    pub(super) fn types(&self, file: File) -> &[TypeId] {
        self.files.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The files of a public module with their types.
    pub(super) fn files(&self, place: Place) -> impl Iterator<Item = (File, &[TypeId])> {
        self.files.iter().filter(move |(file, _)| file.place() == place).map(|(file, ids)| (*file, ids.as_slice()))
    }

    /// Whether a type of that name is declared in a public module.
    pub(super) fn declares(&self, place: Place, name: &'a str) -> bool {
        self.declared.contains(&(place, name))
    }
}

fn home(sdk: &Sdk, id: TypeId) -> File {
    match sdk.types[id.0 as usize].home {
        Home::Component => File::Component(id),
        Home::Inside(owner) => home(sdk, owner),
        // Another name for an inline type stands beside that.
        Home::Operation(index) => match same_as(sdk, id) {
            Some(first) => home(sdk, first),
            None => File::Operation(index),
        },
        Home::Webhook(inbox, message) => File::Webhook(inbox, message),
        Home::Event(catalog, event) => File::Event(catalog, event),
        Home::Catalog(catalog) => File::Shared(catalog, id),
    }
}

/// The inline type of an operation that this one is only another name of.
pub(super) fn same_as(sdk: &Sdk, id: TypeId) -> Option<TypeId> {
    match sdk.types[id.0 as usize].shape {
        // What an alias names comes before it.
        Shape::Alias(TypeRef::Named(first))
            if first < id && matches!(sdk.types[first.0 as usize].home, Home::Operation(_)) =>
        {
            Some(first)
        }
        _ => None,
    }
}

/// A type behind all those that it stands in, outermost first.
fn within(sdk: &Sdk, id: TypeId) -> Vec<TypeId> {
    let mut path = match sdk.types[id.0 as usize].home {
        Home::Inside(owner) => within(sdk, owner),
        _ => Vec::new(),
    };
    path.push(id);
    path
}
