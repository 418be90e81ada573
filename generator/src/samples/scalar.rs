//! Values without parts.

use super::flat::Flat;
use crate::ir::Literal;
use crate::tree::Node;

/// What any schema allows.
pub(super) fn open() -> Vec<Literal> {
    let object = Literal::Object(vec![("a".to_owned(), Literal::List(vec![Literal::number("9007199254740993")]))]);
    let numbers = ["1.5", "-0.1", "1e300", "18446744073709551615", "-9223372036854775808"].map(Literal::number);
    let mut values = vec![Literal::string("text"), object, Literal::List(vec![Literal::Null]), Literal::Bool(false)];
    values.extend(numbers);
    values
}

/// The values of an enum and, among strings, one that it does not name.
pub(super) fn of_enum(flat: &Flat<'_>, values: &[Node]) -> Vec<Literal> {
    let fits = |it: &&Node| match it.as_str() {
        Some(_) => flat.allows("string"),
        None => true,
    };
    let mut all: Vec<Literal> = values.iter().filter(fits).map(Node::literal).collect();
    if flat.allows("string") && values.iter().any(|it| it.as_str().is_some()) {
        all.push(Literal::string("a value that nobody knows"));
    }
    if flat.allows("integer") && values.iter().any(|it| it.as_number().is_some_and(|it| it.is_integer())) {
        all.push(Literal::number(987_654_321));
    }
    all
}

/// Values of the scalar types that are wanted.
pub(super) fn of(flat: &Flat<'_>) -> Vec<Literal> {
    let wanted = |ty: &str| flat.types.as_ref().is_some_and(|it| it.contains(ty));
    let mut values = Vec::new();
    if wanted("string") {
        values.extend(strings(flat.format).iter().map(|it| Literal::string(it)));
    }
    if wanted("integer") || wanted("number") {
        values.extend(integers(flat).into_iter().map(Literal::number));
    }
    if wanted("number") {
        let all: &[&str] = match flat.format {
            Some("float") => &["1.5", "-0.25", "1.5e3"],
            Some("double") => &["1.5", "-2.25e-7", "1E+21", "0.1"],
            _ => &["1.5", "-2.25e-7", "1E+21", "0.1000000000000000055", "12345678901234567890123", "-1e400"],
        };
        values.extend(all.iter().filter(|it| within(flat, it)).map(Literal::number));
    }
    if wanted("boolean") {
        values.extend([Literal::Bool(true), Literal::Bool(false)]);
    }
    if wanted("null") {
        values.push(Literal::Null);
    }
    values
}

fn strings(format: Option<&str>) -> &'static [&'static str] {
    match format {
        Some("date-time") => &[
            "2024-02-29T12:34:56Z",
            "2024-02-29T12:34:56.1234567+05:30",
            "2024-02-29T12:34:56.000000000-00:00",
            "2024-12-31 23:59:59.9Z",
        ],
        Some("date") => &["2024-02-29", "1969-12-31"],
        Some("time") => &["12:34:56Z", "23:59:59.5+01:00"],
        Some("duration") => &["P3DT4H"],
        Some("byte" | "base64") => &["aGVsbG8gd29ybGQ=", ""],
        Some("uuid") => &["3fa85f64-5717-4562-b3fc-2c963f66afa6", "3FA85F64-5717-4562-B3FC-2C963F66AFA6"],
        Some("email") => &["a.b+c@example.com"],
        Some("uri" | "url" | "uri-reference" | "iri") => &["https://example.com/a?b=c%20d#e", "../relative"],
        Some("ipv4") => &["192.0.2.1"],
        Some("ipv6") => &["2001:db8::1"],
        Some("int32" | "int64" | "uint64" | "integer") => &["42", "9007199254740993"],
        Some("decimal" | "number" | "double" | "float" | "money") => &["12.50", "0.1"],
        _ => &["text", "", "ü \u{1f600} \" \\ \n \t </script>", "2024-02-29", "42"],
    }
}

/// Whole numbers up to the ends of what format and limits allow.
fn integers(flat: &Flat<'_>) -> Vec<String> {
    let all: &[&str] = match flat.format {
        Some("int32") => &["7", "-2147483648", "2147483647", "3.0"],
        Some("int8") => &["7", "-128", "127"],
        Some("uint8") => &["7", "0", "255"],
        Some("int16") => &["7", "-32768", "32767"],
        Some("uint16") => &["7", "0", "65535"],
        Some("uint32") => &["7", "0", "4294967295"],
        Some("float") => &["7", "0"],
        _ if flat.types.as_ref().is_some_and(|it| it.contains("number")) => &["7", "0", "-4503599627370496", "3.0"],
        Some("uint64") => &["7", "18446744073709551615", "9007199254740993", "3.0"],
        _ => &["7", "9007199254740993", "-9223372036854775808", "9223372036854775807", "3.0"],
    };
    let mut found: Vec<String> = all.iter().filter(|it| within(flat, it)).map(|it| (*it).to_owned()).collect();
    let ends = flat.lowest.into_iter().chain(flat.highest).filter(|it| it.fract() == 0.0 && it.abs() < 9e15);
    found.extend(ends.map(|it| format!("{it:.0}")).filter(|it| within(flat, it)));
    found
}

fn within(flat: &Flat<'_>, number: &str) -> bool {
    let Ok(number) = number.parse::<f64>() else { return false };
    flat.lowest.is_none_or(|it| number >= it) && flat.highest.is_none_or(|it| number <= it)
}
