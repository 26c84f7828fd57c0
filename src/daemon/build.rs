//! From the settings to what the stages work with.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{self, Config, Environment, Transport};
use crate::net::{self, Client};
use crate::sink::{self, ChannelSettings};
use crate::stage::Channels;
use crate::telemetry;

/// Variables that a command is given, as programs fail without them.
const COMMAND_VARIABLES: [&str; 4] = ["PATH", "LANG", "LC_ALL", "HOME"];

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

/// What a channel's sink is told.
pub fn sink_settings(channel: &config::ChannelSettings, environment: &Environment) -> ChannelSettings {
    match &channel.transport {
        Transport::Log => ChannelSettings::Log,
        Transport::File(file) => ChannelSettings::File { path: file.path.clone() },
        Transport::Webhook(hook) => ChannelSettings::Webhook { url: hook.url.clone(), secret: hook.secret.clone(), timeout: hook.timeout },
        Transport::Command(command) => {
            let (program, args) = command
                .command
                .split_first()
                .map_or((PathBuf::new(), Vec::new()), |(program, args)| (PathBuf::from(program), args.to_vec()));
            let variable = |name: &str| Some((name.to_owned(), environment.get(name)?.to_owned()));
            let env = COMMAND_VARIABLES.into_iter().filter_map(variable).collect();
            ChannelSettings::Command { program, args, env, timeout: command.timeout }
        }
    }
}

/// The sinks of all channels, each built once. One that cannot work is kept with the reason, which its deliveries then give.
pub fn build_channels(channels: &BTreeMap<String, config::ChannelSettings>, environment: &Environment, client: &Arc<Client>) -> Channels {
    let build = |(name, channel): (&String, &config::ChannelSettings)| {
        let sink = sink::build(name, &sink_settings(channel, environment), Arc::clone(client));
        let sink = sink.map(Arc::from).map_err(|error| telemetry::chain(&error));
        if let Err(error) = &sink {
            tracing::error!(channel = name, "a channel cannot be used: {error}");
        }
        (name.clone(), sink)
    };
    channels.iter().map(build).collect()
}
