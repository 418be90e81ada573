//! Second line of defence: a generated Rust file holds what the plan predicted, and nothing else.
//!
//! Whatever slipped through a slot would have to become an item, an attribute, a macro call or a keyword
//! that has no business here, and ends the run.
//!
//! **Invariant:** the items at the top level of a file are exactly those of [`crate::render::Page::items`];
//! there are no others below it, but imports and what stands in `impl` blocks.

mod attributes;
pub(crate) mod lex;

use std::collections::BTreeMap;
use std::fmt;

use syn::visit::{self, Visit};

use self::lex::Kind;
use crate::fragment::Ident;

/// An item at the top level of a Rust file, as the plan predicts it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// `mod name;`
    Mod(Ident),
    /// `pub use …;`: one entry for each name that it exports, under the name it has here. Imports that are
    /// not public need no entry.
    Use(Ident),
    /// `pub use crate_of_the_runtime::name::*;`
    Glob(Ident),
    /// `struct Name …`
    Struct(Ident),
    /// `enum Name …`
    Enum(Ident),
    /// `type Name = …;`
    Alias(Ident),
    /// `static NAME: … = …;`
    Static(Ident),
    /// `const NAME: … = …;`
    Const(Ident),
    /// `fn name(…) …`
    Fn(Ident),
    /// `impl …`: one entry for each self type that has impl blocks, however many.
    Impl(Ident),
}

impl Item {
    fn key(&self) -> (&'static str, &str) {
        match self {
            Self::Mod(it) => ("mod", it.as_str()),
            Self::Use(it) => ("pub use", it.as_str()),
            Self::Glob(it) => ("pub use all of", it.as_str()),
            Self::Struct(it) => ("struct", it.as_str()),
            Self::Enum(it) => ("enum", it.as_str()),
            Self::Alias(it) => ("type", it.as_str()),
            Self::Static(it) => ("static", it.as_str()),
            Self::Const(it) => ("const", it.as_str()),
            Self::Fn(it) => ("fn", it.as_str()),
            Self::Impl(it) => ("impl", it.as_str()),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = self.key();
        write!(f, "{kind} {name}")
    }
}

/// Crates and path roots that library code may import from, beside the modules that the file declares.
const ROOTS: &[&str] = &["crate", "self", "super", "std", "core", "sdk_runtime"];

/// Macros that generated tests may call. Library code calls none.
const TEST_MACROS: &[&str] = &["assert", "assert_eq", "assert_ne", "format", "json", "matches", "panic", "vec"];

/// What stands in a file or in a part of it.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// How often each item stands there.
    items: BTreeMap<(&'static str, String), usize>,
    faults: Vec<String>,
}

impl Found {
    /// Adds what stands in another part of the file.
    pub(crate) fn and(mut self, other: Self) -> Self {
        for ((kind, name), count) in other.items {
            let sum = self.items.entry((kind, name)).or_default();
            *sum = if kind == "impl" { 1 } else { *sum + count };
        }
        self.faults.extend(other.faults);
        self
    }

    /// Compares it with the items predicted for the file.
    ///
    /// # Errors
    /// One sentence for every deviation.
    pub(crate) fn compare(mut self, predicted: &[Item]) -> Result<(), Vec<String>> {
        let mut expected: BTreeMap<(&'static str, &str), usize> = BTreeMap::new();
        for (kind, name) in predicted.iter().map(Item::key) {
            let count = expected.entry((kind, name)).or_default();
            *count = if kind == "impl" { 1 } else { *count + 1 };
        }
        for ((kind, name), count) in &self.items {
            match expected.remove(&(*kind, name.as_str())) {
                None => self.faults.push(format!("`{kind} {name}` is not predicted")),
                Some(it) if it != *count => {
                    self.faults.push(format!("`{kind} {name}` stands there {count} times, not {it}"));
                }
                Some(_) => {}
            }
        }
        self.faults.extend(expected.keys().map(|(kind, name)| format!("`{kind} {name}` is missing")));
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }
}

/// Looks at a file or at a part of it, which `text` is the source of. `predicted` are the items of the whole file.
/// `is_test`: it is a generated test, which may call macros and import from other crates.
pub(crate) fn look(file: &syn::File, text: &str, predicted: &[Item], is_test: bool) -> Found {
    let mut checker = Checker { is_test, predicted, found: Found::default() };
    checker.keywords(text);
    for item in &file.items {
        checker.top_level(item);
    }
    checker.visit_file(file);
    checker.found
}

struct Checker<'a> {
    is_test: bool,
    predicted: &'a [Item],
    found: Found,
}

impl Checker<'_> {
    fn found(&mut self, kind: &'static str, name: impl fmt::Display) {
        *self.found.items.entry((kind, name.to_string())).or_default() += 1;
    }

    fn fault(&mut self, fault: impl Into<String>) {
        self.found.faults.push(fault.into());
    }

    fn top_level(&mut self, item: &syn::Item) {
        match item {
            syn::Item::Mod(it) if it.content.is_none() => self.found("mod", &it.ident),
            syn::Item::Mod(it) => self.fault(format!("module `{}` has a body", it.ident)),
            syn::Item::Struct(it) => self.found("struct", &it.ident),
            syn::Item::Enum(it) => self.found("enum", &it.ident),
            syn::Item::Type(it) => self.found("type", &it.ident),
            syn::Item::Static(it) => self.found("static", &it.ident),
            syn::Item::Const(it) => self.found("const", &it.ident),
            syn::Item::Fn(it) => self.found("fn", &it.sig.ident),
            syn::Item::Impl(it) => match self_type(&it.self_ty) {
                Some(name) => {
                    self.found.items.insert(("impl", name.to_string()), 1);
                }
                None => self.fault("an impl block for what is no named type"),
            },
            syn::Item::Use(it) if !matches!(it.vis, syn::Visibility::Inherited) => self.exports(&it.tree),
            syn::Item::Use(_) => {}
            _ => self.fault("an item of a kind that generated code does not have"),
        }
    }

    fn exports(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(it) => match &*it.tree {
                syn::UseTree::Glob(_) => self.found("pub use all of", &it.ident),
                tree => self.exports(tree),
            },
            syn::UseTree::Name(it) => self.found("pub use", &it.ident),
            syn::UseTree::Rename(it) => self.found("pub use", &it.rename),
            syn::UseTree::Group(it) => it.items.iter().for_each(|it| self.exports(it)),
            syn::UseTree::Glob(_) => self.fault("a glob of public names"),
        }
    }

    /// Refuses keywords wherever they stand, in what the parser does not look into as well.
    fn keywords(&mut self, text: &str) {
        for token in lex::words(text) {
            match token.kind {
                Kind::Ident if matches!(token.text, "unsafe" | "extern" | "macro_rules") => {
                    self.fault(format!("the keyword `{}`", token.text));
                }
                Kind::Bad => {
                    self.fault("a carriage return, a block comment or a literal without end, which is no Rust of ours")
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Checker<'_> {
    fn visit_attribute(&mut self, it: &'ast syn::Attribute) {
        if let Err(fault) = attributes::check(it) {
            self.fault(fault);
        }
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        let is_known = self.is_test && TEST_MACROS.iter().any(|name| it.path.is_ident(name));
        if !is_known {
            let name = it.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
            self.fault(format!("a call of the macro `{name}!`"));
        }
    }

    fn visit_item_use(&mut self, it: &'ast syn::ItemUse) {
        let root = match &it.tree {
            syn::UseTree::Path(it) => it.ident.to_string(),
            _ => String::new(),
        };
        let is_own = self.predicted.iter().any(|it| matches!(it, Item::Mod(name) if name.as_str() == root));
        if it.leading_colon.is_some() || !(self.is_test || is_own || ROOTS.contains(&root.as_str())) {
            self.fault(format!("an import from `{root}`"));
        }
        visit::visit_item_use(self, it);
    }

    fn visit_stmt(&mut self, it: &'ast syn::Stmt) {
        if let syn::Stmt::Item(item) = it
            && !matches!(item, syn::Item::Use(_))
        {
            self.fault("an item inside a function");
        }
        visit::visit_stmt(self, it);
    }
}

/// The name of the type that an impl block is for.
fn self_type(ty: &syn::Type) -> Option<&syn::Ident> {
    match ty {
        syn::Type::Path(it) if it.qself.is_none() => it.path.segments.last().map(|it| &it.ident),
        _ => None,
    }
}
