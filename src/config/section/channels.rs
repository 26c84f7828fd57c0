//! `[channels.NAME]`: the ways by which alerts leave, read by what each kind says of its settings.

use std::time::Duration;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use url::Url;

use super::super::Environment;
use super::super::fault::Origin;
use super::super::reader::{Section, quoted, text};
use super::super::tree::{Node, Table, Value};
use super::secrets;
use crate::channel::{self, Bundling, ChannelSettings, Field, HiddenUrl, KINDS, Kind, LANGUAGES, Pace, QuietHours, Rules, Shape, Values};
use crate::model::Severity;

/// The channels that are there without being written: `log`.
pub(in super::super) fn built_in() -> Table {
    let node = |value| Node { value, origin: Origin::Default };
    let log = Table::from([("kind".to_owned(), node(Value::Text("log".to_owned())))]);
    Table::from([("channels".to_owned(), node(Value::Table(Table::from([("log".to_owned(), node(Value::Table(log)))]))))])
}

/// The names of all channels, good or faulty.
pub(in super::super) fn names(root: &Table) -> Vec<String> {
    match root.get("channels").map(|node| &node.value) {
        Some(Value::Table(channels)) => channels.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

/// Reads one channel; `None` where nobody can tell what it is.
pub(in super::super) fn read(section: &mut Section<'_>, name: &str, environment: &Environment) -> Option<ChannelSettings> {
    if let Err(what) = check_name(name) {
        section.fault(what);
    }
    if !section.has("kind") {
        let path = section.path().to_owned();
        let valid = KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
        section.fault(format!("`{path}` has no `kind`; valid: {valid}"));
    }
    let words: Vec<(&str, Option<KindByName>)> = KINDS.iter().map(|kind| (kind.name, Some(KindByName(kind)))).collect();
    let Some(KindByName(kind)) = section.choice("kind", None, &words) else {
        // Without a kind nobody can say which keys belong here, so none is called unknown.
        section.accept_all_keys();
        return None;
    };
    let n_faults = section.n_faults();
    let mut values = Values::default();
    for field in kind.fields {
        read_field(section, field, environment, &mut values);
    }
    if section.n_faults() == n_faults
        && let Err(wrong) = (kind.check)(&values)
    {
        let what = format!("`{}.{}` {}", section.path(), wrong.key, wrong.what);
        section.fault_at(wrong.key, what);
    }
    let valid = || format!("one of {}, or \"\" for that of the watch", LANGUAGES.join(", "));
    let lang = section.optional_text("lang", |lang| if LANGUAGES.contains(&lang) { Ok(()) } else { Err(valid()) });
    let template = section.file_or_none("template");
    let rules = read_rules(section);
    Some(ChannelSettings { name: name.to_owned(), kind, values, lang, template, rules })
}

/// When the channel's messages leave.
fn read_rules(section: &mut Section<'_>) -> Rules {
    let levels: Vec<(&'static str, Severity)> = Severity::ALL.iter().map(|severity| (severity.as_str(), *severity)).collect();
    let min_severity = section.choice("min_severity", Severity::Low, &levels);
    let urgent = section.choice("urgent", Severity::Critical, &levels);
    let quiet = section.value(
        "quiet",
        None,
        |node| quiet_hours(text(node)?),
        |quiet| quoted(quiet.map_or(String::new(), |quiet| quiet.to_string())),
    );
    let bundling =
        section.choice("digest", Bundling::Off, &[("off", Bundling::Off), ("hourly", Bundling::Hourly), ("daily", Bundling::Daily)]);
    let eight = Time::constant(8, 0, 0, 0);
    let digest_at = section.value("digest_at", eight, |node| time_of_day(text(node)?), |at| quoted(at.strftime("%H:%M")));
    let zone_name = section.optional_text("time_zone", |name| match TimeZone::get(name) {
        Ok(_) => Ok(()),
        Err(_) => Err("the name of a time zone, as in \"Europe/Berlin\" or \"UTC\", or \"\" for this machine's".to_owned()),
    });
    let zone = zone_name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or_else(TimeZone::system);
    let most = section.integer("rate_limit", 0, 0..=1_000_000);
    let within = section.duration("rate_window", Duration::from_secs(3_600), Duration::from_secs(1)..=Duration::from_secs(7 * 86_400));
    let pace = (0 < most).then_some(Pace { most, within });
    Rules { min_severity, urgent, quiet, bundling, digest_at, zone, pace }
}

fn time_of_day(given: &str) -> Result<Time, String> {
    Time::strptime("%H:%M", given.trim()).map_err(|_| "a time of day, as in \"08:00\"".to_owned())
}

fn quiet_hours(given: &str) -> Result<Option<QuietHours>, String> {
    if given.is_empty() {
        return Ok(None);
    }
    let hours = given.split_once('-').and_then(|(from, to)| Some((time_of_day(from).ok()?, time_of_day(to).ok()?)));
    match hours {
        Some((from, to)) if from != to => Ok(Some(QuietHours { from, to })),
        _ => Err("two times of day, as in \"22:00-07:00\", or \"\" for none".to_owned()),
    }
}

/// Whether a channel may have this name.
///
/// # Errors
/// What is wrong with it, and what would be valid.
pub fn check_name(name: &str) -> Result<(), String> {
    let is_good = !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
    if is_good { Ok(()) } else { Err(format!("the channel name {name:?} cannot be used; valid: lower-case letters, digits, `-` and `_`")) }
}

/// Kinds are told apart by name.
#[derive(Clone, Copy)]
struct KindByName(&'static Kind);

impl PartialEq for KindByName {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

fn read_field(section: &mut Section<'_>, field: &'static Field, environment: &Environment, values: &mut Values) {
    let key = field.key;
    let is_given = section.has(key) || field.is_secret() && secrets::keys(key).into_iter().any(|key| section.has(key));
    if field.required && !is_given {
        let path = section.path().to_owned();
        section.fault(format!("`{path}` has no `{key}`; valid: {}", field.about));
        section.know(key);
        return;
    }
    let value = match field.shape {
        Shape::Text => section.optional_text(key, |_| Ok(())).map(channel::Value::Text),
        Shape::Url => section.value(key, None, |node| address(text(node)?).map(Some), |url| shown(url.as_ref())).map(hidden),
        Shape::SecretUrl => secrets::read_url(section, key, environment).map(hidden),
        Shape::Path => section.path_or_none(key).map(channel::Value::Path),
        Shape::Words => Some(channel::Value::Words(section.list(key, Vec::new(), |word| Ok::<_, String>(word.to_owned())))),
        Shape::Flag(default) => Some(channel::Value::Flag(section.flag(key, default))),
        Shape::Seconds(default, least, most) => {
            let seconds = Duration::from_secs;
            Some(channel::Value::Duration(section.duration(key, seconds(default), seconds(least)..=seconds(most))))
        }
        Shape::Bytes(default, least, most) => Some(channel::Value::Number(section.size(key, default, least..=most))),
        Shape::Integer(default, least, most) => Some(channel::Value::Number(section.integer(key, default, least..=most).into())),
        Shape::Choice(words) => {
            let pairs: Vec<(&'static str, &'static str)> = words.iter().map(|word| (*word, *word)).collect();
            Some(channel::Value::Text(section.choice(key, words[0], &pairs).to_owned()))
        }
        Shape::Secret | Shape::SecretWord => secrets::read(section, key, environment).map(channel::Value::Secret),
    };
    if let Some(value) = value {
        values.set(key, value);
    }
}

fn hidden(url: Url) -> channel::Value {
    channel::Value::Url(HiddenUrl(url))
}

/// An address with its password left out.
fn shown(url: Option<&Url>) -> String {
    let mut url = url.cloned();
    if let Some(url) = url.as_mut().filter(|url| url.password().is_some()) {
        // What has a password can have another.
        let _ = url.set_password(Some("***"));
    }
    quoted(url.as_ref().map_or("", Url::as_str))
}

/// Reads an address.
///
/// # Errors
/// What would be valid.
pub(super) fn address(given: &str) -> Result<Url, String> {
    let url = Url::parse(given).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    url.ok_or_else(|| "an http or https address".to_owned())
}
