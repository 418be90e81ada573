//! Whether the generated crates have every operation that a table of what their servers offer names.
//!
//! The tables (`../shared/facts/SDK-operations.tsv`, columns `http_method` and `path` among others) stand beside the
//! project; where they are missing, the test says so and passes.

use std::collections::BTreeSet;
use std::fs;

use syn::visit::Visit;

use crate::project::Project;
use crate::tidy::{files, text};

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Method and path template of what crates call, those of other versions included.
#[derive(Default)]
struct Operations(BTreeSet<(String, String)>);

impl Visit<'_> for Operations {
    fn visit_expr_struct(&mut self, it: &syn::ExprStruct) {
        if it.path.is_ident("Operation") {
            let field = |name: &str| it.fields.iter().find(|it| named(&it.member, name)).map(|it| &it.expr);
            let method = match field("method") {
                Some(syn::Expr::Path(it)) => it.path.segments.last().map(|it| it.ident.to_string().to_uppercase()),
                _ => Some("GET".to_owned()),
            };
            let mut paths = Paths::default();
            field("path").into_iter().chain(field("versions")).for_each(|it| paths.visit_expr(it));
            self.0.extend(paths.0.iter().map(|path| (method.clone().unwrap_or_default(), template(path))));
        }
    }
}

fn named(member: &syn::Member, name: &str) -> bool {
    matches!(member, syn::Member::Named(it) if it == name)
}

/// The texts that begin with a slash.
#[derive(Default)]
struct Paths(Vec<String>);

impl Visit<'_> for Paths {
    fn visit_lit_str(&mut self, it: &syn::LitStr) {
        self.0.extend(Some(it.value()).filter(|it| it.starts_with('/')));
    }
}

/// The path with its parameters unnamed, without a query.
fn template(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let unnamed = |segment: &str| if segment.contains('{') { "{}".to_owned() } else { segment.to_owned() };
    path.split('/').map(unnamed).collect::<Vec<_>>().join("/")
}

/// What the crate of an SDK calls.
fn called(sdk: &str) -> BTreeSet<(String, String)> {
    let mut operations = Operations::default();
    for path in files(&format!("generated/{sdk}/src"), "rs") {
        operations.visit_file(&syn::parse_file(&text(&path)).expect("Rust"));
    }
    operations.0
}

#[test]
fn no_operation_of_a_table_is_missing() {
    let project = Project::find().expect("run inside the project");
    let mut seen = 0;
    for sdk in crate::load::sdk_folders(&project).unwrap() {
        let Ok(table) = fs::read_to_string(project.root().join(format!("../shared/facts/{sdk}-operations.tsv"))) else {
            continue;
        };
        seen += 1;
        let called = called(&sdk);
        let mut lines = table.lines().map(|it| it.split('\t').collect::<Vec<_>>());
        let head = lines.next().unwrap();
        let column = |name: &str| head.iter().position(|it| *it == name).unwrap();
        let (method, path) = (column("http_method"), column("path"));
        let missing = lines
            .filter(|row| METHODS.contains(&row[method]))
            .map(|row| (row[method].to_owned(), template(row[path])))
            .filter(|it| !called.contains(it))
            .collect::<BTreeSet<_>>();
        assert!(missing.is_empty(), "{sdk} lacks {missing:#?}");
    }
    if seen == 0 {
        eprintln!("skipped: there is no table of operations beside the project");
    }
}
