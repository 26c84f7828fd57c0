//! Where sun and moon stand, after Jean Meeus, "Astronomical Algorithms" (2nd edition, Willmann-Bell 1998): chapter 25 for the sun, the
//! largest terms of chapter 47 for the moon. Good to a hundredth of a degree, two minutes of a moon's phase, in the years 1900 to 2100.
//!
//! An instant is counted in days of universal time from noon of 1 January 2000; angles are in degrees.

use jiff::Span;
use jiff::civil::{Date, date};

/// An instant, in days of universal time from noon of 1 January 2000.
pub(in super::super) type Instant = f64;

/// From one new moon to the next, in days, on average.
pub(super) const MONTH: f64 = 29.530_588_861;

/// The moon's largest terms: how often elongation, the sun's anomaly, the moon's anomaly and the argument of latitude, and how much.
const MOON: &[(i8, i8, i8, i8, f64)] = &[
    (0, 0, 1, 0, 6.288_774),
    (2, 0, -1, 0, 1.274_027),
    (2, 0, 0, 0, 0.658_314),
    (0, 0, 2, 0, 0.213_618),
    (0, 1, 0, 0, -0.185_116),
    (0, 0, 0, 2, -0.114_332),
    (2, 0, -2, 0, 0.058_793),
    (2, -1, -1, 0, 0.057_066),
    (2, 0, 1, 0, 0.053_322),
    (2, -1, 0, 0, 0.045_758),
    (0, 1, -1, 0, -0.040_923),
    (1, 0, 0, 0, -0.034_720),
    (0, 1, 1, 0, -0.030_383),
    (2, 0, 0, -2, 0.015_327),
    (0, 0, 1, 2, -0.012_528),
    (0, 0, 1, -2, 0.010_980),
    (4, 0, -1, 0, 0.010_675),
    (0, 0, 3, 0, 0.010_034),
    (4, 0, -2, 0, 0.008_548),
    (2, 1, -1, 0, -0.007_888),
    (2, 1, 0, 0, -0.006_766),
    (1, 0, -1, 0, -0.005_163),
    (1, 1, 0, 0, 0.004_987),
    (2, -1, 1, 0, 0.004_036),
    (2, 0, 2, 0, 0.003_994),
    (4, 0, 0, 0, 0.003_861),
    (2, 0, -3, 0, 0.003_665),
    (0, 1, -2, 0, -0.002_689),
    (2, 0, -1, 2, -0.002_602),
    (2, -1, -2, 0, 0.002_390),
    (1, 0, 1, 0, -0.002_348),
    (2, -2, 0, 0, 0.002_236),
];

/// Midnight, universal time, at the beginning of a day.
pub(in super::super) fn midnight(day: Date) -> Option<Instant> {
    Some(f64::from(day.since(date(2000, 1, 1)).ok()?.get_days()) - 0.5)
}

/// The day, universal time, that an instant lies in.
pub(in super::super) fn day_of(at: Instant) -> Option<Date> {
    date(2000, 1, 1).checked_add(Span::new().try_days((at + 0.5).floor() as i64).ok()?).ok()
}

/// Centuries of dynamical time, which runs a minute ahead of the earth's turning.
fn centuries(at: Instant) -> f64 {
    let years = at / 365.25;
    let ahead_s = 62.92 + 0.322_17 * years + 0.005_589 * years * years;
    (at + ahead_s / 86_400.0) / 36_525.0
}

fn sin(degrees: f64) -> f64 {
    degrees.to_radians().sin()
}

/// The sun's longitude from the mean equinox of the day.
pub(in super::super) fn sun(at: Instant) -> f64 {
    let t = centuries(at);
    let anomaly = 357.529_11 + 35_999.050_29 * t;
    let centre =
        (1.914_602 - 0.004_817 * t) * sin(anomaly) + (0.019_993 - 0.000_101 * t) * sin(2.0 * anomaly) + 0.000_289 * sin(3.0 * anomaly);
    (280.466_46 + 36_000.769_83 * t + centre - 0.005_69).rem_euclid(360.0)
}

/// The moon's longitude from the mean equinox of the day.
pub(in super::super) fn moon(at: Instant) -> f64 {
    let t = centuries(at);
    let longitude = 218.316_448 + 481_267.881_234 * t - 0.001_579 * t * t;
    let elongation = 297.850_192 + 445_267.111_403 * t - 0.001_882 * t * t;
    let sun_anomaly = 357.529_109 + 35_999.050_291 * t;
    let moon_anomaly = 134.963_396 + 477_198.867_506 * t + 0.008_741 * t * t;
    let latitude = 93.272_095 + 483_202.017_523 * t - 0.003_654 * t * t;
    // The sun's orbit gets rounder.
    let rounder = 1.0 - 0.002_516 * t;
    let terms: f64 = MOON
        .iter()
        .map(|&(d, m, a, f, size)| {
            let argument = f64::from(d) * elongation + f64::from(m) * sun_anomaly + f64::from(a) * moon_anomaly + f64::from(f) * latitude;
            size * rounder.powi(i32::from(m.abs())) * sin(argument)
        })
        .sum();
    let planets = 0.003_958 * sin(119.75 + 131.849 * t) + 0.001_962 * sin(longitude - latitude);
    (longitude + terms + planets).rem_euclid(360.0)
}

/// How far the moon stands ahead of the sun.
pub(super) fn elongation(at: Instant) -> f64 {
    (moon(at) - sun(at)).rem_euclid(360.0)
}

/// When `angle`, which grows by 360 degrees in `period` days, reaches `target`, nearest to `near`.
pub(super) fn reaches(angle: impl Fn(Instant) -> f64, target: f64, period: f64, near: Instant) -> Instant {
    let mut at = near;
    // Each step leaves a hundredth of the error or less.
    for _ in 0..5 {
        let lack = (target - angle(at) + 180.0).rem_euclid(360.0) - 180.0;
        at += lack / 360.0 * period;
    }
    at
}

/// The last new moon before an instant.
pub(in super::super) fn new_moon_before(at: Instant) -> Instant {
    let new = reaches(elongation, 0.0, MONTH, at - elongation(at) / 360.0 * MONTH);
    if new <= at { new } else { reaches(elongation, 0.0, MONTH, new - MONTH) }
}

/// When the sun reaches a longitude from the equinox in a year: 0 the equinox of spring, 90 the solstice of summer.
pub(in super::super) fn sun_reaches(year: i16, longitude: f64) -> Option<Instant> {
    let near = midnight(Date::new(year, 3, 20).ok()?)? + longitude / 360.0 * 365.2422;
    Some(reaches(sun, longitude, 365.2422, near))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes between an instant and a published one.
    fn off(at: Instant, day: Date, hour: f64) -> f64 {
        (at - midnight(day).unwrap() - hour / 24.0).abs() * 1440.0
    }

    #[test]
    fn new_moons_come_when_the_almanacs_say() {
        for (day, hour) in [
            (date(2000, 1, 6), 18.23),
            (date(2013, 1, 11), 19.73),
            (date(2019, 10, 28), 3.64),
            (date(2024, 4, 8), 18.35),
            (date(1975, 10, 5), 3.39),
        ] {
            let new = new_moon_before(midnight(day).unwrap() + 1.5);
            assert!(off(new, day, hour) < 4.0, "{day}: {}", off(new, day, hour));
        }
    }

    #[test]
    fn the_sun_turns_when_the_almanacs_say() {
        for (year, longitude, day, hour) in
            [(2013, 0.0, date(2013, 3, 20), 11.03), (2020, 90.0, date(2020, 6, 20), 21.73), (2024, 270.0, date(2024, 12, 21), 9.34)]
        {
            let at = sun_reaches(year, longitude).unwrap();
            assert!(off(at, day, hour) < 20.0, "{day}: {}", off(at, day, hour));
        }
    }
}
