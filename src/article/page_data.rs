//! The data from which a page's scripts build it, where the page itself is an empty shell: the longest row of paragraphs in it.
//!
//! Frameworks leave their state in the page as JSON, each in a shape of its own. What all share is that an article's paragraphs
//! stand in one list (or in one text), so no shape is known here: every list is weighed by the running text in it.

use std::collections::BTreeMap;

use serde_json::Value;

/// Nested deeper than this, nothing is looked for.
const MAX_DEPTH: usize = 40;

/// How many values are looked at.
const MAX_VALUES: usize = 300_000;

/// Shorter strings are labels.
const MIN_PARAGRAPH_CHARS: usize = 50;

/// Less text than this is no article.
const MIN_ARTICLE_CHARS: usize = 300;

/// Names before `=` in scripts whose value is the page's state.
const STATE_NAMES: [&str; 9] = [
    "globalContent",
    "__INITIAL_STATE__",
    "__INITIAL_DATA__",
    "__PRELOADED_STATE__",
    "__PRELOADED_DATA__",
    "__APOLLO_STATE__",
    "__NEXT_DATA__",
    "__DATA__",
    "__STATE__",
];

/// How a script of Next.js' newer kind hands over a piece of the page.
const FLIGHT: &str = "self.__next_f.push(";

/// Keys under which objects carry no paragraphs of the article.
const OTHER_KEYS: [&str; 12] =
    ["caption", "alt", "description", "excerpt", "summary", "credit", "copyright", "bio", "related", "comments", "seo", "subtitle"];

/// Whether a script may hold state at all.
pub(super) fn is_state(content: &str, is_json: bool) -> bool {
    is_json || content.contains(FLIGHT) || STATE_NAMES.iter().any(|name| content.contains(name))
}

/// The longest row of paragraphs (plain text or HTML fragments) in the scripts; empty where there is none.
pub(super) fn paragraphs(scripts: &[String]) -> Vec<String> {
    let mut best = Best::default();
    let mut budget = MAX_VALUES;
    let mut flight = String::new();
    for script in scripts {
        for value in values(script, &mut flight) {
            best.visit(&value, 0, &mut budget);
        }
    }
    for line in flight.lines() {
        let value = line.split_once(':').and_then(|(_, json)| serde_json::from_str::<Value>(json).ok());
        if let Some(value) = value {
            best.visit(&value, 0, &mut budget);
        }
    }
    if best.chars < MIN_ARTICLE_CHARS { Vec::new() } else { best.paragraphs }
}

/// The JSON values in a script. Pieces of a stream are put behind each other in `flight`.
fn values(script: &str, flight: &mut String) -> Vec<Value> {
    let script = script.trim();
    if let Ok(value) = serde_json::from_str(script) {
        return vec![value];
    }
    for (at, mark) in script.match_indices(FLIGHT) {
        if let Some(Value::Array(parts)) = first_value(&script[at + mark.len()..]) {
            parts.iter().filter_map(Value::as_str).for_each(|part| flight.push_str(part));
        }
    }
    let mut found = Vec::new();
    for name in STATE_NAMES {
        let Some(at) = script.find(name) else { continue };
        let rest = script[at + name.len()..].trim_start_matches(['"', '\'', ']', ' ']);
        let Some(value) = rest.strip_prefix('=').and_then(|rest| first_value(rest.trim_start())) else { continue };
        // A text that holds JSON.
        let inner = value.as_str().and_then(|text| serde_json::from_str(text).ok());
        found.push(inner.unwrap_or(value));
    }
    found
}

fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// The best row so far.
#[derive(Default)]
struct Best {
    chars: usize,
    paragraphs: Vec<String>,
}

impl Best {
    fn visit(&mut self, value: &Value, depth: usize, budget: &mut usize) {
        if MAX_DEPTH < depth || *budget == 0 {
            return;
        }
        *budget -= 1;
        match value {
            Value::Array(values) => {
                // Below a list that was weighed, only deeper lists can be better, and they are weighed in their turn.
                self.weigh(values);
                values.iter().for_each(|value| self.visit(value, depth + 1, budget));
            }
            Value::Object(object) if !is_other_article(value) || depth < 4 => {
                object.iter().filter(|(key, _)| !is_other_key(key)).for_each(|(_, value)| self.visit(value, depth + 1, budget));
            }
            Value::String(text) if is_running(text) => self.offer(&[text], text.chars().count()),
            _ => {}
        }
    }

    /// Texts under the same key of a list's members belong together.
    fn weigh(&mut self, values: &[Value]) {
        let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for value in values {
            collect(value, "", 0, &mut rows);
        }
        for row in rows.into_values() {
            let running: Vec<usize> = row.iter().filter(|text| is_running(text)).map(|text| text.chars().count()).collect();
            // Mostly labels: not the article, but a menu with a sentence in it.
            if row.len() <= running.len() * 3 {
                self.offer(&row, running.iter().sum());
            }
        }
    }

    fn offer(&mut self, row: &[&str], chars: usize) {
        if self.chars < chars {
            *self = Self { chars, paragraphs: row.iter().map(|text| (*text).to_owned()).collect() };
        }
    }
}

/// The strings in a list's member, by the nearest key above them.
fn collect<'a>(value: &'a Value, key: &'a str, depth: usize, rows: &mut BTreeMap<&'a str, Vec<&'a str>>) {
    match value {
        Value::String(text) => rows.entry(key).or_default().push(text),
        Value::Object(object) if depth < 4 && !is_other_article(value) => {
            for (key, value) in object.iter().filter(|(key, _)| !is_other_key(key)) {
                collect(value, key, depth + 1, rows);
            }
        }
        Value::Array(values) if depth < 6 && is_element(values) => values.iter().for_each(|value| collect(value, key, depth + 1, rows)),
        _ => {}
    }
}

/// `["$", "p", null, {"children": ...}]`: an element as Next.js writes it.
fn is_element(values: &[Value]) -> bool {
    values.first().and_then(Value::as_str) == Some("$")
}

fn is_other_key(key: &str) -> bool {
    OTHER_KEYS.iter().any(|other| key.eq_ignore_ascii_case(other))
}

/// Whether an object stands for an article of its own, in a list of such: it has a title and an address.
fn is_other_article(value: &Value) -> bool {
    let has = |keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
    has(&["title", "headline", "headlines"]) && has(&["url", "link", "href", "canonical_url", "website_url", "slug"])
}

/// Whether a string is running text: long, of many words, and ending as sentences do (or marked up as paragraphs).
fn is_running(text: &str) -> bool {
    let plain = text.trim_end();
    MIN_PARAGRAPH_CHARS <= plain.chars().take(MIN_PARAGRAPH_CHARS).count()
        && !plain.starts_with(['{', '[', '/', '#', '.'])
        && !plain.starts_with("http")
        && 6 <= plain.split_whitespace().take(6).count()
        && (plain.ends_with('>') || super::blocks::ends_sentence(plain))
        && (!plain.contains('<')
            || plain.contains("</p>")
            || plain.contains("</a>")
            || plain.contains("</b>")
            || plain.contains("</i>")
            || plain.contains("</em>")
            || plain.contains("</strong>")
            || plain.contains("<br"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "The two ministers met in Geneva on Tuesday and agreed to continue their talks next month, a spokesman said.";
    const TWO: &str = "Neither side gave details of what had been discussed, and no date was set for the next round of the talks.";
    const THREE: &str = "The last meeting of the two was held in spring, and ended without a statement that both of them could sign.";

    fn check(script: String) {
        let found = paragraphs(&[script]);
        assert_eq!(found, [ONE, TWO, THREE]);
    }

    #[test]
    fn paragraphs_are_found_in_any_shape() {
        check(format!(
            r#"{{"props":{{"a":[{{"type":"p","text":"{ONE}"}},{{"type":"p","text":"{TWO}"}},{{"caption":"{TWO}"}},{{"text":"{THREE}"}}]}}}}"#
        ));
        check(format!(r#"window.__INITIAL_STATE__ = {{"body":["{ONE}","{TWO}","{THREE}"],"menu":["a","b"]}};"#));
        let element = |text: &str| format!(r#"["$","p",null,{{"children":"{text}"}}]"#);
        let row = format!("5:[{},{},{}]\n", element(ONE), element(TWO), element(THREE));
        check(format!("self.__next_f.push([1,{}])", serde_json::to_string(&row).expect("plain text")));
    }

    #[test]
    fn lists_of_other_articles_are_none() {
        let other = |text: &str| format!(r#"{{"title":"T","url":"/x","text":"{text}"}}"#);
        let script = format!(r#"{{"props":{{"page":{{"data":{{"latest":[{},{},{}]}}}}}}}}"#, other(ONE), other(TWO), other(THREE));
        assert_eq!(paragraphs(&[script]), [] as [String; 0]);
        assert_eq!(paragraphs(&["{\"a\":".to_owned(), "[".repeat(5000), "self.__next_f.push([1,".to_owned()]), [] as [String; 0]);
    }
}
