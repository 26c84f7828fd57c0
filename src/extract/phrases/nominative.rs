//! Unknown names put back into the nominative, and the forms in which their surnames come back.

use crate::knowledge::{Cases, WordClass};

use super::chunk::Chunker;
use super::people::Stranger;

/// Puts the name of a stranger, found at token `first` in one of `cases`, into the nominative where the language
/// inflects names. Gives the stranger, the folded forms of the surname with their cases, and the cases of the name as
/// it stands.
pub(crate) fn nominative(chunker: &Chunker<'_>, stranger: Stranger, first: usize, cases: Cases) -> (Stranger, Vec<(String, Cases)>, Cases) {
    let declensions = &chunker.lexicon.declensions;
    if !chunker.lexicon.grammar.cases {
        let surname = stranger.name.split([' ', '-']).next_back().unwrap_or_default().to_lowercase();
        let forms = declensions.forms(&surname, WordClass::Name, None);
        return (stranger, folded(forms), Cases::NONE);
    }
    let words: Vec<String> = stranger.name.split(' ').map(str::to_lowercase).collect();
    let given = chunker.document.readings(first).iter().find_map(|reading| chunker.knowledge.given_name(reading.id));
    let mut best: Option<Choice> = None;
    for sex in ['m', 'f'] {
        let called = given.map(|given| given.of(sex)).filter(|_| 1 < words.len());
        let Some(open) = shared(called, cases) else { continue };
        let choice = choose(chunker, &words, sex, open, called.is_some());
        if best.as_ref().is_none_or(|known| known.rank < choice.rank) {
            best = Some(choice);
        }
    }
    let Some(choice) = best else { return (stranger, Vec::new(), cases) };
    let forms = declensions.forms(choice.words.last().map_or("", String::as_str), WordClass::Name, Some(choice.sex));
    // «Дитера С.»: of the surname there is but a letter.
    let letter = choice.words.last().is_some_and(|word| word.trim_end_matches('.').chars().nth(1).is_none());
    let forms = if letter { Vec::new() } else { forms };
    let mut name = choice.words.iter().zip(stranger.name.split(' ')).map(|(word, old)| cased(word, old)).collect::<Vec<_>>().join(" ");
    if letter && !name.ends_with('.') {
        name.push('.');
    }
    let mut words = stranger.words.clone();
    if let (Some(last), Some(surname)) = (words.last_mut(), choice.words.last()) {
        *last = crate::text::fold(surname.rsplit('-').next().unwrap_or(surname).trim_end_matches('.'));
    }
    (Stranger { name, words, ..stranger }, folded(forms), choice.cases)
}

/// One way of reading a name.
struct Choice {
    words: Vec<String>,
    sex: char,
    cases: Cases,
    /// How well it fits; higher is better.
    rank: u8,
}

/// The cases that the given name and the phrase share; none where they contradict each other.
fn shared(called: Option<Option<Cases>>, cases: Cases) -> Option<Cases> {
    match called {
        Some(None) => None,
        Some(Some(given)) if given == Cases::NONE || cases == Cases::NONE => Some(given.or(cases)),
        Some(Some(given)) => Some(given.and(cases)).filter(|both| *both != Cases::NONE),
        None => Some(cases),
    }
}

fn choose(chunker: &Chunker<'_>, words: &[String], sex: char, open: Cases, called: bool) -> Choice {
    let declensions = &chunker.lexicon.declensions;
    let last = words.len() - 1;
    // A name that may stand in the nominative is read so: most do.
    let open = if open == Cases::NONE || open.and(Cases::NOM) != Cases::NONE { Cases::NOM } else { open };
    let mut fits = false;
    let found: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            let lemmas = declensions.lemmas(word, WordClass::Name, Some(sex), open);
            fits = !lemmas.is_empty();
            let named = |lemma: &&String| {
                let id = chunker.knowledge.vocabulary().get(&crate::text::fold(lemma));
                let known = id.and_then(|id| chunker.knowledge.given_name(id)).and_then(|given| given.of(sex));
                known.is_some_and(|cases| cases.may_be(Cases::NOM))
            };
            let written = |lemma: &&String| chunker.document.has_word(&crate::text::fold(lemma));
            let best = if index == last { lemmas.iter().find(written) } else { lemmas.iter().find(named) };
            best.or(lemmas.first()).unwrap_or(word).clone()
        })
        .collect();
    let written = chunker.document.has_word(&crate::text::fold(&found[last]));
    Choice { rank: u8::from(called) * 4 + u8::from(fits) * 2 + u8::from(written), words: found, sex, cases: open }
}

/// A word written as the old one was: with a capital where that had one, also behind a hyphen.
fn cased(word: &str, old: &str) -> String {
    let parts = word.split('-').zip(old.split('-'));
    let put = |(part, old): (&str, &str)| {
        let mut chars = part.chars();
        match chars.next().filter(|_| old.chars().next().is_some_and(char::is_uppercase)) {
            Some(first) => first.to_uppercase().chain(chars).collect(),
            None => part.to_owned(),
        }
    };
    parts.map(put).collect::<Vec<String>>().join("-")
}

fn folded(forms: Vec<(String, Cases)>) -> Vec<(String, Cases)> {
    forms.into_iter().map(|(form, cases)| (crate::text::fold(form.rsplit('-').next().unwrap_or(&form)), cases)).collect()
}
