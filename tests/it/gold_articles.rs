//! Whole articles that people have read: the extractor's figures on them may not fall.
//!
//! `tests/gold/articles/` holds the development articles, `tests/gold/own/` our own; `tests/gold/stories/` small stories, each told by
//! several outlets, on which the links are judged; `tests/gold/floors.toml` the least that each figure may be. Who makes the
//! extractor better raises the floors.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use rasid::cli::eval::gold::{GoldArticle, read};
use rasid::cli::eval::linking::{Arrival, score_linking};
use rasid::cli::eval::score::{Figures, score};
use rasid::cli::eval::text_of;
use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::Extraction;

/// The least that each figure of a file may be; `false_alarms` is the most.
type Floors = BTreeMap<String, BTreeMap<String, f64>>;

fn extracted(file: &str, knowledge: &Knowledge) -> Vec<(GoldArticle, Extraction)> {
    let path = Path::new("tests/gold").join(file).with_extension("jsonl");
    let articles = read(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let with = |article: GoldArticle| {
        let extraction = extract(&text_of(&article), knowledge);
        (article, extraction)
    };
    articles.into_iter().map(with).collect()
}

fn figure(name: &str, figures: &Figures) -> f64 {
    match name {
        "precision" => figures.event.precision(),
        "events" => figures.event.f1(),
        "arguments" => figures.argument.f1(),
        "false_alarms" => figures.false_alarms().unwrap_or_default(),
        attribute => figures.accuracy(attribute).unwrap_or_else(|| panic!("no figure {attribute:?}")),
    }
}

#[test]
fn figures_on_whole_articles_do_not_fall() {
    let floors: Floors = toml::from_str(&std::fs::read_to_string("tests/gold/floors.toml").unwrap()).unwrap();
    let knowledge = Knowledge::builtin();
    let mut faults = String::new();
    let mut all = Vec::new();
    for (file, least) in floors.iter().filter(|(file, _)| file.contains('/')) {
        let read = extracted(file, &knowledge);
        let mut figures = Figures::default();
        read.iter().for_each(|(article, found)| score(article, found, &mut figures, &mut Vec::new()));
        for (name, floor) in least {
            let got = figure(name, &figures);
            let fell = if name == "false_alarms" { *floor < got } else { got < *floor };
            if fell {
                let _ = writeln!(faults, "{file}: {name} is {got:.3}; the floor is {floor}");
            }
        }
        if file.starts_with("articles/") {
            all.extend(read);
        }
    }
    for (name, read) in [("articles", all), ("stories", stories(&knowledge))] {
        let floor = floors["linking"][name];
        for arrival in [Arrival::Published, Arrival::Backwards, Arrival::Mixed] {
            let linked = score_linking(&read, arrival, &knowledge, &mut Vec::new()).f1();
            println!("linking of {name}, {arrival:?}: {linked:.3}");
            // Which event a report joins depends a little on which are there.
            let floor = if arrival == Arrival::Published { floor } else { floor - 0.03 };
            if linked < floor {
                let _ = writeln!(faults, "linking of {name}, {arrival:?}, is {linked:.3}; the floor is {floor}");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// All stories together, as they would stand in one store.
fn stories(knowledge: &Knowledge) -> Vec<(GoldArticle, Extraction)> {
    let mut files: Vec<_> = std::fs::read_dir("tests/gold/stories").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|path| extracted(&format!("stories/{}", path.file_stem().unwrap().to_string_lossy()), knowledge)).collect()
}
