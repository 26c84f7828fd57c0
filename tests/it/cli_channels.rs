//! `rasid channel`, from outside.

use crate::cli_bed::{Bed, Page, Server};

fn file(bed: &Bed) -> String {
    std::fs::read_to_string(bed.path("rasid.toml")).unwrap()
}

#[test]
fn a_channel_is_added_tried_and_removed() {
    let server = Server::start(vec![("/secret-path", Page::new("text/plain", "thank you"))]);
    let bed = Bed::new();
    std::fs::write(bed.path("rasid.toml"), "[poll]\nmin_every = \"2m\"\n").unwrap();
    std::fs::write(bed.path("hook.url"), server.url("/secret-path")).unwrap();
    bed.run(&["channel", "add", "desk", "slack", "url-file=hook.url", "quiet=22:00-07:00"]).ok();
    assert_eq!(
        file(&bed),
        "[poll]\nmin_every = \"2m\"\n\n[channels.desk]\nkind = \"slack\"\nurl_file = \"hook.url\"\nquiet = \"22:00-07:00\"\n"
    );
    let list = bed.json(&["channel", "list"]).ok().json();
    assert_eq!((&list[0]["name"], &list[0]["rules"], &list[1]["name"]), (&"desk".into(), &"quiet 22:00-07:00".into(), &"log".into()));
    let tested = bed.json(&["channel", "test", "desk"]).ok().json();
    assert!(tested["delivered"] == true && tested["answer"].as_str().unwrap().ends_with("answered 200 thank you"), "{tested}");
    for words in [&["channel", "show", "desk"][..], &["config", "show"], &["channel", "test", "desk"], &["channel", "list"]] {
        let ran = bed.run(words).ok();
        assert!(!ran.out.contains("secret-path") && !ran.err.contains("secret-path"), "{words:?}: {}", ran.out);
    }
    bed.run(&["channel", "add", "desk", "log"]).refused(&["already"]);
    bed.run(&["channel", "remove", "desk"]).ok();
    assert_eq!(file(&bed), "[poll]\nmin_every = \"2m\"\n\n");
    bed.run(&["channel", "remove", "desk"]).refused(&["there is no channel \"desk\"; valid: log"]);
}

#[cfg(unix)]
#[test]
fn doctor_tells_where_a_secret_stands_in_clear() {
    use std::os::unix::fs::PermissionsExt;
    let bed = Bed::new();
    let settings = "[channels.chat]\nkind = \"slack\"\nurl = \"https://127.0.0.1/services/hush\"\n\
                    [channels.bot]\nkind = \"telegram\"\nchat = \"1\"\ntoken_file = \"bot.token\"\n\
                    [channels.room]\nkind = \"gotify\"\nurl = \"https://u:hush@127.0.0.1/\"\ntoken_env = \"TOKEN\"\n";
    std::fs::write(bed.path("rasid.toml"), settings).unwrap();
    let token = bed.path("bot.token");
    std::fs::write(&token, "1:hush").unwrap();
    let found = |mode: u32| {
        std::fs::set_permissions(&token, std::fs::Permissions::from_mode(mode)).unwrap();
        let ran = bed.run_with(&[("TOKEN", "hush")], &["doctor", "--offline", "--format", "json"], "");
        assert!(!ran.out.contains("hush") && !ran.err.contains("hush"), "{}", ran.out);
        let checks: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
        let warned = checks.into_iter().filter(|check| check["level"] == "warn" && check["subject"] == "channel");
        warned.map(|check| check["finding"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let open = found(0o644);
    assert_eq!(open.len(), 3, "{open:?}");
    assert!(open[0].starts_with("bot (telegram): all users of this machine can read "), "{open:?}");
    assert!(open[1].contains("chat (slack): its url, a secret, stands in clear") && open[1].contains("rasid.toml:3"), "{open:?}");
    assert!(open[2].contains("room (gotify): a password stands in clear in its url"), "{open:?}");
    assert_eq!(found(0o600), open[1..]);
    let shown = bed.run_with(&[("TOKEN", "hush")], &["config", "show"], "");
    assert!(
        shown.out.contains("https://127.0.0.1/***") && shown.out.contains("https://u:***@127.0.0.1/") && !shown.out.contains("hush"),
        "{}",
        shown.out
    );
}

#[test]
fn what_cannot_work_is_not_written() {
    let bed = Bed::new();
    std::fs::write(bed.path("rasid.toml"), "").unwrap();
    let add = |settings: &[&str]| bed.run(&[&["channel", "add"][..], settings].concat());
    add(&["bot", "telegram", "chat=1", "token=hush"]).refused(&["token_file=FILE or token_env=VARIABLE"]);
    add(&["bot", "telegram", "chat=1"]).refused(&["nothing was changed", "`channels.bot` has no `token`"]);
    add(&["bot", "telegram", "chat=1", "token-env=NOT_SET"]).refused(&["no variable NOT_SET"]);
    add(&["Bot", "log"]).refused(&["lower-case"]);
    add(&["bot", "pigeon"]).refused(&["telegram"]);
    add(&["box", "file", "path=a", "colour=red"]).refused(&["unknown setting `channels.box.colour`"]);
    add(&["box", "log", "rate-limit=many"]).refused(&["a whole number"]);
    add(&["chat", "slack", "url=htps://slack.example/hush"]).refused(&["`channels.chat.url` gives no address"]);
    add(&["room", "matrix", "url=https://m.example", "room=#news:m.example", "token-env=HOME"]).refused(&["no id of a room"]);
    assert_eq!(file(&bed), "");
    let clear = add(&["chat", "ntfy", "topic=hush"]).ok();
    assert!(clear.err.contains("the topic is a secret and stands in clear"), "{}", clear.err);
    bed.run(&["channel", "remove", "chat"]).ok();
    bed.run(&["channel", "test", "nobody"]).refused(&["valid: log"]);
}

#[test]
fn a_test_that_fails_says_what_the_peer_said() {
    let server = Server::start(vec![]);
    let bed = Bed::new();
    std::fs::write(bed.path("rasid.toml"), format!("[channels.desk]\nkind = \"webhook\"\nurl = \"{}\"\n", server.url("/gone"))).unwrap();
    let ran = bed.run(&["channel", "test", "desk"]);
    assert_eq!(ran.status, Some(2), "{} {}", ran.out, ran.err);
    assert!(ran.out.contains("answered 404 and said \"none\"") && !ran.out.contains("/gone"), "{}", ran.out);
}
