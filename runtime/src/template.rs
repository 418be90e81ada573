//! Texts with names in braces.
//!
//! **Invariant:** a brace that is not closed is text, and no text is left out.

/// A piece of such a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'t> {
    Text(&'t str),
    /// What stood in braces.
    Name(&'t str),
}

/// The pieces of a text, in its order.
pub(crate) fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        let named = rest.strip_prefix('{').and_then(|it| it.split_once('}'));
        let (piece, behind) = match (named, rest.find('{')) {
            _ if rest.is_empty() => return None,
            (Some((name, behind)), _) => (Piece::Name(name), behind),
            (None, Some(brace @ 1..)) => {
                let (text, behind) = rest.split_at(brace);
                (Piece::Text(text), behind)
            }
            (None, _) => (Piece::Text(rest), ""),
        };
        rest = behind;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::Piece::{Name, Text};
    use super::*;

    #[test]
    fn names_stand_in_closed_braces_and_all_else_is_text() {
        let all = |template| pieces(template).collect::<Vec<_>>();
        assert_eq!(all("{a}.{b}/ü}{"), [Name("a"), Text("."), Name("b"), Text("/ü}"), Text("{")]);
        assert_eq!(all("{}x{a{b}{c"), [Name(""), Text("x"), Name("a{b"), Text("{c")]);
        assert_eq!(all(""), []);
    }
}
