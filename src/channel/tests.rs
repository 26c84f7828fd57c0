//! Every kind's wire format, and the words of messages, without anything being sent.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

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

/// The alert of a payload, raised on event 3.
pub fn alert(payload: &str) -> Alert {
    Alert {
        id: AlertId(1),
        key: "db-2-3".to_owned(),
        cause: AlertCause::Event { watch_id: WatchId(2), watch: "Orlov".to_owned(), event_id: EventId(3) },
        update_of: None,
        reason: "«Орлов» names Pavel Orlov".to_owned(),
        payload: payload.to_owned(),
        created_at: "2026-11-23T12:00:00Z".parse().expect("a time"),
        state: AlertState::New,
        acknowledged_at: None,
        deliveries: Vec::new(),
    }
}

fn message(lang: &str) -> Message {
    Message::of_alert(&alert(&payload(lang).to_string())).expect("an object")
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
    let now = "2026-11-23T12:00:00Z".parse().expect("a time");
    (kind.parcel)(&Occasion { channel: "desk", values: &values, message, words: &words, now })
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

#[test]
fn slack_gets_its_own_marks() {
    let (request, body) = request("slack", &[("url", url(HOOK))], "en");
    assert_eq!((request.verb, request.url.as_str()), (Verb::Post, HOOK));
    assert_eq!((&body["mrkdwn"], &body["unfurl_links"]), (&json!(true), &json!(false)));
    let text = body["text"].as_str().expect("a text");
    assert!(text.starts_with("*Diplomats expelled: Quux → Pavel Orlov (Rurik) (planned)*\n"), "{text}");
    assert!(text.contains("“Квукс высылает *Орлова* &amp; ещё *двоих* &lt;завтра&gt;.”"), "{text}");
    assert!(text.contains("<https://h.example/a?b=1&amp;c=(2)|\u{2068}Out [now]\u{2069}>"), "{text}");
}

#[test]
fn discord_is_asked_to_wait_and_calls_nobody() {
    let (request, body) = request("discord", &[("url", url(HOOK)), ("username", text("rasid"))], "en");
    assert_eq!(request.url.query(), Some("wait=true"));
    assert_eq!((&body["allowed_mentions"]["parse"], &body["username"]), (&json!([]), &json!("rasid")));
    let content = body["content"].as_str().expect("a text");
    assert!(content.starts_with("**Diplomats expelled: ") && content.contains("**Орлова** & ещё \\*двоих\\* \\<завтра\\>"), "{content}");
    assert_eq!((request.judge)(429, r#"{"retry_after": 1.5, "global": false}"#), Verdict::Later(Some(Duration::from_millis(1500))));
    assert_eq!((request.judge)(204, ""), Verdict::Taken);
}

#[test]
fn mattermost_and_gotify_get_markdown() {
    let (_, body) = request("mattermost", &[("url", url(HOOK)), ("room", text("desk"))], "en");
    assert_eq!(body["channel"], "desk");
    assert!(body["text"].as_str().is_some_and(|text| text.contains("[\u{2068}Out \\[now\\]\u{2069}](https://h.example/a?b=1&c=%282%29)")));
    let (request, body) = request("gotify", &[("url", url("https://g.example/push/")), ("token", secret("hush"))], "en");
    assert_eq!((request.url.as_str(), header(&request, "x-gotify-key")), ("https://g.example/push/message", Some("hush")));
    assert_eq!((&body["priority"], &body["extras"]["client::display"]["contentType"]), (&json!(7), &json!("text/markdown")));
    assert_eq!(body["extras"]["client::notification"]["click"]["url"], "https://h.example/a?b=1&c=(2)");
    assert_eq!(body["title"], "Diplomats expelled: Quux → Pavel Orlov (Rurik) (planned)");
}

#[test]
fn teams_gets_a_card_that_reads_from_the_right() {
    let (request, body) = request("teams", &[("url", url(HOOK))], "ar");
    let attachment = &body["attachments"][0];
    assert_eq!((&body["type"], &attachment["contentType"]), (&json!("message"), &json!("application/vnd.microsoft.card.adaptive")));
    let card = &attachment["content"];
    assert_eq!((&card["type"], &card["version"], &card["rtl"]), (&json!("AdaptiveCard"), &json!("1.5"), &json!(true)));
    assert_eq!(card["body"][0]["text"], "**طرد دبلوماسيين: كوكس ← بافل أورلوف (روريك) (مقرر)**");
    assert_eq!((request.judge)(202, ""), Verdict::Taken);
    assert_eq!((request.judge)(200, "Webhook message delivery failed with error: 429"), Verdict::Later(None));
}

#[test]
fn telegram_gets_its_html_and_says_how_long_to_wait() {
    let given = [("chat", text("-100123")), ("token", secret("1:hush")), ("url", url("https://t.example/")), ("topic", Value::Number(7))];
    let (request, body) = request("telegram", &given, "ru");
    assert_eq!(request.url.as_str(), "https://t.example/bot1:hush/sendMessage");
    assert_eq!((&body["chat_id"], &body["parse_mode"], &body["message_thread_id"]), (&json!("-100123"), &json!("HTML"), &json!(7)));
    assert_eq!(body["link_preview_options"]["is_disabled"], true);
    let text = body["text"].as_str().expect("a text");
    assert!(text.starts_with("<b>Высылка дипломатов: Квукс → Павел Орлов (Рюрик) (планируется)</b>\n"), "{text}");
    assert!(text.contains("<b><u>Орлова</u></b> &amp; ещё *двоих* &lt;завтра&gt;"), "{text}");
    let wait = r#"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":35}}"#;
    assert_eq!((request.judge)(429, wait), Verdict::Later(Some(Duration::from_secs(35))));
    assert_eq!((request.judge)(200, r#"{"ok":false}"#), Verdict::Later(None));
    assert_eq!((request.judge)(200, r#"{"ok":true,"result":{}}"#), Verdict::Taken);
}

#[test]
fn matrix_gets_a_transaction_that_is_the_key() {
    let given = [("url", url("https://m.example")), ("room", text("!a/b:m.example")), ("token", secret("hush"))];
    let (request, body) = request("matrix", &given, "ar");
    assert_eq!(request.verb, Verb::Put);
    assert_eq!(request.url.as_str(), "https://m.example/_matrix/client/v3/rooms/!a%2Fb:m.example/send/m.room.message/db-2-3");
    assert_eq!(header(&request, "authorization"), Some("Bearer hush"));
    assert_eq!((&body["msgtype"], &body["format"]), (&json!("m.text"), &json!("org.matrix.custom.html")));
    assert!(body["formatted_body"].as_str().is_some_and(|html| html.starts_with("<div dir=\"rtl\"><b>طرد") && html.contains("<br>\n")));
    assert!(body["body"].as_str().is_some_and(|plain| plain.starts_with("طرد دبلوماسيين")));
    let wait = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"slow down","retry_after_ms":2000}"#;
    assert_eq!((request.judge)(429, wait), Verdict::Later(Some(Duration::from_secs(2))));
}

#[test]
fn ntfy_gets_json_at_its_root() {
    let (request, body) = request("ntfy", &[("topic", text("news")), ("token", secret("hush"))], "en");
    assert_eq!((request.url.as_str(), header(&request, "authorization")), ("https://ntfy.sh/", Some("Bearer hush")));
    assert_eq!((&body["topic"], &body["priority"], &body["markdown"]), (&json!("news"), &json!(4), &json!(true)));
    assert_eq!(body["click"], "https://h.example/a?b=1&c=(2)");
    assert!(body["message"].as_str().is_some_and(|text| text.len() < 4096));
}

#[test]
fn the_logs_of_the_system_get_their_datagrams() {
    let Parcel::Datagram { socket, bytes } = parcel("syslog", &[], &message("en")) else { panic!() };
    let line = String::from_utf8(bytes).expect("text");
    assert_eq!(socket, PathBuf::from("/dev/log"));
    // Facility 3 and severity 4.
    assert!(line.starts_with("<28>Nov 23 12:00:00 rasid: Diplomats expelled: "), "{line}");
    let Parcel::Datagram { bytes, .. } = parcel("journal", &[], &message("en")) else { panic!() };
    let fields = String::from_utf8(bytes).expect("text");
    assert!(fields.starts_with("MESSAGE=Diplomats expelled: ") && fields.contains("\nPRIORITY=4\n"), "{fields}");
    assert!(fields.contains("\nRASID_KEY=db-2-3\n") && fields.ends_with("}\n"), "{fields}");
}

#[test]
fn a_mail_belongs_to_the_thread_of_its_event() {
    let given = [("host", text("mail.example")), ("from", text("r@e.example")), ("to", Value::Words(vec!["d@e.example".to_owned()]))];
    let Parcel::Mail(mail) = parcel("email", &given, &message("ar")) else { panic!() };
    assert_eq!((mail.server.port, mail.server.tls), (587, MailTls::StartTls));
    assert_eq!((mail.message_id.as_str(), mail.references.as_deref()), ("<db-2-3@rasid>", Some("<db-event-3@rasid>")));
    assert_eq!(mail.subject, "طرد دبلوماسيين: كوكس ← بافل أورلوف (روريك) (مقرر)");
    assert!(mail.html.contains("<html lang=\"ar\" dir=\"rtl\">") && mail.text.contains("*Орлова*") && mail.is_urgent);
}

#[test]
fn a_password_is_never_sent_in_the_clear() {
    let kind = kind_named("email").expect("a kind");
    let given = [
        ("host", text("mail.example")),
        ("to", Value::Words(vec!["d@e.example".to_owned()])),
        ("username", text("u")),
        ("password", secret("hush")),
        ("tls", text("none")),
    ];
    let error = (kind.check)(&values(kind, &given)).expect_err("in the clear");
    assert!(error.what.contains("in the clear") && !error.what.contains("hush"), "{error:?}");
}

#[test]
fn a_desktop_gets_words_that_cannot_be_options() {
    let Parcel::Run { program, args, .. } = parcel("desktop", &[], &message("en")) else { panic!() };
    assert_eq!(
        (program, &args[..3]),
        (PathBuf::from("notify-send"), &["--app-name=rasid".to_owned(), "--urgency=normal".to_owned(), "--".to_owned()][..])
    );
}

#[test]
fn what_is_too_long_loses_its_end_and_says_so() {
    let mut long = payload("en");
    let source = long["sources"][0].clone();
    long["sources"] = json!(vec![source; 20]);
    let alerts: Vec<Alert> = (0..30).map(|_| alert(&long.to_string())).collect();
    let digest = Message::of_digest("db-digest-1", &alerts).expect("objects");
    let templates = Templates::default();
    let words = Words::new(&templates, &digest, None);
    let whole = words.body(Markup::Html, 1_000_000);
    assert!(whole.starts_with("<b>Alerts held back</b> (30)") && whole.matches("<a href").count() == 600);
    let short = words.body(Markup::Html, 4_000);
    assert!(short.encode_utf16().count() <= 4_000 && short.contains("further alerts, not shown here: "), "{short}");
    assert_eq!(words.title(), "Alerts held back (30)");
    assert_eq!(words.body(Markup::Plain, 20), "Alerts he…");
    let object: Json = serde_json::from_str(&digest.line).expect("JSON");
    assert_eq!((&object["n"], object["alerts"][29]["key"].as_str()), (&json!(30), Some("db-2-3")));
}

#[test]
fn a_template_of_ones_own_is_tried_before_it_is_used() {
    let own = |source: &str| Templates::new(BTreeMap::from([(String::new(), source.to_owned())]));
    let templates = own("{{ alerts[0].headline | bold }} on {{ alerts[0].message.event.id }} & {{ alerts[0].hit }}").expect("a template");
    let message = message("en");
    let text = Words::new(&templates, &message, None).body(Markup::Html, 500);
    assert_eq!(text, "<b>Diplomats expelled: Quux → Pavel Orlov (Rurik) (planned)</b> on 3 & Орлова");
    for (source, words) in [
        ("{{ alerts", "line 1"),
        ("{{ alerts | nofilter }}", "unknown filter"),
        ("{% for a in range(9999999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}", ""),
    ] {
        let error = own(source).expect_err(source).to_string();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn tests_and_notices_are_told_in_words() {
    let templates = Templates::default();
    let test = Message::of_test("k", "desk");
    assert_eq!(Words::new(&templates, &test, Some("ru")).body(Markup::Plain, 500), "rasid: это проверка канала (desk)");
    let notice = Message::of_notice("k", "channel \"desk\" gave up <3> alerts");
    assert_eq!(Words::new(&templates, &notice, None).body(Markup::Html, 500), "channel &quot;desk&quot; gave up &lt;3&gt; alerts");
}
