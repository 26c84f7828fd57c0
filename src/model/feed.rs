//! Feeds and the items in them.

use std::time::Duration;

use jiff::Timestamp;

use super::health::FeedHealth;
use super::ids::{ArticleId, FeedId, ItemId};
use super::names::vocabulary;

vocabulary! {
    /// Whether a feed is polled.
    FeedState, "feed state" {
        /// Polled on schedule.
        Active = "active",
        /// The user paused it.
        Paused = "paused",
        /// The server said 410; paused until the user resumes it.
        Gone = "gone",
    }
}

vocabulary! {
    /// What went wrong with a request, kept apart because each asks for a different reaction.
    FailureKind, "failure kind" {
        /// The address cannot be used (syntax, scheme).
        Address = "address",
        /// The address filter refused it (private network, port).
        Blocked = "blocked",
        /// The name did not resolve.
        Dns = "dns",
        /// Nobody listens, or the connection broke.
        Connect = "connect",
        /// It took too long.
        Timeout = "timeout",
        /// The TLS handshake failed.
        Tls = "tls",
        /// The server answered with an error status.
        HttpStatus = "http_status",
        /// The server asked to slow down (429, 503 with Retry-After).
        Limited = "limited",
        /// 410: the address is gone for good.
        Gone = "gone",
        /// More bytes than allowed, compressed or not.
        TooLarge = "too_large",
        /// Too many redirects, or a loop.
        Redirect = "redirect",
        /// The answer broke the protocol or its encoding.
        Protocol = "protocol",
        /// robots.txt forbids it.
        Robots = "robots",
        /// It is a challenge or consent page.
        Challenge = "challenge",
        /// It is HTML, not a feed.
        NotAFeed = "not_a_feed",
        /// No bytes.
        Empty = "empty",
        /// It could not be parsed.
        Parse = "parse",
        /// A page in which no article was found.
        NoArticle = "no_article",
        /// Our own fault: a panic in a unit, a fault of this machine.
        Internal = "internal",
    }
}

/// A failure in words, with its kind and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// In words, for a person.
    pub text: String,
    /// When it happened.
    pub at: Timestamp,
}

/// RFC 9110 validators, opaque: sent back byte for byte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` header.
    pub etag: Option<String>,
    /// The `Last-Modified` header.
    pub last_modified: Option<String>,
}

/// A subscribed feed with its polling state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Row id.
    pub id: FeedId,
    /// Where it is polled.
    pub url: String,
    /// Its own title, or the one given when it was added.
    pub title: Option<String>,
    /// The web page it belongs to.
    pub link: Option<String>,
    /// ISO 639-1 code given by the user, else by the feed.
    pub lang: Option<String>,
    /// The user's labels, sorted.
    pub tags: Vec<String>,
    /// Whether it is polled.
    pub state: FeedState,
    /// The user's own interval; adaptive where absent.
    pub every: Option<Duration>,
    /// Send no validators (for servers whose validators lie).
    pub ignore_cache: bool,
    /// A User-Agent for this feed alone.
    pub user_agent: Option<String>,
    /// Validators of the last 200 or 304.
    pub validators: Validators,
    /// SHA-256 of the last body, hex: the same bytes on a 200 count as unchanged.
    pub body_hash: Option<String>,
    /// The current interval between polls, as last computed.
    pub interval: Option<Duration>,
    /// When to poll next.
    pub next_poll_at: Timestamp,
    /// When it was last polled, whatever came of it.
    pub last_polled_at: Option<Timestamp>,
    /// When a poll last succeeded (200 or 304).
    pub last_success_at: Option<Timestamp>,
    /// When a poll last brought new items.
    pub last_new_at: Option<Timestamp>,
    /// Failures since the last success.
    pub consecutive_failures: u32,
    /// The last failure, cleared by a success.
    pub failure: Option<Failure>,
    /// Where permanent redirects point, until seen often enough to be believed.
    pub moved_to: Option<String>,
    /// How many polls in a row were redirected permanently to `moved_to`.
    pub moved_count: u32,
    /// Whether the first poll (the baseline) has been stored.
    pub baseline_done: bool,
    /// Items ever seen in it.
    pub n_items: u64,
    /// What its last document asks of whoever polls it.
    pub wishes: PollWishes,
    /// How it does.
    pub health: FeedHealth,
    /// How it does in words; nothing where there is nothing to say.
    pub health_text: Option<String>,
    /// Since when; nothing where it always did.
    pub health_since: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
}

/// One item as parsed from a feed's bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedItem {
    /// Its identity inside the feed: guid, else normalised link, else hash of title and date; told apart on collision.
    pub key: String,
    /// Other keys the same item might be known by (normalised link, hash of title and date).
    pub alternates: Vec<String>,
    /// The publisher's own id, opaque.
    pub guid: Option<String>,
    /// Absolute address of the article's page.
    pub link: Option<String>,
    /// Plain text.
    pub title: Option<String>,
    /// Plain text.
    pub author: Option<String>,
    /// When the feed says it was published.
    pub published_at: Option<Timestamp>,
    /// When the feed says it was changed.
    pub updated_at: Option<Timestamp>,
    /// HTML or text of the summary, as given.
    pub summary: Option<String>,
    /// HTML or text of the full content, as given.
    pub content: Option<String>,
    /// ISO 639-1 code given for the item.
    pub lang: Option<String>,
}

/// What a feed asks of whoever polls it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PollWishes {
    /// The shortest interval (ttl, sy:update*).
    pub min_interval: Option<Duration>,
    /// Hours of the day (UTC) in which it asks not to be polled.
    pub skip_hours: Vec<i8>,
    /// Days on which it asks not to be polled, 1 = Monday to 7 = Sunday.
    pub skip_days: Vec<i8>,
}

/// What a feed's bytes say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParsedFeed {
    /// Plain text.
    pub title: Option<String>,
    /// Absolute address of the web page it belongs to.
    pub link: Option<String>,
    /// ISO 639-1 code.
    pub lang: Option<String>,
    /// What it asks of whoever polls it.
    pub wishes: PollWishes,
    /// The document breaks off: the rest of it may come with the next poll.
    pub is_cut: bool,
    /// The items, in document order, without repeats of one key.
    pub items: Vec<FeedItem>,
    /// What was repaired, dropped or cut, in words.
    pub notes: Vec<String>,
}

vocabulary! {
    /// How far an item has come.
    ItemState, "item state" {
        /// Waiting for its page.
        New = "new",
        /// Its article is stored.
        Done = "done",
        /// Given up after repeated failures and nothing of its own to store.
        Failed = "failed",
    }
}

/// A stored item: one sighting of an article in one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Row id.
    pub id: ItemId,
    /// The feed that carries it.
    pub feed_id: FeedId,
    /// What the feed says.
    pub item: FeedItem,
    /// When we first saw it.
    pub first_seen_at: Timestamp,
    /// Whether it came with the feed's first poll.
    pub baseline: bool,
    /// How far it has come.
    pub state: ItemState,
    /// How often its page was tried.
    pub tries: u32,
    /// Its article, once stored.
    pub article_id: Option<ArticleId>,
}
