//! The one HTTP client: caps, address filter, per-host spacing, failure classes.
//!
//! Everything that leaves this machine over HTTP leaves through [`Client`]. It follows redirects by hand so that every
//! hop passes the address filter, decodes bodies itself so that both the bytes on the wire and the decoded ones are
//! counted, and tells failures apart by what can be done about them. It keeps no cookies, sends no `Referer`, uses no
//! proxy, and decides nothing about feeds or articles.
//!
//! Tests replace the client behind the [`Fetch`] trait.

mod address;
mod body;
mod cause;
mod challenge;
mod client;
mod error;
mod headers;
mod message;
mod polite;
mod post;
mod redirect;
mod resolve;
mod robots;
mod settings;
mod tls;

#[cfg(test)]
mod tests;

pub use address::{AddressFilter, Refusal};
pub use cause::Cause;
pub use client::Client;
pub use error::{ErrorClass, FetchError, Size};
pub use message::{Fetch, Kind, Request, Response};
pub use post::{Answer, Post, Verb};
pub use robots::{PRODUCT_TOKEN, Robots};
pub use settings::Settings;
