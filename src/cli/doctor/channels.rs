//! The ways by which alerts leave: could each of them take one now?

use std::fs;
use std::path::{Path, PathBuf};

use url::Url;

use super::{Check, secrets};
use crate::channel::{ChannelSettings, Reach};
use crate::cli::access;
use crate::config::{Config, Environment};
use crate::net::{AddressFilter, Fetch, Kind, Request};

pub(super) fn check(config: &Config, environment: &Environment, offline: bool) -> Vec<Check> {
    let all = |channel| std::iter::once(one(config, environment, channel, offline)).chain(secrets::check(config, channel));
    config.channels.values().flat_map(all).collect()
}

fn one(config: &Config, environment: &Environment, channel: &ChannelSettings, offline: bool) -> Check {
    let outcome = match (channel.kind.reach)(&channel.values) {
        Reach::Nothing => Ok("writes to the daemon's log".to_owned()),
        Reach::File(path) => writable(&path),
        Reach::Web(url, more) => is_allowed(config, &url).and_then(|()| {
            let found = resolves(config, url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443), offline, true)?;
            Ok(if more.is_empty() { found } else { format!("{found}; {more}") })
        }),
        // A mail server may well stand in one's own network.
        Reach::Host(host, port) => resolves(config, &host, port, offline, false),
        Reach::Program(program) => executable(&program.to_string_lossy(), environment),
        Reach::Socket(path) => is_there(&path),
    };
    let named = |text: String| format!("{} ({}): {text}", channel.name, channel.kind.name);
    match outcome {
        Ok(text) => Check::ok("channel", named(text)),
        Err(text) => Check::fail("channel", named(text)),
    }
}

fn is_there(path: &Path) -> Result<String, String> {
    match fs::metadata(path) {
        Ok(_) => Ok(format!("{} is there", path.display())),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// Whether a file can be appended to, or made: tried on the file where it is there, else on its folder.
fn writable(path: &Path) -> Result<String, String> {
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

/// Whether the receiver's address passes the filter.
fn is_allowed(config: &Config, url: &Url) -> Result<(), String> {
    AddressFilter::new(config.net.allow_private.clone()).check_url(url).map_err(|refusal| refusal.to_string())
}

/// Whether a name resolves, to an address that passes the filter where there is one. Nothing is sent to it.
fn resolves(config: &Config, host: &str, port: u16, offline: bool, is_filtered: bool) -> Result<String, String> {
    if offline {
        return Ok(format!("{host} was not looked up (--offline)"));
    }
    let filter = AddressFilter::new(config.net.allow_private.clone());
    let found =
        access::block_on(async { tokio::net::lookup_host((host.trim_matches(['[', ']']), port)).await.map(Iterator::collect::<Vec<_>>) });
    match found {
        Ok(Ok(addresses)) => {
            let passing = addresses.iter().filter(|address| !is_filtered || filter.check_ip(address.ip()).is_ok()).count();
            match (passing, addresses.len()) {
                (0, 0) => Err(format!("{host} has no address")),
                (0, _) => Err(format!("all addresses of {host} are refused; [net] allow_private does not name their network")),
                _ => Ok(format!("{host} resolves")),
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
