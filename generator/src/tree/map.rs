//! Objects of the tree: ordered, small ones without an index, large ones with one.

use std::collections::HashMap;
use std::sync::Arc;

use super::{At, Node};

/// Objects up to this size are searched from end to end, which is faster than hashing.
const UNINDEXED: usize = 12;

/// A key and where it stands.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key.
    pub text: Arc<str>,
    /// Where it stands; its origin is the key's, not the value's.
    pub at: At,
}

/// An object in the order of the document; keys are unique.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(Key, Node)>,
    index: Option<Box<Index>>,
}

/// Positions of keys. Boxed, so that the many small objects stay small.
#[derive(Clone, Debug)]
struct Index {
    positions: HashMap<Arc<str>, usize>,
}

impl Map {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no keys.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The value of `key`.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The key as it stands in the document, and its value.
    pub fn entry(&self, key: &str) -> Option<(&Key, &Node)> {
        let (key, node) = self.entries.get(self.position(key)?)?;
        Some((key, node))
    }

    /// The value of `key`.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let position = self.position(key)?;
        self.entries.get_mut(position).map(|(_, node)| node)
    }

    /// Whether there is a `key`.
    pub fn contains(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Keys as text and values, in the order of the document.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, node)| (&*key.text, node))
    }

    /// Keys with their places and values, in the order of the document.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&Key, &Node)> {
        self.entries.iter().map(|(key, node)| (key, node))
    }

    /// Keys with their places and values, in the order of the document.
    pub fn entries_mut(&mut self) -> impl ExactSizeIterator<Item = (&Key, &mut Node)> {
        self.entries.iter_mut().map(|(key, node)| (&*key, node))
    }

    /// Takes the object apart, in the order of the document.
    pub fn into_entries(self) -> impl ExactSizeIterator<Item = (Key, Node)> {
        self.entries.into_iter()
    }

    /// Keys as text, in the order of the document.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|(key, _)| &*key.text)
    }

    /// Values, in the order of the document.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.entries.iter().map(|(_, node)| node)
    }

    /// The entry at `position`.
    pub fn nth(&self, position: usize) -> Option<(&Key, &Node)> {
        self.entries.get(position).map(|(key, node)| (key, node))
    }

    /// The value at `position`.
    pub fn nth_mut(&mut self, position: usize) -> Option<&mut Node> {
        self.entries.get_mut(position).map(|(_, node)| node)
    }

    /// Puts a value under a key: in the key's old place where there is one, else at the end. Gives back
    /// the value that was there.
    pub fn insert(&mut self, key: Key, node: Node) -> Option<Node> {
        if let Some(old) = self.get_mut(&key.text) {
            return Some(std::mem::replace(old, node));
        }
        let position = self.entries.len();
        if let Some(index) = &mut self.index {
            index.positions.insert(key.text.clone(), position);
        }
        self.entries.push((key, node));
        if self.index.is_none() && self.entries.len() > UNINDEXED {
            self.reindex();
        }
        None
    }

    /// Takes a key and its value out; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<(Key, Node)> {
        let position = self.position(key)?;
        self.remove_nth(position)
    }

    /// Takes the entry at `position` out; the order of the others stays.
    pub fn remove_nth(&mut self, position: usize) -> Option<(Key, Node)> {
        if position >= self.entries.len() {
            return None;
        }
        let removed = self.entries.remove(position);
        if let Some(index) = &mut self.index {
            index.positions.remove(&removed.0.text);
            index.positions.values_mut().filter(|it| **it > position).for_each(|it| *it -= 1);
        }
        Some(removed)
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.positions.get(key).copied(),
            None => self.entries.iter().position(|(it, _)| &*it.text == key),
        }
    }

    fn reindex(&mut self) {
        let positions = self.entries.iter().enumerate().map(|(position, (key, _))| (key.text.clone(), position));
        self.index = Some(Box::new(Index { positions: positions.collect() }));
    }
}

impl FromIterator<(Key, Node)> for Map {
    fn from_iter<T: IntoIterator<Item = (Key, Node)>>(entries: T) -> Self {
        let mut map = Self::new();
        for (key, node) in entries {
            map.insert(key, node);
        }
        map
    }
}
