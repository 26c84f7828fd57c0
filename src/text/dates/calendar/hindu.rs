//! The Hindu calendar, as the almanacs of today compute it: true new moons, the sun in the signs of the fixed stars (Lahiri's zero
//! point, which India's calendar reform took), hours of the sun at Ujjain.
//!
//! A month runs from new moon to new moon and bears the name of the sign that the sun enters in it (1 Chaitra, 7 Ashvina, 12 Phalguna); a
//! month in which it enters none is a leap month, which has no feasts. A tithi is a thirtieth of the month by the moon's distance from
//! the sun (15 ends with the full moon, 30 with the new one); which day a tithi belongs to depends on the hour at which it must rule.
//! After N. Dershowitz and E. Reingold, "Calendrical Calculations" (4th edition, Cambridge 2018), chapters 10 and 20.

use jiff::civil::Date;

use super::astronomy::{Instant, MONTH, day_of, elongation, midnight, moon, reaches, sun};

/// A year of the fixed stars, in days, and a month of them.
const YEAR: f64 = 365.256_36;
const STAR_MONTH: f64 = 27.321_661;

/// Ujjain lies so far east, in days of the sun.
const UJJAIN: f64 = 75.77 / 360.0;

/// Ujjain's latitude.
const LATITUDE: f64 = 23.18;

/// At which hour of the day, by the sun of Ujjain, something must hold for the day to be the feast's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in super::super) enum Hour {
    /// When the sun rises, on the first such day.
    Sunrise,
    /// At so many tenths of an hour after midnight, on the first such day.
    First(u16),
    /// The same, on the last such day.
    Last(u16),
}

impl Hour {
    fn on(self, day: Date) -> Option<Instant> {
        let tenths = match self {
            Self::Sunrise => return sunrise(day),
            Self::First(tenths) | Self::Last(tenths) => tenths,
        };
        Some(midnight(day)? - UJJAIN + f64::from(tenths) / 240.0)
    }
}

/// The longitude from the zero point of the signs, which moves with the precession of the equinoxes.
fn among_stars(longitude: f64, at: Instant) -> f64 {
    (longitude - 23.857_092 - 1.396_971 * at / 36_525.0).rem_euclid(360.0)
}

/// When the sun enters a sign, from Mesha (0) to the next Mesha (12), counted in the year in which it entered the first.
fn entry(year: i16, sign: u8) -> Option<Instant> {
    let near = midnight(Date::new(year, 4, 14).ok()?)? + f64::from(sign) * YEAR / 12.0;
    Some(reaches(|at| among_stars(sun(at), at), f64::from(sign) * 30.0, YEAR, near))
}

/// When the sun rises at Ujjain: its middle on the horizon, the air's refraction taken off.
fn sunrise(day: Date) -> Option<Instant> {
    let noon = midnight(day)? - UJJAIN + 0.5;
    let longitude = sun(noon).to_radians();
    let tilt = 23.44_f64.to_radians();
    let declination = (tilt.sin() * longitude.sin()).asin();
    let ascension = (tilt.cos() * longitude.sin()).atan2(longitude.cos());
    // The equation of time: mean sun less true sun, in degrees.
    let mean = 280.466_46 + 36_000.769_83 * noon / 36_525.0;
    let late = (ascension.to_degrees() - mean + 180.0).rem_euclid(360.0) - 180.0;
    let latitude = LATITUDE.to_radians();
    let height = (-0.833_f64).to_radians();
    let half_day = ((height.sin() - latitude.sin() * declination.sin()) / (latitude.cos() * declination.cos())).acos();
    Some(noon + (late - half_day.to_degrees()) / 360.0)
}

/// The day of a civil year on which a tithi of a month falls.
pub(in super::super) fn tithi(year: i16, month: u8, tithi: u8, hour: Hour) -> Option<Date> {
    // Months behind the winter solstice begin in the year before.
    [year - 1, year].into_iter().filter_map(|begun| tithi_of(begun, month, tithi, hour)).find(|day| day.year() == year)
}

fn tithi_of(begun: i16, month: u8, tithi: u8, hour: Hour) -> Option<Date> {
    // The month's sun enters this sign: of two new moons before that, the last begins the month, the other the leap month.
    let new = super::astronomy::new_moon_before(entry(begun, month.checked_sub(1)?)?);
    let phase = |n: u8| {
        let near = new + f64::from(n) / 30.0 * MONTH;
        reaches(elongation, f64::from(n) * 12.0, MONTH, near)
    };
    ruled(phase(tithi.checked_sub(1)?), phase(tithi), hour)
}

/// The day of a civil year on which the moon stands in a mansion (1 to 27) while the sun is in a sign; the last of two.
pub(in super::super) fn mansion(year: i16, mansion: u8, sign: u8) -> Option<Date> {
    let end = entry(year - i16::from(8 < sign), sign + 1)?;
    let place = |at: Instant| among_stars(moon(at), at);
    let lack = (place(end) - f64::from(mansion) * 40.0 / 3.0).rem_euclid(360.0);
    let left = reaches(place, f64::from(mansion) * 40.0 / 3.0, STAR_MONTH, end - lack / 360.0 * STAR_MONTH);
    let entered = reaches(place, f64::from(mansion - 1) * 40.0 / 3.0, STAR_MONTH, left - 1.0);
    ruled(entered, left, Hour::Sunrise)
}

/// The first day of a civil year at whose hour the sun has entered a sign.
pub(in super::super) fn solar(year: i16, sign: u8, hour: Hour) -> Option<Date> {
    let entered = entry(year - i16::from(8 < sign), sign)?;
    let day = day_of(entered + UJJAIN)?;
    if entered <= hour.on(day)? { Some(day) } else { day.tomorrow().ok() }
}

/// The day at whose hour the stretch of time from `begun` to `over` holds. Where it holds at none, it lies within one day.
fn ruled(begun: Instant, over: Instant, hour: Hour) -> Option<Date> {
    let mut day = day_of(begun + UJJAIN)?;
    while hour.on(day)? < begun {
        day = day.tomorrow().ok()?;
    }
    if over <= hour.on(day)? {
        let rules_at_dawn = (begun..over).contains(&sunrise(day)?) && hour != Hour::Sunrise;
        return if rules_at_dawn { Some(day) } else { day.yesterday().ok() };
    }
    let next = day.tomorrow().ok()?;
    if matches!(hour, Hour::Last(_)) && hour.on(next)? < over { Some(next) } else { Some(day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A feast's days of 2013 to 2025, as the newspapers of those years had them.
    #[track_caller]
    fn check(name: &str, feast: impl Fn(i16) -> Option<Date>, days: [(i8, i8); 13]) {
        let wrong: Vec<String> = (2013..=2025)
            .zip(days)
            .filter(|&(year, (month, day))| feast(year) != Date::new(year, month, day).ok())
            .map(|(year, day)| format!("{year}: {day:?} but {:?}", feast(year)))
            .collect();
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
    }

    #[test]
    fn feasts_of_the_moon_fall_on_their_days() {
        let diwali =
            [(11, 3), (10, 23), (11, 11), (10, 30), (10, 19), (11, 7), (10, 27), (11, 14), (11, 4), (10, 24), (11, 12), (10, 31), (10, 20)];
        check("Diwali", |year| tithi(year, 7, 30, Hour::First(180)), diwali);
        let holi = [(3, 27), (3, 17), (3, 6), (3, 24), (3, 13), (3, 2), (3, 21), (3, 10), (3, 29), (3, 18), (3, 8), (3, 25), (3, 14)];
        check("Holi", |year| tithi(year, 12, 15, Hour::Last(165))?.tomorrow().ok(), holi);
        let shivaratri = [(3, 10), (2, 27), (2, 17), (3, 7), (2, 24), (2, 13), (3, 4), (2, 21), (3, 11), (3, 1), (2, 18), (3, 8), (2, 26)];
        check("Maha Shivaratri", |year| tithi(year, 11, 29, Hour::First(240)), shivaratri);
        let ganesh = [(9, 9), (8, 29), (9, 17), (9, 5), (8, 25), (9, 13), (9, 2), (8, 22), (9, 10), (8, 31), (9, 19), (9, 7), (8, 27)];
        check("Ganesh Chaturthi", |year| tithi(year, 6, 4, Hour::First(120)), ganesh);
        let dussehra =
            [(10, 13), (10, 3), (10, 22), (10, 11), (9, 30), (10, 19), (10, 8), (10, 25), (10, 15), (10, 5), (10, 24), (10, 12), (10, 2)];
        check("Dussehra", |year| tithi(year, 7, 10, Hour::Last(135)), dussehra);
        let raksha = [(8, 20), (8, 10), (8, 29), (8, 18), (8, 7), (8, 26), (8, 15), (8, 3), (8, 22), (8, 11), (8, 30), (8, 19), (8, 9)];
        check("Raksha Bandhan", |year| tithi(year, 5, 15, Hour::First(120)), raksha);
        let nanak =
            [(11, 17), (11, 6), (11, 25), (11, 14), (11, 4), (11, 23), (11, 12), (11, 30), (11, 19), (11, 8), (11, 27), (11, 15), (11, 5)];
        check("Guru Nanak", |year| tithi(year, 8, 15, Hour::Sunrise), nanak);
        let ratha = [(7, 10), (6, 29), (7, 18), (7, 6), (6, 25), (7, 14), (7, 4), (6, 23), (7, 12), (7, 1), (6, 20), (7, 7), (6, 27)];
        check("Ratha Yatra", |year| tithi(year, 4, 2, Hour::Sunrise), ratha);
    }

    #[test]
    fn feasts_of_the_sun_and_stars_fall_on_their_days() {
        let makara = [(1, 14), (1, 14), (1, 15), (1, 15), (1, 14), (1, 14), (1, 15), (1, 15), (1, 14), (1, 14), (1, 15), (1, 15), (1, 14)];
        check("Makar Sankranti", |year| solar(year, 9, Hour::First(180)), makara);
        let onam = [(9, 16), (9, 7), (8, 28), (9, 14), (9, 4), (8, 25), (9, 11), (8, 31), (8, 21), (9, 8), (8, 29), (9, 15), (9, 5)];
        check("Onam", |year| mansion(year, 22, 4), onam);
    }

    #[test]
    fn a_day_begins_at_sunrise() {
        let hours = (sunrise(jiff::civil::date(2019, 3, 21)).unwrap() - midnight(jiff::civil::date(2019, 3, 21)).unwrap()) * 24.0 + 5.5;
        // The almanac has 6.29 of Indian time.
        assert!((6.44..6.54).contains(&hours), "{hours}");
    }
}
