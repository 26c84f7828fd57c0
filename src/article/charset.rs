//! Bytes to text: the bytes decide, a label only where the bytes leave it open.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into the page a `<meta charset>` is looked for; browsers look at 1,024 bytes, real pages put comments before it.
const META_WINDOW_BYTES: usize = 4096;

/// How many bytes the statistical detector reads; more changes its guess no further.
const DETECTOR_BYTES: usize = 64 * 1024;

/// A text counts as damaged UTF-8, not as another charset, up to one bad sequence in this many bytes.
const BYTES_PER_TOLERATED_FAULT: usize = 500;

/// The text of a page and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// The text, without NUL and without byte order mark.
    pub text: String,
    /// What had to be repaired, in words.
    pub note: Option<String>,
}

/// Decodes a page: byte order mark, valid UTF-8, HTTP header, `<meta>`, statistics; in this order.
pub(super) fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (choose(bytes, content_type), bytes),
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let note = damaged.then(|| format!("some bytes are not valid {} and were replaced", encoding.name()));
    let text = if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() };
    Decoded { text, note }
}

fn choose(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    if is_nearly_utf8(bytes) {
        return UTF_8;
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return encoding;
    }
    let header = content_type.and_then(charset_parameter).and_then(label);
    let meta = meta_charset(bytes);
    let guess = detect(bytes);
    match (header, meta) {
        (Some(header), Some(meta)) if header != meta && guess == meta => meta,
        (Some(declared), _) | (None, Some(declared)) => believe(declared, guess),
        (None, None) => guess,
    }
}

/// UTF-8 labels have been refuted by the bytes before this, and servers send Latin labels by default over Cyrillic or Arabic bytes.
fn believe(declared: &'static Encoding, guess: &'static Encoding) -> &'static Encoding {
    let is_refuted = declared == UTF_8 || declared == UTF_16LE || declared == UTF_16BE;
    let is_default_label = declared == WINDOWS_1252 && guess != WINDOWS_1252 && !guess.name().starts_with("ISO-8859");
    if is_refuted || is_default_label { guess } else { declared }
}

/// Whether the bytes are UTF-8 but for rare damage (a cut at the end, a mangled comment box).
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let mut faults = 0;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) => break,
            Err(error) => {
                let Some(length) = error.error_len() else { break };
                faults += 1;
                if bytes.len() / BYTES_PER_TOLERATED_FAULT < faults {
                    return false;
                }
                rest = &rest[error.valid_up_to() + length..];
            }
        }
    }
    // A single-byte text is mostly ASCII markup with bad sequences; damage is only damage where good multi-byte sequences outnumber it.
    faults == 0 || faults * 20 < bytes.iter().filter(|byte| (0xC2..0xF5).contains(*byte)).count()
}

/// Markup in UTF-16 shows as a NUL beside nearly every byte of the first tag.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Markup in front says nothing about the charset: start where the first non-ASCII byte stands.
    let start = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let end = bytes.len().min(start + DETECTOR_BYTES);
    detector.feed(&bytes[start..end], true);
    detector.guess(None, Utf8Detection::Deny)
}

fn label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes())
}

/// The `charset` parameter of a Content-Type value.
fn charset_parameter(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

/// The charset that the page's head declares, in either form of `<meta>` or in an XML declaration.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(META_WINDOW_BYTES)]).to_ascii_lowercase();
    ["charset=", "encoding="].into_iter().find_map(|key| {
        let after = head.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let end = after.find(['"', '\'', ' ', ';', '>', '/', '?']).unwrap_or(after.len());
        label(&after[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "<p>Министр иностранных дел провёл переговоры в Москве, сообщило ведомство в среду.</p>";
    const ARABIC: &str = "<p>التقى وزير الخارجية نظيره في القاهرة يوم الأربعاء وبحثا العلاقات بين البلدين.</p>";

    fn check(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, content_type).text, expected);
    }

    #[test]
    fn bytes_beat_labels() {
        check(RUSSIAN.as_bytes(), Some("text/html; charset=windows-1251"), RUSSIAN);
        check(b"\xEF\xBB\xBF<p>x</p>", Some("text/html; charset=koi8-r"), "<p>x</p>");
        check(b"<\0p\0>\0x\0", None, "<p>x");
    }

    #[test]
    fn labels_are_read_from_header_and_page() {
        let (windows, ..) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
        check(&windows, Some("text/html; Charset=\"windows-1251\""), RUSSIAN);
        let (koi, ..) = encoding_rs::KOI8_R.encode(RUSSIAN);
        check(&koi, Some("text/html;charset=koi8-r"), RUSSIAN);
        let page = format!("<meta http-equiv=Content-Type content='text/html; charset=windows-1256'>{ARABIC}");
        let (arabic, ..) = encoding_rs::WINDOWS_1256.encode(&page);
        check(&arabic, None, &page);
    }

    #[test]
    fn unlabelled_and_mislabelled_bytes_are_recognised() {
        for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R] {
            let (bytes, ..) = encoding.encode(RUSSIAN);
            check(&bytes, None, RUSSIAN);
            check(&bytes, Some("text/html; charset=ISO-8859-1"), RUSSIAN);
            check(&bytes, Some("text/html; charset=utf-8"), RUSSIAN);
        }
        let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(ARABIC);
        check(&bytes, None, ARABIC);
    }

    #[test]
    fn damage_is_replaced_and_noted() {
        let mut bytes = RUSSIAN.repeat(20).into_bytes();
        bytes.insert(3, 0xFF);
        let decoded = decode(&bytes, None);
        assert!(decoded.text.contains("Министр иностранных дел"));
        assert!(decoded.note.is_some());
        check(&RUSSIAN.as_bytes()[..19], None, "<p>Министр \u{FFFD}");
        check(b"a\0b", None, "ab");
    }
}
