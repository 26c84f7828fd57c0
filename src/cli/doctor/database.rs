//! The database: does it open, is it whole, how big is it, and is there room for more.

use std::path::Path;
use std::process::{Command, Stdio};

use super::Check;
use crate::cli::App;
use crate::cli::access::daemon_is_running;
use crate::config::Config;
use crate::model::{Feed, FeedState};
use crate::store::{Store, StoreError};
use crate::telemetry::chain;

const SUBJECT: &str = "database";
/// Less room than this will be full within days.
const LOW_BYTES: u64 = 1 << 30;
/// Less room than this is full now.
const NO_BYTES: u64 = 50 << 20;
/// Faults of a damaged file that are told.
const MAX_FAULTS: usize = 5;

/// The checks, and the feeds for those that follow.
pub(super) fn check(app: &App, config: &Config) -> (Vec<Check>, Vec<Feed>) {
    let path = &config.database.path;
    let mut checks = vec![room(path)];
    let store = match Store::open_read_only(path) {
        Ok(store) => store,
        Err(StoreError::Missing { .. }) => {
            checks.push(missing(path));
            return (checks, Vec::new());
        }
        Err(error) => {
            checks.push(Check::fail(SUBJECT, chain(&error)));
            return (checks, Vec::new());
        }
    };
    checks.push(integrity(&store));
    checks.extend(contents(app, &store));
    checks.push(daemon(path));
    let feeds = store.list_feeds().unwrap_or_else(|error| {
        checks.push(Check::fail(SUBJECT, chain(&error)));
        Vec::new()
    });
    (checks, feeds)
}

fn missing(path: &Path) -> Check {
    let folder = existing_folder(path);
    match std::fs::metadata(folder).map(|metadata| metadata.permissions().readonly()) {
        Ok(false) => Check::warn(SUBJECT, format!("there is none at {} yet; `rasid init` or the first run makes it", path.display())),
        _ => Check::fail(SUBJECT, format!("there is none at {}, and the folder {} cannot be written", path.display(), folder.display())),
    }
}

fn integrity(store: &Store) -> Check {
    match store.integrity_check() {
        Ok(faults) if faults.is_empty() => Check::ok(SUBJECT, format!("{} opens and is whole", store.path().display())),
        Ok(faults) => {
            let more = faults.len().saturating_sub(MAX_FAULTS);
            let told = faults.into_iter().take(MAX_FAULTS).collect::<Vec<_>>().join("; ");
            Check::fail(SUBJECT, format!("{} is damaged: {told} (and {more} more); restore a copy", store.path().display()))
        }
        Err(error) => Check::fail(SUBJECT, chain(&error)),
    }
}

fn contents(app: &App, store: &Store) -> Vec<Check> {
    use crate::clock::Clock;
    let sizes = store.sizes().map(|sizes| (megabytes(sizes.database_bytes), megabytes(sizes.free_bytes), megabytes(sizes.log_bytes)));
    // The engine's version decides only how many articles wait, which is of no interest here.
    let queues = store.queues("", app.clock.now());
    let mut checks = Vec::new();
    match (sizes, queues) {
        (Ok((database, free, log)), Ok(queues)) => {
            checks.push(Check::ok(
                SUBJECT,
                format!(
                    "{database} MB, {free} MB of it free, log {log} MB; {} articles, {} events, {} alerts",
                    queues.articles, queues.events, queues.alerts
                ),
            ));
            if 0 < queues.deliveries_dead {
                checks.push(Check::warn(
                    "alerts",
                    format!("{} deliveries were given up; `rasid alerts --state dead` has them", queues.deliveries_dead),
                ));
            }
            if 0 < queues.quarantined {
                checks.push(Check::warn(
                    "stages",
                    format!("{} units were set aside after errors; `rasid status` has more", queues.quarantined),
                ));
            }
        }
        (sizes, queues) => {
            let errors = [sizes.err(), queues.err()];
            checks.extend(errors.into_iter().flatten().map(|error| Check::fail(SUBJECT, chain(&error))));
        }
    }
    checks
}

fn daemon(path: &Path) -> Check {
    match daemon_is_running(path) {
        true => Check::ok("daemon", "one is running on this database"),
        false => Check::ok("daemon", "none is running on this database"),
    }
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

/// The nearest folder above a path that is there.
fn existing_folder(path: &Path) -> &Path {
    let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    above.into_iter().find(|folder| folder.is_dir()).unwrap_or(Path::new("."))
}

fn room(path: &Path) -> Check {
    let folder = existing_folder(path);
    match free_bytes(folder) {
        None => Check::warn("disk", format!("cannot tell how much room {} has", folder.display())),
        Some(free) if free < NO_BYTES => Check::fail("disk", format!("{} MB are free at {}; make room", megabytes(free), folder.display())),
        Some(free) if free < LOW_BYTES => Check::warn("disk", format!("only {} MB are free at {}", megabytes(free), folder.display())),
        Some(free) => Check::ok("disk", format!("{} MB are free at {}", megabytes(free), folder.display())),
    }
}

/// Free bytes for us on the disk of a folder, from POSIX `df`: the standard library cannot tell.
fn free_bytes(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    free_of_df(std::str::from_utf8(&output.stdout).ok()?)
}

/// The fourth column of the second line, in KiB.
fn free_of_df(text: &str) -> Option<u64> {
    let kibibytes: u64 = text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    kibibytes.checked_mul(1024)
}

/// Feeds that ought to be reachable, the most recently failed first, a few of them.
pub(super) fn sample(feeds: &[Feed], most: usize) -> Vec<&Feed> {
    let mut active: Vec<&Feed> = feeds.iter().filter(|feed| feed.state == FeedState::Active).collect();
    // Spread over the list, so that not all of them are one host's.
    let step = active.len().div_ceil(most).max(1);
    active = active.into_iter().step_by(step).collect();
    active.truncate(most);
    active
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_room_is_read_from_df() {
        let text = "Filesystem 1024-blocks Used Available Capacity Mounted on\noverlay 100 40 60 40% /\n";
        assert_eq!(free_of_df(text), Some(60 * 1024));
        assert_eq!(free_of_df("nonsense"), None);
    }
}
