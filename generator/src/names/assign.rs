//! stub
use super::{Ident, Names};
use crate::ir::Sdk;

pub(super) fn assign(_sdk: &Sdk) -> Names {
    Names {
        package: String::new(),
        library: Ident::fixed("x"),
        types: vec![],
        namespaces: vec![],
        operations: vec![],
        waiters: vec![],
        catalogs: vec![],
        servers: vec![],
        security: vec![],
        error_codes: vec![],
    }
}
