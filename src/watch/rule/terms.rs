//! A rule cut into its words and signs.

use super::parse::RuleError;
use crate::model::Span;

/// Nothing that a person writes is longer.
const MAX_BYTES: usize = 4_096;

/// One word or sign of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub what: What,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// A bare word.
    Word(String),
    /// What stood in quotes.
    Quoted(String),
    /// One of `( ) , :` and `>=`.
    Sign(&'static str),
}

/// Cuts a rule up.
pub(super) fn cut(text: &str) -> Result<Vec<Term>, RuleError> {
    if MAX_BYTES < text.len() {
        return Err(RuleError::at(Span { start: 0, end: 0 }, format!("the rule has {} bytes; valid: up to {MAX_BYTES}", text.len())));
    }
    let mut terms = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (what, len) = if c == '"' || c == '“' || c == '«' { quoted(text, at)? } else { sign_or_word(&text[at..]) };
        terms.push(Term { what, span: Span { start: at, end: at + len } });
        at += len;
    }
    Ok(terms)
}

fn quoted(text: &str, at: usize) -> Result<(What, usize), RuleError> {
    let open = text[at..].chars().next().map_or(0, char::len_utf8);
    let inner = &text[at + open..];
    let Some((end, close)) = inner.char_indices().find(|(_, c)| matches!(c, '"' | '”' | '»')) else {
        return Err(RuleError::at(Span { start: at, end: text.len() }, "the quotes are not closed".to_owned()));
    };
    Ok((What::Quoted(inner[..end].trim().to_owned()), open + end + close.len_utf8()))
}

fn sign_or_word(rest: &str) -> (What, usize) {
    for sign in [">=", "≥", "(", ")", ",", "،", ":"] {
        if rest.starts_with(sign) {
            let meant = match sign {
                "≥" => ">=",
                "،" => ",",
                sign => sign,
            };
            return (What::Sign(meant), sign.len());
        }
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | ',' | '،' | ':' | '≥' | '“' | '«') || c == '>';
    let len = rest.char_indices().skip(1).find(|(_, c)| ends(*c)).map_or(rest.len(), |(at, _)| at);
    (What::Word(rest[..len].to_owned()), len)
}
