//! What a reader found to plain values: text without markup, absolute addresses, language codes, items with keys.

use std::borrow::Cow;

use url::Url;

use super::identity::{self, Keep};
use super::raw::{RawFeed, RawItem, RawLink};
use super::{Limits, plain};
use crate::model::{FeedItem, ParsedFeed, PollWishes};

/// Longer titles and author names are no such thing.
const MAX_LINE_BYTES: usize = 16 * 1024;

/// Cleans a feed; `base` is the address it came from.
pub(super) fn map(raw: RawFeed, base: &Url, limits: &Limits, keep: Keep) -> ParsedFeed {
    let mut notes = raw.notes;
    let mut n_cut = 0;
    let own_base = raw.base.as_ref().unwrap_or(base);
    let site = if is_web(own_base) { None } else { site(&raw.links) };
    let base = site.as_ref().unwrap_or(own_base);
    let link = best_link(&raw.links, base);
    let items = raw.items.into_iter().map(|item| map_item(item, base, limits, &mut n_cut)).collect();
    if 0 < n_cut {
        notes.push(format!("overlong fields cut: {n_cut}"));
    }
    ParsedFeed {
        title: raw.title.and_then(|title| plain::plain_line(&title[..title.floor_char_boundary(MAX_LINE_BYTES)])),
        link,
        lang: raw.lang.as_deref().and_then(language_code),
        wishes: PollWishes { min_interval: raw.min_interval, skip_hours: sorted(raw.skip_hours), skip_days: sorted(raw.skip_days) },
        is_cut: raw.is_cut,
        items: identity::identify(items, keep, &mut notes),
        notes,
    }
}

/// Where a feed without address (a file) belongs: its relative links can only be meant from the address that it names.
fn site(links: &[RawLink]) -> Option<Url> {
    let own = links.iter().filter(|link| link.rel.as_deref() == Some("self"));
    own.chain(links).find_map(|link| Url::parse(link.href.trim()).ok().filter(is_web))
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn sorted(mut values: Vec<i8>) -> Vec<i8> {
    values.sort_unstable();
    values.dedup();
    values
}

fn map_item(raw: RawItem, feed_base: &Url, limits: &Limits, n_cut: &mut usize) -> FeedItem {
    let own_base = raw.base.as_deref().and_then(|base| feed_base.join(base.trim()).ok());
    let guid = raw.guid.map(trimmed).filter(|guid| !guid.is_empty());
    // A guid that is an address is the permalink where the item names no other.
    let link = best_link(&raw.links, own_base.as_ref().unwrap_or(feed_base)).or_else(|| guid.as_deref().and_then(web_address));
    let mut cut =
        |text: Option<String>, max_bytes: usize| text.and_then(|text| cut_field(text, max_bytes.min(limits.max_field_bytes), n_cut));
    FeedItem {
        key: String::new(),
        alternates: Vec::new(),
        guid,
        link,
        title: cut(raw.title, MAX_LINE_BYTES).and_then(|title| plain::plain_line(&title)),
        author: cut(raw.author, MAX_LINE_BYTES).and_then(|author| author_name(&author)),
        published_at: raw.published_at,
        updated_at: raw.updated_at,
        summary: cut(raw.summary, usize::MAX),
        content: cut(raw.content, usize::MAX),
        lang: raw.lang.as_deref().and_then(language_code),
    }
}

/// The text without white space around it, in place where there is none.
fn trimmed(text: String) -> String {
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}

fn cut_field(mut text: String, max_bytes: usize, n_cut: &mut usize) -> Option<String> {
    if max_bytes < text.len() {
        text.truncate(text.floor_char_boundary(max_bytes));
        *n_cut += 1;
    }
    Some(trimmed(text)).filter(|text| !text.is_empty())
}

/// The link that leads to the page: the first alternate of HTML, else any alternate, else whatever is no self-reference.
fn best_link(links: &[RawLink], base: &Url) -> Option<String> {
    fn rank(link: &RawLink) -> Option<u8> {
        let is_html = link.media_type.as_deref().is_none_or(|kind| kind.contains("html"));
        match link.rel.as_deref() {
            _ if link.href.trim().is_empty() => None,
            None | Some("alternate") if is_html => Some(0),
            None | Some("alternate") => Some(1),
            Some("related" | "via" | "canonical") => Some(2),
            Some(_) => None,
        }
    }
    let mut ranked: Vec<(u8, &RawLink)> = links.iter().filter_map(|link| Some((rank(link)?, link))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().find_map(|(_, link)| absolute(&link.href, base))
}

/// The address made absolute; nothing where it does not lead to the web.
fn absolute(href: &str, base: &Url) -> Option<String> {
    let href = href.trim();
    // Escaped once more than it should be; no address means this.
    let href = &*if href.contains("&amp;") { Cow::Owned(href.replace("&amp;", "&")) } else { Cow::Borrowed(href) };
    let joined = if href.starts_with("www.") { Url::parse(&format!("https://{href}")) } else { base.join(href) };
    joined.ok().filter(is_web).map(String::from)
}

fn web_address(text: &str) -> Option<String> {
    Url::parse(text).ok().filter(is_web).map(String::from)
}

/// The name in what an author element holds: `desk@x.com (Name)`, `(Name)`, `Name <desk@x.com>`, `Name`.
fn author_name(text: &str) -> Option<String> {
    const AROUND: [char; 11] = [',', '،', ';', '؛', '|', '<', '>', '"', '[', ']', ':'];
    let line = plain::plain_line(text)?;
    let rest = without_mail_address(&line);
    // What is left of a list of address and name may begin with its comma.
    let name = rest.trim_matches(|c: char| c.is_whitespace() || AROUND.contains(&c));
    let name = name.strip_prefix('(').map_or(name, |inner| inner.strip_suffix(')').unwrap_or(inner)).trim();
    let name = if name.chars().any(char::is_alphanumeric) { name } else { line.trim() };
    (!name.is_empty()).then(|| name.to_owned())
}

/// The text without the e-mail address in it.
fn without_mail_address(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let Some(sign) = text.find('@') else { return text.to_owned() };
    let before = text[..sign].trim_end_matches(is_part);
    let after = text[sign + 1..].trim_start_matches(is_part);
    let has_both = before.len() < sign && after.len() < text.len() - sign - 1;
    if has_both { format!("{}{after}", before.trim_end_matches("mailto:")) } else { text.to_owned() }
}

/// The ISO 639-1 code in a language tag of any habit: `ar-EG`, `en_us`, `rus`, `Arabic`.
fn language_code(tag: &str) -> Option<String> {
    const NAMES: [(&str, &str); 22] = [
        ("ara", "ar"),
        ("arabic", "ar"),
        ("eng", "en"),
        ("english", "en"),
        ("rus", "ru"),
        ("russian", "ru"),
        ("fas", "fa"),
        ("per", "fa"),
        ("urd", "ur"),
        ("heb", "he"),
        ("iw", "he"),
        ("ukr", "uk"),
        ("bul", "bg"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("deu", "de"),
        ("ger", "de"),
        ("spa", "es"),
        ("tur", "tr"),
        ("zho", "zh"),
        ("chi", "zh"),
        ("cn", "zh"),
    ];
    let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == primary) {
        return Some((*code).to_owned());
    }
    (primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(primary)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://news.example/feeds/all.xml").expect("an address")
    }

    fn link(href: &str, rel: Option<&str>) -> RawLink {
        RawLink { href: href.to_owned(), rel: rel.map(str::to_owned), ..RawLink::default() }
    }

    #[test]
    fn the_page_is_found_among_the_links() {
        let links = [link("/self", Some("self")), link("enclosure.mp3", Some("enclosure")), link(" ../a ", None)];
        assert_eq!(best_link(&links, &base()).as_deref(), Some("https://news.example/a"));
        assert_eq!(best_link(&[link("javascript:x", None)], &base()), None);
        assert_eq!(best_link(&[link("www.a.example/x", None)], &base()).as_deref(), Some("https://www.a.example/x"));
    }

    #[test]
    fn a_permalink_guid_stands_in_for_the_link() {
        let raw = RawItem { guid: Some(" https://news.example/7 ".to_owned()), ..RawItem::default() };
        let item = map_item(raw, &base(), &Limits::default(), &mut 0);
        assert_eq!(item.link.as_deref(), Some("https://news.example/7"));
        assert_eq!(item.guid.as_deref(), Some("https://news.example/7"));
    }

    #[test]
    fn authors_are_names() {
        assert_eq!(author_name("desk@x.com (خالد)").as_deref(), Some("خالد"));
        assert_eq!(author_name("Anna <a.b@x.com>").as_deref(), Some("Anna"));
        assert_eq!(author_name("a.b@x.com").as_deref(), Some("a.b@x.com"));
        assert_eq!(author_name("k@x.com،خالد").as_deref(), Some("خالد"));
        assert_eq!(author_name("(Anna)").as_deref(), Some("Anna"));
        assert_eq!(author_name("Anna (Moscow)").as_deref(), Some("Anna (Moscow)"));
    }

    #[test]
    fn languages_are_codes() {
        let codes = ["ar-EG", "EN_us", "rus", "Arabic", "x-klingon", "c++"].map(|tag| language_code(tag).unwrap_or_default());
        assert_eq!(codes, ["ar", "en", "ru", "ar", "", ""]);
    }

    #[test]
    fn long_fields_are_cut_between_characters() {
        let limits = Limits { max_field_bytes: 5, ..Limits::default() };
        let mut n_cut = 0;
        let raw = RawItem { summary: Some("данные".to_owned()), ..RawItem::default() };
        assert_eq!(map_item(raw, &base(), &limits, &mut n_cut).summary.as_deref(), Some("да"));
        assert_eq!(n_cut, 1);
    }
}
