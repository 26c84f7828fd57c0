//! robots.txt: what a site asks programs to leave alone, honoured for article pages (RFC 9309).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;
use url::Url;

use super::cause::{Cause, shown};
use super::error::{ErrorClass, FetchError};
use super::message::{Fetch, Kind, Request};
use crate::clock::Clock;
use crate::model::FailureKind;
use crate::telemetry;

/// The name by which a robots.txt addresses us.
pub const PRODUCT_TOKEN: &str = "rasid";

/// A file that was had, or that does not exist, is believed for a day.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// An unreachable one is tried again after this.
const TRY_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// A file unreachable for so long counts as one that does not exist: a broken robots.txt must not silence a site for good.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(12);

/// The most seconds between two requests that a `Crawl-delay` can ask for; beyond, articles would be news no more.
const MAX_CRAWL_DELAY: Duration = Duration::from_secs(10);

/// Origins remembered; beyond, those not asked about for longest are forgotten.
const MAX_ORIGINS: usize = 2000;

/// The robots.txt files of all origins, fetched when first needed.
pub struct Robots {
    fetch: Arc<dyn Fetch>,
    clock: Arc<dyn Clock>,
    origins: Mutex<HashMap<String, Arc<Origin>>>,
}

struct Origin {
    /// One permit: one request for the file at a time.
    asking: Semaphore,
    state: Mutex<State>,
}

#[derive(Clone)]
struct State {
    /// The last file that was had, or the leave that its absence gives.
    rules: Option<Arc<robotxt::Robots>>,
    /// When to fetch it again; at once in the beginning.
    ask_at: Timestamp,
    /// Since when it has been unreachable, and what came of it last.
    unreachable: Option<(Timestamp, Unreachable)>,
    asked_about_at: Timestamp,
}

#[derive(Clone)]
struct Unreachable {
    cause: Cause,
    retry_after: Option<Duration>,
}

impl Robots {
    /// An empty memory that fetches through `fetch`.
    pub fn new(fetch: Arc<dyn Fetch>, clock: Arc<dyn Clock>) -> Self {
        Self { fetch, clock, origins: Mutex::new(HashMap::new()) }
    }

    /// Whether `url` may be fetched, and how far apart its host wants requests (at most ten seconds; to be handed on in
    /// [`Request::spacing`]). A refusal is [`FetchError::Robots`], or [`FetchError::RobotsUnreachable`] while nobody can say.
    pub async fn permit(&self, url: &Url) -> Result<Option<Duration>, FetchError> {
        let address = |error: robotxt::Error| FetchError::Address { url: shown(url), reason: error.to_string().into() };
        let robots_url = robotxt::robots_url(url).map_err(address)?;
        let now = self.clock.now();
        let origin = self.origin(robots_url.as_str(), now);
        if origin.state().ask_at <= now {
            // Closed never: the semaphore lives as long as the origin. Whoever waited finds a fresh state.
            let _asking = origin.asking.acquire().await;
            if origin.state().ask_at <= now {
                let state = self.ask(robots_url, origin.state(), now).await;
                *origin.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
            }
        }
        origin.state().judge(url, now)
    }

    async fn ask(&self, robots_url: Url, old: State, now: Timestamp) -> State {
        let answer = self.fetch.fetch(Request::new(robots_url, Kind::Robots)).await;
        let known = |rules| State { rules: Some(Arc::new(rules)), ask_at: now + FRESH, unreachable: None, asked_about_at: now };
        let error = match answer {
            Ok(response) => return known(robotxt::Robots::parse(&response.body, PRODUCT_TOKEN)),
            Err(error) => error,
        };
        match error.kind() {
            // 4xx means that there are no rules, and so does a trail of redirects that ends nowhere.
            FailureKind::Gone | FailureKind::Redirect | FailureKind::Challenge => return known(robotxt::Robots::allow_all()),
            FailureKind::HttpStatus if error.class() == ErrorClass::Permanent => return known(robotxt::Robots::allow_all()),
            _ => {}
        }
        let retry_after = match error.class() {
            ErrorClass::Limited { retry_after } => retry_after,
            _ => None,
        };
        let last = Unreachable { cause: Cause::new(telemetry::chain(&error)), retry_after };
        let since = old.unreachable.map_or(now, |(since, _)| since);
        State { ask_at: now + TRY_AGAIN, unreachable: Some((since, last)), asked_about_at: now, ..old }
    }

    fn origin(&self, name: &str, now: Timestamp) -> Arc<Origin> {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(origin) = origins.get(name) {
            origin.state.lock().unwrap_or_else(PoisonError::into_inner).asked_about_at = now;
            return Arc::clone(origin);
        }
        if MAX_ORIGINS <= origins.len() {
            // A quarter at a time, so that the cost of looking is spread over many newcomers.
            let mut ages: Vec<Timestamp> = origins.values().map(|origin| origin.state().asked_about_at).collect();
            let (_, oldest_kept, _) = ages.select_nth_unstable(MAX_ORIGINS / 4);
            let oldest_kept = *oldest_kept;
            origins.retain(|_, origin| oldest_kept < origin.state().asked_about_at);
        }
        let state = State { rules: None, ask_at: Timestamp::MIN, unreachable: None, asked_about_at: now };
        let origin = Arc::new(Origin { asking: Semaphore::new(1), state: Mutex::new(state) });
        origins.insert(name.to_owned(), Arc::clone(&origin));
        origin
    }
}

impl Origin {
    fn state(&self) -> State {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl State {
    fn judge(&self, url: &Url, now: Timestamp) -> Result<Option<Duration>, FetchError> {
        // Rules that were had once stand while the file is unreachable.
        let Some(rules) = &self.rules else {
            return match &self.unreachable {
                Some((since, last)) if now.duration_since(*since) < GIVE_UP => {
                    Err(FetchError::RobotsUnreachable { url: shown(url), cause: last.cause.clone(), retry_after: last.retry_after })
                }
                _ => Ok(None),
            };
        };
        if !rules.is_url_allowed(url) {
            let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
            let rule = rules.matching_rule(path).map_or("/", |rule| rule.pattern());
            return Err(FetchError::Robots { url: shown(url), rule: rule.into() });
        }
        Ok(rules.crawl_delay().map(|delay| delay.min(MAX_CRAWL_DELAY)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::FutureExt;
    use futures_util::future::BoxFuture;

    use super::super::message::Response;
    use super::*;
    use crate::clock::ManualClock;
    use crate::model::Validators;

    /// Plays one answer for every robots.txt, and counts the requests.
    struct Site {
        answer: Mutex<Result<&'static str, u16>>,
        n_asked: AtomicUsize,
    }

    impl Fetch for Site {
        fn fetch(&self, request: Request) -> BoxFuture<'_, Result<Response, FetchError>> {
            assert_eq!((request.kind, request.url.path()), (Kind::Robots, "/robots.txt"));
            self.n_asked.fetch_add(1, Ordering::Relaxed);
            let url: Box<str> = request.url.as_str().into();
            let answer = match *self.answer.lock().expect("no panic") {
                Ok(text) => Ok(Response {
                    status: 200,
                    final_url: request.url,
                    permanent_to: None,
                    content_type: None,
                    validators: Validators::default(),
                    max_age: None,
                    expires_at: None,
                    retry_after: None,
                    body: text.into(),
                    truncated: false,
                    wire_bytes: 0,
                    elapsed: Duration::ZERO,
                }),
                Err(429) => Err(FetchError::Limited { url, status: 429, retry_after: Some(Duration::from_secs(60)) }),
                Err(status) => Err(FetchError::Status { url, status }),
            };
            async { answer }.boxed()
        }
    }

    struct Bed {
        site: Arc<Site>,
        clock: Arc<ManualClock>,
        robots: Robots,
    }

    impl Bed {
        fn new(answer: Result<&'static str, u16>) -> Self {
            let site = Arc::new(Site { answer: Mutex::new(answer), n_asked: AtomicUsize::new(0) });
            let clock = Arc::new(ManualClock::at("2026-11-23T12:00:00Z".parse().expect("a time")));
            let robots = Robots::new(Arc::clone(&site) as Arc<dyn Fetch>, Arc::clone(&clock) as Arc<dyn Clock>);
            Self { site, clock, robots }
        }

        async fn permit(&self, url: &str) -> Result<Option<Duration>, FetchError> {
            self.robots.permit(&Url::parse(url).expect(url)).await
        }

        fn n_asked(&self) -> usize {
            self.site.n_asked.load(Ordering::Relaxed)
        }
    }

    #[tokio::test]
    async fn rules_for_us_or_for_all_are_honoured() {
        let bed = Bed::new(Ok("User-agent: *\nDisallow: /\n\nUser-agent: Rasid\nDisallow: /private\nCrawl-delay: 2\n"));
        assert_eq!(bed.permit("http://a.org/news").await.expect("allowed"), Some(Duration::from_secs(2)));
        let error = bed.permit("http://a.org/private/x").await.expect_err("forbidden");
        assert_eq!(error.to_string(), r#"robots.txt forbids http://a.org/private/x (rule "/private")"#);
        assert_eq!((error.kind(), error.class()), (FailureKind::Robots, ErrorClass::Permanent));
        assert_eq!(bed.n_asked(), 1, "one origin was asked twice");
        bed.permit("http://a.org:8080/news").await.expect("allowed");
        assert_eq!(bed.n_asked(), 2, "another port is another origin");
    }

    #[tokio::test]
    async fn a_delay_has_a_ceiling() {
        let bed = Bed::new(Ok("User-agent: *\nCrawl-delay: 86400\n"));
        assert_eq!(bed.permit("http://a.org/news").await.expect("allowed"), Some(MAX_CRAWL_DELAY));
    }

    #[tokio::test]
    async fn a_file_is_fetched_again_after_a_day() {
        let bed = Bed::new(Ok("User-agent: *\nDisallow: /\n"));
        bed.permit("http://a.org/news").await.expect_err("forbidden");
        *bed.site.answer.lock().expect("no panic") = Ok("");
        bed.permit("http://a.org/news").await.expect_err("still forbidden");
        bed.clock.advance(FRESH);
        bed.permit("http://a.org/news").await.expect("allowed");
    }

    #[tokio::test]
    async fn no_file_allows_all() {
        for status in [401, 403, 404] {
            Bed::new(Err(status)).permit("http://a.org/news").await.expect("allowed");
        }
    }

    #[tokio::test]
    async fn an_unreachable_file_forbids_for_a_while() {
        let bed = Bed::new(Err(500));
        let error = bed.permit("http://a.org/news").await.expect_err("unknown");
        assert_eq!((error.kind(), error.class()), (FailureKind::Robots, ErrorClass::Transient));
        bed.permit("http://a.org/news").await.expect_err("unknown");
        assert_eq!(bed.n_asked(), 1, "an unreachable file was asked for again at once");
        bed.clock.advance(TRY_AGAIN);
        bed.permit("http://a.org/news").await.expect_err("unknown");
        assert_eq!(bed.n_asked(), 2);
        bed.clock.advance(GIVE_UP);
        bed.permit("http://a.org/news").await.expect("allowed at last");
    }

    #[tokio::test]
    async fn old_rules_stand_while_the_file_is_unreachable() {
        let bed = Bed::new(Ok("User-agent: *\nDisallow: /private\n"));
        bed.permit("http://a.org/news").await.expect("allowed");
        *bed.site.answer.lock().expect("no panic") = Err(429);
        bed.clock.advance(FRESH);
        bed.permit("http://a.org/news").await.expect("allowed");
        bed.permit("http://a.org/private").await.expect_err("forbidden");
    }

    #[tokio::test]
    async fn a_site_that_limits_says_when_to_come_back() {
        let error = Bed::new(Err(429)).permit("http://a.org/news").await.expect_err("unknown");
        assert_eq!(error.class(), ErrorClass::Limited { retry_after: Some(Duration::from_secs(60)) });
    }

    #[tokio::test]
    async fn memory_is_bounded() {
        let bed = Bed::new(Ok(""));
        for n in 0..MAX_ORIGINS + 10 {
            bed.clock.advance(SignedDuration::from_secs(1));
            bed.permit(&format!("http://host{n}.org/")).await.expect("allowed");
        }
        assert!(bed.robots.origins.lock().expect("no panic").len() <= MAX_ORIGINS);
    }
}
