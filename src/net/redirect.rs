//! Redirects, followed by hand: each step is judged before it is taken.

use reqwest::StatusCode;
use reqwest::header::HeaderValue;
use url::Url;

use super::cause::shown;
use super::error::FetchError;

/// The way of one request from hop to hop.
#[derive(Debug)]
pub(super) struct Trail {
    /// Where to go next; carries the request's name and password while on its origin.
    pub url: Url,
    /// Whether the request's own headers may still be sent.
    pub trusted: bool,
    seen: Vec<Url>,
    all_permanent: bool,
    max_redirects: usize,
}

impl Trail {
    /// A trail that starts at `url` and may have `max_redirects` steps.
    pub fn new(mut url: Url, max_redirects: usize) -> Self {
        // What follows the hash is for the reader of a page, and would let a loop look new.
        url.set_fragment(None);
        Self { url, trusted: true, seen: Vec::new(), all_permanent: true, max_redirects }
    }

    /// Takes the step that an answer with a redirect status points to.
    pub fn step(&mut self, status: StatusCode, location: Option<&HeaderValue>) -> Result<(), FetchError> {
        let location = location.ok_or_else(|| self.bad(format!("{status} without a Location")))?;
        let location = std::str::from_utf8(location.as_bytes()).map_err(|_| self.bad("its Location is no text".to_owned()))?;
        let mut next =
            self.url.join(location.trim()).map_err(|error| self.bad(format!("its Location {location:?} is no address: {error}")))?;
        next.set_fragment(None);
        if !keeps_trust(&self.url, &next) {
            self.trusted = false;
            // Neither fails: what has no host and so no credentials is refused by the scheme check of the next hop.
            let _ = next.set_username("");
            let _ = next.set_password(None);
        } else if next.username().is_empty() {
            // An absolute Location names no credentials; on the same origin those of the request go on.
            let _ = next.set_username(self.url.username());
            let _ = next.set_password(self.url.password());
        }
        if next == self.url || self.seen.contains(&next) {
            return Err(self.bad(format!("it goes in a circle at {}", shown(&next))));
        }
        if self.max_redirects <= self.seen.len() {
            return Err(self.bad(format!("more than {} redirects", self.max_redirects)));
        }
        self.all_permanent &= matches!(status, StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT);
        self.seen.push(std::mem::replace(&mut self.url, next));
        Ok(())
    }

    /// The end of the trail without name and password.
    pub fn final_url(&self) -> Url {
        let mut url = self.url.clone();
        // An http or https address always takes these.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url
    }

    /// Where the address has moved for good: the end of the trail, if there were steps and all were permanent.
    pub fn permanent_to(&self) -> Option<Url> {
        (self.all_permanent && !self.seen.is_empty()).then(|| self.url.clone())
    }

    fn bad(&self, reason: String) -> FetchError {
        FetchError::Redirect { url: shown(self.seen.first().unwrap_or(&self.url)), reason: reason.into() }
    }
}

/// Whether credentials may go along: on the same origin, and from http to https of the same host on the usual ports.
fn keeps_trust(from: &Url, to: &Url) -> bool {
    let is_upgrade = from.scheme() == "http" && to.scheme() == "https" && from.port().is_none() && to.port().is_none();
    from.origin() == to.origin() || (is_upgrade && from.host() == to.host())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trail(start: &str, steps: &[(u16, &str)]) -> Result<Trail, FetchError> {
        let mut trail = Trail::new(Url::parse(start).expect(start), 3);
        for (status, location) in steps {
            let location = HeaderValue::from_str(location).expect("a header");
            trail.step(StatusCode::from_u16(*status).expect("a status"), Some(&location))?;
        }
        Ok(trail)
    }

    #[test]
    fn only_permanent_steps_move_an_address() {
        let moved = |steps| trail("http://a.org/x", steps).expect("a good trail").permanent_to().map(String::from);
        assert_eq!(moved(&[]), None);
        assert_eq!(moved(&[(301, "/y"), (308, "https://b.org/z")]).as_deref(), Some("https://b.org/z"));
        assert_eq!(moved(&[(301, "/y"), (302, "/z")]), None);
        assert_eq!(moved(&[(307, "/y")]), None);
    }

    #[test]
    fn credentials_stay_on_their_origin() {
        let end =
            |location| trail("http://u:p@a.org/x", &[(302, location)]).map(|trail| (trail.url.to_string(), trail.trusted)).expect("good");
        assert_eq!(end("/y"), ("http://u:p@a.org/y".to_owned(), true));
        assert_eq!(end("http://a.org/y"), ("http://u:p@a.org/y".to_owned(), true));
        assert_eq!(end("https://a.org/y"), ("https://u:p@a.org/y".to_owned(), true));
        assert_eq!(end("http://b.org/y"), ("http://b.org/y".to_owned(), false));
        assert_eq!(end("http://a.org:8080/y"), ("http://a.org:8080/y".to_owned(), false));
        assert_eq!(end("http://v:q@b.org/y"), ("http://b.org/y".to_owned(), false));
    }

    #[test]
    fn trust_lost_is_not_regained() {
        let trail = trail("http://u:p@a.org/x", &[(302, "http://b.org/y"), (302, "http://a.org/z")]).expect("good");
        assert_eq!((trail.url.as_str(), trail.trusted), ("http://a.org/z", false));
    }

    #[test]
    fn loops_and_long_trails_end() {
        let words = |steps| trail("http://u:p@a.org/x", steps).expect_err("a bad trail").to_string();
        assert_eq!(words(&[(302, "/y"), (302, "/x")]), "http://u@a.org/x redirects badly: it goes in a circle at http://u@a.org/x");
        assert_eq!(words(&[(302, "/x#again")]), "http://u@a.org/x redirects badly: it goes in a circle at http://u@a.org/x");
        assert_eq!(words(&[(302, "/1"), (302, "/2"), (302, "/3"), (302, "/4")]), "http://u@a.org/x redirects badly: more than 3 redirects");
    }
}
