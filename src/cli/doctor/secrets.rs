//! Secrets of channels: do they stand where others may read them?

use std::path::Path;

use super::Check;
use crate::channel::{ChannelSettings, Field, Shape};
use crate::config::{Config, Origin};

/// What is to be said of the secrets of a channel.
pub(super) fn check(config: &Config, channel: &ChannelSettings) -> Vec<Check> {
    let named = |text: String| Check::warn("channel", format!("{} ({}): {text}", channel.name, channel.kind.name));
    let fields = channel.kind.fields.iter().filter(|field| field.is_secret() || has_password(channel, field));
    fields.filter_map(|field| in_clear(config, channel, field).or_else(|| in_open_file(config, channel, field))).map(named).collect()
}

/// An address that may be shown may all the same have a password in it.
fn has_password(channel: &ChannelSettings, field: &Field) -> bool {
    matches!(field.shape, Shape::Url) && channel.values.url(field.key).is_some_and(|url| url.password().is_some())
}

fn in_clear(config: &Config, channel: &ChannelSettings, field: &Field) -> Option<String> {
    let place = written_in_file(config, &format!("channels.{}.{}", channel.name, field.key))?;
    let key = field.key;
    Some(match field.shape {
        Shape::Url => format!("a password stands in clear in its {key} ({place})"),
        _ => format!("its {key}, a secret, stands in clear ({place}); better: {key}_file = \"FILE\" or {key}_env = \"VARIABLE\""),
    })
}

/// Where a setting is written, if that is a file and it says anything.
fn written_in_file<'a>(config: &'a Config, key: &str) -> Option<&'a Origin> {
    let entry = config.entries.iter().find(|entry| entry.key == key)?;
    matches!(entry.origin, Origin::File { .. }).then_some(&entry.origin).filter(|_| entry.value != "\"\"")
}

fn in_open_file(config: &Config, channel: &ChannelSettings, field: &Field) -> Option<String> {
    let key = format!("channels.{}.{}_file", channel.name, field.key);
    let entry = config.entries.iter().find(|entry| entry.key == key)?;
    // The literal is our own.
    let path = toml::from_str::<toml::Table>(&format!("path = {}", entry.value)).ok()?.remove("path")?;
    let path = path.as_str().filter(|path| !path.is_empty())?;
    others_can_read(Path::new(path))
        .then(|| format!("all users of this machine can read {path}, which has its {}; better: chmod o= {path}", field.key))
}

#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o004 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_path: &Path) -> bool {
    false
}
