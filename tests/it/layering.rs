//! Who may know whom, as data, and the other rules of the house that a machine can hold.

use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms it may name. Adding an arrow means editing this table in the same change, and saying why.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("knowledge", &["model", "text"]),
    ("names", &["text"]),
    // Both ask whether two names are one: reports of one event in many languages, watched names in texts of all scripts.
    ("extract", &["model", "text", "knowledge", "names"]),
    ("watch", &["model", "text", "knowledge", "names"]),
    // Both read dates of calendars that the extractor reads too.
    ("feed", &["model", "text"]),
    ("article", &["model", "text"]),
    // All that can be told of a channel without sending: what it takes, its wire format, its words.
    ("channel", &["model"]),
    // A channel's settings are read by what its kind says of them.
    ("config", &["model", "channel"]),
    ("clock", &[]),
    // Logging is set up from its own section of the settings.
    ("telemetry", &["config"]),
    // The client reads Retry-After and the age of a robots.txt against the clock it is handed.
    ("net", &["model", "clock", "telemetry"]),
    ("sink", &["model", "channel", "net", "clock", "telemetry"]),
    ("store", &["model"]),
    (
        "stage",
        &[
            "model",
            "text",
            "knowledge",
            "names",
            "extract",
            "watch",
            "feed",
            "article",
            "channel",
            "config",
            "net",
            "sink",
            "store",
            "clock",
            "telemetry",
        ],
    ),
    ("http", &["model", "config", "store", "stage", "clock", "telemetry"]),
    (
        "daemon",
        &[
            "model",
            "text",
            "knowledge",
            "names",
            "extract",
            "watch",
            "feed",
            "article",
            "channel",
            "config",
            "net",
            "sink",
            "store",
            "stage",
            "http",
            "clock",
            "telemetry",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "text",
            "knowledge",
            "names",
            "extract",
            "watch",
            "feed",
            "article",
            "channel",
            "config",
            "net",
            "sink",
            "store",
            "stage",
            "http",
            "daemon",
            "clock",
            "telemetry",
        ],
    ),
];

/// Rooms that take values and give values.
const PURE: &[&str] = &["model", "text", "names", "knowledge", "extract", "watch", "feed", "article", "channel"];

/// What a pure room never names: crates that run, store or fetch, and parts of `std` that touch the machine.
const IMPURE_CRATES: &[&str] = &["tokio", "rusqlite", "reqwest", "axum", "sqlx"];
const IMPURE_STD: &[&str] = &["fs", "env", "net", "process", "thread"];

/// Longest file, in lines before its tests.
const MAX_LINES: usize = 450;

/// What no file of the project holds. Written in two halves, so that this list does not find itself.
const BANNED: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Use", "rs/"),
    ("/t", "mp/"),
    ("crates", ".io"),
    ("to", "do!("),
    ("unimple", "mented!("),
    ("FIX", "ME"),
];

/// Folders and files that are searched for banned words.
const SEARCHED: &[&str] = &[
    "src",
    "tests",
    "config",
    "packaging",
    "benches",
    "fuzz/Cargo.toml",
    "fuzz/fuzz_targets",
    "migrations",
    ".ci",
    "Cargo.toml",
    "deny.toml",
    "README.md",
    ".clippy.toml",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `start` (or the file itself), sorted; nothing where it does not exist.
fn files(start: &Path) -> Vec<PathBuf> {
    if start.is_file() {
        return vec![start.to_owned()];
    }
    let Ok(entries) = fs::read_dir(start) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).flat_map(|path| files(&path)).collect();
    found.sort();
    found
}

/// A source file: its path below `src/`, its room, and its text without comments and without its tests.
struct Source {
    path: String,
    room: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    files(&src)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests" || part.as_os_str() == "tests.rs"))
        .map(|path| {
            let relative = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
            let room = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            Source { path: relative, room, code: without_tests(&fs::read_to_string(&path).unwrap()) }
        })
        .collect()
}

/// The lines before the tests, which stand last, with comments blanked.
fn without_tests(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let lines = code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first names of all paths that begin with `root::`, those in braces too: `crate::{a::B, c}` gives `a` and `c`.
fn named(code: &str, root: &str) -> Vec<String> {
    let lead = format!("{root}::");
    let mut names = Vec::new();
    for (at, _) in code.match_indices(&lead) {
        let inside_a_word = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
        if inside_a_word {
            continue;
        }
        let rest = &code[at + lead.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_names(group)),
            None => names.push(identifier(rest)),
        }
    }
    names
}

/// The first name of each path in a `use` group, whose opening brace is gone.
fn first_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = Vec::new();
    let mut at_start = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && !c.is_whitespace() => {
                names.push(identifier(&group[at..]));
                at_start = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn rooms_know_only_whom_they_may() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.room.as_str(), "lib" | "main")) {
        let Some((_, may)) = ROOMS.iter().find(|(room, _)| *room == source.room) else {
            faults.push(format!("src/{}: the room `{}` is not in the table of tests/it/layering.rs", source.path, source.room));
            continue;
        };
        for name in named(&source.code, "crate") {
            let is_room = ROOMS.iter().any(|(room, _)| *room == name);
            if is_room && name != source.room && !may.contains(&name.as_str()) {
                faults.push(format!("src/{}: `{}` may not know `{name}`; it may know: {}", source.path, source.room, may.join(", ")));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn main_knows_only_the_command_line() {
    let main = fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(named(&without_tests(&main), "rasid").iter().all(|name| name == "cli"));
}

#[test]
fn pure_rooms_touch_nothing() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| PURE.contains(&source.room.as_str())) {
        let crates = IMPURE_CRATES.iter().filter(|name| !named(&source.code, name).is_empty()).map(|name| (*name).to_owned());
        let touches = |name: &String| IMPURE_STD.contains(&name.as_str());
        let std = named(&source.code, "std").into_iter().filter(touches).map(|name| format!("std::{name}"));
        let now = source.code.contains("::now(").then(|| "now".to_owned());
        faults.extend(crates.chain(std).chain(now).map(|name| format!("src/{}: a pure room may not name `{name}`", source.path)));
    }
    assert_none(faults);
}

#[test]
fn only_config_reads_the_environment() {
    let sources = sources();
    let readers = sources.iter().filter(|source| source.room != "config" && named(&source.code, "std").iter().any(|name| name == "env"));
    assert_none(readers.map(|source| format!("src/{}: only `config` names std::env", source.path)).collect());
}

#[test]
fn files_stay_short() {
    let sources = sources();
    let long = sources.iter().map(|source| (source, source.code.lines().count())).filter(|(_, lines)| MAX_LINES < *lines);
    assert_none(long.map(|(source, lines)| format!("src/{}: {lines} lines; split what is longer than {MAX_LINES}", source.path)).collect());
}

#[test]
fn nothing_tells_of_the_machine_it_was_written_on() {
    let words: Vec<String> = BANNED.iter().map(|(head, tail)| format!("{head}{tail}")).collect();
    let mut faults = Vec::new();
    for path in SEARCHED.iter().flat_map(|start| files(&root().join(start))) {
        // What is no text holds no words.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let lines = text.lines().enumerate();
        let hits = lines.flat_map(|(index, line)| words.iter().filter(|word| line.contains(*word)).map(move |word| (index + 1, word)));
        let shown = path.strip_prefix(root()).unwrap().display();
        faults.extend(hits.map(|(line, word)| format!("{shown}:{line}: holds `{word}`")));
    }
    assert_none(faults);
}

#[test]
fn the_reader_of_paths_sees_every_form() {
    let code = "use crate::{model::{Feed, Item}, text, store::Store};\nlet x = crate::net::get(); let y = mycrate::sink; use std::{fs, io::Write};";
    assert_eq!(named(code, "crate"), ["model", "text", "store", "net"]);
    assert_eq!(named(code, "std"), ["fs", "io"]);
    assert_eq!(without_tests("a\n  // crate::b\n#[cfg(test)]\nmod tests {\n crate::c\n}"), "a\n");
}
