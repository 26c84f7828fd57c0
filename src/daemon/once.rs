//! Driving all stages until nothing is due.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;

use super::drive::run_caught;
use super::supervisor::Daemon;
use crate::stage::{Context, Stage, StageReport};

/// What was done until nothing was due any more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Units done, by the stage's name.
    pub done: BTreeMap<&'static str, usize>,
    /// What a person should know, by the stage's name.
    pub troubles: Vec<(&'static str, String)>,
}

impl Summary {
    /// Units that a stage has done.
    pub fn of(&self, stage: Stage) -> usize {
        self.done.get(stage.name()).copied().unwrap_or(0)
    }
}

impl Daemon {
    /// Polls every feed that is due, once, and drives all other stages until nothing is due at this moment. What waits for a
    /// later time (a retry, the next poll) is left for then. Ends early once the context is stopped.
    ///
    /// # Errors
    /// The first stage that failed; what was done by then is stored.
    pub async fn run_until_idle(&self) -> anyhow::Result<Summary> {
        let context = self.context();
        let mut summary = Summary::default();
        let mut round: Vec<Stage> = Stage::ALL.to_vec();
        loop {
            let reports = join_all(round.iter().map(|&stage| run_noted(&context, stage))).await;
            let mut is_idle = true;
            for (stage, report) in round.iter().zip(reports) {
                let report = report.map_err(|error| anyhow::anyhow!("the {} stage failed: {error}", stage.name()))?;
                *summary.done.entry(stage.name()).or_default() += report.done;
                summary.troubles.extend(report.trouble.map(|trouble| (stage.name(), trouble)));
                is_idle &= report.done == 0 && !report.more_due;
            }
            if is_idle || context.stop.is_cancelled() {
                break;
            }
            // A feed with a short interval would keep this going for ever.
            round.retain(|stage| !matches!(stage, Stage::Poll | Stage::Prune));
        }
        let store = Arc::clone(&context.store);
        tokio::task::spawn_blocking(move || store.checkpoint()).await??;
        Ok(summary)
    }
}

async fn run_noted(context: &Arc<Context>, stage: Stage) -> Result<StageReport, String> {
    let started = tokio::time::Instant::now();
    let outcome = run_caught(stage, context).await;
    let done = outcome.as_ref().map_or(0, |report| report.done);
    let error = outcome.as_ref().map_or_else(|error| Some(error.clone()), |report| report.trouble.clone());
    if 0 < done || error.is_some() {
        let (store, now, duration) = (Arc::clone(&context.store), context.now(), started.elapsed());
        let note = move || store.record_stage_run(stage.name(), done, duration, error.as_deref(), now);
        if let Ok(Err(error)) = tokio::task::spawn_blocking(note).await {
            tracing::debug!(stage = stage.name(), "cannot note a run: {}", crate::telemetry::chain(&error));
        }
    }
    outcome
}
