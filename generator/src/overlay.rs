//! OpenAPI Overlay 1.x: a list of actions that change a document before it is read.
//!
//! An action selects nodes by a JSONPath and updates them by a recursive merge, removes them, or merges a
//! copy of another node into them (1.1). Nodes that come from the overlay keep their places in it, so that
//! diagnostics show the file that says so.
//!
//! **Invariant:** an action that selects nothing is an error, so no fix-up outlives what it mends. What the actions look
//! at and add stays in proportion to the document (`Allowance`).

mod allowance;
mod merge;
mod path;
mod path_parser;
mod select;

use self::allowance::Allowance;
use self::path::Path;
use self::select::Steps;
use crate::diagnostics::Diagnostics;
use crate::references::did_you_mean;
use crate::tree::{At, Locations, Node};

/// What an action may hold.
const ACTION: &[&str] = &["target", "description", "update", "remove", "copy"];

/// What an action does to each node that it selects.
enum Change<'a> {
    Update(&'a Node),
    Remove,
    Copy(&'a Node),
}

/// Applies the actions of an overlay to a document, in order.
///
/// # Diagnostics
/// `overlay-no-match`, `overlay-path` for a JSONPath that is not understood, `overlay-action` for any other
/// fault of an action, `unsupported-version`,
/// `overlay-cost`, `too-large`, `too-deep`; each an error, after which the other actions still run.
pub fn apply(overlay: &Node, document: &mut Node, locations: &mut Locations, diagnostics: &mut Diagnostics) {
    if !supported(overlay, locations, diagnostics) {
        return;
    }
    let actions = overlay.get("actions").and_then(Node::as_list).unwrap_or_default();
    if actions.is_empty() {
        let message = "the overlay has no list of `actions`";
        diagnostics.error("overlay-action", &locations.origin(overlay.at), message);
    }
    let mut allowance = Allowance::new(document);
    for action in actions {
        if let Err(fault) = run(action, document, locations, &mut allowance) {
            let diagnostic = diagnostics.error(fault.code, &locations.origin(fault.at), fault.message);
            diagnostic.help = fault.help;
        }
    }
}

/// What is wrong with an action.
struct Fault {
    code: &'static str,
    at: At,
    message: String,
    help: Option<String>,
}

impl Fault {
    fn new(code: &'static str, at: At, message: impl Into<String>) -> Self {
        Self { code, at, message: message.into(), help: None }
    }
}

fn supported(overlay: &Node, locations: &Locations, diagnostics: &mut Diagnostics) -> bool {
    let (at, message) = match overlay.get("overlay") {
        Some(version) => match (&version.value, version.as_str()) {
            (_, Some(text)) if text.starts_with("1.") => return true,
            (crate::tree::Value::Number(number), _) if number.text().starts_with("1.") => return true,
            _ => (version.at, "this version of the Overlay Specification is not supported"),
        },
        None => (overlay.at, "no overlay document: `overlay` with its version is missing"),
    };
    diagnostics.error("unsupported-version", &locations.origin(at), message).help("write `overlay: 1.0.0` or `1.1.0`");
    false
}

fn run(action: &Node, document: &mut Node, locations: &mut Locations, allowance: &mut Allowance) -> Result<(), Fault> {
    check_keys(action)?;
    let target =
        action.get("target").ok_or_else(|| Fault::new("overlay-action", action.at, "the action has no `target`"))?;
    let selected = select(target, document, allowance)?;
    let depths = || selected.iter().map(Vec::len);
    match change(action)? {
        Change::Remove => remove(document, selected, target.at),
        Change::Update(update) => {
            allowance.grow(update, depths())?;
            selected.iter().try_for_each(|steps| {
                let update = locations.copy(update);
                put(document, steps, update)
            })
        }
        Change::Copy(from) => {
            let source = source(from, document, allowance)?;
            allowance.grow(source, depths())?;
            let source = locations.copy(source);
            selected.iter().try_for_each(|steps| {
                let update = locations.copy(&source);
                put(document, steps, update)
            })
        }
    }
}

fn check_keys(action: &Node) -> Result<(), Fault> {
    let Some(map) = action.as_object() else {
        let message = format!("the action is {}, not an object", action.kind());
        return Err(Fault::new("overlay-action", action.at, message));
    };
    for (key, _) in map.entries() {
        if !ACTION.contains(&&*key.text) && !key.text.starts_with("x-") {
            let mut fault = Fault::new("overlay-action", key.at, format!("`{}` is no part of an action", key.text));
            fault.help = did_you_mean(&key.text, ACTION.iter().copied());
            return Err(fault);
        }
    }
    Ok(())
}

fn change(action: &Node) -> Result<Change<'_>, Fault> {
    if let Some(remove) = action.get("remove") {
        match remove.as_bool() {
            Some(true) => return Ok(Change::Remove),
            Some(false) => {}
            None => {
                let message = format!("`remove` is {}, not a boolean", remove.kind());
                return Err(Fault::new("overlay-action", remove.at, message));
            }
        }
    }
    match (action.get("update"), action.get("copy")) {
        (Some(update), None) => Ok(Change::Update(update)),
        (None, Some(copy)) => Ok(Change::Copy(copy)),
        (Some(_), Some(copy)) => {
            Err(Fault::new("overlay-action", copy.at, "an action has `update` or `copy`, not both"))
        }
        (None, None) => Err(Fault::new("overlay-action", action.at, "the action has no `update`, `remove` or `copy`")),
    }
}

fn parse(path: &Node) -> Result<Path, Fault> {
    let Some(text) = path.as_str() else {
        return Err(Fault::new("overlay-action", path.at, format!("a JSONPath is a string, this is {}", path.kind())));
    };
    path_parser::parse(text).map_err(|why| {
        let mut fault = Fault::new("overlay-path", path.at, format!("`{text}` is not understood: {why}"));
        fault.help =
            Some("supported: `$`, `.name`, `['name']`, `[0]`, `*`, `..`, `[?@.x == 'y']` (RFC 9535)".to_owned());
        fault
    })
}

fn select(target: &Node, document: &Node, allowance: &Allowance) -> Result<Vec<Steps>, Fault> {
    let selected = select::select(&parse(target)?, document, allowance);
    if allowance.is_spent() {
        return Err(Allowance::spent(target.at));
    }
    if selected.is_empty() {
        let message = format!("`{}` selects nothing", target.as_str().unwrap_or_default());
        let mut fault = Fault::new("overlay-no-match", target.at, message);
        fault.help = Some("remove the action if the document no longer needs it".to_owned());
        return Err(fault);
    }
    Ok(selected.into_iter().map(|(steps, _)| steps).collect())
}

/// The one node that `copy` selects.
fn source<'a>(copy: &Node, document: &'a Node, allowance: &Allowance) -> Result<&'a Node, Fault> {
    let selected = select::select(&parse(copy)?, document, allowance);
    match selected.as_slice() {
        _ if allowance.is_spent() => Err(Allowance::spent(copy.at)),
        [(_, node)] => Ok(node),
        [] => Err(Fault::new(
            "overlay-no-match",
            copy.at,
            format!("`{}` selects nothing", copy.as_str().unwrap_or_default()),
        )),
        _ => {
            let message = format!("`copy` selects {} nodes, not one", selected.len());
            Err(Fault::new("overlay-action", copy.at, message))
        }
    }
}

fn put(document: &mut Node, steps: &Steps, update: Node) -> Result<(), Fault> {
    match select::reach(document, steps) {
        Some(node) => merge::update(node, update),
        None => Ok(()),
    }
}

/// Removes from the end to the beginning, so that positions stay true.
fn remove(document: &mut Node, mut selected: Vec<Steps>, target: At) -> Result<(), Fault> {
    selected.sort();
    for steps in selected.iter().rev() {
        let Some((last, parent)) = steps.split_last() else {
            return Err(Fault::new("overlay-action", target, "the whole document cannot be removed"));
        };
        if let Some(node) = select::reach(document, parent) {
            select::remove_child(node, *last);
        }
    }
    Ok(())
}
