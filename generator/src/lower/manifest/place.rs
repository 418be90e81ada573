//! Places in documents, followed through the types of their values.

use crate::config::reader::Report;
use crate::ir::{Additional, Scalar, Shape, TypeDef, TypeRef};
use crate::lower::dispatch::{settled, shape};
use crate::tree::At;

/// What the values at a place may be: one type, or several behind alternatives.
#[derive(Clone, Debug)]
pub(super) struct Places<'t> {
    types: &'t [TypeDef],
    at: Vec<TypeRef>,
}

/// Where a place stops being one.
#[derive(Debug)]
pub(super) struct Lost {
    /// The step that leads nowhere.
    step: String,
    /// What it could have been.
    known: Vec<String>,
    /// Why, where it is not that there is no such field.
    reason: Option<&'static str>,
}

impl Lost {
    pub(super) fn tell(self, (place, at): &(String, At), report: &mut Report<'_>) {
        let Self { step, known, reason } = self;
        match reason {
            Some(reason) => report.error("manifest-place", *at, format!("`{place}`: {reason} at `{step}`"), None),
            None => {
                let message = format!("`{place}` is no place of the document: there is no `{step}`");
                report.unknown("manifest-place", *at, message, &step, known.iter().map(String::as_str));
            }
        }
    }
}

impl<'t> Places<'t> {
    /// The document itself.
    pub(super) fn new(types: &'t [TypeDef], root: &TypeRef) -> Self {
        Self { types, at: vec![root.clone()] }
    }

    /// The type there, if it is one.
    pub(super) fn one(&self) -> Option<TypeRef> {
        if let [one] = self.at.as_slice() { Some(one.clone()) } else { None }
    }

    /// What `place` names from here.
    pub(super) fn follow(&self, place: &str) -> Result<Self, Lost> {
        let mut here = self.clone();
        for step in place.split('.') {
            let key = step.trim_end_matches(['[', ']', '{', '}']);
            here = here.key(key)?;
            here = match step.get(key.len()..) {
                Some("[]") => here.inside(step, "there is no list", |it| {
                    if let TypeRef::List(it) = it { Some((**it).clone()) } else { None }
                })?,
                Some("{}") => here.inside(step, "there is no map", |it| {
                    if let TypeRef::Map(it) = it { Some((**it).clone()) } else { None }
                })?,
                Some("") => here,
                _ => {
                    return Err(Lost {
                        step: step.to_owned(),
                        known: Vec::new(),
                        reason: Some("a key is followed by `[]`, `{}` or nothing"),
                    });
                }
            };
        }
        Ok(here)
    }

    fn key(&self, key: &str) -> Result<Self, Lost> {
        let mut known = Vec::new();
        let mut next: Vec<TypeRef> = Vec::new();
        for ty in &self.at {
            for ty in alternatives(self.types, ty) {
                known.extend(fields(self.types, &ty));
                next.extend(field(self.types, &ty, key));
            }
        }
        if next.is_empty() {
            return Err(Lost { step: key.to_owned(), known, reason: None });
        }
        next.dedup();
        Ok(Self { types: self.types, at: next })
    }

    fn inside(
        &self,
        step: &str,
        reason: &'static str,
        part: impl Fn(&TypeRef) -> Option<TypeRef>,
    ) -> Result<Self, Lost> {
        let at: Vec<TypeRef> = self.at.iter().filter_map(|it| part(settled(self.types, it))).collect();
        if at.is_empty() {
            return Err(Lost { step: step.to_owned(), known: Vec::new(), reason: Some(reason) });
        }
        Ok(Self { types: self.types, at })
    }
}

/// A type, or the variants of a union.
fn alternatives(types: &[TypeDef], ty: &TypeRef) -> Vec<TypeRef> {
    let ty = settled(types, ty);
    match shape(types, ty) {
        Some(Shape::Union(union)) => union.variants.iter().map(|it| settled(types, &it.ty).clone()).collect(),
        _ => vec![ty.clone()],
    }
}

fn fields<'t>(types: &'t [TypeDef], ty: &TypeRef) -> impl Iterator<Item = String> + use<'t> {
    let object = if let Some(Shape::Object(object)) = shape(types, ty) { Some(object) } else { None };
    object.into_iter().flat_map(|it| &it.fields).map(|it| it.wire.clone())
}

fn field(types: &[TypeDef], ty: &TypeRef, key: &str) -> Option<TypeRef> {
    match (ty, shape(types, ty)) {
        (_, Some(Shape::Object(object))) => {
            let field = object.fields.iter().find(|it| it.wire == key).map(|it| it.ty.clone());
            field.or_else(|| if let Additional::Typed(ty) = &object.additional { Some(ty.clone()) } else { None })
        }
        (TypeRef::Scalar(Scalar::Json), _) => Some(TypeRef::Scalar(Scalar::Json)),
        (TypeRef::Map(value), _) => Some((**value).clone()),
        _ => None,
    }
}
