//! The text of a number in a few bytes, two characters in each.

use std::fmt::{self, Write as _};

/// What a number consists of, as JSON writes it.
const CHARACTERS: &[u8; 15] = b"0123456789-+.eE";

/// Bytes for it: with its length and the tag of a number's kind three words.
const BYTES: usize = 22;

/// The text of a number.
#[derive(Clone, Copy)]
pub(super) struct Digits {
    length: u8,
    packed: [u8; BYTES],
}

impl Digits {
    /// Packs a text; `None` if it is longer than 44 characters or no number.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut packed = [0; BYTES];
        let length = u8::try_from(text.len()).ok()?;
        for (at, byte) in text.bytes().enumerate() {
            let code = CHARACTERS.iter().position(|it| *it == byte)?;
            *packed.get_mut(at / 2)? |= u8::try_from(code).ok()? << (at % 2 * 4);
        }
        Some(Self { length, packed })
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let codes = self.packed.iter().flat_map(|it| [it & 15, it >> 4]);
        for code in codes.take(self.length.into()) {
            let byte = CHARACTERS.get(usize::from(code)).copied().unwrap_or(b'0');
            f.write_char(byte.into())?;
        }
        Ok(())
    }
}
