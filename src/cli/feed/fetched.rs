//! From an address that a person typed to the feed behind it.

use anyhow::{Context, bail};
use url::Url;

use crate::feed::{self, FeedError, FoundFeed, common_feed_addresses, discover, looks_like_html};
use crate::model::ParsedFeed;
use crate::net::{Fetch, FetchError, Kind, Request, Response};
use crate::telemetry::chain;

/// Addresses tried beyond the first. Servers are asked politely, so each costs a second.
const MAX_TRIES: usize = 12;

/// A feed that was fetched and read.
pub(super) struct Fetched {
    /// Where it is to be polled: the target, where every redirect was permanent.
    pub url: Url,
    /// What it says.
    pub feed: ParsedFeed,
    /// How it was found, in words for a person.
    pub remarks: Vec<String>,
}

/// Fetches `url`; if that is a page, looks for its feed: declared ones first, then links, then the usual addresses.
///
/// # Errors
/// Where nothing answers, or nothing that answers is a feed or leads to one.
pub(super) async fn fetch_feed(client: &dyn Fetch, url: &Url, limits: &feed::Limits) -> anyhow::Result<Fetched> {
    let response = get(client, url).await?;
    match feed::parse(&response.body, response.content_type.as_deref(), &response.final_url, limits) {
        Ok(parsed) => Ok(fetched(url, &response, parsed, Vec::new())),
        Err(FeedError::Html | FeedError::NotAFeed { .. }) if looks_like_html(&response.body) => {
            feed_of_page(client, &response, limits).await.with_context(|| format!("{url} is a web page, and no feed was found for it"))
        }
        Err(error) => Err(error).with_context(|| format!("{url} is no feed that can be read")),
    }
}

async fn get(client: &dyn Fetch, url: &Url) -> Result<Response, FetchError> {
    client.fetch(Request::new(url.clone(), Kind::Feed)).await
}

fn fetched(asked: &Url, response: &Response, feed: ParsedFeed, mut remarks: Vec<String>) -> Fetched {
    let url = match &response.permanent_to {
        Some(target) => {
            remarks.push(format!("{asked} has moved for good to {target}"));
            target.clone()
        }
        None => asked.clone(),
    };
    Fetched { url, feed, remarks }
}

async fn feed_of_page(client: &dyn Fetch, page: &Response, limits: &feed::Limits) -> anyhow::Result<Fetched> {
    let named = discover(&page.body, page.content_type.as_deref(), &page.final_url);
    let guesses = common_feed_addresses(&page.final_url);
    let candidates: Vec<&Url> =
        named.iter().map(|found| &found.url).chain(guesses.iter().filter(|guess| named.iter().all(|found| found.url != **guess))).collect();
    let mut failures = Vec::new();
    for candidate in candidates.iter().copied().take(MAX_TRIES) {
        match try_candidate(client, candidate, limits).await {
            Ok((response, parsed)) => return Ok(fetched(candidate, &response, parsed, remarks(page, &named, candidate))),
            Err(failure) => failures.push(failure),
        }
    }
    let n_left = candidates.len().saturating_sub(MAX_TRIES);
    let more = if n_left == 0 { String::new() } else { format!("\n  and {n_left} more addresses were not tried") };
    bail!("these were tried:\n  {}{more}", failures.join("\n  "))
}

async fn try_candidate(client: &dyn Fetch, candidate: &Url, limits: &feed::Limits) -> Result<(Response, ParsedFeed), String> {
    let response = get(client, candidate).await.map_err(|error| chain(&error))?;
    let parsed = feed::parse(&response.body, response.content_type.as_deref(), &response.final_url, limits);
    match parsed {
        Ok(parsed) => Ok((response, parsed)),
        Err(error) => Err(format!("{candidate}: {error}")),
    }
}

/// Which feed of a page was taken, and which others it names.
fn remarks(page: &Response, named: &[FoundFeed], chosen: &Url) -> Vec<String> {
    let how = match named.iter().find(|found| found.url == *chosen) {
        Some(found) if found.is_declared => "which it declares",
        Some(_) => "which it links to",
        None => "a usual address for feeds; the page names none that can be read",
    };
    let mut remarks = vec![format!("{} is a web page; its feed is {chosen} ({how})", page.final_url)];
    let others: Vec<&FoundFeed> = named.iter().filter(|found| found.url != *chosen).collect();
    if !others.is_empty() {
        remarks.push(format!("the page names {} more; `rasid feed add` subscribes to any of them:", others.len()));
        remarks.extend(others.iter().map(|found| match &found.title {
            Some(title) => format!("  {}  {title}", found.url),
            None => format!("  {}", found.url),
        }));
    }
    remarks
}
