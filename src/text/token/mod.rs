//! Text as a flat list of tokens, each with its place in the original and its folded form.

mod plain;
mod scan;

use std::ops::{Index, Range};

use super::script::Script;
use crate::model::Span;

pub(crate) use scan::fold_plain_word;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with marks, tatweel and apostrophes inside; an abbreviation with inner dots ("U.S.", "т.е.") is one word.
    Word,
    /// Digits of any script, with an ordinal ending ("23-го", "11th") and thousands groups ("1,000") inside.
    Number,
    /// One sign, as the text has it; its folded form is the same for all quotes, all dashes, all commas.
    Punct(char),
    /// One or more line ends.
    Break,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Case {
    /// "talks".
    Lower,
    /// "Talks", and a single capital.
    Initial,
    /// "CIA", "U.S.", "MI6".
    Upper,
    /// "McFaul", "O'Brien", "ООНовский".
    Mixed,
    /// No capitals in this script, or no letters.
    None,
}

impl Case {
    /// Whether the word holds a capital.
    pub const fn is_capitalised(self) -> bool {
        matches!(self, Self::Initial | Self::Upper | Self::Mixed)
    }
}

/// A word, number, sign or line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the original text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// The script of its first letter; `Other` for numbers and signs.
    pub script: Script,
    /// How it is written.
    pub case: Case,
    /// Whether an Arabic word ends in fathatan (اتصالًا, روسياً), as adverbs and objects do and names do not.
    pub tanwin: bool,
    /// Whether it follows the token before it without a space or line end.
    pub joined: bool,
    /// The value of a number, where it fits.
    pub number: Option<u32>,
    folded: Range<usize>,
}

impl Token {
    /// Whether it is a word.
    pub fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    /// Whether it is a sign.
    pub fn is_punct(&self) -> bool {
        matches!(self.kind, TokenKind::Punct(_))
    }

    /// Whether it is a line end.
    pub fn is_break(&self) -> bool {
        self.kind == TokenKind::Break
    }
}

/// The tokens of one text, and their folded forms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    tokens: Vec<Token>,
    arena: String,
}

impl Tokens {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// All tokens in order.
    pub fn as_slice(&self) -> &[Token] {
        &self.tokens
    }

    /// All tokens in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Token> {
        self.tokens.iter()
    }

    /// The token at `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The folded form of token `index`: without the final dot of an abbreviation ("u.s"), empty for a line end or beyond the last token.
    pub fn folded(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |t| &self.arena[t.folded.clone()])
    }

    /// The stretch of `text` under token `index`; `text` must be the one that was tokenized.
    pub fn surface<'t>(&self, index: usize, text: &'t str) -> &'t str {
        self.tokens[index].span.of(text)
    }

    /// The span from the first to the last token of `range`; empty at the text's start where the range is empty.
    pub fn span(&self, range: Range<usize>) -> Span {
        match self.tokens.get(range).unwrap_or_default() {
            [] => Span { start: 0, end: 0 },
            [first, .., last] => Span { start: first.span.start, end: last.span.end },
            [only] => only.span,
        }
    }

    /// The folded forms of `range`, in order.
    pub fn folded_range(&self, range: Range<usize>) -> impl Iterator<Item = &str> {
        range.map(|index| self.folded(index))
    }
}

impl Index<usize> for Tokens {
    type Output = Token;

    fn index(&self, index: usize) -> &Token {
        &self.tokens[index]
    }
}

/// Cuts `text` into tokens, in linear time; any text is good.
pub fn tokenize(text: &str) -> Tokens {
    scan::Scanner::new(text).run()
}

#[cfg(test)]
mod tests;
