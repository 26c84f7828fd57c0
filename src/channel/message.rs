//! What is sent: an alert, a digest of alerts held back, a word about rasid itself, or a test.

use serde::Deserialize;
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
    /// One JSON object on one line, `key` its first field.
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
        Ok(Self { key: alert.key.clone(), thread, line: one_line(&alert.key, &alert.payload)? })
    }

    /// Several alerts in one message; their own objects stand in it as they were stored.
    ///
    /// # Errors
    /// A payload that is no JSON object.
    pub fn of_digest(key: &str, alerts: &[Alert]) -> Result<Self, serde_json::Error> {
        let lines = alerts.iter().map(|alert| one_line(&alert.key, &alert.payload)).collect::<Result<Vec<_>, _>>()?;
        let (quoted, n, all) = (Value::from(key), alerts.len(), lines.join(","));
        Ok(Self { key: key.to_owned(), thread: None, line: format!(r#"{{"key":{quoted},"type":"digest","n":{n},"alerts":[{all}]}}"#) })
    }

    /// A word about rasid itself: that something went wrong and a person must look.
    pub fn of_notice(key: &str, text: &str) -> Self {
        Self { key: key.to_owned(), thread: None, line: json!({"key": key, "type": "notice", "text": text}).to_string() }
    }

    /// A message by which a person sees that a channel works.
    pub fn of_test(key: &str, channel: &str) -> Self {
        let line = json!({"key": key, "type": "test", "channel": channel}).to_string();
        Self { key: key.to_owned(), thread: None, line }
    }

    /// The message as a value.
    pub fn value(&self) -> Value {
        serde_json::from_str(&self.line).unwrap_or(Value::Null)
    }
}

/// An object on one line with the key in it. The payload's own order and spelling are kept.
fn one_line(key: &str, payload: &str) -> Result<String, serde_json::Error> {
    #[derive(Deserialize)]
    struct Probe {
        key: Option<IgnoredAny>,
    }
    let payload = payload.trim();
    let probe: Probe = serde_json::from_str(payload)?;
    let inside = payload.strip_prefix('{').ok_or_else(|| serde::de::Error::custom("it does not begin with a brace"))?;
    let line = if probe.key.is_some() {
        payload.to_owned()
    } else {
        let comma = if inside.trim_start().starts_with('}') { "" } else { "," };
        format!("{{\"key\":{}{comma}{inside}", Value::from(key))
    };
    // Inside a string of JSON a newline is always escaped, so a raw one is layout and can go.
    Ok(line.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(payload: &str, expected: &str) {
        assert_eq!(one_line("alert_1", payload).expect(payload), expected);
    }

    #[test]
    fn the_key_is_added_once() {
        check(r#"{"b": 1, "a": 2}"#, r#"{"key":"alert_1","b": 1, "a": 2}"#);
        check(r#"{"key": "own", "a": {"key": 2}}"#, r#"{"key": "own", "a": {"key": 2}}"#);
        check("{ }", r#"{"key":"alert_1" }"#);
    }

    #[test]
    fn a_message_is_one_line() {
        check("{\n  \"a\": \"b\\nc\"\r\n}\n", "{\"key\":\"alert_1\",   \"a\": \"b\\nc\"  }");
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for payload in ["", "[]", "[null]", "null", "{", "{}{}", "\"x\""] {
            assert!(one_line("alert_1", payload).is_err(), "{payload} passed");
        }
    }
}
