//! How deeply a JSON text is nested, found without decoding it.

/// Whether lists and objects are nested more than `limit` deep. Text that is no JSON gives an answer
/// too, one that is never smaller than the depth at which a decoder would find that out.
pub(crate) fn exceeds(text: &str, limit: usize) -> bool {
    openings(text.as_bytes()) > limit && deepest(text.as_bytes()) > limit
}

/// How many lists and objects there may be: counts brackets, in strings too, fast.
fn openings(bytes: &[u8]) -> usize {
    let mut total = 0;
    for chunk in bytes.chunks(192) {
        let mut count = 0_u8;
        for byte in chunk {
            // `{` and `[` differ in one bit.
            count += u8::from(byte & !0x20 == b'[');
        }
        total += usize::from(count);
    }
    total
}

fn deepest(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => skip_string(&mut bytes),
            _ => {}
        }
    }
    deepest
}

fn skip_string(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}
