//! How fast events are decoded, in the forms that a consumer could choose.
//!
//! One round decodes the eight events of `messages`. What to look at: `tag first/ours` and
//! `tag last/ours` against `straight` (the one payload struct and its envelope, for a reader who
//! knows the event beforehand) and against `derived` (a flattened, adjacently tagged enum).

#![allow(missing_docs, unreachable_pub, dead_code, clippy::unwrap_used, clippy::large_enum_variant)]

#[path = "event_decoding/catalog.rs"]
mod catalog;
#[path = "event_decoding/forms.rs"]
mod forms;
#[path = "event_decoding/messages.rs"]
mod messages;
#[path = "event_decoding/payloads.rs"]
mod payloads;

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use sdk_runtime::{event, serde_json};

use forms::straight;

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn compare(criterion: &mut Criterion) {
    for (name, texts) in [("tag first", messages::tag_first()), ("tag last", messages::tag_last())] {
        let mut group = criterion.benchmark_group(name);
        ours(&mut group, &texts);
        straight_derived(&mut group, &texts);
        straight_ours(&mut group, &texts);
        derived(&mut group, &texts);
        value(&mut group, &texts);
        group.finish();
    }
}

fn ours(group: &mut Group<'_>, texts: &[String]) {
    for text in texts {
        let event: forms::ours::Event = event::from_text(text).unwrap();
        assert!(matches!(event::Payload::which(&event.data), event::Which::Known(_)));
    }
    group.bench_function("ours", |bencher| {
        bencher.iter(|| {
            for text in texts {
                black_box(event::from_slice::<forms::ours::Event>(black_box(text.as_bytes())).unwrap());
            }
        });
    });
}

fn derived(group: &mut Group<'_>, texts: &[String]) {
    group.bench_function("derived", |bencher| {
        bencher.iter(|| {
            for text in texts {
                black_box(serde_json::from_slice::<forms::derived::Event>(black_box(text.as_bytes())).unwrap());
            }
        });
    });
}

fn value(group: &mut Group<'_>, texts: &[String]) {
    group.bench_function("serde_json::Value", |bencher| {
        bencher.iter(|| {
            for text in texts {
                black_box(serde_json::from_slice::<serde_json::Value>(black_box(text.as_bytes())).unwrap());
            }
        });
    });
}

/// Decodes the eight events, each into the type that is known beforehand.
macro_rules! decode_all {
    ($texts:ident, $envelope:ident, $payloads:ident: $($index:tt $payload:ident,)*) => {
        $(
            let text = black_box($texts[$index].as_bytes());
            black_box(
                serde_json::from_slice::<straight::$envelope<payloads::$payloads::$payload>>(text).unwrap(),
            );
        )*
    };
}

macro_rules! straight {
    ($name:ident, $title:literal, $envelope:ident, $payloads:ident) => {
        fn $name(group: &mut Group<'_>, texts: &[String]) {
            group.bench_function($title, |bencher| {
                bencher.iter(|| {
                    decode_all!(
                        texts, $envelope, $payloads:
                        0 DebateStart, 1 RoundStart, 2 AgentMessage, 3 Critique,
                        4 Vote, 5 Consensus, 6 DebateEnd, 7 CalibrationUpdate,
                    );
                });
            });
        }
    };
}

straight!(straight_derived, "straight, derived", Derived, derived);
straight!(straight_ours, "straight, ours", Ours, ours);

criterion_group!(benches, compare);
criterion_main!(benches);
