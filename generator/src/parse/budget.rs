//! How much a file may become.

/// Nodes that the files of one SDK may have together.
const TOTAL: usize = 5_000_000;
/// Nodes a file may have for each of its bytes. Without aliases a node takes two bytes at least.
const PER_BYTE: usize = 2;
/// Nodes that even the smallest file may have.
const FLOOR: usize = 10_000;
/// Bytes of text that count as one node.
const TEXT: usize = 16;
/// Longest pointer, in bytes, that costs nothing. Every type, field and diagnostic carries its pointer, so that one long
/// key is repeated by all that stands below it.
const POINTER: usize = 400;

/// What is left to spend on the files of one SDK. YAML aliases repeat what they name: a hundred kilobytes
/// can stand for gigabytes.
#[derive(Clone, Debug)]
pub struct Budget {
    total: usize,
    file: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { total: TOTAL, file: 0 }
    }
}

impl Budget {
    /// Begins a file of so many bytes.
    pub(super) fn open(&mut self, bytes: usize) {
        self.file = bytes.saturating_mul(PER_BYTE).saturating_add(FLOOR);
    }

    /// Spends a node with so many bytes of text, and so many in its pointer; `None` when nothing is left.
    pub(super) fn spend(&mut self, text: usize, pointer: usize) -> Option<()> {
        let cost = 1 + (text + pointer.saturating_sub(POINTER)) / TEXT;
        self.file = self.file.checked_sub(cost)?;
        self.total = self.total.checked_sub(cost)?;
        Some(())
    }
}
