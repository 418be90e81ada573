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

    /// Whether bytes were thrown away.
    fn is_cut(&self) -> bool {
        self.total > self.kept.len() as u64
    }

    /// What was kept, as text. That may be longer: what stands for bytes that are no text takes three.
    fn text(mut self) -> String {
        let is_cut = self.is_cut();
        let bytes = self.kept.make_contiguous();
        // The cut may be within a character.
        let within = if is_cut { bytes.iter().take(3).take_while(|it| **it & 0xc0 == 0x80).count() } else { 0 };
        String::from_utf8_lossy(bytes.get(within..).unwrap_or_default()).into_owned()
    }
}

/// What goes to the gateway of both streams.
pub(super) struct Shared {
    pub(super) stdout: String,
    pub(super) stderr: String,
    /// Whether output is left out.
    pub(super) truncated: bool,
}

/// Both streams and a notice at the end of stderr, within a bound on all of it. The notice goes first, then complaints as
/// far as half of the rest.
pub(super) fn share(stdout: Tail, stderr: Tail, notice: Option<String>, most: usize) -> Shared {
    let is_cut = stdout.is_cut() || stderr.is_cut();
    let (mut stdout, mut stderr) = (stdout.text(), stderr.text());
    let mut notice = notice.unwrap_or_default();
    if !notice.is_empty() && !stderr.is_empty() && !stderr.ends_with('\n') {
        notice.insert(0, '\n');
    }
    keep_start(&mut notice, most);
    let most = most.saturating_sub(notice.len());
    let for_stderr = (most / 2).max(most.saturating_sub(stdout.len())).min(stderr.len());
    let length = stdout.len() + stderr.len();
    keep_end(&mut stdout, most.saturating_sub(for_stderr));
    keep_end(&mut stderr, for_stderr);
    let truncated = is_cut || stdout.len() + stderr.len() < length;
    stderr.push_str(&notice);
    Shared { stdout, stderr, truncated }
}

fn keep_start(text: &mut String, most: usize) {
    let end = (0..=most.min(text.len())).rev().find(|it| text.is_char_boundary(*it));
    text.truncate(end.unwrap_or_default());
}

fn keep_end(text: &mut String, most: usize) {
    let start = (text.len().saturating_sub(most)..text.len()).find(|it| text.is_char_boundary(*it));
    text.drain(..start.unwrap_or(text.len()));
}
