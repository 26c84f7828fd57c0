//! From the settings to what the stages work with.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::channel::ChannelSettings;
use crate::config::{Config, Environment};
use crate::net::{self, Client};
use crate::sink::{self, Tools};
use crate::stage::Channels;
use crate::telemetry;

/// Variables that a command is given, as programs fail without them.
const COMMAND_VARIABLES: [&str; 7] = ["PATH", "LANG", "LC_ALL", "HOME", "DISPLAY", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"];

/// What the HTTP client is told.
pub fn client_settings(config: &Config) -> net::Settings {
    let bytes = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let (net, poll, fetch) = (&config.net, &config.poll, &config.fetch);
    net::Settings {
        user_agent: net.user_agent_header(),
        // It is in the header already.
        contact: String::new(),
        allow_private: net.allow_private.clone(),
        connect_timeout: net.connect_timeout,
        timeout: net.timeout,
        max_redirects: net.max_redirects as usize,
        max_feed_bytes: bytes(poll.max_bytes),
        max_page_bytes: bytes(fetch.max_bytes),
        max_wire_bytes: bytes(net.max_transfer_bytes),
        per_host: net.per_host_concurrency as usize,
        host_spacing: net.per_host_spacing,
        concurrency: (poll.concurrency + fetch.concurrency) as usize,
    }
}

/// What the transports of channels work with.
pub fn sink_tools(environment: &Environment, client: &Arc<Client>) -> Tools {
    let variable = |name: &str| Some((name.to_owned(), environment.get(name)?.to_owned()));
    Tools { client: Arc::clone(client), environment: COMMAND_VARIABLES.into_iter().filter_map(variable).collect() }
}

/// The sinks of all channels, each built once. One that cannot work is kept with the reason, which its deliveries then give.
pub fn build_channels(channels: &BTreeMap<String, ChannelSettings>, environment: &Environment, client: &Arc<Client>) -> Channels {
    let tools = sink_tools(environment, client);
    let build = |(name, channel): (&String, &ChannelSettings)| {
        let sink = sink::build(channel, &tools);
        let sink = sink.map(Arc::from).map_err(|error| telemetry::chain(&error));
        if let Err(error) = &sink {
            tracing::error!(channel = name, "a channel cannot be used: {error}");
        }
        (name.clone(), sink)
    };
    channels.iter().map(build).collect()
}
