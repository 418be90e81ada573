//! Names that generated code gives a meaning of its own, and that no specification may take.
//!
//! The one place for them: whatever a template writes without a path in front stands here.

/// Types that templates use without a path in modules that declare types: the prelude of the language,
/// and what the file templates import from the runtime. A schema of that name is called `OptionModel`.
#[rustfmt::skip]
pub const RESERVED_TYPES: &[&str] = &[
    // The prelude.
    "AsMut", "AsRef", "AsyncFn", "AsyncFnMut", "AsyncFnOnce", "Box", "Clone", "Copy", "Debug", "Default",
    "DoubleEndedIterator", "Drop", "Eq", "Err", "ExactSizeIterator", "Extend", "Fn", "FnMut", "FnOnce", "From",
    "FromIterator", "Hash", "Into", "IntoIterator", "Iterator", "None", "Ok", "Option", "Ord", "PartialEq",
    "PartialOrd", "Result", "Self", "Send", "Sized", "Some", "String", "Sync", "ToOwned", "ToString", "TryFrom",
    "TryInto", "Unpin", "Vec",
    // What the templates import.
    "Blank", "Deserialize", "Deserializer", "Display", "Extra", "ExtraOf", "Formatter", "FromStr", "IntEnum", "Json", "Nullable",
    "NumberEnum", "Object", "OpenEnum", "Serialize", "Serializer", "Slot", "Union", "UnknownInteger", "UnknownJson",
    "UnknownNumber", "UnknownValue", "Visit",
    // Type parameters of their methods.
    "D", "E", "S", "T", "V",
];

/// Types that a catalog's module declares itself.
pub(super) const CATALOG_TYPES: &[&str] = &[
    "DecodeError",
    "Envelope",
    "Event",
    "EventData",
    "EventGroup",
    "EventKind",
    "FromStr",
    "MalformedEvent",
    "Names",
    "Payload",
    "UnknownEvent",
    "UnknownKind",
    "Which",
];

/// What a namespace's file and `client.rs` may import by name: no namespace is called so, and no model there without
/// its module in front.
pub const OF_OPERATIONS: &[(&str, &[&str])] = &[
    ("std::fmt", &["Display"]),
    ("std::time", &["Duration"]),
    (
        "sdk_runtime",
        &[
            "ByStatus",
            "Call",
            "Client",
            "ClientBuilder",
            "Error",
            "ErrorBody",
            "ErrorModel",
            "EventStream",
            "ItemStream",
            "Json",
            "Multipart",
            "Paged",
            "ParamWriter",
            "Params",
            "RawResponse",
            "Sdk",
            "Waiter",
        ],
    ),
    ("sdk_runtime::bytes", &["Bytes"]),
    ("sdk_runtime::data", &["DecodeError", "Nullable", "Upload"]),
    (
        "sdk_runtime::facts",
        &[
            "ClientAuth",
            "EmptyBody",
            "EnvelopeFacts",
            "Method",
            "NextPage",
            "OAuth",
            "Operation",
            "Paging",
            "Param",
            "Part",
            "Pending",
            "Resume",
            "RetryFacts",
            "RetrySafety",
            "SdkFacts",
            "SecurityKind",
            "SecurityScheme",
            "Server",
            "Setting",
            "StreamEnd",
            "StreamFacts",
            "Style",
            "VersionFacts",
            "VersionForm",
            "VersioningFacts",
            "WaiterFacts",
        ],
    ),
];

/// Types of the runtime that users of a namespace name beside it.
pub(super) const CLIENT_TYPES: &[&str] = &[
    "ApiVersion",
    "ClientSettings",
    "ErrorCode",
    "ErrorKind",
    "Facts",
    "Page",
    "Response",
    "RetryPolicy",
    "VersionBy",
];

/// Modules of the crate root, and crates that a module of that name would hide.
pub(super) const ROOT_MODULES: &[&str] = &[
    "alloc",
    "api_version",
    "bin",
    "client",
    "client_settings",
    "core",
    "error",
    "lib",
    "main",
    "models",
    "operations",
    "proc_macro",
    "runtime",
    "sdk_runtime",
    "serde",
    "server_urls",
    "std",
    "test",
    "tests",
];

/// What a catalog's module imports, and the crates it imports from: a module of that name in it would hide them.
pub(super) const CATALOG_MODULES: &[&str] = &["alloc", "core", "event", "fmt", "sdk_runtime", "std"];

/// File names that a file system or Cargo gives a meaning of its own.
pub(super) const FILES: &[&str] = &[
    "aux", "build", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lib",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "main", "mod", "nul", "prn",
];

/// Methods that every model has, or that a setter of that name would hide.
pub(super) const MODEL_METHODS: &[&str] = &[
    "as_mut",
    "as_ref",
    "blank",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "deserialize",
    "deserialize_in_place",
    "eq",
    "extra",
    "extra_mut",
    "fmt",
    "from",
    "from_required",
    "hash",
    "into",
    "ne",
    "new",
    "partial_cmp",
    "serialize",
    "store",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
    "visit",
    "write",
];

/// Methods that every namespace has, or that an operation of that name would hide.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "builder",
    "builder_default",
    "clone",
    "clone_from",
    "clone_into",
    "core",
    "drop",
    "facts",
    "fmt",
    "from",
    "from_core",
    "from_env",
    "into",
    "new",
    "request",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Arguments and locals that generated methods have themselves.
pub(super) const ARGUMENTS: &[&str] = &["body", "client", "it", "params", "self", "value"];

/// Fields that every object has, and functions that its constructors call beside arguments of that name.
pub(super) const FIELDS: &[&str] = &["blank", "extra"];
