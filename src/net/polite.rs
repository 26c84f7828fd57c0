//! Manners: few requests at a time per host, spaced, and a bound on all together.
//!
//! Turns at a host are given in order of arrival. A host is forgotten once nobody waits for it and its spacing is over,
//! so memory is bounded by the hosts in use.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// Hosts remembered before the idle ones are looked for.
const PRUNE_ABOVE: usize = 512;

/// Gives out turns.
#[derive(Debug)]
pub(super) struct Gate {
    per_host: usize,
    spacing: Duration,
    all: Arc<Semaphore>,
    hosts: Mutex<Hosts>,
}

/// A turn at a host: holds it, and a share of the whole, until dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

#[derive(Debug)]
struct Hosts {
    known: HashMap<String, Arc<Host>>,
    prune_above: usize,
}

#[derive(Debug)]
struct Host {
    /// Requests that may be under way.
    places: Arc<Semaphore>,
    /// One permit: who holds it is next to start.
    next: Semaphore,
    /// When the last request started, and the earliest time for another.
    free_at: Mutex<Option<Instant>>,
}

impl Gate {
    /// A gate with at least one place per host and in all.
    pub fn new(per_host: usize, spacing: Duration, concurrency: usize) -> Self {
        let hosts = Mutex::new(Hosts { known: HashMap::new(), prune_above: PRUNE_ABOVE });
        Self { per_host: per_host.max(1), spacing, all: Arc::new(Semaphore::new(concurrency.max(1))), hosts }
    }

    /// Waits for a turn at `host`, at least `spacing` after the last one started where that is longer than usual.
    /// `None` only if the gate was closed, which never happens while it exists.
    pub async fn enter(&self, host: &str, spacing: Option<Duration>) -> Option<Turn> {
        let host = self.host(host);
        let place = Arc::clone(&host.places).acquire_owned().await.ok()?;
        let next = host.next.acquire().await.ok()?;
        if let Some(free_at) = host.free_at() {
            tokio::time::sleep_until(free_at).await;
        }
        // The share of the whole comes last, so that nobody holds one while waiting for a host.
        let all = Arc::clone(&self.all).acquire_owned().await.ok()?;
        let spacing = spacing.map_or(self.spacing, |wished| wished.max(self.spacing));
        host.started(spacing);
        drop(next);
        Some(Turn { _host: place, _all: all })
    }

    /// How many hosts are remembered.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner).known.len()
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.known.get(name) {
            return Arc::clone(host);
        }
        if hosts.prune_above <= hosts.known.len() {
            let now = Instant::now();
            hosts.known.retain(|_, host| 1 < Arc::strong_count(host) || host.is_resting(now));
            // Looking only after the survivors have doubled keeps the cost of looking constant per new host.
            hosts.prune_above = PRUNE_ABOVE.max(2 * hosts.known.len());
        }
        let host = Arc::new(Host { places: Arc::new(Semaphore::new(self.per_host)), next: Semaphore::new(1), free_at: Mutex::new(None) });
        hosts.known.insert(name.to_owned(), Arc::clone(&host));
        host
    }
}

impl Host {
    fn free_at(&self) -> Option<Instant> {
        *self.free_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn started(&self, spacing: Duration) {
        *self.free_at.lock().unwrap_or_else(PoisonError::into_inner) = (!spacing.is_zero()).then(|| Instant::now() + spacing);
    }

    /// Whether its spacing or a request is still running, so that forgetting it would be impolite.
    fn is_resting(&self, now: Instant) -> bool {
        let busy = 1 < Arc::strong_count(&self.places);
        busy || self.free_at().is_some_and(|free_at| now < free_at)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[tokio::test]
    async fn a_host_has_only_so_many_places() {
        let gate = Gate::new(2, Duration::ZERO, 10);
        let first = gate.enter("a", None).await;
        let _second = gate.enter("a", None).await;
        let mut third = Box::pin(gate.enter("a", None));
        assert!(third.as_mut().now_or_never().is_none(), "a third request got in");
        assert!(gate.enter("b", None).now_or_never().is_some(), "another host has to wait");
        drop(first);
        assert!(third.await.is_some());
    }

    #[tokio::test]
    async fn all_hosts_share_the_whole() {
        let gate = Gate::new(2, Duration::ZERO, 1);
        let first = gate.enter("a", None).await;
        let mut second = Box::pin(gate.enter("b", None));
        assert!(second.as_mut().now_or_never().is_none());
        drop(first);
        assert!(second.await.is_some());
    }

    #[tokio::test]
    async fn a_second_start_waits_for_the_spacing() {
        let gate = Gate::new(2, Duration::from_secs(3600), 10);
        drop(gate.enter("a", None).await);
        assert!(gate.enter("a", None).now_or_never().is_none());
        assert!(gate.enter("b", None).now_or_never().is_some());
    }

    #[tokio::test]
    async fn a_host_may_ask_for_more_spacing() {
        let gate = Gate::new(2, Duration::ZERO, 10);
        drop(gate.enter("a", Some(Duration::from_secs(3600))).await);
        assert!(gate.enter("a", None).now_or_never().is_none());
    }

    #[tokio::test]
    async fn idle_hosts_are_forgotten_and_busy_ones_kept() {
        let gate = Gate::new(1, Duration::ZERO, 10);
        let held = gate.enter("held", None).await;
        for n in 0..4 * PRUNE_ABOVE {
            drop(gate.enter(&format!("host{n}"), None).await);
        }
        assert!(gate.len() <= PRUNE_ABOVE + 1, "{} hosts are remembered", gate.len());
        assert!(gate.enter("held", None).now_or_never().is_none(), "a busy host was forgotten");
        drop(held);
    }
}
