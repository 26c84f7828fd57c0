//! Watches: adding, changing, listing and removing them.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::open::Store;
use super::reports::clamp;
use super::rows::{Columns, Outcome, all, first, ms, run, to_json, value};
use crate::model::{EventType, Update, Watch, WatchId, WatchOn};

/// What the user says about a watch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewWatch {
    /// The name as typed.
    pub name: String,
    /// Further spellings.
    pub aliases: Vec<String>,
    /// A rule in the query language of watches, checked; the name is then only what the watch is called.
    pub rule: Option<String>,
    /// Whether events raise its alerts, or articles that name somebody.
    pub on: WatchOn,
    /// The changes of an event that raise an alert once more, sorted.
    pub updates: Vec<Update>,
    /// Only these types; all where empty.
    pub types: Vec<EventType>,
    /// Only these states; all where empty.
    pub countries: Vec<String>,
    /// Only events at least this sure, 0 to 1.
    pub min_confidence: f64,
    /// Names of the channels; the default ones where empty.
    pub channels: Vec<String>,
}

const WATCH: &str = "select id, name, aliases, rule, \"on\", updates, types, countries, min_confidence, channels, created_at from watches";

impl Store {
    /// Adds a watch, and has what it is on matched (and alerted) again: events first reported at or after `recent_since`, or articles
    /// published since.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn add_watch(&self, watch: &NewWatch, recent_since: Timestamp, now: Timestamp) -> Result<WatchId, StoreError> {
        self.write("adding a watch", |db| {
            let id = insert(db, watch, now)?;
            note_change(db, &[watch.on], recent_since)?;
            Ok(id)
        })
    }

    /// Adds several watches as by [`Store::add_watch`]: all of them or none.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn add_watches(&self, watches: &[NewWatch], recent_since: Timestamp, now: Timestamp) -> Result<(), StoreError> {
        self.write("adding watches", |db| {
            for watch in watches {
                insert(db, watch, now)?;
            }
            let on: Vec<WatchOn> = watches.iter().map(|watch| watch.on).collect();
            if watches.is_empty() { Ok(()) } else { note_change(db, &on, recent_since) }
        })
    }

    /// Replaces what a watch says; recent events are matched again as by [`Store::add_watch`]. False where there is no such watch.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn change_watch(&self, id: WatchId, watch: &NewWatch, recent_since: Timestamp) -> Result<bool, StoreError> {
        self.write("changing a watch", |db| {
            let [aliases, updates, types, countries, channels] = lists(watch)?;
            let (least, on) = (clamp(watch.min_confidence), watch.on.as_str());
            let n_changed = run(
                db,
                "update watches set name = ?2, aliases = ?3, types = ?4, countries = ?5, min_confidence = ?6, channels = ?7, rule = ?8,
                     \"on\" = ?9, updates = ?10 where id = ?1",
                params![id.0, watch.name, aliases, types, countries, least, channels, watch.rule, on, updates],
            )?;
            if 0 < n_changed {
                note_change(db, &[watch.on], recent_since)?;
            }
            Ok(0 < n_changed)
        })
    }

    /// Removes a watch; its alerts stay, and those on their way are still delivered. False where there is no such watch.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn remove_watch(&self, id: WatchId) -> Result<bool, StoreError> {
        self.write("removing a watch", |db| {
            let n_removed = run(db, "delete from watches where id = ?1", [id.0])?;
            if 0 < n_removed {
                count_change(db)?;
            }
            Ok(0 < n_removed)
        })
    }

    /// Every watch, by id.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn list_watches(&self) -> Result<Vec<Watch>, StoreError> {
        Ok(self.watches()?.1)
    }

    /// Every watch, by id, together with the version of the list: both of one moment.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn watches(&self) -> Result<(u64, Vec<Watch>), StoreError> {
        self.read("listing watches", |db| Ok((read_version(db)?, all(db, &format!("{WATCH} order by id"), [], watch_of)?)))
    }

    /// One watch.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn watch(&self, id: WatchId) -> Result<Option<Watch>, StoreError> {
        self.read("reading a watch", |db| first(db, &format!("{WATCH} where id = ?1"), [id.0], watch_of))
    }

    /// A number that grows whenever a watch is added, changed or removed.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn watches_version(&self) -> Result<u64, StoreError> {
        self.read("looking for changed watches", read_version)
    }
}

fn insert(db: &Connection, watch: &NewWatch, now: Timestamp) -> Outcome<WatchId> {
    let mut statement = db.prepare_cached(
        "insert into watches (name, aliases, rule, \"on\", updates, types, countries, min_confidence, channels, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let [aliases, updates, types, countries, channels] = lists(watch)?;
    let (least, on) = (clamp(watch.min_confidence), watch.on.as_str());
    Ok(WatchId(statement.insert(params![watch.name, aliases, watch.rule, on, updates, types, countries, least, channels, ms(now)])?))
}

fn read_version(db: &Connection) -> Outcome<u64> {
    let sql = "select cast(value as integer) from meta where key = 'watches_version'";
    Ok(value::<super::rows::Count>(db, sql, [])?.map_or(0, |count| count.0))
}

fn lists(watch: &NewWatch) -> Outcome<[String; 5]> {
    Ok([
        to_json("a watch's aliases", &watch.aliases)?,
        to_json("a watch's updates", &watch.updates)?,
        to_json("a watch's types", &watch.types)?,
        to_json("a watch's countries", &watch.countries)?,
        to_json("a watch's channels", &watch.channels)?,
    ])
}

/// Has what is recent matched with the changed watches, which are on these things.
fn note_change(db: &Connection, on: &[WatchOn], recent_since: Timestamp) -> Outcome<()> {
    if on.contains(&WatchOn::Events) {
        run(db, "update events set matched_version = 0, news = 1 where ?1 <= first_reported_at", [ms(recent_since)])?;
    }
    if on.contains(&WatchOn::Mentions) {
        run(db, "update articles set to_match = 1 where ?1 <= at and extracted_at is not null", [ms(recent_since)])?;
    }
    count_change(db)
}

fn count_change(db: &Connection) -> Outcome<()> {
    run(db, "update meta set value = cast(value as integer) + 1 where key = 'watches_version'", [])?;
    Ok(())
}

fn watch_of(row: &Row<'_>) -> Outcome<Watch> {
    let mut c = Columns::of("watches", row);
    Ok(Watch {
        id: WatchId(c.take()?),
        name: c.take()?,
        aliases: c.json()?,
        rule: c.take()?,
        on: c.word()?,
        updates: c.json()?,
        types: c.json()?,
        countries: c.json()?,
        min_confidence: c.take()?,
        channels: c.json()?,
        created_at: c.time()?,
    })
}
