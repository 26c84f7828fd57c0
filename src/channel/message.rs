//! What is sent: an alert, a digest of alerts held back, a word about rasid itself, or a test.

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use crate::model::{Alert, AlertCause};

/// A message on its way out by one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The idempotency key: the same over all tries.
    pub key: String,
    /// What belongs together for the receiver, as in a thread of mails; the same for all messages on one event.
    pub thread: Option<String>,
    /// One JSON object on one line: `key` first, then `timestamp`, when that was raised which it tells (RFC 3339).
    pub line: String,
}

impl Message {
    /// The message of an alert: its payload as it was stored, so that what is signed is what was stored.
    ///
    /// # Errors
    /// A payload that is no JSON object.
    pub fn of_alert(alert: &Alert) -> Result<Self, serde_json::Error> {
        // The key begins with the database's own id.
        let database = alert.key.split('-').next().unwrap_or_default();
        let thread = Some(match &alert.cause {
            AlertCause::Event { event_id, .. } => format!("{database}-event-{event_id}"),
            AlertCause::Mention { article_id, .. } => format!("{database}-article-{article_id}"),
            AlertCause::Feed { feed_id, .. } => format!("{database}-feed-{feed_id}"),
        });
        Ok(Self { key: alert.key.clone(), thread, line: line_of(alert)? })
    }

    /// Several alerts in one message; their own objects stand in it as they were stored.
    ///
    /// # Errors
    /// A payload that is no JSON object.
    pub fn of_digest(key: &str, alerts: &[Alert]) -> Result<Self, serde_json::Error> {
        let lines = alerts.iter().map(line_of).collect::<Result<Vec<_>, _>>()?;
        let newest = alerts.iter().map(|alert| alert.created_at).max().unwrap_or_default();
        let (head, n, all) = (head(key, newest), alerts.len(), lines.join(","));
        Ok(Self { key: key.to_owned(), thread: None, line: format!(r#"{{{head},"type":"digest","n":{n},"alerts":[{all}]}}"#) })
    }

    /// A word about rasid itself: that something went wrong and a person must look.
    pub fn of_notice(key: &str, text: &str, raised_at: Timestamp) -> Self {
        Self { key: key.to_owned(), thread: None, line: format!(r#"{{{},"type":"notice","text":{}}}"#, head(key, raised_at), json!(text)) }
    }

    /// A message by which a person sees that a channel works.
    pub fn of_test(key: &str, channel: &str, now: Timestamp) -> Self {
        Self { key: key.to_owned(), thread: None, line: format!(r#"{{{},"type":"test","channel":{}}}"#, head(key, now), json!(channel)) }
    }

    /// The message as a value.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.line).unwrap_or(Value::Null)
    }
}

/// The first fields of every message.
fn head(key: &str, raised_at: Timestamp) -> String {
    format!(r#""key":{},"timestamp":"{raised_at:.0}""#, json!(key))
}

/// An alert's payload on one line, its own order and spelling kept, behind the first fields of a message.
fn line_of(alert: &Alert) -> Result<String, serde_json::Error> {
    let payload = alert.payload.trim();
    let _is_json: IgnoredAny = serde_json::from_str(payload)?;
    let inside = payload.strip_prefix('{').ok_or_else(|| serde::de::Error::custom("it does not begin with a brace"))?;
    let comma = if inside.trim_start().starts_with('}') { "" } else { "," };
    // Inside a string of JSON a newline is always escaped, so a raw one is layout and can go.
    Ok(format!("{{{}{comma}{inside}", head(&alert.key, alert.created_at)).replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(payload: &str) -> Result<String, serde_json::Error> {
        let alert = crate::channel::tests::alert(payload);
        line_of(&Alert { key: "alert_1".to_owned(), ..alert })
    }

    fn check(payload: &str, rest: &str) {
        assert_eq!(line(payload).expect(payload), format!(r#"{{"key":"alert_1","timestamp":"2026-11-23T12:00:00Z"{rest}"#));
    }

    #[test]
    fn key_and_time_go_first_and_the_payload_stays_as_it_is() {
        check(r#"{"b": 1, "a": 2}"#, r#","b": 1, "a": 2}"#);
        check("{ }", " }");
    }

    #[test]
    fn a_message_is_one_line() {
        check("{\n  \"a\": \"b\\nc\"\r\n}\n", ",   \"a\": \"b\\nc\"  }");
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for payload in ["", "[]", "[null]", "null", "{", "{}{}", "\"x\""] {
            assert!(line(payload).is_err(), "{payload} passed");
        }
    }
}
