//! Pages that stand before an address to keep programs out: not an answer, and worth telling apart from one.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// Bytes of a page looked at: these pages are short, and show themselves early.
pub(super) const LOOK_BYTES: usize = 16 * 1024;

/// Headers that only such a page carries: name, value to begin with (any where empty), who guards.
const HEADERS: &[(&str, &str, &str)] = &[
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "", "AWS WAF"),
    ("x-sucuri-block", "", "Sucuri"),
    ("x-vercel-mitigated", "challenge", "Vercel"),
];

/// Words that only the body of such a page carries, and who guards.
const MARKS: &[(&str, &str)] = &[
    ("_cf_chl_opt", "Cloudflare"),
    ("_Incapsula_Resource", "Imperva"),
    ("captcha-delivery.com", "DataDome"),
    ("/.well-known/ddos-guard/", "DDoS-Guard"),
    ("_px-captcha", "HUMAN"),
    ("/.well-known/sgcaptcha/", "SiteGround"),
    ("awsWafCookieDomainList", "AWS WAF"),
];

/// Who guards the address, by the headers of its answer.
pub(super) fn in_headers(headers: &HeaderMap) -> Option<&'static str> {
    let carries = |name: &str, start: &str| headers.get(name).is_some_and(|value| value.as_bytes().starts_with(start.as_bytes()));
    HEADERS.iter().find(|(name, start, _)| carries(name, start)).map(|(_, _, guard)| *guard)
}

/// Who guards the address, by the body of an answer that is an error. Only statuses that guards use count: the site's own
/// "not found" may carry a guard's script as well.
pub(super) fn in_error_body(status: StatusCode, body: &[u8]) -> Option<&'static str> {
    if matches!(status.as_u16(), 401 | 403 | 405 | 503) { mark(body) } else { None }
}

fn mark(body: &[u8]) -> Option<&'static str> {
    let start = String::from_utf8_lossy(body.get(..LOOK_BYTES).unwrap_or(body));
    MARKS.iter().find(|(mark, _)| start.contains(mark)).map(|(_, guard)| *guard)
}

/// Who guards the address, by the body of an answer that claims success. Whole pages embed the same scripts, so only a
/// short page without an article's worth of text counts.
pub(super) fn in_good_body(body: &[u8]) -> Option<&'static str> {
    let is_short_page =
        body.len() <= LOOK_BYTES && body.trim_ascii_start().first() == Some(&b'<') && !contains(body, b"<p") && !contains(body, b"<item");
    if is_short_page { mark(body) } else { None }
}

fn contains(body: &[u8], needle: &[u8]) -> bool {
    body.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn headers_give_a_challenge_away() {
        let guard = |name, value| in_headers(&HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))]));
        assert_eq!(guard("cf-mitigated", "challenge"), Some("Cloudflare"));
        assert_eq!(guard("x-amzn-waf-action", "captcha"), Some("AWS WAF"));
        assert_eq!(guard("server", "cloudflare"), None);
    }

    #[test]
    fn a_whole_page_with_a_guards_script_is_a_page() {
        let script = r#"<script>window._cf_chl_opt = {}</script>"#;
        assert_eq!(in_good_body(format!("<html>{script}<body></body></html>").as_bytes()), Some("Cloudflare"));
        assert_eq!(in_good_body(format!("<html>{script}<body><p>News.</p></body></html>").as_bytes()), None);
        assert_eq!(in_good_body(br#"{"url": "https://geo.captcha-delivery.com/"}"#), None);
        let refusal = br#"{"url": "https://geo.captcha-delivery.com/"}"#;
        assert_eq!(in_error_body(StatusCode::FORBIDDEN, refusal), Some("DataDome"));
        assert_eq!(in_error_body(StatusCode::NOT_FOUND, refusal), None);
    }
}
