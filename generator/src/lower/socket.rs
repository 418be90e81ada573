//! WebSockets: names in `sdk.yaml` bound to catalogs, their messages and the fields of these.

use super::dispatch::object;
use crate::config::reader::Report;
use crate::config::{Config, Named, ReplayRule, SocketRule, SubscribeRule};
use crate::diagnostics::Diagnostics;
use crate::ir::{Catalog, Event, Presence, Replay, Scalar, Socket, Subscription, TypeDef, TypeRef};
use crate::tree::{At, Locations};

/// All sockets whose names are right; everything that is not is an error. Without a client there are none.
pub(super) fn sockets(
    config: &Config,
    types: &[TypeDef],
    catalogs: &[Catalog],
    locations: &Locations,
    diagnostics: &mut Diagnostics,
) -> Vec<Socket> {
    let mut binder = Binder { types, catalogs, report: Report { locations, diagnostics } };
    config.sockets.iter().filter(|_| config.client).filter_map(|it| binder.socket(it)).collect()
}

struct Binder<'b> {
    types: &'b [TypeDef],
    catalogs: &'b [Catalog],
    report: Report<'b>,
}

impl<'b> Binder<'b> {
    fn socket(&mut self, rule: &SocketRule) -> Option<Socket> {
        let (name, at) = &rule.name;
        self.report.check_snake_case("socket-name", &rule.name, "a module");
        let receive: Vec<u32> = rule.receive.iter().filter_map(|it| self.catalog(it)).collect();
        let send = rule.send.as_ref().and_then(|it| self.catalog(it));
        let first = receive.first().and_then(|it| self.catalogs.get(*it as usize));
        let Some(first) = first else {
            if rule.receive.is_empty() {
                self.report.error("missing-key", *at, format!("`{name}` needs a catalog in `receive`"), None);
            }
            return None;
        };
        let tag = first.envelope.tag.clone();
        self.one_tag(rule, &tag, receive.iter().chain(&send));
        self.distinguishable(rule, &receive);
        self.envelope(rule, &receive);
        for (names, catalogs) in [(rule.keep_alive.as_slice(), send.as_slice()), (&rule.revoked, &receive)] {
            for it in names {
                let _ = self.message(it, catalogs);
            }
        }
        let text = |named: &Named| named.0.clone();
        Some(Socket {
            at: self.report.locations.origin(*at),
            name: name.clone(),
            summary: rule.summary.clone(),
            description: rule.description.clone(),
            path: rule.path.clone(),
            port: rule.port,
            subprotocol: rule.subprotocol.clone(),
            token: rule.token.clone(),
            token_lifetime_ms: rule.token_lifetime_ms,
            tag,
            subscription: rule.subscribe.as_ref().map(|it| self.subscription(it, &receive, send.as_slice())),
            position: rule.position.as_ref().map(text),
            about: rule.about.iter().map(text).collect(),
            keep_alive: rule.keep_alive.as_ref().map(text),
            every_ms: rule.every_ms,
            revoked: rule.revoked.iter().map(text).collect(),
            receive,
            send,
        })
    }

    fn catalog(&mut self, (name, at): &Named) -> Option<u32> {
        let found = self.catalogs.iter().position(|it| it.name == *name);
        if found.is_none() {
            let known = self.catalogs.iter().map(|it| it.name.as_str());
            self.report.unknown("unknown-catalog", *at, format!("there is no catalog `{name}`"), name, known);
        }
        found.map(|it| it as u32)
    }

    /// Messages of one connection are named by one key.
    fn one_tag<'i>(&mut self, rule: &SocketRule, tag: &str, catalogs: impl Iterator<Item = &'i u32>) {
        for catalog in catalogs.filter_map(|it| self.catalogs.get(*it as usize)) {
            if catalog.envelope.tag != tag {
                let message =
                    format!("`{}` names its messages by `{}`, not by `{tag}`", catalog.name, catalog.envelope.tag);
                self.report.error("socket-tag", rule.name.1, message, None);
            }
        }
    }

    /// A name that stands in several catalogs is told apart by the position.
    fn distinguishable(&mut self, rule: &SocketRule, receive: &[u32]) {
        if rule.position.is_some() {
            return;
        }
        let catalogs: Vec<&Catalog> = receive.iter().filter_map(|it| self.catalogs.get(*it as usize)).collect();
        for (index, catalog) in catalogs.iter().enumerate() {
            let others = catalogs.iter().take(index).flat_map(|it| &it.events);
            let shared = others.filter(|it| catalog.events.iter().any(|event| event.wire == it.wire));
            for event in shared {
                let message = format!("several catalogs of `{}` have a message `{}`", rule.name.0, event.wire);
                let help = "name the field in `position` that only messages of the first one have";
                self.report.error("socket-ambiguous", rule.name.1, message, Some(help.to_owned()));
            }
        }
    }

    /// The fields of the envelopes.
    fn envelope(&mut self, rule: &SocketRule, receive: &[u32]) {
        let position = rule.position.iter().map(|it| (it, Scalar::I64, "a whole number"));
        let about = rule.about.iter().map(|it| (it, Scalar::String, "a string"));
        for ((name, at), scalar, expected) in position.chain(about) {
            let catalogs = receive.iter().filter_map(|it| self.catalogs.get(*it as usize));
            let fields = catalogs.flat_map(|it| &it.envelope.fields);
            let found: Vec<_> = fields.clone().filter(|it| it.wire == *name).collect();
            if found.is_empty() {
                let known = fields.map(|it| it.wire.as_str());
                self.report.unknown("unknown-field", *at, format!("no envelope has a field `{name}`"), name, known);
            }
            let fits = |it: &&crate::ir::Field| {
                it.ty == TypeRef::Scalar(scalar) && matches!(it.presence, Presence::Required | Presence::Optional)
            };
            if !found.iter().all(fits) {
                self.report.error("socket-field", *at, format!("`{name}` is not {expected} in every envelope"), None);
            }
        }
    }

    fn subscription(&mut self, rule: &SubscribeRule, receive: &[u32], send: &[u32]) -> Subscription {
        let message = self.message(&rule.message, send);
        let from = rule.replay.iter().map(|it| &it.from);
        for (name, at) in std::iter::once(&rule.scope).chain(from) {
            if let Some((_, event)) = message {
                self.field(event, name, *at);
            }
        }
        Subscription {
            message: rule.message.0.clone(),
            scope: rule.scope.0.clone(),
            replay: rule.replay.as_ref().map(|it| self.replay(it, receive)),
        }
    }

    fn replay(&mut self, rule: &ReplayRule, receive: &[u32]) -> Replay {
        let start = self.message(&rule.start, receive);
        let _ = self.message(&rule.end, receive);
        let mut keys = |(path, at): &Named| {
            let keys: Vec<String> = path.split('.').map(str::to_owned).collect();
            match (start, keys.as_slice()) {
                (Some((catalog, event)), [payload, field, ..])
                    if catalog.envelope.payload.as_ref() == Some(payload) =>
                {
                    self.field(event, field, *at);
                }
                (Some((catalog, event)), [field, ..]) if catalog.envelope.payload.is_none() => {
                    self.field(event, field, *at);
                }
                (Some((catalog, _)), [field, ..]) if catalog.envelope.fields.iter().all(|it| it.wire != *field) => {
                    self.report.error("unknown-field", *at, format!("`{}` has no field `{path}`", rule.start.0), None);
                }
                _ => {}
            }
            keys
        };
        let (oldest, latest) = (keys(&rule.oldest), keys(&rule.latest));
        Replay {
            from: rule.from.0.clone(),
            start: rule.start.0.clone(),
            end: rule.end.0.clone(),
            oldest,
            latest,
            check_ms: rule.check_ms,
        }
    }

    /// A message of one of these catalogs.
    fn message(&mut self, (name, at): &Named, catalogs: &[u32]) -> Option<(&'b Catalog, &'b Event)> {
        let all: &'b [Catalog] = self.catalogs;
        let catalogs = || catalogs.iter().filter_map(|it| all.get(*it as usize));
        let mut events = catalogs().flat_map(|catalog| catalog.events.iter().map(move |it| (catalog, it)));
        let found = events.find(|it| it.1.wire == *name);
        if found.is_none() {
            let known = catalogs().flat_map(|it| &it.events).map(|it| it.wire.as_str());
            let message = format!("no catalog of this direction has a message `{name}`");
            self.report.unknown("unknown-event", *at, message, name, known);
        }
        found
    }

    fn field(&mut self, event: &Event, name: &str, at: At) {
        let fields = object(self.types, &event.payload).map(|it| &it.fields);
        if fields.is_some_and(|it| it.iter().any(|it| it.wire == name)) {
            return;
        }
        let known = fields.into_iter().flatten().map(|it| it.wire.as_str());
        self.report.unknown("unknown-field", at, format!("`{}` has no field `{name}`", event.wire), name, known);
    }
}
