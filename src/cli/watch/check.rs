//! What a watch may say, wherever it is written.

use anyhow::bail;

use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::model::{EntityKind, Update, WatchOn};
use crate::store::NewWatch;
use crate::watch::Rule;

/// Changes each once, in their order, so that the same ones are written the same way.
pub(super) fn in_order(updates: &[Update]) -> Vec<Update> {
    let mut updates = updates.to_vec();
    updates.sort_unstable();
    updates.dedup();
    updates
}

/// Refuses what asks for events in a watch on mentions, and a rule that cannot be read.
pub(super) fn check_subject(watch: &NewWatch, min_confidence: Option<f64>) -> anyhow::Result<()> {
    if let Some(rule) = &watch.rule
        && let Err(error) = Rule::parse_on(rule, watch.on)
    {
        bail!("rule: {}", error.pointed(rule));
    }
    if watch.on == WatchOn::Events {
        return Ok(());
    }
    let asks = [
        ("updates: an article is told once", !watch.updates.is_empty()),
        ("types of events", !watch.types.is_empty()),
        ("a least confidence of events", min_confidence.is_some()),
    ];
    match asks.into_iter().find(|(_, asked)| *asked) {
        Some((what, _)) => bail!("a watch on mentions has no {what}; valid: name, alias, rule, country, channel"),
        None => Ok(()),
    }
}

/// Refuses channels that the settings do not have.
pub(super) fn check_channels(channels: &[String], config: &Config) -> anyhow::Result<()> {
    match channels.iter().find(|name| !config.channels.contains_key(*name)) {
        None => Ok(()),
        Some(unknown) => {
            let valid = config.channels.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            bail!("unknown channel {unknown:?}; valid: {valid} ([channels.NAME] in the configuration makes more)")
        }
    }
}

/// Refuses states that the knowledge does not have.
pub(super) fn check_countries(countries: &[String], knowledge: &Knowledge) -> anyhow::Result<()> {
    match countries.iter().find(|code| knowledge.country(code).is_none()) {
        None => Ok(()),
        Some(unknown) => {
            let states = knowledge.entities().iter().filter(|record| record.kind() == EntityKind::Country);
            let mut valid: Vec<&str> = states.filter_map(|record| record.country.as_deref()).collect();
            valid.sort_unstable();
            bail!("unknown country {unknown:?}; valid: {}", valid.join(", "))
        }
    }
}
