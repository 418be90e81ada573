//! Whose types stand in the public API of the runtime and of generated crates: only those of crates that are named here.
//!
//! In: the sources. Each path in a public signature, field, bound or re-export is followed through the file's `use` to
//! the crate that it begins with. What is `pub` in a private module counts too, so that nothing is missed.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use syn::visit::Visit;
use syn::{ImplItem, Item, Path, TraitItem, UseTree, Visibility};

use crate::tidy::{files, refuse, text};

/// Crates whose types the runtime's public API may name.
const RUNTIME: &[&str] = &["bytes", "futures_core", "http", "reqwest", "serde", "serde_json", "tokio"];

/// Those that a generated crate's may.
const GENERATED: &[&str] = &["sdk_runtime", "serde", "serde_json", "bytes"];

/// Modules of the runtime that are crates of their own.
const REEXPORTED: &[&str] = &["bytes", "http", "serde", "serde_json"];

/// A crate that a public item names: the crate, and the item with its file.
type Named = (String, String);

/// What a file's public items name.
struct Surface {
    /// Local name → the path that it stands for.
    uses: BTreeMap<String, Vec<String>>,
    crates: BTreeSet<String>,
    /// Names of public types of the crate.
    public: BTreeSet<String>,
    place: String,
    named: BTreeSet<Named>,
}

impl Surface {
    fn of(file: &syn::File, place: &str, crates: &BTreeSet<String>, public: &BTreeSet<String>) -> BTreeSet<Named> {
        // A module of the file's own hides the crate of its name.
        let modules =
            file.items.iter().filter_map(|it| if let Item::Mod(it) = it { Some(it.ident.to_string()) } else { None });
        let modules: BTreeSet<String> = modules.collect();
        let mut surface = Self {
            uses: BTreeMap::new(),
            crates: crates.difference(&modules).cloned().collect(),
            public: public.clone(),
            place: place.to_owned(),
            named: BTreeSet::new(),
        };
        surface.items(&file.items);
        surface.named
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            if let Item::Use(item) = item {
                let mut paths = Vec::new();
                flatten(&item.tree, &mut Vec::new(), &mut paths);
                let is_public = is_public(&item.vis);
                for (name, path) in paths {
                    if is_public {
                        self.note(&path, &name);
                    }
                    self.uses.insert(name, path);
                }
            }
        }
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Fn(it) if is_public(&it.vis) => self.visit_signature(&it.sig),
            Item::Struct(it) if is_public(&it.vis) => {
                self.visit_generics(&it.generics);
                it.fields.iter().filter(|it| is_public(&it.vis)).for_each(|it| self.visit_type(&it.ty));
            }
            Item::Enum(it) if is_public(&it.vis) => {
                self.visit_generics(&it.generics);
                it.variants.iter().flat_map(|it| &it.fields).for_each(|it| self.visit_type(&it.ty));
            }
            Item::Trait(it) if is_public(&it.vis) => {
                self.visit_generics(&it.generics);
                it.supertraits.iter().for_each(|it| self.visit_type_param_bound(it));
                it.items.iter().for_each(|it| self.trait_item(it));
            }
            Item::Type(it) if is_public(&it.vis) => self.visit_type(&it.ty),
            Item::Const(it) if is_public(&it.vis) => self.visit_type(&it.ty),
            Item::Static(it) if is_public(&it.vis) => self.visit_type(&it.ty),
            Item::Impl(it) => self.implementation(it),
            Item::Mod(it) if !is_test(&it.attrs) => {
                let outer = self.uses.clone();
                self.items(it.content.as_ref().map_or(&[], |it| &it.1));
                self.uses = outer;
            }
            _ => {}
        }
    }

    fn trait_item(&mut self, item: &TraitItem) {
        match item {
            TraitItem::Fn(it) => self.visit_signature(&it.sig),
            TraitItem::Type(it) => it.bounds.iter().for_each(|it| self.visit_type_param_bound(it)),
            TraitItem::Const(it) => self.visit_type(&it.ty),
            _ => {}
        }
    }

    /// An inherent implementation is as public as its items; that of a trait as its type.
    fn implementation(&mut self, it: &syn::ItemImpl) {
        let public_fn = |it: &ImplItem| matches!(it, ImplItem::Fn(it) if is_public(&it.vis));
        let public_type = match &*it.self_ty {
            syn::Type::Path(ty) => {
                ty.path.segments.last().is_some_and(|it| self.public.contains(&it.ident.to_string()))
            }
            _ => false,
        };
        match &it.trait_ {
            Some((path, _)) if public_type => self.visit_path(path),
            None if it.items.iter().any(public_fn) => self.visit_generics(&it.generics),
            _ => return,
        }
        for item in &it.items {
            match item {
                ImplItem::Fn(it) if is_public(&it.vis) => self.visit_signature(&it.sig),
                ImplItem::Const(it) if is_public(&it.vis) => self.visit_type(&it.ty),
                _ => {}
            }
        }
    }

    /// Keeps the crate that a path begins with, if it is not this one.
    fn note(&mut self, path: &[String], item: &str) {
        let Some(first) = path.first() else { return };
        let inner = path.get(1).filter(|it| first == "sdk_runtime" && REEXPORTED.contains(&it.as_str()));
        if inner.is_some() || self.crates.contains(first) {
            self.named.insert((inner.unwrap_or(first).clone(), format!("{}: {item}", self.place)));
        }
    }
}

impl<'ast> Visit<'ast> for Surface {
    fn visit_path(&mut self, path: &'ast Path) {
        let own: Vec<String> = path.segments.iter().map(|it| it.ident.to_string()).collect();
        let used = own.first().filter(|_| path.leading_colon.is_none()).and_then(|it| self.uses.get(it)).cloned();
        let whole = match used {
            Some(used) => used.into_iter().chain(own.iter().skip(1).cloned()).collect(),
            None => own.clone(),
        };
        self.note(&whole, &own.join("::"));
        syn::visit::visit_path(self, path);
    }

    // A body is nobody's business.
    fn visit_block(&mut self, _: &'ast syn::Block) {}
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("cfg") && it.parse_args::<Path>().is_ok_and(|it| it.is_ident("test")))
}

/// The names that a `use` brings in, each with its path.
fn flatten(tree: &UseTree, before: &mut Vec<String>, into: &mut Vec<(String, Vec<String>)>) {
    let whole = |before: &[String], last: String| before.iter().cloned().chain([last]).collect::<Vec<_>>();
    match tree {
        UseTree::Path(it) => {
            before.push(it.ident.to_string());
            flatten(&it.tree, before, into);
            before.pop();
        }
        UseTree::Name(it) if it.ident == "self" => {
            into.extend(before.last().cloned().map(|name| (name, before.clone())));
        }
        UseTree::Name(it) => into.push((it.ident.to_string(), whole(before, it.ident.to_string()))),
        UseTree::Rename(it) => into.push((it.rename.to_string(), whole(before, it.ident.to_string()))),
        UseTree::Glob(_) => into.push(("*".to_owned(), before.clone())),
        UseTree::Group(it) => it.items.iter().for_each(|it| flatten(it, before, into)),
    }
}

/// The crates that a manifest names, as they are written in code.
fn dependencies(manifest: &Utf8Path) -> BTreeSet<String> {
    let document: toml_edit::DocumentMut = text(manifest).parse().expect("TOML");
    let table = document.get("dependencies").and_then(toml_edit::Item::as_table_like);
    table.into_iter().flat_map(|it| it.iter()).map(|(name, _)| name.replace('-', "_")).collect()
}

/// Names of the public types among some items.
fn types(items: &[Item]) -> Vec<String> {
    let mut names = Vec::new();
    for item in items {
        match item {
            Item::Struct(it) if is_public(&it.vis) => names.push(it.ident.to_string()),
            Item::Enum(it) if is_public(&it.vis) => names.push(it.ident.to_string()),
            Item::Mod(it) => names.extend(types(it.content.as_ref().map_or(&[], |it| &it.1))),
            _ => {}
        }
    }
    names
}

/// What the crate in a folder of the project names of others.
fn named(folder: &Utf8Path) -> BTreeSet<Named> {
    let crates = dependencies(&folder.join("Cargo.toml"));
    let parsed = |path: Utf8PathBuf| {
        let file = syn::parse_file(&text(&path)).expect("Rust");
        (path.strip_prefix(folder).expect("below").to_owned(), file)
    };
    let files: Vec<_> = files(folder.join("src").as_str(), "rs").into_iter().map(parsed).collect();
    let public = files.iter().flat_map(|it| types(&it.1.items)).collect();
    files.iter().flat_map(|(path, file)| Surface::of(file, path.as_str(), &crates, &public)).collect()
}

fn check(crate_name: &str, named: &BTreeSet<Named>, allowed: &[&str]) {
    let others = named.iter().filter(|it| !allowed.contains(&it.0.as_str()));
    let others = others.map(|(krate, item)| format!("{krate} in {item}")).collect();
    refuse(&format!("the public API of {crate_name} names other crates"), others);
}

#[test]
fn the_runtime_names_only_types_of_the_crates_that_it_says() {
    let named = named(Utf8Path::new("runtime"));
    check("the runtime", &named, RUNTIME);
    let idle: Vec<_> = RUNTIME.iter().filter(|it| !named.iter().any(|(krate, _)| krate == *it)).collect();
    assert!(idle.is_empty(), "no longer named: {idle:?}");
    let of = |krate: &str| named.iter().filter(|it| it.0 == krate).map(|it| it.1.as_str()).collect::<Vec<_>>();
    assert_eq!(of("reqwest"), ["src/client/builder.rs: reqwest::Client"], "one way in");
    let traits = |it: &&str| it.ends_with("AsyncRead") || it.ends_with("AsyncWrite");
    assert!(of("tokio").iter().all(traits), "of Tokio only what is read from and written to: {:?}", of("tokio"));
}

#[test]
fn generated_crates_name_only_types_of_the_runtime_and_what_it_re_exports() {
    let manifests = files("generated", "toml").into_iter().filter(|it| it.file_name() == Some("Cargo.toml"));
    for folder in manifests.filter_map(|it| it.parent().map(Utf8Path::to_owned)) {
        check(folder.as_str(), &named(&folder), GENERATED);
    }
}

#[test]
fn names_are_followed_to_their_crates() {
    let crates = ["bytes", "url", "tokio"].map(str::to_owned).into();
    let source = r"
        use bytes::Bytes as B;
        use crate::own::Url;
        use tokio::{sync::{self, Mutex}, time};
        pub use url::Host;
        pub struct Open<T: Into<::url::Url>> { pub bytes: Option<B>, hidden: Mutex<T>, pub own: Url }
        pub fn free(it: impl Fn(&sync::Notify)) -> u8 { let _: time::Instant; 0 }
        fn private(it: time::Instant) {}
        impl time::Tick for Open<u8> {} impl time::Tick for Private {}
        impl<T> Open<T> { pub fn new(it: tokio::net::TcpStream) -> Self { loop {} } fn inner(it: Mutex<u8>) {} }
        #[cfg(test)] mod tests { pub fn test(it: tokio::fs::File) {} }
    ";
    let file = syn::parse_file(source).expect("Rust");
    let public = types(&file.items).into_iter().collect();
    let found: Vec<String> = Surface::of(&file, "f", &crates, &public).into_iter().map(|it| it.1).collect();
    let expected = ["f: B", "f: sync::Notify", "f: time::Tick", "f: tokio::net::TcpStream", "f: Host", "f: url::Url"];
    assert_eq!(found, expected);
}
