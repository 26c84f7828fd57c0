//! The calendars by which feasts are dated, each from its own count to the day of the civil calendar.
//!
//! What is tabled or counted out (Umm al-Qura, Hebrew, Chinese, Persian, Coptic) comes from `icu_calendar`; what has to be computed from
//! sun and moon is in [`astronomy`] and [`hindu`]. Nothing here is kept between calls: a day of one year costs a few hundred sines.

pub(super) mod astronomy;
pub(super) mod church;
pub(super) mod hijri;
pub(super) mod hindu;

use icu_calendar::types::{Month, RataDie};
use icu_calendar::{AsCalendar, Date as IcuDate};
use jiff::Span;
use jiff::civil::{Date, date};

/// A day of a calendar that `icu_calendar` knows; `None` where it does not exist.
pub(super) fn counted<A: AsCalendar>(year: i32, month: u8, day: u8, calendar: A) -> Option<Date> {
    civil(&IcuDate::try_new(year.into(), Month::new(month), day, calendar).ok()?)
}

fn civil<A: AsCalendar>(day: &IcuDate<A>) -> Option<Date> {
    // Day 719163 of the fixed count is the first of 1970.
    const EPOCH: RataDie = RataDie::new(719_163);
    date(1970, 1, 1).checked_add(Span::new().try_days(day.to_rata_die() - EPOCH).ok()?).ok()
}

/// The day of a year that begins the year of the Parsis (Shahenshahi), or lies so many days behind it: 365 days without leap days.
pub(super) fn parsi(year: i16, month: u8, day: u8) -> Option<Date> {
    const NEW_YEAR: Date = date(2018, 8, 17);
    let first = Date::new(year, 1, 1).ok()?;
    let behind = i32::from(month.checked_sub(1)?) * 30 + i32::from(day.checked_sub(1)?);
    let lag = (NEW_YEAR.since(first).ok()?.get_days() + behind).rem_euclid(365);
    first.checked_add(Span::new().days(lag)).ok()
}
