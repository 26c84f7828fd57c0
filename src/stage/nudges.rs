//! Nudges between stages: they carry no data, and missing one costs latency, never work.

use tokio::sync::{Notify, watch};

use super::run::Stage;

/// One bell for each stage, and a count of all that was done for whoever looks on.
#[derive(Debug)]
pub struct Nudges {
    bells: [Notify; Stage::ALL.len()],
    activity: watch::Sender<u64>,
}

impl Default for Nudges {
    fn default() -> Self {
        Self { bells: [const { Notify::const_new() }; Stage::ALL.len()], activity: watch::Sender::new(0) }
    }
}

impl Nudges {
    /// Wakes a stage, now or when it next waits.
    pub fn nudge(&self, stage: Stage) {
        self.bells[stage as usize].notify_one();
    }

    /// Wakes every stage.
    pub fn nudge_all(&self) {
        self.bells.iter().for_each(Notify::notify_one);
    }

    /// Waits until the stage is nudged; a nudge that came before counts, several count as one.
    pub async fn nudged(&self, stage: Stage) {
        self.bells[stage as usize].notified().await;
    }

    /// Says that a stage has done a unit: the stage after it has something to do.
    pub fn done(&self, stage: Stage) {
        if let Some(next) = stage.next() {
            self.nudge(next);
        }
        if stage == Stage::Extract {
            // Watches on mentions see an article as soon as it is read.
            self.nudge(Stage::Match);
        }
        self.activity.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Changes with every unit that is done.
    pub fn activity(&self) -> watch::Receiver<u64> {
        self.activity.subscribe()
    }
}
