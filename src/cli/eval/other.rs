//! What `rasid eval` measures beside the extractor: dates in words, and the telling of languages.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::dates::{self, Tally};
use super::languages::{self, Told};
use crate::cli::print::Format;
use crate::cli::{App, Outcome, access};

/// Prints how many dates of each language come out right, and every one that does not.
pub(super) fn dates(app: &mut App, paths: &[PathBuf]) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let knowledge = access::knowledge(&config)?;
    let cases = super::read_files(paths, dates::read)?;
    let (languages, misses) = dates::measure(&cases, &knowledge);
    let days = |days: (jiff::civil::Date, jiff::civil::Date)| format!("{}..{}", days.0, days.1);
    if is_json(app) {
        let miss = |miss: &dates::DateMiss| {
            let (case, found) = (&miss.case, miss.found.map(days));
            json!({ "lang": case.lang, "text": case.text, "gold": days(case.days), "found": found })
        };
        app.printer.json(&json!({ "languages": shares(&languages), "misses": misses.iter().map(miss).collect::<Vec<_>>() }))?;
        return Ok(Outcome::Done);
    }
    for line in lines(&languages) {
        app.printer.line(&line)?;
    }
    for miss in &misses {
        let (case, found) = (&miss.case, miss.found.map_or_else(|| "nothing".to_owned(), days));
        app.printer.line(&format!("{}\t{}\tgold {} found {found}", case.lang, case.text, days(case.days)))?;
    }
    Ok(Outcome::Done)
}

/// Prints for which share of the sentences, and of their first words, the language is told right, and on request every miss.
pub(super) fn languages(app: &mut App, paths: &[PathBuf], errors: bool) -> anyhow::Result<Outcome> {
    let samples = super::read_files(paths, languages::read)?;
    let (sentences, few) = languages::measure(&samples);
    let measures = [("sentences", sentences), ("six words", few)];
    if is_json(app) {
        let miss = |miss: &languages::LanguageMiss| json!({ "lang": miss.lang, "text": miss.text, "found": miss.found });
        let view = |told: &Told| {
            let misses: Vec<Value> = told.misses.iter().filter(|_| errors).map(miss).collect();
            json!({ "accuracy": told.all().share(), "left_out": told.left_out, "languages": shares(&told.languages), "misses": misses })
        };
        let all: serde_json::Map<_, _> = measures.iter().map(|(name, told)| (name.replace(' ', "_"), view(told))).collect();
        app.printer.json(&Value::Object(all))?;
        return Ok(Outcome::Done);
    }
    for (name, told) in &measures {
        app.printer.line(&line(name, told.all()))?;
        if told.left_out != 0 {
            app.printer.line(&format!("  left out: {}, whose first words are in another script", told.left_out))?;
        }
        for language in lines(&told.languages) {
            app.printer.line(&format!("  {language}"))?;
        }
        for miss in told.misses.iter().filter(|_| errors) {
            app.printer.line(&format!("{}\t{}\ttold {}", miss.lang, miss.text, miss.found.unwrap_or("nothing")))?;
        }
    }
    Ok(Outcome::Done)
}

fn is_json(app: &App) -> bool {
    matches!(app.printer.format(), Format::Json | Format::Ndjson)
}

fn line(name: &str, tally: Tally) -> String {
    format!("{name:<15} {}/{}  {:.4}", tally.right, tally.total, tally.share())
}

fn lines(languages: &BTreeMap<String, Tally>) -> Vec<String> {
    languages.iter().map(|(lang, tally)| line(lang, *tally)).collect()
}

fn shares(languages: &BTreeMap<String, Tally>) -> Value {
    let share =
        |(lang, tally): (&String, &Tally)| (lang.clone(), json!({ "right": tally.right, "total": tally.total, "accuracy": tally.share() }));
    Value::Object(languages.iter().map(share).collect())
}
