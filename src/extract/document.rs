//! The article as the passes see it: title and body as one text, cut into tokens and sentences, each token with the
//! words of the knowledge that it can be.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::knowledge::{CliticRules, Cue, Knowledge, Lexicon, TokenId};
use crate::model::{ArticleText, Span};
use crate::text::{Sentence, TokenKind, Tokens, sentences, tokenize};

/// What was cut off the front of a token to find the word inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Clitics {
    /// A conjunction: "and".
    pub and: bool,
    /// A preposition.
    pub preposition: Option<Cue>,
    /// The article.
    pub article: bool,
    /// The particle of the future.
    pub future: bool,
    /// The text lacks an article that the phrase has; good only inside a phrase.
    pub added_article: bool,
}

impl Clitics {
    /// Whether nothing but an article was cut off or added, as inside a phrase.
    pub const fn is_inner(self) -> bool {
        !self.and && self.preposition.is_none() && !self.future
    }

    /// Whether the word stands as written.
    pub const fn is_bare(self) -> bool {
        self.is_inner() && !self.article && !self.added_article
    }
}

/// One reading of a token: a known word, and what was cut off to find it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// The number of the word.
    pub id: TokenId,
    /// What was cut off.
    pub clitics: Clitics,
}

/// The article as the passes see it.
pub(super) struct Document {
    /// Title, a line end, body.
    pub text: String,
    /// Where the body begins in `text`.
    pub body_at: usize,
    /// Tokens of `text`.
    pub tokens: Tokens,
    readings: Vec<Reading>,
    ranges: Vec<(u32, u32)>,
    /// The folded words written with a capital, once anybody asks for them.
    capitalised: OnceCell<FxHashSet<Box<str>>>,
    /// Sentences of `text`, in order.
    pub sentences: Vec<Sentence>,
}

impl Document {
    /// Reads an article; `lexicon` gives clitics and abbreviations.
    pub fn new(article: &ArticleText, knowledge: &Knowledge, lexicon: &Lexicon) -> Self {
        let mut text = String::with_capacity(article.title.len() + article.body.len() + 1);
        text.push_str(&article.title);
        text.push('\n');
        let body_at = text.len();
        text.push_str(&article.body);
        let tokens = tokenize(&text);
        let found = sentences(&text, &tokens, &|word| lexicon.is_abbreviation(word));
        let sentences = found.into_iter().flat_map(|sentence| pieces(sentence, &tokens)).collect();
        let mut document =
            Self { text, body_at, tokens, readings: Vec::new(), ranges: Vec::new(), capitalised: OnceCell::new(), sentences };
        document.read_tokens(knowledge, &lexicon.clitics);
        document
    }

    /// The readings of token `index`, the word as written first.
    pub fn readings(&self, index: usize) -> &[Reading] {
        let (start, end) = self.ranges[index];
        &self.readings[start as usize..end as usize]
    }

    /// Whether a folded word stands anywhere in the article with a capital.
    pub fn has_word(&self, folded: &str) -> bool {
        let capital = |token: &usize| self.tokens[*token].case.is_capitalised();
        let capitals = || (0..self.tokens.len()).filter(capital).map(|token| self.tokens.folded(token).into()).collect();
        self.capitalised.get_or_init(capitals).contains(folded)
    }

    /// The end of the initials that begin at a token and stand before a name: "A.", "S.V."; none where there are none.
    pub fn initials(&self, start: usize) -> Option<usize> {
        let letters = |token: usize| {
            let word = self.tokens.get(token).filter(|word| word.is_word() && word.case.is_capitalised())?;
            let text = word.span.of(&self.text);
            let ends = text.ends_with('.');
            let behind = if ends { token + 1 } else { token + 2 };
            let stops = ends || self.punct(token + 1) == Some('.');
            (stops && text.split('.').all(|part| part.chars().nth(1).is_none())).then_some(behind)
        };
        let mut end = letters(start)?;
        while let Some(next) = letters(end) {
            end = next;
        }
        self.tokens.get(end).is_some_and(|word| word.is_word() && word.case.is_capitalised()).then_some(end)
    }

    /// Whether a token is the letter that stands for a surname which is not told: "Jian G.", «Дитера С.», «А. М.».
    pub fn is_hidden_surname(&self, token: usize) -> bool {
        let letter = |token: usize| {
            let word = self.tokens.get(token).filter(|word| word.is_word() && word.case.is_capitalised())?;
            let text = word.span.of(&self.text);
            let stops = text.ends_with('.') || self.punct(token + 1) == Some('.');
            (stops && text.trim_end_matches('.').chars().nth(1).is_none()).then_some(text.ends_with('.'))
        };
        let Some(before) = token.checked_sub(1).filter(|_| letter(token).is_some() && self.initials(token).is_none()) else { return false };
        let another = || before.checked_sub(usize::from(self.punct(before) == Some('.'))).is_some_and(|token| letter(token).is_some());
        let word = &self.tokens[before];
        word.is_word() && word.case == crate::text::Case::Initial && letter(before).is_none() || another()
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

    fn read_tokens(&mut self, knowledge: &Knowledge, rules: &CliticRules) {
        let vocabulary = knowledge.vocabulary();
        self.ranges.reserve(self.tokens.len());
        self.readings.reserve(self.tokens.len());
        let mut word = String::new();
        for index in 0..self.tokens.len() {
            let start = self.readings.len();
            let folded = self.tokens.folded(index);
            if let Some(id) = vocabulary.get(folded) {
                self.readings.push(Reading { id, clitics: Clitics::default() });
            }
            if self.tokens[index].is_word() && !rules.article.is_empty() {
                strip(folded, Clitics::default(), rules, &mut word, &mut |rest, clitics| {
                    if let Some(id) = vocabulary.get(rest) {
                        self.readings.push(Reading { id, clitics });
                    }
                });
                for article in &rules.article {
                    word.clear();
                    word.push_str(article);
                    word.push_str(folded);
                    if let Some(id) = vocabulary.get(&word) {
                        self.readings.push(Reading { id, clitics: Clitics { added_article: true, ..Clitics::default() } });
                    }
                }
            }
            let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            self.ranges.push((narrow(start), narrow(self.readings.len())));
        }
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

/// The shortest word that is left when clitics are cut off; less is no word but the clitic's own letters.
const MIN_STEM_CHARS: usize = 2;

/// Gives every way of cutting clitics off `word`: conjunction, then future or preposition, then article.
/// `buffer` is scratch space.
fn strip(word: &str, so_far: Clitics, rules: &CliticRules, buffer: &mut String, found: &mut impl FnMut(&str, Clitics)) {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return };
    let rest = chars.as_str();
    let long_enough = |rest: &str| MIN_STEM_CHARS <= rest.chars().count();
    if so_far.is_bare() && rules.conjunction.contains(&first) && long_enough(rest) {
        let clitics = Clitics { and: true, ..so_far };
        found(rest, clitics);
        strip(rest, clitics, rules, buffer, found);
    }
    if so_far.preposition.is_none() && !so_far.future && !so_far.article && long_enough(rest) {
        if rules.future.contains(&first) {
            found(rest, Clitics { future: true, ..so_far });
        }
        if let Some(&(_, cue)) = rules.preposition.iter().find(|(letter, _)| *letter == first) {
            let clitics = Clitics { preposition: Some(cue), ..so_far };
            found(rest, clitics);
            strip(rest, clitics, rules, buffer, found);
        }
    }
    if so_far.article {
        return;
    }
    // A look at the first letter tells for most words that nothing can be cut off.
    let begins = |part: &&String| part.starts_with(first);
    for merged in rules.article_merged.iter().filter(begins) {
        let cue = rules.preposition.iter().find(|(letter, _)| merged.starts_with(*letter)).map(|(_, cue)| *cue);
        if let (Some(rest), Some(cue), None) = (word.strip_prefix(merged.as_str()), cue, so_far.preposition)
            && long_enough(rest)
        {
            found(rest, Clitics { preposition: Some(cue), article: true, ..so_far });
            // The article may be the name's own: «للولايات المتحدة».
            for article in &rules.article {
                buffer.clear();
                buffer.push_str(article);
                buffer.push_str(rest);
                found(buffer, Clitics { preposition: Some(cue), ..so_far });
            }
        }
    }
    for article in rules.article.iter().filter(begins) {
        if let Some(rest) = word.strip_prefix(article.as_str())
            && long_enough(rest)
        {
            found(rest, Clitics { article: true, ..so_far });
        }
    }
}
