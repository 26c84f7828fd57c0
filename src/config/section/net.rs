//! `[net]`: what holds for every request, whatever it is for.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;

use super::super::reader::Section;
use super::{hours, minutes, seconds};

/// Limits and manners of the HTTP client.
#[derive(Debug, Clone, PartialEq)]
pub struct NetSettings {
    /// Where an administrator can reach whoever runs this rasid: an address or a URL, put into the User-Agent.
    pub contact: Option<String>,
    /// A User-Agent in place of the built-in one; `contact` is then not added.
    pub user_agent: Option<String>,
    /// Longest wait for a connection, name look-up and TLS included.
    pub connect_timeout: Duration,
    /// Longest time for one request in all, redirects and body included.
    pub timeout: Duration,
    /// Hops followed before a redirect counts as a failure.
    pub max_redirects: u32,
    /// Most bytes taken over the wire for one answer, still compressed.
    pub max_transfer_bytes: u64,
    /// Requests at a time to one host.
    pub per_host_concurrency: u32,
    /// Least time between the starts of two requests to one host.
    pub per_host_spacing: Duration,
    /// Private, loopback and otherwise special networks that may be asked all the same.
    pub allow_private: Vec<IpNet>,
}

impl NetSettings {
    pub(in super::super) fn read(section: &mut Section<'_>) -> Self {
        let settings = Self {
            contact: section.optional_text("contact", header_text),
            user_agent: section.optional_text("user_agent", header_text),
            connect_timeout: section.duration("connect_timeout", seconds(10), Duration::from_millis(100)..=minutes(5)),
            timeout: section.duration("timeout", seconds(30), Duration::from_millis(100)..=minutes(30)),
            max_redirects: section.integer("max_redirects", 10, 0..=50),
            max_transfer_bytes: section.size("max_transfer", 15 << 20, 1 << 10..=1 << 30),
            per_host_concurrency: section.integer("per_host_concurrency", 2, 1..=64),
            per_host_spacing: section.duration("per_host_spacing", seconds(1), Duration::ZERO..=hours(1)),
            allow_private: section.list("allow_private", Vec::new(), network),
        };
        if settings.timeout < settings.connect_timeout {
            section.fault_at("timeout", "`net.timeout` is shorter than `net.connect_timeout`; valid: the same or longer".to_owned());
        }
        settings
    }

    /// The `User-Agent` header: the one given, or the built-in one with the contact.
    pub fn user_agent_header(&self) -> String {
        const PRODUCT: &str = concat!("rasid/", env!("CARGO_PKG_VERSION"));
        match (&self.user_agent, &self.contact) {
            (Some(given), _) => given.clone(),
            (None, Some(contact)) => format!("{PRODUCT} (news-feed monitor; +{contact})"),
            (None, None) => format!("{PRODUCT} (news-feed monitor)"),
        }
    }
}

/// A header may hold visible ASCII and spaces; anything else could forge a second header or be refused by servers.
fn header_text(text: &str) -> Result<(), String> {
    match text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        true if text.len() <= 200 => Ok(()),
        _ => Err("at most 200 visible ASCII characters".to_owned()),
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "a network such as 10.0.0.0/8 or fd00::/8, or one address".to_owned())
}
