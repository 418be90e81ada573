//! What a file takes from elsewhere, collected while the types of its items are written.
//!
//! A name is imported and then printed bare, unless the file declares or imports another thing of that
//! name: then its module is imported and printed in front (`models::Client`, `data::Secret`).
//!
//! **Invariant:** a file imports what it names, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::context::{Context, File, Place};
use super::features::Needs;
use crate::fragment::{Ident, Type, view};
use crate::ir::TypeId;
use crate::names::OF_OPERATIONS;

view! {
    /// `use path;` or `use path::{names…};`
    pub(super) struct Use {
        path: Type,
        names: Vec<Type>,
    }
}

/// Imports of one file.
#[derive(Debug)]
pub(super) struct Imports<'a> {
    pub(super) context: Context<'a>,
    /// The file, where it declares models.
    file: Option<File>,
    /// The public module that the file is or belongs to, if models are declared there.
    place: Option<Place>,
    /// Names that mean something here: declared, or imported from that module.
    bound: BTreeMap<String, Option<String>>,
    uses: BTreeMap<(Rank, Type), BTreeSet<Type>>,
    needs: Needs,
}

/// Order of the imports: the language, the runtime, the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Std,
    Runtime,
    Crate,
}

impl<'a> Imports<'a> {
    /// Imports of a file that declares models.
    pub(super) fn of_models(context: Context<'a>, file: File) -> Self {
        let mut imports = Self::new(context);
        imports.file = Some(file);
        imports.place = Some(file.place());
        for id in context.layout.types(file) {
            imports.declare(&context.ty(*id).name);
        }
        imports
    }

    /// Imports of a catalog's module.
    pub(super) fn of_catalog(context: Context<'a>, index: u32) -> Self {
        Self { place: Some(Place::Catalog(index)), ..Self::new(context) }
    }

    /// Imports of a file of operations.
    pub(super) fn of_operations(context: Context<'a>) -> Self {
        let mut imports = Self::new(context);
        for (module, names) in OF_OPERATIONS {
            for name in *names {
                imports.bound.insert((*name).to_owned(), Some((*module).to_owned()));
            }
        }
        imports
    }

    /// Imports of a file in which nothing has a meaning yet.
    pub(super) fn new(context: Context<'a>) -> Self {
        Self {
            context,
            file: None,
            place: None,
            bound: BTreeMap::new(),
            uses: BTreeMap::new(),
            needs: Needs::default(),
        }
    }

    /// Keeps a name for something that the file declares.
    pub(super) fn declare(&mut self, name: &Ident) {
        self.bound.insert(name.as_str().to_owned(), None);
    }

    /// Imports what the file's template names: `std::fmt` is `("std", "fmt")`.
    pub(super) fn fixed(&mut self, module: &'static str, names: &[&'static str]) {
        for name in names {
            self.bound.insert((*name).to_owned(), Some(module.to_owned()));
            self.add(&Type::fixed(module), Type::fixed(name));
        }
    }

    /// A type of the runtime or the language: `("sdk_runtime", "data", "Secret")`.
    pub(super) fn runtime(&mut self, root: &'static str, module: &'static str, name: &'static str) -> Type {
        let path = Type::fixed(root).join(&Ident::fixed(module));
        let hidden = self.place.is_some_and(|it| self.context.layout.declares(it, name));
        if !hidden && self.bind(name, &path) {
            self.add(&path, Type::fixed(name));
            return Type::fixed(name);
        }
        self.add(&Type::fixed(root), Type::fixed(module));
        Type::within(module, &Ident::fixed(name))
    }

    /// A named type.
    pub(super) fn named(&mut self, id: TypeId) -> Type {
        if let [path @ .., name] = self.context.ty(id).path.as_slice() {
            return self.foreign(path, name);
        }
        self.needs.types.insert(id);
        let name = &self.context.ty(id).name;
        let there = self.context.place(id);
        let here = self.place == Some(there);
        let path = match self.file {
            Some(file) if file == self.context.file(id) => return Type::from(name),
            // A module uses its private modules' types under its own path.
            None if here => return Type::from(name),
            Some(_) if here => Type::fixed("super"),
            _ => self.context.module(there),
        };
        if self.bind(name.as_str(), &path) {
            self.add(&path, Type::from(name));
            return Type::from(name);
        }
        match there {
            Place::Models => {
                self.add(&Type::fixed("crate"), Type::fixed("models"));
                Type::within("models", name)
            }
            Place::Catalog(index) => {
                let module = &self.context.names.catalog(index).module;
                self.add(&Type::fixed("crate"), Type::from(module));
                Type::from(module).join(name)
            }
        }
    }

    /// A type of the runtime that the specification chose.
    fn foreign(&mut self, path: &[Ident], name: &Ident) -> Type {
        let path = Type::path(path);
        let hidden = self.place.is_some_and(|it| self.context.layout.declares(it, name.as_str()));
        if !hidden && self.bind(name.as_str(), &path) {
            self.add(&path, Type::from(name));
            return Type::from(name);
        }
        path.join(name)
    }

    fn bind(&mut self, name: &str, path: &Type) -> bool {
        match self.bound.get(name) {
            Some(Some(other)) => other == path.as_str(),
            Some(None) => false,
            None => {
                self.bound.insert(name.to_owned(), Some(path.as_str().to_owned()));
                true
            }
        }
    }

    fn add(&mut self, module: &Type, name: Type) {
        let rank = match module.as_str() {
            it if it.starts_with("std") => Rank::Std,
            it if it.starts_with("sdk_runtime") => Rank::Runtime,
            _ => Rank::Crate,
        };
        self.uses.entry((rank, module.clone())).or_default().insert(name);
    }

    /// Whether failures of operations carry a type.
    pub(super) fn is_error(&self, id: TypeId) -> bool {
        self.context.errors.contains(&id)
    }

    /// Notes that the file calls a namespace's methods.
    pub(super) fn calls(&mut self, namespace: u32) {
        self.needs.namespaces.insert(namespace);
    }

    /// What the file takes from other parts of the crate.
    pub(super) fn needs(&mut self) -> Needs {
        std::mem::take(&mut self.needs)
    }

    /// The `use` lines, in their order.
    pub(super) fn finish(self) -> Vec<Use> {
        let uses = self.uses.into_iter();
        uses.map(|((_, path), names)| Use { path, names: names.into_iter().collect() }).collect()
    }
}
