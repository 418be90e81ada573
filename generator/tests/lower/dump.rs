//! The representation as short text, for snapshots: one line for each type, field, operation, answer.

use std::fmt::Write;

use generator::ir::{
    Additional, Catalog, Content, EmptyBody, Event, Field, Home, Inbox, Kinds, Literal, Operation, Presence, Response,
    RetrySafety, Sdk, Shape, Status, TypeDef, TypeRef, Variant,
};

/// Writes down what a test may look at; what is as usual is left out.
pub(crate) fn dump(sdk: &Sdk) -> String {
    let mut out = String::new();
    for ty in &sdk.types {
        type_def(sdk, ty, &mut out);
    }
    for operation in &sdk.operations {
        self::operation(sdk, operation, &mut out);
    }
    for waiter in &sdk.waiters {
        let start = &sdk.operations[waiter.start.0 as usize].id;
        let poll = &sdk.operations[waiter.poll.0 as usize].id;
        let _ = writeln!(out, "waiter {}: {start} then {poll} every {} ms", waiter.hint, waiter.every_ms);
    }
    for catalog in &sdk.catalogs {
        self::catalog(sdk, catalog, &mut out);
    }
    for inbox in &sdk.webhooks {
        self::inbox(sdk, inbox, &mut out);
    }
    for server in &sdk.servers {
        let _ = writeln!(out, "server {} {}", server.name.as_deref().unwrap_or("-"), server.url);
        if server.reach != generator::ir::Reach::Absolute || !server.variables.is_empty() {
            let variables: Vec<&str> = server.variables.iter().map(|it| it.name.as_str()).collect();
            let _ = writeln!(out, "  {:?}, variables {variables:?}", server.reach);
        }
    }
    for scheme in &sdk.security {
        let _ = writeln!(out, "security {}: {:?}", scheme.name, scheme.kind);
    }
    out
}

fn inbox(sdk: &Sdk, inbox: &Inbox, out: &mut String) {
    let _ = writeln!(out, "{:?} by {:?}", inbox.kind, inbox.dispatch);
    for it in &inbox.messages {
        let body = it.body.as_ref().map_or("nothing".to_owned(), |it| ty(sdk, &it.content.ty));
        let _ = writeln!(out, "  {:?} {} tags {:?}: {body}", it.method, it.name, it.tags);
        for parameter in &it.parameters {
            let _ = writeln!(out, "    {:?} {}: {}", parameter.location, parameter.wire, ty(sdk, &parameter.ty));
        }
        for caller in &it.callers {
            let operation = &sdk.operations[caller.operation.0 as usize].id;
            let _ = writeln!(out, "    asked for by {operation}, sent to {}", caller.expression);
        }
        for answer in &it.answers {
            let content = answer.content.as_ref().map_or("nothing".to_owned(), |it| ty(sdk, &it.ty));
            let _ = writeln!(out, "    answered {:?} with {content}", answer.status);
        }
    }
}

fn type_def(sdk: &Sdk, def: &TypeDef, out: &mut String) {
    let shape = match &def.shape {
        Shape::Object(_) => "object".to_owned(),
        Shape::Enum(it) => format!("{:?} enum", it.repr).to_lowercase(),
        Shape::Union(it) => match &it.discriminator {
            Some(key) => format!("union by `{key}`"),
            None => "union".to_owned(),
        },
        Shape::Alias(it) => format!("= {}", ty(sdk, it)),
        Shape::Foreign(it) => format!("use {}", it.path.join("::")),
    };
    let home = match def.home {
        Home::Component => String::new(),
        Home::Inside(id) => format!(" inside {}", sdk.types[id.0 as usize].hint.join(".")),
        Home::Operation(index) => format!(" of operation {index}"),
        Home::Webhook(inbox, message) => format!(" of webhook {inbox}.{message}"),
        Home::Event(catalog, event) => format!(" of event {catalog}.{event}"),
        Home::Catalog(index) => format!(" of catalog {index}"),
    };
    let usage = match (def.in_request, def.in_response) {
        (true, true) => " (both ways)",
        (true, false) => " (request)",
        (false, true) => " (response)",
        (false, false) => "",
    };
    let pinned = def.pinned.as_ref().map(|it| format!(" pinned `{it}`")).unwrap_or_default();
    let deprecated = if def.deprecated { " deprecated" } else { "" };
    let _ = writeln!(out, "{} {shape}{home}{usage}{pinned}{deprecated}", def.hint.join("."));
    match &def.shape {
        Shape::Object(object) => {
            for it in &object.fields {
                field(sdk, it, out);
            }
            if let Additional::Typed(it) = &object.additional {
                let _ = writeln!(out, "  ..: {}", ty(sdk, it));
            }
        }
        Shape::Enum(it) => {
            for value in &it.values {
                let hint = value.hint.as_ref().map(|it| format!(" as {it}")).unwrap_or_default();
                let text = value.description.as_ref().map(|it| format!(" -- {it}")).unwrap_or_default();
                let _ = writeln!(out, "  {:?}{hint}{text}", value.wire);
            }
        }
        Shape::Union(it) => it.variants.iter().for_each(|it| variant(sdk, it, out)),
        Shape::Alias(_) | Shape::Foreign(_) => {}
    }
}

fn field(sdk: &Sdk, field: &Field, out: &mut String) {
    let presence = match field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Nullable => "nullable",
        Presence::OptionalNullable => "optional-nullable",
    };
    let mut more = String::new();
    for (set, word) in [
        (field.boxed, " boxed"),
        (field.read_only, " read-only"),
        (field.write_only, " write-only"),
        (field.deprecated, " deprecated"),
    ] {
        more.push_str(if set { word } else { "" });
    }
    if let Some(default) = &field.default {
        let _ = write!(more, " = {}", literal(default));
    }
    if let Some(text) = &field.description {
        let _ = write!(more, " -- {text}");
    }
    let _ = writeln!(out, "  {}: {} {presence}{more}", field.wire, ty(sdk, &field.ty));
}

fn variant(sdk: &Sdk, variant: &Variant, out: &mut String) {
    let mut more = kinds(variant.kinds);
    for (word, list) in [("tags", &variant.tags), ("required", &variant.required), ("known", &variant.known)] {
        if !list.is_empty() {
            let _ = write!(more, " {word} {}", list.join(","));
        }
    }
    for (key, value) in &variant.constants {
        let _ = write!(more, " {key}=={value}");
    }
    let _ = writeln!(out, "  | {}: {} [{more}]", variant.hint, ty(sdk, &variant.ty));
}

fn kinds(kinds: Kinds) -> String {
    let all = [
        (kinds.null, "null"),
        (kinds.boolean, "boolean"),
        (kinds.integer, "integer"),
        (kinds.number, "number"),
        (kinds.string, "string"),
        (kinds.list, "list"),
        (kinds.object, "object"),
    ];
    all.iter().filter(|it| it.0).map(|it| it.1).collect::<Vec<_>>().join("+")
}

fn ty(sdk: &Sdk, it: &TypeRef) -> String {
    match it {
        TypeRef::Scalar(it) => format!("{it:?}").to_lowercase(),
        TypeRef::Named(id) => sdk.types[id.0 as usize].hint.join("."),
        TypeRef::List(it) => format!("[{}]", ty(sdk, it)),
        TypeRef::Map(it) => format!("{{{}}}", ty(sdk, it)),
        TypeRef::Nullable(it) => format!("{}?", ty(sdk, it)),
        TypeRef::Boxed(it) => format!("box {}", ty(sdk, it)),
    }
}

fn operation(sdk: &Sdk, it: &Operation, out: &mut String) {
    let namespace = &sdk.namespaces[it.namespace as usize].name;
    let _ = write!(out, "{:?} {} `{}` as {namespace}/{}", it.method, it.path, it.id, it.hint);
    let words = [
        (it.retry == RetrySafety::Safe, " safe"),
        (it.empty_body == EmptyBody::Object, " sends {}"),
        (it.deprecated, " deprecated"),
    ];
    words.iter().filter(|it| it.0).for_each(|it| out.push_str(it.1));
    if let Some(form) = &it.form {
        let _ = write!(out, " form of {}", sdk.operations[form.of.0 as usize].hint);
    }
    if let Some(server) = &it.server {
        let _ = write!(out, " at {server}");
    }
    for alias in &it.aliases {
        let _ = write!(out, " alias {alias}");
    }
    if !it.security.is_empty() {
        let _ = write!(out, " security {:?}", it.security);
    }
    out.push('\n');
    for it in &it.parameters {
        let need = if it.required { "required" } else { "optional" };
        let json = if it.json { " as JSON" } else { "" };
        let default = it.default.as_ref().map(|it| format!(" = {}", literal(it))).unwrap_or_default();
        let _ = writeln!(out, "  {:?} {}: {} {need}{json}{default}", it.location, it.wire, ty(sdk, &it.ty));
    }
    if let Some(body) = &it.body {
        let need = if body.required { "required" } else { "optional" };
        let _ = writeln!(out, "  body {need} {}", content(sdk, Some(&body.content)));
    }
    it.success.iter().for_each(|it| response(sdk, "->", it, out));
    it.errors.iter().for_each(|it| response(sdk, "!>", it, out));
}

fn response(sdk: &Sdk, arrow: &str, it: &Response, out: &mut String) {
    let status = match it.status {
        Status::Exact(status) => status.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let _ = writeln!(out, "  {arrow} {status} {}", content(sdk, it.content.as_ref()));
}

fn content(sdk: &Sdk, content: Option<&Content>) -> String {
    let Some(it) = content else { return "nothing".to_owned() };
    let mut text = format!("{} {:?} {}", it.media_type, it.encoding, ty(sdk, &it.ty));
    if !it.also.is_empty() {
        let _ = write!(text, " also {}", it.also.join(", "));
    }
    for part in &it.parts {
        let _ = write!(text, "; {}", part.wire);
        part.content_type.iter().for_each(|it| text.push_str(&format!(" as {it}")));
        part.style.iter().for_each(|it| text.push_str(&format!(" {it:?}")));
        part.explode.iter().for_each(|it| text.push_str(if *it { " exploded" } else { " joined" }));
    }
    text
}

fn catalog(sdk: &Sdk, it: &Catalog, out: &mut String) {
    let payload = it.envelope.payload.as_deref().unwrap_or("(flat)");
    let _ = writeln!(out, "catalog {} tag {} payload {payload}", it.name, it.envelope.tag);
    it.envelope.fields.iter().for_each(|it| field(sdk, it, out));
    for Event { wire, group, direction, payload, .. } in &it.events {
        let group = &it.groups[*group as usize].name;
        let _ = writeln!(out, "  event {wire} in {group} {direction:?}: {}", ty(sdk, payload));
    }
}

fn literal(it: &Literal) -> String {
    match it {
        Literal::Null => "null".to_owned(),
        Literal::Bool(it) => it.to_string(),
        Literal::Number(it) => it.clone(),
        Literal::String(it) => format!("{it:?}"),
        Literal::List(it) => format!("[{}]", it.iter().map(literal).collect::<Vec<_>>().join(", ")),
        Literal::Object(it) => {
            let entries: Vec<String> = it.iter().map(|it| format!("{}: {}", it.0, literal(&it.1))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
