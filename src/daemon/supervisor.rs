//! The supervisor: it owns every task, keeps them going, and brings them to an end.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use tokio::task::{self, JoinSet};
use tokio::time::Instant;

use super::build::{build_channels, client_settings};
use super::drive::{drive, watch_for_writes};
use super::knowledge::{load_knowledge, load_sites};
use super::lock::Lock;
use super::notify;
use super::reload::{Reload, watch_for_settings};
use super::signals::{Ears, Request, Signals};
use crate::clock::Clock;
use crate::config::{Config, Environment};
use crate::net::{Client, Fetch, Robots};
use crate::stage::{Context, Parts, Settings, Stage, SystemRandom};
use crate::store::Store;

/// How the supervisor looks after itself where no service manager says how often.
const HEARTBEAT: Duration = Duration::from_secs(60);

/// How a daemon ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// Every running unit was finished.
    Finished,
    /// These stages did not finish in time; what they were at is still due.
    Abandoned(Vec<Stage>),
    /// A second request ended it at once.
    Forced,
}

/// The stages with all they need, holding the lock of their database.
pub struct Daemon {
    shared: Arc<Shared>,
    environment: Environment,
    _lock: Lock,
}

/// What the supervisor and its tasks share.
pub(super) struct Shared {
    /// Replaced as a whole when the settings are read again.
    context: RwLock<Arc<Context>>,
}

impl Shared {
    /// The context as it stands now.
    pub fn context(&self) -> Arc<Context> {
        Arc::clone(&self.context.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Daemon {
    /// Takes the database's lock, opens it and builds everything the settings ask for. Contacts nobody.
    ///
    /// # Errors
    /// Another daemon on the same database, a database that cannot be used, faulty knowledge, no way to speak HTTP.
    pub fn build(config: &Config, environment: Environment, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let path = &config.database.path;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        let lock = Lock::take(path)?;
        let store = Arc::new(Store::open(path, clock.now())?);
        let context = build_context(config, &environment, store, clock)?;
        let shared = Arc::new(Shared { context: RwLock::new(Arc::new(context)) });
        Ok(Self { shared, environment, _lock: lock })
    }

    /// The context of the stages as it stands now.
    pub fn context(&self) -> Arc<Context> {
        self.shared.context()
    }

    /// Drives all stages until asked to stop. With `reload`, settings are read again when asked for, and when their files change.
    ///
    /// # Errors
    /// Where the system refuses to tell of signals. A stage that fails is no error: it is tried again.
    pub async fn run(&self, mut signals: Signals, reload: Option<Reload>) -> anyhow::Result<End> {
        let ears = Ears::open().context("cannot listen for signals")?;
        let mut tasks = Tasks::default();
        Stage::ALL.into_iter().for_each(|stage| tasks.begin(Arc::clone(&self.shared), stage));
        let mut helpers = JoinSet::new();
        helpers.spawn(ears.pass_on(signals.sender()));
        let reload = reload.map(Arc::new);
        if let Some(reload) = &reload {
            helpers.spawn(watch_for_settings(Arc::clone(reload), signals.sender()));
        }
        let watching = Arc::clone(&self.shared);
        helpers.spawn(async move { watch_for_writes(&watching).await });
        notify::ready("watching");
        tracing::info!(database = %self.context().store.path().display(), "running");

        let mut beats = tokio::time::interval(notify::heartbeat().unwrap_or(HEARTBEAT));
        let mut deadline: Option<Instant> = None;
        let end = loop {
            let limit = deadline.unwrap_or_else(|| Instant::now() + HEARTBEAT);
            tokio::select! {
                request = signals.next() => match (request, deadline) {
                    (Request::Stop, None) => deadline = Some(self.begin_to_stop()),
                    (Request::Stop, Some(_)) => break End::Forced,
                    (Request::Reload, None) => self.reload(reload.as_deref()),
                    (Request::Reload, Some(_)) => {}
                },
                stage = tasks.ended(), if !tasks.is_empty() => match (stage, deadline) {
                    (Some(stage), None) => tasks.begin(Arc::clone(&self.shared), stage),
                    _ if tasks.is_empty() => break End::Finished,
                    _ => {}
                },
                _ = beats.tick() => notify::alive(),
                () = tokio::time::sleep_until(limit), if deadline.is_some() => break End::Abandoned(tasks.stages()),
            }
        };
        helpers.shutdown().await;
        self.close(&end).await;
        Ok(end)
    }

    fn begin_to_stop(&self) -> Instant {
        let context = self.context();
        let timeout = context.settings.daemon.shutdown_timeout;
        notify::stopping();
        tracing::info!(?timeout, "stopping: running work is finished first; a second signal ends at once");
        context.stop.cancel();
        Instant::now() + timeout
    }

    /// Reads settings and knowledge again; what is wrong with them is told, and the old ones stay.
    fn reload(&self, reload: Option<&Reload>) {
        let Some(reload) = reload else { return };
        notify::reloading();
        let old = self.context();
        let rebuilt = reload.read().and_then(|config| {
            if config.database.path != *old.store.path() {
                tracing::warn!("another database holds only after a restart");
            }
            build_context(&config, &self.environment, Arc::clone(&old.store), Arc::clone(&old.clock))
        });
        match rebuilt {
            Ok(mut context) => {
                context.nudges = Arc::clone(&old.nudges);
                context.network = Arc::clone(&old.network);
                context.stop = old.stop.clone();
                *self.shared.context.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(context);
                old.nudges.nudge_all();
                tracing::info!("settings and knowledge were read again");
            }
            Err(error) => tracing::error!("the new settings cannot be used, the old ones stay: {error:#}"),
        }
        notify::ready("watching");
    }

    /// Leaves the database in one file, and says how it ended.
    async fn close(&self, end: &End) {
        match end {
            End::Finished => tracing::info!("stopped"),
            End::Abandoned(stages) => {
                let names: Vec<&str> = stages.iter().map(|stage| stage.name()).collect();
                tracing::warn!(stages = names.join(", "), "stopped in the middle of some work, which is still due");
            }
            End::Forced => {
                tracing::warn!("stopped at once");
                return;
            }
        }
        let store = Arc::clone(&self.context().store);
        match task::spawn_blocking(move || store.checkpoint()).await {
            Ok(Ok(_)) => {}
            Ok(Err(error)) => tracing::warn!("cannot fold the log into the database: {}", crate::telemetry::chain(&error)),
            Err(error) => tracing::warn!("cannot fold the log into the database: {error}"),
        }
    }
}

/// The tasks of the stages, by name.
#[derive(Default)]
struct Tasks {
    set: JoinSet<()>,
    names: HashMap<task::Id, Stage>,
}

impl Tasks {
    fn begin(&mut self, shared: Arc<Shared>, stage: Stage) {
        let handle = self.set.spawn(async move { drive(&shared, stage).await });
        self.names.insert(handle.id(), stage);
    }

    /// Waits until a task ends, and says whose it was.
    async fn ended(&mut self) -> Option<Stage> {
        let id = match self.set.join_next_with_id().await? {
            Ok((id, ())) => id,
            Err(error) => {
                tracing::error!("a stage's task ended badly: {error}");
                error.id()
            }
        };
        self.names.remove(&id)
    }

    fn is_empty(&self) -> bool {
        self.set.is_empty()
    }

    fn stages(&self) -> Vec<Stage> {
        Stage::ALL.into_iter().filter(|stage| self.names.values().any(|running| running == stage)).collect()
    }
}

fn build_context(config: &Config, environment: &Environment, store: Arc<Store>, clock: Arc<dyn Clock>) -> anyhow::Result<Context> {
    let knowledge = load_knowledge(config)?;
    let client = Arc::new(Client::new(client_settings(config), Arc::clone(&clock))?);
    if !client.has_authorities() {
        tracing::warn!("this machine has no certificate authorities: no https address can be fetched");
    }
    let channels = build_channels(&config.channels, environment, &client);
    let fetch: Arc<dyn Fetch> = client;
    let robots = config.fetch.robots.then(|| Arc::new(Robots::new(Arc::clone(&fetch), Arc::clone(&clock))));
    let random = Arc::new(SystemRandom);
    let settings = Settings::from(config);
    let mut context =
        Context::new(Parts { store, settings, knowledge, sites: load_sites(config)?, fetch, robots, channels, clock, random });
    context.rules = config.channels.iter().map(|(name, channel)| (name.clone(), channel.rules.clone())).collect();
    Ok(context)
}
