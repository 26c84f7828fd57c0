//! Putting a sentence's noun phrases in relation: appositions, the markers before them, lists.

use crate::extract::reading::elements::{Element, covering, starting};
use crate::knowledge::{Cases, Cue, NounClass, WordOrder};
use crate::text::dates::FoundDate;

use super::chunk::Chunker;
use super::phrase::{Phrase, Who};

/// The cues that say what part a phrase plays.
const MARKERS: &[Cue] = &[
    Cue::By,
    Cue::With,
    Cue::Between,
    Cue::Against,
    Cue::ForBenefit,
    Cue::Mediated,
    Cue::To,
    Cue::From,
    Cue::On,
    Cue::In,
    Cue::For,
    Cue::About,
    Cue::As,
    Cue::Of,
    Cue::According,
    Cue::Sidelines,
];

/// Joins appositions, marks prepositions, numbers lists.
pub(crate) fn arrange(chunker: &Chunker<'_>, elements: &[Element], dates: &[FoundDate], phrases: &mut Vec<Phrase>, sentence_end: usize) {
    join_ranks(chunker, phrases);
    join_owned_offices(chunker, phrases);
    join_appositions(chunker, elements, phrases, sentence_end);
    drop_announced(elements, phrases);
    phrases.retain(|phrase| phrase.who != Who::Office || phrase.office.is_some() || phrase.country.is_some());
    for phrase in phrases.iter_mut() {
        phrase.preposition = marker_before(chunker, elements, dates, phrase);
        // Where nouns carry case, "in" with the accusative says whither.
        let whither = phrase.cases.and(Cases::PREP) == Cases::NONE && phrase.cases.and(Cases::ACC) != Cases::NONE;
        if chunker.lexicon.grammar.cases && whither && phrase.preposition == Some(Cue::In) {
            phrase.preposition = Some(Cue::To);
        }
    }
    let oblique = chunker.lexicon.noun_class("oblique");
    let is_oblique = |p: &Phrase| starting(elements, p.tokens.start).is_some_and(|e| e.nouns().any(|class| Some(class) == oblique));
    phrases.retain(|p| p.who != Who::Both || p.preposition.is_some() || oblique.is_none() || !is_oblique(p));
    phrases.retain(|p| !is_other_ministry(chunker, elements, p));
    lend_markers(chunker, phrases);
    number_lists(chunker, elements, phrases);
    share_heads(chunker, phrases);
}

/// Whether a ministry is told apart by a word that nobody knows ("the unification ministry"), and so is none that was named before.
fn is_other_ministry(chunker: &Chunker<'_>, elements: &[Element], phrase: &Phrase) -> bool {
    let before = phrase.tokens.start.checked_sub(1);
    let bare = phrase.who == Who::SomeBody(crate::knowledge::BodyKind::MinistryOther) && phrase.tokens.len() == 1;
    let small = |token: usize| chunker.document.tokens[token].is_word() && chunker.document.tokens[token].case == crate::text::Case::Lower;
    bare && phrase.country.is_none()
        && chunker.nouns_qualify()
        && before.is_some_and(|token| small(token) && covering(elements, token).is_none())
}

/// "The British, French and German envoys": nationalities in a list share the noun behind the last, where nouns stand last.
fn share_heads(chunker: &Chunker<'_>, phrases: &mut [Phrase]) {
    if chunker.lexicon.grammar.cases || chunker.lexicon.grammar.adjective_after {
        return;
    }
    for index in (1..phrases.len()).rev() {
        let (head, tail) = phrases.split_at_mut(index);
        let (a, b) = (&mut head[index - 1], &tail[0]);
        let bare = a.who == Who::Group && a.by_adjective && a.nouns.is_empty() && a.body_kind.is_none();
        let headed = b.by_adjective
            && matches!(b.who, Who::Office | Who::Group | Who::SomeBody(_))
            && (b.office.is_some() || !b.nouns.is_empty() || b.body_kind.is_some());
        if bare && headed && a.list == b.list && b.country.is_some() && a.country != b.country {
            (a.who, a.office, a.body_kind) = (b.who, b.office, b.body_kind);
            (a.nouns, a.delegation) = (b.nouns.clone(), b.delegation);
        }
    }
}

/// A deed behind a marker lends it to whoever stands right behind as its doer, where owners follow («استنكار لاقتحام الوزير»).
fn lend_markers(chunker: &Chunker<'_>, phrases: &mut [Phrase]) {
    let deed = if chunker.lexicon.grammar.adjective_after { chunker.lexicon.noun_class("deed") } else { None };
    let Some(deed) = deed else { return };
    for index in 1..phrases.len() {
        let (head, tail) = phrases.split_at_mut(index);
        let (a, b) = (&head[index - 1], &mut tail[0]);
        let bare = a.who == Who::Group && a.country.is_none() && a.nouns.contains(&deed) && !chunker.is_definite(a.tokens.start);
        if bare && b.preposition.is_none() && a.tokens.end == b.tokens.start && b.can_act() {
            b.preposition = a.preposition;
        }
    }
}

/// The cue that marks an element as a preposition, if any.
pub(crate) fn marker_of(element: &Element) -> Option<Cue> {
    // Most elements are none, which is told in one step.
    element.is_any(MARKERS).then(|| MARKERS.iter().copied().find(|cue| element.is(*cue))).flatten()
}

/// How many words that nobody knows may stand between a marker and the phrase it marks ("with visiting Foreign Minister ...").
const MAX_UNKNOWN_BETWEEN: usize = 2;

fn marker_before(chunker: &Chunker<'_>, elements: &[Element], dates: &[FoundDate], phrase: &Phrase) -> Option<Cue> {
    let at = elements.partition_point(|e| e.tokens.start < phrase.tokens.start);
    if let Some(first) = elements.get(at).filter(|e| e.tokens.start == phrase.tokens.start) {
        if first.clitics.preposition.is_some() {
            return first.clitics.preposition;
        }
        if first.is(Cue::WithPronoun) {
            return Some(Cue::With);
        }
    }
    let mut from = phrase.tokens.start;
    let mut unknown = 0;
    for (index, element) in elements[..at].iter().enumerate().rev() {
        if element.is(Cue::Including) && element.tokens.end == from {
            return marker_of_group(chunker, &elements[..index], element.tokens.start);
        }
        let gap = element.tokens.end..from;
        if gap.clone().any(|token| {
            !chunker.document.tokens[token].is_word()
                && !chunker.document.tokens[token].is_number()
                && !is_quote(chunker.document.punct(token))
        }) {
            return None;
        }
        // A marker before a date marks the date.
        if dates.iter().any(|d| gap.start < d.tokens.end && d.tokens.start < gap.end) {
            return None;
        }
        unknown += gap.len();
        if let Some(cue) = gap.clone().next_back().and_then(|token| written_marker(chunker, token)) {
            return Some(cue);
        }
        // Where adjectives follow, the word behind the marker is a noun of its own, and a second one the end of its phrase.
        let most = if chunker.lexicon.grammar.adjective_after { 1 } else { MAX_UNKNOWN_BETWEEN };
        if most < unknown {
            return None;
        }
        if let Some(cue) = marker_of(element) {
            // "to thank him", "to bring Fogel home": the word between is a verb.
            let bare = phrase.who == Who::Pronoun || phrase.is_person() && phrase.office.is_none() && phrase.country.is_none();
            let verb = cue == Cue::To && 0 < unknown && bare && !chunker.lexicon.grammar.cases && !chunker.lexicon.grammar.adjective_after;
            return (!verb).then_some(cue);
        }
        if !element.is_any(&[Cue::Article, Cue::Honorific, Cue::Possessive, Cue::Former, Cue::Hosts]) {
            return None;
        }
        from = element.tokens.start;
    }
    None
}

/// How many tokens before a word like "including" the marker of the group may stand whose members it names.
const MAX_GROUP: usize = 7;

/// The marker before the group whose members a word like "including" opens: "on six officials, including X".
fn marker_of_group(chunker: &Chunker<'_>, before: &[Element], including: usize) -> Option<Cue> {
    let end = including.checked_sub(1).filter(|token| chunker.document.punct(*token).is_some()).unwrap_or(including);
    let near = before.iter().rev().take_while(|e| end <= e.tokens.start + MAX_GROUP);
    let mut markers = near.take_while(|e| !(e.tokens.end..end).any(|token| chunker.document.tokens[token].is_punct()));
    markers.find_map(marker_of)
}

/// The preposition that a word which nobody knows carries together with its article («للمساعي», «بالمواقف»).
fn written_marker(chunker: &Chunker<'_>, token: usize) -> Option<Cue> {
    let rules = &chunker.lexicon.clitics;
    let word = &chunker.document.tokens[token];
    if !word.is_word() || !chunker.document.readings(token).is_empty() {
        return None;
    }
    let folded = chunker.document.tokens.folded(token);
    let carries = |letter: char, article: &str| folded.strip_prefix(letter).is_some_and(|rest| rest.starts_with(article));
    let merged = rules.article_merged.iter().find(|merged| folded.starts_with(merged.as_str())).and_then(|merged| merged.chars().next());
    rules
        .preposition
        .iter()
        .find(|(letter, _)| Some(*letter) == merged || rules.article.iter().any(|article| carries(*letter, article)))
        .map(|(_, cue)| *cue)
}

fn is_quote(sign: Option<char>) -> bool {
    matches!(sign, Some('"' | '«' | '“' | '„' | '‟' | '('))
}

/// An abbreviated rank that nobody knows goes with the name that it stands before: "Maj Gen X".
fn join_ranks(chunker: &Chunker<'_>, phrases: &mut Vec<Phrase>) {
    for index in (1..phrases.len()).rev() {
        let (rank, named) = (&phrases[index - 1], &phrases[index]);
        let short = || rank.tokens.len() == 1 && chunker.document.tokens.folded(rank.tokens.start).chars().count() <= MAX_RANK_CHARS;
        let stop = |token: usize| chunker.document.punct(token) == Some('.');
        let touches = rank.tokens.end == named.tokens.start || rank.tokens.end + 1 == named.tokens.start && stop(rank.tokens.end);
        if rank.who == Who::Unknown && touches && short() && named.is_person() && named.office.is_some() {
            phrases[index].tokens.start = phrases[index - 1].tokens.start;
            phrases.remove(index - 1);
        }
    }
}

/// The most letters of an abbreviated rank.
const MAX_RANK_CHARS: usize = 5;

/// "X, President Y's spokesman, ..." is one person: X.
fn join_owned_offices(chunker: &Chunker<'_>, phrases: &mut Vec<Phrase>) {
    let comma = |token: usize| matches!(chunker.document.punct(token), Some(',' | '،'));
    let mut index = 0;
    while index + 2 < phrases.len() {
        let (name, owner, office) = (&phrases[index], &phrases[index + 1], &phrases[index + 2]);
        let bare = name.is_person() && name.office.is_none() && !name.owns_next;
        let owned = owner.owns_next && comma(name.tokens.end) && owner.tokens.start <= name.tokens.end + 2;
        let closed = office.who == Who::Office && office.tokens.start <= owner.tokens.end + 2 && comma(office.tokens.end);
        if bare && owned && closed {
            let (owner, office) = (phrases.remove(index + 1), phrases.remove(index + 1));
            let name = &mut phrases[index];
            name.tokens.end = office.tokens.end;
            name.office = office.office;
            name.country = name.country.or(owner.country);
            name.body = name.body.or(office.body).or(owner.body);
        }
        index += 1;
    }
}

/// "The two presidents" right before the names of two persons are those: «الرئيسان فلان وفلان», «президенты двух стран X и Y».
fn drop_announced(elements: &[Element], phrases: &mut Vec<Phrase>) {
    let mut index = 0;
    while index + 2 < phrases.len() {
        let (both, first, second) = (&phrases[index], &phrases[index + 1], &phrases[index + 2]);
        let joined = starting(elements, second.tokens.start).is_some_and(|e| e.clitics.and)
            || covering(elements, first.tokens.end).is_some_and(|e| e.is(Cue::And) && e.tokens.end == second.tokens.start);
        let named = first.tokens.start == both.tokens.end && first.is_person() && second.is_person() && joined;
        if both.who == Who::Both && named {
            let start = both.tokens.start;
            phrases.remove(index);
            phrases[index].tokens.start = start;
        }
        index += 1;
    }
}

/// "the foreign minister, X," and "X, the foreign minister,".
fn join_appositions(chunker: &Chunker<'_>, elements: &[Element], phrases: &mut Vec<Phrase>, sentence_end: usize) {
    let document = chunker.document;
    let is_post = |noun: &NounClass| ["diplomat", "envoy", "office"].iter().any(|class| chunker.lexicon.noun_class(class) == Some(*noun));
    let mut index = 0;
    while index + 1 < phrases.len() {
        let (a, b) = (&phrases[index], &phrases[index + 1]);
        let closing = |token: usize| matches!(document.punct(token), Some(')' | '»' | '”'));
        let mut from = a.tokens.end + usize::from(closing(a.tokens.end));
        let sign = document.punct(from);
        from += usize::from(sign.is_some());
        let article = |token: usize| document.may_be(token, Cue::Article);
        from += usize::from(from < b.tokens.start && article(from));
        if from != b.tokens.start {
            index += 1;
            continue;
        }
        let joins = starting(elements, b.tokens.start).is_some_and(|e| e.clitics.and);
        let touches = !joins && sign.is_some_and(|s| matches!(s, ',' | '،' | '(' | '«' | '"' | '“' | '-' | '–' | '—'));
        let office_then_name = a.who == Who::Office && a.office.is_some() && b.is_person() && b.office.is_none() && b.country.is_none();
        let goes_on = starting(elements, b.tokens.end).is_some_and(|e| e.is(Cue::Which));
        let ends = document.punct(b.tokens.end).is_some() || b.tokens.end == sentence_end || goes_on;
        let name_then_office = a.is_person() && a.office.is_none() && b.who == Who::Office && b.office.is_some() && ends;
        // «لي إيل غيو، المستشار السياسي في سفارة كوريا الشمالية»
        let serves = b.who == Who::Group && b.country.is_some() && a.country.is_none() && b.nouns.iter().any(is_post);
        let stranger_of = matches!(a.who, Who::Stranger(_)) && a.office.is_none() && serves;
        let holds_it = a.is_person() && a.office.is_none() && from == a.tokens.end && holds(chunker, a, b);
        let same_body = matches!((a.who, b.who), (Who::Body(x), Who::Body(y)) if x == y || sign == Some('('));
        // "his Iranian counterpart, X, ...", unless X is who says so.
        let says = starting(elements, b.tokens.end).is_some_and(|e| e.is_any(&[Cue::Say, Cue::Announce]));
        let of_one_state = a.country.is_none() || b.country.is_none() || a.country == b.country;
        let counterpart_then_name = a.who == Who::Counterpart && b.is_person() && of_one_state && !says;
        if holds_it || touches && (office_then_name || name_then_office || stranger_of || same_body || counterpart_then_name) {
            let second = phrases.remove(index + 1);
            merge(&mut phrases[index], second);
        } else {
            index += 1;
        }
    }
}

/// Whether a known person holds or held the office named right behind, where nouns qualify what stands before them:
/// «سامح شكري وزير الخارجية».
fn holds(chunker: &Chunker<'_>, person: &Phrase, office: &Phrase) -> bool {
    let (Who::Person(id), Some(held)) = (person.who, office.office.filter(|_| office.who == Who::Office)) else { return false };
    let crate::knowledge::Detail::Person { terms, .. } = &chunker.knowledge.entity(id).detail else { return false };
    let own = chunker.knowledge.entity(id).country.as_deref().and_then(|code| chunker.knowledge.country(code));
    let same_state = office.country.is_none() || office.country == own;
    let after = chunker.lexicon.grammar.adjective_after && office.preposition.is_none();
    after && same_state && terms.iter().any(|term| term.office == held)
}

fn merge(first: &mut Phrase, second: Phrase) {
    if second.is_person() {
        first.who = second.who;
        first.name = second.name;
    }
    first.tokens.end = second.tokens.end;
    first.office = first.office.or(second.office);
    first.body = first.body.or(second.body);
    first.body_kind = first.body_kind.or(second.body_kind);
    first.country = first.country.or(second.country);
    first.posted = first.posted.or(second.posted);
    let both = first.cases.and(second.cases);
    if both != Cases::NONE {
        first.cases = both;
    }
}

/// Members of one list have one number, one marker and one case.
fn number_lists(chunker: &Chunker<'_>, elements: &[Element], phrases: &mut [Phrase]) {
    for index in 0..phrases.len() {
        phrases[index].list = index;
        let Some(before) = index.checked_sub(1) else { continue };
        let (head, tail) = phrases.split_at_mut(index);
        let a = &head[before];
        let alone = a.list == before;
        let after = tail.get(1).map(|c| c.tokens.start);
        let b = &mut tail[0];
        // "A's X and B's Y": the owner keeps whom it owns in the list that it stands in.
        if a.owns_next && (!alone || b.is_person()) && b.preposition.is_none() && owns(chunker, a, b) {
            (b.list, b.preposition) = (a.list, a.preposition);
            continue;
        }
        let free = chunker.lexicon.grammar.order != WordOrder::SubjectFirst;
        let told_to_the_end = free && !alone && before.checked_sub(1).is_some_and(|first| is_last(elements, &head[first], a));
        if told_to_the_end && !opens_pair(elements, a, b)
            || !joined(chunker, elements, a, b, alone)
            || !closes(chunker, elements, a, b, after)
        {
            continue;
        }
        let same_marker = b.preposition.is_none() || b.preposition == a.preposition;
        let cases = a.cases.and(b.cases);
        let cases_fit = a.cases == Cases::NONE || b.cases == Cases::NONE || cases != Cases::NONE;
        // A nominative is governed by no preposition: behind a comma it begins something else.
        let governed = a.preposition.is_none() || !chunker.lexicon.grammar.cases || b.preposition.is_some() || cases != Cases::NOM;
        let order_fits = governed && (chunker.lexicon.grammar.order != WordOrder::Free || cases_fit || b.preposition.is_some());
        if same_marker && order_fits {
            b.list = a.list;
            b.preposition = b.preposition.or(a.preposition);
            if cases != Cases::NONE {
                b.cases = cases;
            }
        }
    }
}

/// Whether a phrase is the last of its list: the one behind the "and".
fn is_last(elements: &[Element], before: &Phrase, last: &Phrase) -> bool {
    is_and_between(elements, before.tokens.end, last.tokens.start)
}

/// Whether a phrase goes on with a list behind its "and": by another one, or as the first of a pair ("A and B, C and D"). A comma
/// alone begins another clause where the subject may stand behind its verb: «осудили A и B, C призвал к диалогу».
fn opens_pair(elements: &[Element], last: &Phrase, next: &Phrase) -> bool {
    is_and_between(elements, last.tokens.end, next.tokens.start) || is_and_between(elements, next.tokens.end, next.tokens.end + 1)
}

/// Whether an "and" stands between two places, or is written onto what begins at the second.
fn is_and_between(elements: &[Element], from: usize, to: usize) -> bool {
    let said = |e: &Element| from <= e.tokens.start && e.tokens.end <= to && e.is_any(&[Cue::And, Cue::Or]);
    elements.iter().any(|e| said(e) || e.tokens.start == to && e.clitics.and)
}

/// Whether a list that a comma carries on comes to its "and" later, where the order of words tells the subject: "amid talks with A,
/// B named C" has none.
fn closes(chunker: &Chunker<'_>, elements: &[Element], a: &Phrase, b: &Phrase, after: Option<usize>) -> bool {
    if chunker.lexicon.grammar.order != WordOrder::SubjectFirst || a.preposition.is_none() || b.preposition.is_some() {
        return true;
    }
    let is_and = |e: &Element| e.is_any(&[Cue::And, Cue::Or]);
    let said_and = |from: usize, to: usize| elements.iter().any(|e| from <= e.tokens.start && e.tokens.end <= to && is_and(e));
    let comma = |token: usize| matches!(chunker.document.punct(token), Some(',' | '،' | '-' | '‐' | '–'));
    said_and(a.tokens.end, b.tokens.start)
        || comma(b.tokens.end)
        || after.is_some_and(|next| next <= b.tokens.end + MAX_OWNED_GAP && said_and(b.tokens.end, next))
}

/// How many words may stand between an owner and whom it owns in a list ("France's foreign minister, ...").
const MAX_OWNED_GAP: usize = 2;

/// Whether a phrase right behind an owner is what it owns.
fn owns(chunker: &Chunker<'_>, owner: &Phrase, owned: &Phrase) -> bool {
    let mut gap = owner.tokens.end..owned.tokens.start;
    gap.len() <= MAX_OWNED_GAP + 1
        && gap.all(|token| !chunker.document.tokens[token].is_punct() || chunker.document.punct(token) == Some('\''))
}

/// How many words that qualify an office may stand before it.
const MAX_QUALIFYING: usize = 2;

/// Whether nothing but a comma or an "and" stands between two phrases.
fn joined(chunker: &Chunker<'_>, elements: &[Element], a: &Phrase, b: &Phrase, alone: bool) -> bool {
    let between = a.tokens.end..b.tokens.start;
    let first_of_b = starting(elements, b.tokens.start);
    let clitic_and = first_of_b.is_some_and(|e| e.clitics.and);
    let is_and =
        |token: usize| covering(elements, token).is_some_and(|e| e.is_any(&[Cue::And, Cue::Article, Cue::Possessive, Cue::Including]));
    let is_marker = |token: usize| covering(elements, token).is_some_and(|e| marker_of(e).is_some());
    let comma = |token: usize| matches!(chunker.document.punct(token), Some(',' | '،' | '-' | '‐' | '–'));
    let sign = |token: usize| {
        let sign = chunker.document.punct(token);
        comma(token) || is_quote(sign) || matches!(sign, Some('»' | '”' | ')'))
    };
    // Before most phrases stand words that join nothing, of which those right before an office may.
    let joins = |token: usize| sign(token) || is_and(token) || is_marker(token);
    if MAX_QUALIFYING < between.len() && !joins(between.start) {
        return false;
    }
    // "..., Reuters reported": who speaks behind a comma is no fellow of whoever was named before.
    let speaks = starting(elements, b.tokens.end).is_some_and(|e| e.is(Cue::Say));
    if speaks && !elements.iter().any(|e| between.contains(&e.tokens.start) && e.is(Cue::And)) && !clitic_and {
        return false;
    }
    let said_and = clitic_and || between.clone().any(is_and);
    // "In Beijing, X": with a comma alone, a place told before is no fellow of whoever comes after.
    let scenery = matches!(a.preposition, Some(Cue::In | Cue::On | Cue::From | Cue::To | Cue::Sidelines)) && !said_and;
    if scenery && matches!(a.who, Who::State(_) | Who::Place) && !matches!(b.who, Who::State(_) | Who::Place) {
        return false;
    }
    // "with Britain, and Downing Street said": a list of two takes no comma before its "and".
    let starts_anew = said_and && !clitic_and && between.clone().any(comma) && alone && b.preposition.is_none();
    if starts_anew && (chunker.lexicon.grammar.cases || a.preposition.is_some()) && a.preposition != Some(Cue::Between) {
        return false;
    }
    // «Осудив действия Y, X покинул зал»: with a comma alone, a person is no fellow of what is no person, unless the list goes on.
    let goes_on = || elements.iter().any(|e| b.tokens.end <= e.tokens.start && e.tokens.start <= b.tokens.end + 1 && e.is(Cue::And));
    let person = |p: &Phrase| p.is_person() || p.who == Who::Office;
    if chunker.lexicon.grammar.cases && !said_and && alone && person(a) != person(b) && b.preposition.is_none() && !goes_on() {
        return false;
    }
    let has_joint = said_and || between.clone().any(comma);
    // "..., and its trade commissioner, X": what qualifies an office stands before it.
    let english = !chunker.lexicon.grammar.cases && !chunker.lexicon.grammar.adjective_after;
    let possessed = |token: usize| covering(elements, token).is_some_and(|e| e.is_any(&[Cue::Possessive, Cue::Article]));
    let qualified = english && b.office.is_some() && said_and && (2..=3).any(|n| n <= between.len() && possessed(b.tokens.start - n));
    let qualifies = |token: usize| qualified && b.tokens.start <= token + MAX_QUALIFYING && chunker.document.tokens[token].is_word();
    has_joint && between.clone().all(|token| qualifies(token) || joins(token))
}
