//! The data that is compiled into the binary: one line a file.

use super::table::DataFile;

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// Path below `config/` and text of every built-in file.
        const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../config/", $path)))),+];
    };
}

files![
    "knowledge/countries.txt",
    "knowledge/media-agencies.txt",
    "knowledge/media-outlets.txt",
    "knowledge/offices.txt",
    "knowledge/organisations-groups.txt",
    "knowledge/organisations-international.txt",
    "knowledge/organisations-services.txt",
    "knowledge/organisations-states.txt",
    "knowledge/people-africa.txt",
    "knowledge/people-americas.txt",
    "knowledge/people-caucasus-central-asia.txt",
    "knowledge/people-east-asia.txt",
    "knowledge/people-egypt-maghreb-sudan-horn.txt",
    "knowledge/people-europe-east.txt",
    "knowledge/people-europe-west.txt",
    "knowledge/people-gulf.txt",
    "knowledge/people-international.txt",
    "knowledge/people-iran-turkey-israel.txt",
    "knowledge/people-levant-iraq.txt",
    "knowledge/people-ru.txt",
    "knowledge/people-south-asia-pacific.txt",
    "knowledge/people-ua-by-md.txt",
    "knowledge/people-us.txt",
    "knowledge/places-capitals.txt",
    "knowledge/places-seats.txt",
    "knowledge/places-towns.txt",
    "lexicon/frames.toml",
    "lexicon/ar.dates.toml",
    "lexicon/ar.feasts.toml",
    "lexicon/ar.toml",
    "lexicon/en.dates.toml",
    "lexicon/en.feasts.toml",
    "lexicon/en.toml",
    "lexicon/ru.dates.toml",
    "lexicon/ru.feasts.toml",
    "lexicon/ru.toml",
];

/// The built-in files.
pub fn builtin_files() -> Vec<DataFile> {
    FILES.iter().map(|(path, text)| DataFile { path: (*path).to_owned(), text: (*text).to_owned(), overrides: false }).collect()
}
