//! Addresses: the canonical form that decides identity, and the reading of what a person typed.

use std::borrow::Cow;

use url::{Host, Url};

/// Query parameters that say how a reader came, not what the page is. A `*` at the end stands for any ending.
const TRACKING: [&str; 48] = [
    "utm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "__twitter_impression",
    "ref_src",
    "ref_url",
    "traffic_source",
    "ncid",
    "ocid",
    "ito",
    "cmpid",
    "cmp",
    "icid",
    "xtor",
    "s_cid",
    "maca",
    "smid",
    "mbid",
    "wt.mc_id",
    "wt_mc",
    "guccounter",
    "soc_src",
    "sr_share",
    "at_medium",
    "at_campaign",
    "at_custom*",
    "pk_*",
    "mtm_*",
    "hsa_*",
    "vero_id",
];
/// Parameters that are tracking only with these values; with others they choose a page.
const TRACKING_PAIRS: [(&str, &str); 8] =
    [("ref", "rss"), ("from", "rss"), ("source", "rss"), ("partner", "rss"), ("emc", "rss"), ("rss", "1"), ("feed", "rss"), ("src", "rss")];
/// Names of a folder's own page.
const INDEX_PAGES: [&str; 4] = ["index.html", "index.htm", "index.php", "default.aspx"];
/// Longer addresses are refused: servers refuse them too.
const MAX_ADDRESS_BYTES: usize = 8192;

/// Why a text is not an address of the web.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing was given.
    #[error("the address is empty")]
    Empty,
    /// Nobody's address is that long.
    #[error("the address has {n_bytes} bytes; at most {MAX_ADDRESS_BYTES} are allowed")]
    TooLong {
        /// Its length.
        n_bytes: usize,
    },
    /// There is a space inside.
    #[error("{text:?} has a space in it; an address has none")]
    Space {
        /// What was given.
        text: String,
    },
    /// Neither http nor https.
    #[error("{scheme}: addresses cannot be fetched; valid: http, https")]
    Scheme {
        /// The scheme that was given.
        scheme: String,
    },
    /// One word, which could be anything.
    #[error("{text:?} names no host; write it like https://example.org/feed")]
    NoHost {
        /// What was given.
        text: String,
    },
    /// The rules for addresses are broken elsewhere.
    #[error("{text:?} is not an address")]
    Syntax {
        /// What was given.
        text: String,
        /// Which rule.
        #[source]
        source: url::ParseError,
    },
}

/// The form of an address that decides whether two are the same page.
///
/// Lower-case host without final dot, no default port, no credentials, no fragment (but `#!` routes), no tracking
/// parameters, escapes in one spelling, no index page and no slash at the end of the path. The scheme and the order of the
/// remaining parameters are kept. The result is a valid address; taking its canonical form changes nothing.
pub fn canonical_address(url: &Url) -> String {
    let Some(host) = url.host_str() else { return url.as_str().to_owned() };
    let mut out = String::with_capacity(url.as_str().len());
    out.push_str(url.scheme());
    out.push_str("://");
    // The parser has lowered the host's case and dropped the default port.
    out.push_str(without_final_dots(host));
    if let Some(port) = url.port() {
        out.push_str(&format!(":{port}"));
    }
    push_path(url.path(), &mut out);
    push_query(url.query().unwrap_or_default(), &mut out);
    if let Some(route) = url.fragment().filter(|fragment| fragment.starts_with('!')) {
        out.push('#');
        out.push_str(route);
    }
    out
}

/// The host without the dots at its end, where it is one without them too: `.7.` would be a broken number.
fn without_final_dots(host: &str) -> &str {
    let without = host.trim_end_matches('.');
    let is_host = || Host::parse(without).is_ok_and(|parsed| parsed.to_string() == without);
    if without.len() == host.len() || is_host() { without } else { host }
}

/// The path without index pages and slashes at its end. Escapes come first: what they hide counts.
fn push_path(path: &str, out: &mut String) {
    let path = with_normal_escapes(path);
    let mut rest = path.trim_end_matches('/');
    while let Some((folder, page)) = rest.rsplit_once('/')
        && INDEX_PAGES.contains(&page)
    {
        rest = folder.trim_end_matches('/');
    }
    out.push_str(if rest.is_empty() { "/" } else { rest });
}

fn push_query(query: &str, out: &mut String) {
    let mut separator = '?';
    for pair in query.split('&').map(with_normal_escapes).filter(|pair| !pair.is_empty() && !is_tracking(pair)) {
        out.push(separator);
        out.push_str(&pair);
        separator = '&';
    }
}

fn is_tracking(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let is_named = TRACKING.iter().any(|&known| match known.strip_suffix('*') {
        Some(stem) => name.starts_with(stem),
        None => name == known,
    });
    is_named || TRACKING_PAIRS.contains(&(name.as_str(), value))
}

/// The text with its `%xx` in upper case, and without escapes that no reserved character needs.
fn with_normal_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 1..at + 3).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') => out.push(char::from(byte)),
            Some(byte) => out.push_str(&format!("%{byte:02X}")),
            // A bare sign: escaped where it might read as an escape with what follows.
            None => {
                let may_mislead = rest[at + 1..].starts_with(|c: char| c == '%' || c.is_ascii_hexdigit());
                out.push_str(if may_mislead { "%25" } else { "%" });
                rest = &rest[at + 1..];
                continue;
            }
        }
        rest = &rest[at + 3..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads an address as a person types or pastes it: without scheme, in angle brackets, with `feed:` before it.
///
/// # Errors
/// [`AddressError`] says what is wrong in a way that helps to write it right.
pub fn parse_web_address(text: &str) -> Result<Url, AddressError> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '\u{feff}' | '\u{200e}' | '\u{200f}'));
    if text.is_empty() {
        return Err(AddressError::Empty);
    }
    if MAX_ADDRESS_BYTES < text.len() {
        return Err(AddressError::TooLong { n_bytes: text.len() });
    }
    if text.contains(char::is_whitespace) {
        return Err(AddressError::Space { text: text.to_owned() });
    }
    let address = strip_feed_scheme(text);
    let (full, had_scheme) = match scheme_of(address) {
        Some(scheme) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => (address.to_owned(), true),
        Some(scheme) => return Err(AddressError::Scheme { scheme: scheme.to_ascii_lowercase() }),
        None => (format!("https://{}", address.trim_start_matches('/')), false),
    };
    let url = Url::parse(&full).map_err(|source| AddressError::Syntax { text: text.to_owned(), source })?;
    match url.host() {
        Some(Host::Domain(name)) if !had_scheme && !name.contains('.') && name != "localhost" => {
            Err(AddressError::NoHost { text: text.to_owned() })
        }
        Some(_) => Ok(url),
        None => Err(AddressError::NoHost { text: text.to_owned() }),
    }
}

/// `feed:https://x` and `feed://x` are how browsers used to hand feeds to readers.
fn strip_feed_scheme(text: &str) -> &str {
    match text.get(..5) {
        Some(head) if head.eq_ignore_ascii_case("feed:") => text[5..].trim_start_matches('/'),
        _ => text,
    }
}

/// The scheme, where there is one: `host:8080/x` has none.
fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_word =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-".contains(&b));
    let is_port = rest.starts_with(|c: char| c.is_ascii_digit());
    (is_word && !is_port).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, expected: &str) {
        let canonical = canonical_address(&Url::parse(address).expect("an address"));
        assert_eq!(canonical, expected);
        assert_eq!(canonical_address(&Url::parse(&canonical).expect("still an address")), expected);
    }

    #[test]
    fn spellings_of_one_page_meet() {
        check("HTTPS://User:pw@WWW.Example.ORG.:443/a/b/?utm_source=rss&id=7&fbclid=x#top", "https://www.example.org/a/b?id=7");
        check("http://example.org", "http://example.org/");
        check("https://example.org/index.php?p=1", "https://example.org/?p=1");
        check("https://example.org/b/%69ndex.php/?utm%5Fsource=x", "https://example.org/b");
        check("https://example.org/%d8%a7%7e?q=%3d", "https://example.org/%D8%A7~?q=%3D");
        check("https://example.org/خبر", "https://example.org/%D8%AE%D8%A8%D8%B1");
        check("http://127.0.0.1:8080/a#x", "http://127.0.0.1:8080/a");
    }

    #[test]
    fn what_is_canonical_stays() {
        // The host is nothing but a dot, or a number behind one; a sign would become an escape with what is unescaped behind it.
        for text in [
            "https://./a",
            "https://.7..../a",
            "https://a.example./a",
            "https://example.org/%%34%31",
            "https://example.org/%4%31?%%%41",
            "https://example.org/100%25/%zz",
        ] {
            let canonical = canonical_address(&Url::parse(text).expect(text));
            assert_eq!(canonical_address(&Url::parse(&canonical).expect(&canonical)), canonical, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_canonical_form_of_anything_is_its_own(text in "(https?:[/]{0,3})?([a-b.7]{0,4}|%[0-9a-fA-F%]{0,3}|/|[.]{1,2}|index[.](php|html)|[?&=#!:@ü]|utm(_|%5F)source){0,12}") {
            let base = Url::parse("https://news.example/folder/feed.xml").expect("an address");
            if let Ok(url) = base.join(&text) {
                let canonical = canonical_address(&url);
                let again = Url::parse(&canonical).map_err(|error| proptest::test_runner::TestCaseError::fail(format!("{canonical}: {error}")))?;
                proptest::prop_assert_eq!(canonical_address(&again), canonical);
            }
        }
    }

    #[test]
    fn what_chooses_a_page_is_kept() {
        check("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1");
        check("https://example.org/#!/news/7", "https://example.org/#!/news/7");
        check("https://example.org/a?ref=rss&source=tass", "https://example.org/a?source=tass");
        check("https://example.org/100%", "https://example.org/100%");
    }

    #[test]
    fn typed_addresses_are_understood() {
        let read = |text: &str| parse_web_address(text).map(String::from);
        assert_eq!(read(" example.org/feed "), Ok("https://example.org/feed".to_owned()));
        assert_eq!(read("<http://example.org>"), Ok("http://example.org/".to_owned()));
        assert_eq!(read("feed:https://example.org/x"), Ok("https://example.org/x".to_owned()));
        assert_eq!(read("feed://example.org/x"), Ok("https://example.org/x".to_owned()));
        assert_eq!(read("localhost:8080/x"), Ok("https://localhost:8080/x".to_owned()));
        assert_eq!(read("http://newsroom/x"), Ok("http://newsroom/x".to_owned()));
        assert_eq!(read("//example.org"), Ok("https://example.org/".to_owned()));
    }

    #[test]
    fn wrong_addresses_say_what_is_wrong() {
        let fault = |text: &str| parse_web_address(text).expect_err("wrong").to_string();
        assert_eq!(fault("  "), "the address is empty");
        assert_eq!(fault("ftp://x.org"), "ftp: addresses cannot be fetched; valid: http, https");
        assert_eq!(fault("javascript:alert(1)"), "javascript: addresses cannot be fetched; valid: http, https");
        assert_eq!(fault("aljazeera"), "\"aljazeera\" names no host; write it like https://example.org/feed");
        assert_eq!(fault("two words.org"), "\"two words.org\" has a space in it; an address has none");
        assert_eq!(fault("https://"), "\"https://\" is not an address");
        assert_eq!(fault(&"a".repeat(9000)), "the address has 9000 bytes; at most 8192 are allowed");
    }
}
