//! Conditions: `if`/`then`/`else`, `dependentSchemas` and the `dependencies` of older drafts.
//!
//! What a condition adds to an object may or may not be there, so its properties become optional fields of the
//! object; a field that several conditions describe is one of the alternatives. What a condition only narrows
//! is left to the server.

use super::facets::{Choice, Facets, Part, View};
use super::gather::Trail;
use super::schemas::Schemas;
use crate::ir::Kinds;
use crate::tree::Node;

impl<'a> Schemas<'a, '_> {
    /// Adds what the conditions of a schema may say.
    pub(super) fn add_conditions(&mut self, part: &Part<'a>, facets: &mut Facets<'a>, trail: &mut Trail) {
        let (then, otherwise) = (part.node.get("then"), part.node.get("else"));
        let mut scalars = Vec::new();
        for branch in [then, otherwise].into_iter().flatten().chain(dependent(part.node)) {
            let Some(found) = self.branch(part, branch, trail) else { continue };
            let kinds = found.kinds();
            if kinds != Kinds::default() && !kinds.object {
                scalars.push(Part { node: branch, place: part.place.clone(), view: View::Whole });
            }
            merge(found, facets);
        }
        if let (Some(then), true) = (then, scalars.len() > 1)
            && !part.view.hidden().contains(&then.at)
        {
            facets.choices.push(Choice { at: then.at, branches: scalars, discriminator: None });
        }
    }

    /// What one branch says, its alternatives taken together. Each branch is walked once.
    fn branch(&mut self, part: &Part<'a>, node: &'a Node, trail: &mut Trail) -> Option<Facets<'a>> {
        if node.as_object().is_none() || !trail.enter_condition(node.at) {
            return None;
        }
        let mut inside = trail.fork();
        let whole = Part { node, place: part.place.clone(), view: View::Whole };
        let leaves = self.leaves(std::slice::from_ref(&whole));
        let mut facets = self.gather(&leaves, &mut inside);
        trail.join(inside);
        for choice in std::mem::take(&mut facets.choices) {
            for branch in &choice.branches {
                if let Some(found) = self.branch(branch, branch.node, trail) {
                    merge(found, &mut facets);
                }
            }
        }
        Some(facets)
    }
}

/// Schemas that apply where a certain key is there.
fn dependent(node: &Node) -> impl Iterator<Item = &Node> {
    let maps = ["dependentSchemas", "dependencies"].into_iter();
    maps.filter_map(|it| node.get(it)?.as_object()).flat_map(|it| it.values())
}

/// Adds the properties of one condition to an object, as ones that may be there.
pub(super) fn merge<'a>(from: Facets<'a>, to: &mut Facets<'a>) {
    for (name, parts) in from.properties.into_iter().chain(from.conditional) {
        let known = to.conditional.entry(name).or_default();
        for part in parts {
            if !known.iter().any(|it| it.node.same(part.node)) {
                known.push(part);
            }
        }
    }
}
