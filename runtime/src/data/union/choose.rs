//! Chooses the variant of a union.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::{Kinds, Union, Variant, in_vain};
use crate::data::{DecodeError, Json, Text, depth, whole};

/// Nesting that a union's value may have. Variants are decoded from text of their own, so that
/// serde_json's limit, which is the same, does not see what stands around them.
const MAX_DEPTH: usize = 128;

/// Decodes the variant that fits `text`.
pub(super) fn choose<T: Union>(text: &str) -> Result<T, DecodeError> {
    if depth::exceeds(text, MAX_DEPTH) {
        return Err(DecodeError::of_document("nested too deeply"));
    }
    let kind = Kinds::of(text);
    let keys = if kind == Kinds::OBJECT { keys(text)? } else { Keys::new() };
    if let Some(tag) = T::DISCRIMINATOR.and_then(|it| keys.get(it)) {
        return match with_tag(T::VARIANTS, tag.get()) {
            Some(index) => variant(index, text),
            None => variant(T::VARIANTS.len(), text),
        };
    }
    let found = in_vain::limited(text, || tried(&candidates(T::VARIANTS, kind, &keys), text));
    match found.or_else(|| with_whole_numbers(text)) {
        Some(it) => Ok(it),
        None => variant(T::VARIANTS.len(), text),
    }
}

/// The variant that fits once its whole numbers are written as integers.
fn with_whole_numbers<T: Union>(text: &str) -> Option<T> {
    let text = whole::without_fractions(text)?;
    let kind = Kinds::of(&text);
    let keys = if kind == Kinds::OBJECT { keys(&text).ok()? } else { Keys::new() };
    in_vain::limited(&text, || tried(&candidates(T::VARIANTS, kind, &keys), &text))
}

/// The first variant that holds the value.
fn tried<T: Union>(candidates: &[usize], text: &str) -> Option<T> {
    for index in candidates {
        if let Ok(it) = variant(*index, text) {
            return Some(it);
        }
        if !in_vain::may_go_on(text) {
            break;
        }
    }
    None
}

fn variant<T: Union>(index: usize, text: &str) -> Result<T, DecodeError> {
    let mut from = serde_json::Deserializer::from_str(text);
    T::decode(index, &mut from).map_err(|error| DecodeError::new(text, &error))
}

/// Keys of an object with the text of their values.
type Keys<'a> = BTreeMap<String, &'a RawValue>;

fn keys(text: &str) -> Result<Keys<'_>, DecodeError> {
    serde_json::from_str(text).map_err(|error| DecodeError::new(text, &error))
}

fn with_tag(variants: &[Variant], tag: &str) -> Option<usize> {
    let text: Text<'_> = serde_json::from_str(tag).unwrap_or(Text(tag.into()));
    variants.iter().position(|it| it.tags.contains(&&*text.0))
}

/// The variants that may hold the value, best first.
fn candidates(variants: &[Variant], kind: Kinds, keys: &Keys<'_>) -> Vec<usize> {
    let mut ranked: Vec<_> = variants
        .iter()
        .enumerate()
        .filter(|(_, it)| it.kinds.has(kind))
        .filter(|(_, it)| it.required.iter().all(|key| keys.contains_key(*key)))
        .filter_map(|(index, it)| Some((rank(it, keys)?, index)))
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, index)| index).collect()
}

/// Lower is better: most constants met, most keys known, most keys required; `None` if a constant
/// differs.
fn rank(variant: &Variant, keys: &Keys<'_>) -> Option<Reverse<(usize, usize, usize)>> {
    let mut constants = 0;
    for (key, constant) in variant.constants {
        if let Some(value) = keys.get(*key) {
            if !is_equal(value.get(), constant) {
                return None;
            }
            constants += 1;
        }
    }
    let known = variant.known.iter().filter(|it| keys.contains_key(**it));
    Some(Reverse((constants, known.count(), variant.required.len())))
}

fn is_equal(left: &str, right: &str) -> bool {
    let read = |it| serde_json::from_str::<Json>(it).ok();
    left == right || read(left).is_some_and(|it| Some(it) == read(right))
}
