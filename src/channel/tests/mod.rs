//! Every kind's wire format, and the words of messages, without anything being sent. Each test names the public document of its kind.

use std::time::Duration;

mod chats;
mod machine;
mod servers;
mod words;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::*;
use crate::model::{Alert, AlertCause, AlertId, AlertState, EventId, Secret, WatchId};

/// An alert with all that a message can have.
pub fn payload(lang: &str) -> Json {
    json!({
        "type": "event", "watch": "Orlov <b>", "watch_id": 2, "lang": lang, "severity": "high", "reason": "«Орлов» names Pavel Orlov",
        "matched_text": "Орлова",
        "event": {
            "id": 3, "type": "diplomat_expelled", "domain": "diplomacy", "status": "planned",
            "when": {"start": "2026-11-22", "end": "2026-11-22", "precision": "day", "basis": "explicit"},
            "where": {"country": "QQ", "place": "Zed"}, "mode": null,
            "participants": [
                {"role": "actor", "kind": "country", "entity": "country:QQ", "name": "Quux", "text": "Quux", "country": "QQ"},
                {"role": "target", "kind": "person", "entity": "person:o", "name": "Pavel Orlov", "text": "Орлова", "country": "RR"},
            ],
        },
        "names": {
            "country:QQ": {"en": "Quux", "ar": "كوكس", "ru": "Квукс"}, "QQ": {"en": "Quux", "ar": "كوكس", "ru": "Квукс"},
            "RR": {"en": "Rurik", "ar": "روريك", "ru": "Рюрик"},
            "person:o": {"en": "Pavel Orlov", "ar": "بافل أورلوف", "ru": "Павел Орлов"},
        },
        "evidence": "Квукс высылает Орлова & ещё *двоих* <завтра>.",
        "attribution": [{"name": "TASS", "entity": null}],
        "sources": [
            {"outlet": "Herald", "title": "Out [now]", "lang": "en", "published": "2026-11-22T10:20:30Z", "url": "https://h.example/a?b=1&c=(2)"},
            {"outlet": "Bote", "title": "", "lang": "de", "published": null, "url": "https://b.example/"},
        ],
        "confidence": 0.876,
    })
}

/// When all of this happens.
pub fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().expect("a time")
}

/// The alert of a payload, raised on event 3.
pub fn alert(payload: &str) -> Alert {
    Alert {
        id: AlertId(1),
        key: "db-2-3".to_owned(),
        cause: AlertCause::Event { watch_id: WatchId(2), watch: "Orlov".to_owned(), event_id: EventId(3) },
        update_of: None,
        reason: "«Орлов» names Pavel Orlov".to_owned(),
        payload: payload.to_owned(),
        created_at: now(),
        state: AlertState::New,
        acknowledged_at: None,
        deliveries: Vec::new(),
    }
}

fn message(lang: &str) -> Message {
    Message::of_alert(&alert(&payload(lang).to_string())).expect("an object")
}

/// A headline and a sentence that try everything: calls, links, marks, a bell, a turn of direction.
fn hostile() -> Message {
    let nasty = "Headline <!channel> <@U1> <@1> @everyone @channel @room <at>x</at> <script>x</script> **evil** ![x](https://evil.example) \
                 [x](https://evil.example) <https://evil.example|x> <a href=\"https://evil.example\">x</a> {{ labels }} \\074b\\076 \u{7}\u{1b}[31m\u{202e}\n# x";
    let mut payload = payload("en");
    payload["evidence"] = nasty.into();
    payload["watch"] = nasty.into();
    payload["sources"][0]["title"] = nasty.into();
    payload["event"]["participants"][0]["name"] = nasty.into();
    Message::of_alert(&alert(&payload.to_string())).expect("an object")
}

/// Values as the configuration would give them: what has a default has it.
pub fn values(kind: &Kind, given: &[(&'static str, Value)]) -> Values {
    let mut values = Values::default();
    for field in kind.fields {
        match field.shape {
            Shape::Seconds(default, ..) => values.set(field.key, Value::Duration(Duration::from_secs(default))),
            Shape::Bytes(default, ..) => values.set(field.key, Value::Number(default)),
            Shape::Integer(default, ..) => values.set(field.key, Value::Number(default.into())),
            Shape::Choice(words) => values.set(field.key, Value::Text(words[0].to_owned())),
            _ => {}
        }
    }
    given.iter().for_each(|(key, value)| values.set(key, value.clone()));
    values
}

pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

pub fn url(value: &str) -> Value {
    Value::Url(HiddenUrl(value.parse().expect("an address")))
}

pub fn secret(value: &str) -> Value {
    Value::Secret(Secret::from(value))
}

fn parcel(kind: &str, given: &[(&'static str, Value)], message: &Message) -> Parcel {
    let kind = kind_named(kind).expect(kind);
    let values = values(kind, given);
    (kind.check)(&values).expect("good settings");
    let templates = Templates::default();
    let words = Words::new(&templates, message, None);
    let now = now();
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
    (kind.parcel)(&Occasion { channel: "desk", values: &values, message, words: &words, now, zone: &zone })
}

/// What a kind of the web sends: verb, address, headers and body.
fn request(kind: &str, given: &[(&'static str, Value)], lang: &str) -> (Box<Request>, Json) {
    let Parcel::Request(request) = parcel(kind, given, &message(lang)) else { panic!("{kind} sends no request") };
    let body = serde_json::from_str(&request.body).expect("JSON");
    assert!(!format!("{request:?}").contains("hush"), "{request:?}");
    (request, body)
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

const HOOK: &str = "https://hooks.example/services/hush";

#[test]
fn every_kind_has_a_name_of_its_own_and_settings_that_fit() {
    let mut names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), KINDS.len());
    for kind in KINDS {
        assert!(kind.fields.iter().all(|field| !field.about.is_empty()), "{}", kind.name);
    }
}
