//! Names of namespaces, operations, waiters and catalogs.

use super::reserved::{ARGUMENTS, CLIENT_METHODS, CLIENT_TYPES, OF_OPERATIONS, RESERVED_TYPES, ROOT_MODULES};
use super::scope::{Request, Scope, Yield};
use super::types::{fields, with_setters};
use super::words::{Case, Words, words};
use super::{CatalogNames, Ident, NamespaceNames, OperationNames, WaiterNames};
use crate::ir::{Catalog, Form, Location, Namespace, Operation, PathPart, Sdk, Side, Waiter};

/// Modules of the runtime, which are called as `sdk.yaml` says, of catalogs, of namespaces, and what is left of the crate
/// root for others.
pub(super) fn root_modules(sdk: &Sdk) -> (Vec<Ident>, Vec<Ident>, Vec<Ident>, Scope) {
    let library = super::crates::package(&sdk.package.name).1;
    let mut scope = Scope::new(Case::Snake, "module", &[ROOT_MODULES, super::reserved::FILES], Yield::After("module"));
    let _ = scope.pin(library.bare());
    let modules = scope.settle(&super::module::requests(sdk));
    let mut scope = scope.yielding("events", Yield::After("events"));
    let catalogs = sdk.catalogs.iter().map(|it| Request::new(0, it.at.to_string(), &it.name));
    let catalogs = scope.settle(&catalogs.collect::<Vec<_>>());
    let mut scope = scope.yielding("api", Yield::After("api"));
    let namespaces = sdk.namespaces.iter().map(|it| with(Request::new(0, it.at.to_string(), &it.name), "api"));
    let named = scope.settle(&namespaces.collect::<Vec<_>>());
    let root = |(it, name): (&Namespace, Ident)| if it.name.is_empty() { Ident::fixed("client") } else { name };
    (modules, catalogs, sdk.namespaces.iter().zip(named).map(root).collect(), scope)
}

/// Offers the same name with one more word.
fn with(request: Request, word: &str) -> Request {
    let longer = request.longer(word);
    request.or_before([longer])
}

/// The scopes of one namespace: its file and its struct's methods.
struct Place {
    types: Scope,
    statics: Scope,
    methods: Scope,
}

impl Place {
    fn new() -> Self {
        let imported: Vec<&str> = OF_OPERATIONS.iter().flat_map(|it| it.1).copied().collect();
        Self {
            types: Scope::new(Case::Camel, "model", &[RESERVED_TYPES, CLIENT_TYPES, &imported], Yield::After("api")),
            statics: Scope::new(Case::Screaming, "call", &[&["FACTS", "SDK"]], Yield::After("call")),
            methods: Scope::new(Case::Snake, "call", &[CLIENT_METHODS], Yield::Before("call")),
        }
    }
}

/// What [`assign`] gives.
pub(super) struct Assigned {
    pub namespaces: Vec<NamespaceNames>,
    pub operations: Vec<OperationNames>,
    pub waiters: Vec<WaiterNames>,
    /// Methods of the client that give sockets.
    pub sockets: Vec<Ident>,
    /// Methods of the client that give what modules of the runtime have.
    pub methods: Vec<Ident>,
}

/// Names namespaces, operations and waiters. `modules` are the modules of the namespaces,
/// `operation_modules` those of the operations.
pub(super) fn assign(sdk: &Sdk, modules: &[Ident], operation_modules: Vec<Ident>) -> Assigned {
    let mut places: Vec<Place> = sdk.namespaces.iter().map(|_| Place::new()).collect();
    let (namespaces, sockets, methods_of_modules) = name_namespaces(sdk, modules, &mut places);
    let calls = name_calls(sdk, &mut places);
    let methods = |index: usize| calls[index].clone();
    let mut operations: Vec<OperationNames> = Vec::with_capacity(sdk.operations.len());
    for (index, (it, module)) in sdk.operations.iter().zip(operation_modules).enumerate() {
        let place = &mut places[it.namespace as usize];
        let names = match &it.form {
            None => operation(it, module, methods(index), place),
            Some(form) => self::form(form, &operations[form.of.0 as usize], module, methods(index), place),
        };
        operations.push(names);
    }
    let waiters = sdk.waiters.iter().enumerate().map(|(index, it)| {
        let Methods { method, method_with, .. } = methods(sdk.operations.len() + index);
        let facts = derived(&mut places[it.namespace as usize].statics, &method, "");
        WaiterNames { method, method_with, facts }
    });
    Assigned { namespaces, waiters: waiters.collect(), operations, sockets, methods: methods_of_modules }
}

fn name_namespaces(
    sdk: &Sdk,
    modules: &[Ident],
    places: &mut [Place],
) -> (Vec<NamespaceNames>, Vec<Ident>, Vec<Ident>) {
    let root = sdk.namespaces.iter().position(|it| it.name.is_empty());
    let mut accessors = Place::new().methods.yielding("api", Yield::After("api"));
    let requests: Vec<Request> =
        sdk.namespaces.iter().map(|it| with(Request::new(0, it.at.to_string(), &it.name), "api")).collect();
    let named = accessors.settle(&requests);
    let sockets = accessors.settle(&super::socket::requests(sdk));
    let methods = accessors.settle(&super::module::methods(sdk));
    if let Some(root) = root {
        places[root].methods = accessors.yielding("call", Yield::Before("call"));
    }
    let names = sdk.namespaces.iter().zip(named).zip(modules).zip(places).zip(&requests);
    let names = names.map(|((((namespace, accessor), module), place), request)| {
        if namespace.name.is_empty() {
            let fixed = Ident::fixed("client");
            return NamespaceNames {
                module: fixed.clone(),
                name: Ident::fixed("Client"),
                accessor: fixed,
                feature: String::new(),
            };
        }
        let feature = super::crates::feature(module);
        NamespaceNames { module: module.clone(), name: place.types.claim(request), accessor, feature }
    });
    (names.collect(), sockets, methods)
}

/// The methods of one operation or waiter.
#[derive(Clone)]
struct Methods {
    method: Ident,
    method_with: Ident,
    aliases: Vec<Ident>,
    aliases_with: Vec<Ident>,
}

/// Names the methods of all operations, then of all waiters.
fn name_calls(sdk: &Sdk, places: &mut [Place]) -> Vec<Methods> {
    let mut requests: Vec<Vec<(usize, Request)>> = places.iter().map(|_| Vec::new()).collect();
    let operations = sdk.operations.iter().enumerate();
    for (index, it) in operations.clone().filter(|it| it.1.form.is_none()) {
        let mine = &mut requests[it.namespace as usize];
        mine.push((index, method_request(it)));
        mine.extend(it.aliases.iter().map(|alias| (index, Request::new(2, format!("{}|{alias}", it.at), alias))));
    }
    for (index, it) in sdk.waiters.iter().enumerate() {
        let Waiter { at, hint, .. } = it;
        requests[it.namespace as usize].push((sdk.operations.len() + index, Request::new(0, at.to_string(), hint)));
    }
    let mut calls: Vec<(Vec<Ident>, Vec<Ident>)> = vec![Default::default(); sdk.operations.len() + sdk.waiters.len()];
    for (place, requests) in places.iter_mut().zip(requests) {
        let (owners, requests): (Vec<usize>, Vec<Request>) = requests.into_iter().unzip();
        let plain = place.methods.settle(&requests);
        let with: Vec<Ident> = plain.iter().map(|it| derived(&mut place.methods, it, "with")).collect();
        for ((owner, plain), with) in owners.into_iter().zip(plain).zip(with) {
            calls[owner].0.push(plain);
            calls[owner].1.push(with);
        }
    }
    name_forms(sdk, &mut calls, places);
    calls.into_iter().map(methods).collect()
}

/// Names the methods of other forms after those of their operations, when all of these have their names.
fn name_forms(sdk: &Sdk, calls: &mut [(Vec<Ident>, Vec<Ident>)], places: &mut [Place]) {
    for (index, it) in sdk.operations.iter().enumerate() {
        let Some(Form { of, word, side }) = &it.form else { continue };
        let scope = &mut places[it.namespace as usize].methods;
        let plain = calls[of.0 as usize].0.first().map(|it| words(it.bare())).unwrap_or_default();
        let short = [plain, vec!["as".to_owned()], words(word)].concat();
        let side = if *side == Side::Response { "answer" } else { "request" };
        let long = [short.clone(), vec![side.to_owned()]].concat();
        let name = scope.claim(&Request::words(1, it.at.to_string(), short).or([long]));
        let with = derived(scope, &name, "with");
        calls[index] = (vec![name], vec![with]);
    }
}

/// The first name is the method's own, the others are its aliases'.
fn methods((plain, with): (Vec<Ident>, Vec<Ident>)) -> Methods {
    let (mut plain, mut with) = (plain.into_iter(), with.into_iter());
    let first = |it: Option<Ident>| it.unwrap_or_else(|| Ident::fixed("call"));
    let (method, method_with) = (first(plain.next()), first(with.next()));
    Methods { method, method_with, aliases: plain.collect(), aliases_with: with.collect() }
}

/// A clash is settled by what is listed below a resource, a later version in the path, the last parameter,
/// the last segment, and then by the operation's own id.
fn method_request(it: &Operation) -> Request {
    let plain = words(&it.hint);
    let mut segments: Vec<Words> = Vec::new();
    let mut parameter = None;
    let mut below = None;
    for part in &it.path_parts {
        match part {
            PathPart::Parameter(name) => {
                parameter = Some([vec!["by".to_owned()], words(name)].concat());
                below = None;
            }
            PathPart::Text(text) => {
                segments.extend(text.split('/').map(words).filter(|it| !it.is_empty()));
                below = parameter.as_ref().and(segments.last().cloned());
            }
        }
    }
    let version = segments.iter().find(|it| is_later_version(it)).cloned();
    let longer = below.into_iter().chain(version).chain(parameter).chain(segments.last().cloned());
    let mut options: Vec<Words> = longer.map(|it| [plain.clone(), it].concat()).collect();
    options.push(words(&it.id));
    options.push([plain, segments.concat()].concat());
    Request::new(1, it.at.to_string(), &it.hint).or_before(options)
}

fn is_later_version(segment: &Words) -> bool {
    let [word] = segment.as_slice() else { return false };
    let number = word.strip_prefix('v').filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
    number.is_some_and(|it| it != "1")
}

fn operation(it: &Operation, module: Ident, methods: Methods, place: &mut Place) -> OperationNames {
    let Methods { method, method_with, aliases, aliases_with } = methods;
    OperationNames {
        facts: derived(&mut place.statics, &method, ""),
        params: derived(&mut place.types, &method, "params"),
        error: derived(&mut place.types, &method, "error"),
        answer: derived(&mut place.types, &method, "answer"),
        parameters: parameters(it),
        method,
        method_with,
        aliases,
        aliases_with,
        test: module.clone(),
        module,
    }
}

/// Another form has a method, facts and perhaps an answer of its own; all else is its operation's.
fn form(form: &Form, of: &OperationNames, test: Ident, methods: Methods, place: &mut Place) -> OperationNames {
    let Methods { method, method_with, aliases, aliases_with } = methods;
    let answer = match form.side {
        Side::Request => of.answer.clone(),
        Side::Response | Side::Both => derived(&mut place.types, &method, "answer"),
    };
    let facts = derived(&mut place.statics, &method, "");
    OperationNames { facts, answer, test, method, method_with, aliases, aliases_with, ..of.clone() }
}

/// A name made from a name.
pub(super) fn derived(scope: &mut Scope, name: &Ident, word: &str) -> Ident {
    let words = [words(name.bare()), words(word)].concat();
    scope.claim(&Request::words(0, name.bare(), words))
}

fn parameters(it: &Operation) -> Vec<super::FieldNames> {
    let mut scope = Scope::new(Case::Snake, "value", &[ARGUMENTS], Yield::After("param"));
    let requests = it.parameters.iter().map(|it| {
        let (rank, location) = match it.location {
            Location::Path => (0, "path"),
            Location::Query => (1, "query"),
            Location::Header => (2, "header"),
            Location::Cookie => (3, "cookie"),
        };
        with(Request::new(rank, format!("{}|{location}", it.wire), &it.wire), location)
    });
    with_setters(scope.settle(&requests.collect::<Vec<_>>()))
}

/// Modules for the inline types of operations. Those of other forms name no files, but their tests.
pub(super) fn operation_modules(sdk: &Sdk, scope: &mut Scope) -> Vec<Ident> {
    let requests = sdk.operations.iter().filter(|it| it.form.is_none()).map(|it| {
        let namespace = sdk.namespaces.get(it.namespace as usize).map(|it| words(&it.name)).unwrap_or_default();
        Request::words(0, it.at.to_string(), [namespace, words(&it.hint)].concat()).or([words(&it.id)])
    });
    let mut settled = scope.settle(&requests.collect::<Vec<_>>()).into_iter();
    let mut modules: Vec<Ident> = Vec::with_capacity(sdk.operations.len());
    for it in &sdk.operations {
        let of = it.form.as_ref().and_then(|form| modules.get(form.of.0 as usize));
        let module = match (&it.form, of) {
            (Some(form), Some(of)) => derived(scope, of, &format!("as_{}", form.word)),
            _ => settled.next().unwrap_or_else(|| Ident::fixed("call")),
        };
        modules.push(module);
    }
    modules
}

/// Modules for the payloads of a catalog's events.
pub(super) fn event_modules(catalog: &Catalog, scope: &mut Scope) -> Vec<Ident> {
    let requests = catalog.events.iter().map(|it| Request::new(0, &it.wire, &it.wire));
    scope.settle(&requests.collect::<Vec<_>>())
}

/// Names of a catalog.
pub(super) fn catalog(catalog: &Catalog, module: Ident, modules: Vec<Ident>) -> CatalogNames {
    let mut variants = Scope::new(Case::Camel, "event", &[&["Unknown", "Malformed", "Self"]], Yield::After("event"));
    let mut groups = Scope::new(Case::Camel, "group", &[&["Self"]], Yield::After("group"));
    let events: Vec<Request> = catalog.events.iter().map(|it| Request::new(0, &it.wire, &it.wire)).collect();
    let named: Vec<Request> = catalog.groups.iter().map(|it| Request::new(0, &it.name, &it.name)).collect();
    CatalogNames {
        feature: super::crates::feature(&module),
        module,
        modules,
        variants: variants.settle(&events),
        fields: fields(&catalog.envelope.fields, &["blank", "data", "extra"]),
        extra: Ident::fixed("extra"),
        groups: groups.settle(&named),
    }
}
