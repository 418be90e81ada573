//! Pages: which operations give a list in pages, by the rules of `sdk.yaml`.
//!
//! A rule for all operations applies to those that have its parameters and the list; one for a single operation has to
//! fit.

use super::dispatch::{object, settled};
use crate::config::{Config, PagingChoice, PagingRule};
use crate::diagnostics::{Diagnostics, Origin};
use crate::ir::{Encoding, Location, Operation, Paging, Scalar, TypeDef, TypeRef};
use crate::references::did_you_mean;
use crate::tree::{At, Locations};

/// Says of each operation how its pages follow each other.
pub(super) fn settle(
    config: &Config,
    types: &[TypeDef],
    operations: &mut [Operation],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) {
    let mut used = vec![false; config.paging.len()];
    for operation in operations {
        let choice = config.operations.iter().find(|it| it.id == operation.id).and_then(|it| it.paging.as_ref());
        operation.paging = match choice {
            Some(PagingChoice::None) => None,
            Some(PagingChoice::Rule(rule)) => match fit(types, operation, rule) {
                Ok(paging) => Some(paging),
                // Another form of the operation may well have no list.
                Err(_) if operation.form.is_some() => None,
                Err(misfit) => {
                    misfit.report(&operation.id, locations, diagnostics);
                    None
                }
            },
            None => {
                let mut fitting = config.paging.iter().zip(&mut used);
                fitting.find_map(|(rule, used)| {
                    let paging = fit(types, operation, rule).ok()?;
                    *used = true;
                    Some(paging)
                })
            }
        };
    }
    let unused = config.paging.iter().zip(used).filter(|(_, used)| !used && !config.select.is_active());
    for (rule, _) in unused {
        let at = locations.origin(rule.at);
        let message = "no operation has these parameters and one list in its answer";
        diagnostics
            .error("unused-key", &at, message)
            .help("name the list in `items`, or the operation under `operations`");
    }
}

/// Why a rule does not fit an operation.
struct Misfit {
    code: &'static str,
    at: At,
    message: String,
    help: Option<String>,
}

impl Misfit {
    fn new(code: &'static str, at: At, message: impl Into<String>) -> Self {
        Self { code, at, message: message.into(), help: None }
    }

    fn report(self, operation: &str, locations: &Locations, diagnostics: &mut Diagnostics) {
        let at: Origin = locations.origin(self.at);
        diagnostics.error(self.code, &at, format!("`{operation}` {}", self.message)).help = self.help;
    }
}

fn fit(types: &[TypeDef], operation: &Operation, rule: &PagingRule) -> Result<Paging, Misfit> {
    if let Some(name) = rule.next.parameter() {
        check_parameter(types, operation, name, rule.parameter_at)?;
    }
    if let Some((name, at)) = &rule.limit {
        check_parameter(types, operation, name, *at)?;
    }
    let answer = answer(operation)
        .ok_or_else(|| Misfit::new("no-list", rule.at, "answers with no JSON of one type, so that there is no list"))?;
    let (items, item) = match &rule.items {
        Some((place, at)) => (place.clone(), named(types, answer, place, *at)?),
        None => only(types, answer, rule.at)?,
    };
    Ok(Paging {
        items,
        item: item.clone(),
        next: rule.next.clone(),
        has_more: rule.has_more.clone(),
        total: rule.total.clone(),
        pages: rule.pages.clone(),
        limit: rule.limit.as_ref().map(|it| it.0.clone()),
        link: rule.link.clone(),
    })
}

/// A parameter of the query, or a member of the body.
fn check_parameter(types: &[TypeDef], operation: &Operation, name: &str, at: At) -> Result<(), Misfit> {
    let query = operation.parameters.iter().filter(|it| it.location == Location::Query).map(|it| it.wire.as_str());
    let body = operation.body.iter().filter(|it| it.content.encoding == Encoding::Json);
    let members = body.filter_map(|it| object(types, &it.content.ty)).flat_map(|it| &it.fields);
    let known: Vec<&str> = query.chain(members.map(|it| it.wire.as_str())).collect();
    if known.contains(&name) {
        return Ok(());
    }
    let help = did_you_mean(name, known);
    Err(Misfit {
        help,
        ..Misfit::new("unknown-parameter", at, format!("has no parameter `{name}` in its query or body"))
    })
}

/// The type of every success, where that is one.
fn answer(operation: &Operation) -> Option<&TypeRef> {
    let mut types = operation.success.iter().map(|it| {
        let content = it.content.as_ref()?;
        let carries = content.encoding == Encoding::Json && content.ty != TypeRef::Scalar(Scalar::Unit);
        carries.then_some(&content.ty)
    });
    let first = types.next()??;
    types.all(|it| it == Some(first)).then_some(first)
}

/// The list at a place of the answer.
fn named<'t>(types: &'t [TypeDef], answer: &'t TypeRef, place: &str, at: At) -> Result<&'t TypeRef, Misfit> {
    let mut ty = answer;
    for key in place.split('.').filter(|it| !it.is_empty()) {
        let fields = object(types, ty).map(|it| it.fields.as_slice()).unwrap_or_default();
        let Some(field) = fields.iter().find(|it| it.wire == key) else {
            let help = did_you_mean(key, fields.iter().map(|it| it.wire.as_str()));
            return Err(Misfit { help, ..Misfit::new("unknown-field", at, format!("has no `{key}` in its answer")) });
        };
        ty = &field.ty;
    }
    list(types, ty).ok_or_else(|| Misfit::new("no-list", at, format!("has no list at `{place}` of its answer")))
}

/// The only list of the answer.
fn only<'t>(types: &'t [TypeDef], answer: &'t TypeRef, at: At) -> Result<(String, &'t TypeRef), Misfit> {
    if let Some(item) = list(types, answer) {
        return Ok((String::new(), item));
    }
    let fields = object(types, answer).map(|it| it.fields.as_slice()).unwrap_or_default();
    let lists: Vec<_> = fields.iter().filter_map(|it| Some((it.wire.clone(), list(types, &it.ty)?))).collect();
    match <[_; 1]>::try_from(lists) {
        Ok([only]) => Ok(only),
        Err(lists) => {
            let names: Vec<String> = lists.iter().map(|it| format!("`{}`", it.0)).collect();
            let found = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            let misfit = Misfit::new("no-list", at, format!("has not one list in its answer, but {found}"));
            Err(Misfit { help: Some("name the one that comes in pages in `items`".to_owned()), ..misfit })
        }
    }
}

/// What a type is a list of, through aliases and boxes.
fn list<'t>(types: &'t [TypeDef], ty: &'t TypeRef) -> Option<&'t TypeRef> {
    if let TypeRef::List(item) = settled(types, ty) { Some(item) } else { None }
}
