//! Telling what is no text at all: pictures, archives, documents and noise under the name of a page or a feed.

/// How files of other kinds begin, and what they are called.
const MARKS: [(&[u8], &str); 14] = [
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture or a recording"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x1A\x45\xDF\xA3", "a film"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1F\x8B", "gzip data"),
    (b"\x28\xB5\x2F\xFD", "zstd data"),
    (b"Rar!", "a RAR archive"),
    (b"\x7FELF", "a program"),
    (b"\xD0\xCF\x11\xE0", "an old office document"),
];

/// How much of a text is looked at, in characters.
const LOOK_CHARS: usize = 1_000;

/// From this share of control characters on, in percent, it is none: noise that is taken for text has a tenth.
const MAX_CONTROL_PERCENT: usize = 5;

/// Fewer control characters than this are damage.
const MIN_CONTROLS: usize = 5;

/// What bytes are that are no text, in words; `text` is what they were decoded to. `None` for text, damaged or not.
pub fn no_text(bytes: &[u8], text: &str) -> Option<&'static str> {
    let mark = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark));
    mark.map(|(_, name)| *name).or_else(|| is_noise(text).then_some("binary data"))
}

/// White space and NUL, which decoding may have left out or not, do not count.
fn is_noise(text: &str) -> bool {
    let (mut n_chars, mut n_controls) = (0, 0);
    for c in text.chars().take(LOOK_CHARS) {
        n_chars += 1;
        n_controls += usize::from(c.is_control() && !c.is_whitespace() && c != '\0' && c != '\u{1B}');
    }
    MIN_CONTROLS <= n_controls && n_chars * MAX_CONTROL_PERCENT < n_controls * 100
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_noise_are_no_text() {
        assert_eq!(no_text(b"%PDF-1.7", "%PDF-1.7"), Some("a PDF document"));
        let noise: String = (0..400u32).map(|n| char::from((n.wrapping_mul(2_654_435_761) >> 13) as u8)).collect();
        assert_eq!(no_text(noise.as_bytes(), &noise), Some("binary data"));
        for text in ["", "A line.\r\n\tAnother.", "النص العربي", "\0\0<p>\0", "one \u{8} fault in a text that goes on for a while"]
        {
            assert_eq!(no_text(text.as_bytes(), text), None, "{text:?}");
        }
    }
}
