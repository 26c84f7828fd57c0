//! `rasid eval --dates`: how well dates in words are read.
//!
//! A file has a case a line: language, kind (`point` or `interval`), grain (`Day`, `Week`, `Month`, `Year`), value and expression, split by
//! tabs. The value of a point is its first day, that of an interval first day and the day after the last, split by a slash. Lines that
//! begin with `#` are no cases; `# reference 2013-02-12` says on which day the expressions are read (that one where nothing says it). Told
//! without a direction, a date lies ahead where it can.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::knowledge::Knowledge;
use crate::model::{Basis, DateSpan, Precision};
use crate::text::dates::{Direction, find_dates};
use crate::text::tokenize;

/// The day on which the cases are read where the file does not say.
const REFERENCE: Date = Date::constant(2013, 2, 12);

/// An expression with the days that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateCase {
    /// ISO 639-1 code.
    pub lang: String,
    /// The expression.
    pub text: String,
    /// First and last day.
    pub days: (Date, Date),
    /// The day on which it is read.
    pub reference: Date,
}

/// What is counted for a language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cases that came out right.
    pub right: u32,
    /// All cases.
    pub total: u32,
}

impl Tally {
    /// The share that is right; 0 where there is none.
    pub fn share(self) -> f64 {
        if self.total == 0 { 0.0 } else { f64::from(self.right) / f64::from(self.total) }
    }
}

/// A case that came out wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMiss {
    /// The case.
    pub case: DateCase,
    /// What was found instead, if anything.
    pub found: Option<(Date, Date)>,
}

/// Reads a file of cases.
///
/// # Errors
/// A line that is no case, with its number.
pub fn read(text: &str) -> Result<Vec<DateCase>, String> {
    let mut reference = REFERENCE;
    let mut cases = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let wrong = |what: &str| format!("line {}: {what}: {line:?}", index + 1);
        if let Some(comment) = line.strip_prefix('#') {
            if let Some(day) = comment.trim().strip_prefix("reference ") {
                reference = day.trim().parse().map_err(|_| wrong("no day"))?;
            }
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let [lang, kind, grain, value, text] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(wrong("not five columns split by tabs"));
        };
        let days = match kind {
            "point" => point(value, grain).ok_or_else(|| wrong("no point in time"))?,
            "interval" => interval(value).ok_or_else(|| wrong("no interval"))?,
            _ => return Err(wrong("neither point nor interval")),
        };
        cases.push(DateCase { lang: lang.to_lowercase(), text: text.to_owned(), days, reference });
    }
    Ok(cases)
}

/// The day of a value; "2014-11-00" is a month and "2014-00-00" a year, which begin on their first day.
fn day_of(value: &str) -> Option<Date> {
    let day = value.split('T').next()?.replace("-00", "-01");
    day.parse().ok()
}

fn point(value: &str, grain: &str) -> Option<(Date, Date)> {
    let first = day_of(value)?;
    let last = match grain {
        "Day" => first,
        "Week" => first.checked_add(6.days()).ok()?,
        "Month" => first.last_of_month(),
        // A year that begins on another day than its first is a day that somebody called a year.
        "Year" if (first.month(), first.day()) != (1, 1) => first,
        "Year" => first.last_of_year(),
        _ => return None,
    };
    Some((first, last))
}

/// A beginning alone stands for its whole year.
fn interval(value: &str) -> Option<(Date, Date)> {
    let Some((first, behind)) = value.split_once('/') else {
        let first = day_of(value)?;
        return Some((first, first.last_of_year()));
    };
    Some((day_of(first)?, day_of(behind)?.yesterday().ok()?))
}

/// Reads every expression with the words of its language: what came out right for each language, and what did not.
pub fn measure(cases: &[DateCase], knowledge: &Knowledge) -> (BTreeMap<String, Tally>, Vec<DateMiss>) {
    let (mut tallies, mut misses) = (BTreeMap::<String, Tally>::new(), Vec::new());
    for case in cases {
        let found = read_days(case, knowledge);
        let tally = tallies.entry(case.lang.clone()).or_default();
        tally.total += 1;
        if found == Some(case.days) {
            tally.right += 1;
        } else {
            misses.push(DateMiss { case: case.clone(), found });
        }
    }
    (tallies, misses)
}

/// The days that the only date of an expression means.
fn read_days(case: &DateCase, knowledge: &Knowledge) -> Option<(Date, Date)> {
    let lexicon = knowledge.lexicon(&case.lang)?;
    let tokens = tokenize(&case.text);
    let found = find_dates(&tokens, 0..tokens.len(), &lexicon.dates);
    let [date] = found.as_slice() else { return None };
    let read = |direction| date.expr.resolve(case.reference, direction);
    // What counts from the time told last counts from the day of reading, the only one there is.
    let told = || date.expr.resolve_from(&on(case.reference));
    read(Direction::Future).or_else(|| read(Direction::Past)).or_else(told).map(|days| (days.start, days.end))
}

const fn on(day: Date) -> DateSpan {
    DateSpan { start: day, end: day, precision: Precision::Day, basis: Basis::Explicit }
}

#[cfg(test)]
mod tests {

    use jiff::civil::{Weekday, date};

    use super::*;

    #[test]
    fn cases_are_read() {
        let text = "# reference 2020-05-06\n\nEN\tpoint\tMonth\t2020-06-01T00:00:00\tnext month\n\
            RU\tinterval\tDay\t2020-06-01T00:00:00/2020-06-04T00:00:00\t1-3 июня\n";
        let cases = read(text).unwrap();
        assert_eq!(cases[0].days, (date(2020, 6, 1), date(2020, 6, 30)));
        assert_eq!(cases[1].days, (date(2020, 6, 1), date(2020, 6, 3)));
        assert_eq!(cases[1].reference, date(2020, 5, 6));
        assert!(read("EN\tpoint\tMonth\tsoon\tnext month").is_err());
        assert!(read("EN point").is_err());
    }

    #[test]
    fn a_week_begins_on_its_first_day() {
        let (first, last) = point("2013-02-11T00:00:00", "Week").unwrap();
        assert_eq!((first.weekday(), last.weekday()), (Weekday::Monday, Weekday::Sunday));
        assert_eq!(first.until(last).unwrap().get_days(), 6);
    }
}
