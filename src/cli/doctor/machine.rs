//! The settings, the knowledge, the clock.

use std::path::Path;

use jiff::Timestamp;

use super::Check;
use crate::cli::{App, access};
use crate::clock::Clock;
use crate::config::Config;

pub(super) fn configuration(config: &Config) -> Check {
    let n_set = config.entries.iter().filter(|entry| entry.origin != crate::config::Origin::Default).count();
    match &config.file {
        Some(file) => Check::ok("configuration", format!("{} is right; {n_set} settings are set", file.display())),
        None => Check::ok("configuration", format!("no file (`rasid init` writes one); {n_set} settings are set")),
    }
}

pub(super) fn knowledge(config: &Config) -> Vec<Check> {
    let knowledge = match access::knowledge(config) {
        Ok(knowledge) => knowledge,
        Err(error) => {
            return format!("{error:#}").lines().map(|line| Check::fail("knowledge", line)).collect();
        }
    };
    let languages: Vec<&str> =
        knowledge.languages().filter(|lang| knowledge.lexicon(lang).is_some_and(|lexicon| !lexicon.triggers.is_empty())).collect();
    let of = config.knowledge.dir.as_deref().map_or_else(String::new, |dir: &Path| format!(", with {}", dir.display()));
    let text = format!("{} names' owners, events in: {}{of}", knowledge.entities().len(), languages.join(", "));
    let mut checks = vec![Check::ok("knowledge", text)];
    if languages.is_empty() {
        checks.push(Check::fail("knowledge", "no lexicon has a trigger, so no event can be found"));
    }
    checks
}

/// The clock is sane and the time zone is known: dates in texts are told from both.
pub(super) fn time(app: &App) -> Vec<Check> {
    let now = app.clock.now();
    let zone = app.times().zone;
    let here = now.to_zoned_datetime(zone.clone());
    let mut checks = vec![match zone.iana_name() {
        Some(name) => Check::ok("time zone", format!("{name}, where it is {}", here.strftime("%Y-%m-%d %H:%M"))),
        None if zone.is_unknown() => Check::warn("time zone", "unknown, so times are shown in UTC; set TZ, as in TZ=Europe/Berlin"),
        None => Check::ok("time zone", format!("without a name, where it is {}", here.strftime("%Y-%m-%d %H:%M %z"))),
    }];
    checks.push(clock(now));
    checks
}

/// A clock before this program was written is wrong, and so is one far ahead.
fn clock(now: Timestamp) -> Check {
    let year = jiff::tz::Offset::UTC.to_datetime(now).year();
    match year {
        ..2026 => Check::fail("clock", format!("it says {year}, which is past; certificates and dates will be refused")),
        2101.. => Check::fail("clock", format!("it says {year}, which is far ahead")),
        _ => Check::ok("clock", format!("it says {}", now.strftime("%Y-%m-%dT%H:%M:%SZ"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    #[test]
    fn clocks_that_are_wrong_are_told() {
        let level = |text: &str| clock(text.parse().unwrap()).level;
        assert_eq!(
            ["1970-01-01T00:00:07Z", "2026-11-23T00:00:00Z", "2222-01-01T00:00:00Z"].map(level),
            [Level::Fail, Level::Ok, Level::Fail]
        );
    }
}
