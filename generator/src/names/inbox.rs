//! Names of webhooks and callbacks, and of the modules that they are in.

use super::Ident;
use super::scope::{Request, Scope, Yield};
use super::words::{Case, Words, words};
use crate::ir::{Inbox, InboxKind, Sdk, Webhook};

/// Names around one inbox.
#[derive(Clone, Debug)]
pub struct InboxNames {
    /// Public module and file (`webhooks`).
    pub module: Ident,
    /// The enum of all messages (`Webhook`).
    pub name: Ident,
    /// Its variants, in the order of the messages; never `Unknown`.
    pub variants: Vec<Ident>,
    /// The constant that states each message (`NEW_PET`).
    pub kinds: Vec<Ident>,
}

/// Constants that an inbox's module has itself.
const CONSTANTS: &[&str] = &["DISPATCH", "MESSAGES", "SCHEME"];

/// Names of all inboxes. `scope` is that of the public modules of the crate root, which namespaces and catalogs have
/// chosen from already.
pub(super) fn inboxes(sdk: &Sdk, scope: &mut Scope) -> Vec<InboxNames> {
    sdk.webhooks.iter().map(|it| inbox(sdk, it, scope)).collect()
}

fn inbox(sdk: &Sdk, inbox: &Inbox, scope: &mut Scope) -> InboxNames {
    let (module, name) = match inbox.kind {
        InboxKind::Webhooks => ("webhooks", "Webhook"),
        InboxKind::Callbacks => ("callbacks", "Callback"),
    };
    let request = Request::words(0, module, vec![module.to_owned()]);
    let request = request.or([vec!["received".to_owned(), module.to_owned()]]);
    let requests: Vec<Request> = inbox.messages.iter().map(|it| message(sdk, it)).collect();
    let mut variants = Scope::new(Case::Camel, "webhook", &[&["Unknown", "Self"]], Yield::After("webhook"));
    let mut kinds = Scope::new(Case::Screaming, "webhook", &[CONSTANTS], Yield::After("webhook"));
    InboxNames {
        module: scope.claim(&request),
        name: Ident::fixed(name),
        variants: variants.settle(&requests),
        kinds: kinds.settle(&requests),
    }
}

/// A clash is settled by the method, then by the operation that asks for it.
fn message(sdk: &Sdk, message: &Webhook) -> Request {
    let plain = words(&message.name);
    let method = words(&format!("{:?}", message.method));
    let callers = message.callers.iter().filter_map(|it| sdk.operations.get(it.operation.0 as usize));
    let caller = callers.map(|it| words(&it.id)).next();
    let longer = std::iter::once(method).chain(caller).map(|it| [plain.clone(), it].concat());
    let longer: Vec<Words> = longer.collect();
    Request::new(0, message.at.to_string(), &message.name).or_before(longer)
}

/// Modules for the inline types of messages.
pub(super) fn modules(sdk: &Sdk, scope: &mut Scope) -> Vec<Vec<Ident>> {
    let module = |inbox: &Inbox| {
        let word = match inbox.kind {
            InboxKind::Webhooks => "webhook",
            InboxKind::Callbacks => "callback",
        };
        let request = |it: &Webhook| {
            let plain = words(&it.name);
            Request::words(0, it.at.to_string(), [plain, vec![word.to_owned()]].concat())
        };
        scope.settle(&inbox.messages.iter().map(request).collect::<Vec<_>>())
    };
    sdk.webhooks.iter().map(module).collect()
}
