//! Pages that stand in front of an article and are none: bot checks, consent walls, paywalls, error pages, empty shells.
//!
//! Told by what they are built like (where they stand, where they lead, what their data says of them), and by what they say, in a
//! dozen languages; both are tables in `walls.txt`.

use std::sync::LazyLock;

use url::Url;

use super::blocks;
use super::markers::entries;
use crate::model::PageProblem;

/// A body of at least this many characters is an article, whatever else the page says.
const ARTICLE_CHARS: usize = 900;

/// A body of fewer characters may be no more than the beginning of an article that is paid for.
const TEASER_CHARS: usize = 300;

/// A body of fewer characters may be what a consent wall says.
const CONSENT_CHARS: usize = 600;

/// A page that shows fewer characters shows nothing.
const SHELL_CHARS: usize = 200;

/// The tables of `walls.txt`, in lower case.
struct Walls {
    challenge_titles: Vec<&'static str>,
    challenge_text: Vec<&'static str>,
    challenge_markup: Vec<&'static str>,
    challenge_addresses: Vec<&'static str>,
    consent_titles: Vec<&'static str>,
    consent_text: Vec<&'static str>,
    consent_markup: Vec<&'static str>,
    consent_addresses: Vec<&'static str>,
    paywall_text: Vec<&'static str>,
    paywall_tiers: Vec<&'static str>,
    error_titles: Vec<&'static str>,
    script_text: Vec<&'static str>,
}

const FILE: &str = include_str!("walls.txt");

static WALLS: LazyLock<Walls> = LazyLock::new(|| {
    let read = |section: &'static str| entries(FILE, section).collect();
    Walls {
        challenge_titles: read("challenge_titles"),
        challenge_text: read("challenge_text"),
        challenge_markup: read("challenge_markup"),
        challenge_addresses: read("challenge_addresses"),
        consent_titles: read("consent_titles"),
        consent_text: read("consent_text"),
        consent_markup: read("consent_markup"),
        consent_addresses: read("consent_addresses"),
        paywall_text: read("paywall_text"),
        paywall_tiers: read("paywall_tiers"),
        error_titles: read("error_titles"),
        script_text: read("script_text"),
    }
});

/// What a page shows of itself.
pub(super) struct Signs<'a> {
    /// Where it was found, after all redirects.
    pub url: &'a Url,
    /// Where it sends its reader on by itself.
    pub refresh: Option<&'a Url>,
    /// `<title>`.
    pub title: &'a str,
    /// The page's own markup, before the pre-pass.
    pub html: &'a str,
    /// All text of the page.
    pub text: &'a str,
    /// The article's body, as far as one was found.
    pub body: &'a str,
    /// Its data says that the article is not free.
    pub is_paid: bool,
    /// How many words its data says the article has.
    pub n_words: Option<usize>,
}

/// Names what stands in front of the article; `None` for an article.
pub(super) fn recognise(signs: &Signs) -> Option<PageProblem> {
    let walls = &*WALLS;
    if let Some(problem) = wall_at(signs.url) {
        return Some(problem);
    }
    let body_chars = signs.body.chars().count();
    if ARTICLE_CHARS <= body_chars {
        return (signs.is_paid && is_part(signs)).then_some(PageProblem::Paywall);
    }
    if let Some(problem) = signs.refresh.and_then(wall_at) {
        return Some(problem);
    }
    let title = signs.title.trim().to_lowercase();
    let html = signs.html.to_lowercase();
    let mut text = signs.text.to_lowercase();
    let n_chars = text.chars().count();
    let is_shell = n_chars < SHELL_CHARS && body_chars < SHELL_CHARS;
    if is_shell {
        text.push_str(&without_scripts(&html));
    }
    let starts = |phrases: &[&str]| phrases.iter().any(|phrase| title.starts_with(phrase));
    let is_bare = n_chars < 4 * ARTICLE_CHARS;
    let is_challenge = || {
        starts(&walls.challenge_titles)
            || has(&walls.challenge_text, &text)
            || body_chars < SHELL_CHARS && has(&walls.challenge_markup, &html)
    };
    let is_consent = || {
        let says_so = || has(&walls.consent_text, &signs.body.to_lowercase()) || has(&walls.consent_markup, &html);
        starts(&walls.consent_titles) || body_chars < CONSENT_CHARS && says_so()
    };
    if is_bare && is_challenge() {
        Some(PageProblem::Challenge)
    } else if starts(&walls.error_titles) {
        Some(PageProblem::ErrorPage)
    } else if is_bare && is_consent() {
        Some(PageProblem::Consent)
    } else if signs.is_paid || is_cut(signs.body) && has(&walls.paywall_text, &text) {
        Some(PageProblem::Paywall)
    } else if is_shell && has(&walls.script_text, &text) {
        Some(PageProblem::NeedsScripts)
    } else {
        None
    }
}

/// Whether the data of a page calls the tier of its article by a name that means that it is not free.
pub(super) fn is_paid_tier(name: &str) -> bool {
    WALLS.paywall_tiers.iter().any(|tier| tier.eq_ignore_ascii_case(name.trim()))
}

fn has(phrases: &[&str], text: &str) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// What is known to stand at an address.
fn wall_at(url: &Url) -> Option<PageProblem> {
    let (host, path) = (url.host_str()?, url.path().to_ascii_lowercase());
    let stands = |entry: &&str| {
        let (wanted, prefix) = entry.split_at(entry.find('/').unwrap_or(entry.len()));
        let is_host = host.strip_suffix(wanted).is_some_and(|sub| wanted.is_empty() || sub.is_empty() || sub.ends_with('.'));
        is_host && path.strip_prefix(prefix).is_some_and(|rest| prefix.is_empty() || rest.is_empty() || rest.starts_with(['/', '.', '-']))
    };
    let tables = [(&WALLS.challenge_addresses, PageProblem::Challenge), (&WALLS.consent_addresses, PageProblem::Consent)];
    tables.into_iter().find(|(entries, _)| entries.iter().any(stands)).map(|(_, problem)| problem)
}

/// What a page says to readers whose scripts are off; `html` is in lower case.
fn without_scripts(html: &str) -> String {
    let parts = html.split("<noscript").skip(1).map(|part| part.split("</noscript").next().unwrap_or_default());
    parts.flat_map(|part| ["\n", part]).collect()
}

/// Whether less than half of the words are there that the page's data promises, or the text trails off.
fn is_part(signs: &Signs) -> bool {
    let n_words = signs.body.split_whitespace().count();
    trails_off(signs.body) || signs.n_words.is_some_and(|promised| n_words * 2 < promised)
}

/// Whether a text breaks off: a menu that offers subscriptions stands over many a short article that is all there.
fn is_cut(body: &str) -> bool {
    body.chars().count() < TEASER_CHARS || !blocks::ends_sentence(body) || trails_off(body)
}

fn trails_off(text: &str) -> bool {
    let end = text.trim_end();
    end.ends_with('…') || end.ends_with("...")
}

/// A note for people.
pub(super) fn note(problem: PageProblem) -> &'static str {
    match problem {
        PageProblem::Challenge => "a bot check stands in front of the page",
        PageProblem::Consent => "a consent wall stands in front of the page",
        PageProblem::Paywall => "the text is kept for subscribers",
        PageProblem::ErrorPage => "the page says that it could not be found or shown",
        PageProblem::NoText => "no running text was found on the page",
        PageProblem::NeedsScripts => "the page is empty until its scripts have run",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_entries_in_lower_case_and_no_repeats() {
        let sections: Vec<&'static str> =
            FILE.lines().filter_map(|line| line.strip_prefix('[').and_then(|line| line.strip_suffix(']'))).collect();
        assert_eq!(sections.len(), 12);
        for section in sections {
            let mut found: Vec<&str> = entries(FILE, section).collect();
            assert!(!found.is_empty() && found.iter().all(|entry| *entry == entry.to_lowercase()), "{section}");
            found.sort_unstable();
            assert_eq!(found.windows(2).find(|pair| pair[0] == pair[1]), None, "{section}");
        }
    }

    #[test]
    fn walls_are_known_by_where_they_stand() {
        let at = |address: &str| wall_at(&Url::parse(address).expect(address));
        assert_eq!(at("https://consent.google.com/ml?continue=https://news.example/1"), Some(PageProblem::Consent));
        assert_eq!(at("https://de.consent.yahoo.com/v2/collectConsent"), Some(PageProblem::Consent));
        assert_eq!(at("https://www.google.com/sorry/index"), Some(PageProblem::Challenge));
        assert_eq!(at("https://news.example/showcaptcha?retpath=x"), Some(PageProblem::Challenge));
        for article in
            ["https://www.google.com/story", "https://notconsent.google.com.example/1", "https://news.example/cookiewalls-banned"]
        {
            assert_eq!(at(article), None, "{article}");
        }
    }
}
