//! The table of formats: which scalar a `type` and `format` become.

use std::collections::BTreeMap;

use crate::ir::Scalar;

/// The built-in table with what `sdk.yaml` changes in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formats {
    overrides: BTreeMap<String, Scalar>,
}

/// Built-in rows: type, format, scalar. Formats without a row are their type.
const TABLE: [(&str, &str, Scalar); 17] = [
    ("string", "date-time", Scalar::Timestamp),
    ("string", "date", Scalar::Date),
    ("string", "byte", Scalar::Base64),
    ("string", "base64", Scalar::Base64),
    ("string", "binary", Scalar::Binary),
    ("string", "password", Scalar::Secret),
    ("integer", "int8", Scalar::I32),
    ("integer", "int16", Scalar::I32),
    ("integer", "int32", Scalar::I32),
    ("integer", "int64", Scalar::I64),
    ("integer", "uint8", Scalar::I32),
    ("integer", "uint16", Scalar::I32),
    ("integer", "uint32", Scalar::I64),
    ("integer", "uint64", Scalar::U64),
    ("integer", "uint", Scalar::U64),
    // Servers send their floats with the digits of a double.
    ("number", "float", Scalar::F64),
    ("number", "double", Scalar::F64),
];

/// Names of scalars in `sdk.yaml`.
pub const SCALARS: [(&str, Scalar); 14] = [
    ("timestamp", Scalar::Timestamp),
    ("date", Scalar::Date),
    ("uuid", Scalar::String),
    ("string", Scalar::String),
    ("bytes", Scalar::Base64),
    ("secret", Scalar::Secret),
    ("bool", Scalar::Bool),
    ("i32", Scalar::I32),
    ("i64", Scalar::I64),
    ("u64", Scalar::U64),
    ("f32", Scalar::F32),
    ("f64", Scalar::F64),
    ("number", Scalar::Number),
    ("json", Scalar::Json),
];

impl Formats {
    /// Sets what `key` becomes: a format (`date-time`), a type and a format (`integer:int64`)
    /// or a type without a format (`number`).
    pub fn set(&mut self, key: &str, scalar: Scalar) {
        self.overrides.insert(key.to_owned(), scalar);
    }

    /// The scalar of a `type` (`string`, `integer`, `number`, `boolean`) with a `format`.
    pub(super) fn scalar(&self, ty: &str, format: Option<&str>) -> Scalar {
        let format = format.unwrap_or_default();
        let own = self.overrides.get(&format!("{ty}:{format}")).or_else(|| self.overrides.get(format));
        let own = own.or_else(|| self.overrides.get(ty).filter(|_| format.is_empty()));
        if let Some(scalar) = own {
            return *scalar;
        }
        let row = TABLE.iter().find(|row| row.0 == ty && row.1 == format);
        row.map_or_else(|| base(ty), |row| row.2)
    }
}

fn base(ty: &str) -> Scalar {
    match ty {
        "boolean" => Scalar::Bool,
        "integer" => Scalar::I64,
        "number" => Scalar::Number,
        _ => Scalar::String,
    }
}
