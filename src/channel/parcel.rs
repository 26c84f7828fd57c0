//! What a transport carries: everything decided, nothing sent.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use url::Url;

use super::message::Message;
use super::spec::Values;
use super::words::Words;
use crate::model::Secret;

/// All that a kind knows when it makes a parcel.
pub struct Occasion<'a> {
    /// The name of the channel.
    pub channel: &'a str,
    /// Its settings.
    pub values: &'a Values,
    /// What is sent.
    pub message: &'a Message,
    /// The same in words.
    pub words: &'a Words<'a>,
    /// What time it is.
    pub now: Timestamp,
    /// Where the channel's hours are told.
    pub zone: &'a TimeZone,
}

/// A message, ready for a transport.
#[derive(Debug, Clone)]
pub enum Parcel {
    /// A line in the log: the words, and the object as a field.
    Log {
        /// One line for a person.
        title: String,
        /// One JSON object.
        line: String,
    },
    /// A line at the end of a file.
    Append {
        /// The file.
        path: PathBuf,
        /// The line, without its end.
        line: String,
        /// The file is put aside before it would grow beyond this; 0 for never.
        max_bytes: u64,
        /// So many files put aside are kept.
        keep: u64,
    },
    /// A program that is run, without a shell.
    Run {
        /// The program, by its path or its name in `PATH`.
        program: PathBuf,
        /// Its arguments.
        args: Vec<String>,
        /// Its standard input.
        input: String,
        /// The idempotency key.
        key: String,
        /// After this it is killed.
        timeout: Duration,
    },
    /// A request over HTTP.
    Request(Box<Request>),
    /// A mail.
    Mail(Box<Mail>),
    /// One datagram to a socket of this machine.
    Datagram {
        /// The socket.
        socket: PathBuf,
        /// The datagram.
        bytes: Vec<u8>,
    },
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// POST.
    Post,
    /// PUT.
    Put,
}

/// A request over HTTP. Redirects are not followed.
#[derive(Clone)]
pub struct Request {
    /// What it does.
    pub verb: Verb,
    /// Where to. Its path may be a secret.
    pub url: Url,
    /// Headers by name; their values may be secrets.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
    /// Time for the whole exchange.
    pub timeout: Duration,
    /// What an answer with this status and body means.
    pub judge: fn(u16, &str) -> Verdict,
}

impl Request {
    /// A POST of JSON, judged by the status alone.
    pub fn json(values: &Values, url: Url, body: &Json) -> Self {
        Self {
            verb: Verb::Post,
            url,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string(),
            timeout: values.duration("timeout"),
            judge: Verdict::by_status,
        }
    }

    /// The same with one header more.
    pub fn with_header(mut self, name: &str, value: String) -> Self {
        self.headers.push((name.to_owned(), value));
        self
    }

    /// The same from somebody who has a token, where one is set.
    pub fn with_bearer(self, token: Option<&Secret>) -> Self {
        match token {
            Some(token) => self.with_header("authorization", format!("Bearer {}", token.expose())),
            None => self,
        }
    }

    /// The same, its answer judged otherwise.
    pub fn judged(self, judge: fn(u16, &str) -> Verdict) -> Self {
        Self { judge, ..self }
    }
}

impl From<Request> for Parcel {
    fn from(request: Request) -> Self {
        Self::Request(Box::new(request))
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.verb, self.url.origin().ascii_serialization())
    }
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The receiver has it.
    Taken,
    /// Try again, after this time where the receiver says so in the body.
    Later(Option<Duration>),
    /// It will never work as it is.
    Never,
}

impl Verdict {
    /// 2xx is taken, 410 says that the receiver is gone for good, everything else may be in repair.
    pub const fn by_status(status: u16, _body: &str) -> Self {
        match status {
            200..300 => Self::Taken,
            410 => Self::Never,
            _ => Self::Later(None),
        }
    }

    /// [`Verdict::by_status`], for a receiver that says in the JSON of a 429 how long to wait.
    pub fn by_limit(status: u16, body: &str, wait: fn(&Json) -> Option<Duration>) -> Self {
        match status {
            429 => Self::Later(serde_json::from_str(body).ok().as_ref().and_then(wait)),
            _ => Self::by_status(status, body),
        }
    }
}

/// How a mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailTls {
    /// TLS from the first byte.
    Tls,
    /// TLS after a greeting; refused where the server cannot.
    StartTls,
    /// In the clear, for a server on this machine.
    Off,
}

/// A mail server and who speaks to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether and how the line is secured.
    pub tls: MailTls,
    /// A PEM file with a further authority to trust.
    pub ca_file: Option<PathBuf>,
    /// Name and password.
    pub login: Option<(String, Secret)>,
    /// Time for one command.
    pub timeout: Duration,
}

/// A mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// By which server it leaves.
    pub server: MailServer,
    /// The sender's address.
    pub from: String,
    /// The receivers' addresses, at least one.
    pub to: Vec<String>,
    /// One line.
    pub subject: String,
    /// The text for readers without HTML.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// `<...>`: the same over all tries.
    pub message_id: String,
    /// `<...>`: the thread it belongs to.
    pub references: Option<String>,
    /// The language of its words, as in `ar`.
    pub lang: &'static str,
    /// Whether it is urgent.
    pub is_urgent: bool,
}

/// What a channel needs to be there, for whoever checks it without sending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Nothing.
    Nothing,
    /// A file that can be written.
    File(PathBuf),
    /// A program that can be started.
    Program(PathBuf),
    /// A receiver on the web, with what there is to say of it.
    Web(Url, &'static str),
    /// A server by name and port.
    Host(String, u16),
    /// A socket of this machine.
    Socket(PathBuf),
}
