//! The test bed: a database in a folder of its own, a world to poll, a clock moved by hand, a channel that records.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use rasid::channel::{ChannelSettings, HiddenUrl, Message, Rules, Value, Values, kind_named};
use rasid::clock::{Clock, ManualClock};
use rasid::knowledge::Knowledge;
use rasid::model::{EventSummary, Feed, FeedId, Secret, WatchId};
use rasid::net::{Client, Fetch, Robots};
use rasid::sink::{Receipt, Sink, SinkError, Tools, build};
use rasid::stage::{Channels, Context, FixedRandom, Parts, Settings, Stage, StageReport};
use rasid::store::{ArticleDetail, ArticleQuery, EventQuery, FeedOptions, NewWatch, Store};

pub use crate::test_bed_world::{Reply, World};

/// When every test begins: an evening in June.
pub const START: &str = "2025-06-29T18:00:00Z";

/// A channel that remembers what it was given, and fails as it was told to.
#[derive(Default)]
pub struct Recorder {
    pub taken: Mutex<Vec<Message>>,
    pub failures: Mutex<VecDeque<SinkError>>,
}

impl Sink for Recorder {
    fn kind(&self) -> &'static str {
        "recorder"
    }

    fn deliver<'a>(&'a self, message: &'a Message) -> BoxFuture<'a, Result<Receipt, SinkError>> {
        async {
            if let Some(failure) = self.failures.lock().unwrap().pop_front() {
                return Err(failure);
            }
            self.taken.lock().unwrap().push(message.clone());
            Ok(Receipt::default())
        }
        .boxed()
    }
}

/// Everything a test of the pipeline needs.
pub struct TestBed {
    folder: tempfile::TempDir,
    pub world: World,
    pub clock: Arc<ManualClock>,
    pub recorder: Arc<Recorder>,
    pub settings: Settings,
    /// When messages leave by the recorder.
    pub rules: Rules,
    /// For the test's own questions; another connection than the stages'.
    pub store: Store,
}

impl TestBed {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let start: Timestamp = START.parse().unwrap();
        let mut settings = Settings::default();
        settings.alerts.default_channels = vec!["recorder".to_owned()];
        Self {
            store: Store::open(&folder.path().join("rasid.db"), start).unwrap(),
            world: World::start().await,
            clock: Arc::new(ManualClock::at(start)),
            recorder: Arc::default(),
            settings,
            rules: Rules::default(),
            folder,
        }
    }

    /// A context as a program that has just started has it.
    pub fn context(&self) -> Context {
        self.context_with(|client| client)
    }

    /// The same with something between the stages and the network.
    pub fn context_with(&self, around: impl FnOnce(Arc<dyn Fetch>) -> Arc<dyn Fetch>) -> Context {
        let store = Arc::new(Store::open(&self.folder.path().join("rasid.db"), self.clock.now()).unwrap());
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as Arc<dyn Clock>;
        let settings = rasid::net::Settings {
            allow_private: vec!["127.0.0.0/8".parse().unwrap()],
            host_spacing: Duration::ZERO,
            timeout: Duration::from_secs(5),
            ..rasid::net::Settings::default()
        };
        let fetch = around(Arc::new(Client::new(settings, Arc::clone(&clock)).unwrap()));
        let robots = Some(Arc::new(Robots::new(Arc::clone(&fetch), Arc::clone(&clock))));
        let recorder: Arc<dyn Sink> = Arc::clone(&self.recorder) as Arc<dyn Sink>;
        let mut context = Context::new(Parts {
            store,
            settings: self.settings.clone(),
            knowledge: Knowledge::builtin(),
            sites: Arc::default(),
            fetch,
            robots,
            channels: Channels::from([("recorder".to_owned(), Ok(recorder))]),
            clock,
            random: Arc::new(FixedRandom(0.0)),
        });
        context.rules.insert("recorder".to_owned(), self.rules.clone());
        context
    }

    /// The same with its alerts leaving to this address.
    pub fn context_to(&self, url: &str) -> Context {
        let settings = rasid::net::Settings { allow_private: vec!["127.0.0.0/8".parse().unwrap()], ..rasid::net::Settings::default() };
        let client = Arc::new(Client::new(settings, Arc::clone(&self.clock) as Arc<dyn Clock>).unwrap());
        let mut values = Values::default();
        values.set("url", Value::Url(HiddenUrl(url.parse().unwrap())));
        values.set("secret", Value::Secret(Secret::from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));
        values.set("timeout", Value::Duration(Duration::from_millis(500)));
        let hook = ChannelSettings::new("recorder", kind_named("webhook").unwrap(), values);
        let sink: Arc<dyn Sink> = Arc::from(build(&hook, &Tools { client, environment: vec![] }).unwrap());
        let mut context = self.context();
        context.channels.insert("recorder".to_owned(), Ok(sink));
        context
    }

    /// Drives all stages once each, in the order of the flow, until nothing is due.
    pub async fn drain(&self, context: &Context) {
        loop {
            let mut done = 0;
            for stage in Stage::ALL {
                done += run(context, stage).await.done;
            }
            if done == 0 {
                return;
            }
        }
    }

    /// What time it is.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Moves the clock.
    pub fn later(&self, seconds: i64) {
        self.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub fn add_feed(&self, path: &str) -> FeedId {
        self.store.add_feed(&self.world.url(path), &FeedOptions::default(), self.clock.now()).unwrap()
    }

    pub fn watch(&self, name: &str) -> WatchId {
        let watch = NewWatch { name: name.to_owned(), ..NewWatch::default() };
        let recent = self.clock.now() - SignedDuration::from_hours(48);
        self.store.add_watch(&watch, recent, self.clock.now()).unwrap()
    }

    pub fn feed(&self, id: FeedId) -> Feed {
        self.store.feed(id).unwrap().expect("the feed is there")
    }

    pub fn events(&self) -> Vec<EventSummary> {
        self.store.find_events(&EventQuery { limit: 1000, ..EventQuery::default() }).unwrap()
    }

    pub fn articles(&self) -> Vec<ArticleDetail> {
        let list = self.store.list_articles(&ArticleQuery { limit: 1000, ..ArticleQuery::default() }).unwrap();
        list.iter().map(|article| self.store.article(article.id).unwrap().expect("it was just listed")).collect()
    }

    pub fn taken(&self) -> Vec<Message> {
        self.recorder.taken.lock().unwrap().clone()
    }
}

pub async fn run(context: &Context, stage: Stage) -> StageReport {
    stage.run_once(context).await.unwrap()
}

/// An item of a feed: the last part of its page's address, its title, the time it was published.
pub struct Entry<'a>(pub &'a str, pub &'a str, pub &'a str);

/// An RSS feed whose items lead to pages of the world.
pub fn rss(world: &World, title: &str, entries: &[Entry<'_>]) -> String {
    let items = entries.iter().map(|Entry(slug, title, at)| {
        let at: Timestamp = at.parse().unwrap();
        let date = jiff::fmt::rfc2822::to_string(&at.to_zoned_datetime(jiff::tz::TimeZone::UTC)).unwrap();
        let url = world.url(&format!("/news/{slug}"));
        format!("<item><title>{title}</title><link>{url}</link><guid>{url}</guid><pubDate>{date}</pubDate><description>{title}.</description></item>")
    });
    format!("<rss version=\"2.0\"><channel><title>{title}</title><language>en</language>{}</channel></rss>", items.collect::<String>())
}

/// A news page of some length around a sentence.
pub fn page(title: &str, sentence: &str) -> Reply {
    let filler = "The weather in the capital stayed warm over the weekend, and the parks along the river were full of people until late. \
                  Traffic was light, shops kept their usual hours, and nothing else of note was recorded by the city's services on that day.";
    Reply::html(format!(
        "<html lang=\"en\"><head><title>{title}</title></head><body><nav><a href=\"/\">Home</a></nav><article><h1>{title}</h1>\
         <p>{sentence}</p><p>{filler}</p><p>{filler}</p></article></body></html>"
    ))
}

/// A sentence that tells an event in which Sergey Naryshkin takes part.
pub const CALL: &str =
    "Sergey Naryshkin spoke by telephone with CIA director John Ratcliffe on 29 June 2025, Russian state television reported.";
