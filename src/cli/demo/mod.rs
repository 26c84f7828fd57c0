//! `rasid demo`: the whole pipeline on a newsroom inside this program, told as it happens.
//!
//! Nothing here is played: the daemon that `rasid run` starts polls three feeds over HTTP into a new database, and an alert goes to a
//! webhook that checks its signature. Only the limits differ: the loopback network is allowed, and the newsroom's host need not be
//! spared.

pub mod content;
pub mod newsroom;
mod observer;
mod signature;
mod teller;

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

use super::args::DemoArgs;
use super::run::runtime;
use super::{App, Outcome};
use crate::channel::{ChannelSettings, HiddenUrl, Value, Values, kind_named};
use crate::clock::Clock;
use crate::config::{Config, Environment};
use crate::daemon::{Daemon, Signals};
use crate::model::Secret;
use crate::store::{FeedOptions, NewWatch, Store};
use newsroom::Newsroom;
use observer::Observer;
use teller::Teller;

/// Whom the demo watches.
const WATCHED: &str = "Sergey Naryshkin";
/// The channel by which its alerts leave.
const CHANNEL: &str = "demo-hook";
/// The demo ends by then, whatever happens.
const LONGEST: Duration = Duration::from_secs(18);
/// Bytes of the signing key.
const KEY_BYTES: usize = 24;

/// Runs the demo and tells it.
///
/// # Errors
/// Where no loopback port, folder or database can be had, or the pipeline did not come to its end in time.
pub(super) fn run(app: &mut App, args: &DemoArgs) -> anyhow::Result<Outcome> {
    let database = new_database(app, args)?;
    let runtime = runtime()?;
    let outcome = runtime.block_on(tell(app, database));
    runtime.shutdown_timeout(Duration::from_millis(500));
    outcome
}

async fn tell(app: &mut App, database: PathBuf) -> anyhow::Result<Outcome> {
    // A machine whose clock was never set would read news from the future.
    let earliest: Timestamp = "2025-06-29T12:00:00Z".parse().context("the demo's first day is no day")?;
    let newsroom = Newsroom::start(app.clock.now().max(earliest)).await?;
    let key = Secret::new(format!("whsec_{}", STANDARD.encode(rand::random::<[u8; KEY_BYTES]>())));
    let config = settings(app, database, &newsroom, key.clone())?;
    if app.global.log.is_some() {
        app.start_logging(&config)?;
    }
    let daemon = Daemon::build(&config, app.environment.clone(), Arc::new(app.clock))?;
    let context = daemon.context();
    set_up(&context.store, &newsroom, app.clock.now(), config.alerts.max_age)?;
    let database = config.database.path.display().to_string();
    let mut teller = Teller::new(app, database);
    teller.opening(&newsroom, WATCHED)?;

    let signals = Signals::default();
    let stopper = signals.stopper();
    let observing = async {
        let mut observer = Observer::new(&context, &newsroom, &key);
        let told = tokio::time::timeout(LONGEST, observer.watch(&mut teller)).await;
        stopper.stop();
        match told {
            Ok(outcome) => outcome,
            Err(_) => Err(anyhow::anyhow!(
                "the demo did not come to its end within {LONGEST:?}; `rasid --db {} status` may say why",
                config.database.path.display()
            )),
        }
    };
    let (end, told) = tokio::join!(daemon.run(signals, None), observing);
    end?;
    told?;
    teller.closing(&context.store)?;
    newsroom.stop().await;
    Ok(Outcome::Done)
}

/// Where the demo's database goes: where `--db` says, else into a folder that is kept.
fn new_database(app: &App, args: &DemoArgs) -> anyhow::Result<PathBuf> {
    let fresh = || Environment::temporary_folder().join(format!("rasid-demo-{:08x}", rand::random::<u32>()));
    let database = match (&args.dir, &app.global.db) {
        (None, Some(database)) => PathBuf::from(database),
        (dir, _) => dir.clone().unwrap_or_else(fresh).join("rasid.db"),
    };
    if let Some(folder) = database.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    anyhow::ensure!(!database.exists(), "{} is there already; the demo wants a new database", database.display());
    Ok(database)
}

fn settings(app: &App, database: PathBuf, newsroom: &Newsroom, key: Secret) -> anyhow::Result<Config> {
    let mut config = Config::default();
    config.database.path = database;
    config.net.allow_private = vec![IpAddr::from(Ipv4Addr::LOCALHOST).into()];
    // Slow enough to be read, fast enough not to be waited for.
    config.net.per_host_spacing = Duration::from_millis(100);
    let url = newsroom.hook_url().parse().context("the newsroom's hook has no address")?;
    let mut values = Values::default();
    values.set("url", Value::Url(HiddenUrl(url)));
    values.set("secret", Value::Secret(key));
    values.set("timeout", Value::Duration(Duration::from_secs(5)));
    let kind = kind_named("webhook").context("webhook is no kind of channel")?;
    config.channels.insert(CHANNEL.to_owned(), ChannelSettings::new(CHANNEL, kind, values));
    config.alerts.default_channels = vec![CHANNEL.to_owned()];
    if let Some(level) = &app.global.log {
        config.log.level.clone_from(level);
    }
    Ok(config)
}

fn set_up(store: &Store, newsroom: &Newsroom, now: Timestamp, max_age: Duration) -> anyhow::Result<()> {
    for feed in newsroom.feeds() {
        let options = FeedOptions { tags: vec!["demo".to_owned()], ..FeedOptions::default() };
        store.add_feed(&feed.url, &options, now)?;
    }
    let watch = NewWatch { name: WATCHED.to_owned(), ..NewWatch::default() };
    let recent_since = now.checked_sub(SignedDuration::try_from(max_age)?)?;
    store.add_watch(&watch, recent_since, now)?;
    Ok(())
}
