//! Values from schemas.
//!
//! The values of the parts of an object or list are not multiplied: the first sample of an object has the first value
//! of every field, the second one the second value of those fields that have two, and so on. Schemas that are referred
//! to get all of their values where they stand, and few where they are used.

use super::flat::{Flat, tag_of};
use super::{MOST, scalar};
use crate::ir::Literal;
use crate::references::Resolver;
use crate::tree::Node;

/// Nesting at which only required fields are made.
const SHALLOW: usize = 2;

/// Nesting at which nothing more is made.
const DEEPEST: usize = 12;

/// Values that are made of a schema which is referred to.
const REFERRED: usize = 3;

/// Values of one schema, and of what is said `around` it; empty where it allows none that ends.
pub(super) fn values<'a>(resolver: Resolver<'a>, schema: &'a Node, around: Option<&'a Node>) -> Vec<Literal> {
    let mut maker = Maker { resolver, budget: 200_000 };
    let mut flat = Flat::of(resolver, around.as_slice());
    flat.choices.clear();
    flat.add(resolver, schema, schema.at);
    let mut values = maker.of_flat(&flat, 0);
    values.truncate(MOST);
    values
}

struct Maker<'a> {
    resolver: Resolver<'a>,
    /// Values that may still be made.
    budget: usize,
}

impl<'a> Maker<'a> {
    /// Values of what all `parts` allow, as a part of a value at `depth`.
    fn of(&mut self, parts: &[&'a Node], depth: usize) -> Vec<Literal> {
        if depth > DEEPEST || self.budget == 0 {
            return Vec::new();
        }
        let referred = parts.iter().any(|it| it.get("$ref").is_some());
        let mut values = self.of_flat(&Flat::of(self.resolver, parts), depth);
        let most = if referred || depth > SHALLOW { REFERRED } else { MOST };
        values.truncate(most);
        values
    }

    fn of_flat(&mut self, flat: &Flat<'a>, depth: usize) -> Vec<Literal> {
        if flat.contradicts() {
            return Vec::new();
        }
        let mut values = match flat.choices.is_empty() {
            true => self.plain(flat, depth),
            false => self.choices(flat, depth),
        };
        if depth > 0 {
            let written = flat.written.iter().filter(|it| super::valid::fits(self.resolver, it, flat));
            values.extend(written.map(|it| it.literal()));
        }
        values
    }

    /// Every alternative of every choice once, the other choices at their first alternative that fits.
    fn choices(&mut self, flat: &Flat<'a>, depth: usize) -> Vec<Literal> {
        let mut rest = flat.clone();
        let choices = std::mem::take(&mut rest.choices);
        let mut values = Vec::new();
        let few = depth > SHALLOW;
        for (index, (_, alternatives)) in choices.iter().enumerate() {
            for alternative in *alternatives {
                let mut chosen = rest.clone();
                choose(self.resolver, &mut chosen, choices[index].0, alternative);
                for (_, (owner, others)) in choices.iter().enumerate().filter(|(at, _)| *at != index) {
                    if let Some(first) = others.first() {
                        choose(self.resolver, &mut chosen, owner, first);
                    }
                }
                let made = self.of_flat(&chosen, depth);
                values.extend(made.into_iter().take(if few { 1 } else { MOST }));
                if values.len() > MOST || (few && values.len() >= REFERRED) {
                    return values;
                }
            }
        }
        values
    }

    /// Values without a choice between schemas.
    fn plain(&mut self, flat: &Flat<'a>, depth: usize) -> Vec<Literal> {
        self.budget = self.budget.saturating_sub(1);
        if let Some(constant) = flat.constant {
            return vec![constant.literal()];
        }
        if let Some(values) = flat.values {
            return scalar::of_enum(flat, values);
        }
        let structured = !flat.properties.is_empty() || !flat.additional.is_empty() || !flat.tags.is_empty();
        let listed = flat.items.is_some() || !flat.prefix.is_empty();
        if flat.types.is_none() && !structured && !listed {
            return scalar::open();
        }
        let wanted = |ty: &str| flat.types.as_ref().is_some_and(|it| it.contains(ty));
        let mut values = Vec::new();
        if wanted("object") || (structured && flat.allows("object")) {
            values.extend(self.objects(flat, depth));
        }
        if wanted("array") || (listed && flat.allows("array")) {
            values.extend(self.lists(flat, depth));
        }
        values.extend(scalar::of(flat));
        values
    }

    fn lists(&mut self, flat: &Flat<'a>, depth: usize) -> Vec<Literal> {
        let items = match flat.items {
            Some(items) => self.of(&[items], depth + 1),
            None if flat.prefix.is_empty() => scalar::open(),
            None => Vec::new(),
        };
        if !flat.prefix.is_empty() {
            let first = flat.prefix.iter().map(|it| self.of(&[it], depth + 1));
            let columns: Vec<Vec<Literal>> = first.collect();
            let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
            let pick = |row: usize| columns.iter().filter_map(move |it| it.get(row).or(it.first()).cloned()).collect();
            return (0..rows).map(pick).map(Literal::List).collect();
        }
        let mut lists = vec![Literal::List(items.clone())];
        if depth <= SHALLOW {
            lists.push(Literal::List(Vec::new()));
            lists.extend(items.into_iter().next().map(|it| Literal::List(vec![it])));
        }
        lists
    }

    fn objects(&mut self, flat: &Flat<'a>, depth: usize) -> Vec<Literal> {
        let mut columns: Vec<(String, bool, Vec<Literal>)> = Vec::new();
        for (name, schemas) in &flat.properties {
            let required = flat.required.contains(name);
            let tag = flat.tags.iter().find(|(key, _)| key == name).map(|(_, tag)| vec![tag.clone()]);
            if !required && tag.is_none() && (depth >= SHALLOW || self.budget == 0) {
                continue;
            }
            let values = tag.unwrap_or_else(|| self.of(schemas, depth + 1));
            if values.is_empty() && required && self.is_possible(schemas) {
                return Vec::new();
            }
            columns.push(((*name).to_owned(), required, values));
        }
        let known = |key: &str, columns: &[(String, bool, Vec<Literal>)]| columns.iter().any(|(it, ..)| it == key);
        for (key, tag) in &flat.tags {
            if !known(key, &columns) {
                columns.push((key.clone(), true, vec![tag.clone()]));
            }
        }
        for key in &flat.required {
            if !known(key, &columns) {
                columns.push(((*key).to_owned(), true, vec![Literal::string("undeclared")]));
            }
        }
        let more = self.additional(flat, depth);
        rows(&columns, more, depth)
    }

    /// Whether a schema without values here has values elsewhere: it is left out where it is `false`.
    fn is_possible(&self, schemas: &[&'a Node]) -> bool {
        !Flat::of(self.resolver, schemas).contradicts()
    }

    /// Members that the schema does not name: one list for each sample that has some.
    fn additional(&mut self, flat: &Flat<'a>, depth: usize) -> Vec<Vec<(String, Literal)>> {
        if !flat.additional.is_empty() {
            let mut values = self.of(&flat.additional[..1], depth + 1).into_iter();
            let first = values.next().map(|it| ("key-1".to_owned(), it));
            let named = values.enumerate().map(|(index, it)| (format!("key {}", index + 2), it));
            let all: Vec<(String, Literal)> = first.into_iter().chain(named).collect();
            return if all.is_empty() { Vec::new() } else { vec![all] };
        }
        if flat.closed || depth > 0 {
            return Vec::new();
        }
        let inner =
            Literal::Object(vec![("b".to_owned(), Literal::Null), ("a".to_owned(), Literal::List(scalar::open()))]);
        let list = scalar::open().into_iter().enumerate().map(|(index, it)| (format!("x-unknown {index}"), it));
        vec![list.chain([("x-unknown".to_owned(), inner), (String::new(), Literal::number(1))]).collect()]
    }
}

/// Adds an alternative of a choice, with the value that a discriminator beside the choice wants.
pub(super) fn choose<'a>(resolver: Resolver<'a>, flat: &mut Flat<'a>, owner: &'a Node, alternative: &'a Node) {
    let target = resolver.peek(alternative).map_or(alternative.at, |it| it.at);
    if let Some(discriminator) = owner.get("discriminator")
        && let Some(key) = discriminator.text("propertyName")
        && alternative.get("$ref").is_some()
    {
        flat.fix(key, tag_of(resolver, discriminator, target));
    }
    flat.add(resolver, alternative, alternative.at);
}

/// Objects from the values of each field.
fn rows(columns: &[(String, bool, Vec<Literal>)], more: Vec<Vec<(String, Literal)>>, depth: usize) -> Vec<Literal> {
    let rows = columns.iter().map(|(.., values)| values.len()).max().unwrap_or(0).max(1);
    let mut objects = Vec::new();
    for row in 0..rows.min(MOST) {
        let mut members = Vec::new();
        for (name, required, values) in columns {
            let value = values.get(row).or_else(|| values.first().filter(|_| *required));
            members.extend(value.map(|it| (name.clone(), it.clone())));
        }
        objects.push(Literal::Object(members));
    }
    let full = objects.first().cloned();
    if let Some(Literal::Object(full)) = full {
        if depth <= SHALLOW {
            let required = |name: &str| columns.iter().any(|(it, required, _)| it == name && *required);
            objects.push(Literal::Object(full.iter().filter(|(name, _)| required(name)).cloned().collect()));
        }
        for mut extra in more {
            extra.retain(|(key, _)| !columns.iter().any(|(it, ..)| it == key));
            objects.push(Literal::Object(full.iter().cloned().chain(extra).collect()));
        }
    }
    objects
}
