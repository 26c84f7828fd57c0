//! When an act took place or is set for.

use std::ops::Range;

use jiff::civil::Date;

use crate::extract::clauses::clause::Clause;
use crate::extract::clauses::scene::{Act, Scene};
use crate::extract::phrases::arrange::marker_of;
use crate::extract::reading::elements::Element;
use crate::extract::thread::memory::Memory;
use crate::extract::types::is_performative;
use crate::knowledge::{Cue, Shape};
use crate::model::{DateSpan, EventType, Status};
use crate::text::dates::{DateExpr, FoundDate};

use super::told::{Told, told_dates};

/// What the date of an act depends on beside its clause.
pub(crate) struct Days<'a> {
    /// What kind of act it is.
    pub event_type: EventType,
    /// Whether it happened.
    pub status: Status,
    /// The dates of its sentence.
    pub dates: &'a [FoundDate],
    /// What the text has told before.
    pub memory: &'a Memory,
}

/// The date of an act: the nearest of its clause; for what is done by announcing it, else that of the announcement; else one
/// that stands before and reaches it.
pub(crate) fn when(scene: &Scene<'_>, act: &Act, clause: &Clause, days: &Days<'_>) -> Option<(DateSpan, Range<usize>)> {
    let here = &scene.elements[act.element].tokens;
    let (mut told, _) = told_dates(scene.elements, days.dates, days.status, &days.memory.calendar);
    if let Some(found) = then(scene, &told, clause) {
        return Some((found.when?, found.tokens.clone()));
    }
    told.retain(|date| date.is_on && !inside_phrase(scene, &date.tokens) && (!date.of_event || leads_to(scene, &date.tokens, here)));
    let distance = |date: &&Told| {
        let (from, to) = if date.tokens.end <= here.start { (date.tokens.end, here.start) } else { (here.end, date.tokens.start) };
        to.saturating_sub(from) + if divided(scene, from..to) { FAR } else { 0 }
    };
    let performed = is_performative(days.event_type) || days.event_type == EventType::Agreement;
    let own = |date: &&Told| clause.contains(&date.tokens) && (performed || !said_then(scene, &date.tokens, here));
    // What counts from another act to this one says more than the date of the other.
    let counted = told.iter().find(|date| date.of_event);
    let announced = performed && matches!(days.status, Status::Occurred);
    let tells = |date: &Told| {
        governs(scene, date.tokens.end, here, act.shape == Shape::Infinitive) && (performed || !said_then(scene, &date.tokens, here))
    };
    let apart = |date: &&Told| of_occasion(scene, &date.tokens, here);
    let before = |date: &&Told| date.tokens.end <= clause.start && (announced || tells(date));
    let shared = || told.iter().rev().find(|date| before(date) && !apart(date)).or_else(|| told.iter().rev().find(before));
    let behind = || told.iter().find(|date| !date.of_event && here.end <= date.tokens.start && own(date));
    let beside = || told.iter().filter(own).min_by_key(|date| distance(date) + if apart(date) { FAR } else { 0 });
    let found = counted
        .and_then(|counted| behind().or(Some(counted)))
        .or_else(beside)
        .or_else(shared)
        .or_else(|| sole(scene, &told, here))
        .or_else(|| set_for(scene, &told, here, days));
    let found = found.or_else(|| if announced { told_on(scene, &told, here, days) } else { None })?;
    if act.shape == Shape::Infinitive && days.status == Status::Planned && agreed_then(scene, &found.tokens, here) {
        // "agreed on Friday to resume": the day of agreeing, which lies back.
        let (told, _) = told_dates(scene.elements, days.dates, Status::Occurred, &days.memory.calendar);
        return told.into_iter().find(|date| date.tokens == found.tokens).and_then(|date| Some((date.when?, date.tokens)));
    }
    let near = || coming(scene, act, days, &found.tokens).filter(|_| found.when.is_some_and(|when| is_long_past(when.start, days)));
    Some((near().or(found.when)?, found.tokens.clone()))
}

/// How many days back a date without a year hardly lies that a present tells, and how many ahead it can.
const MAX_PRESENT: (i32, i32) = (180, 90);

fn is_long_past(start: Date, days: &Days<'_>) -> bool {
    days.memory.calendar.day.is_some_and(|day| MAX_PRESENT.0 < (day - start).get_days())
}

/// The day to come that a verb of the present means by a date without a year: "retires in May", told in April.
fn coming(scene: &Scene<'_>, act: &Act, days: &Days<'_>, date: &Range<usize>) -> Option<DateSpan> {
    let calendar = &days.memory.calendar;
    let day = calendar.day.filter(|_| act.shape == Shape::Present && days.status == Status::Occurred && calendar.heading.is_none())?;
    let (told, _) = told_dates(scene.elements, days.dates, Status::Planned, calendar);
    let ahead = told.into_iter().find(|told| told.tokens == *date)?.when?;
    ((0..=MAX_PRESENT.1).contains(&(ahead.start - day).get_days())).then_some(ahead)
}

/// The date that a clause of time explains: "on 3 January, when X arrested Y", "since 1985, when"; not where the clause has one of its own.
fn then<'t>(scene: &Scene<'_>, told: &'t [Told], clause: &Clause) -> Option<&'t Told> {
    let when = scene.elements.iter().rfind(|e| e.tokens.end <= clause.start && clause.start - e.tokens.end <= 1)?;
    let before = told.iter().rfind(|date| date.tokens.end <= when.tokens.start)?;
    // "It was last Saturday that X signed": no verb between.
    let opens = |it: &Element| {
        let tells = |e: &Element| e.is_any(&[Cue::Say, Cue::Announce]);
        it.is(Cue::It) && !scene.elements.iter().any(|e| it.tokens.end <= e.tokens.start && e.tokens.end <= before.tokens.start && tells(e))
    };
    let cleft =
        || when.is_any(&[Cue::That, Cue::Which]) && scene.elements.iter().filter(|e| e.tokens.end <= before.tokens.start).any(opens);
    if !(when.is(Cue::When) || cleft()) {
        return None;
    }
    let next_to = (before.tokens.end..when.tokens.start).all(|token| !scene.document.tokens[token].is_word());
    let own = told.iter().any(|date| date.is_on && clause.contains(&date.tokens));
    (next_to && !own && !before.of_event).then_some(before)
}

/// Whether a date belongs to a noun behind "since" or "after", and not to the act: "since the fall of X on 8 December".
fn of_occasion(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    let opens = |e: &&Element| e.tokens.end < date.start && e.is_any(&[Cue::After, Cue::Before]);
    let Some(occasion) = scene.elements.iter().rfind(opens) else { return false };
    let between = occasion.tokens.end..date.start;
    let ended = between.clone().any(|token| matches!(scene.document.punct(token), Some(',' | '،' | ';' | ':')));
    let verb = |e: &Element| between.start <= e.tokens.start && e.tokens.end <= between.end && scene.is_verb(e);
    let inside = between.start <= act.start && act.end <= between.end;
    !inside && !ended && !scene.elements.iter().any(verb)
}

/// Farther than any two words of a clause.
const FAR: usize = 1000;

/// Whether a comma with an "and" or "but" behind it stands in a stretch of tokens: what lies beyond is told of something else.
fn divided(scene: &Scene<'_>, tokens: Range<usize>) -> bool {
    let comma = |token: usize| token != 0 && matches!(scene.document.punct(token - 1), Some(',' | '،'));
    let joins = |e: &Element| tokens.start < e.tokens.start && e.tokens.end <= tokens.end && e.is_any(&[Cue::And, Cue::Clause]);
    scene.elements.iter().any(|e| joins(e) && comma(e.tokens.start))
}

/// Whether a date before an infinitive belongs to the verb before it, which tells of something done.
fn agreed_then(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    let planned = |e: &Element| e.is_any(&[Cue::Planned, Cue::Proposed]) && !e.has_shape(&[Shape::Past]);
    let before = scene.elements.iter().rfind(|e| e.tokens.end <= date.start && (scene.is_verb(e) || e.is_trigger() || planned(e)));
    let between = scene.elements.iter().any(|e| date.end <= e.tokens.start && e.tokens.end <= act.start && planned(e));
    date.end <= act.start && !between && before.is_some_and(|e| !planned(e) && e.has_shape(&[Shape::Past]))
}

/// The day on which a sentence announces what its clause says: a date that stands before the clause, behind or beside a verb of telling.
pub(crate) fn announced(scene: &Scene<'_>, clause: &Clause, days: &Days<'_>) -> Option<DateSpan> {
    let (told, _) = told_dates(scene.elements, days.dates, Status::Occurred, &days.memory.calendar);
    let tells = scene.elements.iter().any(|e| e.tokens.end <= clause.start && e.is_any(&[Cue::Announce, Cue::Say]));
    told.iter().rev().find(|date| tells && date.is_on && date.tokens.end <= clause.start)?.when
}

/// From how many days on a date without a year is nearer to come than past.
const HALF_A_YEAR: i32 = 183;

/// Whether a verb of the present with the bare name of a weekday tells of a day to come ("leaves for China on Tuesday"): not where
/// that is the article's own day, nor in a headline or chronicle, whose present tells of the past.
pub(crate) fn is_coming(
    scene: &Scene<'_>,
    act: &Act,
    dated: Option<&(DateSpan, Range<usize>)>,
    dates: &[FoundDate],
    memory: &Memory,
) -> bool {
    let Some((when, tokens)) = dated.filter(|_| act.shape == Shape::Present && memory.calendar.heading.is_none()) else { return false };
    // A day or month without a year that lies far back is rather the next one: "retires in May", said in April.
    let far = memory.calendar.day.is_some_and(|day| HALF_A_YEAR < (day - when.start).get_days());
    let bare = |expr: &DateExpr| {
        use crate::text::dates::YearRef::Nearest;
        let no_year = matches!(expr, DateExpr::Day { year: Nearest, .. } | DateExpr::Month { year: Nearest, .. });
        no_year && far || matches!(expr, DateExpr::Weekday { which: None, .. })
    };
    let weekday = |date: &FoundDate| date.tokens == *tokens && bare(&date.expr);
    let headline = scene.document.is_title(&scene.document.sentences[scene.sentence]);
    // "said on Tuesday it was closing": the day is that of the words.
    let here = scene.elements[act.element].tokens.start;
    let of_words = tokens.end <= here
        && scene
            .elements
            .iter()
            .any(|e| e.is_any(&[Cue::Say, Cue::Announce]) && e.tokens.end <= tokens.start && tokens.start <= e.tokens.end + 1);
    !headline && !of_words && dates.iter().any(weekday) && memory.calendar.day.is_some_and(|day| when.start < day)
}

/// The only date of a sentence, behind its act with other verbs between but no other clause: "the decree on his resignation was signed
/// on 5 January".
fn sole<'t>(scene: &Scene<'_>, told: &'t [Told], act: &Range<usize>) -> Option<&'t Told> {
    let [date] = told else { return None };
    let breaks = [
        Cue::That,
        Cue::Which,
        Cue::Clause,
        Cue::Say,
        Cue::Announce,
        Cue::Denied,
        Cue::After,
        Cue::Before,
        Cue::If,
        Cue::Earlier,
        Cue::And,
    ];
    let between = |e: &&Element| act.end <= e.tokens.start && e.tokens.end <= date.tokens.start;
    // "as director": no clause without a verb.
    let idle = |e: &Element| {
        e.is(Cue::Clause) && !scene.elements.iter().any(|v| e.tokens.end <= v.tokens.start && between(&v) && scene.is_verb(v))
    };
    let clear = scene.elements.iter().filter(between).all(|e| (!e.is_any(&breaks) || idle(e)) && !e.clitics.and);
    (!date.of_event && act.end <= date.tokens.start && clear && !divided(scene, act.end..date.tokens.start)).then_some(date)
}

/// How many days back the telling of news lies.
const RECENT: i32 = 7;

/// The day on which what is done by announcing it was told, behind it: "X expelled Y, the ministry said on Monday".
fn told_on<'t>(scene: &Scene<'_>, told: &'t [Told], act: &Range<usize>, days: &Days<'_>) -> Option<&'t Told> {
    let [date] = told else { return None };
    let says = |e: &&Element| act.end <= e.tokens.start && e.tokens.end <= date.tokens.start && e.is_any(&[Cue::Say, Cue::Announce]);
    let recent = |when: DateSpan| days.memory.calendar.day.is_some_and(|day| (0..=RECENT).contains(&(day - when.start).get_days()));
    (!date.of_event && date.when.is_some_and(recent) && scene.elements.iter().any(|e| says(&e))).then_some(date)
}

/// The day for which something cancelled was set, told in what hangs on it: "cancelled a meeting with X that was due on 8 November".
fn set_for<'t>(scene: &Scene<'_>, told: &'t [Told], act: &Range<usize>, days: &Days<'_>) -> Option<&'t Told> {
    let date = told.iter().find(|date| act.end <= date.tokens.start).filter(|_| days.status == Status::Cancelled)?;
    (!date.of_event && !divided(scene, act.end..date.tokens.start)).then_some(date)
}

/// How many words may stand between "two days after" and the act it leads to.
const MAX_LED: usize = 12;

/// Whether a count like "two days after" leads to an act: the act follows with nothing set off between.
fn leads_to(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    let between = date.end..act.start;
    date.end <= act.start
        && between.len() <= MAX_LED
        && between.into_iter().all(|t| !matches!(scene.document.punct(t), Some(',' | '،' | ';')))
}

/// Whether a date belongs to the verb that tells of a contact and not to the contact ("announced on Sunday a call").
fn said_then(scene: &Scene<'_>, date: &Range<usize>, act: &Range<usize>) -> bool {
    if act.end <= date.start {
        return false;
    }
    let telling = [Cue::Announce, Cue::Say, Cue::Light, Cue::Happen];
    let verbs = || scene.elements.iter().filter(|e| e.tokens.end <= act.start && e.is_any(&telling) && !is_titled(scene, e));
    // "announced on Sunday about his holding a call": such a verb behind a marker is a noun, and has no day of its own.
    let nominal = |e: &Element| {
        let marked = scene.elements.iter().any(|before| before.tokens.end == e.tokens.start && marker_of(before).is_some());
        marked || e.clitics.preposition.is_some() || e.clitics.article
    };
    if verbs().any(|e| date.end <= e.tokens.start && e.is_any(&[Cue::Light, Cue::Happen]) && !nominal(e)) {
        return false;
    }
    // What a joint, a colon or another verb cuts off from the telling is part of what was told.
    let parts = |token: usize| matches!(scene.document.punct(token), Some(':' | ';' | '؛'));
    let cut = |from: usize| {
        let between = |e: &Element| from <= e.tokens.start && e.tokens.end <= date.start;
        let joint = |e: &Element| e.is_any(&[Cue::That, Cue::Which, Cue::Clause, Cue::After, Cue::Before]) && marker_of(e).is_none();
        (from..date.start).any(parts) || scene.elements.iter().any(|e| between(e) && (joint(e) || scene.is_verb(e)))
    };
    let before = verbs().rfind(|e| e.tokens.end <= date.start).filter(|e| !cut(e.tokens.end));
    let verb = before.or_else(|| verbs().find(|e| date.end <= e.tokens.start));
    verb.is_some_and(|verb| verb.is_any(&[Cue::Announce, Cue::Say]) && !verb.is_any(&[Cue::Light, Cue::Happen]))
}

/// How many words back an article can stand that makes a word of telling a noun ("in a closed-door briefing").
const MAX_ARTICLE: usize = 2;

/// Whether an article before a word of telling makes it a noun.
fn is_titled(scene: &Scene<'_>, word: &Element) -> bool {
    let before = scene.elements.iter().rev().filter(|e| e.tokens.end <= word.tokens.start);
    let mut near = before.take_while(|e| word.tokens.start - e.tokens.end <= MAX_ARTICLE && e.names.is_empty() && !e.is_noun());
    !scene.lexicon.grammar.cases && near.any(|e| e.is(Cue::Article))
}

/// Whether a date that stands before the clause of an act dates it too: nobody else's telling and no earlier act lies between them
/// ("On Sunday X met Y and signed Z", "On Sunday, an hour before he left, X met Y").
fn governs(scene: &Scene<'_>, from: usize, act: &Range<usize>, infinitive: bool) -> bool {
    let mut between = scene.elements.iter().filter(|e| from <= e.tokens.start && e.tokens.end <= act.start);
    let breaks = [Cue::That, Cue::Say, Cue::Announce, Cue::If, Cue::Earlier];
    let asides = [Cue::Which, Cue::After, Cue::Before];
    // "is going to X on Sunday in order to meet Y"
    let purpose = |e: &Element| e.is(Cue::That) && e.tokens.end == act.start && !e.is_any(&[Cue::Say, Cue::Announce]);
    let closed = |e: &Element| (e.tokens.end..act.start).any(|token| matches!(scene.document.punct(token), Some(',' | '،')));
    between.all(|e| (!e.is_any(&breaks) || infinitive && purpose(e)) && (!e.is_any(&asides) || closed(e)))
}

/// A number inside a name or office is no date.
fn inside_phrase(scene: &Scene<'_>, date: &Range<usize>) -> bool {
    scene.phrases.iter().any(|p| p.name.start < date.start && date.end <= p.name.end)
}
