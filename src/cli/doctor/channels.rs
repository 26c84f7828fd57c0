//! The ways by which alerts leave: could each of them take one now?

use std::fs;
use std::path::{Path, PathBuf};

use super::Check;
use crate::cli::access;
use crate::config::{ChannelSettings, Config, Environment, FileSettings, Transport, WebhookSettings};
use crate::net::{AddressFilter, Fetch, Kind, Request};

pub(super) fn check(config: &Config, environment: &Environment, offline: bool) -> Vec<Check> {
    config.channels.values().map(|channel| one(config, environment, channel, offline)).collect()
}

fn one(config: &Config, environment: &Environment, channel: &ChannelSettings, offline: bool) -> Check {
    let outcome = match &channel.transport {
        Transport::Log => Ok("writes to the daemon's log".to_owned()),
        Transport::File(file) => writable(file),
        Transport::Webhook(webhook) => resolves(config, webhook, offline),
        Transport::Command(command) => executable(command.command.first().map_or("", String::as_str), environment),
    };
    let named = |text: String| format!("{} ({}): {text}", channel.name, channel.transport.kind());
    match outcome {
        Ok(text) => Check::ok("channel", named(text)),
        Err(text) => Check::fail("channel", named(text)),
    }
}

/// Whether a file can be appended to, or made: tried on the file where it is there, else on its folder.
fn writable(file: &FileSettings) -> Result<String, String> {
    let path = &file.path;
    if path.exists() {
        return match fs::OpenOptions::new().append(true).open(path) {
            Ok(_) => Ok(format!("{} can be written", path.display())),
            Err(error) => Err(format!("{} cannot be written: {error}", path.display())),
        };
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() && !metadata.permissions().readonly() => Ok(format!("{} will be made", path.display())),
        Ok(_) => Err(format!("{} cannot be made: {} is no folder that can be written", path.display(), folder.display())),
        Err(error) => Err(format!("{} cannot be made: {}: {error}", path.display(), folder.display())),
    }
}

/// Whether the receiver's address passes the filter and its name resolves. Nothing is sent to it.
fn resolves(config: &Config, webhook: &WebhookSettings, offline: bool) -> Result<String, String> {
    let host = webhook.url.host_str().unwrap_or_default();
    let filter = AddressFilter::new(config.net.allow_private.clone());
    filter.check_url(&webhook.url).map_err(|refusal| refusal.to_string())?;
    let signed = if webhook.secret.is_some() { "signed" } else { "not signed (secret is not set)" };
    if offline {
        return Ok(format!("{host} was not looked up (--offline); {signed}"));
    }
    let port = webhook.url.port_or_known_default().unwrap_or(443);
    let found =
        access::block_on(async { tokio::net::lookup_host((host.trim_matches(['[', ']']), port)).await.map(Iterator::collect::<Vec<_>>) });
    match found {
        Ok(Ok(addresses)) => {
            let passing = addresses.iter().filter(|address| filter.check_ip(address.ip()).is_ok()).count();
            match (passing, addresses.len()) {
                (0, 0) => Err(format!("{host} has no address")),
                (0, _) => Err(format!("all addresses of {host} are refused; [net] allow_private does not name their network")),
                _ => Ok(format!("{host} resolves; {signed}")),
            }
        }
        Ok(Err(error)) => Err(format!("{host} does not resolve: {error}")),
        Err(error) => Err(format!("{error:#}")),
    }
}

/// Whether a program can be started: by its path, or found in PATH.
fn executable(program: &str, environment: &Environment) -> Result<String, String> {
    let candidates: Vec<PathBuf> = if program.contains('/') {
        vec![PathBuf::from(program)]
    } else {
        let folders = environment.get("PATH").unwrap_or_default();
        folders.split(':').filter(|folder| !folder.is_empty()).map(|folder| Path::new(folder).join(program)).collect()
    };
    match candidates.iter().find(|path| is_executable(path)) {
        Some(path) => Ok(format!("{} can be started", path.display())),
        None if program.contains('/') => Err(format!("{program} is no program that can be started")),
        None => Err(format!("{program} is in no folder of PATH")),
    }
}

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file()
}

/// Asks one address, as a poll would.
pub(super) async fn reach(client: &dyn Fetch, url: url::Url) -> Result<(), String> {
    client.fetch(Request::new(url, Kind::Feed)).await.map(drop).map_err(|error| crate::telemetry::chain(&error))
}
