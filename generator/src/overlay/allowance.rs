//! What the actions of an overlay may cost together.

use std::cell::Cell;

use super::Fault;
use crate::parse::MAX_DEPTH;
use crate::tree::{At, Node, Value};

/// Nodes that paths may look at, and again for each node of the document.
const VISITS: usize = 2_000_000;
const VISITS_PER_NODE: usize = 100;
/// Nodes that updates may add, and again for each node of the document.
const GROWTH: usize = 100_000;
const GROWTH_PER_NODE: usize = 4;

/// What is left. Filters within filters look at each node once for every other, and a copy of the document within
/// itself doubles it.
pub(super) struct Allowance {
    visits: Cell<usize>,
    growth: usize,
}

impl Allowance {
    /// That of one overlay for a document.
    pub(super) fn new(document: &Node) -> Self {
        let (nodes, _) = extent(document);
        Self {
            visits: Cell::new(VISITS.saturating_add(nodes.saturating_mul(VISITS_PER_NODE))),
            growth: GROWTH.saturating_add(nodes.saturating_mul(GROWTH_PER_NODE)),
        }
    }

    /// Counts a look at a node; `false` when no more are allowed.
    pub(super) fn visit(&self) -> bool {
        let left = self.visits.get().checked_sub(1);
        self.visits.set(left.unwrap_or(0));
        left.is_some()
    }

    /// Whether paths have looked at as many nodes as they may.
    pub(super) fn is_spent(&self) -> bool {
        self.visits.get() == 0
    }

    /// Counts `update` put at `depths`, those of the targets.
    pub(super) fn grow(&mut self, update: &Node, depths: impl ExactSizeIterator<Item = usize>) -> Result<(), Fault> {
        let (nodes, depth) = extent(update);
        let left = depths.len().checked_mul(nodes).and_then(|it| self.growth.checked_sub(it));
        self.growth = left.unwrap_or(0);
        if left.is_none() {
            return Err(Fault::new("too-large", update.at, "the overlay makes the document too large"));
        }
        if depths.max().unwrap_or(0) + depth > MAX_DEPTH {
            let message = format!("lists and objects are nested more than {MAX_DEPTH} deep by this update");
            return Err(Fault::new("too-deep", update.at, message));
        }
        Ok(())
    }

    /// What is said once the visits are spent.
    pub(super) fn spent(at: At) -> Fault {
        let mut fault = Fault::new("overlay-cost", at, "finding what the overlay selects takes too long");
        fault.help = Some("write paths without `..` inside of filters".to_owned());
        fault
    }
}

/// Nodes of a tree, and levels of lists and objects in it.
fn extent(node: &Node) -> (usize, usize) {
    let of = |children: &mut dyn Iterator<Item = &Node>| {
        children.map(extent).fold((1, 1), |(nodes, depth), it| (nodes + it.0, depth.max(it.1 + 1)))
    };
    match &node.value {
        Value::List(list) => of(&mut list.iter()),
        Value::Object(map) => of(&mut map.values()),
        _ => (1, 0),
    }
}
