//! Whether the crates have everything that the documentation of their systems lists.
//!
//! `spec/SDK/methods.txt` is the list: a name in each line. `spec/SDK/methods.md`, a chapter of the crate's README, has
//! a row for each: the name, what it is in Rust, and a test that runs it. All three are looked up.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use syn::visit::{Visit, visit_impl_item_fn, visit_item, visit_item_impl};

use crate::project::Project;
use crate::tidy::{files, refuse, root, text};

/// A row of the table, each cell as the code spans that it has.
struct Row {
    name: String,
    rust: Vec<String>,
    tests: Vec<String>,
}

fn spans(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The rows of the tables of a Markdown text whose first cell has a code span.
fn rows(markdown: &str) -> Vec<Row> {
    let row = |line: &str| {
        let cells: Vec<&str> = line.strip_prefix('|')?.trim_end().strip_suffix('|')?.split('|').collect();
        let [name, rust, tests] = cells[..] else { return None };
        let name = spans(name).into_iter().next()?;
        Some(Row { name, rust: spans(rust), tests: spans(tests) })
    };
    markdown.lines().filter_map(row).collect()
}

/// What is defined where: names of items, and of functions, variants and fields by the type that they belong to.
#[derive(Default)]
struct Defined {
    items: BTreeSet<String>,
    members: BTreeSet<(String, String)>,
    /// What functions give back, by the type that has them.
    given: BTreeMap<(String, String), String>,
    owner: String,
}

impl Defined {
    fn of(folders: &[String]) -> Self {
        let mut defined = Self::default();
        for file in folders.iter().filter(|it| root().join(it).is_dir()).flat_map(|it| files(it, "rs")) {
            defined.visit_file(&syn::parse_file(&text(&file)).expect("Rust"));
        }
        defined
    }

    /// Whether `client.agents().deploy(…)`, `client.ping()`, `module::Type`, `Type::function` or `Type` is there.
    fn has(&self, path: &str) -> bool {
        let path = without_arguments(path);
        match path.split('.').collect::<Vec<_>>()[..] {
            [_, ref accessors @ .., method] => {
                let given =
                    |owner: Option<String>, accessor: &&str| self.given.get(&(owner?, (*accessor).to_owned())).cloned();
                let owner = accessors.iter().fold(Some("Client".to_owned()), given);
                owner.is_some_and(|it| self.members.contains(&(it, method.to_owned())))
            }
            _ => match path.rsplit("::").collect::<Vec<_>>()[..] {
                [name, owner, ..] if owner.starts_with(char::is_uppercase) => {
                    self.members.contains(&(owner.to_owned(), name.to_owned()))
                }
                [name, ..] => self.items.contains(name),
                [] => false,
            },
        }
    }
}

fn without_arguments(path: &str) -> String {
    let mut depth = 0_usize;
    let outside = |letter: &char| {
        let was = depth;
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        was == 0 && depth == 0
    };
    path.chars().filter(outside).collect()
}

impl Visit<'_> for Defined {
    fn visit_item(&mut self, it: &syn::Item) {
        let name = match it {
            syn::Item::Struct(it) => Some(&it.ident),
            syn::Item::Enum(it) => Some(&it.ident),
            syn::Item::Trait(it) => Some(&it.ident),
            syn::Item::Type(it) => Some(&it.ident),
            syn::Item::Fn(it) => Some(&it.sig.ident),
            syn::Item::Const(it) => Some(&it.ident),
            syn::Item::Static(it) => Some(&it.ident),
            syn::Item::Mod(it) => Some(&it.ident),
            _ => None,
        };
        self.items.extend(name.map(ToString::to_string));
        if let syn::Item::Enum(item) = it {
            let variants = item.variants.iter().map(|variant| (item.ident.to_string(), variant.ident.to_string()));
            self.members.extend(variants);
        }
        if let syn::Item::Struct(item) = it {
            let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
            self.members.extend(fields.map(|field| (item.ident.to_string(), field.to_string())));
        }
        visit_item(self, it);
    }

    fn visit_item_impl(&mut self, it: &syn::ItemImpl) {
        if let syn::Type::Path(path) = &*it.self_ty {
            self.owner = path.path.segments.last().map(|it| it.ident.to_string()).unwrap_or_default();
        }
        visit_item_impl(self, it);
    }

    fn visit_impl_item_fn(&mut self, it: &syn::ImplItemFn) {
        let place = (self.owner.clone(), it.sig.ident.to_string());
        if let syn::ReturnType::Type(_, given) = &it.sig.output
            && let syn::Type::Path(path) = &**given
            && let Some(last) = path.path.segments.last()
        {
            self.given.insert(place.clone(), last.ident.to_string());
        }
        self.members.insert(place);
        visit_impl_item_fn(self, it);
    }
}

/// Whether `folder/file.rs::function` is there.
fn is_test(place: &str) -> bool {
    let Some((file, function)) = place.split_once("::") else { return false };
    let file = Utf8Path::new(file);
    root().join(file).is_file() && text(file).contains(&format!("fn {function}("))
}

fn wrong(sdk: &str, list: &str, table: &str) -> Vec<String> {
    let rows = rows(table);
    let listed: BTreeSet<&str> =
        list.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
    let named: BTreeSet<&str> = rows.iter().map(|it| it.name.as_str()).collect();
    let sources = [format!("generated/{sdk}/src"), "runtime/src".to_owned(), format!("examples/{sdk}")];
    let defined = Defined::of(&sources);
    let missing = listed.difference(&named).map(|it| format!("`{it}` is listed and has no row"));
    let more = named.difference(&listed).map(|it| format!("`{it}` has a row and is not listed"));
    let empty = rows
        .iter()
        .filter(|it| it.rust.is_empty() || it.tests.is_empty())
        .map(|it| format!("`{}` has an empty cell", it.name));
    let unknown =
        rows.iter().flat_map(|it| &it.rust).filter(|it| !defined.has(it)).map(|it| format!("`{it}` is not defined"));
    let untested =
        rows.iter().flat_map(|it| &it.tests).filter(|it| !is_test(it)).map(|it| format!("`{it}` is no test"));
    missing.chain(more).chain(empty).chain(unknown).chain(untested).map(|it| format!("spec/{sdk}: {it}")).collect()
}

#[test]
fn every_documented_name_is_there_and_tested() {
    let project = Project::find().expect("run inside the project");
    let sdks = crate::load::sdk_folders(&project).expect("readable");
    let listed = sdks.iter().filter(|it| project.spec().join(it).join("methods.txt").is_file());
    let file = |sdk: &str, name: &str| text(Utf8Path::new(&format!("spec/{sdk}/{name}")));
    refuse(
        "methods.md has a row for each name of methods.txt, and what a row says is true",
        listed.flat_map(|sdk| wrong(sdk, &file(sdk, "methods.txt"), &file(sdk, "methods.md"))).collect(),
    );
}

#[test]
fn a_row_that_is_wrong_is_found() {
    let table = "| Documented | Rust | Test |\n|---|---|---|\n\
        | `list` | `client.recipes().lists(…)` | `generated/kitchen_sink/tests/operations.rs::recipe` |\n\
        | `more` | `Recipe` | `generated/kitchen_sink/tests/operations.rs::recipes` |\n";
    assert_eq!(
        wrong("kitchen_sink", "# What there is\nlist\nget\n", table),
        [
            "spec/kitchen_sink: `get` is listed and has no row",
            "spec/kitchen_sink: `more` has a row and is not listed",
            "spec/kitchen_sink: `client.recipes().lists(…)` is not defined",
            "spec/kitchen_sink: `generated/kitchen_sink/tests/operations.rs::recipe` is no test",
        ]
    );
}

#[test]
fn names_are_found_however_they_are_written() {
    let defined = Defined::of(&["generated/kitchen_sink/src".to_owned(), "runtime/src".to_owned()]);
    for name in [
        "client.recipes().list()",
        "Client::builder",
        "models::Recipe",
        "recipes::Recipes",
        "ClientBuilder::api_key(…)",
    ] {
        assert!(defined.has(name), "{name}");
    }
    for name in ["client.recipes().nothing()", "Client::nothing", "models::Nowhere", "client.nothing()"] {
        assert!(!defined.has(name), "{name}");
    }
}
