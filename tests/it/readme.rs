//! The README's promises: its tour runs as written, and it names every command.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");

/// The lines after `$ ` in its `console` blocks.
fn tour() -> Vec<&'static str> {
    let blocks = README.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.flat_map(str::lines).filter_map(|line| line.strip_prefix("$ ")).collect()
}

#[test]
fn the_tour_runs_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let binaries = Path::new(env!("CARGO_BIN_EXE_rasid")).parent().unwrap();
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", binaries.display());
    let commands = tour();
    assert!(10 <= commands.len(), "the tour has {} commands", commands.len());
    for command in commands {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(&folder).env_clear().env("PATH", &path).env("HOME", folder.path()).env("LC_ALL", "C.UTF-8");
        let ran = shell.output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success(), "{command}\n{out}\n{err}");
        assert!(!out.trim().is_empty(), "{command} printed nothing");
    }
}

#[test]
fn its_first_command_is_the_main_job_and_its_second_the_tests() {
    let first = README.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let commands: Vec<&str> = first.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).collect();
    assert_eq!(commands, ["cargo run --release -- demo", "cargo test"]);
}

#[test]
fn it_names_every_command() {
    let help = Command::new(env!("CARGO_BIN_EXE_rasid")).arg("--help").output().unwrap();
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let listed = help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).unwrap();
    let commands =
        listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    for command in commands {
        assert!(README.contains(&format!("rasid {command}")), "the README says nothing of `rasid {command}`");
    }
}
