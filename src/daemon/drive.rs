//! Driving one stage: run, note how it went, wait for its time or a nudge, run again.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;
use tokio::time::Instant;

use super::supervisor::Shared;
use crate::config::DaemonSettings;
use crate::stage::{Context, Stage, StageReport};
use crate::telemetry;

/// Runs that follow each other faster are noted together: a note is a write.
const NOTE_EVERY: Duration = Duration::from_secs(1);
/// A stage that has nothing to do says now and then that it is there.
const NOTE_IDLE_EVERY: Duration = Duration::from_secs(60);
/// The shortest wait after a run that had nothing to do, whatever the store says about what is due.
const SHORTEST_WAIT: Duration = Duration::from_millis(50);
/// How often the writes of other processes are looked for: what `rasid feed add` does is noticed within this.
const LOOK_FOR_WRITES: Duration = Duration::from_millis(200);
/// A doubled wait is doubled so often at most.
const MAX_DOUBLINGS: u32 = 16;

/// Drives a stage until the context is stopped.
pub(super) async fn drive(shared: &Shared, stage: Stage) {
    let mut n_failures = 0;
    let mut notes = Notes::new(stage);
    loop {
        let context = shared.context();
        if context.stop.is_cancelled() {
            break;
        }
        let started = Instant::now();
        let outcome = run_caught(stage, &context).await;
        n_failures = if outcome.is_ok() { 0 } else { n_failures + 1 };
        let wait = match &outcome {
            Ok(report) => wait_after(report, context.now(), context.settings.daemon.wake_interval),
            Err(_) => wait_after_failure(&context.settings.daemon, n_failures),
        };
        if let Err(error) = &outcome {
            tracing::error!(stage = stage.name(), n_failures, ?wait, "a stage failed, and is tried again: {error}");
        }
        notes.add(&outcome, started.elapsed());
        notes.write_if_due(&context).await;
        wait_or_nudge(&context, stage, Instant::now() + wait, outcome.is_ok(), &mut notes).await;
    }
    notes.write(&shared.context()).await;
}

/// Runs a stage; errors and panics become words.
pub(super) async fn run_caught(stage: Stage, context: &Context) -> Result<StageReport, String> {
    match AssertUnwindSafe(stage.run_once(context)).catch_unwind().await {
        Ok(outcome) => outcome.map_err(|error| telemetry::chain(&error)),
        Err(_) => Err("it panicked; the panic's own words stand above".to_owned()),
    }
}

fn wait_after(report: &StageReport, now: Timestamp, wake_interval: Duration) -> Duration {
    if report.more_due {
        return Duration::ZERO;
    }
    let until_due = report.next_due_at.map_or(wake_interval, |at| Duration::try_from(at.duration_since(now)).unwrap_or_default());
    let shortest = if report.done == 0 { SHORTEST_WAIT } else { Duration::ZERO };
    until_due.clamp(shortest, wake_interval.max(shortest))
}

fn wait_after_failure(settings: &DaemonSettings, n_failures: u32) -> Duration {
    settings.restart_min.saturating_mul(1 << (n_failures - 1).min(MAX_DOUBLINGS)).min(settings.restart_max)
}

/// Waits; nudges count only for a stage in good health, so that one that fails is not driven by others.
async fn wait_or_nudge(context: &Context, stage: Stage, until: Instant, may_be_nudged: bool, notes: &mut Notes) {
    loop {
        let wake_at = notes.due_at().map_or(until, |at| at.min(until));
        tokio::select! {
            () = context.stop.cancelled() => return,
            () = context.nudges.nudged(stage), if may_be_nudged => return,
            () = tokio::time::sleep_until(wake_at) => {}
        }
        notes.write_if_due(context).await;
        if until <= Instant::now() {
            return;
        }
    }
}

/// What is to be noted about a stage's runs.
struct Notes {
    stage: Stage,
    n_done: usize,
    duration: Duration,
    error: Option<String>,
    /// Whether something beyond "it ran and there was nothing to do" is to be noted.
    is_news: bool,
    written_at: Option<Instant>,
}

impl Notes {
    const fn new(stage: Stage) -> Self {
        Self { stage, n_done: 0, duration: Duration::ZERO, error: None, is_news: false, written_at: None }
    }

    fn add(&mut self, outcome: &Result<StageReport, String>, duration: Duration) {
        self.duration = duration;
        let (done, error) = match outcome {
            Ok(report) => (report.done, report.trouble.clone()),
            Err(error) => (0, Some(error.clone())),
        };
        self.n_done += done;
        self.is_news |= 0 < done || error.is_some();
        self.error = error.or(self.error.take());
    }

    /// When to write next: soon after news, now and then without.
    fn due_at(&self) -> Option<Instant> {
        let pause = if self.is_news { NOTE_EVERY } else { NOTE_IDLE_EVERY };
        self.written_at.map(|at| at + pause)
    }

    async fn write_if_due(&mut self, context: &Context) {
        if self.due_at().is_none_or(|at| at <= Instant::now()) {
            self.write(context).await;
        }
    }

    async fn write(&mut self, context: &Context) {
        let (stage, n_done, duration, error) = (self.stage.name(), self.n_done, self.duration, self.error.take());
        (self.n_done, self.is_news, self.written_at) = (0, false, Some(Instant::now()));
        let (store, now) = (Arc::clone(&context.store), context.now());
        let written = tokio::task::spawn_blocking(move || store.record_stage_run(stage, n_done, duration, error.as_deref(), now)).await;
        if let Ok(Err(error)) = written {
            // The stage meets the same trouble in its next run, and says so then.
            tracing::debug!(stage, "cannot note a run: {}", telemetry::chain(&error));
        }
    }
}

/// Wakes every stage when another process has written: a feed was added, a watch changed, a retry asked for.
pub(super) async fn watch_for_writes(shared: &Shared) {
    loop {
        let context = shared.context();
        tokio::time::sleep(LOOK_FOR_WRITES.min(context.settings.daemon.wake_interval)).await;
        let store = Arc::clone(&context.store);
        match tokio::task::spawn_blocking(move || store.foreign_writes()).await {
            Ok(Ok(true)) => context.nudges.nudge_all(),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::debug!("cannot look for the writes of others: {}", telemetry::chain(&error)),
            // The threads are ending, and so is everything else.
            Err(_) => return,
        }
    }
}
