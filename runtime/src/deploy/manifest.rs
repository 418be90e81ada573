//! A manifest, as far as deploying has to know it.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;

use super::answers;

/// A manifest and what it is found by.
pub(super) struct Manifest {
    pub(super) body: Value,
    pub(super) slug: String,
}

impl Manifest {
    /// Reads what can be sent, or says why nothing can.
    pub(super) fn read<M: Serialize + ?Sized>(manifest: &M) -> Result<Self, String> {
        let body = serde_json::to_value(manifest)
            .map_err(|error| format!("the manifest has no form that can be sent: {error}"))?;
        if !body.is_object() {
            return Err("the manifest is no object".to_owned());
        }
        let slug = answers::text(&body, "slug").or_else(|| answers::text(&body, "name"));
        let slug = slug.ok_or_else(|| "the manifest has no `name`".to_owned())?;
        Ok(Self { body, slug })
    }

    /// Names of the secrets that it refers to: texts, or objects with a `name`.
    pub(super) fn secret_refs(&self, pointer: &str) -> BTreeSet<String> {
        let refs = self.body.pointer(pointer).and_then(Value::as_array).into_iter().flatten();
        refs.filter_map(|it| it.as_str().map(str::to_owned).or_else(|| answers::text(it, "name"))).collect()
    }
}
