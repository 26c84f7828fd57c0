//! What happened, in one line: the kind of act, who, to whom; and what has changed of it. Names stand as they are, so that no grammar can
//! go wrong.

use serde_json::Value;

use super::phrases::phrases_of;

/// The line of an alert's message in a language.
pub fn headline(alert: &Value, lang: &str) -> String {
    if alert["type"] == "notice" {
        return alert["text"].as_str().unwrap_or_default().to_owned();
    }
    let phrases = phrases_of(lang);
    if alert["type"] == "mention" {
        let title = alert["sources"][0]["title"].as_str().unwrap_or_default();
        return format!("{}: {} — {title}", phrases.label("mention"), alert["watch"].as_str().unwrap_or_default());
    }
    let event = &alert["event"];
    let kind = event["type"].as_str().unwrap_or_default();
    let mut line = String::new();
    if !alert["update_of"].is_null() {
        line.push_str(&format!("{}: ", phrases.label("update")));
    }
    line.push_str(phrases.types.get(kind).map_or(kind, String::as_str));
    let named = |roles: &[&str]| -> Vec<String> {
        let all = event["participants"].as_array().map_or(&[][..], Vec::as_slice);
        let wanted = all.iter().filter(|who| who["role"].as_str().is_some_and(|role| roles.contains(&role)));
        wanted.map(|who| name_of(alert, who, lang)).collect()
    };
    let (acting, acted_upon) = (named(&["actor", "participant", "mediator", "host"]), named(&["target", "subject"]));
    let (left, right) = (acting.join(&phrases.comma), acted_upon.join(&phrases.comma));
    match (left.is_empty(), right.is_empty()) {
        (false, false) => line.push_str(&format!(": {left} {} {right}", phrases.arrow)),
        (false, true) => line.push_str(&format!(": {left}")),
        (true, false) => line.push_str(&format!(": {right}")),
        (true, true) => {}
    }
    let status = event["status"].as_str().unwrap_or_default();
    if status != "occurred"
        && let Some(words) = phrases.statuses.get(status)
    {
        line.push_str(&format!(" ({words})"));
    }
    line
}

/// What has changed since the watch was told, a line each.
pub(super) fn changes(alert: &Value, lang: &str) -> Vec<String> {
    let phrases = phrases_of(lang);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let status = |value: &Value| phrases.statuses.get(&text(value)).cloned().unwrap_or_else(|| text(value));
    let line = |change: &Value| match change["kind"].as_str().unwrap_or_default() {
        "status" => format!("{}: {} {} {}", phrases.label("status"), status(&change["from"]), phrases.arrow, status(&change["to"])),
        "participant" => format!("{}: {}", phrases.label("new_participant"), name_of(alert, &change["participant"], lang)),
        "sources" => format!("{}: {}", phrases.label("sources_now"), change["sources"]),
        _ => {
            let verb = if change["withdrawn"] == true { "withdrawn" } else { "corrected" };
            format!("{} {}; {}: “{}”", phrases.label(verb), text(&change["outlet"]), phrases.label("was"), text(&change["was"]))
        }
    };
    alert["changes"].as_array().map_or(&[][..], Vec::as_slice).iter().map(line).collect()
}

/// A participant's name in a language, with the state behind it.
fn name_of(alert: &Value, who: &Value, lang: &str) -> String {
    let plain = who["name"].as_str().unwrap_or_default();
    let name = who["entity"].as_str().and_then(|id| known_name(alert, id, lang)).unwrap_or(plain);
    let country = who["country"].as_str().filter(|_| who["kind"] != "country");
    match country.map(|code| known_name(alert, code, lang).unwrap_or(code)) {
        Some(country) => format!("{name} ({country})"),
        None => name.to_owned(),
    }
}

/// What the message says that an entity or a state is called in a language.
pub(super) fn known_name<'a>(alert: &'a Value, id: &str, lang: &str) -> Option<&'a str> {
    alert["names"][id][lang].as_str()
}
