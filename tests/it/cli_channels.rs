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
    assert_eq!(file(&bed), "");
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
