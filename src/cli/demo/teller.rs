//! The demo's words.

use std::fmt::Write as _;
use std::io;

use jiff::Timestamp;

use super::content::FeedFormat;
use super::newsroom::{Newsroom, ReceivedAlert};
use crate::cli::App;
use crate::cli::print::{Look, Printer, Tone, clean, isolate, paint, wrap};
use crate::cli::views::{date, place, who};
use crate::clock::{Clock, SystemClock};
use crate::model::{Alert, AlertCause, BodySource, EventSummary, Feed};
use crate::store::{ArticleSummary, Store};

/// Width of the column that says what happened.
const LABEL: usize = 10;
/// Width of the column of times.
const TIME: usize = 8;
/// Lines of one sentence that are shown.
const MAX_LINES: usize = 8;
/// Lines are broken there where there is no terminal to ask.
const USUAL_WIDTH: usize = 100;
/// Longer lines are hard to read on the widest terminal.
const WIDEST: usize = 120;

/// Writes to the terminal what happens, line by line.
pub(super) struct Teller<'a> {
    printer: &'a mut Printer,
    clock: SystemClock,
    began_at: Timestamp,
    database: String,
}

impl<'a> Teller<'a> {
    pub fn new(app: &'a mut App, database: String) -> Self {
        Self { began_at: app.clock.now(), clock: app.clock, printer: &mut app.printer, database }
    }

    pub fn opening(&mut self, newsroom: &Newsroom, watched: &str) -> io::Result<()> {
        self.plain("rasid demo: a newsroom with three outlets, and a daemon that reads them", Tone::Strong)?;
        self.plain("", Tone::Plain)?;
        self.pair("newsroom", &newsroom.base_url())?;
        for feed in newsroom.feeds() {
            let format = match feed.format {
                FeedFormat::Rss => "RSS 2.0",
                FeedFormat::Atom => "Atom",
                FeedFormat::Json => "JSON Feed",
            };
            self.pair("", &format!("{} ({}, {format})", self.foreign(&feed.title), feed.lang))?;
        }
        self.pair("watch", &format!("{watched}; alerts go to {}", newsroom.hook_url()))?;
        self.pair("database", &self.database.clone())?;
        self.plain("", Tone::Plain)?;
        self.printer.flush()
    }

    pub fn polled(&mut self, feed: &Feed) -> io::Result<()> {
        let title = feed.title.as_deref().unwrap_or(&feed.url);
        let what = match &feed.failure {
            None => format!("{} items", feed.n_items),
            Some(failure) => failure.text.clone(),
        };
        self.event("polled", Tone::Dim, &[&format!("{}  {what}", self.foreign(title))])
    }

    pub fn read(&mut self, article: &ArticleSummary) -> io::Result<()> {
        let lang = article.lang.as_deref().unwrap_or("--");
        let source = match article.body_source {
            BodySource::Page => "",
            BodySource::FeedContent => "  (whole text in the feed)",
            BodySource::FeedSummary => "  (the feed's summary)",
        };
        self.event("article", Tone::Dim, &[&format!("{lang}  {}{source}", self.foreign(&article.title))])
    }

    pub fn found(&mut self, summary: &EventSummary) -> io::Result<()> {
        let event = &summary.event;
        let mut head = format!("{} #{}: {}", event.event_type.as_str().replace('_', " "), event.id, who(&event.participants));
        if event.status != crate::model::Status::Occurred {
            // Writing to a String cannot fail.
            let _ = write!(head, " [{}]", event.status);
        }
        let when = event.when.as_ref().map(|when| format!("on {}", date(when)));
        let how = event.mode.map(|mode| format!("({})", mode.as_str().replace('_', " ")));
        let at = Some(place(event.place.as_ref())).filter(|place| !place.is_empty()).map(|place| format!("in {place}"));
        let source = Some(summary.attribution.join(", ")).filter(|names| !names.is_empty());
        let source = source.map(|names| format!("according to {}", self.foreign(&names)));
        let circumstances = [when, at, how, source].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let evidence = format!("\"{}\"", clean(&summary.evidence));
        self.event("event", Tone::Good, &[&head, &circumstances, &evidence])
    }

    pub fn linked(&mut self, summary: &EventSummary) -> io::Result<()> {
        let event = &summary.event;
        let outlets = summary.outlets.iter().map(|outlet| self.foreign(outlet)).collect::<Vec<_>>().join(", ");
        let text =
            format!("event #{} is told in {} by {outlets}: {} reports, one event", event.id, summary.langs.join(", "), event.n_reports);
        self.event("linked", Tone::Good, &[&text])
    }

    pub fn raised(&mut self, alert: &Alert) -> io::Result<()> {
        let text = match &alert.cause {
            AlertCause::Event { watch, event_id, .. } => {
                format!("watch \"{}\" on event #{event_id}: {}", clean(watch), clean(&alert.reason))
            }
            AlertCause::Mention { watch, article_id, .. } => {
                format!("watch \"{}\" on article #{article_id}: {}", clean(watch), clean(&alert.reason))
            }
            AlertCause::Feed { feed, .. } => format!("feed \"{}\": {}", clean(feed), clean(&alert.reason)),
        };
        self.event("ALERT", Tone::Warning, &[&text])
    }

    pub fn delivered(&mut self, received: &ReceivedAlert, is_signed: bool) -> io::Result<()> {
        let signature = if is_signed { "its signature is right" } else { "ITS SIGNATURE IS WRONG" };
        let id = received.header("webhook-id").unwrap_or("without an id");
        let size = received.body.len();
        let tone = if is_signed { Tone::Good } else { Tone::Bad };
        self.event("delivered", tone, &[&format!("to the webhook: {size} bytes of JSON, {signature}"), &format!("idempotency key {id}")])
    }

    pub fn closing(&mut self, store: &Store) -> anyhow::Result<()> {
        for dropped in store.drops()? {
            self.event("left out", Tone::Dim, &[&format!("{}: {}", dropped.reason, dropped.count)])?;
        }
        let took = self.clock.now().duration_since(self.began_at).as_secs_f64();
        self.plain("", Tone::Plain)?;
        self.plain(&format!("That was all, in {took:.1} s. The database is kept; try:"), Tone::Strong)?;
        let db = &self.database;
        let db = if db.contains(' ') { format!("'{db}'") } else { db.clone() };
        let commands = [
            ("events", "what was found"),
            ("events --with \"Нарышкин\" --since 7d", "by a name, in any script"),
            ("show 1", "one event, every report and its evidence"),
            ("articles", "what was read"),
            ("alerts", "what was alerted, and how it was delivered"),
            ("entities", "who was named"),
            ("status", "stages, queues, what was dropped and why"),
        ];
        for (command, what) in commands {
            self.plain(&format!("  {what:<42} rasid --db {db} {command}"), Tone::Plain)?;
        }
        self.printer.flush()?;
        Ok(())
    }

    /// A time, what happened, and lines about it.
    fn event(&mut self, label: &str, tone: Tone, lines: &[&str]) -> io::Result<()> {
        let Look { width, colours } = self.printer.look();
        let is_terminal = width.is_some();
        let seconds = self.clock.now().duration_since(self.began_at).as_secs_f64();
        let width = width.unwrap_or(USUAL_WIDTH).min(WIDEST).saturating_sub(TIME + LABEL).max(30);
        let mut head =
            format!("{}{}", paint(format!("{seconds:>5.2} s "), Tone::Dim, colours), paint(format!("{label:<LABEL$}"), tone, colours));
        let lines = lines.iter().filter(|line| !line.is_empty());
        for line in lines.flat_map(|line| wrap(line, width, MAX_LINES)) {
            let line = if is_terminal { balanced(&line) } else { line };
            self.printer.raw(&format!("{head}{line}\n"))?;
            head = " ".repeat(TIME + LABEL);
        }
        self.printer.flush()
    }

    /// Words of others: without controls, and unable to turn around what stands beside them.
    fn foreign(&self, text: &str) -> String {
        let text = clean(text);
        if self.printer.look().width.is_some() { isolate(&text).into_owned() } else { text.into_owned() }
    }

    fn pair(&mut self, name: &str, value: &str) -> io::Result<()> {
        let colours = self.printer.look().colours;
        self.printer.raw(&format!("{}{value}\n", paint(format!("{name:<LABEL$}"), Tone::Dim, colours)))
    }

    fn plain(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        let colours = self.printer.look().colours;
        self.printer.raw(&format!("{}\n", paint(text.to_owned(), tone, colours)))
    }
}

/// A line of right-to-left words isolated, and one that was cut inside an isolate made whole again.
fn balanced(line: &str) -> String {
    const BEGIN: char = '\u{2068}';
    const END: char = '\u{2069}';
    if !line.contains([BEGIN, END]) {
        return isolate(line).into_owned();
    }
    let (mut open, mut unopened) = (0_usize, 0_usize);
    for c in line.chars() {
        match c {
            BEGIN => open += 1,
            END if open == 0 => unopened += 1,
            END => open -= 1,
            _ => {}
        }
    }
    format!("{}{line}{}", BEGIN.to_string().repeat(unopened), END.to_string().repeat(open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isolates_never_reach_over_a_line() {
        assert_eq!(balanced("plain"), "plain");
        assert_eq!(balanced("قال"), "\u{2068}قال\u{2069}");
        assert_eq!(balanced("by \u{2068}قال"), "by \u{2068}قال\u{2069}");
        assert_eq!(balanced("قال\u{2069}, 3"), "\u{2068}قال\u{2069}, 3");
    }
}
