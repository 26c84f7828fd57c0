//! `rasid run`: the daemon, or one round of it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Runtime;

use super::args::RunArgs;
use super::{App, Outcome};
use crate::daemon::{Daemon, End, Reload, Signals, Summary};
use crate::stage::Stage;

/// How long threads that are still at work may take once everything has ended.
const LAST_WAIT: Duration = Duration::from_millis(500);

/// Watches until it is asked to stop, or does all that is due.
///
/// # Errors
/// Faulty settings, another daemon on the database, a database that cannot be used.
pub(super) fn run(app: &mut App, args: &RunArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let reload = Reload::of(app.sources(), &config);
    app.start_logging(&config)?;
    let daemon = Daemon::build(&config, app.environment.clone(), Arc::new(app.clock))?;
    let runtime = runtime()?;
    let outcome = if args.once { once(app, &daemon, &runtime) } else { watch(&daemon, reload, &runtime) };
    // After a forced end some threads may still be waiting for somebody; they end with the process.
    runtime.shutdown_timeout(LAST_WAIT);
    outcome
}

/// The threads that wait for the network; work on texts has its own.
pub(super) fn runtime() -> anyhow::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().thread_name("rasid").build().context("cannot start the threads")
}

fn watch(daemon: &Daemon, reload: Reload, runtime: &Runtime) -> anyhow::Result<Outcome> {
    match runtime.block_on(daemon.run(Signals::default(), Some(reload)))? {
        End::Finished | End::Abandoned(_) => Ok(Outcome::Done),
        End::Forced => Ok(Outcome::Trouble),
    }
}

fn once(app: &mut App, daemon: &Daemon, runtime: &Runtime) -> anyhow::Result<Outcome> {
    let stop = daemon.context().stop.clone();
    let summary = runtime.block_on(async {
        tokio::select! {
            summary = daemon.run_until_idle() => summary,
            error = interrupted(&stop) => Err(error),
        }
    })?;
    for (stage, trouble) in &summary.troubles {
        app.printer.note(&format!("{stage}: {trouble}"));
    }
    app.printer.line(&in_words(&summary))?;
    Ok(Outcome::Done)
}

/// The first Ctrl-C lets running units finish, the second ends at once.
async fn interrupted(stop: &tokio_util::sync::CancellationToken) -> anyhow::Error {
    for _ in 0..2 {
        if let Err(error) = tokio::signal::ctrl_c().await {
            return anyhow::Error::new(error).context("cannot listen for signals");
        }
        stop.cancel();
    }
    anyhow::anyhow!("ended at once")
}

fn in_words(summary: &Summary) -> String {
    let count = |stage, one: &str, many: &str| match summary.of(stage) {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    [
        count(Stage::Poll, "feed polled", "feeds polled"),
        count(Stage::Fetch, "item fetched", "items fetched"),
        count(Stage::Extract, "article read", "articles read"),
        count(Stage::Link, "report linked", "reports linked"),
        count(Stage::Match, "event or article matched", "events and articles matched"),
        count(Stage::Deliver, "alert sent", "alerts sent"),
    ]
    .join(", ")
}
