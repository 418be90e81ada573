//! Members of objects as JSON text: looked at without decoding what they hold.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Members of an object; of one that is there twice, the last.
pub(crate) type Members<'a> = BTreeMap<Cow<'a, str>, &'a RawValue>;

/// Those of an object; `None` where the text is none.
pub(crate) fn members(json: &[u8]) -> Option<Members<'_>> {
    serde_json::from_slice(json).ok()
}

/// What stands at the end of a path of members below a value.
pub(crate) fn inside<'a, 'k>(value: &'a RawValue, path: impl IntoIterator<Item = &'k str>) -> Option<&'a RawValue> {
    path.into_iter().try_fold(value, |it, key| members(it.get().as_bytes())?.get(key).copied())
}
