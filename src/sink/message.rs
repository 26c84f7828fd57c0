//! The message as every transport sends it.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::error::SinkError;
use crate::model::Alert;

/// The alert's message: its payload on one line, with the idempotency key in it. The payload's own order and spelling
/// are kept, so that what is signed is what was stored.
pub(super) fn line(alert: &Alert) -> Result<String, SinkError> {
    #[derive(Deserialize)]
    struct Probe {
        key: Option<IgnoredAny>,
    }
    let bad = |source| SinkError::Message { key: alert.key.clone(), source };
    let payload = alert.payload.trim();
    let probe: Probe = serde_json::from_str(payload).map_err(bad)?;
    let inside = payload.strip_prefix('{').ok_or_else(|| bad(serde::de::Error::custom("it does not begin with a brace")))?;
    let line = if probe.key.is_some() {
        payload.to_owned()
    } else {
        let comma = if inside.trim_start().starts_with('}') { "" } else { "," };
        format!("{{\"key\":{}{comma}{inside}", serde_json::Value::from(alert.key.as_str()))
    };
    // Inside a string of JSON a newline is always escaped, so a raw one is layout and can go.
    Ok(line.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::super::tests::alert;
    use super::*;

    fn check(payload: &str, expected: &str) {
        assert_eq!(line(&alert(payload)).expect(payload), expected);
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
            assert!(line(&alert(payload)).is_err(), "{payload} passed");
        }
    }
}
