//! Items: telling the known from the new, and those whose article is still to be fetched.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use sha2::{Digest, Sha256};

use super::error::StoreError;
use super::open::Store;
use super::rows::{Columns, Outcome, all, first, limit_of, ms, run};
use crate::model::{ArticleId, Failure, FailureKind, FeedId, FeedItem, Item, ItemId, PageProblem};

/// Changes of an item that are followed at once; feeds that touch their items on every poll are slowed down after them.
const PROMPT_REVISIONS: u32 = 5;
/// The wait added by each further change, up to [`MOST_REVISION_HOURS`].
const HOURS_PER_REVISION: u32 = 1;
const MOST_REVISION_HOURS: u32 = 24;
const MS_PER_HOUR: i64 = 60 * 60 * 1000;
/// How exactly it is known when an item was last in its feed.
const LAST_SEEN_STEP_MS: i64 = 24 * MS_PER_HOUR;

/// An item whose article is to be fetched, with what its feed lends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueItem {
    /// The item, with the feed's own texts.
    pub item: Item,
    /// The feed's title as shown.
    pub feed_title: Option<String>,
    /// The feed's language, the user's word first.
    pub feed_lang: Option<String>,
    /// The feed's own User-Agent, where it has one.
    pub user_agent: Option<String>,
}

/// The little that decides when an item's turn comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingItem {
    /// The item.
    pub id: ItemId,
    /// The address of its page.
    pub link: Option<String>,
    /// Whether it came with its feed's first poll.
    pub baseline: bool,
}

/// How many pages were something else than an article when they were last asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageProblems {
    /// What they were.
    pub problem: PageProblem,
    /// Items whose pages were that.
    pub n_items: u64,
    /// Those of them that are asked for again.
    pub n_waiting: u64,
    /// When the next one is.
    pub next_try_at: Option<Timestamp>,
    /// The page of the newest of them.
    pub last_link: Option<String>,
}

/// What to do after a failure to get an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Try again then.
    At(Timestamp),
    /// Never again, unless the feed changes the item.
    GiveUp,
}

/// What became of one item of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredItem {
    New,
    Updated,
    Known,
}

/// The little that is to be known about a stored item to recognise it.
struct Known {
    id: ItemId,
    key: String,
    content_hash: String,
    title: Option<String>,
    published_at: Option<Timestamp>,
    revisions: u32,
    last_seen_at: Timestamp,
}

const KNOWN: &str = "select i.id, i.key, i.content_hash, i.title, i.published_at, i.revisions, i.last_seen_at from items i";

const DUE_ITEM: &str = "select i.id, i.feed_id, i.key, i.guid, i.link, i.title, i.author, i.published_at, i.updated_at, i.summary, \
     i.content, i.lang, i.first_seen_at, i.baseline, i.state, i.tries, i.article_id, \
     coalesce(f.given_title, f.title), coalesce(f.given_lang, f.lang), f.user_agent \
     from items i join feeds f on f.id = i.feed_id";

impl Store {
    /// Items whose article is to be fetched, the longest due first, without their texts: there may be very many.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn waiting_items(&self, now: Timestamp, limit: usize) -> Result<Vec<WaitingItem>, StoreError> {
        self.read("looking for items to fetch", |db| {
            let sql = "select id, link, baseline from items where state = 'new' and next_try_at <= ?1 order by next_try_at, id limit ?2";
            all(db, sql, [ms(now), limit_of(limit)], |row| {
                let mut c = Columns::of("items", row);
                Ok(WaitingItem { id: ItemId(c.take()?), link: c.take()?, baseline: c.take()? })
            })
        })
    }

    /// Items whose article is to be fetched, the longest due first.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn due_items(&self, now: Timestamp, limit: usize) -> Result<Vec<DueItem>, StoreError> {
        self.read("looking for items to fetch", |db| {
            let sql = format!("{DUE_ITEM} where i.state = 'new' and i.next_try_at <= ?1 order by i.next_try_at, i.id limit ?2");
            all(db, &sql, [ms(now), limit_of(limit)], due_item_of)
        })
    }

    /// One item whose article is still to be fetched, due or not.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn item_to_fetch(&self, id: ItemId) -> Result<Option<DueItem>, StoreError> {
        self.read("reading an item to fetch", |db| {
            first(db, &format!("{DUE_ITEM} where i.state = 'new' and i.id = ?1"), [id.0], due_item_of)
        })
    }

    /// Records that an item's article could not be had, and what its page is instead, if that is known. False where the item is gone.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_fetch_failure(
        &self,
        id: ItemId,
        failure: &Failure,
        problem: Option<PageProblem>,
        retry: Retry,
    ) -> Result<bool, StoreError> {
        let next_try_at = match retry {
            Retry::At(at) => Some(ms(at)),
            Retry::GiveUp => None,
        };
        self.write("recording a failed fetch", |db| {
            let n_changed = run(
                db,
                "update items set tries = tries + 1, state = iif(?2 is null, 'failed', 'new'), next_try_at = coalesce(?2, next_try_at),
                     failure_kind = ?3, failure_text = ?4, failure_at = ?5, page_failure = ?3, page_problem = ?6 where id = ?1",
                params![id.0, next_try_at, failure.kind.as_str(), failure.text, ms(failure.at), problem.map(|problem| problem.as_str())],
            )?;
            Ok(0 < n_changed)
        })
    }
}

impl Store {
    /// Notes that an item's page could not be had, though its feed's own text will stand in for it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_missing_page(&self, id: ItemId, kind: FailureKind, problem: Option<PageProblem>) -> Result<(), StoreError> {
        self.write("noting a missing page", |db| {
            let problem = problem.map(|problem| problem.as_str());
            run(db, "update items set page_failure = ?2, page_problem = ?3 where id = ?1", params![id.0, kind.as_str(), problem])?;
            Ok(())
        })
    }

    /// What stands in front of the pages of items, a line for each kind of it, in the order of the kinds.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn page_problems(&self) -> Result<Vec<PageProblems>, StoreError> {
        let sql = "select min(id), page_problem, count(*), sum(state = 'new'), min(iif(state = 'new', next_try_at, null)),
                       (select l.link from items l where l.page_problem = i.page_problem order by l.id desc limit 1)
                   from items i where page_problem is not null group by page_problem";
        let mut found = self.read("counting pages behind walls", |db| {
            all(db, sql, [], |row| {
                let mut c = Columns::of("items", row);
                let _item: i64 = c.take()?;
                let (problem, n_items, n_waiting) = (c.word()?, c.count()?, c.count()?);
                Ok(PageProblems { problem, n_items, n_waiting, next_try_at: c.maybe_time()?, last_link: c.take()? })
            })
        })?;
        found.sort_by_key(|line| PageProblem::ALL.iter().position(|problem| *problem == line.problem));
        Ok(found)
    }
}

fn due_item_of(row: &Row<'_>) -> Outcome<DueItem> {
    let mut c = Columns::of("items", row);
    Ok(DueItem { item: item_of(&mut c)?, feed_title: c.take()?, feed_lang: c.take()?, user_agent: c.take()? })
}

/// Reads the 17 columns of an item.
pub(super) fn item_of(c: &mut Columns<'_>) -> Outcome<Item> {
    let (id, feed_id) = (ItemId(c.take()?), FeedId(c.take()?));
    let item = FeedItem {
        key: c.take()?,
        alternates: Vec::new(),
        guid: c.take()?,
        link: c.take()?,
        title: c.take()?,
        author: c.take()?,
        published_at: c.maybe_time()?,
        updated_at: c.maybe_time()?,
        summary: c.take()?,
        content: c.take()?,
        lang: c.take()?,
    };
    Ok(Item {
        id,
        feed_id,
        item,
        first_seen_at: c.time()?,
        baseline: c.take()?,
        state: c.word()?,
        tries: c.take()?,
        article_id: c.take::<Option<i64>>()?.map(ArticleId),
    })
}

/// Stores the items of one document: new ones, and changes of known ones.
pub(super) fn store_items(
    db: &Connection,
    feed_id: FeedId,
    items: &[FeedItem],
    baseline: bool,
    now: Timestamp,
) -> Outcome<Vec<StoredItem>> {
    let keys: HashSet<&str> = items.iter().map(|item| item.key.as_str()).collect();
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for alternate in items.iter().flat_map(|item| item.alternates.iter().collect::<HashSet<_>>()) {
        *uses.entry(alternate).or_default() += 1;
    }
    let document = Document { keys, uses };
    items.iter().map(|item| store_item(db, feed_id, item, &document, baseline, now)).collect()
}

/// Which keys a document uses, and how many of its items use each alternate.
struct Document<'a> {
    keys: HashSet<&'a str>,
    uses: HashMap<&'a str, usize>,
}

fn store_item(
    db: &Connection,
    feed_id: FeedId,
    item: &FeedItem,
    document: &Document<'_>,
    baseline: bool,
    now: Timestamp,
) -> Outcome<StoredItem> {
    let content_hash = hash_of(item);
    let Some(known) = find_known(db, feed_id, item, document)? else {
        insert_item(db, feed_id, item, &content_hash, baseline, now)?;
        return Ok(StoredItem::New);
    };
    let has_moved = known.key != item.key;
    if has_moved {
        run(db, "update items set key = ?2, guid = ?3, link = ?4 where id = ?1", params![known.id.0, item.key, item.guid, item.link])?;
        insert_keys(db, feed_id, known.id, item)?;
    }
    if LAST_SEEN_STEP_MS <= ms(now) - ms(known.last_seen_at) {
        run(db, "update items set last_seen_at = ?2 where id = ?1", [known.id.0, ms(now)])?;
    }
    if known.content_hash == content_hash {
        return Ok(StoredItem::Known);
    }
    update_item(db, &known, item, &content_hash, now)?;
    insert_keys(db, feed_id, known.id, item)?;
    Ok(StoredItem::Updated)
}

/// The stored item that this is: by its key, else by an alternate that can mean only one.
fn find_known(db: &Connection, feed_id: FeedId, item: &FeedItem, document: &Document<'_>) -> Outcome<Option<Known>> {
    let by_key = first(db, &format!("{KNOWN} where i.feed_id = ?1 and i.key = ?2"), params![feed_id.0, item.key], known_of)?;
    if by_key.is_some() {
        return Ok(by_key);
    }
    let sql = format!("{KNOWN} join item_keys k on k.item_id = i.id where k.feed_id = ?1 and k.key = ?2 limit 2");
    for alternate in std::iter::once(&item.key).chain(&item.alternates) {
        let is_shared = 1 < document.uses.get(alternate.as_str()).copied().unwrap_or(0);
        if is_shared {
            continue;
        }
        let mut found = all(db, &sql, params![feed_id.0, alternate], known_of)?;
        let (Some(known), true) = (found.pop(), found.is_empty()) else { continue };
        if !document.keys.contains(known.key.as_str()) && may_be_same(&known, item) {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// Some feeds lend one link to all their items, one after the other: another title at another time is another item.
fn may_be_same(known: &Known, item: &FeedItem) -> bool {
    let same_title = known.title == item.title;
    let same_time = match (known.published_at, item.published_at) {
        (Some(a), Some(b)) => ms(a) == ms(b),
        _ => true,
    };
    same_title || same_time
}

fn insert_item(db: &Connection, feed_id: FeedId, item: &FeedItem, content_hash: &str, baseline: bool, now: Timestamp) -> Outcome<()> {
    let mut statement = db.prepare_cached(
        "insert into items (feed_id, key, guid, link, title, author, published_at, updated_at, summary, content, lang, content_hash,
             first_seen_at, last_seen_at, baseline, state, next_try_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, 'new', ?13)",
    )?;
    let id = statement.insert(params![
        feed_id.0,
        item.key,
        item.guid,
        item.link,
        item.title,
        item.author,
        item.published_at.map(ms),
        item.updated_at.map(ms),
        item.summary,
        item.content,
        item.lang,
        content_hash,
        ms(now),
        baseline,
    ])?;
    insert_keys(db, feed_id, ItemId(id), item)
}

fn insert_keys(db: &Connection, feed_id: FeedId, id: ItemId, item: &FeedItem) -> Outcome<()> {
    for key in std::iter::once(&item.key).chain(&item.alternates) {
        run(db, "insert or ignore into item_keys (feed_id, key, item_id) values (?1, ?2, ?3)", params![feed_id.0, key, id.0])?;
    }
    Ok(())
}

fn update_item(db: &Connection, known: &Known, item: &FeedItem, content_hash: &str, now: Timestamp) -> Outcome<()> {
    let hours = (known.revisions.saturating_sub(PROMPT_REVISIONS) * HOURS_PER_REVISION).min(MOST_REVISION_HOURS);
    let next_try_at = ms(now) + i64::from(hours) * MS_PER_HOUR;
    run(
        db,
        "update items set guid = ?2, link = ?3, title = ?4, author = ?5, published_at = ?6, updated_at = ?7, summary = ?8, content = ?9,
             lang = ?10, content_hash = ?11, revisions = revisions + 1, state = 'new', tries = 0, next_try_at = ?12 where id = ?1",
        params![
            known.id.0,
            item.guid,
            item.link,
            item.title,
            item.author,
            item.published_at.map(ms),
            item.updated_at.map(ms),
            item.summary,
            item.content,
            item.lang,
            content_hash,
            next_try_at,
        ],
    )?;
    Ok(())
}

fn known_of(row: &Row<'_>) -> Outcome<Known> {
    let mut c = Columns::of("items", row);
    Ok(Known {
        id: ItemId(c.take()?),
        key: c.take()?,
        content_hash: c.take()?,
        title: c.take()?,
        published_at: c.maybe_time()?,
        revisions: c.take()?,
        last_seen_at: c.time()?,
    })
}

/// Of what a publisher changes when the text changes; each part with its length, so that none can pass for another.
fn hash_of(item: &FeedItem) -> String {
    let updated_at = item.updated_at.map(|at| ms(at).to_string());
    let mut hasher = Sha256::new();
    for part in [&item.title, &item.summary, &item.content, &updated_at] {
        let text = part.as_deref().unwrap_or("");
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
