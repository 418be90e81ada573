//! How the pages of a list follow each other, as static data.

/// How an operation gives a list in pages.
///
/// Places in the answer are names of members, separated by dots: `meta.total`.
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    /// Where the list stands. Empty: the answer is the list.
    pub items: &'static str,
    /// How the next page is asked for.
    pub next: NextPage,
    /// Where the answer says whether there is another page.
    pub has_more: Option<&'static str>,
    /// Where the answer says how many items there are on all pages.
    pub total: Option<&'static str>,
    /// Where the answer says how many pages there are.
    pub pages: Option<&'static str>,
    /// Where the answer says how many items a page holds at most; also the parameter that asks for so many.
    pub limit: Option<&'static str>,
    /// Where the answer may hold a link to the next page, which then counts instead of `next`.
    pub link: Option<&'static str>,
}

impl Paging {
    /// The answer is the list, and nothing leads on but a `Link` header.
    pub const NEW: Self =
        Self { items: "", next: NextPage::Header, has_more: None, total: None, pages: None, limit: None, link: None };
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// By this parameter, the number of items before the page; counted from 0.
    Offset(&'static str),
    /// By the number of the page.
    Number {
        /// The parameter.
        parameter: &'static str,
        /// The number of the first page.
        first: u64,
    },
    /// By a word from the answer before.
    Cursor {
        /// The parameter.
        parameter: &'static str,
        /// Where the word stands in the answer.
        from: &'static str,
    },
    /// By the link in the answer that [`Paging::link`] names.
    Link,
    /// By the link in the header `Link` whose `rel` is `next` (RFC 8288).
    Header,
}
