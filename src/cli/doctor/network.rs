//! The address filter, certificates, and whether feeds can be reached.

use futures_util::future::join_all;
use url::Url;

use super::channels::reach;
use super::database::sample;
use super::{Check, Level};
use crate::cli::access;
use crate::config::Config;
use crate::model::Feed;
use crate::net::{AddressFilter, Fetch};

/// Addresses that no feed may make us contact: loopback, the metadata service of clouds, loopback again, a private network.
const PRIVATE: [&str; 6] = [
    "http://127.0.0.1/",
    "http://169.254.169.254/",
    "http://[::1]/",
    "http://10.0.0.1/",
    "http://[::ffff:192.168.0.1]/",
    "http://2130706433/",
];
/// Feeds that are asked.
const SAMPLE: usize = 8;

/// The filter tried on addresses that it must refuse, and what the settings let through.
pub(super) fn filter(config: &Config) -> Vec<Check> {
    const SUBJECT: &str = "address filter";
    let allow = &config.net.allow_private;
    let strict = AddressFilter::default();
    let passes = |filter: &AddressFilter| {
        let passing = PRIVATE.iter().filter(|address| Url::parse(address).is_ok_and(|url| filter.check_url(&url).is_ok()));
        passing.map(|address| address.trim_start_matches("http://").trim_end_matches('/')).collect::<Vec<_>>()
    };
    let leaks = passes(&strict);
    if !leaks.is_empty() {
        return vec![Check::fail(SUBJECT, format!("lets through {}, which no setting allows", leaks.join(", ")))];
    }
    if allow.is_empty() {
        return vec![Check::ok(SUBJECT, format!("refuses {} private addresses that were tried", PRIVATE.len()))];
    }
    let networks = allow.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let through = passes(&AddressFilter::new(allow.clone()));
    let level = if through.contains(&"169.254.169.254") { Level::Warn } else { Level::Ok };
    let through = if through.is_empty() { "none".to_owned() } else { through.join(", ") };
    vec![Check {
        subject: SUBJECT,
        level,
        finding: format!("net.allow_private lets through {networks}; of those that were tried: {through}"),
    }]
}

/// Without certificate authorities no https works.
pub(super) fn authorities(config: &Config) -> Check {
    const SUBJECT: &str = "certificates";
    match access::client(config) {
        Ok(client) if client.has_authorities() => Check::ok(SUBJECT, "this machine has certificate authorities"),
        Ok(_) => Check::fail(
            SUBJECT,
            "this machine has no certificate authorities, so no https works; install the package ca-certificates or point SSL_CERT_FILE at a bundle",
        ),
        Err(error) => Check::fail(SUBJECT, format!("{error:#}")),
    }
}

/// A few feeds asked as a poll would ask them.
pub(super) fn feeds(config: &Config, feeds: &[Feed], offline: bool) -> Vec<Check> {
    const SUBJECT: &str = "feeds";
    let chosen = sample(feeds, SAMPLE);
    if chosen.is_empty() {
        return vec![Check::warn(SUBJECT, "there is no active feed; `rasid feed add ADDRESS` subscribes")];
    }
    if offline {
        return vec![Check::ok(SUBJECT, format!("{} active, not asked (--offline)", feeds.len()))];
    }
    let asked = access::client(config).and_then(|client| access::block_on(ask(&client, &chosen)));
    let outcomes = match asked {
        Ok(outcomes) => outcomes,
        Err(error) => return vec![Check::fail(SUBJECT, format!("{error:#}"))],
    };
    let failed: Vec<&String> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    let summary = format!("{} of {} that were asked can be reached", outcomes.len() - failed.len(), outcomes.len());
    let summary = match failed.len() {
        0 => Check::ok(SUBJECT, summary),
        n if n == outcomes.len() => Check::fail(SUBJECT, format!("{summary}: the fault is likely here, not there")),
        _ => Check::warn(SUBJECT, summary),
    };
    std::iter::once(summary).chain(failed.into_iter().map(|error| Check::warn(SUBJECT, error.as_str()))).collect()
}

async fn ask(client: &dyn Fetch, feeds: &[&Feed]) -> Vec<Result<(), String>> {
    let asked = feeds.iter().map(|feed| async {
        match Url::parse(&feed.url) {
            Ok(url) => reach(client, url).await,
            Err(error) => Err(format!("feed {}: {}: {error}", feed.id, feed.url)),
        }
    });
    join_all(asked).await
}
