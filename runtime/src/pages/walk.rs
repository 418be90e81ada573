//! From page to page: which request follows an answer, and when it is sent.

use std::collections::{HashSet, VecDeque};
use std::task::{Context, Poll};

use bytes::Bytes;
use serde_json::Value;

use super::page::{Page, print};
use crate::error::{Error, ErrorKind};
use crate::facts::{NextPage, Operation, Paging};
use crate::request::Draft;
use crate::response::RawResponse;
use crate::send;
use crate::stepped::{Source, Stepped};

/// What nothing is said of: a list whose next page a header leads to.
static UNSAID: Paging = Paging::NEW;

/// The way through the pages of one call.
pub(crate) struct Walk {
    operation: &'static Operation,
    pages: Stepped<Ahead>,
}

/// What comes next.
enum Ahead {
    /// A page, which has not been asked for.
    Page(Progress),
    /// The pages lead nowhere.
    Astray(Error),
    Nothing,
}

/// A page, and its items one by one.
pub(crate) struct Fetched {
    pub(super) raw: RawResponse,
    pub(super) items: VecDeque<Bytes>,
}

impl Walk {
    pub(crate) fn new(draft: Box<Draft>) -> Self {
        let operation = draft.operation;
        Self { operation, pages: Stepped::new(Ahead::Page(Progress::new(draft))) }
    }

    pub(super) fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// Ends it before the last page.
    pub(super) fn finish(&mut self) {
        self.pages = Stepped::Ended(None);
    }

    /// The next page; `None` at the end.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Fetched, Error>>> {
        self.pages.poll(context)
    }
}

impl Source for Ahead {
    type Item = Result<Fetched, Error>;

    async fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(self, Self::Nothing) {
            Self::Page(progress) => {
                let (ahead, fetched) = progress.step().await;
                *self = ahead;
                Some(fetched)
            }
            Self::Astray(error) => Some(Err(error)),
            Self::Nothing => None,
        }
    }
}

/// How far it has come.
struct Progress {
    paging: &'static Paging,
    /// The request of the next page.
    draft: Box<Draft>,
    /// Items before the next page, those left out at the start included.
    passed: u64,
    /// The number of the next page.
    number: u64,
    /// The largest page so far.
    largest: u64,
    /// Links and cursors that were followed.
    followed: HashSet<u64>,
    /// What tells the last list from others.
    last: Option<u64>,
}

impl Progress {
    fn new(draft: Box<Draft>) -> Self {
        let paging = draft.operation.paging.as_ref().unwrap_or(&UNSAID);
        let given = |name: &str| draft.argument(name)?.parse::<u64>().ok();
        let (mut passed, mut number) = (0, 0);
        match paging.next {
            NextPage::Offset(parameter) => passed = given(parameter).unwrap_or_default(),
            NextPage::Number { parameter, first } => {
                number = given(parameter).unwrap_or(first);
                let size = paging.limit.and_then(given).unwrap_or_default();
                passed = number.saturating_sub(first).saturating_mul(size);
            }
            _ => {}
        }
        Self { paging, passed, number, largest: 0, followed: HashSet::new(), last: None, draft }
    }

    /// Fetches the page, and says what comes after it.
    async fn step(mut self) -> (Ahead, Result<Fetched, Error>) {
        let next = self.draft.again();
        let sent = std::mem::replace(&mut self.draft, next);
        let operation = sent.operation;
        let raw = match send::send(sent).await {
            Ok(raw) => raw,
            Err(error) => return (Ahead::Nothing, Err(error)),
        };
        let mut page = match Page::read(&raw, operation, self.paging) {
            Ok(page) => page,
            Err(error) => return (Ahead::Nothing, Err(Error::decode_error(raw, error).with_operation(operation.id))),
        };
        let came_before = page.print.is_some() && page.print == self.last;
        if came_before {
            return (Ahead::Nothing, Err(astray("the same page came again").with_operation(operation.id)));
        }
        let items = std::mem::take(&mut page.items);
        let ahead = match self.advance(&page, items.len() as u64, &raw) {
            Ok(true) => Ahead::Page(self),
            Ok(false) => Ahead::Nothing,
            Err(error) => Ahead::Astray(error.with_operation(operation.id)),
        };
        (ahead, Ok(Fetched { raw, items }))
    }

    /// Makes the request of the next page; says whether there is one.
    fn advance(&mut self, page: &Page, count: u64, raw: &RawResponse) -> Result<bool, Error> {
        self.last = page.print;
        self.passed = self.passed.saturating_add(count);
        if page.has_more == Some(false) {
            return Ok(false);
        }
        if let Some(link) = &page.link {
            return self.follow(link.as_deref());
        }
        let more = match self.paging.next {
            NextPage::Link => None,
            NextPage::Header => raw.link_header("next").map(str::to_owned),
            NextPage::Cursor { parameter, .. } => return self.turn(parameter, page),
            NextPage::Offset(parameter) => {
                let more = self.has_more(page, count)?;
                self.draft.set_argument(parameter, Value::from(self.passed));
                return Ok(more);
            }
            NextPage::Number { parameter, .. } => {
                let more = self.has_more(page, count)?;
                self.number = self.number.saturating_add(1);
                self.draft.set_argument(parameter, Value::from(self.number));
                return Ok(more);
            }
        };
        match (&more, page.has_more) {
            (None, Some(true)) => Err(astray("there is another page, but no link to it")),
            _ => self.follow(more.as_deref()),
        }
    }

    fn follow(&mut self, link: Option<&str>) -> Result<bool, Error> {
        let Some(link) = link else { return Ok(false) };
        self.draft.follow(link)?;
        let address = self.draft.address().map(|it| print(it.as_str()));
        self.first_time(address.unwrap_or_default(), "a link to the next page leads back")
    }

    fn turn(&mut self, parameter: &'static str, page: &Page) -> Result<bool, Error> {
        let Some(cursor) = &page.cursor else {
            return match page.has_more {
                Some(true) => Err(astray("there is another page, but nothing says where")),
                _ => Ok(false),
            };
        };
        self.draft.set_argument(parameter, cursor.clone());
        self.first_time(print(&cursor.to_string()), "the cursor of the next page came before")
    }

    fn first_time(&mut self, print: u64, otherwise: &'static str) -> Result<bool, Error> {
        if self.followed.insert(print) { Ok(true) } else { Err(astray(otherwise)) }
    }

    /// Whether there is a page after one with so many items. Servers give fewer than they are asked for: only what they
    /// say and what came counts.
    fn has_more(&mut self, page: &Page, count: u64) -> Result<bool, Error> {
        let largest = self.largest;
        self.largest = largest.max(count);
        if count == 0 {
            return match page.has_more {
                Some(true) => Err(astray("a page without items says that there is another")),
                _ => Ok(false),
            };
        }
        let pages = |last: u64| match self.paging.next {
            NextPage::Number { first, .. } => self.number < last.saturating_add(first).saturating_sub(1),
            _ => true,
        };
        Ok(match (page.has_more, page.total, page.pages, page.limit) {
            (Some(more), ..) => more,
            (None, Some(total), ..) => self.passed < total,
            (None, None, Some(last), _) => pages(last),
            (None, None, None, Some(limit)) => count >= limit,
            (None, None, None, None) => count >= largest,
        })
    }
}

fn astray(message: &'static str) -> Error {
    Error::new(ErrorKind::Paging, message)
}
