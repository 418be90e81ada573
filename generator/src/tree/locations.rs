//! Where nodes come from: an arena of places, each of which knows only its parent and its last step.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use camino::Utf8Path;

use super::{Key, Map, Node, Value};
use crate::diagnostics::Origin;

/// A place in the input: an index into [`Locations`]. The place of a key differs from its value's by one bit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At(u32);

const KEY: u32 = 1 << 31;

impl At {
    /// A number that is small, dense and unique for each node, to index side tables with.
    pub fn index(self) -> usize {
        (self.0 & !KEY) as usize
    }

    /// The place of the key under which the value at this place stands.
    #[must_use]
    pub fn key(self) -> At {
        At(self.0 | KEY)
    }

    /// The place of the value, if this is the place of its key.
    #[must_use]
    pub fn value(self) -> At {
        At(self.0 & !KEY)
    }
}

impl fmt::Debug for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "@{}", self.index())
    }
}

/// The last step of the way to a place.
#[derive(Clone, Copy)]
enum Step {
    /// The whole of a file.
    File(u32),
    /// The member of an object.
    Key(u32),
    /// The item of a list.
    Item(u32),
    /// A copy of the parent, shown as the parent.
    Copy,
}

#[derive(Clone, Copy)]
struct Place {
    parent: u32,
    step: Step,
}

/// All places of the files of one SDK.
#[derive(Default)]
pub struct Locations {
    files: Vec<Arc<Utf8Path>>,
    keys: Vec<Arc<str>>,
    interned: HashMap<Arc<str>, u32>,
    places: Vec<Place>,
    /// Places that are copies.
    copies: usize,
    /// Whether a copy was refused.
    overdrawn: bool,
}

/// Copies that even the smallest document may need, and again for each place that was read.
const COPIES: usize = 100_000;
const COPIES_PER_PLACE: usize = 8;

impl Locations {
    /// The place of a whole file, named as diagnostics show it.
    pub fn file(&mut self, file: impl Into<Arc<Utf8Path>>) -> At {
        let step = Step::File(self.files.len() as u32);
        self.files.push(file.into());
        let parent = self.places.len() as u32;
        self.add(parent, step)
    }

    /// The place of the member `key` of the object at `parent`, with the key.
    pub fn member(&mut self, parent: At, key: &str) -> Key {
        let number = self.intern(key);
        let at = self.add(parent.0 & !KEY, Step::Key(number)).key();
        Key { text: self.keys[number as usize].clone(), at }
    }

    /// The place of an item of the list at `parent`.
    pub fn item(&mut self, parent: At, index: usize) -> At {
        self.add(parent.0 & !KEY, Step::Item(index as u32))
    }

    /// A second place that is shown as `at`.
    pub fn again(&mut self, at: At) -> At {
        self.copies += 1;
        let again = self.add(at.0 & !KEY, Step::Copy);
        At(again.0 | (at.0 & KEY))
    }

    /// Whether a copy was refused, because copies outgrow what was read.
    pub fn overdrawn(&self) -> bool {
        self.overdrawn
    }

    /// A deep copy whose nodes have places of their own, shown as the original's; null in place of what is too much.
    pub fn copy(&mut self, node: &Node) -> Node {
        let read = self.places.len() - self.copies;
        self.overdrawn |= self.copies > COPIES + COPIES_PER_PLACE * read;
        let value = match &node.value {
            _ if self.overdrawn => Value::Null,
            Value::List(list) => Value::List(list.iter().map(|it| self.copy(it)).collect()),
            Value::Object(map) => {
                let mut copy = Map::new();
                for (key, node) in map.entries() {
                    let key = Key { text: key.text.clone(), at: self.again(key.at) };
                    copy.insert(key, self.copy(node));
                }
                Value::Object(copy)
            }
            other => other.clone(),
        };
        Node { at: self.again(node.at), value }
    }

    /// File and pointer of a place.
    pub fn origin(&self, at: At) -> Origin {
        let mut segments = Vec::new();
        let file = self.climb(at, |step| segments.push(step));
        let mut pointer = String::new();
        for segment in segments.iter().rev() {
            pointer.push('/');
            pointer.push_str(&escape(segment));
        }
        Origin { file: self.files[file].clone(), pointer: pointer.into(), key: at.0 & KEY != 0 }
    }

    /// The number of the file a place is in: files count from 0 in the order of [`Locations::file`].
    pub fn file_number(&self, at: At) -> usize {
        self.climb(at, drop)
    }

    /// The key under which a node stood when it was read; an item of a list gives its index, a whole
    /// file its name without folder and extension.
    pub fn name(&self, at: At) -> Cow<'_, str> {
        let mut place = self.place(at);
        loop {
            match place.step {
                Step::Key(key) => return Cow::Borrowed(&self.keys[key as usize]),
                Step::Item(index) => return Cow::Owned(index.to_string()),
                Step::File(file) => {
                    return Cow::Borrowed(self.files[file as usize].file_stem().unwrap_or_default());
                }
                Step::Copy => place = self.places[place.parent as usize],
            }
        }
    }

    /// The place around a place; `None` for a whole file.
    pub fn parent(&self, at: At) -> Option<At> {
        let mut place = self.place(at);
        loop {
            match place.step {
                Step::File(_) => return None,
                Step::Key(_) | Step::Item(_) => return Some(At(place.parent)),
                Step::Copy => place = self.places[place.parent as usize],
            }
        }
    }

    /// Whether any file has an object with this key: a cheap way to skip a walk.
    pub fn knows_key(&self, key: &str) -> bool {
        self.interned.contains_key(key)
    }

    /// Number of places; every [`At::index`] is below it.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing has been read yet.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn place(&self, at: At) -> Place {
        self.places[at.index()]
    }

    /// Calls `visit` for each step from `at` up to its file; gives back the file's number.
    fn climb<'a>(&'a self, at: At, mut visit: impl FnMut(Cow<'a, str>)) -> usize {
        let mut place = self.place(at);
        loop {
            match place.step {
                Step::File(file) => return file as usize,
                Step::Key(key) => visit(Cow::Borrowed(&self.keys[key as usize])),
                Step::Item(index) => visit(Cow::Owned(index.to_string())),
                Step::Copy => {}
            }
            place = self.places[place.parent as usize];
        }
    }

    fn add(&mut self, parent: u32, step: Step) -> At {
        let at = At(self.places.len() as u32);
        self.places.push(Place { parent, step });
        at
    }

    fn intern(&mut self, key: &str) -> u32 {
        if let Some(number) = self.interned.get(key) {
            return *number;
        }
        let number = self.keys.len() as u32;
        let text: Arc<str> = key.into();
        self.keys.push(text.clone());
        self.interned.insert(text, number);
        number
    }
}

/// Writes a key as a segment of a JSON Pointer.
pub fn escape(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) { Cow::Owned(key.replace('~', "~0").replace('/', "~1")) } else { Cow::Borrowed(key) }
}

/// Reads a segment of a JSON Pointer as a key.
pub fn unescape(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}
