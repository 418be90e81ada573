//! Lists that come in pages.

use super::TypeRef;

/// How an operation gives a list in pages. Places in the answer are names of members, separated by dots.
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Place of the list; empty: the answer is the list.
    pub items: String,
    /// What it is a list of.
    pub item: TypeRef,
    /// How the next page is asked for.
    pub next: NextPage,
    /// Place of the sign that there is another page.
    pub has_more: Option<String>,
    /// Place of the number of all items.
    pub total: Option<String>,
    /// Place of the number of all pages.
    pub pages: Option<String>,
    /// Parameter for the size of a page, and its place in the answer.
    pub limit: Option<String>,
    /// Place of a link to the next page.
    pub link: Option<String>,
}

/// How the next page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage {
    /// By a parameter that counts the items before it.
    Offset(String),
    /// By the number of the page.
    Number {
        /// The parameter.
        parameter: String,
        /// The number of the first page.
        first: u64,
    },
    /// By a word from the answer before.
    Cursor {
        /// The parameter.
        parameter: String,
        /// Place of the word.
        from: String,
    },
    /// By a link in the answer.
    Link,
    /// By a link in a header (RFC 8288).
    Header,
}

impl NextPage {
    /// The parameter that asks for the page.
    #[must_use]
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Offset(parameter) | Self::Number { parameter, .. } | Self::Cursor { parameter, .. } => {
                Some(parameter)
            }
            Self::Link | Self::Header => None,
        }
    }
}
