//! Discriminators: the key that names the alternative, and which values name which.

use std::collections::BTreeSet;

use super::facets::{Choice, Facets, Part};
use super::gather::Trail;
use super::schemas::Schemas;
use crate::tree::{At, Node};

impl<'a> Schemas<'a, '_> {
    /// The key, and for each alternative the values that choose it. A value comes from `mapping`, else
    /// from what the alternative says its own key must be, else it is the name of the schema.
    pub(super) fn discriminator(
        &mut self,
        choice: &Choice<'a>,
        branches: &[Part<'a>],
        facets: &[Facets<'a>],
    ) -> (Option<String>, Vec<Vec<String>>) {
        let nothing = (None, vec![Vec::new(); branches.len()]);
        let Some(discriminator) = choice.discriminator else { return nothing };
        let Some(key) = discriminator.text("propertyName") else {
            let at = self.origin(discriminator.at);
            self.diagnostics
                .warning("discriminator", &at, "the discriminator has no `propertyName`")
                .help("the alternatives are told apart by their fields");
            return nothing;
        };
        if facets.iter().any(|it| !it.kinds().object && it.choices.is_empty()) {
            let at = self.origin(discriminator.at);
            self.diagnostics
                .warning("discriminator", &at, "not every alternative is an object")
                .help("the alternatives are told apart by their kinds and fields");
            return nothing;
        }
        let targets: Vec<Option<At>> = branches.iter().map(|it| self.target_of(it.node)).collect();
        let mut tags = self.mapped(discriminator, &targets);
        let own = self.distinct_values(facets, key);
        for ((tags, own), target) in tags.iter_mut().zip(own).zip(&targets) {
            if tags.is_empty() {
                *tags = own;
            }
            if let (true, Some(target)) = (tags.is_empty(), target) {
                tags.push(self.resolver.name(*target).into_owned());
            }
        }
        (Some(key.to_owned()), tags)
    }

    fn target_of(&mut self, node: &'a Node) -> Option<At> {
        node.get("$ref")?;
        self.target(node).map(|it| it.node.at)
    }

    /// Values of `mapping` for each alternative.
    fn mapped(&mut self, discriminator: &'a Node, targets: &[Option<At>]) -> Vec<Vec<String>> {
        let mut tags = vec![Vec::new(); targets.len()];
        let Some(mapping) = discriminator.get("mapping").and_then(Node::as_object) else { return tags };
        for (value, schema) in mapping.iter() {
            let Some(text) = schema.as_str() else { continue };
            let by_name = |it: &Option<At>| it.is_some_and(|it| self.resolver.name(it) == text);
            let found = match targets.iter().position(by_name) {
                Some(index) => Some(index),
                None if text.contains(['#', '/', '.']) => {
                    let resolver = self.resolver.losing("this entry of `mapping` is left out");
                    let Some(target) = resolver.resolve_text(text, schema.at, self.diagnostics) else { continue };
                    let at = self.settled(target.node).map(|it| it.at);
                    targets.iter().position(|it| it.is_some() && *it == at)
                }
                None => None,
            };
            match found.and_then(|index| tags.get_mut(index)) {
                Some(tags) => tags.push(value.to_owned()),
                None => {
                    let at = self.origin(schema.at);
                    self.diagnostics
                        .warning("discriminator", &at, format!("`{text}` is none of the alternatives"))
                        .help("values of this name are kept as unknown ones");
                }
            }
        }
        tags
    }

    /// The values that the key has in each alternative, where no two share one.
    fn distinct_values(&mut self, facets: &[Facets<'a>], key: &str) -> Vec<Vec<String>> {
        let values: Vec<Vec<String>> = facets.iter().map(|it| self.values_of(it, key)).collect();
        let all: BTreeSet<&String> = values.iter().flatten().collect();
        let distinct = all.len() == values.iter().map(Vec::len).sum::<usize>();
        if distinct { values } else { vec![Vec::new(); facets.len()] }
    }

    /// The values that the key has in an alternative.
    fn values_of(&mut self, facets: &Facets<'a>, key: &str) -> Vec<String> {
        let Some(parts) = facets.properties.get(key) else { return Vec::new() };
        let leaves = self.leaves(parts);
        let values = self.gather(&leaves, &mut Trail::default()).values.unwrap_or_default();
        values.iter().filter_map(|it| it.node.as_str()).map(str::to_owned).collect()
    }
}
