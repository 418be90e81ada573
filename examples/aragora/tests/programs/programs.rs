//! The programs, as modules.

#![allow(dead_code, reason = "`main` is for those who run a program alone")]

#[path = "../../examples/agents.rs"]
pub(crate) mod agents;

#[path = "../../examples/batch.rs"]
pub(crate) mod batch;

#[path = "../../examples/configuration.rs"]
pub(crate) mod configuration;

#[path = "../../examples/consensus.rs"]
pub(crate) mod consensus;

#[path = "../../examples/critiques.rs"]
pub(crate) mod critiques;

#[path = "../../examples/debate_workflow.rs"]
pub(crate) mod debate_workflow;

#[path = "../../examples/debates.rs"]
pub(crate) mod debates;

#[path = "../../examples/decision_analysis.rs"]
pub(crate) mod decision_analysis;

#[path = "../../examples/decode_events.rs"]
pub(crate) mod decode_events;

#[path = "../../examples/errors.rs"]
pub(crate) mod errors;

#[path = "../../examples/every_debate.rs"]
pub(crate) mod every_debate;

#[path = "../../examples/explainability.rs"]
pub(crate) mod explainability;

#[path = "../../examples/follow_debate.rs"]
pub(crate) mod follow_debate;

#[path = "../../examples/gauntlet.rs"]
pub(crate) mod gauntlet;

#[path = "../../examples/graph_debates.rs"]
pub(crate) mod graph_debates;

#[path = "../../examples/health.rs"]
pub(crate) mod health;

#[path = "../../examples/knowledge.rs"]
pub(crate) mod knowledge;

#[path = "../../examples/leaderboard.rs"]
pub(crate) mod leaderboard;

#[path = "../../examples/matrix_debates.rs"]
pub(crate) mod matrix_debates;

#[path = "../../examples/memory.rs"]
pub(crate) mod memory;

#[path = "../../examples/organizations.rs"]
pub(crate) mod organizations;

#[path = "../../examples/policies.rs"]
pub(crate) mod policies;

#[path = "../../examples/policy_review.rs"]
pub(crate) mod policy_review;

#[path = "../../examples/quick_start.rs"]
pub(crate) mod quick_start;

#[path = "../../examples/quick_start_blocking.rs"]
pub(crate) mod quick_start_blocking;

#[path = "../../examples/replays.rs"]
pub(crate) mod replays;

#[path = "../../examples/retries.rs"]
pub(crate) mod retries;

#[path = "../../examples/routing.rs"]
pub(crate) mod routing;

#[path = "../../examples/take_part.rs"]
pub(crate) mod take_part;

#[path = "../../examples/tenants.rs"]
pub(crate) mod tenants;

#[path = "../../examples/verification.rs"]
pub(crate) mod verification;

#[path = "../../examples/versions.rs"]
pub(crate) mod versions;

#[path = "../../examples/watch_control_plane.rs"]
pub(crate) mod watch_control_plane;
