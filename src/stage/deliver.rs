//! Deliver: alerts that are pending and due, to their receivers; each channel on its own, so that a slow or dead one delays only
//! itself. What the channel's rules hold back is put off in the store, and leaves together later.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use jiff::Timestamp;

use super::blocking::words_of;
use super::context::{Context, after, back_off};
use super::run::{Stage, StageError, StageReport};
use super::turns::{Bounds, Due, Outcome, Work, work_off};
use crate::channel::{Message, Rules, Standing};
use crate::sink::ErrorClass;
use crate::store::{ChannelNews, ChannelState, DeliveryOutcome, Outgoing, Sent, Store, StoreError};
use crate::telemetry;

/// Messages of one channel looked up at a time.
const LOOK_AHEAD: usize = 64;

/// Alerts in one digest.
const MAX_DIGEST: usize = 200;

/// Failures in a row after which a channel is left alone for a while.
const BREAKER: u32 = 6;

/// Delivers what is due.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    // The bound is for each channel: one that hangs must not hold up the others.
    let bounds = Bounds { per_host: context.settings.alerts.concurrency as usize, total: usize::MAX };
    let (mut done, mut more_due) = (0, false);
    // What waited for an earlier one on its event, or for the first digest, is due when that has left.
    while !more_due && !context.is_stopping() {
        let work = Deliveries { context, states: Mutex::default() };
        let (n_done, more) = work_off(context, Stage::Deliver, &work, bounds).await?;
        (done, more_due) = (done + n_done, more);
        if n_done == 0 {
            break;
        }
    }
    let states = context.stored(Stage::Deliver, Store::channel_states).await?;
    let next_due_at = states.iter().filter_map(|state| state.next_try_at.max(state.next_try_at.and(state.blocked_until))).min();
    Ok(StageReport { done, more_due, next_due_at, trouble: None })
}

struct Deliveries<'a> {
    context: &'a Context,
    /// The channels as they were when looked at last, and as they became since.
    states: Mutex<HashMap<String, ChannelState>>,
}

/// Something to be sent, and by which channel.
struct Unit {
    channel: String,
    outgoing: Outgoing,
}

impl Work for Deliveries<'_> {
    type Key = (String, &'static str, i64);
    type Unit = Unit;

    async fn due(&self) -> Result<Vec<Due<Self::Key, Self::Unit>>, StageError> {
        let now = self.context.now();
        let rules = self.context.rules.clone();
        let look = move |store: &Store| -> Result<_, StoreError> {
            let states = store.channel_states()?;
            let mut due = Vec::new();
            for state in &states {
                let rules = rules.get(&state.channel);
                let found = due_of(store, state, rules, now)?;
                due.extend(found.into_iter().map(|outgoing| Unit { channel: state.channel.clone(), outgoing }));
            }
            Ok((states, due))
        };
        let (states, due) = self.context.stored(Stage::Deliver, look).await?;
        *self.states() = states.into_iter().map(|state| (state.channel.clone(), state)).collect();
        Ok(due.into_iter().map(|unit| Due { host: unit.channel.clone(), key: unit.key(), unit }).collect())
    }

    async fn run(&self, unit: Unit) -> Result<Outcome, StageError> {
        let context = self.context;
        // What came up together may find the channel closed by those before it.
        if self.states().get(&unit.channel).is_some_and(|state| is_blocked(state, context.now())) {
            return Ok(Outcome::Kept);
        }
        let (sent, channel) = (unit.sent(), unit.channel.clone());
        if !context.stored(Stage::Deliver, move |store| store.begin_try(sent, &channel)).await? {
            return Ok(Outcome::Stored);
        }
        let outcome = match AssertUnwindSafe(send(context, &unit)).catch_unwind().await {
            Ok(outcome) => outcome,
            Err(panic) => Tried::failed(context, &unit, None, format!("the channel panicked: {}", words_of(panic.as_ref()))),
        };
        let (now, channel, key) = (context.now(), unit.channel.clone(), unit.message_key(&context.store));
        match &outcome.outcome {
            DeliveryOutcome::Delivered => tracing::debug!(key, channel, "a message is delivered"),
            DeliveryOutcome::Retry { at, error } => tracing::warn!(key, channel, next_try_at = %at, "cannot deliver a message: {error}"),
            DeliveryOutcome::Dead { error } => tracing::error!(key, channel, "a message is given up: {error}"),
        }
        let news = self.news(&channel, &outcome, now);
        let outcome = outcome.outcome;
        context.stored(Stage::Deliver, move |store| store.record_try(sent, &channel, &outcome, &news, now)).await?;
        context.nudges.done(Stage::Deliver);
        Ok(Outcome::Stored)
    }
}

impl Deliveries<'_> {
    fn states(&self) -> std::sync::MutexGuard<'_, HashMap<String, ChannelState>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a try says about the channel; the circuit breaker.
    fn news(&self, channel: &str, tried: &Tried, now: Timestamp) -> ChannelNews {
        let settings = &self.context.settings.alerts;
        let mut states = self.states();
        let state = states.entry(channel.to_owned()).or_default();
        let new_window = self.context.rules.get(channel).is_none_or(|rules| rules.begins_window(state.window_start, now));
        if tried.outcome == DeliveryOutcome::Delivered {
            (state.failures, state.blocked_until) = (0, None);
            if new_window {
                (state.window_start, state.sent) = (Some(now), 0);
            }
            state.sent += 1;
            return ChannelNews { new_window, ..ChannelNews::default() };
        }
        state.failures = state.failures.saturating_add(1);
        let asked = tried.asked.map(|asked| after(now, asked.min(settings.retry_max)));
        let tired = (BREAKER <= state.failures).then(|| {
            let wait = back_off(settings.retry_min, settings.retry_max, state.failures - BREAKER + 1, self.context.random.fraction());
            after(now, wait)
        });
        if tired.is_some() && state.failures == BREAKER {
            tracing::warn!(channel, "the channel failed {BREAKER} times in a row and is left alone for a while");
        }
        state.blocked_until = state.blocked_until.max(asked).max(tired);
        ChannelNews { blocked_until: asked.max(tired), new_window, tell: settings.trouble_channels.clone() }
    }
}

/// Whether a channel is left alone now.
fn is_blocked(state: &ChannelState, now: Timestamp) -> bool {
    state.blocked_until.is_some_and(|until| now < until)
}

/// What of a channel is to be sent now; what its rules hold back is put off in the store.
fn due_of(store: &Store, state: &ChannelState, rules: Option<&Rules>, now: Timestamp) -> Result<Vec<Outgoing>, StoreError> {
    let channel = &state.channel;
    if is_blocked(state, now) {
        return Ok(Vec::new());
    }
    let n_released = match rules {
        Some(rules) if 0 < state.held => store.release_before_urgent(channel, rules.urgent, now)?,
        _ => 0,
    };
    if n_released == 0 && state.next_try_at.is_none_or(|at| now < at) {
        return Ok(Vec::new());
    }
    let mut limit = LOOK_AHEAD;
    if let Some(rules) = rules {
        let urgent = Some(rules.urgent);
        for (standing, held) in [(Standing::Fresh, false), (Standing::Held, true)] {
            if let Some(until) = rules.hold_until(standing, now)
                && store.is_due(channel, held, now)?
            {
                store.hold_due(channel, until, urgent, held, now)?;
            }
        }
        match rules.left(state.window_start, state.sent, now) {
            Ok(left) => limit = limit.min(left as usize),
            Err(until) => {
                store.hold_due(channel, until, urgent, false, now)?;
                store.hold_due(channel, until, urgent, true, now)?;
            }
        }
        if store.is_due(channel, true, now)? {
            store.bundle_held(channel, MAX_DIGEST, now)?;
        }
    }
    // A channel that failed often is tried with one message first.
    let limit = if BREAKER <= state.failures { 1 } else { limit };
    store.due_of_channel(channel, now, limit)
}

impl Unit {
    fn key(&self) -> (String, &'static str, i64) {
        let (what, id) = match self.sent() {
            Sent::Alert(id) => ("alert", id.0),
            Sent::Digest(id) => ("digest", id),
            Sent::Notice(id) => ("notice", id),
        };
        (self.channel.clone(), what, id)
    }

    fn sent(&self) -> Sent {
        match &self.outgoing {
            Outgoing::Alert(alert) => Sent::Alert(alert.0.id),
            Outgoing::Digest { id, .. } => Sent::Digest(*id),
            Outgoing::Notice(notice) => Sent::Notice(notice.id),
        }
    }

    fn tries(&self) -> u32 {
        match &self.outgoing {
            Outgoing::Alert(alert) => alert.1.tries,
            Outgoing::Digest { tries, .. } => *tries,
            Outgoing::Notice(notice) => notice.tries,
        }
    }

    fn message_key(&self, store: &Store) -> String {
        match &self.outgoing {
            Outgoing::Alert(alert) => alert.0.key.clone(),
            Outgoing::Digest { id, .. } => store.digest_key(*id),
            Outgoing::Notice(notice) => store.notice_key(notice.id),
        }
    }

    fn message(&self, store: &Store) -> Result<Message, serde_json::Error> {
        let key = self.message_key(store);
        match &self.outgoing {
            Outgoing::Alert(alert) => Message::of_alert(&alert.0),
            Outgoing::Digest { alerts, .. } => Message::of_digest(&key, alerts),
            Outgoing::Notice(notice) => Ok(Message::of_notice(&key, &notice.text, notice.raised_at)),
        }
    }
}

/// What came of a try, and how long the receiver asks to be left alone.
struct Tried {
    outcome: DeliveryOutcome,
    asked: Option<Duration>,
}

impl Tried {
    const fn dead(error: String) -> Self {
        Self { outcome: DeliveryOutcome::Dead { error }, asked: None }
    }

    /// The next try, or none where there were enough. A receiver's own wish is obeyed up to the longest wait.
    fn failed(context: &Context, unit: &Unit, asked: Option<Duration>, error: String) -> Self {
        let settings = &context.settings.alerts;
        let n_tries = unit.tries().saturating_add(1);
        if settings.max_tries <= n_tries {
            return Self { outcome: DeliveryOutcome::Dead { error }, asked };
        }
        let wait = back_off(settings.retry_min, settings.retry_max, n_tries, context.random.fraction());
        let wait = asked.map_or(wait, |asked| wait.max(asked.min(settings.retry_max)));
        Self { outcome: DeliveryOutcome::Retry { at: after(context.now(), wait), error }, asked }
    }
}

async fn send(context: &Context, unit: &Unit) -> Tried {
    let sink = match context.channels.get(&unit.channel) {
        Some(Ok(sink)) => sink,
        Some(Err(error)) => return Tried::dead(error.clone()),
        None => return Tried::dead(format!("the settings have no channel {:?}", unit.channel)),
    };
    let message = match unit.message(&context.store) {
        Ok(message) => message,
        Err(error) => return Tried::dead(format!("its message is no JSON object: {error}")),
    };
    match sink.deliver(&message).await {
        Ok(_) => Tried { outcome: DeliveryOutcome::Delivered, asked: None },
        Err(error) => match error.class() {
            ErrorClass::Permanent => Tried::dead(telemetry::chain(&error)),
            ErrorClass::Retry { after } => Tried::failed(context, unit, after, telemetry::chain(&error)),
        },
    }
}
