//! `rasid alerts tail`: new alerts as they are raised.

use std::pin::pin;
use std::time::Duration;

use anyhow::bail;

use super::list::{AlertView, query};
use crate::cli::args::AlertFilter;
use crate::cli::print::{Format, Times, clean};
use crate::cli::{App, Outcome, access};
use crate::daemon::asked_to_end;
use crate::model::AlertId;
use crate::store::{AlertQuery, Store};

/// How often the database is asked; one look-up by the primary key.
const EVERY: Duration = Duration::from_millis(200);

/// Alerts told between two looks at the signals.
const TAKEN: usize = 200;

pub(super) fn run(app: &mut App, args: &AlertFilter) -> anyhow::Result<Outcome> {
    if !matches!(app.printer.format(), Format::Table | Format::Ndjson) {
        bail!("alerts are followed line by line; valid: --format table, --format ndjson");
    }
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let mut query = AlertQuery { limit: TAKEN, oldest_first: true, ..query(app, &store, args, None)? };
    if query.since.is_none() {
        let newest = store.alerts(&AlertQuery { limit: 1, ..AlertQuery::default() })?.pop();
        query.newer_than = Some(newest.map_or(AlertId(0), |alert| alert.id));
    }
    app.printer.note("following the alerts; Ctrl-C ends it");
    access::block_on(follow(app, &store, query))??;
    Ok(Outcome::Done)
}

/// Tells every alert once, until somebody has heard enough.
async fn follow(app: &mut App, store: &Store, mut query: AlertQuery) -> anyhow::Result<()> {
    let (mut ended, mut unread) = (pin!(asked_to_end()), pin!(reader_gone()));
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            // First, so that signals are heard before anything is told.
            biased;
            ended = &mut ended => return Ok(ended?),
            () = &mut unread => return Ok(()),
            _ = ticks.tick() => {}
        }
        let alerts = store.alerts(&query)?;
        for alert in alerts {
            query.newer_than = Some(alert.id);
            tell(app, &AlertView::of(alert))?;
        }
        app.printer.flush()?;
    }
}

fn tell(app: &mut App, alert: &AlertView) -> std::io::Result<()> {
    if app.printer.format() == Format::Ndjson {
        return app.printer.json_line(alert);
    }
    let times: Times = app.times();
    let update = alert.update_of.map(|first| format!(", update of {first}")).unwrap_or_default();
    let (at, id, name, subject) = (times.absolute(alert.created_at), alert.id, clean(alert.name()), alert.subject());
    app.printer.line(&format!("{at}  alert {id}{update}  {name}  {subject}  {}", alert.headline()))
}

/// Waits until nobody reads standard output any more; for ever, where it is no pipe.
#[cfg(unix)]
async fn reader_gone() {
    use std::os::fd::AsFd;
    use tokio::io::Interest;
    use tokio::net::unix::pipe::Sender;
    // Unchecked, as a checked one would change how others write to it; nothing is written here.
    match std::io::stdout().as_fd().try_clone_to_owned().and_then(Sender::from_owned_fd_unchecked) {
        Ok(output) if output.ready(Interest::ERROR).await.is_ok() => {}
        // A file has no reader to lose.
        _ => std::future::pending().await,
    }
}

/// Where pipes cannot be asked, the next line tells.
#[cfg(not(unix))]
async fn reader_gone() {
    std::future::pending().await
}
