//! How the messages of an inbox are signed, as an expression.

use crate::fragment::{Expr, Ident, Num, Str};
use crate::ir::{HashFunction, SignatureForm, SignatureScheme, Written};
use crate::plan::imports::Imports;

/// `Scheme::hmac("X-Signature").prefix("sha256=")`
pub(super) fn scheme(imports: &mut Imports<'_>, scheme: &SignatureScheme) -> Expr {
    let header = Expr::from(Str::new(&scheme.header));
    let mut value = match scheme.form {
        SignatureForm::Standard if scheme.header == "webhook" => Expr::fixed("Scheme::standard()"),
        SignatureForm::Standard => header.wrap("Scheme::standard_with(", ")"),
        SignatureForm::Hmac => header.wrap("Scheme::hmac(", ")"),
        SignatureForm::Timestamped => header.wrap("Scheme::timestamped(", ")"),
    };
    let mut set = |method: &'static str, arguments: Vec<Expr>| {
        value = value.method(&Ident::fixed(method), arguments);
    };
    if let Some(prefix) = &scheme.prefix {
        set("prefix", vec![Str::new(prefix).into()]);
    }
    if let Some(algorithm) = scheme.algorithm {
        imports.fixed("sdk_runtime::webhook", &["Algorithm"]);
        set("algorithm", vec![Expr::fixed(hash(algorithm))]);
    }
    for (method, written) in [("signature", scheme.signature), ("secret", scheme.secret)] {
        if let Some(it) = written {
            imports.fixed("sdk_runtime::webhook", &["Written"]);
            set(method, vec![Expr::fixed(form(it))]);
        }
    }
    if let Some((header, signed)) = &scheme.timestamp {
        set("timestamp", vec![Str::new(header).into(), Str::new(signed).into()]);
    }
    if let Some(tolerance) = scheme.tolerance_ms {
        imports.fixed("std::time", &["Duration"]);
        set("tolerance", vec![Expr::from(Num::int(i128::from(tolerance))).wrap("Duration::from_millis(", ")")]);
    }
    value
}

fn hash(it: HashFunction) -> &'static str {
    match it {
        HashFunction::Sha1 => "Algorithm::Sha1",
        HashFunction::Sha256 => "Algorithm::Sha256",
        HashFunction::Sha512 => "Algorithm::Sha512",
    }
}

fn form(it: Written) -> &'static str {
    match it {
        Written::Hex => "Written::Hex",
        Written::Base64 => "Written::Base64",
        Written::Text => "Written::Text",
    }
}
