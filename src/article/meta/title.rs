//! The headline, chosen from what the page calls so in several places, without the name of the site.

use url::Url;

use super::Head;
use super::unescape;
use crate::article::json_ld::JsonLd;
use crate::article::markers::fold;
use crate::article::tidy;

/// What sites put between a title and their name.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " / ", " · "];

/// A lone heading of fewer words is taken for a headline only where something else agrees.
const MIN_HEADLINE_WORDS: usize = 4;

/// Ends of titles that were cut to fit.
const CUT_ENDS: [&str; 2] = ["…", "..."];

/// The names by which the site may call itself.
pub(super) struct Site {
    names: Vec<String>,
    host_label: String,
}

impl Site {
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>, url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
        let mut labels: Vec<&str> = host.split('.').collect();
        labels.pop();
        let host_label = labels.into_iter().max_by_key(|label| label.len()).unwrap_or_default().to_owned();
        let mut names: Vec<String> = names.into_iter().map(|name| fold(&tidy::line(name))).collect();
        names.push(host.to_ascii_lowercase());
        names.retain(|name| !name.is_empty());
        Self { names, host_label }
    }

    /// Whether a part of a title is the site's name, as it writes it or as its address does.
    fn is(&self, part: &str) -> bool {
        let part = fold(part.trim());
        let letters: String = part.chars().filter(char::is_ascii_alphanumeric).collect();
        let is_host = 3 <= letters.len()
            && letters.len() == part.chars().filter(|c| c.is_alphanumeric()).count()
            && self.host_label.replace('-', "") == letters;
        is_host || self.names.contains(&part)
    }
}

/// Chooses the headline.
pub(super) fn choose(head: &Head, json_ld: Option<&JsonLd>, site: &Site) -> Option<String> {
    let clean = |title: &str| Some(without_site(&unescape(title), site)).filter(|title| !title.is_empty() && !site.is(title));
    let shared = head.meta(&["og:title"]).and_then(clean);
    let data = json_ld.and_then(|found| found.headline.as_deref()).and_then(clean);
    let other = head.meta(&["twitter:title", "dc.title", "headline", "mrc__share_title", "sailthru.title"]).and_then(clean);
    let page_title = head.title.as_deref().map(tidy::line);
    let given: Vec<&String> = [&shared, &data, &other].into_iter().flatten().collect();
    visible(head, &given, page_title.as_deref(), site)
        .or_else(|| agreed(&given))
        .or_else(|| page_title.as_deref().map(|title| without_last_part(title, site)).filter(|title| !title.is_empty()))
}

/// The heading that a reader sees, where the page says elsewhere that it is the headline, or nothing else is it.
fn visible(head: &Head, given: &[&String], page_title: Option<&str>, site: &Site) -> Option<String> {
    let headings = || head.h1.iter().filter(|h1| !site.is(h1));
    let page_title = page_title.map(key).unwrap_or_default();
    // Said in the same words elsewhere, or with the end cut off there, or with the site's name behind it.
    let confirmed = headings().find(|h1| {
        let (words, h1) = (h1.split_whitespace().count(), key(h1));
        given.iter().any(|title| key(title) == h1 || is_cut_of(title, &h1) || MIN_HEADLINE_WORDS <= words && key(title).starts_with(&h1))
            || MIN_HEADLINE_WORDS <= words && page_title.contains(&h1)
    });
    if let Some(h1) = confirmed {
        return Some(h1.clone());
    }
    // Another wording for the networks: the reader's own counts, unless everything else agrees against it.
    let lone =
        headings().next().filter(|h1| head.h1.len() == 1 && (given.is_empty() || MIN_HEADLINE_WORDS <= h1.split_whitespace().count()));
    let against = |h1: &String| {
        let h1 = key(h1);
        let held = given.iter().filter(|title| h1.contains(&key(title)) || page_title.contains(&key(title))).count();
        0 < held || 1 < given.len() && given.windows(2).all(|pair| key(pair[0]) == key(pair[1]))
    };
    lone.filter(|h1| !against(h1)).cloned()
}

/// What two of the places agree on; else the first.
fn agreed(given: &[&String]) -> Option<String> {
    let whole = |title: &&&String| !CUT_ENDS.iter().any(|end| title.ends_with(end));
    let twice = given.iter().enumerate().find(|(index, title)| given[index + 1..].iter().any(|other| key(other) == key(title)));
    twice.map(|(_, title)| title).or_else(|| given.iter().find(whole)).or(given.first()).map(|title| (*title).clone())
}

/// Whether a title is another one's beginning, cut to fit.
fn is_cut_of(title: &str, whole: &str) -> bool {
    CUT_ENDS.iter().any(|end| {
        let Some(start) = title.strip_suffix(end) else { return false };
        let start = key(start);
        20 < start.len() && whole.starts_with(&start)
    })
}

/// Letters and figures alone, folded: what two spellings of one title share.
fn key(title: &str) -> String {
    fold(title).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Drops the site's name from either end of a title, where it is known to be that.
fn without_site(title: &str, site: &Site) -> String {
    let mut title = title.trim();
    loop {
        let before = title;
        for separator in SEPARATORS {
            if let Some((front, last)) = title.rsplit_once(separator)
                && site.is(last)
            {
                title = front.trim();
            }
            if let Some((first, rest)) = title.split_once(separator)
                && site.is(first)
            {
                title = rest.trim();
            }
        }
        if title.len() == before.len() {
            return title.to_owned();
        }
    }
}

/// For `<title>`: also drops short last parts after a separator when enough is left in front of them.
fn without_last_part(title: &str, site: &Site) -> String {
    let title = without_site(title, site);
    for separator in SEPARATORS {
        if let Some((front, last)) = title.rsplit_once(separator)
            && last.split_whitespace().count() <= 4
            && MIN_HEADLINE_WORDS <= front.split_whitespace().count()
        {
            return front.trim().to_owned();
        }
    }
    title
}
