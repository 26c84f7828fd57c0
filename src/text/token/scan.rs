//! The scanner behind `tokenize`: one pass, never looking back and only a few characters ahead.

use std::ops::Range;

use super::plain::{self, Plain};
use super::{Case, Token, TokenKind, Tokens};
use crate::model::Span;
use crate::text::fold::{fold_into, is_dropped_mark, is_invisible};
use crate::text::script::Script;

/// The longest group of letters between the dots of an abbreviation: "سي.آي.إيه".
const ABBREVIATION_GROUP: usize = 3;

/// The most groups of an abbreviation: keeps the scan linear.
const ABBREVIATION_GROUPS: usize = 8;

/// How many characters ahead a word is looked for behind an invisible one.
const INVISIBLE_RUN: usize = 4;

pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    /// Whether no space was seen since the last token.
    joined: bool,
    out: Tokens,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        // News text has about one token per five bytes (Latin, signs among them) to ten (Arabic, Cyrillic).
        let tokens = Vec::with_capacity(text.len() / 4 + 4);
        // The arena begins with the text in small letters of ASCII, in which the folded forms of most tokens stand; the others follow.
        let mut arena = String::with_capacity(text.len() + text.len() / 2);
        arena.push_str(text);
        arena.make_ascii_lowercase();
        let out = Tokens { tokens, arena };
        Self { text, at: 0, joined: false, out }
    }

    pub(super) fn run(mut self) -> Tokens {
        while let Some(&byte) = self.text.as_bytes().get(self.at) {
            // A space, a word of plain letters, a sign of ASCII: most of a text is nothing else.
            if byte == b' ' {
                self.at += 1;
                self.joined = false;
                continue;
            }
            if plain::is_sign(byte) {
                self.plain_sign(byte);
                continue;
            }
            if let Some(plain) = plain::word(&self.text.as_bytes()[self.at..]) {
                self.plain_word(plain);
                continue;
            }
            let Some(c) = self.peek() else { break };
            if is_plain_letter(c) {
                self.word(c);
            } else if c.is_whitespace() {
                self.space();
            } else if is_invisible(c) || is_dropped_mark(c) || c.is_control() || is_loose_mark(c) {
                self.at += c.len_utf8();
            } else if digit(c).is_some() {
                self.number();
            } else if starts_word(c) {
                self.word(c);
            } else {
                let start = self.at;
                self.at += c.len_utf8();
                self.push(start, self.at, TokenKind::Punct(c));
            }
        }
        self.out
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// A sign that folds to itself.
    fn plain_sign(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        self.push_folded(start, self.at, TokenKind::Punct(char::from(byte)), start..self.at);
    }

    /// A word of plain letters of one script, behind which nothing follows that could belong to it.
    fn plain_word(&mut self, plain: Plain) {
        let start = self.at;
        self.at += plain.length;
        let folded = if plain.is_folded || plain.script == Script::Latin {
            start..self.at
        } else {
            let from = self.out.arena.len();
            plain::fold(&self.text[start..self.at], plain, &mut self.out.arena);
            from..self.out.arena.len()
        };
        let token = self.push_folded(start, self.at, TokenKind::Word, folded);
        token.script = plain.script;
        token.case = plain.case;
    }

    /// White space; a line end in it makes one `Break` from the first line end to the last.
    fn space(&mut self) {
        let mut line_ends: Option<Span> = None;
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            let start = self.at;
            self.at += c.len_utf8();
            if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                let first = line_ends.map_or(start, |span| span.start);
                line_ends = Some(Span { start: first, end: self.at });
            }
        }
        self.joined = false;
        if let Some(span) = line_ends {
            self.push(span.start, span.end, TokenKind::Break);
            self.joined = false;
        }
    }

    /// Digits with thousands groups, then an ordinal ending if one follows.
    fn number(&mut self) {
        let start = self.at;
        let mut value = Some(0_u32);
        let first_group = self.digits(&mut value);
        if (1..=3).contains(&first_group) {
            while let Some(separator) = self.peek().filter(|c| matches!(c, ',' | '٬')) {
                let group = &self.text[self.at + separator.len_utf8()..];
                if group.chars().take_while(|&c| digit(c).is_some()).take(4).count() != 3 {
                    break;
                }
                self.at += separator.len_utf8();
                self.digits(&mut value);
            }
        }
        self.at += ordinal_ending(&self.text[self.at..]);
        let token = self.push(start, self.at, TokenKind::Number);
        token.number = value;
    }

    /// Consumes a run of digits into `value` (`None` once it no longer fits) and gives its length.
    fn digits(&mut self, value: &mut Option<u32>) -> usize {
        let mut n_digits = 0;
        while let Some((c, digit)) = self.peek().and_then(|c| Some((c, digit(c)?))) {
            *value = value.and_then(|v| v.checked_mul(10)?.checked_add(digit));
            self.at += c.len_utf8();
            n_digits += 1;
        }
        n_digits
    }

    /// A word that begins with `first`.
    fn word(&mut self, first: char) {
        let start = self.at;
        let script = Script::of(first);
        if self.possessive(start) {
            return;
        }
        self.at += first.len_utf8();
        if script == Script::Han {
            self.push_word(start, self.at, self.at, script);
            return;
        }
        self.letters(script);
        let end = self.abbreviation(start, script).unwrap_or(self.at);
        // The final dot belongs to the token but not to its folded form.
        let folded_end = if self.text[start..end].ends_with('.') { end - 1 } else { end };
        self.at = end;
        self.push_word(start, end, folded_end, script);
        self.possessive(end);
    }

    /// Consumes what continues a word of `script`.
    fn letters(&mut self, script: Script) {
        loop {
            self.at += plain::run(&self.text.as_bytes()[self.at..], script);
            let rest = &self.text[self.at..];
            let Some(c) = rest.chars().next() else { return };
            if continues_word(c, script) {
                self.at += c.len_utf8();
            } else if is_invisible(c) || (is_apostrophe(c) && script != Script::Arabic && !is_possessive(rest)) {
                // Inside a word only: at its end they belong to what follows.
                let mut next = rest[c.len_utf8()..].chars().take(INVISIBLE_RUN).skip_while(|&c| is_invisible(c));
                if !next.next().is_some_and(|c| starts_word(c) && continues_word(c, script)) {
                    return;
                }
                self.at += c.len_utf8();
            } else {
                return;
            }
        }
    }

    /// Whether the word from `start` to here begins an abbreviation with inner dots, and where that ends.
    fn abbreviation(&self, start: usize, script: Script) -> Option<usize> {
        if script == Script::Han || !self.text[self.at..].starts_with('.') {
            return None;
        }
        let mut lengths = vec![group_length(&self.text[start..self.at])?];
        let mut end = self.at;
        while let Some(rest) = self.text[end..].strip_prefix('.')
            && lengths.len() < ABBREVIATION_GROUPS
        {
            let group = &rest[..rest.find(|c| !continues_word(c, script)).unwrap_or(rest.len())];
            // "С.С.Иванов": a group that is too long is a word of its own.
            let Some(length) = group_length(group).filter(|_| group.starts_with(starts_word)) else { break };
            lengths.push(length);
            end += 1 + group.len();
        }
        let good = match script {
            Script::Arabic => 2 < lengths.len() || lengths.iter().all(|&length| length <= 2),
            _ => lengths.iter().all(|&length| length <= 2) && lengths.contains(&1),
        };
        if lengths.len() < 2 || !good {
            return None;
        }
        let takes_last_dot = script.has_case() && self.text[end..].starts_with('.');
        Some(if takes_last_dot { end + 1 } else { end })
    }

    /// Splits the `'s` off that stands at `at`, where the token before is joined to it.
    fn possessive(&mut self, at: usize) -> bool {
        let rest = &self.text[at..];
        // Every apostrophe begins with one of these bytes, and few words do.
        if !matches!(rest.as_bytes().first(), Some(b'\'' | 0xCA | 0xE2 | 0xEF)) || !is_possessive(rest) {
            return false;
        }
        let length = rest.char_indices().nth(2).map_or(rest.len(), |(at, _)| at);
        self.at = at + length;
        self.push_word(at, self.at, self.at, Script::Latin);
        true
    }

    fn push_word(&mut self, start: usize, end: usize, folded_end: usize, script: Script) {
        let surface = &self.text[start..end];
        let token = self.push(start, folded_end, TokenKind::Word);
        token.span.end = end;
        token.script = script;
        token.case = if script.has_case() { case_of(surface) } else { Case::None };
        token.tanwin = script == Script::Arabic && ends_in_tanwin(surface);
    }

    fn push(&mut self, start: usize, end: usize, kind: TokenKind) -> &mut Token {
        let from = self.out.arena.len();
        if kind != TokenKind::Break {
            fold_into(&self.text[start..end], &mut self.out.arena);
        }
        if let TokenKind::Punct(sign) = kind
            && self.out.arena.len() == from
        {
            self.out.arena.push(sign);
        }
        self.push_folded(start, end, kind, from..self.out.arena.len())
    }

    /// Adds a token of which the folded form stands in the arena.
    fn push_folded(&mut self, start: usize, end: usize, kind: TokenKind, folded: Range<usize>) -> &mut Token {
        let joined = std::mem::replace(&mut self.joined, true);
        let span = Span { start, end };
        self.out.tokens.push(Token { span, kind, script: Script::Other, case: Case::None, tanwin: false, joined, number: None, folded });
        let last = self.out.tokens.len() - 1;
        &mut self.out.tokens[last]
    }
}

/// The value of a decimal digit of the scripts that news in our languages uses.
const fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '٠'..='٩' => Some(c as u32 - '٠' as u32),
        '۰'..='۹' => Some(c as u32 - '۰' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// The letters that most text is made of, told without a look into the Unicode tables.
const fn is_plain_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | 'а'..='я' | 'А'..='Я' | '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}')
}

/// Appends the folded form of a word that consists of plain letters of one script, which is one token whatever stands beside it; says
/// whether `word` is such a one, and appends nothing where it is not.
pub(crate) fn fold_plain_word(word: &str, folded: &mut String) -> bool {
    let plain = plain::word(word.as_bytes()).filter(|plain| plain.length == word.len());
    plain.is_some_and(|plain| {
        plain::fold(word, plain, folded);
        true
    })
}

/// Whether `c` is a presentation form of nothing but marks ("ﹱ"), which folding drops.
fn is_loose_mark(c: char) -> bool {
    matches!(c, '\u{fb50}'..='\u{feff}') && {
        let mut folded = String::new();
        fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
        folded.trim().is_empty()
    }
}

/// Whether a word can begin with `c`: a letter, but no mark, tatweel or quote-like letter.
fn starts_word(c: char) -> bool {
    if is_plain_letter(c) {
        return true;
    }
    c.is_alphanumeric() && digit(c).is_none() && !is_dropped_mark(c) && c != 'ـ' && !is_apostrophe(c)
}

/// Whether a word of `script` goes on with `c`.
fn continues_word(c: char, script: Script) -> bool {
    if is_plain_letter(c) && Script::of(c) == script {
        return true;
    }
    if is_dropped_mark(c) || c == 'ـ' {
        return true;
    }
    if digit(c).is_some() {
        // "MI6", "G20", "С400"; but Arabic joins its "and" to a number: و30.
        return script.has_case() && c.is_ascii_digit();
    }
    if is_apostrophe(c) || !(c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)) {
        return false;
    }
    match (script, Script::of(c)) {
        (a, b) if a == b => true,
        (Script::Latin | Script::Cyrillic, Script::Latin | Script::Cyrillic | Script::Other) => true,
        (Script::Other, Script::Latin | Script::Cyrillic) => true,
        _ => false,
    }
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '＇' | '‘' | '`' | '´' | 'ʻ' | 'ʽ' | 'ʾ' | 'ʿ' | 'ʹ' | 'ˈ')
}

/// How far an ending is looked for: one letter beyond the longest.
const MAX_ENDING: usize = 5;

/// Whether `rest` begins with an apostrophe, an `s` and the end of the word.
fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    let apostrophe = matches!(chars.next(), Some('\'' | '’' | 'ʼ' | '＇'));
    apostrophe && matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// The number of letters in a group of an abbreviation, or `None` where it is too long or holds digits.
fn group_length(group: &str) -> Option<usize> {
    let mut length = 0;
    for c in group.chars().filter(|&c| !is_dropped_mark(c)) {
        length += 1;
        if length > ABBREVIATION_GROUP || digit(c).is_some() {
            return None;
        }
    }
    Some(length)
}

/// The length in bytes of the ordinal ending that `rest` begins with: "th", "-го".
fn ordinal_ending(rest: &str) -> usize {
    let (hyphen, letters) = match rest.strip_prefix(['-', '‑', '‐']) {
        Some(letters) => (rest.len() - letters.len(), letters),
        None => (0, rest),
    };
    // An ending is short; looking further would cost the length of the run once for every number in it.
    let looked_at = letters.char_indices().nth(MAX_ENDING).map_or(letters.len(), |(at, _)| at);
    let length = letters[..looked_at].find(|c: char| !c.is_alphanumeric()).unwrap_or(looked_at);
    let ending = &letters[..length];
    let good = match hyphen {
        0 => ["st", "nd", "rd", "th"].iter().any(|e| ending.eq_ignore_ascii_case(e)),
        _ => !ending.is_empty() && is_cyrillic_ending(ending),
    };
    let free = !letters[length..].starts_with(['-', '‑', '‐']);
    if good && free { hyphen + length } else { 0 }
}

fn is_cyrillic_ending(ending: &str) -> bool {
    const ENDINGS: &str = " го е ое ее й ый ой ий я ая ю ую х ых их м ым им му ому ого ом ем ми и а у та ти ";
    ENDINGS.split(' ').any(|e| e == ending)
}

fn case_of(word: &str) -> Case {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Case::Lower;
    }
    let (mut first_upper, mut upper, mut lower, mut n_signs) = (false, 0, 0, 0);
    for c in word.chars() {
        let is_lower = matches!(c, 'a'..='z' | 'а'..='я');
        if !is_lower && c.is_uppercase() {
            first_upper |= upper + lower == 0;
            upper += 1;
        } else if is_lower || c.is_lowercase() {
            lower += 1;
        } else if c.is_ascii_digit() || c == '.' {
            n_signs += 1;
        }
    }
    match (upper, lower) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, 0) if n_signs == 0 => Case::Initial,
        (_, 0) => Case::Upper,
        (1, _) if first_upper => Case::Initial,
        _ => Case::Mixed,
    }
}

/// Whether a word ends in fathatan, before or after its final alef.
fn ends_in_tanwin(word: &str) -> bool {
    // The sign is rare, and looked for first.
    if !word.contains('\u{64b}') {
        return false;
    }
    let mut backwards = word.chars().rev().filter(|&c| c != 'ـ' && !is_invisible(c));
    match backwards.next() {
        Some('\u{64b}') => true,
        Some('ا' | 'ى') => backwards.next() == Some('\u{64b}'),
        _ => false,
    }
}
