//! Units that wait for the network, host by host: every host gets its turn, and none takes all the places.

use std::collections::{HashMap, HashSet, VecDeque};
use std::future::Future;
use std::hash::Hash;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::context::Context;
use super::run::{Stage, StageError};

/// While units are running, the store is asked for more no more often than this.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// A kind of unit that waits for the network.
pub(super) trait Work: Sync {
    /// What tells two units apart.
    type Key: Clone + Eq + Hash + Send;
    /// All that is needed to begin one.
    type Unit: Send;

    /// What is due now, the most urgent first.
    fn due(&self) -> impl Future<Output = Found<Self::Key, Self::Unit>> + Send;

    /// Does one unit and stores its outcome.
    fn run(&self, unit: Self::Unit) -> impl Future<Output = Result<Outcome, StageError>> + Send;
}

/// What is due, unless the store fails.
pub(super) type Found<K, U> = Result<Vec<Due<K, U>>, StageError>;

/// A unit that is due.
pub(super) struct Due<K, U> {
    /// Whose turn it takes.
    pub host: String,
    /// What tells it from others.
    pub key: K,
    /// The unit.
    pub unit: U,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Its outcome is stored.
    Stored,
    /// Its outcome is kept back: it is still due in the store, and not to be begun again in this run.
    Kept,
}

/// How much at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub per_host: usize,
    pub total: usize,
}

/// Does all that is due, and what becomes due meanwhile; gives how many units were done, and whether the run was cut short.
pub(super) async fn work_off<W: Work>(context: &Context, stage: Stage, work: &W, bounds: Bounds) -> Result<(usize, bool), StageError> {
    let mut turns = Turns::new(bounds);
    let mut running = FuturesUnordered::new();
    let (mut n_begun, mut n_done) = (0, 0);
    let mut fault = None;
    let mut looked_at: Option<Instant> = None;
    let mut look_again = true;
    loop {
        let may_begin = fault.is_none() && !context.is_stopping() && n_begun < context.batch;
        if may_begin && look_again && looked_at.is_none_or(|at| running.is_empty() || LOOK_AGAIN <= at.elapsed()) {
            look_again = false;
            looked_at = Some(Instant::now());
            match work.due().await {
                Ok(due) => due.into_iter().for_each(|due| turns.add(due)),
                Err(error) => fault = Some(error),
            }
            continue;
        }
        while may_begin
            && n_begun < context.batch
            && let Some(Due { host, key, unit }) = turns.next()
        {
            n_begun += 1;
            running.push(async move { (host, key, work.run(unit).await) });
        }
        if running.is_empty() {
            if may_begin && look_again {
                continue;
            }
            break;
        }
        let wait = looked_at.map_or(Duration::ZERO, |at| LOOK_AGAIN.saturating_sub(at.elapsed()));
        tokio::select! {
            Some((host, key, outcome)) = running.next() => {
                let kept = matches!(outcome, Ok(Outcome::Kept));
                turns.finish(&host, &key, kept);
                match outcome {
                    Ok(_) => n_done += 1,
                    Err(error) => { fault.get_or_insert(error); }
                }
            }
            () = context.nudges.nudged(stage), if may_begin && !look_again => look_again = true,
            () = tokio::time::sleep(wait), if may_begin && look_again => {}
        }
    }
    match fault {
        Some(error) => Err(error),
        None => Ok((n_done, !turns.is_empty() || context.batch <= n_begun)),
    }
}

/// Who waits and who runs.
struct Turns<K, U> {
    bounds: Bounds,
    waiting: HashMap<String, VecDeque<(K, U)>>,
    /// Hosts for which something waits, the next first.
    hosts: VecDeque<String>,
    running: HashMap<String, usize>,
    n_running: usize,
    /// Everything that waits, runs or was kept back.
    known: HashSet<K>,
}

impl<K: Clone + Eq + Hash, U> Turns<K, U> {
    fn new(bounds: Bounds) -> Self {
        let bounds = Bounds { per_host: bounds.per_host.max(1), total: bounds.total.max(1) };
        Self { bounds, waiting: HashMap::new(), hosts: VecDeque::new(), running: HashMap::new(), n_running: 0, known: HashSet::new() }
    }

    fn add(&mut self, due: Due<K, U>) {
        if !self.known.insert(due.key.clone()) {
            return;
        }
        let queue = self.waiting.entry(due.host.clone()).or_default();
        if queue.is_empty() {
            self.hosts.push_back(due.host);
        }
        queue.push_back((due.key, due.unit));
    }

    /// The next unit that may begin.
    fn next(&mut self) -> Option<Due<K, U>> {
        if self.bounds.total <= self.n_running {
            return None;
        }
        let is_free = |host: &String| self.running.get(host).is_none_or(|n| *n < self.bounds.per_host);
        let at = self.hosts.iter().position(is_free)?;
        let host = self.hosts.remove(at)?;
        let queue = self.waiting.get_mut(&host)?;
        let (key, unit) = queue.pop_front()?;
        if queue.is_empty() {
            self.waiting.remove(&host);
        } else {
            self.hosts.push_back(host.clone());
        }
        *self.running.entry(host.clone()).or_default() += 1;
        self.n_running += 1;
        Some(Due { host, key, unit })
    }

    fn finish(&mut self, host: &str, key: &K, kept: bool) {
        self.n_running -= 1;
        if let Some(n) = self.running.get_mut(host) {
            *n -= 1;
            if *n == 0 {
                self.running.remove(host);
            }
        }
        if !kept {
            self.known.remove(key);
        }
    }

    fn is_empty(&self) -> bool {
        self.hosts.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(host: &str, key: u32) -> Due<u32, ()> {
        Due { host: host.to_owned(), key, unit: () }
    }

    #[test]
    fn hosts_take_turns_and_keep_to_their_places() {
        let mut turns = Turns::new(Bounds { per_host: 2, total: 3 });
        for key in [1, 2, 3, 4, 1] {
            turns.add(due("a", key));
        }
        turns.add(due("b", 5));
        let begun: Vec<u32> = std::iter::from_fn(|| turns.next()).map(|due| due.key).collect();
        assert_eq!(begun, [1, 5, 2]);
        turns.finish("a", &1, false);
        assert_eq!(turns.next().map(|due| due.key), Some(3));
        turns.add(due("c", 6));
        assert!(turns.next().is_none(), "all places are taken");
        turns.finish("b", &5, true);
        assert_eq!(turns.next().map(|due| due.key), Some(6));
        turns.finish("c", &6, false);
        turns.add(due("b", 5));
        assert!(turns.next().is_none(), "what was kept back is not begun again");
        turns.finish("a", &2, false);
        assert_eq!(turns.next().map(|due| due.key), Some(4));
        assert!(turns.is_empty());
    }
}
