//! Chats that are written to by a webhook, and Telegram's bots.

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::super::*;
use super::{HOOK, hostile, parcel, request, secret, text, url};

/// Slack, "Sending messages using incoming webhooks" (api.slack.com/messaging/webhooks) and "Formatting text for app surfaces"
/// (api.slack.com/reference/surfaces/formatting): JSON with `text`; `&`, `<` and `>` are the characters to escape.
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

/// Discord, "Execute Webhook" (discord.com/developers/docs/resources/webhook) and "Rate Limits" (.../topics/rate-limits): `content` of
/// at most 2,000 characters, `allowed_mentions`, the flag `SUPPRESS_EMBEDS`, `wait`; a 429 has `retry_after` in seconds.
#[test]
fn discord_is_asked_to_wait_and_calls_nobody() {
    let (request, body) = request("discord", &[("url", url(HOOK)), ("username", text("rasid"))], "en");
    assert_eq!((request.verb, request.url.query()), (Verb::Post, Some("wait=true")));
    assert_eq!((&body["allowed_mentions"]["parse"], &body["username"], &body["flags"]), (&json!([]), &json!("rasid"), &json!(4)));
    let content = body["content"].as_str().expect("a text");
    assert!(content.starts_with("**Diplomats expelled: ") && content.contains("**Орлова** & ещё \\*двоих\\* \\<завтра\\>"), "{content}");
    assert_eq!((request.judge)(429, r#"{"retry_after": 1.5, "global": false}"#), Verdict::Later(Some(Duration::from_millis(1500))));
    assert_eq!((request.judge)(429, "<html>"), Verdict::Later(None));
    assert_eq!((request.judge)(204, ""), Verdict::Taken);
}

/// Mattermost, "Incoming webhooks" (developers.mattermost.com/integrate/webhooks/incoming): `text` in Markdown of at most 16,383
/// characters, `channel`, `username`; `@channel` in the text would call everybody.
#[test]
fn mattermost_gets_markdown() {
    let (request, body) = request("mattermost", &[("url", url(HOOK)), ("room", text("town-square")), ("username", text("rasid"))], "en");
    assert_eq!((request.verb, request.url.as_str()), (Verb::Post, HOOK));
    assert_eq!((&body["channel"], &body["username"]), (&json!("town-square"), &json!("rasid")));
    assert!(body["text"].as_str().is_some_and(|text| text.contains("[\u{2068}Out \\[now\\]\u{2069}](https://h.example/a?b=1&c=%282%29)")));
}

/// Microsoft Teams, "Create incoming webhooks with Workflows" and "Format cards in Teams" (learn.microsoft.com/microsoftteams): a message
/// with one attachment, an Adaptive Card, in all at most 28 KB; `rtl` is of version 1.5.
#[test]
fn teams_gets_a_card_that_reads_from_the_right() {
    let (request, body) = request("teams", &[("url", url(HOOK))], "ar");
    assert_eq!((request.verb, request.url.as_str()), (Verb::Post, HOOK));
    let attachment = &body["attachments"][0];
    assert_eq!((&body["type"], &attachment["contentType"]), (&json!("message"), &json!("application/vnd.microsoft.card.adaptive")));
    let card = &attachment["content"];
    assert_eq!((&card["type"], &card["version"], &card["rtl"]), (&json!("AdaptiveCard"), &json!("1.5"), &json!(true)));
    assert_eq!(card["body"][0]["text"], "**طرد دبلوماسيين: كوكس ← بافل أورلوف (روريك) (مقرر)**");
    assert_eq!((request.judge)(202, ""), Verdict::Taken);
}

/// Telegram, "Bot API" (core.telegram.org/bots/api#sendmessage, #html-style, #responseparameters): `text` of at most 4,096 characters,
/// where `<`, `>` and `&` stand for themselves only as entities; a 429 has `parameters.retry_after` in seconds.
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
fn a_hostile_headline_is_words_and_nothing_else() {
    let sent = |kind: &str, given: &[(&'static str, Value)]| match parcel(kind, given, &hostile()) {
        Parcel::Request(request) => {
            // The plain text beside Matrix's HTML has no marks at all.
            let mut body: Json = serde_json::from_str(&request.body).expect("JSON");
            body.as_object_mut().expect("an object").remove("body");
            body.to_string()
        }
        other => panic!("{kind} sends {other:?}"),
    };
    let hook = [("url", url(HOOK))];
    for (kind, given, never) in [
        ("slack", &hook[..], &["<!channel>", "<@U1>", "<https://evil"][..]),
        ("discord", &hook, &["@everyone", "<@1>", "[x](https://evil", "**evil**"]),
        ("mattermost", &hook, &["@channel", "@everyone", "<!channel>", "[x](https://evil", "![x]"]),
        ("teams", &hook, &["[x](https://evil", "<at>", "**evil**"]),
        ("telegram", &[("chat", text("1")), ("token", secret("1:hush"))], &["<a href=\\\"https://evil", "<at>", "<script>"]),
        (
            "matrix",
            &[("url", url("https://m.example")), ("room", text("!a:m.example")), ("token", secret("hush"))],
            &["<a href=\\\"https://evil", "<script>"],
        ),
        ("gotify", &[("url", url("https://g.example")), ("token", secret("hush"))], &["[x](https://evil", "**evil**"]),
    ] {
        let body = sent(kind, given);
        assert!(body.contains("Headline"), "{kind}: {body}");
        // None of them, nor what rings a bell, hides in an escape or turns the line around.
        for never in never.iter().chain(&["\\u0007", "\\u001b", "\u{202e}"]) {
            assert!(!body.contains(never), "{kind} sends {never}: {body}");
        }
    }
}
