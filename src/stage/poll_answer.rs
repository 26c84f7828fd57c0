//! Asking one feed: the request, what came of it, and when to ask again.

use std::time::Duration;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use url::Url;

use super::context::{Context, after};
use crate::feed::schedule::{Bounds, Facts, next_poll};
use crate::feed::{self, FeedError, Limits};
use crate::model::{FailureKind, Feed, ParsedFeed, Validators};
use crate::net::{ErrorClass, FetchError, Kind, Request, Response};
use crate::store::NextPoll;
use crate::telemetry;

/// A title, summary or text of a feed is cut beyond this.
const MAX_FIELD_BYTES: usize = 1 << 20;
/// A feed that has brought nothing new for so long is polled once in [`SILENCE_SHARE`] of that time.
const SILENCE_SHARE: u32 = 40;

/// What came of asking a feed.
pub(super) enum Answer {
    /// An answer that can be used.
    Good(Box<Good>),
    /// None.
    Trouble(Trouble),
}

/// An answer that can be used.
pub(super) struct Good {
    pub validators: Validators,
    /// Where it came from, if every hop there was permanent.
    pub moved_to: Option<String>,
    /// What it says, if it says anything new.
    pub document: Option<Document>,
    max_age: Option<Duration>,
    expires_at: Option<Timestamp>,
    retry_at: Option<Timestamp>,
}

/// A feed that differs from the last one.
pub(super) struct Document {
    pub feed: ParsedFeed,
    pub body_hash: String,
}

/// Why there is no answer.
pub(super) struct Trouble {
    pub kind: FailureKind,
    pub text: String,
    /// Whether no server was reached at all, which may be our own fault.
    pub is_unreachable: bool,
    retry_at: Option<Timestamp>,
}

impl Trouble {
    /// Our own fault.
    pub fn internal(message: &str) -> Self {
        Self {
            kind: FailureKind::Internal,
            text: format!("rasid stumbled over this feed: {message}"),
            is_unreachable: false,
            retry_at: None,
        }
    }

    fn of_feed(error: &FeedError, body: &[u8], response: &Response) -> Self {
        let mut text = telemetry::chain(error);
        if matches!(error, FeedError::Html)
            && let Some(found) = feed::discover(body, response.content_type.as_deref(), &response.final_url).first()
        {
            text.push_str(&format!("; the page names this feed: {}", found.url));
        }
        Self { kind: error.kind(), text, is_unreachable: false, retry_at: None }
    }

    fn of_fetch(error: &FetchError, now: Timestamp) -> Self {
        let retry_at = match error.class() {
            ErrorClass::Limited { retry_after } => retry_after.map(|wait| after(now, wait)),
            ErrorClass::Transient | ErrorClass::Permanent | ErrorClass::Gone => None,
        };
        let kind = error.kind();
        let is_unreachable = matches!(kind, FailureKind::Dns | FailureKind::Connect | FailureKind::Timeout);
        Self { kind, text: telemetry::chain(error), is_unreachable, retry_at }
    }
}

/// Asks one feed and reads what it says.
pub(super) async fn ask(context: &Context, feed: &Feed) -> Answer {
    let url = match Url::parse(&feed.url) {
        Ok(url) => url,
        Err(error) => {
            let text = format!("the address cannot be read: {error}");
            return Answer::Trouble(Trouble { kind: FailureKind::Address, text, is_unreachable: false, retry_at: None });
        }
    };
    let validators = if feed.ignore_cache { Validators::default() } else { feed.validators.clone() };
    let request = Request { validators, user_agent: feed.user_agent.clone(), ..Request::new(url.clone(), Kind::Feed) };
    let response = match context.fetch.fetch(request).await {
        Ok(response) => response,
        Err(error) => return Answer::Trouble(Trouble::of_fetch(&error, context.now())),
    };
    let mut good = Good {
        validators: response.validators.clone(),
        moved_to: response.permanent_to.as_ref().filter(|to| **to != url).map(Url::to_string),
        document: None,
        max_age: response.max_age,
        expires_at: response.expires_at,
        retry_at: response.retry_after.map(|wait| after(context.now(), wait)),
    };
    if response.is_not_modified() {
        return Answer::Good(Box::new(good));
    }
    let known_hash = feed.body_hash.clone().filter(|_| !feed.ignore_cache);
    let settings = &context.settings.poll;
    let limits = Limits {
        max_items: settings.max_items as usize,
        max_field_bytes: MAX_FIELD_BYTES,
        max_unpacked_bytes: usize::try_from(settings.max_bytes).unwrap_or(usize::MAX),
    };
    match context.compute(move || read(&response, known_hash.as_deref(), &limits)).await {
        Ok(Ok(document)) => {
            // What breaks off is asked for again in full: the rest of it may have got lost on the way.
            if document.as_ref().is_some_and(|document| document.feed.is_cut) {
                good.validators = Validators::default();
            }
            good.document = document;
            Answer::Good(Box::new(good))
        }
        Ok(Err(trouble)) => Answer::Trouble(trouble),
        Err(panic) => Answer::Trouble(Trouble::internal(&panic)),
    }
}

/// Reads a body, unless it is the one that was read last.
fn read(response: &Response, known_hash: Option<&str>, limits: &Limits) -> Result<Option<Document>, Trouble> {
    let body_hash = hex(&Sha256::digest(&response.body));
    if known_hash == Some(body_hash.as_str()) {
        return Ok(None);
    }
    match feed::parse(&response.body, response.content_type.as_deref(), &response.final_url, limits) {
        Ok(feed) => Ok(Some(Document { feed, body_hash })),
        Err(error) => Err(Trouble::of_feed(&error, &response.body, response)),
    }
}

/// Bytes in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// When to poll a feed that answered.
pub(super) fn next_after_success(context: &Context, feed: &Feed, good: &Good) -> NextPoll {
    let now = context.now();
    let mut bounds = bounds(context);
    let published_at: Vec<Timestamp> = match &good.document {
        Some(document) => document.feed.items.iter().filter_map(|item| item.published_at).collect(),
        None => {
            // Nothing new came, so the pace that was found last still holds, or the feed falls silent.
            let silence = feed.last_new_at.and_then(|at| Duration::try_from(now.duration_since(at)).ok()).unwrap_or_default();
            bounds.default = feed.interval.unwrap_or(bounds.default).max(silence / SILENCE_SHARE);
            Vec::new()
        }
    };
    // Where nothing new came, what the last document asked for still holds.
    let wishes = good.document.as_ref().map_or(&feed.wishes, |document| &document.feed.wishes);
    let facts = Facts {
        every: feed.every,
        feed_interval: wishes.min_interval,
        max_age: good.max_age,
        expires_at: good.expires_at,
        retry_at: good.retry_at,
        published_at: &published_at,
        skip_hours: &wishes.skip_hours,
        skip_days: &wishes.skip_days,
        consecutive_failures: 0,
        jitter: context.random.fraction(),
    };
    let next = next_poll(now, &facts, &bounds);
    NextPoll { interval: next.interval, at: next.at }
}

/// When to poll a feed that did not.
pub(super) fn next_after_failure(context: &Context, feed: &Feed, trouble: &Trouble) -> Timestamp {
    let mut bounds = bounds(context);
    bounds.default = feed.interval.unwrap_or(bounds.default);
    let facts = Facts {
        every: feed.every,
        retry_at: trouble.retry_at,
        skip_hours: &feed.wishes.skip_hours,
        skip_days: &feed.wishes.skip_days,
        consecutive_failures: feed.consecutive_failures.saturating_add(1),
        jitter: context.random.fraction(),
        ..Facts::default()
    };
    next_poll(context.now(), &facts, &bounds).at
}

fn bounds(context: &Context) -> Bounds {
    let poll = &context.settings.poll;
    Bounds {
        min: poll.min_interval,
        default: poll.default_interval,
        max: poll.max_interval,
        retry: poll.backoff_min,
        retry_max: poll.backoff_max,
        min_every: poll.min_every,
        jitter: poll.jitter,
    }
}
