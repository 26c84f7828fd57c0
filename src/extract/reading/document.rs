//! The article as the passes see it: title and body as one text, cut into tokens and sentences, each token with the
//! words of the knowledge that it can be.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::knowledge::{Cue, Knowledge, Lexicon, Sense};
use crate::model::{ArticleText, Span};
use crate::text::dates::Hint;
use crate::text::{Sentence, TokenKind, Tokens, sentences, tokenize};

use super::elements::{Alone, Senses};
use super::words::{Begun, Words};
pub(crate) use super::words::{Clitics, Reading};

/// The article as the passes see it.
pub(crate) struct Document {
    /// Title, a line end, body.
    pub text: String,
    /// Where the body begins in `text`.
    pub body_at: usize,
    /// Tokens of `text`.
    pub tokens: Tokens,
    /// The words of the language met so far, and for each token the place at which it stands there.
    words: Words,
    places: Vec<u32>,
    /// The folded words written with a capital, once anybody asks for them.
    capitalised: OnceCell<FxHashSet<Box<str>>>,
    /// Sentences of `text`, in order.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// Reads an article; `lexicon` gives clitics and abbreviations, `words` those met before in texts of its language.
    pub fn new(article: &ArticleText, knowledge: &Knowledge, lexicon: &Lexicon, mut words: Words) -> Self {
        let mut text = String::with_capacity(article.title.len() + article.body.len() + 1);
        text.push_str(&article.title);
        text.push('\n');
        let body_at = text.len();
        text.push_str(&article.body);
        let tokens = tokenize(&text);
        let found = sentences(&text, &tokens, &|word| lexicon.is_abbreviation(word));
        let sentences = found.into_iter().flat_map(|sentence| pieces(sentence, &tokens)).collect();
        words.trim();
        let place = |index: usize| words.place(tokens.folded(index), tokens[index].is_word(), knowledge, lexicon);
        let places = (0..tokens.len()).map(place).collect();
        Self { text, body_at, tokens, words, places, capitalised: OnceCell::new(), sentences }
    }

    /// Gives the words back, for the next article.
    pub fn into_words(self) -> Words {
        self.words
    }

    /// The readings of token `index`, the word as written first.
    pub fn readings(&self, index: usize) -> &[Reading] {
        self.words.readings(self.places[index])
    }

    /// What begins with token `index`, if anything does.
    pub fn begun(&self, index: usize) -> Option<Begun> {
        self.words.begun(self.places[index])
    }

    /// The bits of what token `index` can be inside a phrase.
    pub fn inner(&self, index: usize) -> u64 {
        self.words.inner(self.places[index])
    }

    /// What token `index` means as a phrase of the lexicon by itself.
    pub fn alone(&self, index: usize) -> Option<&Alone> {
        self.words.alone(self.places[index])
    }

    /// What token `index` means by itself, whatever phrase it stands in, with what is cut off it for that.
    pub fn meanings<'d>(&'d self, index: usize, lexicon: &'d Lexicon) -> impl Iterator<Item = (Clitics, &'d [Sense])> {
        let known = self.readings(index).iter().filter(|reading| reading.is_of_lexicon());
        known.map(|reading| (reading.clitics, lexicon.phrases.values(reading.phrases)))
    }

    /// Whether token `index` does the work of a cue by itself, with clitics or without.
    pub fn may_be(&self, index: usize, cue: Cue) -> bool {
        self.words.cues(self.places[index]) & Senses::bit(cue) != 0
    }

    /// Whether token `index` as it stands does the work of a cue by itself, whatever phrase it stands in.
    pub fn word_is(&self, index: usize, cue: Cue, lexicon: &Lexicon) -> bool {
        let does = |senses: &[Sense]| senses.contains(&Sense::Cue(cue));
        self.may_be(index, cue) && self.meanings(index, lexicon).any(|(clitics, senses)| clitics.is_bare() && does(senses))
    }

    /// The part of token `index` in dates.
    pub fn date(&self, index: usize) -> Hint {
        self.words.date(self.places[index])
    }

    /// Whether a folded word stands anywhere in the article with a capital.
    pub fn has_word(&self, folded: &str) -> bool {
        let capital = |token: &usize| self.tokens[*token].case.is_capitalised();
        let capitals = || (0..self.tokens.len()).filter(capital).map(|token| self.tokens.folded(token).into()).collect();
        self.capitalised.get_or_init(capitals).contains(folded)
    }

    /// Where what begins with single letters that have full stops goes on behind them: "A.", "S.V.".
    fn behind_letters(&self, token: usize) -> Option<usize> {
        let word = self.tokens.get(token).filter(|word| word.is_word() && word.case.is_capitalised())?;
        let text = word.span.of(&self.text);
        let ends = text.ends_with('.');
        let behind = if ends { token + 1 } else { token + 2 };
        let stops = ends || self.punct(token + 1) == Some('.');
        (stops && text.split('.').all(|part| part.chars().nth(1).is_none())).then_some(behind)
    }

    /// The end of the initials that begin at a token and stand before a name: "A.", "S.V."; none where there are none.
    pub fn initials(&self, start: usize) -> Option<usize> {
        let mut end = self.behind_letters(start)?;
        while let Some(next) = self.behind_letters(end) {
            end = next;
        }
        self.tokens.get(end).is_some_and(|word| word.is_word() && word.case.is_capitalised()).then_some(end)
    }

    /// Whether a token is the letter that stands for a surname which is not told: "Jian G.", «Дитера С.», «А. М.».
    pub fn is_hidden_surname(&self, token: usize) -> bool {
        let one = |token: usize| self.tokens[token].span.of(&self.text).trim_end_matches('.').chars().nth(1).is_none();
        let is_letter = |token: usize| self.behind_letters(token).is_some() && one(token);
        let Some(before) = token.checked_sub(1).filter(|_| is_letter(token) && self.initials(token).is_none()) else { return false };
        let word = &self.tokens[before];
        word.is_word() && word.case == crate::text::Case::Initial && !is_letter(before)
            || before.checked_sub(usize::from(self.punct(before) == Some('.'))).is_some_and(is_letter)
    }

    /// The sign that token `index` is, if it is one.
    pub fn punct(&self, index: usize) -> Option<char> {
        match self.tokens.get(index)?.kind {
            TokenKind::Punct(sign) => Some(sign),
            _ => None,
        }
    }

    /// The words of a token range as the article has them.
    pub fn surface(&self, tokens: std::ops::Range<usize>) -> &str {
        self.tokens.span(tokens).of(&self.text)
    }

    /// A span of `text` as a span of the article's body, or `None` where it lies in the title.
    pub fn in_body(&self, span: Span) -> Option<Span> {
        (self.body_at <= span.start).then(|| Span { start: span.start - self.body_at, end: span.end - self.body_at })
    }

    /// Whether a sentence belongs to the title.
    pub fn is_title(&self, sentence: &Sentence) -> bool {
        sentence.span.start < self.body_at
    }
}

/// The longest stretch of tokens that is read as one sentence; what is longer is a table or a list, and cut, so that the
/// work for a sentence has a bound.
const MAX_SENTENCE_TOKENS: usize = 250;

fn pieces(sentence: Sentence, tokens: &Tokens) -> impl Iterator<Item = Sentence> {
    let (start, end) = (sentence.tokens.start, sentence.tokens.end);
    (start..end).step_by(MAX_SENTENCE_TOKENS).map(move |from| {
        let range = from..(from + MAX_SENTENCE_TOKENS).min(end);
        Sentence { span: tokens.span(range.clone()), tokens: range, paragraph: sentence.paragraph }
    })
}
