//! Names of events and their numbers.

use std::fmt;

/// Slots of the table; at least twice as many as a catalog has events, so that most names are
/// found at the first place.
const SLOTS: usize = 1024;

/// The names of a catalog's events, with a table that finds the number of a name.
pub struct Names {
    names: &'static [&'static str],
    /// Number plus one of the name at each slot; 0 is free.
    slots: [u16; SLOTS],
}

impl Names {
    /// Makes the table; meant for a `static`, so that it is made by the compiler.
    ///
    /// Of more than 1023 names those beyond are found by searching the list.
    #[must_use]
    pub const fn new(names: &'static [&'static str]) -> Self {
        let mut slots = [0_u16; SLOTS];
        let mut index = 0;
        while index < names.len() && index + 1 < SLOTS {
            let mut slot = hash(names[index].as_bytes());
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            index += 1;
            slots[slot] = index as u16;
        }
        Self { names, slots }
    }

    /// All names, in the order of the catalog.
    #[must_use]
    pub fn all(&self) -> &'static [&'static str] {
        self.names
    }

    /// The name of an event; empty where there is no such number.
    #[must_use]
    pub fn name(&self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or("")
    }

    /// The number of a name.
    #[must_use]
    #[inline]
    pub fn find(&self, name: &str) -> Option<usize> {
        let mut slot = hash(name.as_bytes());
        while let Some(index) = usize::from(*self.slots.get(slot)?).checked_sub(1) {
            if self.names.get(index).is_some_and(|it| *it == name) {
                return Some(index);
            }
            slot = (slot + 1) % SLOTS;
        }
        let beyond = self.names.iter().skip(SLOTS - 1).position(|it| *it == name)?;
        Some(beyond + SLOTS - 1)
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names).finish()
    }
}

/// Mixes the first and the last eight bytes and the length, so that it takes a few instructions
/// for a name of any length.
const fn hash(bytes: &[u8]) -> usize {
    let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (short(bytes), 0),
    };
    let mixed = first.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ last.wrapping_add(bytes.len() as u64);
    (mixed.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 54) as usize
}

/// Less than eight bytes as a number.
const fn short(bytes: &[u8]) -> u64 {
    let (mut number, mut at) = (0, 0);
    while at < bytes.len() {
        number = number << 8 | bytes[at] as u64;
        at += 1;
    }
    number
}

/// The kind of a number, where there is one.
pub fn kind<K: Copy>(all: &[K], which: super::Which<'_>) -> Option<K> {
    match which {
        super::Which::Known(index) => all.get(index).copied(),
        super::Which::Unknown(_) => None,
        super::Which::Malformed(event) => all.get(event.index()?).copied(),
    }
}

/// The kind of a name.
///
/// # Errors
/// A name that the catalog does not have.
pub fn kind_from_str<K: Copy>(all: &[K], names: &Names, name: &str) -> Result<K, UnknownKind> {
    match names.find(name).and_then(|index| all.get(index)) {
        Some(kind) => Ok(*kind),
        None => Err(UnknownKind(name.into())),
    }
}

/// A name that the catalog of events does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(Box<str>);

impl fmt::Display for UnknownKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no event is called `{}`", self.0)
    }
}

impl std::error::Error for UnknownKind {}
