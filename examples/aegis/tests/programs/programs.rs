//! The programs, as modules.

#![allow(dead_code, reason = "`main` is for those who run a program alone")]

#[path = "../../examples/approvals.rs"]
pub(crate) mod approvals;

#[path = "../../examples/bearer.rs"]
pub(crate) mod bearer;

#[path = "../../examples/billing.rs"]
pub(crate) mod billing;

#[path = "../../examples/bootstrap.rs"]
pub(crate) mod bootstrap;

#[path = "../../examples/deploy.rs"]
pub(crate) mod deploy;

#[path = "../../examples/errors.rs"]
pub(crate) mod errors;

#[path = "../../examples/executions.rs"]
pub(crate) mod executions;

#[path = "../../examples/keys.rs"]
pub(crate) mod keys;

#[path = "../../examples/quick_start.rs"]
pub(crate) mod quick_start;

#[path = "../../examples/seal_tools.rs"]
pub(crate) mod seal_tools;

#[path = "../../examples/team.rs"]
pub(crate) mod team;

#[path = "../../examples/volumes.rs"]
pub(crate) mod volumes;

#[path = "../../examples/webhook.rs"]
pub(crate) mod webhook;

#[path = "../../examples/workflows.rs"]
pub(crate) mod workflows;
