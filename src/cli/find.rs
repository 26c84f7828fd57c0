//! Which feed or watch is meant: by number, address, name, or a part that only one has.

use anyhow::bail;
use jiff::Timestamp;

use super::App;
use super::when::parse_when;
use crate::clock::Clock;
use crate::model::{Feed, Watch, canonical_address, parse_web_address};
use crate::store::Store;
use crate::text::fold;

/// Of several that could be meant, so many are named.
const MAX_NAMED: usize = 8;

/// The feed that a person means.
pub(super) fn feed(store: &Store, wanted: &str) -> anyhow::Result<Feed> {
    let feeds = store.list_feeds()?;
    feed_among(&feeds, wanted).cloned()
}

/// The feed that a person means: by number, by address in any spelling, or by a part of title or address that only one has.
pub(super) fn feed_among<'a>(feeds: &'a [Feed], wanted: &str) -> anyhow::Result<&'a Feed> {
    let wanted = wanted.trim();
    if let Ok(id) = wanted.parse::<i64>() {
        return feeds
            .iter()
            .find(|feed| feed.id.0 == id)
            .ok_or_else(|| anyhow::anyhow!("there is no feed {id}; `rasid feed list` has them"));
    }
    let canonical = parse_web_address(wanted).ok().map(|url| canonical_address(&url));
    let same_address = |feed: &&Feed| feed.url == wanted || canonical.is_some() && canonical_of(&feed.url) == canonical;
    if let Some(feed) = feeds.iter().find(same_address) {
        return Ok(feed);
    }
    let part = fold(wanted);
    let has_part = |feed: &&Feed| {
        !part.is_empty() && (feed.title.as_deref().is_some_and(|title| fold(title).contains(&part)) || fold(&feed.url).contains(&part))
    };
    let found: Vec<&Feed> = feeds.iter().filter(has_part).collect();
    match found[..] {
        [feed] => Ok(feed),
        [] => bail!("no feed has the number, the address or the title {wanted:?}; `rasid feed list` has them"),
        _ => bail!(
            "{} feeds could be meant by {wanted:?}:\n{}",
            found.len(),
            named(&found, |feed| format!("{}  {}", feed.id, feed.title.as_deref().unwrap_or(&feed.url)))
        ),
    }
}

/// The one spelling of an address.
pub(super) fn canonical_of(address: &str) -> Option<String> {
    parse_web_address(address).ok().map(|url| canonical_address(&url))
}

/// The watch that a person means: by number, by name, or by a part of the name that only one has.
pub(super) fn watch_among<'a>(watches: &'a [Watch], wanted: &str) -> anyhow::Result<&'a Watch> {
    let wanted = wanted.trim();
    if let Some(watch) = wanted.parse::<i64>().ok().and_then(|id| watches.iter().find(|watch| watch.id.0 == id)) {
        return Ok(watch);
    }
    let folded = fold(wanted);
    let pick = |test: &dyn Fn(&str) -> bool| watches.iter().filter(|watch| test(&fold(&watch.name))).collect::<Vec<_>>();
    let exact = pick(&|name| name == folded);
    let found = if exact.is_empty() { pick(&|name| !folded.is_empty() && name.contains(&folded)) } else { exact };
    match found[..] {
        [watch] => Ok(watch),
        [] => bail!("no watch has the number or the name {wanted:?}; `rasid watch list` has them"),
        _ => bail!(
            "{} watches could be meant by {wanted:?}:\n{}",
            found.len(),
            named(&found, |watch| format!("{}  {}", watch.id, watch.name))
        ),
    }
}

fn named<T>(found: &[&T], line: impl Fn(&T) -> String) -> String {
    let mut lines: Vec<String> = found.iter().take(MAX_NAMED).map(|one| format!("  {}", line(one))).collect();
    if MAX_NAMED < found.len() {
        lines.push(format!("  and {} more", found.len() - MAX_NAMED));
    }
    lines.join("\n")
}

/// The flags `--since` and `--until`, as instants: the named days count whole.
pub(super) struct Stretch {
    /// Not before.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

impl App {
    /// Reads `--since` and `--until` in the time zone of whoever types.
    pub(super) fn stretch(&self, since: Option<&str>, until: Option<&str>) -> anyhow::Result<Stretch> {
        let times = self.times();
        let now = self.clock.now();
        let since = since.map(|text| parse_when(text, now, &times.zone)).transpose()?.map(|period| period.start);
        let until = until.map(|text| parse_when(text, now, &times.zone)).transpose()?.map(|period| period.end);
        if let (Some(since), Some(until)) = (since, until)
            && until < since
        {
            bail!("--until lies before --since");
        }
        Ok(Stretch { since, until })
    }
}

/// `--limit`: 0 is no limit.
pub(super) const fn limit(given: usize) -> usize {
    if given == 0 { usize::MAX } else { given }
}
