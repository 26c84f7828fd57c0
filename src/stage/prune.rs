//! Prune: what is older than the retention limits is forgotten, batch by batch.

use std::time::Duration;

use super::context::{Context, after, before};
use super::run::{Stage, StageError, StageReport};
use crate::store::PruneLimits;

/// Rows of each kind in one transaction: others wait for it only so long.
const BATCH: usize = 500;
/// Events whose reports all went are kept for so long, in case a new reading of the articles brings them back.
const EMPTY_EVENTS: Duration = Duration::from_secs(60 * 60);

/// Forgets what is old.
pub(super) async fn run_once(context: &Context) -> Result<StageReport, StageError> {
    let retention = &context.settings.retention;
    let now = context.now();
    let limit = |age: Option<Duration>| age.map(|age| before(now, age));
    let limits = PruneLimits {
        events_before: limit(retention.events),
        articles_before: limit(retention.articles),
        // An item is the memory of having seen its article.
        items_before: limit(retention.articles),
        alerts_before: limit(retention.alerts),
        batch: BATCH,
    };
    let mut done = 0;
    let mut more_due = true;
    while more_due && !context.is_stopping() && done < context.batch {
        let pruned = context.stored(Stage::Prune, move |store| store.prune(&limits)).await?;
        done += pruned.events + pruned.articles + pruned.items + pruned.alerts;
        more_due = pruned.more;
    }
    let empty_before = before(now, EMPTY_EVENTS);
    done += context.stored(Stage::Prune, move |store| store.prune_empty_events(empty_before)).await?;
    let next_due_at = Some(after(now, context.settings.daemon.prune_interval));
    Ok(StageReport { done, more_due, next_due_at, trouble: None })
}
