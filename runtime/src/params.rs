//! Parameters on their way into a request.
//!
//! In: values that serialise. Out: text for the path, the query, headers and cookies, in the style that the
//! operation's facts name. Values go through [`serde_json::Value`], so that everything after the first line is
//! compiled once and not for every type.

pub(crate) mod encode;
mod style;

use std::fmt;

use serde::Serialize;

use crate::facts::{Location, Param};
use crate::request::Draft;

pub(crate) use style::{Written, write};

/// The optional parameters of one operation: a generated struct.
pub trait Params {
    /// Writes those that are set.
    fn write(&self, to: &mut ParamWriter<'_>);
}

/// Takes the parameters of a [`Params`] struct.
///
/// A value that serialises to null, such as a `None`, is not sent.
pub struct ParamWriter<'a>(pub(crate) &'a mut Draft);

impl ParamWriter<'_> {
    /// A query parameter.
    pub fn query<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.0.param(Location::Query, name, serde_json::to_value(value));
    }

    /// A header.
    pub fn header<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.0.param(Location::Header, name, serde_json::to_value(value));
    }

    /// A cookie.
    pub fn cookie<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.0.param(Location::Cookie, name, serde_json::to_value(value));
    }
}

impl fmt::Debug for ParamWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParamWriter").field("operation", &self.0.operation.id).finish_non_exhaustive()
    }
}

/// How a parameter is written that the operation's facts do not list.
pub(crate) fn undescribed(location: Location) -> Param {
    match location {
        Location::Path => Param::path(""),
        Location::Query => Param::query(""),
        Location::Header => Param::header(""),
        Location::Cookie => Param::cookie(""),
    }
}
