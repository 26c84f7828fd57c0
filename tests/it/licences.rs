//! Every dependency's licence and name against `deny.toml`, which `cargo deny check` reads too; this test needs no further tool.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What `cargo metadata` knows, from the packages on this machine: for all targets where they are there, else for this one.
fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let run = |more: &[&str]| {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let mut command = Command::new(&cargo);
        command.args(["metadata", "--offline", "--locked", "--format-version", "1", "--manifest-path"]).arg(manifest).args(more);
        command.output().expect("cargo runs, as it runs this test")
    };
    let version = Command::new(&cargo).arg("-vV").output().expect("cargo runs");
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo -vV names the host");
    let all = run(&[]);
    // Packages for other systems are not downloaded by a build.
    let output = if all.status.success() { all } else { run(&["--filter-platform", host]) };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn rules() -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

fn words(value: &toml::Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

fn packages(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().unwrap().iter()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Whether an SPDX expression can be satisfied by what is allowed. Crates of old write `/` for `OR`.
fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let outcome = any_of(&tokens, &mut at, allowed);
    outcome && at == tokens.len()
}

fn any_of(tokens: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut outcome = all_of(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        outcome |= all_of(tokens, at, allowed);
    }
    outcome
}

fn all_of(tokens: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut outcome = one(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        outcome &= one(tokens, at, allowed);
    }
    outcome
}

fn one(tokens: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let Some(token) = tokens.get(*at) else { return false };
    *at += 1;
    if *token == "(" {
        let outcome = any_of(tokens, at, allowed);
        let closed = tokens.get(*at) == Some(&")");
        *at += 1;
        return outcome && closed;
    }
    if tokens.get(*at) == Some(&"WITH") {
        let with = format!("{token} WITH {}", tokens.get(*at + 1).unwrap_or(&""));
        *at += 2;
        return allowed(&with);
    }
    allowed(token)
}

#[test]
fn every_licence_is_one_we_can_keep() {
    let rules = rules();
    let licences = rules["licenses"].as_table().unwrap();
    let allow = words(&licences["allow"]);
    let exceptions = licences["exceptions"].as_array().unwrap();
    let metadata = metadata();
    let mut faults = Vec::new();
    for package in packages(&metadata) {
        let name = text(package, "name");
        let granted = exceptions.iter().filter(|exception| exception["crate"].as_str() == Some(name));
        let granted: Vec<&str> = granted.flat_map(|exception| words(&exception["allow"])).collect();
        let allowed = |licence: &str| allow.contains(&licence) || granted.contains(&licence);
        if !satisfied(text(package, "license"), &allowed) {
            faults.push(format!("{name} {}: {:?}", text(package, "version"), text(package, "license")));
        }
    }
    assert!(faults.is_empty(), "not allowed by deny.toml:\n{}", faults.join("\n"));
}

#[test]
fn banned_crates_stay_out() {
    let rules = rules();
    let metadata = metadata();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let name_of = |id: &Value| packages(&metadata).find(|package| package["id"] == *id).map_or("", |package| text(package, "name"));
    let mut faults = Vec::new();
    for ban in rules["bans"]["deny"].as_array().unwrap() {
        let banned = ban["crate"].as_str().unwrap();
        let wrappers = ban.get("wrappers").map(words).unwrap_or_default();
        let users = nodes.iter().filter(|node| node["deps"].as_array().unwrap().iter().any(|dep| name_of(&dep["pkg"]) == banned));
        let users = users.map(|node| name_of(&node["id"])).filter(|user| !wrappers.contains(user));
        faults.extend(users.map(|user| format!("{banned}, used by {user}: {}", ban["reason"].as_str().unwrap_or("banned"))));
    }
    assert!(faults.is_empty(), "banned by deny.toml:\n{}", faults.join("\n"));
}

#[test]
fn everything_comes_from_the_registry() {
    let metadata = metadata();
    let strangers = packages(&metadata).filter(|package| !package["source"].is_null() && !text(package, "source").starts_with("registry+"));
    assert_eq!(strangers.map(|package| text(package, "name")).collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn licence_expressions_are_read_as_spdx_has_them() {
    let allowed = |licence: &str| matches!(licence, "MIT" | "ISC" | "Apache-2.0 WITH LLVM-exception");
    for good in ["MIT", "GPL-3.0 OR MIT", "Unlicense/MIT", "(GPL-3.0 OR MIT) AND ISC", "Apache-2.0 WITH LLVM-exception OR GPL-2.0"] {
        assert!(satisfied(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "GPL-3.0 OR (MIT AND Foo)", "MIT WITH Foo", "(MIT", "MIT)", "Apache-2.0", "OR"] {
        assert!(!satisfied(bad, &allowed), "{bad}");
    }
}
