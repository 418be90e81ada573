//! Paths of values: written while a tree is walked, and followed where a rule or a builder names one.

use super::tree::Node;
use crate::data::json_path::push_key;

/// The path of a value, made longer and shorter while a tree is walked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn as_str(&self) -> &str {
        self.0.strip_prefix('.').unwrap_or(&self.0)
    }

    /// The path of an entry of the map here.
    pub(crate) fn key(&self, key: &str) -> Path {
        let mut longer = self.clone();
        push_key(&mut longer.0, key);
        longer
    }

    /// A path that begins here.
    pub(crate) fn join(&self, rest: &Path) -> Path {
        Path(format!("{}{}", self.0, rest.0))
    }

    /// The path of an item of the list here.
    pub(crate) fn item(&self, index: usize) -> Path {
        Path(format!("{}[{index}]", self.0))
    }
}

/// The values that `place` names below `node`: `spec.volumes[].name`, `runtime.env{}`. Empty: the node itself.
pub(crate) fn select<'n>(node: &'n Node, place: &str) -> Vec<(Path, &'n Node)> {
    let mut found = vec![(Path::default(), node)];
    for step in place.split('.').filter(|it| !it.is_empty()) {
        let key = step.trim_end_matches(['[', ']', '{', '}']);
        let entry = |(path, it): &(Path, &'n Node)| Some((path.key(key), it.get(key)?));
        found = found.iter().filter_map(entry).collect();
        if step.ends_with("[]") {
            let items = |(path, it): &(Path, &'n Node)| {
                let path = path.clone();
                it.items().iter().enumerate().map(move |(index, it)| (path.item(index), it)).collect::<Vec<_>>()
            };
            found = found.iter().flat_map(items).collect();
        } else if step.ends_with("{}") {
            let values = |(path, it): &(Path, &'n Node)| {
                let path = path.clone();
                it.entries().iter().map(move |(key, it)| (path.key(key), it)).collect::<Vec<_>>()
            };
            found = found.iter().flat_map(values).collect();
        }
    }
    found
}

/// The value at a path that [`Path`] or a decoder wrote, or the nearest one around it.
pub(crate) fn nearest<'n>(node: &'n Node, path: &str) -> &'n Node {
    let mut here = (Path::default(), node);
    loop {
        let entries = here.1.entries().iter().map(|(key, it)| (here.0.key(key), it));
        let items = here.1.items().iter().enumerate().map(|(index, it)| (here.0.item(index), it));
        match entries.chain(items).find(|(it, _)| leads(it.as_str(), path)) {
            Some(next) => here = next,
            None => return here.1,
        }
    }
}

fn leads(prefix: &str, path: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
