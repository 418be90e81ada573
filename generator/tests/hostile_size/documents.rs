//! Attacks on what comes behind the parsers: references, schemas, names, operations, overlays.

use serde_json::{Map, Value, json};

use super::{Attack, scale};

/// Links of a chain.
const LONG: usize = 150;

pub(crate) fn attacks() -> Vec<Attack> {
    [references(), schemas(), unions(), width(), operations(), names(), overlays()].into_iter().flatten().collect()
}

fn attack(name: &'static str, schemas: impl IntoIterator<Item = (String, Value)>) -> Attack {
    let schemas: Map<String, Value> = schemas.into_iter().collect();
    document(name, json!({}), Value::Object(schemas))
}

fn document(name: &'static str, paths: Value, schemas: Value) -> Attack {
    let document = json!({"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": paths, "components": {"schemas": schemas}});
    Attack::new(name, document.to_string())
}

fn to(name: impl std::fmt::Display) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Schemas `S0`, `S1`, …, each made from the number of the next; the last one is followed by the first.
fn ring(name: &'static str, count: usize, schema: impl Fn(usize) -> Value) -> Attack {
    attack(name, (0..count).map(|it| (format!("S{it}"), schema((it + 1) % count))))
}

/// The same, but the last one is a string.
fn chain(name: &'static str, count: usize, last: Value, schema: impl Fn(usize) -> Value) -> Attack {
    let links = (0..count).map(|it| (format!("S{it}"), schema(it + 1)));
    attack(name, links.chain([(format!("S{count}"), last)]))
}

fn next(it: usize) -> Value {
    to(format!("S{it}"))
}

fn references() -> Vec<Attack> {
    let (text, object) =
        (json!({"type": "string"}), json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    vec![
        chain("a chain of references", LONG, text.clone(), next),
        chain("a chain of allOf", LONG, object.clone(), |it| json!({"allOf": [next(it)]})),
        chain(
            "a chain of allOf with members",
            LONG,
            object.clone(),
            |it| json!({"allOf": [next(it), {"properties": {format!("p{it}"): {"type": "string"}}}]}),
        ),
        chain("a chain of oneOf", LONG, object.clone(), |it| json!({"oneOf": [next(it), {"type": "integer"}]})),
        chain("a chain of anyOf with null", LONG, object.clone(), |it| json!({"anyOf": [next(it), {"type": "null"}]})),
        chain(
            "a chain of properties",
            LONG,
            text.clone(),
            |it| json!({"type": "object", "properties": {"a": next(it)}}),
        ),
        chain(
            "a chain of required properties",
            LONG,
            text.clone(),
            |it| json!({"type": "object", "required": ["a"], "properties": {"a": next(it)}}),
        ),
        chain("a chain of lists", LONG, text.clone(), |it| json!({"type": "array", "items": next(it)})),
        chain("a chain of maps", LONG, text, |it| json!({"type": "object", "additionalProperties": next(it)})),
        ring("a ring of references", LONG, next),
        ring("a ring of allOf", LONG, |it| json!({"allOf": [next(it)]})),
        ring("a ring of oneOf", LONG, |it| json!({"oneOf": [next(it), {"type": "integer"}]})),
        ring(
            "a ring of required properties",
            LONG,
            |it| json!({"type": "object", "required": ["a"], "properties": {"a": next(it)}}),
        ),
        ring("a ring of lists", LONG, |it| json!({"type": "array", "items": next(it)})),
        ring("a ring of one reference", 1, next),
        ring("a ring of one allOf", 1, |it| json!({"allOf": [next(it)]})),
        ring("a ring of one oneOf", 1, |it| json!({"oneOf": [next(it)]})),
        ring("a ring of one list", 1, |it| json!({"type": "array", "items": next(it)})),
        ring(
            "a ring of one property's schema",
            1,
            |it| json!({"type": "object", "properties": {"a": {"$ref": format!("#/components/schemas/S{it}/properties/a")}}}),
        ),
        attack("a reference into itself", [("A".to_owned(), json!({"$ref": "#/components/schemas/A/properties/a"}))]),
        attack(
            "a reference to everything",
            [("A".to_owned(), json!({"$ref": "#"})), ("B".to_owned(), json!({"$ref": "#/components"}))],
        ),
        attack("a long pointer", [("A".to_owned(), json!({"$ref": format!("#{}", "/a".repeat(300_000))}))]),
        attack("many references to nothing", (0..4_000 * scale()).map(|it| (format!("A{it}"), to(format!("B{it}"))))),
    ]
}

fn schemas() -> Vec<Attack> {
    let nested = |name: &'static str, schema: &dyn Fn(Value) -> Value| {
        let mut node = json!({"type": "string"});
        (0..40).for_each(|_| node = schema(std::mem::take(&mut node)));
        attack(name, [("A".to_owned(), node)])
    };
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    vec![
        nested("nested lists", &|it| json!({"type": "array", "items": it})),
        nested("nested objects", &|it| json!({"properties": {"a": it}})),
        nested("nested allOf", &|it| json!({"allOf": [it]})),
        nested("nested oneOf", &|it| json!({"oneOf": [it, {"type": "integer"}]})),
        nested("nested anyOf", &|it| json!({"anyOf": [it, {"type": "object"}]})),
        nested("nested maps", &|it| json!({"additionalProperties": it})),
        nested("nested not", &|it| json!({"not": it})),
        nested(
            "nested objects with a union",
            &|it| json!({"properties": {"a": it}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        chain("diamonds of allOf", 40, object.clone(), |it| json!({"allOf": [next(it), next(it)]})),
        chain(
            "diamonds of allOf with members",
            40,
            object.clone(),
            |it| json!({"allOf": [next(it), {"allOf": [next(it)], "properties": {format!("p{it}"): {"type": "string"}}}]}),
        ),
        chain(
            "diamonds of properties",
            40,
            object.clone(),
            |it| json!({"type": "object", "properties": {"a": next(it), "b": next(it)}}),
        ),
        chain(
            "diamonds of required properties",
            40,
            object.clone(),
            |it| json!({"type": "object", "required": ["a", "b"], "properties": {"a": next(it), "b": next(it)}}),
        ),
        chain(
            "diamonds of maps",
            40,
            object.clone(),
            |it| json!({"type": "object", "properties": {"a": next(it)}, "additionalProperties": next(it)}),
        ),
        chain(
            "diamonds of merged properties",
            24,
            object,
            |it| json!({"allOf": [{"properties": {"a": {"allOf": [next(it)]}}}, {"properties": {"a": {"allOf": [next(it)]}}}]}),
        ),
        attack(
            "many parents",
            (0..400)
                .map(|it| {
                    (format!("P{it}"), json!({"type": "object", "properties": {format!("p{it}"): {"type": "string"}}}))
                })
                .chain((0..10).map(|it| {
                    (format!("C{it}"), json!({"allOf": (0..400).map(|it| to(format!("P{it}"))).collect::<Vec<_>>()}))
                }))
                .collect::<Vec<_>>(),
        ),
    ]
}

fn unions() -> Vec<Attack> {
    let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
    let wide =
        |count: usize, schema: &dyn Fn(usize) -> Value| json!({"oneOf": (0..count).map(schema).collect::<Vec<_>>()});
    let inherits = |it: usize| {
        (
            format!("C{it}"),
            json!({"allOf": [to("Base"), {"type": "object", "properties": {format!("p{it}"): {"type": "string"}}}]}),
        )
    };
    vec![
        chain("diamonds of oneOf", 40, object.clone(), |it| json!({"oneOf": [next(it), next(it)]})),
        chain("diamonds of anyOf", 40, object.clone(), |it| json!({"anyOf": [next(it), {"type": "object", "properties": {"b": next(it)}}]})),
        chain("diamonds of unions in allOf", 24, object.clone(), |it| json!({"allOf": [{"oneOf": [next(it), next(it)]}, {"oneOf": [next(it), {"type": "object"}]}]})),
        chain("unions of lists of unions", 40, object, |it| json!({"oneOf": [next(it), {"type": "array", "items": next(it)}]})),
        attack("a wide union of objects", [("A".to_owned(), wide(500 * scale(), &|it| json!({"type": "object", "required": [format!("k{it}")], "properties": {format!("k{it}"): {"type": "string"}}})))]),
        attack("a wide union of equal objects", [("A".to_owned(), wide(500 * scale(), &|_| json!({"type": "object", "properties": {"a": {"type": "string"}}})))]),
        attack("a wide union of constants", [("A".to_owned(), wide(2_000 * scale(), &|it| json!({"const": format!("c{it}")})))]),
        attack("a wide union of unions", [("A".to_owned(), wide(30, &|it| wide(30, &|that| json!({"type": "object", "properties": {format!("k{it}x{that}"): {"type": "string"}}}))))]),
        attack("many children of a discriminator", (0..500 * scale()).map(inherits).chain([("Base".to_owned(), json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}}))])),
        attack("a wide mapping", [("A".to_owned(), json!({"oneOf": [to("B")], "discriminator": {"propertyName": "kind", "mapping": (0..5_000 * scale()).map(|it| (format!("m{it}"), json!("#/components/schemas/B"))).collect::<Map<_, _>>()}})), ("B".to_owned(), json!({"type": "object", "properties": {"kind": {"type": "string"}}}))]),
    ]
}

fn width() -> Vec<Attack> {
    let count = 4_000 * scale();
    let property = |it: usize| (format!("p{it}"), json!({"type": "string"}));
    let properties = || (0..count).map(property).collect::<Map<_, _>>();
    let names = || (0..count).map(|it| format!("p{it}")).collect::<Vec<_>>();
    vec![
        attack("many properties", [("A".to_owned(), json!({"type": "object", "properties": properties()}))]),
        attack(
            "many required properties",
            [("A".to_owned(), json!({"type": "object", "required": names(), "properties": properties()}))],
        ),
        attack(
            "many required names of nothing",
            [("A".to_owned(), json!({"type": "object", "required": names(), "properties": {"a": {"type": "string"}}}))],
        ),
        attack("many enum values", [("A".to_owned(), json!({"type": "string", "enum": names()}))]),
        attack("many numbers", [("A".to_owned(), json!({"type": "integer", "enum": (0..count).collect::<Vec<_>>()}))]),
        attack(
            "one enum value again and again",
            [("A".to_owned(), json!({"type": "string", "enum": vec!["a"; count]}))],
        ),
        attack(
            "many small schemas",
            (0..count / 5)
                .map(|it| (format!("S{it}"), json!({"type": "object", "properties": {"a": {"type": "string"}}}))),
        ),
        attack(
            "many parts of allOf",
            [(
                "A".to_owned(),
                json!({"allOf": (0..count / 5).map(|it| json!({"properties": {format!("p{it}"): {"type": "string"}}})).collect::<Vec<_>>()}),
            )],
        ),
        attack(
            "many equal inline schemas",
            [(
                "A".to_owned(),
                json!({"type": "object", "properties": (0..count / 4).map(|it| (format!("p{it}"), json!({"type": "object", "properties": {"x": {"type": "string"}}}))).collect::<Map<_, _>>()}),
            )],
        ),
        attack(
            "a long default",
            [(
                "A".to_owned(),
                json!({"type": "object", "properties": {"a": {"type": "string", "default": "x".repeat(1_000_000), "example": "y".repeat(1_000_000)}}}),
            )],
        ),
        attack(
            "a wide default",
            [(
                "A".to_owned(),
                json!({"type": "array", "items": {"type": "integer"}, "default": vec![1; 100_000], "example": vec![1; 100_000]}),
            )],
        ),
    ]
}

fn operations() -> Vec<Attack> {
    let fine = json!({"200": {"description": "a"}});
    let count = 400 * scale();
    let paths = |operation: &dyn Fn(usize) -> Value| {
        Value::Object((0..count).map(|it| (format!("/p{it}"), operation(it))).collect())
    };
    let parameters = (0..500 * scale())
        .map(|it| json!({"name": format!("p{it}"), "in": "query", "schema": {"type": "string"}}))
        .collect::<Vec<_>>();
    let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let crowded: Map<String, Value> = methods
        .iter()
        .map(|it| ((*it).to_owned(), json!({"responses": fine})))
        .chain([("parameters".to_owned(), json!(parameters))])
        .collect();
    let holes: String = (0..1_000).map(|it| format!("/{{p{it}}}")).collect();
    let statuses: Map<String, Value> = (100..600).map(|it| (it.to_string(), json!({"description": "a", "content": {"application/json": {"schema": {"type": "object", "properties": {format!("s{it}"): {"type": "string"}}}}}}))).collect();
    let media: Map<String, Value> = (0..count)
        .map(|it| {
            (
                format!("application/vnd.a{it}+json"),
                json!({"schema": {"type": "object", "properties": {format!("m{it}"): {"type": "string"}}}}),
            )
        })
        .collect();
    let variables: Map<String, Value> =
        (0..count).map(|it| (format!("v{it}"), json!({"default": "a", "enum": ["a", "b"]}))).collect();
    let servers = json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}, "servers": (0..count).map(|it| json!({"url": format!("https://{it}.example.com"), "variables": variables})).take(3).chain((0..count).map(|it| json!({"url": format!("https://{it}.example.com")}))).collect::<Vec<_>>()});
    let security = json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {"/a": {"get": {"responses": fine, "security": (0..count).map(|it| json!({format!("s{it}"): []})).collect::<Vec<_>>()}}}, "components": {"securitySchemes": (0..count).map(|it| (format!("s{it}"), json!({"type": "apiKey", "in": "header", "name": format!("X-{it}")}))).collect::<Map<_, _>>()}});
    let tags = json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}, "tags": (0..10 * count).map(|it| json!({"name": format!("t{it}")})).collect::<Vec<_>>()});
    vec![
        document(
            "many paths",
            paths(&|it| json!({"get": {"operationId": format!("o{it}"), "responses": fine}})),
            json!({}),
        ),
        document("many paths without a name", paths(&|_| json!({"get": {"responses": fine}})), json!({})),
        document(
            "many namespaces",
            paths(&|it| json!({"get": {"tags": [format!("t{it}")], "responses": fine}})),
            json!({}),
        ),
        document(
            "many operations of one name",
            paths(&|_| json!({"get": {"operationId": "a", "responses": fine}})),
            json!({}),
        ),
        document(
            "many tags of one operation",
            json!({"/a": {"get": {"tags": (0..10 * count).map(|it| format!("t{it}")).collect::<Vec<_>>(), "responses": fine}}}),
            json!({}),
        ),
        document("many parameters of many methods", json!({"/a": crowded}), json!({})),
        document("many holes in a path", json!({holes: {"get": {"responses": fine}}}), json!({})),
        document(
            "one hole in a path again and again",
            json!({"/{a}".repeat(10_000): {"get": {"responses": fine}}}),
            json!({}),
        ),
        document(
            "braces in a path",
            json!({format!("/{}", "{".repeat(500_000)): {"get": {"responses": fine}}}),
            json!({}),
        ),
        document("many statuses", json!({"/a": {"get": {"responses": statuses}}}), json!({})),
        document(
            "many media types",
            json!({"/a": {"post": {"requestBody": {"content": media}, "responses": fine}}}),
            json!({}),
        ),
        document(
            "paths that refer to each other",
            paths(&|it| json!({"$ref": format!("#/paths/~1p{}", (it + 1) % count)})),
            json!({}),
        ),
        Attack::new("many servers and variables", servers.to_string()),
        Attack::new("many security schemes", security.to_string()),
        Attack::new("many tags", tags.to_string()),
    ]
}

fn names() -> Vec<Attack> {
    let long = "name".repeat(250_000);
    let words = "a b ".repeat(250_000);
    let fine = json!({"200": {"description": "a"}});
    let alike = |it: usize| {
        format!(
            "a{}b",
            ["-", "_", " ", ".", "!", "$"].iter().cycle().skip(it % 6).take(it / 6 + 1).copied().collect::<String>()
        )
    };
    let count = 1_000;
    let enumeration = json!({"type": "string", "enum": (0..count).map(alike).collect::<Vec<_>>()});
    let object = json!({"type": "object", "properties": (0..count).map(|it| (alike(it), json!({"type": "string"}))).collect::<Map<_, _>>()});
    vec![
        attack("a long name of a schema", [(long.clone(), json!({"type": "object", "properties": {"a": to(&long)}}))]),
        attack("a long name of words", [(words.clone(), json!({"type": "object"}))]),
        attack(
            "a long name of a property",
            [(
                "A".to_owned(),
                json!({"type": "object", "required": [long], "properties": {long.clone(): {"type": "object", "properties": {long.clone(): {"type": "string", "enum": [long]}}}}}),
            )],
        ),
        attack(
            "a long name above many",
            [(
                long.clone(),
                json!({"type": "object", "properties": (0..5_000).map(|it| (format!("p{it}"), json!({"type": "strin"}))).collect::<Map<_, _>>()}),
            )],
        ),
        attack("long names above each other", [("A".to_owned(), below_long_names(&"name".repeat(250)))]),
        document(
            "a long path with many holes",
            json!({format!("/{long}{}", "/{a}{b}".repeat(10_000)): {"get": {"responses": fine}}}),
            json!({}),
        ),
        attack("a long enum value", [("A".to_owned(), json!({"type": "string", "enum": [long, words]}))]),
        attack("a name of letters that are written out", [("\u{65e5}".repeat(100_000), json!({"type": "object"}))]),
        attack("a name of marks", [("\u{301}".repeat(100_000), json!({"type": "object"}))]),
        document(
            "a long path",
            json!({format!("/{long}/{{{long}}}"): {"get": {"operationId": words, "tags": [long], "summary": long, "parameters": [{"name": long, "in": "path", "required": true, "schema": {"type": "string"}}, {"name": words, "in": "header", "schema": {"type": "string"}}], "responses": fine}}}),
            json!({}),
        ),
        document("a path of many steps", json!({"/a".repeat(250_000): {"get": {"responses": fine}}}), json!({})),
        attack(
            "schemas that are called alike",
            (0..count).map(|it| (alike(it), json!({"type": "object", "properties": {"a": {"type": "string"}}}))),
        ),
        attack("properties that are called alike", [("A".to_owned(), object)]),
        attack("values that are called alike", [("A".to_owned(), enumeration)]),
        document(
            "operations that are called alike",
            Value::Object(
                (0..count)
                    .map(|it| {
                        (format!("/{it}"), json!({"get": {"operationId": alike(it), "tags": ["a"], "responses": fine}}))
                    })
                    .collect(),
            ),
            json!({}),
        ),
        document(
            "namespaces that are called alike",
            Value::Object(
                (0..count / 4)
                    .map(|it| (format!("/{it}"), json!({"get": {"tags": [alike(it)], "responses": fine}})))
                    .collect(),
            ),
            json!({}),
        ),
        document(
            "parameters that are called alike",
            json!({"/a": {"get": {"parameters": (0..count).map(|it| json!({"name": alike(it), "in": "query", "schema": {"type": "string"}})).collect::<Vec<_>>(), "responses": fine}}}),
            json!({}),
        ),
    ]
}

fn below_long_names(name: &str) -> Value {
    let properties: Map<String, Value> = (0..3_000).map(|it| (format!("p{it}"), json!({"type": "string"}))).collect();
    let mut schema = json!({"type": "object", "properties": properties});
    for _ in 0..30 {
        schema = json!({"type": "object", "properties": {name: schema}});
    }
    schema
}

fn overlays() -> Vec<Attack> {
    let document = |count: usize| {
        let schemas: Map<String, Value> = (0..count).map(|it| (format!("S{it}"), json!({"type": "object", "properties": {"a": {"type": "object", "properties": {"b": {"type": "string"}}}}}))).collect();
        json!({"openapi": "3.0.3", "info": {"title": "A", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
    };
    let overlaid = |name: &'static str, actions: Value| {
        let overlay = json!({"overlay": "1.0.0", "info": {"title": "A", "version": "1"}, "actions": actions});
        let sdk = "crate: {name: a}\noverlays: [overlay.json]\n";
        Attack::new(name, format!("{}\n#### sdk.yaml\n{sdk}#### overlay.json\n{overlay}\n", document(500)))
    };
    let update = |target: &str| json!([{"target": target, "update": {"x-a": {"b": 1}}}]);
    let many: Vec<Value> = (0..60).map(|_| json!({"target": "$..*", "update": {"x-a": 1}})).collect();
    vec![
        overlaid("a target of everything below everything", update("$..*..*..*..*")),
        overlaid("a target of everything, many times", update(&format!("${}", "..*".repeat(200)))),
        overlaid("a target of all members, many times", update(&format!("${}", ".*".repeat(100_000)))),
        overlaid("a target of many members", update(&format!("$[{}'a']", "'info',".repeat(50_000)))),
        overlaid("nested filters", update(&format!("$.paths[?{}@.a{}]", "(".repeat(10_000), ")".repeat(10_000)))),
        overlaid("filters within filters", update(&format!("{}@.a{}", "$..[?".repeat(6), "]".repeat(6)))),
        overlaid("filters that look everywhere", update("$..[?@..a == @..b]")),
        overlaid("many actions for everything", json!(many)),
        overlaid("an update that grows", json!((0..40).map(|_| json!({"target": "$..properties", "update": {"n": {"properties": {"m": {"properties": {}}}}}})).collect::<Vec<_>>())),
    ]
}
