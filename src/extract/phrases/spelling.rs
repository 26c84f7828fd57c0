//! Names that are spelt otherwise than the knowledge has them, and names of two words that a hyphen joins.

use std::ops::Range;

use crate::extract::reading::document::Document;
use crate::extract::reading::elements::{Element, covering};
use crate::knowledge::{EntityId, NameUse};
use crate::text::Case;

use super::chunk::Chunker;

/// Whether a word that nobody knows is joined to a surname with a hyphen: the two are one name.
pub(crate) fn is_hyphenated(document: &Document, surname: &Element) -> bool {
    let hyphen = surname.tokens.end;
    let joined = document.tokens.get(hyphen).is_some_and(|t| t.joined) && matches!(document.punct(hyphen), Some('-' | '‐'));
    let strange = |t: &crate::text::Token| t.is_word() && t.joined && t.case == Case::Initial && t.script.has_case();
    joined && document.tokens.get(hyphen + 1).is_some_and(strange) && document.readings(hyphen + 1).is_empty()
}

/// The consonants of a folded name that spellings have in common: doubled letters, vowels and "h" are written or not.
fn skeleton(word: &str) -> String {
    let (mut out, mut last) = (String::new(), None);
    for letter in word.chars() {
        let same = match letter {
            'c' | 'q' => 'k',
            'w' => 'v',
            other => other,
        };
        let silent = matches!(same, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'j' | '-' | '\'');
        if !silent && last != Some(same) {
            out.push(same);
        }
        last = Some(same);
    }
    out
}

/// The known person whose given name is only spelt otherwise here ("Assadollah Asadi"): one bearer of the surname has a given name
/// with the same first letter and consonants.
pub(crate) fn respelt(chunker: &Chunker<'_>, elements: &[Element], run: &Range<usize>) -> Option<EntityId> {
    let document = chunker.document;
    if chunker.lexicon.grammar.cases || !(2..=MAX_RESPELT).contains(&run.len()) {
        return None;
    }
    let surname = covering(elements, run.end - 1).filter(|e| e.tokens.end == run.end && e.senses.is_empty())?;
    let given = document.tokens.folded(run.start);
    let own = skeleton(given);
    let bears = |id: &EntityId| {
        chunker.knowledge.entity(*id).names.iter().any(|name| {
            let folded = crate::text::fold(name);
            let first = folded.split(' ').next().unwrap_or_default();
            first.len() < folded.len() && first.chars().next() == given.chars().next() && skeleton(first) == own
        })
    };
    let mut known = surname.names.iter().filter_map(|s| if let NameUse::Short(id) = s.what { Some(id) } else { None }).filter(bears);
    known.next().filter(|_| 2 <= own.chars().count() && known.next().is_none())
}

/// The most words of a name whose given name may be spelt otherwise.
const MAX_RESPELT: usize = 3;
