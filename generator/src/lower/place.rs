//! Where a schema stands as far as names are concerned: whose inline schema it is, and on which path.

use crate::ir::{Home, TypeId};

/// What a type made from a schema would be called and where it would live.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Words of the name, outermost first.
    pub(super) hint: Vec<String>,
    /// What the type would belong to.
    pub(super) home: Home,
    /// The type that already stands for this schema, if it is one that others refer to.
    pub(super) reserved: Option<TypeId>,
}

impl Place {
    /// A place that nothing refers to.
    pub(super) fn new(hint: Vec<String>, home: Home) -> Self {
        Self { hint, home, reserved: None }
    }

    /// The place of a schema inside the schema at this place: a property, `item` or `value`.
    pub(super) fn child(&self, word: &str) -> Place {
        let mut hint = self.hint.clone();
        hint.push(word.to_owned());
        let home = match (&self.home, self.reserved) {
            (Home::Component | Home::Catalog(_), Some(id)) => Home::Inside(id),
            (home, _) => home.clone(),
        };
        Place { hint, home, reserved: None }
    }
}
