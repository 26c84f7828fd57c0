//! Mail by SMTP: text and a page, threaded by event.

use super::{Kind, Wrong};
use crate::channel::parcel::{Mail, MailServer, MailTls, Occasion, Parcel, Reach};
use crate::channel::spec::{Field, Shape, Values};
use crate::channel::words::{Markup, Room};
use crate::model::Severity;

const FIELDS: &[Field] = &[
    Field::required("host", "the mail server's name", Shape::Text),
    Field::optional("port", "its port; 0 for the usual one: 587, 465 with tls, 25 without", Shape::Integer(0, 0, 65_535)),
    Field::optional("tls", "how the line is secured", Shape::Choice(&["starttls", "tls", "none"])),
    Field::optional("ca_file", "a PEM file with a further authority to trust", Shape::Path),
    Field::required("from", "the sender, as in rasid@example.org or Desk <rasid@example.org>", Shape::Text),
    Field::required("to", "a list of receivers", Shape::Words),
    Field::optional("username", "the name to log in with", Shape::Text),
    Field::optional("password", "the password to log in with", Shape::Secret),
    Field::optional("timeout", "the longest time for one command of the server", Shape::Seconds(30, 1, 300)),
];

pub(super) const KIND: Kind =
    Kind::new("email", "mail by SMTP: text and HTML, one thread for each event", FIELDS, reach, parcel).checked(check);

/// What a reader can be asked to read.
const ROOM: Room = Room::Chars(100_000);

fn reach(values: &Values) -> Reach {
    Reach::Host(values.text("host").unwrap_or_default().to_owned(), port(values))
}

fn check(values: &Values) -> Result<(), Wrong> {
    if values.words("to").is_empty() {
        return Err(Wrong::new("to", "names nobody; valid: a list of addresses"));
    }
    match (values.text("username"), values.secret("password")) {
        (Some(_), None) => Err(Wrong::new("username", "stands there without a password; valid: both or neither")),
        (None, Some(_)) => Err(Wrong::new("password", "stands there without a username; valid: both or neither")),
        (Some(_), Some(_)) if tls(values) == MailTls::Off => {
            Err(Wrong::new("tls", "is \"none\", and the password would be sent in the clear; valid: \"starttls\", \"tls\""))
        }
        _ => Ok(()),
    }
}

fn tls(values: &Values) -> MailTls {
    match values.text("tls") {
        Some("tls") => MailTls::Tls,
        Some("none") => MailTls::Off,
        _ => MailTls::StartTls,
    }
}

fn port(values: &Values) -> u16 {
    match (u16::try_from(values.number("port")), tls(values)) {
        (Ok(0) | Err(_), MailTls::StartTls) => 587,
        (Ok(0) | Err(_), MailTls::Tls) => 465,
        (Ok(0) | Err(_), MailTls::Off) => 25,
        (Ok(port), _) => port,
    }
}

fn parcel(occasion: &Occasion<'_>) -> Parcel {
    let (values, words, message) = (occasion.values, occasion.words, occasion.message);
    let from = values.text("from").unwrap_or_default();
    let id = |of: &str| format!("<{of}@{}>", domain(from));
    let login = values.text("username").zip(values.secret("password"));
    Parcel::Mail(Box::new(Mail {
        server: MailServer {
            host: values.text("host").unwrap_or_default().to_owned(),
            port: port(values),
            tls: tls(values),
            ca_file: values.path("ca_file").map(std::path::Path::to_owned),
            login: login.map(|(name, password)| (name.to_owned(), password.clone())),
            timeout: values.duration("timeout"),
        },
        from: from.to_owned(),
        to: values.words("to").to_vec(),
        subject: words.title(),
        text: words.body(Markup::Plain, ROOM),
        html: words.document(ROOM),
        message_id: id(&message.key),
        references: message.thread.as_deref().map(id),
        lang: words.lang(),
        is_urgent: Severity::High <= words.severity(),
    }))
}

/// The sender's domain, in which the ids of his mails are his own.
fn domain(from: &str) -> &str {
    let domain = from.rsplit('@').next().unwrap_or_default().trim_end_matches(['>', ' ']);
    if domain.is_empty() || !domain.is_ascii() { "rasid.invalid" } else { domain }
}
