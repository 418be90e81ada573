//! The documents of an SDK as typed values: shells by openapiv3, schemas left as located nodes.
//!
//! [`load`] parses the files of an SDK, applies its overlays and brings the API description to one
//! dialect; [`read`] makes an [`Api`] of it. References of the shells are followed; schemas are handed on
//! as they stand, in OpenAPI 3.1's form.
//!
//! **Invariant:** a bad part gives a located diagnostic and is left out; its siblings survive.

mod api;
mod load;
mod read;

pub use self::api::{
    Api, BodyShell, EncodingShell, HeaderShell, LinkShell, MediaTypeShell, OperationShell, ParameterShell,
    ResponseShell, SecuritySchemeShell, Sender, ServerShell, TagShell, WebhookShell,
};
pub use self::load::{Documents, load};
pub use self::read::read;
