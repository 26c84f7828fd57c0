//! `watch`: whom to hear about.

use crate::cli_bed::Bed;

#[test]
fn watches_are_added_listed_and_removed() {
    let bed = Bed::new();
    let words =
        ["watch", "add", "Sergey Naryshkin", "--alias", "سيرغي ناريشكين", "--type", "call", "--country", "ru", "--min-confidence", "0.5"];
    assert!(bed.run(&words).ok().out.starts_with("watching, as watch 1: Sergey Naryshkin\n"));
    assert!(bed.run(&words).ok().out.starts_with("watching already, as watch 1"), "the same twice is one");
    let second = bed.json(&["watch", "add", "مجموعة فاغنر"]).ok().json();
    assert_eq!((&second["added"], &second["id"], &second["min_confidence"]), (&true.into(), &2.into(), &0.3.into()));
    let watch = bed.json(&["watch", "list"]).ok().json()[0].clone();
    assert_eq!(
        (&watch["types"][0], &watch["countries"][0], &watch["aliases"][0]),
        (&"call".into(), &"RU".into(), &"سيرغي ناريشكين".into())
    );
    let shown = bed.run(&["watch", "show", "فاغنر"]).ok().out;
    assert!(shown.contains("مجموعة فاغنر"), "{shown}");
    bed.run(&["watch", "remove", "nobody"]).refused(&["no watch has"]);
    bed.run(&["watch", "remove", "naryshkin"]).ok();
    assert_eq!(bed.json(&["watch", "list"]).ids(), [2]);
}

#[test]
fn wrong_watches_are_refused_with_what_would_be_right() {
    let bed = Bed::new();
    bed.run(&["watch", "add", "X", "--type", "phone"]).refused(&["phone", "diplomat_expelled"]);
    bed.run(&["watch", "add", "X", "--country", "XX"]).refused(&["unknown country \"XX\"", "RU, RW"]);
    bed.run(&["watch", "add", "X", "--channel", "desk"]).refused(&["unknown channel \"desk\"; valid: log"]);
    bed.run(&["watch", "add", "X", "--min-confidence", "7"]).refused(&["0 to 1"]);
    bed.run(&["watch", "add", "  "]).refused(&["at least one letter"]);
    bed.run(&["watch", "add", "\u{1b}[31m\u{202e}"]).says(&[]);
    let long = bed.run(&["watch", "add", &"ن".repeat(10_000)]).refused(&["it is 10000 characters long; a name has at most 200"]);
    assert!(long.err.len() < 6_000, "the name is not told in full");
    assert!(
        bed.run(&["watch", "add", "a\u{1b}]0;b\u{7}", "--country", "XX"]).refused(&[]).err.chars().all(|c| c == '\n' || !c.is_control())
    );
}

#[test]
fn a_text_is_tried_on_the_watches() {
    let bed = Bed::new();
    bed.run(&["watch", "test", "words"]).refused(&["there is no database"]);
    bed.run(&["watch", "add", "Naryshkin"]).ok();
    bed.run(&["watch", "add", "Lavrov"]).ok();
    let text = "أجرى مدير الاستخبارات الخارجية الروسية سيرغي ناريشكين اتصالا هاتفيا مع مدير وكالة المخابرات المركزية جون راتكليف.";
    let found = bed.json(&["watch", "test", text]).ok().json();
    assert_eq!((found.as_array().unwrap().len(), &found[0]["watch_id"], &found[0]["type"]), (1, &1.into(), &"call".into()));
    assert!(found[0]["reason"].as_str().unwrap().contains("ناريشكين"), "{found}");
    let none = bed.run_with(&[], &["watch", "test", "-"], "Nothing happened here.").says(&["no event was found"]);
    assert_eq!((none.status, none.out.as_str()), (Some(1), ""));
}

#[test]
fn a_rule_is_added_tried_and_carried_to_another_database() {
    let bed = Bed::new();
    let rule = "Naryshkin type:call not status:denied";
    bed.run(&["watch", "add", "spy chiefs", "--rule", rule]).ok();
    let text = "Russian foreign intelligence chief Sergei Naryshkin held a phone call with CIA director John Ratcliffe on Sunday.";
    let found = bed.json(&["watch", "test", text]).ok().json();
    assert_eq!((&found[0]["watch"], &found[0]["type"]), (&"spy chiefs".into(), &"call".into()));
    bed.run(&["watch", "add", "x", "--rule", "Naryshkin type:kall"]).refused(&["unknown event type \"kall\"", "               ^^^^"]);
    bed.run(&["watch", "test", rule, "--since", "30d"]).says(&[]);

    let exported = bed.run(&["watch", "export"]).ok().out;
    assert!(exported.contains("[[watch]]") && exported.contains(rule), "{exported}");
    let other = Bed::new();
    other.run(&["init", "--feeds", "none"]).ok();
    assert!(other.run_with(&[], &["watch", "import", "-"], &exported).ok().out.starts_with("1 added, 0 known already"));
    assert!(other.run_with(&[], &["watch", "import", "-"], &exported).ok().out.starts_with("0 added, 1 known already"));
    assert_eq!(other.json(&["watch", "list"]).ok().json()[0]["rule"], rule);
    let wrong = "[[watch]]\nname = \"good\"\n\n[[watch]]\nname = \"bad\"\nrule = \"a or\"\n";
    other.run_with(&[], &["watch", "import", "-"], wrong).refused(&["line 4", "the rule breaks off"]);
    assert_eq!(other.json(&["watch", "list"]).ok().json().as_array().unwrap().len(), 1, "all or nothing");
}

#[test]
fn a_watch_says_what_it_is_on_and_which_changes_it_wants() {
    let bed = Bed::new();
    bed.run(&["watch", "add", "Naryshkin", "--update", "sources=3,status", "--update", "correction,status"]).ok();
    bed.run(&["watch", "add", "Krasikov", "--on", "mentions", "--rule", "Krasikov lang:ar country:RU"]).ok();
    let watches = bed.json(&["watch", "list"]).ok().json();
    assert_eq!((&watches[0]["on"], &watches[0]["updates"]), (&"events".into(), &serde_json::json!(["status", "sources=3", "correction"])));
    assert_eq!((&watches[1]["on"], &watches[1]["updates"]), (&"mentions".into(), &serde_json::json!([])));
    assert!(bed.run(&["watch", "add", "Naryshkin", "--update", "status,sources=3,correction"]).ok().out.starts_with("watching already"));

    let exported = bed.run(&["watch", "export"]).ok().out;
    let other = Bed::new();
    other.run_with(&[], &["watch", "import", "-"], &exported).ok();
    assert_eq!(other.run(&["watch", "export"]).ok().out, exported);
    assert!(exported.contains("on = \"mentions\"") && exported.contains("\"sources=3\""), "{exported}");

    bed.run(&["watch", "add", "X", "--update", "sources=1"]).refused(&["unknown update \"sources=1\"", "participant"]);
    bed.run(&["watch", "add", "X", "--on", "articles"]).refused(&["events", "mentions"]);
    bed.run(&["watch", "add", "X", "--on", "mentions", "--update", "status"]).refused(&["an article is told once"]);
    bed.run(&["watch", "add", "X", "--on", "mentions", "--type", "call"]).refused(&["has no types of events"]);
    bed.run(&["watch", "add", "X", "--on", "mentions", "--min-confidence", "0.5"]).refused(&["least confidence"]);
    let marked = ["\"type\" asks for an event", "  X type:call", "    ^^^^"];
    bed.run(&["watch", "add", "X", "--on", "mentions", "--rule", "X type:call"]).refused(&marked);
    bed.run(&["watch", "add", "X", "--on", "mentions", "--rule", "X as target"]).refused(&["\"as\" asks for an event"]);
    bed.run(&["watch", "add", "X", "--on", "mentions", "--rule", "sources>=2"]).refused(&["\"sources\" asks for an event"]);
    let wrong = "[[watch]]\nname = \"a\"\nupdates = [\"everything\"]\n";
    other.run_with(&[], &["watch", "import", "-"], wrong).refused(&["unknown update \"everything\"", "line 3"]);
    let wrong = "[[watch]]\nname = \"a\"\non = \"mentions\"\nrule = \"a status:denied\"\n";
    other.run_with(&[], &["watch", "import", "-"], wrong).refused(&["line 1", "\"status\" asks for an event", "^^^^^^"]);
}

#[test]
fn mentions_are_tried_on_a_text_and_on_what_is_stored() {
    let bed = Bed::new();
    bed.run(&["watch", "add", "Вадим Красиков", "--on", "mentions"]).ok();
    let text = "The river was high. Vadim Krasikov lives in a small house beside it.";
    let found = bed.json(&["watch", "test", text]).ok().json();
    assert_eq!((&found[0]["on"], &found[0]["matched_text"]), (&"mentions".into(), &"Vadim Krasikov".into()));
    assert_eq!(found[0]["evidence"], "Vadim Krasikov lives in a small house beside it.");
    let report = crate::cli_bed::call("2025-06-20", "They spoke.", vec![]);
    crate::cli_bed::store_event(&bed.store(), "paper", "en", "Nobody saw Kasimir Orlovsky. They spoke.", report);
    let tried = bed.json(&["watch", "test", "\"Kasimir Orlovsky\"", "--since", "2025-01-01", "--on", "mentions"]).ok().json();
    assert_eq!((&tried[0]["article_id"], &tried[0]["evidence"]), (&1.into(), &"Nobody saw Kasimir Orlovsky.".into()));
    assert_eq!(bed.run(&["watch", "test", "1", "--since", "2025-01-01"]).status, Some(1));
    bed.run(&["watch", "test", "X type:call", "--since", "30d", "--on", "mentions"]).refused(&["asks for an event"]);
    bed.run(&["watch", "test", "X", "--on", "mentions"]).refused(&["--since"]);
}
