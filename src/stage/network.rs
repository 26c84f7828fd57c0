//! Whether the network can be reached at all: when nobody answers, the fault is ours, and no feed is to suffer for it.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use super::context::after;

/// So many hosts must fail, and none answer, before the fault counts as ours: two may well be dead at once.
const MANY_HOSTS: usize = 3;
/// The first wait before everybody is asked again; doubled each time.
const FIRST_WAIT: Duration = Duration::from_secs(30);
/// The longest of these waits.
const LONGEST_WAIT: Duration = Duration::from_secs(5 * 60);
/// 30 s doubled so often is over five minutes.
const MAX_DOUBLINGS: u32 = 4;

/// What is known about the network; in memory only, as it is known again after a few requests.
#[derive(Debug, Default)]
pub struct Network(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Hosts that could not be reached since one last answered.
    failed: BTreeSet<String>,
    /// While nobody answers: since when, when to ask again, how often that was tried.
    outage: Option<Outage>,
}

/// A time in which nobody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// Since when.
    pub since: Timestamp,
    /// When everybody is asked again.
    pub retry_at: Timestamp,
    n_tries: u32,
}

impl Network {
    /// The outage, while there is one.
    pub fn outage(&self) -> Option<Outage> {
        self.state().outage
    }

    /// Somebody answered, whatever it was; gives the outage that ended with it.
    pub(super) fn answered(&self) -> Option<Outage> {
        let mut state = self.state();
        state.failed.clear();
        state.outage.take()
    }

    /// A host could not be reached.
    pub(super) fn failed(&self, host: &str) {
        self.state().failed.insert(host.to_owned());
    }

    /// Decides at the end of a round whether there is an outage, and when to try again.
    pub(super) fn judge(&self, now: Timestamp) -> Option<Outage> {
        let mut state = self.state();
        if state.failed.len() < MANY_HOSTS {
            return None;
        }
        let (since, n_tries) = state.outage.map_or((now, 0), |outage| (outage.since, outage.n_tries + 1));
        let wait = FIRST_WAIT.saturating_mul(1 << n_tries.min(MAX_DOUBLINGS)).min(LONGEST_WAIT);
        state.outage = Some(Outage { since, retry_at: after(now, wait), n_tries });
        state.outage
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_many_hosts_without_any_answer_are_an_outage() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a time");
        let network = Network::default();
        for host in ["a", "b", "b", "a"] {
            network.failed(host);
        }
        assert_eq!(network.judge(now), None);
        network.answered();
        network.failed("c");
        assert_eq!(network.judge(now), None);
        network.failed("a");
        network.failed("b");
        let waits = [30, 60, 120, 240, 300, 300].map(|seconds| after(now, Duration::from_secs(seconds)));
        assert_eq!(waits.map(|_| network.judge(now).map(|outage| outage.retry_at)), waits.map(Some));
        assert!(network.answered().is_some() && network.outage().is_none());
    }
}
