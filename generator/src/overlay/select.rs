//! Which nodes a JSONPath selects.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::allowance::Allowance;
use super::path::{Comparison, Operand, Path, Segment, Selector, Test};
use crate::tree::{Node, Value};

/// The way to a node: the position of each child, from the root.
pub(super) type Steps = Vec<usize>;

/// The nodes that an absolute path selects, in the order of the document, each once; fewer of them once the
/// allowance is spent.
pub(super) fn select<'a>(path: &Path, root: &'a Node, allowance: &Allowance) -> Vec<(Steps, &'a Node)> {
    Search { root, allowance }.walk(&path.segments, root)
}

/// The node at the end of `steps`.
pub(super) fn reach<'a>(root: &'a mut Node, steps: &[usize]) -> Option<&'a mut Node> {
    steps.iter().try_fold(root, |node, step| match &mut node.value {
        Value::List(list) => list.get_mut(*step),
        Value::Object(map) => map.nth_mut(*step),
        _ => None,
    })
}

/// Removes the child at `position`.
pub(super) fn remove_child(node: &mut Node, position: usize) {
    match &mut node.value {
        Value::List(list) if position < list.len() => drop(list.remove(position)),
        Value::Object(map) => drop(map.remove_nth(position)),
        _ => {}
    }
}

/// A search in a document.
#[derive(Clone, Copy)]
struct Search<'a, 's> {
    root: &'a Node,
    allowance: &'s Allowance,
}

impl<'a> Search<'a, '_> {
    fn walk(self, segments: &[Segment], start: &'a Node) -> Vec<(Steps, &'a Node)> {
        let mut current = BTreeMap::from([(Steps::new(), start)]);
        for segment in segments {
            let mut next = BTreeMap::new();
            for (mut steps, node) in current {
                self.descend(segment, node, &mut steps, &mut next);
            }
            current = next;
        }
        current.into_iter().collect()
    }

    fn descend(self, segment: &Segment, node: &'a Node, steps: &mut Steps, found: &mut BTreeMap<Steps, &'a Node>) {
        for (position, child) in children(node) {
            if !self.allowance.visit() {
                return;
            }
            let selected = segment.selectors.iter().any(|it| self.selects(it, node, position, child));
            if !selected && !segment.deep {
                continue;
            }
            steps.push(position);
            if selected {
                found.insert(steps.clone(), child);
            }
            if segment.deep {
                self.descend(segment, child, steps, found);
            }
            steps.pop();
        }
    }

    fn selects(self, selector: &Selector, parent: &Node, position: usize, child: &'a Node) -> bool {
        match selector {
            Selector::Any => true,
            Selector::Name(name) => {
                parent.as_object().and_then(|map| map.nth(position)).is_some_and(|(key, _)| *key.text == **name)
            }
            Selector::Index(index) => parent.as_list().is_some_and(|list| {
                let index = if *index < 0 { index.saturating_add(list.len() as i64) } else { *index };
                usize::try_from(index) == Ok(position)
            }),
            Selector::Filter(test) => self.holds(test, child),
        }
    }

    fn holds(self, test: &Test, node: &'a Node) -> bool {
        match test {
            Test::Any(tests) => tests.iter().any(|it| self.holds(it, node)),
            Test::All(tests) => tests.iter().all(|it| self.holds(it, node)),
            Test::Not(test) => !self.holds(test, node),
            Test::Exists(path) => !self.relative(path, node).is_empty(),
            Test::Compare(left, comparison, right) => {
                compare(*comparison, self.value(left, node), self.value(right, node))
            }
        }
    }

    fn relative(self, path: &Path, node: &'a Node) -> Vec<(Steps, &'a Node)> {
        self.walk(&path.segments, if path.absolute { self.root } else { node })
    }

    fn value<'o>(self, operand: &'o Operand, node: &'a Node) -> Side<'o>
    where
        'a: 'o,
    {
        match operand {
            Operand::Path(path) => self.relative(path, node).first().map_or(Side::Nothing, |(_, it)| Side::Node(it)),
            literal => Side::Literal(literal),
        }
    }
}

fn children(node: &Node) -> impl Iterator<Item = (usize, &Node)> {
    let list = node.as_list().unwrap_or_default().iter();
    let members = node.as_object().into_iter().flat_map(|map| map.values());
    list.chain(members).enumerate()
}

/// A side of a comparison once it is known.
enum Side<'a> {
    Node(&'a Node),
    Literal(&'a Operand),
    Nothing,
}

fn compare(comparison: Comparison, left: Side<'_>, right: Side<'_>) -> bool {
    let order = || order(&left, &right);
    match comparison {
        Comparison::Equal => equal(&left, &right),
        Comparison::Unequal => !equal(&left, &right),
        Comparison::Less => order() == Some(Ordering::Less),
        Comparison::Greater => order() == Some(Ordering::Greater),
        Comparison::LessOrEqual => order() == Some(Ordering::Less) || equal(&left, &right),
        Comparison::GreaterOrEqual => order() == Some(Ordering::Greater) || equal(&left, &right),
    }
}

fn equal(left: &Side<'_>, right: &Side<'_>) -> bool {
    match (left, right) {
        (Side::Nothing, Side::Nothing) => true,
        (Side::Nothing, _) | (_, Side::Nothing) => false,
        (Side::Node(a), Side::Node(b)) => a.same(b),
        (Side::Literal(a), Side::Literal(b)) => a == b,
        (Side::Node(node), Side::Literal(literal)) | (Side::Literal(literal), Side::Node(node)) => {
            match (&node.value, literal) {
                (Value::Null, Operand::Null) => true,
                (Value::Bool(a), Operand::Bool(b)) => a == b,
                (Value::String(a), Operand::Text(b)) => a == b,
                (Value::Number(a), Operand::Number(b)) => a.as_f64() == *b,
                _ => false,
            }
        }
    }
}

fn order(left: &Side<'_>, right: &Side<'_>) -> Option<Ordering> {
    match (number(left), number(right)) {
        (Some(a), Some(b)) => a.partial_cmp(&b),
        _ => Some(text(left)?.cmp(text(right)?)),
    }
}

fn number(side: &Side<'_>) -> Option<f64> {
    match side {
        Side::Node(node) => node.as_number().map(|it| it.as_f64()),
        Side::Literal(Operand::Number(number)) => Some(*number),
        _ => None,
    }
}

fn text<'a>(side: &Side<'a>) -> Option<&'a str> {
    match side {
        Side::Node(node) => node.as_str(),
        Side::Literal(Operand::Text(text)) => Some(text),
        _ => None,
    }
}
