//! Deliver: alerts that are pending and due, to their receivers; each channel on its own, so that a slow one delays only itself.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use std::time::Duration;

use super::blocking::words_of;
use super::context::{Context, after, back_off};
use super::run::{Stage, StageError, StageReport};
use super::turns::{Bounds, Due, Outcome, Work, work_off};
use crate::channel::Message;
use crate::model::{Alert, AlertId, Delivery};
use crate::sink::ErrorClass;
use crate::store::{DeliveryOutcome, Waiting};
use crate::telemetry;

/// Deliveries of one channel looked up at a time.
const LOOK_AHEAD: usize = 64;

/// Delivers what is due.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    // The bound is for each channel: one that hangs must not hold up the others.
    let bounds = Bounds { per_host: context.settings.alerts.concurrency as usize, total: usize::MAX };
    let (done, more_due) = work_off(context, Stage::Deliver, &Deliveries { context }, bounds).await?;
    let next_due_at = context.stored(Stage::Deliver, |store| store.next_due_at(Waiting::Deliveries)).await?;
    Ok(StageReport { done, more_due, next_due_at, trouble: None })
}

struct Deliveries<'a> {
    context: &'a Context,
}

impl Work for Deliveries<'_> {
    type Key = (AlertId, String);
    type Unit = (Alert, Delivery);

    async fn due(&self) -> Result<Vec<Due<Self::Key, Self::Unit>>, StageError> {
        let now = self.context.now();
        let due = self.context.stored(Stage::Deliver, move |store| store.due_deliveries(now, LOOK_AHEAD)).await?;
        let due = due.into_iter().map(|(alert, delivery)| Due {
            host: delivery.channel.clone(),
            key: (alert.id, delivery.channel.clone()),
            unit: (alert, delivery),
        });
        Ok(due.collect())
    }

    async fn run(&self, (alert, delivery): (Alert, Delivery)) -> Result<Outcome, StageError> {
        let context = self.context;
        let outcome = match AssertUnwindSafe(send(context, &alert, &delivery)).catch_unwind().await {
            Ok(outcome) => outcome,
            Err(panic) => again(context, &delivery, None, format!("the channel panicked: {}", words_of(panic.as_ref()))),
        };
        let (key, channel) = (&alert.key, &delivery.channel);
        match &outcome {
            DeliveryOutcome::Delivered => tracing::debug!(key, channel, "an alert is delivered"),
            DeliveryOutcome::Retry { at, error } => tracing::warn!(key, channel, next_try_at = %at, "cannot deliver an alert: {error}"),
            DeliveryOutcome::Dead { error } => tracing::error!(key, channel, "an alert is given up: {error}"),
        }
        let (id, channel, now) = (alert.id, delivery.channel, context.now());
        context.stored(Stage::Deliver, move |store| store.record_delivery(id, &channel, &outcome, now)).await?;
        context.nudges.done(Stage::Deliver);
        Ok(Outcome::Stored)
    }
}

async fn send(context: &Context, alert: &Alert, delivery: &Delivery) -> DeliveryOutcome {
    let sink = match context.channels.get(&delivery.channel) {
        Some(Ok(sink)) => sink,
        Some(Err(error)) => return DeliveryOutcome::Dead { error: error.clone() },
        None => return DeliveryOutcome::Dead { error: format!("the settings have no channel {:?}", delivery.channel) },
    };
    let message = match Message::of_alert(alert) {
        Ok(message) => message,
        Err(error) => return DeliveryOutcome::Dead { error: format!("its message is no JSON object: {error}") },
    };
    match sink.deliver(&message).await {
        Ok(_) => DeliveryOutcome::Delivered,
        Err(error) => match error.class() {
            ErrorClass::Permanent => DeliveryOutcome::Dead { error: telemetry::chain(&error) },
            ErrorClass::Retry { after } => again(context, delivery, after, telemetry::chain(&error)),
        },
    }
}

/// The next try, or none where there were enough. A receiver's own wish is obeyed up to the longest wait.
fn again(context: &Context, delivery: &Delivery, asked: Option<Duration>, error: String) -> DeliveryOutcome {
    let settings = &context.settings.alerts;
    let n_tries = delivery.tries.saturating_add(1);
    if settings.max_tries <= n_tries {
        return DeliveryOutcome::Dead { error };
    }
    let wait = back_off(settings.retry_min, settings.retry_max, n_tries, context.random.fraction());
    let wait = asked.map_or(wait, |asked| wait.max(asked.min(settings.retry_max)));
    DeliveryOutcome::Retry { at: after(context.now(), wait), error }
}
