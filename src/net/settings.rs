//! What the client is told: its name, its limits, its manners.

use std::time::Duration;

use ipnet::IpNet;

/// The client's settings. [`Default`] gives safe ones: nothing private, 15 MiB, two requests at a time per host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Product and version as sent in `User-Agent` (`rasid/0.1.0`).
    pub user_agent: String,
    /// Where the operator can be reached (an address of a page or a mailbox), added to the `User-Agent`; nothing where empty.
    pub contact: String,
    /// Networks that may be contacted though they are private; none by default.
    pub allow_private: Vec<IpNet>,
    /// Time for one connection: name, TCP and TLS together.
    pub connect_timeout: Duration,
    /// Time for a whole exchange, all redirects and the last byte of the body included; waiting for a host's turn is not.
    pub timeout: Duration,
    /// Redirects followed before giving up.
    pub max_redirects: usize,
    /// Largest feed after decoding, in bytes.
    pub max_feed_bytes: usize,
    /// Largest page after decoding, in bytes.
    pub max_page_bytes: usize,
    /// Largest body as it travels, still encoded, in bytes.
    pub max_wire_bytes: usize,
    /// Requests under way at one host at a time; at least one.
    pub per_host: usize,
    /// Least time between the starts of two requests to one host.
    pub host_spacing: Duration,
    /// Requests under way at all hosts together; at least one.
    pub concurrency: usize,
}

/// A feed of 15 MiB is far beyond every honest one seen.
const DEFAULT_MAX_BYTES: usize = 15 * 1024 * 1024;

/// News pages of 5 MiB exist, of 10 MiB hardly.
const DEFAULT_MAX_PAGE_BYTES: usize = 10 * 1024 * 1024;

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: concat!("rasid/", env!("CARGO_PKG_VERSION")).to_owned(),
            contact: String::new(),
            allow_private: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_redirects: 10,
            max_feed_bytes: DEFAULT_MAX_BYTES,
            max_page_bytes: DEFAULT_MAX_PAGE_BYTES,
            max_wire_bytes: DEFAULT_MAX_BYTES,
            per_host: 2,
            host_spacing: Duration::from_secs(1),
            concurrency: 32,
        }
    }
}

impl Settings {
    /// The whole `User-Agent` header: the product, and the contact in brackets.
    pub fn agent(&self) -> String {
        if self.contact.is_empty() { self.user_agent.clone() } else { format!("{} (+{})", self.user_agent, self.contact) }
    }
}
