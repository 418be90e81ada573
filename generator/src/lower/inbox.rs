//! What tells the webhooks of an inbox apart: what `sdk.yaml` says, else a field or header whose values no two of
//! them share.

use std::collections::{BTreeMap, BTreeSet};

use super::dispatch::{settled, shape};
use crate::config::Config;
use crate::diagnostics::Diagnostics;
use crate::ir::{
    Encoding, Inbox, Location, Object, Presence, Shape, SignatureScheme, TypeDef, TypeRef, Union, Webhook,
    WebhookDispatch,
};
use crate::tree::Locations;

/// Fields of the body this many keys deep may tell webhooks apart.
const MAX_KEYS: usize = 2;

/// Types within types that are looked at.
const MAX_TYPES: usize = 64;

/// What a key or header can hold in one webhook.
#[derive(Clone, Debug)]
struct Choice {
    values: BTreeSet<String>,
    /// Whether it is always there.
    always: bool,
}

type Choices = BTreeMap<Vec<String>, Choice>;

/// Fills in how each inbox is dispatched; gives the scheme that the messages are signed by.
pub(super) fn dispatch(
    types: &[TypeDef],
    inboxes: &mut [Inbox],
    config: &Config,
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Option<SignatureScheme> {
    for inbox in inboxes.iter_mut() {
        if inbox.messages.len() == 1 {
            inbox.dispatch = WebhookDispatch::Only;
            continue;
        }
        if let Some((dispatch, tags)) = by_header(types, &inbox.messages).or_else(|| by_field(types, &inbox.messages)) {
            inbox.dispatch = dispatch;
            for (message, tags) in inbox.messages.iter_mut().zip(tags) {
                message.tags = tags.into_iter().collect();
            }
        }
    }
    let rule = config.webhooks.as_ref()?;
    if inboxes.is_empty() {
        let at = locations.origin(rule.at);
        diagnostics.error("unused-key", &at, "the document has no webhooks and no callbacks");
    }
    if let Some(name) = &rule.name {
        super::webhook_name::apply(types, inboxes, name, locations, diagnostics);
    }
    rule.signature.clone()
}

type Found = (WebhookDispatch, Vec<BTreeSet<String>>);

fn by_header(types: &[TypeDef], messages: &[Webhook]) -> Option<Found> {
    let choices = messages.iter().map(|message| {
        let headers = message.parameters.iter().filter(|it| it.location == Location::Header);
        let choice = |it: &crate::ir::Parameter| {
            Some((vec![it.wire.to_ascii_lowercase()], Choice { values: values(types, &it.ty)?, always: it.required }))
        };
        Some(headers.filter_map(choice).collect())
    });
    let (mut path, tags) = best(choices.collect::<Option<Vec<Choices>>>()?)?;
    Some((WebhookDispatch::Header(path.pop()?), tags))
}

fn by_field(types: &[TypeDef], messages: &[Webhook]) -> Option<Found> {
    let choices = messages.iter().map(|message| {
        let content = &message.body.as_ref()?.content;
        (content.encoding == Encoding::Json).then(|| Fields::new(types).of(&content.ty, MAX_KEYS))
    });
    let (path, tags) = best(choices.collect::<Option<Vec<Choices>>>()?)?;
    Some((WebhookDispatch::Field(path), tags))
}

/// The path that all webhooks have, with values that no two share: one that is always there before others, then the
/// shortest, then the first by its words.
fn best(all: Vec<Choices>) -> Option<(Vec<String>, Vec<BTreeSet<String>>)> {
    let tells_apart = |path: &Vec<String>| {
        let choices: Vec<&Choice> = all.iter().filter_map(|it| it.get(path)).collect();
        let total: usize = choices.iter().map(|it| it.values.len()).sum();
        let distinct: BTreeSet<&String> = choices.iter().flat_map(|it| &it.values).collect();
        let complete = choices.len() == all.len() && distinct.len() == total;
        complete.then(|| (!choices.iter().all(|it| it.always), path.len(), path.clone()))
    };
    let (_, _, path) = all.first()?.keys().filter_map(tells_apart).min()?;
    let tags = all.iter().map(|it| it.get(&path).map(|it| it.values.clone()).unwrap_or_default()).collect();
    Some((path, tags))
}

/// The keys of values that hold one of a few values. What was found of a type is kept: unions of unions name it often.
struct Fields<'a> {
    types: &'a [TypeDef],
    found: BTreeMap<(u32, usize), Choices>,
    open: BTreeSet<u32>,
}

impl<'a> Fields<'a> {
    fn new(types: &'a [TypeDef]) -> Self {
        Self { types, found: BTreeMap::new(), open: BTreeSet::new() }
    }

    /// Those of a value of this type, so many keys deep.
    fn of(&mut self, ty: &TypeRef, depth: usize) -> Choices {
        let TypeRef::Named(id) = unwrapped(ty) else { return Choices::new() };
        if let Some(found) = self.found.get(&(id.0, depth)) {
            return found.clone();
        }
        if depth == 0 || self.open.len() > MAX_TYPES || !self.open.insert(id.0) {
            return Choices::new();
        }
        let choices = match self.types.get(id.0 as usize).map(|it| &it.shape) {
            Some(Shape::Object(object)) => self.of_object(object, depth),
            Some(Shape::Union(union)) => self.of_union(union, depth),
            Some(Shape::Alias(target)) => self.of(target, depth),
            Some(Shape::Enum(_) | Shape::Foreign(_)) | None => Choices::new(),
        };
        self.open.remove(&id.0);
        self.found.insert((id.0, depth), choices.clone());
        choices
    }

    fn of_object(&mut self, object: &Object, depth: usize) -> Choices {
        let mut choices = Choices::new();
        for field in &object.fields {
            let always = field.presence == Presence::Required;
            if let Some(values) = values(self.types, &field.ty) {
                choices.insert(vec![field.wire.clone()], Choice { values, always });
                continue;
            }
            for (path, choice) in self.of(&field.ty, depth - 1) {
                let path = std::iter::once(field.wire.clone()).chain(path).collect();
                choices.insert(path, Choice { always: always && choice.always, ..choice });
            }
        }
        choices
    }

    /// Those that every variant has.
    fn of_union(&mut self, union: &Union, depth: usize) -> Choices {
        let mut variants = union.variants.iter();
        let mut choices = variants.next().map(|it| self.of(&it.ty, depth)).unwrap_or_default();
        for other in variants {
            let other = self.of(&other.ty, depth);
            choices.retain(|path, choice| match other.get(path) {
                Some(it) => {
                    choice.values.extend(it.values.iter().cloned());
                    choice.always &= it.always;
                    true
                }
                None => false,
            });
        }
        choices
    }
}

/// The values of an enum, through aliases.
fn values(types: &[TypeDef], ty: &TypeRef) -> Option<BTreeSet<String>> {
    match shape(types, settled(types, ty))? {
        Shape::Enum(it) => Some(it.values.iter().map(|it| it.wire.clone()).collect()),
        _ => None,
    }
}

/// A type without what only says how it is held.
pub(super) fn unwrapped(mut ty: &TypeRef) -> &TypeRef {
    while let TypeRef::Boxed(inner) | TypeRef::Nullable(inner) = ty {
        ty = inner;
    }
    ty
}
