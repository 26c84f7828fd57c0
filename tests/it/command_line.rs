//! The binary from outside: exit status, what goes to which output, settings from every layer.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs `rasid` in `folder` with nothing of this process's environment but what is given.
fn rasid(folder: &Path, variables: &[(&str, &str)], words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
    command.env_clear().env("HOME", folder).envs(variables.iter().copied()).current_dir(folder).args(words);
    command.stdin(Stdio::null()).output().unwrap()
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

#[test]
fn settings_come_from_every_layer_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rasid.toml"), "[net]\ntimeout = \"20s\"\nmax_redirects = 3\n").unwrap();
    let words = ["--format", "json", "config", "show", "--db", "here.db"];
    let output = rasid(folder.path(), &[("RASID__NET__ALLOW_PRIVATE", "127.0.0.0/8"), ("RASID__NET__MAX_REDIRECTS", "4")], &words);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let settings: Value = serde_json::from_str(out(&output)).unwrap();
    let find = |key: &str| settings.as_array().unwrap().iter().find(|setting| setting["key"] == key).unwrap();
    let check = |key: &str, value: Value, origin: &str| {
        assert_eq!((&find(key)["value"], find(key)["origin"].as_str().unwrap()), (&value, origin), "{key}");
    };
    check("net.timeout", "20s".into(), "rasid.toml:2");
    check("net.max_redirects", 4.into(), "RASID__NET__MAX_REDIRECTS");
    check("net.allow_private", vec!["127.0.0.0/8"].into(), "RASID__NET__ALLOW_PRIVATE");
    check("database.path", "here.db".into(), "--db");
    check("poll.jitter", 0.1.into(), "default");
}

#[test]
fn wrong_settings_are_trouble_told_on_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.toml"), "[net]\ntimout = \"20s\"\n[log]\nlevel = 5\n").unwrap();
    let output = rasid(folder.path(), &[], &["config", "check", "--config", "mine.toml"]);
    assert_eq!((output.status.code(), out(&output)), (Some(2), ""));
    let lines: Vec<&str> = err(&output).lines().collect();
    assert_eq!(lines[0], "rasid: the settings are wrong:");
    assert!(lines[1].starts_with("mine.toml:2: unknown setting `net.timout`; did you mean `timeout`?"), "{lines:?}");
    assert!(lines[2].starts_with("mine.toml:4: `log.level` is 5; valid: error, warn"), "{lines:?}");
    let output = rasid(folder.path(), &[("RASID_CONFIG", "mine.toml")], &["config", "check", "--format", "json"]);
    let check: Value = serde_json::from_str(out(&output)).unwrap();
    assert_eq!((output.status.code(), &check["valid"], check["faults"].as_array().unwrap().len()), (Some(2), &Value::Bool(false), 2));
}

#[test]
fn wrong_words_are_trouble_and_help_is_not() {
    let folder = tempfile::tempdir().unwrap();
    for (words, status) in [(&["evnts"][..], 2), (&["events", "--limit", "many"], 2), (&[], 2), (&["--help"], 0), (&["--version"], 0)] {
        let output = rasid(folder.path(), &[], words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        assert_eq!(out(&output).is_empty(), status == 2, "{words:?}");
    }
}

#[test]
fn init_writes_a_file_that_holds_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".config/rasid/rasid.toml");
    let init = |more: &[&str]| rasid(folder.path(), &[], &[&["init", "--feeds=none", "--db", "rasid.db"], more].concat()).status.code();
    assert_eq!(init(&[]), Some(0));
    assert_eq!(rasid(folder.path(), &[], &["config", "check", "--quiet"]).status.code(), Some(0));
    std::fs::write(&file, "[net]\n").unwrap();
    assert_eq!(init(&[]), Some(2));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "[net]\n");
    assert_eq!(init(&["--force"]), Some(0));
}

#[test]
fn a_reader_who_leaves_is_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasid"));
    command.env_clear().env("HOME", folder.path()).current_dir(folder.path()).args(["config", "show", "--quiet"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
}

#[test]
fn completions_know_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = rasid(folder.path(), &[], &["completions", shell]);
        assert!(output.status.success() && out(&output).contains("completions"), "{shell}");
    }
}
