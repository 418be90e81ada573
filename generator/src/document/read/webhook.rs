//! Webhooks, and callbacks of operations: requests that the API's user serves.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Reader;
use crate::document::{OperationShell, Sender, WebhookShell};
use crate::tree::{At, Node};

/// What was read so far.
#[derive(Default)]
struct Found<'a> {
    webhooks: Vec<WebhookShell<'a>>,
    /// The path items of callbacks, which several operations may refer to, and what they gave.
    callbacks: BTreeMap<At, Range<usize>>,
}

impl<'a> Reader<'a, '_> {
    /// The webhooks of the document (`x-webhooks` of OpenAPI 3.0 too), then the callbacks of its operations,
    /// then those components which no operation refers to. A callback that several operations refer to is
    /// there once.
    pub(super) fn webhooks(&mut self, root: &'a Node, operations: &[OperationShell<'a>]) -> Vec<WebhookShell<'a>> {
        let mut found = Found::default();
        for (name, node) in self.members(root, "webhooks") {
            self.webhook(name, node, &mut found);
        }
        let own = root.get("x-webhooks").and_then(Node::as_object);
        for (key, node) in own.into_iter().flat_map(|it| it.entries()) {
            self.webhook(&key.text, node, &mut found);
        }
        for (index, operation) in operations.iter().enumerate() {
            for (name, node) in self.members(operation.node, "callbacks") {
                self.callback(name, node, Some(index), &mut found);
            }
        }
        let components = root.get("components").filter(|it| it.as_object().is_some());
        if let Some(components) = components {
            for (name, node) in self.members(components, "callbacks") {
                self.callback(name, node, None, &mut found);
            }
        }
        found.webhooks
    }

    fn webhook(&mut self, name: &str, node: &'a Node, found: &mut Found<'a>) {
        for operation in self.path_item_operations(name.to_owned(), node.at, node) {
            self.warn_of_callbacks(&operation);
            found.webhooks.push(WebhookShell { name: name.to_owned(), operation, sender: Sender::Webhook });
        }
    }

    fn callback(&mut self, name: &str, node: &'a Node, operation: Option<usize>, found: &mut Found<'a>) {
        let Some(callback) = self.follow(node, "a callback") else { return };
        for (key, item) in callback.as_object().into_iter().flat_map(|it| it.entries()) {
            if key.text.starts_with("x-") || &*key.text == "$ref" {
                continue;
            }
            let sender: Vec<_> = operation.map(|it| (it, key.text.to_string())).into_iter().collect();
            let at = self.resolver.peek(item).map_or(item.at, |it| it.node.at);
            if let Some(known) = found.callbacks.get(&at) {
                for it in found.webhooks.get_mut(known.clone()).unwrap_or_default() {
                    it.add(&sender);
                }
                continue;
            }
            let start = found.webhooks.len();
            for operation in self.path_item_operations(key.text.to_string(), key.at, item) {
                self.warn_of_callbacks(&operation);
                let sender = Sender::Operations(sender.clone());
                found.webhooks.push(WebhookShell { name: name.to_owned(), operation, sender });
            }
            found.callbacks.insert(at, start..found.webhooks.len());
        }
    }

    fn warn_of_callbacks(&mut self, operation: &OperationShell<'a>) {
        if let Some(callbacks) = operation.node.get("callbacks") {
            self.warning("unsupported-callback", callbacks.at, "callbacks of what is itself sent back are left out");
        }
    }
}

impl WebhookShell<'_> {
    fn add(&mut self, senders: &[(usize, String)]) {
        if let Sender::Operations(known) = &mut self.sender {
            known.extend(senders.iter().filter(|it| !known.contains(it)).cloned().collect::<Vec<_>>());
        }
    }
}
