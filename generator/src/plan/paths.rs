//! Where each type is found in the crate: for tools that try the types of a crate one by one.

use super::context::Place;
use super::layout::Layout;
use crate::ir::{Sdk, Shape, TypeId};
use crate::names::Names;

/// Every type that the crate declares, with its path below the crate (`models::Debate`), in the order of the representation.
pub fn paths(sdk: &Sdk, names: &Names) -> Vec<(TypeId, String)> {
    let layout = Layout::new(sdk, names);
    let path = |id: TypeId| {
        let module = match layout.file(id).place() {
            Place::Models => "models",
            Place::Catalog(index) => names.catalog(index).module.as_str(),
        };
        (id, format!("{module}::{}", names.ty(id).name))
    };
    let types = (0..).map(TypeId).zip(&sdk.types).filter(|(_, it)| !matches!(it.shape, Shape::Foreign(_)));
    types.map(|(id, _)| path(id)).collect()
}
