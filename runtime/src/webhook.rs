//! Webhooks and callbacks as their receiver meets them: verified, then decoded.
//!
//! In: the headers and the body of a request that some web framework received. Out: proof that the owner of a
//! shared secret sent it, and the typed message.
//!
//! ```
//! use sdk_runtime::webhook::{Delivery, Kind, Scheme, Verifier};
//!
//! const NEW_PET: Kind<sdk_runtime::Json> = Kind::json("newPet");
//!
//! # fn receive(headers: &sdk_runtime::http::HeaderMap, body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = Verifier::new(Scheme::standard(), ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])?;
//! let message = verifier.verify(Delivery::new(headers, body))?;
//! let pet = NEW_PET.parse(&message)?;
//! # Ok(())
//! # }
//! ```
//!
//! **Invariant:** only [`Verifier`] makes a [`Verified`]; decoding without one is called `parse_unverified`.
//!
//! **Invariant:** no secret and no signature is printed, and signatures are compared in constant time.

mod delivery;
mod error;
mod inbox;
mod kind;
mod plain;
mod scheme;
mod signature;
mod verify;

pub use delivery::{Delivery, Headers, Verified};
pub use error::{SecretError, VerifyError};
pub use inbox::{Dispatch, Inbox, Message, UnknownWebhook, decode_unverified, decode_unverified_as};
pub use kind::{Kind, Place};
pub use scheme::{Algorithm, Scheme, Written};
pub use verify::Verifier;
