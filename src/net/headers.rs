//! What the headers of an answer say about freshness, and when to come back.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, EXPIRES, HeaderMap, HeaderName, LAST_MODIFIED, RETRY_AFTER};

use crate::model::Validators;

/// Longest text kept of a header that is stored: validators of honest servers are far shorter.
const MAX_STORED_BYTES: usize = 2048;

/// Longest wait a header can ask for; more is a mistake or a malice, and the scheduler has its own ceiling below.
const MAX_WAIT: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// The validators as given. One that is no UTF-8 could not be stored and echoed as it came, so it is left out.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    Validators { etag: text(headers, &ETAG), last_modified: text(headers, &LAST_MODIFIED) }
}

/// The `Content-Type` as given.
pub(super) fn content_type(headers: &HeaderMap) -> Option<String> {
    text(headers, &CONTENT_TYPE)
}

/// `max-age` of `Cache-Control`, unless the answer may not be kept at all.
pub(super) fn max_age(headers: &HeaderMap) -> Option<Duration> {
    let mut found = None;
    for value in headers.get_all(CACHE_CONTROL) {
        for directive in value.to_str().ok()?.split(',') {
            let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" => found = seconds(argument.trim().trim_matches('"')),
                _ => {}
            }
        }
    }
    found
}

/// The instant of the `Expires` header; one that is no date ("0") counts as absent.
pub(super) fn expires_at(headers: &HeaderMap) -> Option<Timestamp> {
    date(&text(headers, &EXPIRES)?)
}

/// How long `Retry-After` asks to wait, whether it gives seconds or a date; a date in the past is no wait.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    seconds(&value).or_else(|| {
        let wait = date(&value)?.duration_since(now);
        Some(Duration::try_from(wait).unwrap_or(Duration::ZERO).min(MAX_WAIT))
    })
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    let text = std::str::from_utf8(value).ok()?.trim_matches([' ', '\t']);
    (!text.is_empty() && text.len() <= MAX_STORED_BYTES).then(|| text.to_owned())
}

fn seconds(text: &str) -> Option<Duration> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number too long for the machine still means "very long".
    is_number.then(|| text.parse().map_or(MAX_WAIT, Duration::from_secs).min(MAX_WAIT))
}

fn date(text: &str) -> Option<Timestamp> {
    Timestamp::try_from(httpdate::parse_http_date(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header"))])
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().expect("a time");
        let wait = |value| retry_after(&headers(RETRY_AFTER, value), now);
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait(" 120 "), Some(Duration::from_secs(120)));
        assert_eq!(wait("Mon, 23 Nov 2026 12:05:00 GMT"), Some(Duration::from_secs(300)));
        assert_eq!(wait("Monday, 23-Nov-26 12:05:00 GMT"), Some(Duration::from_secs(300)));
        assert_eq!(wait("Mon, 23 Nov 2026 11:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("99999999999999999999999"), Some(MAX_WAIT));
        assert_eq!(wait("-5"), None);
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn max_age_is_read_and_a_ban_on_keeping_respected() {
        let age = |value| max_age(&headers(CACHE_CONTROL, value));
        assert_eq!(age("public, Max-Age=600"), Some(Duration::from_secs(600)));
        assert_eq!(age("max-age=\"60\""), Some(Duration::from_secs(60)));
        assert_eq!(age("max-age=600, no-cache"), None);
        assert_eq!(age("max-age=-1"), None);
        assert_eq!(age("private"), None);
    }

    #[test]
    fn expires_is_a_date_or_nothing() {
        let at = |value| expires_at(&headers(EXPIRES, value)).map(|at| at.to_string());
        assert_eq!(at("Mon, 23 Nov 2026 12:05:00 GMT").as_deref(), Some("2026-11-23T12:05:00Z"));
        assert_eq!(at("0"), None);
        assert_eq!(at("-1"), None);
    }

    #[test]
    fn validators_are_opaque() {
        let etag = |value: &str| validators(&headers(ETAG, value)).etag;
        assert_eq!(etag("W/\"a b\"").as_deref(), Some("W/\"a b\""));
        assert_eq!(etag("no quotes, ёлка").as_deref(), Some("no quotes, ёлка"));
        assert_eq!(etag(&"x".repeat(MAX_STORED_BYTES + 1)), None);
    }
}
