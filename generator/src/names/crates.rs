//! stub
use super::Ident;
use crate::ir::Status;

/// Variant that stands for a described status (`NotFound`, `Status418`, `ClientError` for `4XX`, `Other` for
/// `default`).
pub fn status_variant(_status: Status) -> Ident {
    Ident::fixed("Other")
}
