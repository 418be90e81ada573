//! What a user of a generated SDK sees of the runtime: requests on the wire, answers, errors, patience.
//!
//! Time is paused where a script plays the server, and real where a loopback server does; no test sleeps.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod auth;
mod blocking;
mod breaker;
mod crowd;
mod deprecation;
mod downloads;
mod early;
mod error_shapes;
mod faults;
mod folder;
mod forms;
mod middleware;
mod oauth;
mod pages;
mod parameters;
mod recordings;
mod redirects;
mod requests;
mod resume;
mod retries;
mod script;
mod sdk;
mod secrets;
mod streams;
mod uploads;
mod versions;
mod waiters;
