//! `rasid doctor`: everything that must be right before a run, tried out, a line for each.

mod channels;
mod database;
mod machine;
mod network;
mod secrets;

use serde::Serialize;

use super::args::DoctorArgs;
use super::print::{Cell, Column, Tone};
use super::{App, Outcome};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// As it should be.
    Ok,
    /// It works, and a person may want to do something about it.
    Warn,
    /// It does not work.
    Fail,
}

/// One thing that was tried.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    /// What was looked at.
    subject: &'static str,
    /// How it is.
    level: Level,
    /// In words; where it is not well, with what to do.
    finding: String,
}

impl Check {
    pub(super) fn ok(subject: &'static str, finding: impl Into<String>) -> Self {
        Self { subject, level: Level::Ok, finding: finding.into() }
    }

    pub(super) fn warn(subject: &'static str, finding: impl Into<String>) -> Self {
        Self { subject, level: Level::Warn, finding: finding.into() }
    }

    pub(super) fn fail(subject: &'static str, finding: impl Into<String>) -> Self {
        Self { subject, level: Level::Fail, finding: finding.into() }
    }
}

pub(super) fn run(app: &mut App, args: &DoctorArgs) -> anyhow::Result<Outcome> {
    let mut checks = Vec::new();
    match app.config() {
        // Nothing else can be tried without settings; their faults are told in full.
        Err(errors) => {
            checks.extend(errors.faults.iter().map(|fault| Check::fail("configuration", format!("{}: {}", fault.origin, fault.what))))
        }
        Ok(config) => {
            checks.push(machine::configuration(&config));
            let (found, feeds) = database::check(app, &config);
            checks.extend(found);
            checks.extend(machine::knowledge(&config));
            checks.extend(network::filter(&config));
            checks.push(network::authorities(&config));
            checks.extend(machine::time(app));
            checks.extend(channels::check(&config, &app.environment, args.offline));
            checks.extend(network::feeds(&config, &feeds, args.offline));
        }
    }
    app.printer.list(&columns(), &checks)?;
    let worst = checks.iter().map(|check| check.level).max();
    Ok(if worst == Some(Level::Fail) { Outcome::Trouble } else { Outcome::Done })
}

fn columns() -> [Column<'static, Check>; 3] {
    [
        Column::new("level", |check: &Check| match check.level {
            Level::Ok => Cell::from("ok").tone(Tone::Good),
            Level::Warn => Cell::from("warn").tone(Tone::Warning),
            Level::Fail => Cell::from("fail").tone(Tone::Bad),
        })
        .whole(),
        Column::new("subject", |check: &Check| Cell::from(check.subject)).whole(),
        Column::new("finding", |check: &Check| Cell::from(check.finding.as_str())).between(30, 160).wrapped(6),
    ]
}
