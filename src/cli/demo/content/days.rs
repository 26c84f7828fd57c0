//! Days as the outlets write them.

use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};

use super::Head;

/// Names of days and months in an outlet's language.
pub(super) struct Calendar<'a> {
    weekdays: Vec<&'a str>,
    on_weekdays: Vec<&'a str>,
    months: Vec<&'a str>,
}

impl<'a> Calendar<'a> {
    /// Reads the names from an outlet's head.
    pub fn new(head: &Head<'a>) -> Self {
        let names = |key: &str| head.get(key).split('|').collect();
        Self { weekdays: names("weekdays"), on_weekdays: names("on_weekdays"), months: names("months") }
    }

    /// The value of a placeholder: `weekday N`, `on_weekday N`, `day N` or `date N`, N days from the day of publication (UTC).
    pub fn value(&self, placeholder: &str, published_at: Timestamp) -> Option<String> {
        let (form, days) = placeholder.split_once(' ')?;
        let days: i64 = days.parse().ok()?;
        let day = civil(published_at).checked_add(Span::new().try_days(days).ok()?).ok()?;
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).ok()?;
        match form {
            "weekday" => self.weekdays.get(weekday).map(|name| (*name).to_owned()),
            "on_weekday" => self.on_weekdays.get(weekday).map(|name| (*name).to_owned()),
            "day" => Some(format!("{} {}", day.day(), self.month(day))),
            "date" => Some(format!("{} {} {}", day.day(), self.month(day), day.year())),
            _ => None,
        }
    }

    /// `29 June 2025, 14:05`.
    pub fn written(&self, at: Timestamp) -> String {
        let local = Offset::UTC.to_datetime(at);
        format!("{} {} {}, {:02}:{:02}", local.day(), self.month(local.date()), local.year(), local.hour(), local.minute())
    }

    fn month(&self, day: Date) -> &'a str {
        usize::try_from(day.month() - 1).ok().and_then(|month| self.months.get(month)).copied().unwrap_or_default()
    }
}

fn civil(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}
