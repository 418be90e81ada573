//! What specification names become in Rust.

use generator::Origin;
use generator::ir::{
    Additional, Catalog, Direction, EmptyBody, Enum, EnumRepr, EnumValue, Envelope, Event, Field, Home, Info, Location,
    Method, Namespace, Object, Operation, OperationId, Package, Parameter, PathPart, Presence, RetryDefaults,
    RetrySafety, Scalar, Sdk, Shape, Style, TypeDef, TypeId, TypeRef,
};
use generator::names::Names;

fn at(pointer: &str) -> Origin {
    Origin::new(camino::Utf8Path::new("spec/x/openapi.yaml"), pointer)
}

fn sdk() -> Sdk {
    Sdk {
        folder: "x".into(),
        package: Package {
            divisible: None,
            name: "x-sdk".into(),
            version: "0.1.0".into(),
            description: String::new(),
            keywords: vec![],
            repository: None,
        },
        info: Info { title: "X".into(), version: "1".into(), description: None, at: at("") },
        types: vec![],
        namespaces: vec![],
        operations: vec![],
        waiters: vec![],
        catalogs: vec![],
        sockets: vec![],
        manifests: vec![],
        modules: vec![],
        webhooks: vec![],
        signature: None,
        servers: vec![],
        security: vec![],
        error_codes: vec![],
        error_key: None,
        credentials: vec![],
        credentials_file: None,
        retry: RetryDefaults::default(),
        versions: None,
        credentials_env: None,
        client_credentials_env: None,
        oauth: Vec::new(),
        settings: Vec::new(),
        client: true,
        chapters: vec![],
    }
}

fn ty(pointer: &str, hint: &[&str], home: Home, shape: Shape) -> TypeDef {
    TypeDef {
        at: at(pointer),
        hint: hint.iter().map(|it| (*it).to_owned()).collect(),
        pinned: None,
        home,
        description: None,
        deprecated: false,
        shape,
        in_request: true,
        in_response: true,
    }
}

fn field(wire: &str) -> Field {
    Field {
        wire: wire.into(),
        at: at(wire),
        ty: TypeRef::Scalar(Scalar::String),
        presence: Presence::Optional,
        boxed: false,
        description: None,
        default: None,
        deprecated: false,
        read_only: false,
        write_only: false,
        constant: false,
    }
}

fn object(fields: &[&str]) -> Shape {
    Shape::Object(Object {
        fields: fields.iter().map(|it| field(it)).collect(),
        additional: Additional::Open,
        also: vec![],
        positional: false,
    })
}

fn component(name: &str) -> TypeDef {
    ty(&format!("/components/schemas/{name}"), &[name], Home::Component, object(&[]))
}

fn types(names: &[&str]) -> Vec<(String, String)> {
    let sdk = Sdk { types: names.iter().map(|it| component(it)).collect(), ..sdk() };
    assert_unique(&sdk);
    let named = Names::assign(&sdk);
    (0..names.len())
        .map(|it| named.ty(TypeId(it as u32)))
        .map(|it| (it.name.to_string(), it.module.to_string()))
        .collect()
}

fn type_names(names: &[&str]) -> Vec<String> {
    types(names).into_iter().map(|it| it.0).collect()
}

fn field_names(wires: &[&str]) -> Vec<(String, String)> {
    let sdk = Sdk { types: vec![ty("/a", &["A"], Home::Component, object(wires))], ..sdk() };
    let named = Names::assign(&sdk);
    named.ty(TypeId(0)).fields.iter().map(|it| (it.field.to_string(), it.setter.to_string())).collect()
}

fn variants(repr: EnumRepr, wires: &[&str]) -> Vec<String> {
    let value = |it: &&str| EnumValue { wire: (*it).to_owned(), hint: None, description: None };
    let shape = Shape::Enum(Enum { repr, values: wires.iter().map(value).collect() });
    let named = Names::assign(&Sdk { types: vec![ty("/a", &["A"], Home::Component, shape)], ..sdk() });
    let variants: Vec<String> = named.ty(TypeId(0)).variants.iter().map(ToString::to_string).collect();
    assert_identifiers(&variants);
    variants
}

fn assert_identifiers(names: &[String]) {
    for name in names {
        assert!(syn::parse_str::<syn::Ident>(name).is_ok(), "`{name}` is no identifier");
        assert!(name.is_ascii());
    }
    let unique: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(unique.len(), names.len(), "{names:?}");
}

fn assert_unique(sdk: &Sdk) {
    let named = Names::assign(sdk);
    let all = |part: fn(&generator::names::TypeNames) -> String| -> Vec<String> {
        (0..sdk.types.len()).map(|it| part(named.ty(TypeId(it as u32)))).collect()
    };
    assert_identifiers(&all(|it| it.name.to_string()));
    assert_identifiers(&all(|it| it.module.to_string()));
}

#[test]
fn types_are_upper_camel_and_their_modules_snake() {
    for (wire, name, module) in [
        ("Debate", "Debate", "debate"),
        ("debate_status", "DebateStatus", "debate_status"),
        ("debate-status", "DebateStatus", "debate_status"),
        ("HTTPServer", "HttpServer", "http_server"),
        ("OAuth2Token", "Oauth2Token", "oauth2_token"),
        ("v1.Pod", "V1Pod", "v1_pod"),
        ("io.k8s.api.core.v1.Pod", "IoK8sApiCoreV1Pod", "io_k8s_api_core_v1_pod"),
        ("2FA", "Model2fa", "model2fa"),
        ("Page[Item]", "PageItem", "page_item"),
        ("größe", "Grosse", "grosse"),
        ("数据", "ShuJu", "shu_ju"),
        ("Option", "OptionModel", "option_model"),
        ("string", "StringModel", "string_model"),
        ("Self", "SelfModel", "self_model"),
        ("Result", "ResultModel", "result_model"),
        ("Object", "ObjectModel", "object_model"),
        ("Event", "Event", "event"),
        ("Mod", "Mod", "mod_module"),
        ("con", "Con", "con_module"),
        ("Type", "Type", "r#type"),
        ("Crate", "Crate", "crate_"),
        ("+1", "Plus1", "plus1"),
        (">=", "GreaterEqual", "greater_equal"),
        ("../../etc/passwd", "EtcPasswd", "etc_passwd"),
        ("x; pub fn evil() {}", "XPubFnEvil", "x_pub_fn_evil"),
        ("a\nb\u{202e}c\0", "ABc", "a_bc"),
    ] {
        assert_eq!(types(&[wire]), [(name.to_owned(), module.to_owned())], "{wire:?}");
    }
}

#[test]
fn names_without_a_word_get_a_stable_one() {
    let named = type_names(&["", "\u{200b}", "\u{e000}"]);
    assert!(named.iter().all(|it| it.starts_with("Model") && it.len() > 8), "{named:?}");
    assert_eq!(named[1], type_names(&["\u{200b}"])[0]);
}

#[test]
fn the_plainest_name_stays_in_a_clash() {
    let named = type_names(&["fooBar", "foo_bar", "FooBar", "FOO_BAR"]);
    assert_eq!(named, ["FooBarCamel", "FooBarSnake", "FooBar", "FooBarUpper"]);
}

#[test]
fn adding_a_schema_renames_no_other() {
    let before = ["Debate", "DebateList", "Vote", "vote-count", "Größe"];
    let old = type_names(&before);
    for more in ["Agent", "debate", "votecount", "Debates", "DEBATE", "debate-list", "zzz", "Debate.List"] {
        let after: Vec<&str> = [more].into_iter().chain(before).collect();
        assert_eq!(type_names(&after)[1..], old[..], "after adding {more}");
    }
}

#[test]
fn the_order_of_the_document_does_not_matter() {
    let names = ["foo_bar", "fooBar", "foo-bar", "FooBar", "Foo.Bar", "foo bar"];
    let mut forward: Vec<_> = names.iter().copied().zip(type_names(&names)).collect();
    let reversed: Vec<&str> = names.iter().rev().copied().collect();
    let mut backward: Vec<_> = reversed.iter().copied().zip(type_names(&reversed)).collect();
    forward.sort();
    backward.sort();
    assert_eq!(forward, backward);
}

#[test]
fn inline_types_are_named_after_where_they_stand() {
    let inside = |hint: &[&str], pointer: &str| ty(pointer, hint, Home::Inside(TypeId(0)), object(&[]));
    let sdk = Sdk {
        types: vec![
            component("Debate"),
            inside(&["Debate", "status"], "/components/schemas/Debate/properties/status"),
            inside(&["Debate", "rounds", "item"], "/components/schemas/Debate/properties/rounds/items"),
            component("DebateStatus"),
        ],
        ..sdk()
    };
    assert_unique_names(&sdk);
    let named = Names::assign(&sdk);
    let all: Vec<_> = (0..4).map(|it| named.ty(TypeId(it))).map(|it| format!("{}::{}", it.module, it.name)).collect();
    assert_eq!(all[0], "debate::Debate");
    assert_eq!(all[2], "debate::DebateRoundsItem");
    assert_eq!(all[3], "debate_status::DebateStatus");
    assert!(all[1].starts_with("debate::DebateStatus") && all[1] != "debate::DebateStatus", "{all:?}");
}

fn assert_unique_names(sdk: &Sdk) {
    let named = Names::assign(sdk);
    let names: Vec<String> = (0..sdk.types.len()).map(|it| named.ty(TypeId(it as u32)).name.to_string()).collect();
    assert_identifiers(&names);
}

#[test]
fn very_long_names_are_cut_and_stay_apart() {
    let (one, two) = ("Very".repeat(100) + "One", "Very".repeat(100) + "Two");
    let named = types(&[&one, &two]);
    assert_ne!(named[0], named[1]);
    assert!(named.iter().all(|(name, module)| name.len() <= 96 && module.len() <= 96 && name.starts_with("VeryVery")));
}

#[test]
fn pinned_names_are_used_as_they_are() {
    let mut pinned = component("weird");
    pinned.pinned = Some("HTTPThing".into());
    let named = Names::assign(&Sdk { types: vec![component("http_thing"), pinned, component("HTTPThing")], ..sdk() });
    assert_eq!(named.ty(TypeId(1)).name.as_str(), "HTTPThing");
    assert_eq!(named.ty(TypeId(0)).name.as_str(), "HttpThing");
}

#[test]
fn fields_and_setters() {
    for (wire, field, setter) in [
        ("debate_id", "debate_id", "debate_id"),
        ("debateId", "debate_id", "debate_id"),
        ("type", "r#type", "r#type"),
        ("macro_rules", "r#macro_rules", "r#macro_rules"),
        ("gen", "r#gen", "r#gen"),
        ("self", "self_", "self_"),
        ("super", "super_", "super_"),
        ("$ref", "r#ref", "r#ref"),
        ("@context", "context", "context"),
        ("_id", "id", "id"),
        ("3d", "value_3d", "value_3d"),
        ("extra", "extra_field", "extra_field"),
        ("new", "new", "set_new"),
        ("clone", "clone", "set_clone"),
        ("blank", "blank_field", "blank_field"),
        ("x-y.z", "x_y_z", "x_y_z"),
        ("*", "star", "star"),
    ] {
        assert_eq!(field_names(&[wire]), [(field.to_owned(), setter.to_owned())], "{wire:?}");
    }
}

#[test]
fn fields_that_differ_in_writing_alone_stay_apart() {
    let named: Vec<String> =
        field_names(&["createdAt", "created_at", "created-at", "@created_at"]).into_iter().map(|it| it.0).collect();
    assert_identifiers(&named);
    assert_eq!(named[1], "created_at");
    assert_eq!(named[0], "created_at_camel");
    assert_eq!(named[3], "at_created_at");
}

#[test]
fn a_field_beside_the_null_setter_of_another() {
    let sdk = Sdk { types: vec![ty("/a", &["A"], Home::Component, object(&["parent", "parent_null"]))], ..sdk() };
    let named = Names::assign(&sdk);
    let fields = &named.ty(TypeId(0)).fields;
    let mut methods: Vec<String> =
        fields.iter().flat_map(|it| [it.setter.to_string(), it.null_setter.to_string()]).collect();
    assert_eq!(methods[2], "parent_null");
    methods.sort();
    assert_identifiers(&methods);
}

#[test]
fn enum_variants() {
    let wires = [
        "pending",
        "in-progress",
        "IN_PROGRESS",
        "+1",
        "-1",
        "name",
        "-name",
        "",
        "unknown",
        "1080p",
        ">=",
        "<",
        "true",
        "Self",
        "数",
        "👍",
        "a b",
        "a.b",
    ];
    assert_eq!(
        variants(EnumRepr::String, &wires).join(" "),
        "Pending InProgressKebab InProgress Plus1 Minus1 Name MinusName Empty UnknownValue Value1080p GreaterEqual Less True SelfValue Shu Plus1Lower AB ADotB"
    );
    assert_eq!(variants(EnumRepr::Integer, &["-1", "0", "1", "404"]).join(" "), "Minus1 Value0 Value1 Value404");
}

fn operation(namespace: u32, method: Method, path: &str, hint: &str) -> Operation {
    let parts = path.split_inclusive('/').map(|it| match it.trim_end_matches('/').strip_prefix('{') {
        Some(name) => PathPart::Parameter(name.trim_end_matches('}').to_owned()),
        None => PathPart::Text(it.to_owned()),
    });
    Operation {
        id: format!("{hint}-{path}"),
        at: at(&format!("/paths/{}/{method:?}", path.replace('/', "~1"))),
        namespace,
        hint: hint.into(),
        aliases: vec![],
        method,
        path: path.into(),
        path_parts: parts.collect(),
        of_client: Vec::new(),
        parameters: vec![],
        body: None,
        success: vec![],
        errors: vec![],
        security: vec![],
        retry: RetrySafety::Safe,
        empty_body: EmptyBody::None,
        unwrap: Vec::new(),
        expects: Vec::new(),
        alias_of: None,
        paging: None,
        stream: None,
        versions: Vec::new(),
        own_data: false,
        server: None,
        summary: None,
        description: None,
        links: Vec::new(),
        deprecated: false,
        form: None,
    }
}

fn namespace(name: &str) -> Namespace {
    Namespace { name: name.into(), description: None, at: at(&format!("/tags/{name}")) }
}

fn parameter(wire: &str, location: Location) -> Parameter {
    Parameter {
        wire: wire.into(),
        at: at(wire),
        location,
        style: Style::Form,
        explode: true,
        allow_reserved: false,
        json: false,
        ty: TypeRef::Scalar(Scalar::String),
        required: false,
        description: None,
        default: None,
        example: None,
        deprecated: false,
    }
}

/// Namespaces and operations that would all like somebody else's name.
fn crowded() -> Sdk {
    let mut list = operation(1, Method::Get, "/api/v1/debates", "list");
    list.parameters = [
        ("limit", Location::Query),
        ("id", Location::Path),
        ("id", Location::Query),
        ("body", Location::Query),
        ("X-Request-ID", Location::Header),
        ("filter[name]", Location::Query),
        ("type", Location::Query),
    ]
    .map(|(wire, location)| parameter(wire, location))
    .to_vec();
    list.aliases = vec!["all".into()];
    Sdk {
        namespaces: ["", "debates", "models", "core", "type", "events", "con", "Call"].map(namespace).to_vec(),
        operations: vec![
            operation(0, Method::Get, "/health", "health"),
            list,
            operation(1, Method::Get, "/api/v2/debates", "list"),
            operation(1, Method::Get, "/api/v1/debates/{id}/votes", "list"),
            operation(1, Method::Post, "/api/v1/debates/clone", "clone"),
            operation(1, Method::Post, "/api/v1/debates/move", "move"),
            operation(0, Method::Post, "/debates", "debates"),
        ],
        catalogs: vec![catalog("events", &["debate_start", "unknown", "agent.message", "type", "mod"])],
        ..sdk()
    }
}

#[test]
fn namespaces_and_operations() {
    let named = Names::assign(&crowded());
    let namespaces: Vec<_> = (0..8)
        .map(|it| named.namespace(it))
        .map(|it| format!("{}::{} {}() {:?}", it.module, it.name, it.accessor, it.feature))
        .collect();
    assert_eq!(
        namespaces,
        [
            "client::Client client() \"\"",
            "debates::Debates debates() \"debates\"",
            "models_api::Models models() \"models-api\"",
            "core_api::Core core_api() \"core-api\"",
            "r#type::Type r#type() \"type\"",
            "events_api::Events events() \"events-api\"",
            "con_api::Con con() \"con-api\"",
            "call::CallApi call() \"call\""
        ]
    );
    let operations: Vec<_> = (0..7)
        .map(|it| named.operation(OperationId(it)))
        .map(|it| format!("{} {} {} {} {} {:?}", it.module, it.method, it.method_with, it.facts, it.params, it.aliases))
        .collect();
    assert_eq!(
        operations,
        [
            "health health health_with HEALTH HealthParams []",
            "debates_list list list_with LIST ListParams [all]",
            "list_api_v2_debates list_v2 list_v2_with LIST_V2 ListV2Params []",
            "list_api_v1_debates_id_votes list_votes list_votes_with LIST_VOTES ListVotesParams []",
            "debates_clone call_clone call_clone_with CALL_CLONE CallCloneParams []",
            "debates_move r#move move_with MOVE MoveParams []",
            "debates debates_debates debates_debates_with DEBATES_DEBATES DebatesDebatesParams []"
        ]
    );
    let parameters: Vec<_> = named.operation(OperationId(1)).parameters.iter().map(|it| it.field.to_string()).collect();
    assert_eq!(parameters.join(" "), "limit id id_query body_param x_request_id filter_name r#type");
}

#[test]
fn events() {
    let names = ["debate_start", "unknown", "agent.message", "type", "mod"];
    let named = Names::assign(&Sdk { catalogs: vec![catalog("events", &names)], ..sdk() });
    let events = named.catalog(0);
    let text = |all: &[generator::fragment::Ident]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(events.module.as_str(), "events");
    assert_eq!(text(&events.variants), "DebateStart UnknownEvent AgentMessage Type Mod");
    assert_eq!(text(&events.modules), "debate_start unknown agent_message r#type mod_module");
    assert_eq!(text(&events.groups), "Core");
}

fn catalog(name: &str, events: &[&str]) -> Catalog {
    let event = |wire: &&str| Event {
        at: at(&format!("/events/{wire}")),
        wire: (*wire).to_owned(),
        group: 0,
        summary: String::new(),
        description: None,
        direction: Direction::Receive,
        since: None,
        deprecated: false,
        payload: TypeRef::Scalar(Scalar::Json),
        example: None,
    };
    Catalog {
        at: at(&format!("/{name}")),
        name: name.into(),
        title: name.into(),
        description: None,
        envelope: Envelope { tag: "type".into(), payload: Some("data".into()), fields: vec![field("seq")] },
        groups: vec![generator::ir::Group { name: "core".into(), title: "Core".into(), summary: None }],
        events: events.iter().map(event).collect(),
    }
}

#[test]
fn package_names_are_those_that_the_registry_takes() {
    for (name, package, library) in [
        ("aragora-sdk", "aragora-sdk", "aragora_sdk"),
        ("Petstore", "Petstore", "Petstore"),
        ("Swagger Petstore - OpenAPI 3.0", "swagger-petstore-open-api-3-0", "swagger_petstore_open_api_3_0"),
        ("3scale", "sdk-3scale", "sdk_3scale"),
        ("", "sdk", "sdk"),
        ("test", "test-sdk", "test_sdk"),
        ("sdk_runtime", "sdk_runtime-sdk", "sdk_runtime_sdk"),
        ("type", "type-sdk", "type_sdk"),
        ("x\"\n[build-dependencies]\nevil = \"1", "x-build-dependencies-evil-1", "x_build_dependencies_evil_1"),
    ] {
        let package_ir = Package { name: name.into(), ..sdk().package };
        let named = Names::assign(&Sdk { package: package_ir, ..sdk() });
        assert_eq!((named.package.as_str(), named.library.as_str()), (package, library), "{name:?}");
    }
}
