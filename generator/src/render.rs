//! Templates and views → texts. See [`crate::fragment`] for what a template can print.
//!
//! ```text
//! {{ field.name | ident }}    slots: ident ty expr str num bool docs inner_docs md cell code toml path
//! {% if field.doc %} {% for it in fields %} {% with it = item.Object %} {% include "models/_field.jinja" %}
//! {% macro setter(field) %} {% from "_macros.jinja" import setter %} {{ setter(field) }}
//! ```
//!
//! A template loops, tests presence and prints. Text that is not a fragment, a fragment in a slot of another
//! kind, and a name that the view lacks are errors. Every template is checked when the set is made: its
//! syntax, its tags and slots, what it includes, and that somebody uses it.
//!
//! `docs` and `inner_docs` print whole lines and belong on a line of their own; they repeat the indentation
//! for nobody, since the formatter sets it. An item without documentation prints nothing: guard the line
//! with `{% if %}` where it matters.
//!
//! **Invariant:** a template prints fragments and its own text, nothing else.

mod lint;
mod slots;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use rayon::prelude::*;

use crate::diagnostics::{Diagnostics, Origin};
use crate::fragment::{FilePath, Slot};
use crate::structure::Item;

/// A file to be: which template prints it from which view.
#[derive(Debug)]
pub struct Page {
    /// Path of the output, relative to the crate.
    pub path: FilePath,
    /// Path of the template below `templates/` (`src/lib.rs.jinja`).
    pub template: &'static str,
    /// Where in the specification it comes from, for the header of Rust files.
    pub source: Option<Origin>,
    /// Items that a Rust file must have at its top level, neither more nor less. Not used for other files.
    pub items: Vec<Item>,
    view: Value,
}

impl Page {
    /// A page without source and items.
    pub fn new(path: FilePath, template: &'static str, view: impl Slot) -> Self {
        Self { path, template, source: None, items: Vec::new(), view: view.slot() }
    }

    /// Sets [`Page::source`].
    #[must_use]
    pub fn source(mut self, source: &Origin) -> Self {
        self.source = Some(source.clone());
        self
    }

    /// Sets [`Page::source`] to an entry of a list, by its name: its position would change with entries put before it.
    #[must_use]
    pub fn source_named(self, source: &Origin, name: &str) -> Self {
        match source.pointer.rsplit_once('/') {
            Some((list, step)) if step.bytes().all(|it| it.is_ascii_digit()) => {
                let pointer = format!("{list}/{}", name.replace('~', "~0").replace('/', "~1"));
                self.source(&Origin::new(source.file.clone(), pointer))
            }
            _ => self.source(source),
        }
    }

    /// Sets [`Page::items`].
    #[must_use]
    pub fn items(mut self, items: impl IntoIterator<Item = Item>) -> Self {
        self.items = items.into_iter().collect();
        self
    }
}

/// A page's text as its template gave it, not yet formatted.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// Path of the output, relative to the crate.
    pub path: Utf8PathBuf,
    /// The text.
    pub text: String,
    /// Path of the template below `templates/`.
    pub template: &'static str,
    /// Where in the specification it comes from.
    pub source: Option<Origin>,
    /// Items that a Rust file must have at its top level.
    pub items: Vec<Item>,
}

/// The compiled templates.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// Compiles and checks `sources` (path below `templates/` → text). `pages` names the templates that
    /// the plan uses; each of them must be there, and what they neither are nor include must not.
    ///
    /// # Errors
    /// Every fault of every template.
    pub fn compile(sources: &BTreeMap<Utf8PathBuf, String>, pages: &[&str]) -> Result<Self, Diagnostics> {
        let mut diagnostics = Diagnostics::default();
        let mut environment = environment();
        for (path, source) in sources {
            if let Err(error) = environment.add_template_owned(path.to_string(), source.clone()) {
                diagnostics.error("template", &origin(path), message(&error));
            }
        }
        lint::lint(sources, pages, &mut diagnostics);
        diagnostics.propagate()?;
        Ok(Self { environment })
    }

    /// Renders `pages`, in parallel and in their order.
    ///
    /// # Errors
    /// Every page that its template cannot print.
    pub fn render(&self, pages: Vec<Page>) -> Result<Vec<Rendered>, Diagnostics> {
        let results: Vec<_> = pages.into_par_iter().map(|page| self.page(page)).collect();
        let mut diagnostics = Diagnostics::default();
        let mut rendered = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Ok(it) => rendered.push(it),
                Err((template, message)) => {
                    diagnostics.error("template", &origin(Utf8Path::new(template)), message);
                }
            }
        }
        diagnostics.propagate()?;
        Ok(rendered)
    }

    fn page(&self, page: Page) -> Result<Rendered, (&'static str, String)> {
        let Page { path, template, source, items, view } = page;
        let text = self.environment.get_template(template).and_then(|it| it.render(view));
        match text {
            Ok(text) => Ok(Rendered { path: (&path).into(), text, template, source, items }),
            Err(error) => Err((template, format!("{} (printing `{path}`)", message(&error)))),
        }
    }
}

/// Where a template's fault is reported.
pub(crate) fn origin(template: &Utf8Path) -> Origin {
    Origin::new(Utf8Path::new("templates").join(template).into_boxed_path(), "")
}

/// The whole chain of causes on one line, with the line of the template.
fn message(error: &minijinja::Error) -> String {
    let mut text = match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}:{line}: {}", error.kind()),
        _ => error.kind().to_string(),
    };
    if let Some(detail) = error.detail() {
        text = format!("{text}: {detail}");
    }
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("fragments".into()));
    environment.set_formatter(slots::print);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_debug(false);
    slots::add(&mut environment);
    environment
}
