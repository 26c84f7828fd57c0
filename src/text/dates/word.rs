//! What a word can say in a date, and the keys by which a lexicon says so.

use std::str::FromStr;

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// January to March, and so on.
    Quarter,
    /// January to June, July to December.
    Half,
    /// A calendar year.
    Year,
}

/// A part of a month, week or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its beginning: ten days of a month, three of a week, three months of a year.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
    /// The day in its middle: the fifteenth of a month.
    Centre,
    /// Its first half.
    First,
    /// Its second half.
    Second,
}

/// What a word or phrase says in a date. [`DateWord::from_str`] reads the keys of the `[dates]` section of a lexicon, where each key
/// holds a list of words or phrases in any spelling that folds right; `{a,b}` stands for one phrase with each, and what stands in several
/// braces of one phrase goes together (case and number agree):
///
/// ```toml
/// [dates]
/// "month 1" = ["January", "Jan"]        # to "month 12"; "hijri 1" to "hijri 12" for the months of the Hijri year
/// "weekday 1" = ["Monday"]              # Monday to "weekday 7", Sunday
/// "day -1" = ["yesterday"]              # days from the day of publication
/// "unit week" = ["week", "weeks"]       # day, week, month, quarter, half, year
/// "two day" = ["يومين"]                 # a dual: two of a unit in one word
/// "number 3" = ["three"]
/// "ordinal 3" = ["third"]
/// "ago before" = ["قبل"]                # before the count: قبل يومين
/// "ago after" = ["ago"]                 # after it
/// "ahead before" = ["через"]            # told of the past, it counts from what was told last
/// "ahead only" = ["in"]                 # never does: "the second time in two days"
/// "ahead after" = ["from now"]
/// "same" = ["same"]                     # beside a unit: the one that was told last; "following" and "preceding": those beside it
/// "of told" = ["منه"]                   # behind a day: of the month that was told last
/// "last" = ["last"]                     # before or behind weekday, month or unit; so "next", "this"
/// "next weeks" = ["next"]               # of those, one with which a weekday is that of the week after this one
/// "start" = ["early"]                   # parts of a month, week or year; so "middle", "end"; "centre" for the day in the middle
/// "end month" = ["EOM"]                 # a part of the unit that is now, as one word in capitals; so "start year"
/// "after next" = ["after next"]         # beside a weekday or unit: the second from now; "before last": the second back
/// "from end 2" = ["penultimate"]        # counted from the end; "last" behind an ordinal says the same
/// "quarter 2" = ["Q2"]
/// "season 2" = ["summer"]               # spring 1 to winter 4
/// "of week 7" = ["أحد"]                 # weekdays only before a week
/// "rest" = ["rest of"]                  # what is left of a unit
/// "closest" = ["closest"]
/// "for" = ["for"]                       # before a count of units that begin with a day
/// "counted from" = ["from"]             # behind a count of units: a week from Tuesday
/// "year mark" = ["г."]                  # beside a year; "hijri mark" for Hijri years
/// "on" = ["on", "in"]                   # prepositions before a date
/// "from" = ["from", "between"]          # begin a range; "to" joins it, "and" joins it after a "from"
/// "since" = ["since"]                   # bounds: the date is when something began; "until", when it ends
/// "filler" = ["of", "the"]              # may stand between the parts of a date
/// "time of day" = ["morning"]           # may stand before or behind a day
/// "no date" = ["Black Friday"]          # phrases that only hold date words
/// "plural" = ["days"]                   # units that need a count: "days ago" is no date
/// "weak" = ["may", "sun"]               # of the above, those that are other words too: alone they need a capital and a preposition
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateWord {
    /// A month, 1 to 12.
    Month(i8),
    /// A month of the Hijri year, 1 to 12.
    Hijri(i8),
    /// A weekday, Monday 1 to Sunday 7.
    Weekday(i8),
    /// A day, counted from the day of publication.
    Day(i32),
    /// The name of a unit, in any number and case.
    Unit(Unit),
    /// Two of a unit.
    Two(Unit),
    /// A cardinal.
    Number(u32),
    /// An ordinal.
    Ordinal(u32),
    /// Says before a count of units that it lies in the past.
    AgoBefore,
    /// Says so behind it.
    AgoAfter,
    /// Says before a count of units that it lies in the future.
    AheadBefore,
    /// Says before a count of units that it lies in the future, and never counts from what was told last.
    AheadOnly,
    /// Says so behind it.
    AheadAfter,
    /// Says behind a count of units that it is counted forward from what was told last: "two days later".
    LaterAfter,
    /// Says so of a count backward: "two days earlier".
    EarlierAfter,
    /// Says behind a count that what follows lies so far before the main act: "two days after ...".
    AfterEvent,
    /// Says so of what lies behind it: "two days before ...".
    BeforeEvent,
    /// The one that was told last: "the same", "that".
    Same,
    /// The one after what was told last: "the following".
    Following,
    /// The one before what was told last: "the preceding", «предшествующий».
    Preceding,
    /// Behind a day: of the month that was told last, «منه».
    OfTold,
    /// The one before this.
    Last,
    /// The one after this.
    Next,
    /// The one that is now.
    This,
    /// A part of what follows.
    Part(Part),
    /// A part of the unit that is now.
    PartOf(Part, Unit),
    /// The one behind the next.
    AfterNext,
    /// The one before the last.
    BeforeLast,
    /// An ordinal that counts from the end.
    FromEnd(u32),
    /// A quarter of a year, 1 to 4, in one word.
    Quarter(i8),
    /// Spring 1 to winter 4.
    Season(i8),
    /// A weekday, where the week that it is of stands behind it.
    OfWeek(i8),
    /// What is left of a unit.
    Rest,
    /// The one with the fewest days between.
    Closest,
    /// Before a length of time.
    For,
    /// Between a length of time and the day from which it is counted.
    CountedFrom,
    /// Marks a number as a year.
    YearMark,
    /// Marks a number as a year of the Hijra.
    HijriMark,
    /// A preposition before a date.
    On,
    /// Begins a range.
    From,
    /// Joins the ends of a range.
    To,
    /// Joins the ends of a range that a `From` began.
    And,
    /// The date is a beginning.
    Since,
    /// The date is an end.
    Until,
    /// Says nothing.
    Filler,
    /// Morning, evening, night.
    TimeOfDay,
    /// Behind "next" a weekday is that of the week after this one.
    NextWeeks,
    /// A feast or public holiday; a lexicon's section `[feasts]` has them, with their rules as keys.
    Feast(super::Feast),
    /// The phrase is no date, though words of it are.
    NoDate,
    /// Not a sense: the word names several of its unit, so that it needs a count.
    Plural,
    /// Not a sense: the word has other senses than its date sense.
    Weak,
}

impl DateWord {
    /// One bit for each kind of sense, whatever else it says.
    pub(super) const fn bit(self) -> u64 {
        1 << match self {
            Self::Month(..) => 0,
            Self::Hijri(..) => 1,
            Self::Weekday(..) => 2,
            Self::Day(..) => 3,
            Self::Unit(..) => 4,
            Self::Two(..) => 5,
            Self::Number(..) => 6,
            Self::Ordinal(..) => 7,
            Self::AgoBefore => 8,
            Self::AgoAfter => 9,
            Self::AheadBefore => 10,
            Self::AheadOnly => 11,
            Self::AheadAfter => 12,
            Self::LaterAfter => 13,
            Self::EarlierAfter => 14,
            Self::AfterEvent => 15,
            Self::BeforeEvent => 16,
            Self::Same => 17,
            Self::Following => 18,
            Self::Preceding => 19,
            Self::OfTold => 20,
            Self::Last => 21,
            Self::Next => 22,
            Self::This => 23,
            Self::Part(..) => 24,
            Self::PartOf(..) => 25,
            Self::AfterNext => 26,
            Self::BeforeLast => 27,
            Self::FromEnd(..) => 28,
            Self::Quarter(..) => 29,
            Self::Season(..) => 30,
            Self::OfWeek(..) => 31,
            Self::Rest => 32,
            Self::Closest => 33,
            Self::For => 34,
            Self::CountedFrom => 35,
            Self::YearMark => 36,
            Self::HijriMark => 37,
            Self::On => 38,
            Self::From => 39,
            Self::To => 40,
            Self::And => 41,
            Self::Since => 42,
            Self::Until => 43,
            Self::Filler => 44,
            Self::TimeOfDay => 45,
            Self::NextWeeks => 46,
            Self::Feast(..) => 47,
            Self::NoDate => 48,
            Self::Plural => 49,
            Self::Weak => 50,
        }
    }

    /// Whether a pattern begins with a word of this sense; prepositions and fillers, of which texts are full, only stand before
    /// or inside one.
    pub(super) const fn begins_pattern(self) -> bool {
        use DateWord as W;
        !matches!(
            self,
            W::AgoAfter
                | W::AheadAfter
                | W::LaterAfter
                | W::EarlierAfter
                | W::AfterEvent
                | W::BeforeEvent
                | W::OfTold
                | W::AfterNext
                | W::CountedFrom
                | W::HijriMark
                | W::On
                | W::To
                | W::And
                | W::Since
                | W::Until
                | W::Filler
                | W::NoDate
                | W::Plural
                | W::Weak
        )
    }
}

/// A key of a `[dates]` section that means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown date key {found:?}; valid: {VALID}")]
pub struct UnknownDateKey {
    /// The key.
    pub found: String,
}

const VALID: &str = "month 1-12, hijri 1-12, weekday 1-7, day N, unit U, two U, number N, ordinal N, ago before, ago after, ahead before, \
    ahead only, ahead after, later after, earlier after, after event, before event, same, following, preceding, of told, last, next, next weeks, this, start, middle, centre, end, start U, end U, after next, before last, from end N, quarter 1-4, season 1-4, of week 1-7, rest, closest, for, counted from, year mark, hijri mark, on, from, to, and, since, until, filler, time of day, no date, plural, weak";

impl FromStr for DateWord {
    type Err = UnknownDateKey;

    fn from_str(key: &str) -> Result<Self, UnknownDateKey> {
        let simple = match key {
            "ago before" => Some(Self::AgoBefore),
            "ago after" => Some(Self::AgoAfter),
            "ahead before" => Some(Self::AheadBefore),
            "ahead only" => Some(Self::AheadOnly),
            "ahead after" => Some(Self::AheadAfter),
            "later after" => Some(Self::LaterAfter),
            "earlier after" => Some(Self::EarlierAfter),
            "after event" => Some(Self::AfterEvent),
            "before event" => Some(Self::BeforeEvent),
            "same" => Some(Self::Same),
            "following" => Some(Self::Following),
            "preceding" => Some(Self::Preceding),
            "of told" => Some(Self::OfTold),
            "last" => Some(Self::Last),
            "next" => Some(Self::Next),
            "this" => Some(Self::This),
            "start" => Some(Self::Part(Part::Start)),
            "middle" => Some(Self::Part(Part::Middle)),
            "end" => Some(Self::Part(Part::End)),
            "after next" => Some(Self::AfterNext),
            "before last" => Some(Self::BeforeLast),
            "rest" => Some(Self::Rest),
            "closest" => Some(Self::Closest),
            "for" => Some(Self::For),
            "counted from" => Some(Self::CountedFrom),
            "centre" => Some(Self::Part(Part::Centre)),
            "year mark" => Some(Self::YearMark),
            "hijri mark" => Some(Self::HijriMark),
            "on" => Some(Self::On),
            "from" => Some(Self::From),
            "to" => Some(Self::To),
            "and" => Some(Self::And),
            "since" => Some(Self::Since),
            "until" => Some(Self::Until),
            "filler" => Some(Self::Filler),
            "time of day" => Some(Self::TimeOfDay),
            "next weeks" => Some(Self::NextWeeks),
            "no date" => Some(Self::NoDate),
            "plural" => Some(Self::Plural),
            "weak" => Some(Self::Weak),
            _ => None,
        };
        simple.or_else(|| with_argument(key)).ok_or_else(|| UnknownDateKey { found: key.to_owned() })
    }
}

/// Reads the keys that end in a number or unit.
fn with_argument(key: &str) -> Option<DateWord> {
    let (name, argument) = key.rsplit_once(' ')?;
    let number = argument.parse::<i32>().ok();
    let within = |low: i8, high: i8| number.and_then(|n| i8::try_from(n).ok()).filter(|n| (low..=high).contains(n));
    let unit = match argument {
        "day" => Some(Unit::Day),
        "week" => Some(Unit::Week),
        "month" => Some(Unit::Month),
        "quarter" => Some(Unit::Quarter),
        "half" => Some(Unit::Half),
        "year" => Some(Unit::Year),
        _ => None,
    };
    match name {
        "month" => within(1, 12).map(DateWord::Month),
        "hijri" => within(1, 12).map(DateWord::Hijri),
        "weekday" => within(1, 7).map(DateWord::Weekday),
        "day" => number.map(DateWord::Day),
        "number" => number.and_then(|n| u32::try_from(n).ok()).map(DateWord::Number),
        "ordinal" => number.and_then(|n| u32::try_from(n).ok()).map(DateWord::Ordinal),
        "unit" => unit.map(DateWord::Unit),
        "two" => unit.map(DateWord::Two),
        "start" => unit.map(|unit| DateWord::PartOf(Part::Start, unit)),
        "end" => unit.map(|unit| DateWord::PartOf(Part::End, unit)),
        "from end" => number.and_then(|n| u32::try_from(n).ok()).map(DateWord::FromEnd),
        "quarter" => within(1, 4).map(DateWord::Quarter),
        "season" => within(1, 4).map(DateWord::Season),
        "of week" => within(1, 7).map(DateWord::OfWeek),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read() {
        assert_eq!("month 12".parse(), Ok(DateWord::Month(12)));
        assert_eq!("day -2".parse(), Ok(DateWord::Day(-2)));
        assert_eq!("two week".parse(), Ok(DateWord::Two(Unit::Week)));
        assert_eq!("time of day".parse(), Ok(DateWord::TimeOfDay));
        for key in ["month 13", "weekday 0", "unit hour", "number -1", "", "yesterday"] {
            assert_eq!(key.parse::<DateWord>(), Err(UnknownDateKey { found: key.to_owned() }));
        }
    }
}
