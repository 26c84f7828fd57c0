//! The client against loopback servers that behave well and badly.

mod bodies;
mod conditional;
mod failures;
mod redirects;
mod world;
