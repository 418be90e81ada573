//! Scopes, in which a name occurs once, and requests for names in them.

use std::collections::HashSet;

use super::Ident;
use super::words::{Case, Words, bounded, hash, join, spelled, style, words};

/// A node that wants a name.
#[derive(Clone, Debug)]
pub(super) struct Request {
    /// Importance; lower is named first.
    pub rank: u8,
    /// What tells the node from all others of its scope: its pointer, or its name on the wire.
    pub key: String,
    /// The specification's name, where the options are made of one.
    name: Option<String>,
    /// Names it would take, the dearest first.
    options: Vec<Words>,
}

impl Request {
    /// A request for the words of `name`.
    pub(super) fn new(rank: u8, key: impl Into<String>, name: &str) -> Self {
        let plain = words(name);
        let mut options = vec![plain.clone(), spelled(name)];
        if !plain.is_empty() {
            options.push([plain, vec![style(name).to_owned()]].concat());
        }
        Self { rank, key: key.into(), name: Some(name.to_owned()), options }
    }

    /// A request for these words.
    pub(super) fn words(rank: u8, key: impl Into<String>, words: Words) -> Self {
        Self { rank, key: key.into(), name: None, options: vec![words] }
    }

    /// How far the plain name is from how the specification writes it: not at all, in case alone, or more.
    fn distance(&self, case: Case) -> u8 {
        let (Some(name), Some(plain)) = (&self.name, self.options.first()) else { return 0 };
        let same = |case: Case| join(plain, case, "") == *name;
        match case {
            case if same(case) => 0,
            _ if [Case::Snake, Case::Camel, Case::Screaming].into_iter().any(same) => 1,
            _ => 2,
        }
    }

    /// The dearest option with one more word.
    pub(super) fn longer(&self, word: &str) -> Words {
        let mut words = self.options.first().cloned().unwrap_or_default();
        words.push(word.to_owned());
        words
    }

    /// Further options, dearer than those that [`Request::new`] made out of the way the name is written.
    pub(super) fn or_before(mut self, options: impl IntoIterator<Item = Words>) -> Self {
        let at = self.options.len().min(1);
        self.options.splice(at..at, options);
        self
    }

    /// Further options for when all others are taken.
    pub(super) fn or(mut self, options: impl IntoIterator<Item = Words>) -> Self {
        self.options.extend(options);
        self
    }
}

/// What a name becomes that is reserved.
#[derive(Clone, Copy, Debug)]
pub(super) enum Yield {
    /// `clone` → `set_clone`
    Before(&'static str),
    /// `Option` → `OptionModel`
    After(&'static str),
}

/// Names in use at one place.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    case: Case,
    /// What stands before a digit, or alone where there is no word at all.
    digit: &'static str,
    reserved: HashSet<&'static str>,
    yields: Yield,
    taken: HashSet<String>,
}

impl Scope {
    /// An empty scope.
    pub(super) fn new(case: Case, digit: &'static str, reserved: &[&[&'static str]], yields: Yield) -> Self {
        let reserved = reserved.iter().flat_map(|it| it.iter().copied()).collect();
        Self { case, digit, reserved, yields, taken: HashSet::new() }
    }

    /// The same scope for nodes of another kind.
    pub(super) fn yielding(self, digit: &'static str, yields: Yield) -> Self {
        Self { digit, yields, ..self }
    }

    /// Names all of `requests`, in their order of importance; the answers are in the order given.
    pub(super) fn settle(&mut self, requests: &[Request]) -> Vec<Ident> {
        let mut order: Vec<usize> = (0..requests.len()).collect();
        order.sort_by_cached_key(|it| {
            let request = &requests[*it];
            (request.rank, request.distance(self.case), request.key.as_str(), *it)
        });
        let mut named: Vec<(usize, Ident)> = order.into_iter().map(|it| (it, self.claim(&requests[it]))).collect();
        named.sort_by_key(|(index, _)| *index);
        named.into_iter().map(|(_, name)| name).collect()
    }

    /// Names one.
    pub(super) fn claim(&mut self, request: &Request) -> Ident {
        for option in request.options.iter().filter(|it| !it.is_empty()) {
            if let Some(name) = self.take(option.clone()) {
                return name;
            }
        }
        let plain = match request.options.first() {
            Some(it) if !it.is_empty() => it.clone(),
            _ => vec![self.digit.to_owned()],
        };
        let hash = hash(&request.key);
        for length in [6, 16] {
            let mut words = plain.clone();
            words.push(hash[..length].to_owned());
            if let Some(name) = self.take(words) {
                return name;
            }
        }
        self.count(plain, hash)
    }

    /// Takes `name` if it is still free, as it is.
    pub(super) fn pin(&mut self, name: &str) -> Option<Ident> {
        let name = Ident::printable(name);
        (!self.reserved.contains(name.bare()) && self.taken.insert(name.as_str().to_owned())).then_some(name)
    }

    /// Two nodes with one key, or a hash that collides: nothing of their own is left to tell them apart.
    fn count(&mut self, mut words: Words, hash: String) -> Ident {
        words.push(hash);
        let mut number = 2_u64;
        loop {
            let mut numbered = words.clone();
            numbered.push(number.to_string());
            if let Some(name) = self.take(numbered) {
                return name;
            }
            number += 1;
        }
    }

    fn take(&mut self, words: Words) -> Option<Ident> {
        let words = bounded(words);
        let mut name = join(&words, self.case, self.digit);
        if self.reserved.contains(name.as_str()) {
            let word = match self.yields {
                Yield::Before(word) | Yield::After(word) => word.to_owned(),
            };
            let words = match self.yields {
                Yield::Before(_) => [vec![word], words].concat(),
                Yield::After(_) => [words, vec![word]].concat(),
            };
            name = join(&words, self.case, self.digit);
        }
        self.pin(&name)
    }
}
