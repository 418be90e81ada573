//! Names of WebSockets.

use super::Ident;
use super::scope::{Request, Scope, Yield};
use super::words::Case;
use crate::ir::{Sdk, Socket};

/// Names around one socket.
#[derive(Clone, Debug)]
pub struct SocketNames {
    /// Public module and file (`debate_stream`).
    pub module: Ident,
    /// Method of `Client` that gives its builder.
    pub accessor: Ident,
    /// Variants of `Message`, in the order of the catalogs that it receives.
    pub variants: Vec<Ident>,
}

/// Requests for the modules and the accessors.
pub(super) fn requests(sdk: &Sdk) -> Vec<Request> {
    let request = |it: &Socket| {
        let request = Request::new(0, it.at.to_string(), &it.name);
        let longer = request.longer("socket");
        request.or_before([longer])
    };
    sdk.sockets.iter().map(request).collect()
}

/// Names of all sockets. `scope` is that of the public modules of the crate root, which namespaces and catalogs have
/// chosen from already.
pub(super) fn sockets(sdk: &Sdk, scope: &mut Scope, accessors: Vec<Ident>) -> Vec<SocketNames> {
    let modules = scope.settle(&requests(sdk));
    let named = sdk.sockets.iter().zip(modules).zip(accessors);
    named.map(|((it, module), accessor)| SocketNames { module, accessor, variants: variants(sdk, it) }).collect()
}

fn variants(sdk: &Sdk, socket: &Socket) -> Vec<Ident> {
    let mut scope = Scope::new(Case::Camel, "message", &[&["Self"]], Yield::After("message"));
    let catalogs = socket.receive.iter().filter_map(|it| sdk.catalogs.get(*it as usize));
    scope.settle(&catalogs.map(|it| Request::new(0, it.at.to_string(), &it.name)).collect::<Vec<_>>())
}
