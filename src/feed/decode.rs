//! Bytes to text, whatever the label says.
//!
//! Bytes decide, not the label: valid UTF-8 is UTF-8 even under a declared windows-1256. Otherwise a byte order mark, the
//! declared charset (document first, then HTTP), and at last a guess from the bytes. Characters that no XML or JSON reader
//! accepts are taken out here, so that later steps need not care.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into the document a declaration of its charset is looked for.
const DECLARATION_BYTES: usize = 1024;
/// How much of the document the guesser is fed; more changes no guess and costs time.
const GUESS_BYTES: usize = 128 * 1024;
/// A text with more than one broken sequence in this many good ones is not damaged UTF-8 but another charset.
const GOOD_PER_BROKEN: usize = 20;

/// A document as text.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// Borrowed where the bytes were clean UTF-8.
    pub text: Cow<'a, str>,
    /// What was done that changes characters.
    pub notes: Vec<String>,
}

/// Decodes `bytes`; never fails, the worst case is replacement characters.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    let mut notes = Vec::new();
    let text = decode_charset(bytes, content_type, &mut notes);
    let text = undo_double_encoding(text, &mut notes);
    Decoded { text: strip_controls(text, &mut notes), notes }
}

fn decode_charset<'a>(bytes: &'a [u8], content_type: Option<&str>, notes: &mut Vec<String>) -> Cow<'a, str> {
    if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
        let body = &bytes[mark_len..];
        // A mark does not prove the rest: files glued together carry a UTF-8 mark before something else.
        if encoding != UTF_8 {
            return encoding.decode_without_bom_handling(body).0;
        }
        return decode_unmarked(body, content_type, notes);
    }
    match bytes {
        // Two characters of ASCII: a single NUL is dirt before the document, not a charset.
        [1..=u8::MAX, 0, 1..=u8::MAX, 0, ..] => UTF_16LE.decode_without_bom_handling(bytes).0,
        [0, 1..=u8::MAX, 0, 1..=u8::MAX, ..] => UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => decode_unmarked(bytes, content_type, notes),
    }
}

fn decode_unmarked<'a>(bytes: &'a [u8], content_type: Option<&str>, notes: &mut Vec<String>) -> Cow<'a, str> {
    let declared = declared_in_document(bytes);
    match std::str::from_utf8(bytes) {
        // The one charset whose bytes are all ASCII: here the label has to be believed.
        Ok(_) if declared == Some(ISO_2022_JP) => return ISO_2022_JP.decode_without_bom_handling(bytes).0,
        Ok(text) => return Cow::Borrowed(text),
        // A document cut in the middle of a character is still UTF-8.
        Err(error) if error.error_len().is_none() => {
            notes.push("the last character is cut in half and was dropped".to_owned());
            if let Ok(text) = std::str::from_utf8(&bytes[..error.valid_up_to()]) {
                return Cow::Borrowed(text);
            }
        }
        Err(_) => {}
    }
    if let Some((text, n_broken)) = damaged_utf8(bytes) {
        notes.push(format!("{n_broken} broken UTF-8 sequences were dropped"));
        return Cow::Owned(text);
    }
    let encoding = choose_encoding(bytes, declared, content_type.and_then(declared_in_header));
    if declared != Some(encoding) {
        notes.push(format!("read as {} from its bytes", encoding.name()));
    }
    encoding.decode_without_bom_handling(bytes).0
}

/// The text without its broken sequences, where they are rare enough for this to be UTF-8 at all.
fn damaged_utf8(bytes: &[u8]) -> Option<(String, usize)> {
    let (mut n_good, mut n_broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().bytes().filter(|&byte| 0xC0 <= byte).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    if n_good < n_broken.saturating_mul(GOOD_PER_BROKEN) {
        return None;
    }
    Some((bytes.utf8_chunks().map(|chunk| chunk.valid()).collect(), n_broken))
}

fn choose_encoding(bytes: &[u8], document: Option<&'static Encoding>, header: Option<&'static Encoding>) -> &'static Encoding {
    // UTF-8 has been ruled out by the bytes already.
    let document = document.filter(|&encoding| encoding != UTF_8);
    let header = header.filter(|&encoding| encoding != UTF_8);
    match (document, header) {
        (Some(one), Some(other)) if one == other => one,
        // Latin-1 is what servers and templates say when nobody chose anything.
        (Some(label), None) | (None, Some(label)) if label != WINDOWS_1252 => label,
        (Some(document), Some(header)) => {
            let guess = guess_encoding(bytes);
            if guess == header { header } else { document }
        }
        _ => guess_encoding(bytes),
    }
}

fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    // Markup is ASCII and says nothing: feed the guesser from the first byte that is not.
    let from = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let to = bytes.len().min(from + GUESS_BYTES);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[from..to], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The charset named in the document's XML declaration, or in an HTML `meta` that wandered in.
fn declared_in_document(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    label_after(&head[..end], b"encoding")
}

fn declared_in_header(content_type: &str) -> Option<&'static Encoding> {
    label_after(content_type.to_ascii_lowercase().as_bytes(), b"charset")
}

/// The charset in `name="label"`, with or without quotes.
fn label_after(text: &[u8], name: &[u8]) -> Option<&'static Encoding> {
    let at = text.windows(name.len()).position(|window| window == name)?;
    let rest = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let end = rest.iter().position(|&byte| matches!(byte, b'"' | b'\'' | b';' | b'?' | b' ' | b',')).unwrap_or(rest.len());
    // A UTF-16 label on bytes that are read one by one is a lie.
    Encoding::for_label(&rest[..end]).filter(|&encoding| encoding != UTF_16LE && encoding != UTF_16BE)
}

/// Undoes "UTF-8 read as Latin-1 and encoded again", the commonest fault of Arabic and Russian feeds.
///
/// Only where the tell-tale pairs stand in it, and then run by run: a template may be right around wrong articles.
fn undo_double_encoding<'a>(text: Cow<'a, str>, notes: &mut Vec<String>) -> Cow<'a, str> {
    const TELLTALES: [&str; 7] = ["Ø§", "Ù„", "Ù\u{84}", "Ð°", "Ð¾", "Ð¸", "Ø±"];
    if TELLTALES.iter().all(|pair| !text.contains(pair)) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut n_undone = 0usize;
    let mut rest = &*text;
    while let Some(from) = rest.find(|c: char| !c.is_ascii()) {
        let run_len = rest[from..].find(|c: char| c.is_ascii()).unwrap_or(rest.len() - from);
        let run = &rest[from..from + run_len];
        out.push_str(&rest[..from]);
        match single_encoded(run) {
            Some(single) => {
                n_undone += 1;
                out.push_str(&single);
            }
            None => out.push_str(run),
        }
        rest = &rest[from + run_len..];
    }
    if n_undone == 0 {
        return text;
    }
    out.push_str(rest);
    notes.push(format!("was encoded twice; one layer was taken off {n_undone} words"));
    Cow::Owned(out)
}

/// The run with one layer of encoding taken off, where it has two.
fn single_encoded(run: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = run.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte that somebody read as this character, in Latin-1 or its Windows cousin.
fn byte_of(c: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, is_unmappable) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !is_unmappable)
}

/// Takes out NUL and the other control characters that XML and JSON forbid.
fn strip_controls<'a>(text: Cow<'a, str>, notes: &mut Vec<String>) -> Cow<'a, str> {
    const fn is_forbidden(byte: u8) -> bool {
        byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')
    }
    // Counting without a branch lets the compiler look at many bytes at once.
    let n_forbidden: usize =
        text.as_bytes().chunks(64).map(|chunk| chunk.iter().map(|&b| usize::from(is_forbidden(b))).sum::<usize>()).sum();
    if n_forbidden == 0 {
        return text;
    }
    notes.push(format!("{n_forbidden} control characters were dropped"));
    Cow::Owned(text.chars().filter(|&c| !c.is_ascii() || !is_forbidden(c as u8)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, expected: &str) {
        assert_eq!(decode(bytes, content_type).text, expected);
    }

    #[test]
    fn clean_utf8_is_borrowed_and_beats_every_label() {
        let text = r#"<?xml version="1.0" encoding="windows-1256"?><t>بوتين</t>"#;
        let decoded = decode(text.as_bytes(), Some("text/xml; charset=iso-8859-1"));
        assert!(matches!(decoded.text, Cow::Borrowed(found) if found == text));
        assert!(decoded.notes.is_empty());
    }

    #[test]
    fn marks_are_obeyed_and_removed() {
        check("\u{feff}<t>نعم</t>".as_bytes(), None, "<t>نعم</t>");
        let mut utf16: Vec<u8> = vec![0xFE, 0xFF];
        utf16.extend("<t>да</t>".encode_utf16().flat_map(u16::to_be_bytes));
        check(&utf16, None, "<t>да</t>");
        let unmarked: Vec<u8> = "<t>да</t>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&unmarked, None, "<t>да</t>");
    }

    #[test]
    fn legacy_charsets_are_read_by_declaration_header_and_guess() {
        let arabic = "<t>اجتمع وزير الخارجية مع نظيره الروسي في القاهرة يوم الأحد</t>";
        let declared = format!("<?xml version='1.0' encoding='windows-1256'?>{arabic}");
        check(&encoding_rs::WINDOWS_1256.encode(&declared).0, None, &declared);
        check(&encoding_rs::WINDOWS_1256.encode(arabic).0, Some("text/xml; charset=windows-1256"), arabic);
        let lying = format!("<?xml version='1.0' encoding='utf-8'?>{arabic}");
        check(&encoding_rs::WINDOWS_1256.encode(&lying).0, None, &lying);
        let russian = "<t>Министр иностранных дел провёл переговоры с коллегой в Москве</t>";
        check(&encoding_rs::WINDOWS_1251.encode(russian).0, None, russian);
        check(&encoding_rs::WINDOWS_1251.encode(russian).0, Some("text/xml; charset=ISO-8859-1"), russian);
        check(&encoding_rs::KOI8_R.encode(russian).0, Some("application/rss+xml; charset=koi8-r"), russian);
    }

    #[test]
    fn one_bad_byte_costs_that_byte() {
        let mut bytes = "<t>Министр иностранных дел провёл переговоры</t>".as_bytes().to_vec();
        bytes.insert(3, 0xFF);
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.text, "<t>Министр иностранных дел провёл переговоры</t>");
        assert_eq!(decoded.notes.len(), 1);
        check(&"<t>да".as_bytes()[..6], None, "<t>д");
    }

    #[test]
    fn double_encoding_is_undone_word_by_word() {
        let good = "<t>الوزير الروسي: Россия</t>";
        let twice = WINDOWS_1252.decode_without_bom_handling(good.as_bytes()).0.into_owned();
        check(twice.as_bytes(), None, good);
        let latin: String = good.bytes().map(char::from).collect();
        check(latin.as_bytes(), None, good);
        check(format!("{twice} بوتين ’").as_bytes(), None, &format!("{good} بوتين ’"));
        check("<t>Ærø Ünü café</t>".as_bytes(), None, "<t>Ærø Ünü café</t>");
    }

    #[test]
    fn nul_and_controls_are_dropped_with_a_note() {
        let decoded = decode(b"<t>a\0b\x0bc\td</t>", None);
        assert_eq!(decoded.text, "<t>abc\td</t>");
        assert_eq!(decoded.notes, ["2 control characters were dropped"]);
    }
}
