//! The client against loopback servers that behave well and badly.

#![expect(clippy::disallowed_methods, reason = "a loopback server lives in a task of its own until the test's runtime ends")]

mod bodies;
mod conditional;
mod failures;
mod redirects;
mod world;
