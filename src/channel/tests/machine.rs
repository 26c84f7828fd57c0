//! What stays on this machine: log, file, command, desktop, the logs of the system.

use std::path::PathBuf;

use serde_json::Value as Json;

use super::super::*;
use super::{message, parcel, text};

fn datagram(kind: &str, given: &[(&'static str, Value)], message: &Message) -> (PathBuf, String) {
    let Parcel::Datagram { socket, bytes } = parcel(kind, given, message) else { panic!("{kind} sends no datagram") };
    (socket, String::from_utf8(bytes).expect("text"))
}

/// Longer than any datagram.
fn digest() -> Message {
    let alerts = vec![super::alert(&super::payload("en").to_string()); 200];
    Message::of_digest("db-digest-1", &alerts).expect("objects")
}

/// RFC 3164, section 4.1, in the form in which programs write to `/dev/log`: priority, local time, tag, text.
#[test]
fn syslog_gets_a_line() {
    let (socket, line) = datagram("syslog", &[], &message("en"));
    assert_eq!(socket, PathBuf::from("/dev/log"));
    // Facility 3 and severity 4; the channel's clock is two hours ahead.
    assert!(line.starts_with("<28>Nov 23 14:00:00 rasid: Diplomats expelled: ") && line.ends_with('}'), "{line}");
    let (_, line) = datagram("syslog", &[], &digest());
    assert_eq!(line, "<28>Nov 23 14:00:00 rasid: Alerts held back (200)", "what does not fit is left out as a whole");
}

/// RFC 5424, section 6: version, time, host, application, process, message id, structured data, and a mark before UTF-8.
#[test]
fn syslog_gets_a_line_of_the_newer_kind() {
    let (_, line) = datagram("syslog", &[("format", text("rfc5424"))], &message("en"));
    assert!(line.starts_with("<28>1 2026-11-23T12:00:00.000000Z - rasid - alert - \u{feff}Diplomats expelled: "), "{line}");
}

/// "Native Journal Protocol" (systemd.io/JOURNAL_NATIVE_PROTOCOL): `NAME=value` lines in one datagram.
#[test]
fn the_journal_gets_fields() {
    let (socket, fields) = datagram("journal", &[], &message("en"));
    assert_eq!(socket, PathBuf::from("/run/systemd/journal/socket"));
    assert!(fields.starts_with("MESSAGE=Diplomats expelled: ") && fields.contains("\nPRIORITY=4\nSYSLOG_IDENTIFIER=rasid\n"), "{fields}");
    assert!(fields.contains("\nRASID_KEY=db-2-3\nRASID_CHANNEL=desk\nRASID_ALERT={") && fields.ends_with("}\n"), "{fields}");
    let (_, fields) = datagram("journal", &[], &digest());
    assert!(fields.ends_with("\nRASID_KEY=db-digest-1\nRASID_CHANNEL=desk\n") && fields.len() < 200, "{}", fields.len());
}

/// "Desktop Notifications Specification" (specifications.freedesktop.org/notification-spec): a summary, and a body with a little HTML;
/// the options are those of notify-send(1).
#[test]
fn a_desktop_gets_words_that_cannot_be_options() {
    let Parcel::Run { program, args, .. } = parcel("desktop", &[], &message("en")) else { panic!() };
    assert_eq!(program, PathBuf::from("notify-send"));
    let title = "Diplomats expelled: Quux → Pavel Orlov (Rurik) (planned)";
    assert_eq!(args[..4], ["--app-name=rasid", "--urgency=normal", "--", title]);
    let mut hostile = super::payload("en");
    hostile["evidence"] = r"Headline \074b\076 <script>".into();
    let hostile = Message::of_alert(&super::alert(&hostile.to_string())).expect("an object");
    let Parcel::Run { args: hostile, .. } = parcel("desktop", &[], &hostile) else { panic!() };
    assert!(hostile[4].contains(r"Headline \\074b\\076 &lt;script&gt;"), "{hostile:?}");
    assert!(args[4].starts_with(&format!("<b>{title}</b>\n")) && args[4].contains("&lt;завтра&gt;") && args.len() == 5, "{args:?}");
}

/// The README, "Alerts": JSON on standard input, the key beside it; no shell reads any of it.
#[test]
fn a_program_gets_json() {
    let command = Value::Words(["on-alert", "--desk", "$(x)"].map(str::to_owned).to_vec());
    let Parcel::Run { program, args, input, key, .. } = parcel("command", &[("command", command)], &message("en")) else { panic!() };
    assert_eq!((program, key.as_str()), (PathBuf::from("on-alert"), "db-2-3"));
    assert_eq!(args, ["--desk", "$(x)"]);
    assert_eq!((input.lines().count(), input.ends_with("}\n")), (1, true));
}

/// NDJSON (github.com/ndjson/ndjson-spec): one JSON text a line, no line end inside.
#[test]
fn a_file_gets_one_object_a_line() {
    let path = PathBuf::from("alerts.ndjson");
    let given = [("path", Value::Path(path.clone())), ("max_size", Value::Number(9))];
    let Parcel::Append { path: found, line, max_bytes, keep } = parcel("file", &given, &message("en")) else { panic!() };
    assert_eq!((found, max_bytes, keep), (path, 9, 5));
    assert!(!line.contains('\n') && serde_json::from_str::<Json>(&line).is_ok_and(|object| object["key"] == "db-2-3"), "{line}");
}

/// The README, "Alerts": a line for a person, with the object as a field.
#[test]
fn the_log_gets_a_title_and_the_object() {
    let Parcel::Log { title, line } = parcel("log", &[], &message("ru")) else { panic!() };
    assert_eq!(title, "Высылка дипломатов: Квукс → Павел Орлов (Рюрик) (планируется)");
    assert!(line.starts_with(r#"{"key":"db-2-3","type":"event""#) || line.starts_with(r#"{"key":"db-2-3","#), "{line}");
}
