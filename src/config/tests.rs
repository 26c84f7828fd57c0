use std::fs;
use std::path::Path;
use std::time::Duration;

use super::*;

/// Loads `text` as the file `rasid.toml` of a fresh folder with these variables; faults without the folder's name.
fn load(text: &str, variables: &[(&str, &str)]) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("rasid.toml"), text).unwrap();
    let pairs = [("HOME", "/nowhere/home")].into_iter().chain(variables.iter().copied());
    let sources = Sources { folder: folder.path().to_owned(), environment: Environment::of_pairs(pairs), ..Sources::default() };
    Config::load(&sources).map_err(|errors| errors.to_string().replace(&format!("{}/", folder.path().display()), ""))
}

fn faults(text: &str, variables: &[(&str, &str)]) -> Vec<String> {
    load(text, variables).expect_err("this must be refused").lines().map(str::to_owned).collect()
}

#[test]
fn the_template_holds_every_setting_at_its_default() {
    let written = load(TEMPLATE, &[]).unwrap();
    let built_in = load("", &[]).unwrap();
    for (written, built_in) in written.entries.iter().zip(&built_in.entries) {
        assert_eq!((&written.key, &written.value), (&built_in.key, &built_in.value));
        assert!(matches!(written.origin, Origin::File { .. }), "{} is not in the template", written.key);
        assert_eq!(built_in.origin, Origin::Default, "{}", built_in.key);
    }
    assert_eq!(written.entries.len(), built_in.entries.len());
    assert_eq!(Config::default().net, built_in.net);
    assert_eq!(NetSettings::default(), built_in.net);
    assert_eq!(AlertSettings::default(), built_in.alerts);
}

#[test]
fn everything_wrong_is_told_at_once_with_line_and_remedy() {
    let text = r#"
[net]
timout = "5s"
max_redirects = -1
allow_private = [
  "10.0.0.0/8",
  "the office",
]

[pol]
jitter = 2

[alerts]
default_channels = ["log", "phone"]

[channels.desk]
kind = "webhook"
url = "ftp://desk.example.org/"
path = "x"

[channels.box]
kind = "pigeon"
"#;
    let variables = [("RASID__POLL__JITTER", "0.9"), ("RASID__FETCH__ROBOTS", "perhaps"), ("RASID__NET", "x")];
    assert_eq!(
        faults(text, &variables),
        [
            "rasid.toml:3: unknown setting `net.timout`; did you mean `timeout`? valid: contact, user_agent, connect_timeout, timeout, \
             max_redirects, max_transfer, per_host_concurrency, per_host_spacing, allow_private",
            "rasid.toml:4: `net.max_redirects` is -1; valid: a whole number, from 0 to 50",
            "rasid.toml:7: `net.allow_private` has \"the office\"; valid: a network such as 10.0.0.0/8 or fd00::/8, or one address",
            "rasid.toml:10: unknown section `pol`; did you mean `poll`? valid: database, net, poll, fetch, extract, knowledge, alerts, \
             channels, retention, daemon, log",
            "rasid.toml:14: `alerts.default_channels` has \"phone\"; valid: the name of a channel: box, desk, log",
            "rasid.toml:18: `channels.desk.url` gives no address; valid: an http or https address",
            "rasid.toml:19: unknown setting `channels.desk.path`; valid: kind, url, url_file, url_env, secret, \
             secret_file, secret_env, timeout, lang, template, min_severity, urgent, quiet, digest, digest_at, time_zone, rate_limit, \
             rate_window",
            "rasid.toml:22: `channels.box.kind` is \"pigeon\"; valid: \"log\", \"file\", \"webhook\", \"command\", \"email\", \"slack\", \"discord\", \
             \"mattermost\", \"teams\", \"telegram\", \"matrix\", \"ntfy\", \"gotify\", \"desktop\", \"syslog\", \"journal\"",
            "RASID__FETCH__ROBOTS: `fetch.robots` is \"perhaps\"; valid: true or false",
            "RASID__NET: names no setting; valid: RASID__SECTION__KEY, as in RASID__NET__TIMEOUT",
            "RASID__POLL__JITTER: `poll.jitter` is \"0.9\"; valid: a number, from 0 to 0.5",
        ]
    );
}

#[test]
fn a_later_layer_wins_and_is_remembered() {
    let text = "[net]\ntimeout = \"20s\"\nconnect_timeout = \"3s\"\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    fs::write(&file, text).unwrap();
    let sources = Sources {
        file: Some(file.clone()),
        folder: folder.path().to_owned(),
        environment: Environment::of_pairs([("RASID__NET__TIMEOUT", "25s"), ("RASID__DATABASE__PATH", "env.db"), ("RASID_OTHER", "x")]),
        flags: vec![FlagValue { flag: "--db", key: "database.path", value: "flag.db".to_owned() }],
    };
    let config = Config::load(&sources).unwrap();
    let origin = |key: &str| config.entries.iter().find(|entry| entry.key == key).map(|entry| entry.origin.clone()).unwrap();
    assert_eq!(config.net.timeout, Duration::from_secs(25));
    assert_eq!(origin("net.timeout"), Origin::Environment("RASID__NET__TIMEOUT".to_owned()));
    assert_eq!(origin("net.connect_timeout"), Origin::File { path: file.as_path().into(), line: 3 });
    assert_eq!(config.database.path, Path::new("flag.db"));
    assert_eq!(origin("database.path"), Origin::Flag("--db"));
    assert_eq!(origin("net.max_redirects"), Origin::Default);
    assert_eq!(config.file, Some(file));
}

#[test]
fn lists_in_variables_are_arrays_or_split_at_commas() {
    for value in ["127.0.0.0/8,::1", "[\"127.0.0.0/8\", '::1']", " 127.0.0.0/8 , ::1 ,"] {
        let config = load("", &[("RASID__NET__ALLOW_PRIVATE", value)]).unwrap();
        assert_eq!(config.net.allow_private.iter().map(ToString::to_string).collect::<Vec<_>>(), ["127.0.0.0/8", "::1/128"]);
    }
    assert_eq!(load("", &[("RASID__NET__ALLOW_PRIVATE", "")]).unwrap().net.allow_private, []);
    assert!(faults("", &[("RASID__NET__ALLOW_PRIVATE", "[1, ")])[0].starts_with("RASID__NET__ALLOW_PRIVATE: `net.allow_private` is"));
    assert!(faults("", &[("RASID__NET__ALLOW_PRIVATE", "127.0.0.0/8,office")])[0].contains("has \"office\""));
}

#[test]
fn channels_are_read_and_secrets_are_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("key"), "from the file\n").unwrap();
    fs::write(
        folder.path().join("rasid.toml"),
        "[channels.a]\nkind = \"webhook\"\nurl = \"https://a.example/only-for-us\"\nsecret = \"written out\"\n\
         [channels.b]\nkind = \"webhook\"\nurl = \"https://b.example/\"\nsecret_file = \"key\"\n\
         [channels.c]\nkind = \"webhook\"\nurl = \"https://c.example/\"\nsecret_env = \"C_KEY\"\n\
         [channels.d]\nkind = \"command\"\ncommand = [\"prog\", \"a b\"]\ntimeout = \"5s\"\n\
         [channels.e]\nkind = \"file\"\npath = \"out.ndjson\"\n",
    )
    .unwrap();
    let environment = Environment::of_pairs([("HOME", "/nowhere/home"), ("C_KEY", "from the environment")]);
    let config = Config::load(&Sources { folder: folder.path().to_owned(), environment, ..Sources::default() }).unwrap();
    let secret = |name: &str| config.channels[name].values.secret("secret").map(|secret| secret.expose().to_owned());
    assert_eq!([secret("a"), secret("b"), secret("c")].map(Option::unwrap), ["written out", "from the file", "from the environment"]);
    let values = |name: &str| &config.channels[name].values;
    assert_eq!((values("d").words("command"), values("d").duration("timeout").as_secs()), (&["prog".to_owned(), "a b".to_owned()][..], 5));
    assert_eq!(values("e").path("path"), Some(folder.path().join("out.ndjson").as_path()));
    assert_eq!(config.channels["log"].kind.name, "log");
    let shown = format!("{config:?}");
    for hidden in ["only-for-us", "written out", "from the file", "from the environment"] {
        assert!(!shown.contains(hidden));
    }
    let entry = |key: &str| config.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str());
    assert_eq!(entry("channels.a.secret"), Some("\"***\""));
    // The path of a receiver's address is often its only secret.
    assert_eq!(entry("channels.a.url"), Some("\"https://a.example/***\""));
}

#[test]
fn what_a_channel_lacks_or_doubles_is_refused() {
    let text = "[channels.a]\nkind = \"webhook\"\nsecret = 5\n[channels.b]\nurl = \"x\"\n[channels.C]\nkind = \"file\"\npath = \"x\"\n\
                [channels.d]\nkind = \"command\"\ncommand = []\n[channels.e]\nkind = \"webhook\"\nurl = \"http://e/\"\nsecret = \"x\"\nsecret_env = \"NO\"\n\
                secret_file = \"missing\"\n";
    let found = faults(text, &[]).join("\n");
    for expected in [
        "rasid.toml:1: `channels.a` has no `url`; valid: the webhook's address, http or https",
        "rasid.toml:3: `channels.a.secret` is no text; valid: a text in quotes",
        "rasid.toml:4: `channels.b` has no `kind`; valid: log, file, webhook, command, email",
        "rasid.toml:6: the channel name \"C\" cannot be used; valid: lower-case letters, digits, `-` and `_`",
        "rasid.toml:11: `channels.d.command` names no program; valid: a list: the program, then its arguments",
        "`channels.e` has secret and secret_file and secret_env; valid: one of them",
        "rasid.toml:16: `channels.e.secret_env`: the environment has no variable NO; valid: a variable that is set",
        "rasid.toml:17: `channels.e.secret_file`: cannot read missing: ",
    ] {
        assert!(found.contains(expected), "{expected}\nis not in\n{found}");
    }
}

#[test]
fn a_file_that_is_no_toml_is_told_with_its_line() {
    let found = faults("\u{feff}[net]\ntimeout = \"5s\n[poll]\njitter = 3\n", &[]);
    assert!(found[0].starts_with("rasid.toml:2: this is no valid TOML: "), "{found:?}");
    assert_eq!(found.last().unwrap(), "rasid.toml:4: `poll.jitter` is 3; valid: a number, from 0 to 0.5");
}

#[test]
fn a_named_file_that_cannot_be_read_is_refused() {
    let environment = Environment::of_pairs([("HOME", "/nowhere/home"), ("RASID_CONFIG", "/nowhere/rasid.toml")]);
    let error = Config::load(&Sources { environment, ..Sources::default() }).unwrap_err().to_string();
    assert!(error.starts_with("RASID_CONFIG: cannot read /nowhere/rasid.toml: "), "{error}");
    assert!(error.ends_with("; valid: a file that can be read"), "{error}");
}

#[test]
fn sections_that_are_no_tables_are_refused() {
    assert_eq!(faults("net = 5\n", &[]), ["rasid.toml:1: `net` is 5; valid: a section, as in `[net]`"]);
    assert!(faults("[[channels]]\nkind = \"log\"\n", &[])[0].starts_with("rasid.toml:1: `channels` is ["));
    assert_eq!(
        faults("", &[("RASID__NET__TIMEOUT__X", "1s")])[0].split(';').next().unwrap(),
        "RASID__NET__TIMEOUT__X: `net.timeout` is a table"
    );
}

#[test]
fn limits_that_contradict_each_other_are_refused() {
    let found = faults("[poll]\nmin_interval = \"1h\"\n[net]\ntimeout = \"1s\"\n", &[]);
    assert_eq!(
        found,
        [
            "rasid.toml:2: `poll.default_interval` is shorter than `poll.min_interval`; valid: the same or longer",
            "rasid.toml:4: `net.timeout` is shorter than `net.connect_timeout`; valid: the same or longer",
        ]
    );
}

#[test]
fn retention_may_be_for_ever() {
    let config = load("[retention]\narticles = \"forever\"\nevents = \"52w\"\n", &[]).unwrap();
    assert_eq!((config.retention.articles, config.retention.events), (None, Some(Duration::from_secs(52 * 7 * 86_400))));
    assert!(faults("[retention]\narticles = \"0s\"\n", &[])[0].contains("or \"forever\""));
}

#[test]
fn a_level_must_be_a_level() {
    assert_eq!(load("[log]\nlevel = \"info,rasid::net=debug\"\n", &[]).unwrap().log.level, "info,rasid::net=debug");
    assert!(faults("[log]\nlevel = \"loud\"\n", &[])[0].contains("`log.level` is \"loud\"; valid: error, warn"));
}

#[test]
fn without_a_home_the_database_must_be_named() {
    let sources = Sources { folder: "/nowhere".into(), ..Sources::default() };
    assert!(Config::load(&sources).unwrap_err().to_string().starts_with("`database.path` is not set"));
}

#[test]
fn the_user_agent_carries_the_contact() {
    let with = |contact: Option<&str>| NetSettings { contact: contact.map(str::to_owned), ..NetSettings::default() }.user_agent_header();
    assert!(with(Some("desk@example.org")).ends_with("(news-feed monitor; +desk@example.org)"));
    assert!(with(None).starts_with("rasid/"));
    assert!(faults("[net]\ncontact = \"a\\r\\nHost: b\"\n", &[])[0].contains("visible ASCII"));
}
