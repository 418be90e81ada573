//! The only maker of Rust identifiers, and of the names of files, modules, crates and features.
//!
//! In: the whole [`Sdk`]. Out: [`Names`], a total map from every node to what it is called.
//!
//! Within a scope (the fields of an object, the types of a module, …) every name is asked for in a fixed
//! order of importance: pinned, then component before inline, then those whose name needs no repair, then
//! by pointer. The first to ask keeps the plain name; a later one falls back to longer names made from its
//! own words and its own pointer, and at last to a hash of its pointer.
//!
//! **Invariant:** a name depends on its own node and on the nodes that want the very same name, never on a
//! count or on the order of the document: adding an unrelated schema renames nothing.
//!
//! **Invariant:** every identifier is ASCII, is no keyword without `r#`, and is unique in its scope.

mod assign;
mod crates;
mod ident;
mod inbox;
mod manifest;
mod module;
mod operations;
mod reserved;
mod scope;
mod servers;
mod socket;
mod types;
mod words;

pub use self::crates::{FULL, MANIFESTS, RECEIVER, SOCKETS, UNREFERENCED, status_variant};
pub use self::ident::Ident;
pub use self::inbox::InboxNames;
pub use self::manifest::{BuilderMethodNames, ManifestNames};
pub use self::module::ModuleNames;
pub use self::reserved::{OF_OPERATIONS, RESERVED_TYPES};
pub use self::socket::SocketNames;

use crate::ir::{OperationId, Sdk, TypeId};

/// What everything is called.
#[derive(Clone, Debug)]
pub struct Names {
    /// Package name on the registry (`aragora-sdk`).
    pub package: String,
    /// The same as Rust code sees it (`aragora_sdk`).
    pub library: Ident,
    types: Vec<TypeNames>,
    namespaces: Vec<NamespaceNames>,
    operations: Vec<OperationNames>,
    waiters: Vec<WaiterNames>,
    catalogs: Vec<CatalogNames>,
    inboxes: Vec<InboxNames>,
    sockets: Vec<SocketNames>,
    modules: Vec<ModuleNames>,
    manifests: Vec<ManifestNames>,
    manifest_module: Option<Ident>,
    servers: Vec<ServerNames>,
    security: Vec<Ident>,
    error_codes: Vec<Ident>,
    versions: Vec<Ident>,
    settings: Vec<Ident>,
}

/// Names around one server.
#[derive(Clone, Debug)]
pub struct ServerNames {
    /// The constant that holds its URL (`PRODUCTION`).
    pub constant: Ident,
    /// The struct that fills in its variables (`Production`).
    pub name: Ident,
    /// Setters of its variables, in their order.
    pub variables: Vec<Ident>,
}

/// Names around one type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// The type (`DebateStatus`), unique in `models` or in its catalog's module.
    pub name: Ident,
    /// The private module and file it is printed in: of its component, operation or event.
    pub module: Ident,
    /// Struct of the required fields (`DebateRequired`), for objects that are built from one.
    pub required: Ident,
    /// Fields of an object, in its order.
    pub fields: Vec<FieldNames>,
    /// Field that keeps the keys which are no field.
    pub extra: Ident,
    /// Variants of an enum or union, in its order; never `Unknown`.
    pub variants: Vec<Ident>,
    /// Where a type of the runtime is declared, its own name last; else empty.
    pub path: Vec<Ident>,
}

/// Names around one field or parameter.
#[derive(Clone, Debug)]
pub struct FieldNames {
    /// The field, and the argument that fills it.
    pub field: Ident,
    /// The chained setter.
    pub setter: Ident,
    /// The setter that writes an explicit null (`parent_null`).
    pub null_setter: Ident,
}

/// Names around one namespace.
#[derive(Clone, Debug)]
pub struct NamespaceNames {
    /// Public module and file (`graph_debates`). For the root namespace: `client`.
    pub module: Ident,
    /// The struct (`GraphDebates`). For the root namespace: `Client`.
    pub name: Ident,
    /// Method of `Client` that gives it (`graph_debates`).
    pub accessor: Ident,
    /// Cargo feature (`graph-debates`).
    pub feature: String,
}

/// Names around one operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method (`list`).
    pub method: Ident,
    /// The method that takes the optional parameters (`list_with`).
    pub method_with: Ident,
    /// Further methods, in the order of the operation's aliases.
    pub aliases: Vec<Ident>,
    /// The same with optional parameters.
    pub aliases_with: Vec<Ident>,
    /// The static that holds its facts (`LIST`).
    pub facts: Ident,
    /// The struct of its parameters (`ListParams`).
    pub params: Ident,
    /// The enum of its differing errors (`ListError`).
    pub error: Ident,
    /// The enum of its differing answers (`ListAnswer`).
    pub answer: Ident,
    /// Private module and file of its inline types below `models` (`debates_list`).
    pub module: Ident,
    /// The test that sends it once (`debates_list`).
    pub test: Ident,
    /// Its parameters, in the order of the operation: argument, field and setter. Never `params`, `body`
    /// or `self`.
    pub parameters: Vec<FieldNames>,
}

/// Names around one waiter.
#[derive(Clone, Debug)]
pub struct WaiterNames {
    /// The method (`run`).
    pub method: Ident,
    /// The same with the start operation's optional parameters (`run_with`).
    pub method_with: Ident,
    /// The static that holds its facts (`RUN`).
    pub facts: Ident,
}

/// Names around one catalog.
#[derive(Clone, Debug)]
pub struct CatalogNames {
    /// Public module and file (`events`).
    pub module: Ident,
    /// Cargo feature (`events`).
    pub feature: String,
    /// Variants of `EventKind` and `EventData`, in the order of the events; never `Unknown` or `Malformed`.
    pub variants: Vec<Ident>,
    /// Private module and file of each event's payload below the catalog's module.
    pub modules: Vec<Ident>,
    /// Fields of `Event` for the envelope's fields; never `data` or `extra`.
    pub fields: Vec<FieldNames>,
    /// Field of `Event` that keeps the keys which are no field.
    pub extra: Ident,
    /// Groups (`Debate`), in the order of the catalog.
    pub groups: Vec<Ident>,
}

impl Names {
    /// Names everything in `sdk`. Total: there is no input that it refuses.
    pub fn assign(sdk: &Sdk) -> Self {
        assign::assign(sdk)
    }

    /// Names around a type.
    pub fn ty(&self, id: TypeId) -> &TypeNames {
        &self.types[id.0 as usize]
    }

    /// Names around a namespace, by its index.
    pub fn namespace(&self, index: u32) -> &NamespaceNames {
        &self.namespaces[index as usize]
    }

    /// Names around an operation.
    pub fn operation(&self, id: OperationId) -> &OperationNames {
        &self.operations[id.0 as usize]
    }

    /// Names around a waiter, by its index.
    pub fn waiter(&self, index: usize) -> &WaiterNames {
        &self.waiters[index]
    }

    /// Names around a catalog, by its index.
    pub fn catalog(&self, index: u32) -> &CatalogNames {
        &self.catalogs[index as usize]
    }

    /// Names around an inbox, by its index.
    pub fn inbox(&self, index: u32) -> &InboxNames {
        &self.inboxes[index as usize]
    }

    /// Names around a socket, by its index.
    pub fn socket(&self, index: usize) -> &SocketNames {
        &self.sockets[index]
    }

    /// Names around a module of the runtime, by its index.
    pub fn module(&self, index: usize) -> &ModuleNames {
        &self.modules[index]
    }

    /// The public module of manifests, if there are any.
    pub fn manifests(&self) -> Option<&Ident> {
        self.manifest_module.as_ref()
    }

    /// Names around a manifest, by its index.
    pub fn manifest(&self, index: usize) -> &ManifestNames {
        &self.manifests[index]
    }

    /// Names around a server, by its index.
    pub fn server(&self, index: usize) -> &ServerNames {
        &self.servers[index]
    }

    /// A security scheme in snake case (`api_key`), by its index.
    pub fn security(&self, index: usize) -> &Ident {
        &self.security[index]
    }

    /// Variant of an error code (`NotFound`), by its index.
    pub fn error_code(&self, index: usize) -> &Ident {
        &self.error_codes[index]
    }

    /// Setter of a setting of clients, by its index.
    pub fn setting(&self, index: usize) -> &Ident {
        &self.settings[index]
    }

    /// Variant of a version of the API (`V2`), by its index.
    pub fn version(&self, index: usize) -> &Ident {
        &self.versions[index]
    }
}
