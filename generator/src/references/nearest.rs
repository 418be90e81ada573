//! "Did you mean": the candidate that a misspelt word is nearest to.

/// Longest word, in bytes, that is compared: nobody misspells a longer one by a letter, and comparing takes the product of
/// both lengths.
const LONGEST: usize = 120;

/// The candidate nearest to `word`, if one is near enough to be meant; the first of equals.
fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let limit = word.chars().count().clamp(3, 12) / 3;
    let mut best = None;
    for candidate in candidates.into_iter().filter(|it| it.len() <= LONGEST + 4) {
        let Some(distance) = distance(word, candidate, limit) else {
            continue;
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The help that names what was meant, where something is near enough.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|it| format!("did you mean `{it}`?"))
}

/// Edits (insert, delete, replace, swap neighbours) from one to the other without regard to case, if at
/// most `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().map(|it| it.to_ascii_lowercase()).collect();
    let b: Vec<char> = b.chars().map(|it| it.to_ascii_lowercase()).collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(x != y);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().chain(&above).all(|it| *it > limit) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.pop().filter(|it| *it <= limit)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        assert_eq!(nearest("Verdit", ["Debate", "Verdict"]), Some("Verdict"));
        assert_eq!(nearest("verdict", ["Verdict"]), Some("Verdict"));
        assert_eq!(nearest("paramters", ["parameters", "responses"]), Some("parameters"));
        assert_eq!(nearest("Zebra", ["Debate", "Verdict"]), None);
    }
}
