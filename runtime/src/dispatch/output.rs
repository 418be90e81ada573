//! What a command prints: kept up to a bound, the end of it.

use std::collections::VecDeque;

use tokio::io::{AsyncRead, AsyncReadExt};

/// The last bytes of a stream.
#[derive(Default)]
pub(super) struct Tail {
    kept: VecDeque<u8>,
    /// How much there was.
    total: u64,
}

impl Tail {
    /// Reads a stream to its end and keeps at most so many bytes.
    pub(super) async fn read(&mut self, stream: Option<impl AsyncRead + Unpin>, most: usize) {
        let Some(mut stream) = stream else { return };
        let mut chunk = vec![0; 16 * 1024];
        // A pipe that breaks has ended.
        while let Ok(count @ 1..) = stream.read(&mut chunk).await {
            self.total += count as u64;
            self.kept.extend(chunk.get(..count).unwrap_or_default());
            let surplus = self.kept.len().saturating_sub(most);
            self.kept.drain(..surplus);
        }
    }

    /// The end of the text, at most so many bytes of it.
    fn text(mut self, most: usize) -> String {
        let surplus = self.kept.len().saturating_sub(most);
        self.kept.drain(..surplus);
        let bytes = self.kept.make_contiguous();
        // The cut may be within a character.
        let within = if surplus > 0 || self.total > bytes.len() as u64 {
            bytes.iter().take(3).take_while(|it| **it & 0xc0 == 0x80).count()
        } else {
            0
        };
        let mut text = String::from_utf8_lossy(bytes.get(within..).unwrap_or_default()).into_owned();
        // What stands for bytes that are no text is longer than they are.
        if let Some(start) = text.len().checked_sub(most).filter(|it| *it > 0) {
            let start = (start..text.len()).find(|it| text.is_char_boundary(*it)).unwrap_or(text.len());
            text.drain(..start);
        }
        text
    }
}

/// Both streams within a bound on the two together, and whether something is left out. Complaints go first, as far as
/// half of the bound.
pub(super) fn share(stdout: Tail, stderr: Tail, most: usize) -> (String, String, bool) {
    let truncated = stdout.total.saturating_add(stderr.total) > most as u64;
    let for_stderr = (most / 2).max(most.saturating_sub(stdout.kept.len())).min(stderr.kept.len());
    let for_stdout = most.saturating_sub(for_stderr);
    (stdout.text(for_stdout), stderr.text(for_stderr), truncated)
}
