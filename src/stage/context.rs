//! Everything a stage works with; all of it handed in, so that tests can put their own in its place.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::blocking::blocking;
use super::network::Network;
use super::nudges::Nudges;
use super::random::Random;
use super::run::{Stage, StageError};
use crate::article::SiteRules;
use crate::channel::Rules;
use crate::clock::Clock;
use crate::config::{AlertSettings, Config, DaemonSettings, ExtractSettings, FetchSettings, NetSettings, PollSettings, RetentionSettings};
use crate::extract::engine_version;
use crate::knowledge::Knowledge;
use crate::model::Watch;
use crate::net::{Fetch, Robots};
use crate::sink::Sink;
use crate::store::{Store, StoreError};
use crate::watch::Watcher;

/// Threads that may be with the store at a time. There is one writer, so that more would only wait for it, and each thread costs memory
/// of its own; beside it some may read.
const STORE_PLACES: usize = 4;

/// The sinks by the names of their channels, each built once; a channel that cannot work says why.
pub type Channels = HashMap<String, Result<Arc<dyn Sink>, String>>;

/// The settings that stages look at.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Requests in general.
    pub net: NetSettings,
    /// Feeds.
    pub poll: PollSettings,
    /// Pages.
    pub fetch: FetchSettings,
    /// Texts.
    pub extract: ExtractSettings,
    /// Alerts.
    pub alerts: AlertSettings,
    /// Forgetting.
    pub retention: RetentionSettings,
    /// The running program.
    pub daemon: DaemonSettings,
}

impl From<&Config> for Settings {
    fn from(config: &Config) -> Self {
        Self {
            net: config.net.clone(),
            poll: config.poll.clone(),
            fetch: config.fetch.clone(),
            extract: config.extract.clone(),
            alerts: config.alerts.clone(),
            retention: config.retention.clone(),
            daemon: config.daemon.clone(),
        }
    }
}

/// What the stages share.
pub struct Context {
    /// The database.
    pub store: Arc<Store>,
    /// Limits and manners.
    pub settings: Settings,
    /// Who is who.
    pub knowledge: Arc<Knowledge>,
    /// Where articles stand on the pages of single sites.
    pub sites: Arc<SiteRules>,
    /// The version of knowledge and extractor together.
    pub engine: String,
    /// The way to the network.
    pub fetch: Arc<dyn Fetch>,
    /// What sites ask programs to leave alone; nothing where the settings say not to look.
    pub robots: Option<Arc<Robots>>,
    /// The ways by which alerts leave.
    pub channels: Channels,
    /// When messages leave, by channel; at once where a channel has no rules.
    pub rules: HashMap<String, Rules>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
    /// How stages wake each other.
    pub nudges: Arc<Nudges>,
    /// Whether the network can be reached at all.
    pub network: Arc<Network>,
    /// Cancelled when no new unit is to be begun.
    pub stop: CancellationToken,
    /// Units that one run of a stage does at most.
    pub batch: usize,
    /// One permit for each processor that may work on texts.
    cpu: Arc<Semaphore>,
    /// One permit for each thread that may be with the store.
    at_store: Arc<Semaphore>,
    watches: Mutex<Option<Arc<Watches>>>,
}

/// The watches of one moment, compiled.
pub(super) struct Watches {
    /// Which moment.
    pub version: u64,
    /// As the user gave them.
    pub list: Vec<Watch>,
    /// Ready to be matched.
    pub watcher: Watcher,
}

/// What a [`Context`] is made of; everything else has its usual value.
pub struct Parts {
    /// The database.
    pub store: Arc<Store>,
    /// Limits and manners.
    pub settings: Settings,
    /// Who is who.
    pub knowledge: Arc<Knowledge>,
    /// Where articles stand on the pages of single sites.
    pub sites: Arc<SiteRules>,
    /// The way to the network.
    pub fetch: Arc<dyn Fetch>,
    /// What sites ask programs to leave alone.
    pub robots: Option<Arc<Robots>>,
    /// The ways by which alerts leave.
    pub channels: Channels,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub random: Arc<dyn Random>,
}

impl Context {
    /// A context with bells of its own, nothing stopped, and no bound on the units of a run.
    pub fn new(parts: Parts) -> Self {
        let Parts { store, settings, knowledge, sites, fetch, robots, channels, clock, random } = parts;
        let n_workers = workers(&settings.extract);
        Self {
            engine: engine_version(&knowledge),
            nudges: Arc::default(),
            network: Arc::default(),
            stop: CancellationToken::new(),
            batch: usize::MAX,
            cpu: Arc::new(Semaphore::new(n_workers)),
            at_store: Arc::new(Semaphore::new(STORE_PLACES)),
            watches: Mutex::default(),
            rules: HashMap::new(),
            store,
            settings,
            knowledge,
            sites,
            fetch,
            robots,
            channels,
            clock,
            random,
        }
    }

    /// How many texts are worked on at a time.
    pub fn n_workers(&self) -> usize {
        workers(&self.settings.extract)
    }

    /// The current instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether no new unit is to be begun.
    pub(super) fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Runs a unit of the store on a thread that may block, when it has a place there.
    pub(super) async fn stored<T: Send + 'static>(
        &self,
        stage: Stage,
        unit: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StageError> {
        let store = Arc::clone(&self.store);
        let stage = stage.name();
        let permit = Arc::clone(&self.at_store).acquire_owned().await;
        let work = move || {
            // Closed never: the semaphore lives as long as the context.
            let _permit = permit;
            unit(&store)
        };
        match blocking(work).await {
            Ok(outcome) => outcome.map_err(|source| StageError::Store { stage, source }),
            Err(message) => Err(StageError::Panic { stage, message }),
        }
    }

    /// Runs work on texts on a thread of its own, no more at a time than there are workers. A panic is given in words.
    pub(super) async fn compute<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
        let permit = Arc::clone(&self.cpu).acquire_owned().await;
        blocking(move || {
            // Closed never: the semaphore lives as long as the context.
            let _permit = permit;
            work()
        })
        .await
    }

    /// The watches, compiled once for each version of them.
    pub(super) fn watches(&self) -> Result<Arc<Watches>, StoreError> {
        let version = self.store.watches_version()?;
        let mut kept = self.watches.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*kept
            && known.version == version
        {
            return Ok(Arc::clone(known));
        }
        let (version, list) = self.store.watches()?;
        let watcher = Watcher::compile(&list, &self.knowledge);
        let watches = Arc::new(Watches { version, list, watcher });
        *kept = Some(Arc::clone(&watches));
        Ok(watches)
    }
}

fn workers(settings: &ExtractSettings) -> usize {
    match settings.workers {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        n => n as usize,
    }
}

/// The instant a length of time before another.
pub(super) fn before(at: Timestamp, length: std::time::Duration) -> Timestamp {
    SignedDuration::try_from(length).ok().and_then(|length| at.checked_sub(length).ok()).unwrap_or(Timestamp::MIN)
}

/// The instant a length of time after another.
pub(super) fn after(at: Timestamp, length: std::time::Duration) -> Timestamp {
    SignedDuration::try_from(length).ok().and_then(|length| at.checked_add(length).ok()).unwrap_or(Timestamp::MAX)
}

/// The wait after so many failures in a row: doubled each time, with a part of chance, up to the longest.
pub(super) fn back_off(shortest: std::time::Duration, longest: std::time::Duration, n_failures: u32, chance: f64) -> std::time::Duration {
    /// The longest wait is reached long before.
    const MAX_DOUBLINGS: u32 = 20;
    /// Share of a wait that chance may add, so that what failed together does not come back together.
    const JITTER_SHARE: f64 = 0.1;
    let doublings = n_failures.saturating_sub(1).min(MAX_DOUBLINGS);
    let wait = shortest.saturating_mul(1 << doublings).min(longest);
    wait.saturating_add(wait.mul_f64(JITTER_SHARE * chance.clamp(0.0, 1.0)))
}
