//! Servers: webhooks, Matrix, ntfy, Gotify, mail.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use super::super::*;
use super::{HOOK, header, message, parcel, request, secret, text, url, values};

/// Standard Webhooks 1.0.0 (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): JSON by POST, `webhook-id` the same
/// over all tries, `webhook-timestamp` of the try, `webhook-signature` over both and the body; 2xx is success, 410 the end.
#[test]
fn a_webhook_is_signed_over_what_is_sent() {
    let key = b"a key of twenty-four bytes or more";
    let given = [("url", url(HOOK)), ("secret", secret(&format!("whsec_{}", STANDARD.encode(key))))];
    let (request, body) = request("webhook", &given, "en");
    assert_eq!((request.verb, request.url.as_str(), header(&request, "content-type")), (Verb::Post, HOOK, Some("application/json")));
    assert_eq!((header(&request, "webhook-id"), header(&request, "webhook-timestamp")), (Some("db-2-3"), Some("1795435200")));
    assert_eq!((&body["key"], &body["type"], &body["event"]["id"]), (&json!("db-2-3"), &json!("event"), &json!(3)));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key");
    mac.update(format!("db-2-3.1795435200.{}", request.body).as_bytes());
    let signature = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    assert_eq!(header(&request, "webhook-signature"), Some(signature.as_str()));
    let verdicts = [200, 204, 302, 410, 429, 503].map(|status| (request.judge)(status, ""));
    let later = Verdict::Later(None);
    assert_eq!(verdicts, [Verdict::Taken, Verdict::Taken, later, Verdict::Never, later, later]);
}

/// Matrix, "Client-Server API" v1.10 and later (spec.matrix.org): `PUT .../rooms/{roomId}/send/{eventType}/{txnId}` with a bearer token,
/// `m.text` with HTML, `m.mentions` empty so that nobody is called; `M_LIMIT_EXCEEDED` has `retry_after_ms`.
#[test]
fn matrix_gets_a_transaction_that_is_the_key() {
    let given = [("url", url("https://m.example")), ("room", text("!a/b:m.example")), ("token", secret("hush"))];
    let (request, body) = request("matrix", &given, "ar");
    assert_eq!(request.verb, Verb::Put);
    assert_eq!(request.url.as_str(), "https://m.example/_matrix/client/v3/rooms/!a%2Fb:m.example/send/m.room.message/db-2-3");
    assert_eq!(header(&request, "authorization"), Some("Bearer hush"));
    assert_eq!((&body["msgtype"], &body["format"]), (&json!("m.text"), &json!("org.matrix.custom.html")));
    assert_eq!(body["m.mentions"], json!({}));
    assert!(body["formatted_body"].as_str().is_some_and(|html| html.starts_with("<b>طرد") && html.contains("<br>\n")));
    assert!(body["body"].as_str().is_some_and(|plain| plain.starts_with("طرد دبلوماسيين")));
    let wait = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"slow down","retry_after_ms":2000}"#;
    assert_eq!((request.judge)(429, wait), Verdict::Later(Some(Duration::from_secs(2))));
    let kind = kind_named("matrix").expect("a kind");
    let error = (kind.check)(&values(kind, &[("room", text("#news:m.example"))])).expect_err("an alias");
    assert!(error.what.contains("no id of a room"), "{error:?}");
}

/// ntfy, "Publish as JSON" and "Updating notifications" (docs.ntfy.sh/publish): a POST to the root with `topic`, `title`, `message` of at
/// most 4,096 bytes, `priority` 1 to 5, `click`, and `sequence_id`, by which a second copy takes the place of the first.
#[test]
fn ntfy_gets_json_at_its_root() {
    let (request, body) = request("ntfy", &[("topic", secret("news")), ("token", secret("hush"))], "en");
    assert_eq!((request.url.as_str(), header(&request, "authorization")), ("https://ntfy.sh/", Some("Bearer hush")));
    assert_eq!((&body["topic"], &body["priority"], &body["sequence_id"]), (&json!("news"), &json!(4), &json!("db-2-3")));
    assert_eq!(body["click"], "https://h.example/a?b=1&c=(2)");
    let text = body["message"].as_str().expect("a text");
    assert!(text.len() <= 4_096 && text.contains("“Квукс высылает *Орлова* & ещё *двоих* <завтра>.”"), "{text}");
}

/// Gotify, "API" (gotify.net/api-docs) and "Message extras" (gotify.net/docs/msgextras): `POST /message` with `X-Gotify-Key`, `title`,
/// `message`, `priority`, and extras for Markdown and for what a click opens.
#[test]
fn gotify_gets_markdown_and_a_priority() {
    let (request, body) = request("gotify", &[("url", url("https://g.example/push/")), ("token", secret("hush"))], "en");
    assert_eq!((request.url.as_str(), header(&request, "x-gotify-key")), ("https://g.example/push/message", Some("hush")));
    assert_eq!((&body["priority"], &body["extras"]["client::display"]["contentType"]), (&json!(7), &json!("text/markdown")));
    assert_eq!(body["extras"]["client::notification"]["click"]["url"], "https://h.example/a?b=1&c=(2)");
    assert_eq!(body["title"], "Diplomats expelled: Quux → Pavel Orlov (Rurik) (planned)");
}

/// RFC 5322 for ids and threads, RFC 2046 for the alternatives, RFC 3282 for the language; what is sent of it is tried in `sink`.
#[test]
fn a_mail_belongs_to_the_thread_of_its_event() {
    let mail = |from: &str, message: &Message| {
        let given = [("host", text("mail.example")), ("from", text(from)), ("to", Value::Words(vec!["d@e.example".to_owned()]))];
        let Parcel::Mail(mail) = parcel("email", &given, message) else { panic!() };
        mail
    };
    let first = mail("Desk <r@e.example>", &message("ar"));
    assert_eq!((first.server.port, first.server.tls, first.lang), (587, MailTls::StartTls, "ar"));
    assert_eq!((first.message_id.as_str(), first.references.as_deref()), ("<db-2-3@e.example>", Some("<db-event-3@e.example>")));
    assert_eq!(first.subject, "طرد دبلوماسيين: كوكس ← بافل أورلوف (روريك) (مقرر)");
    assert!(first.html.contains("<html lang=\"ar\" dir=\"rtl\">") && first.text.contains("*Орлова*") && first.is_urgent);
    assert!(mail("r@e.example", &message("en")).html.contains("<html lang=\"en\" dir=\"ltr\">"));
    // A second try is the same mail; a digest belongs to no event.
    assert_eq!(first, mail("Desk <r@e.example>", &message("ar")));
    let digest = Message::of_digest("db-digest-1", &[super::alert(&super::payload("ar").to_string())]).expect("an object");
    assert_eq!(mail("r@e.example", &digest).references, None);
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
