//! Watches against small events: what is found under which form, and what is not.

mod changes;
mod rules;

use std::sync::LazyLock;

use jiff::Timestamp;

use super::*;
use crate::knowledge::{DataFile, Knowledge, builtin_files};
use crate::model::{
    ArticleId, Codes, Domain, EntityKind, EntityRef, Event, EventId, EventType, Evidence, LinkedReport, Participant, Report, ReportId,
    Role, Status, Trace, Watch, WatchId, WatchMatch, WatchOn, WatchScope,
};

const PEOPLE: &str = "id | country | sex | en | ar | ru | offices | source
sergey-naryshkin | RU | m | Sergey [Naryshkin] | سيرغي [ناريشكين] | Сергей [Нарышкин] | | -
ivan-petrov | RU | m | Ivan [Petrov] | إيفان [بيتروف] | Иван [Петров] | | -
petar-petrov | BG | m | Petar [Petrov] | | Петр [Петров] | | -
";
const BODIES: &str = "id | kind | country | en | ar | ru | source
svr | intelligence | RU | Foreign Intelligence Service; SVR | | СВР | -
wire | news-agency | RU | Wire | | | -
";
const ARABIC: &str = r#"
lang = "ar"
name = "Arabic"
[grammar]
order = "verb_first"
adjective = "after"
[clitics]
conjunction = ["و", "ف"]
preposition = { in = ["ب"], for = ["ل"], as = ["ك"] }
article = ["ال"]
article_merged = ["لل"]
future = ["س"]
"#;
const RUSSIAN: &str = r#"
lang = "ru"
name = "Russian"
[grammar]
order = "free"
cases = true
adjective = "before"
[[declension]]
of = "name"
sex = "m"
endings = ["ов", "ев", "ин", "р"]
gen = "а"
dat = "у"
acc = "а"
ins = "ым;ом"
prep = "е"
[[declension]]
of = "noun"
endings = ["па"]
strip = 1
gen = "ы"
dat = "е"
acc = "у"
ins = "ой"
prep = "е"
"#;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(load);
    &KNOWLEDGE
}

fn load() -> Knowledge {
    let own = [
        ("knowledge/people-own.txt", PEOPLE),
        ("knowledge/organisations-own.txt", BODIES),
        ("lexicon/ar.toml", ARABIC),
        ("lexicon/ru.toml", RUSSIAN),
    ];
    let builtin = builtin_files().into_iter().filter(|f| matches!(f.path.as_str(), "knowledge/countries.txt" | "knowledge/offices.txt"));
    let own = own.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned(), overrides: false });
    Knowledge::load(&builtin.chain(own).collect::<Vec<_>>()).unwrap()
}

fn watch(name: &str) -> Watch {
    Watch {
        id: WatchId(1),
        name: name.to_owned(),
        aliases: Vec::new(),
        rule: None,
        on: WatchOn::Events,
        updates: Vec::new(),
        types: Vec::new(),
        countries: Vec::new(),
        min_confidence: 0.0,
        channels: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn person(entity: Option<&str>, text: &str, country: &str) -> Participant {
    Participant {
        role: Role::Participant,
        kind: EntityKind::Person,
        entity: entity.map(|id| EntityRef(id.to_owned())),
        name: String::new(),
        text: text.to_owned(),
        country: Some(country.to_owned()),
        organisation: None,
        office: None,
    }
}

fn event(participants: Vec<Participant>) -> Event {
    Event {
        id: EventId(7),
        event_type: EventType::Call,
        domain: Domain::Diplomacy,
        status: Status::Occurred,
        when: None,
        place: None,
        mode: None,
        participants,
        confidence: 0.6,
        n_reports: 1,
        n_sources: 1,
        first_reported_at: Timestamp::UNIX_EPOCH,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}

fn told(sentence: &str) -> LinkedReport {
    LinkedReport {
        id: ReportId(1),
        article_id: ArticleId(1),
        article_title: String::new(),
        article_url: None,
        lang: None,
        outlet: Some("Wire".to_owned()),
        tags: Vec::new(),
        agency: None,
        n_sightings: 1,
        fingerprint: None,
        published_at: None,
        first_seen_at: Timestamp::UNIX_EPOCH,
        report: Report {
            event_type: EventType::Call,
            domain: Domain::Diplomacy,
            status: Status::Occurred,
            when: None,
            place: None,
            participants: Vec::new(),
            mode: None,
            topics: Vec::new(),
            attribution: Vec::new(),
            evidence: Evidence { text: sentence.to_owned(), span: None },
            confidence: 0.6,
            codes: Codes { plover: None, cameo: None },
            trace: Trace::default(),
        },
    }
}

fn run(watches: &[Watch], event: &Event, sentence: &str) -> Vec<WatchMatch> {
    Watcher::compile(watches, knowledge()).matches(event, &[told(sentence)])
}

/// The words of `sentence` that a watch on `name` finds; nothing where `None`.
#[track_caller]
fn check(name: &str, sentence: &str, expected: Option<&str>) {
    let found = run(&[watch(name)], &event(Vec::new()), sentence);
    assert_eq!(found.first().map(|found| found.matched_text.as_str()), expected, "{name} in {sentence}");
    assert!(found.iter().all(|found| found.scope == WatchScope::Text && found.entity.is_none()));
}

#[test]
fn parts_of_words_never_match() {
    for (name, sentence) in [
        ("علي", "اتفق الطرفان فعلياً على اللقاء"),
        ("علي", "اللقاء الفعلي وفعليا كما هو فعلي"),
        ("علي", "وعلى هامش اللقاء على انفراد"),
        ("عون", "مسؤولون يدعون إلى الحوار"),
        ("Xi", "they took a taxi"),
        ("UN", "talks on sunday"),
        ("UN", "the un-named envoy met un ministre"),
        ("Ali", "Aliyev met Salih"),
        ("تين", "قال إنه في بساتين المدينة"),
        ("Лавров", "лавровый лист и Лаврова́я роща"),
        ("Foo Bar", "Foo said, Bar said"),
        ("Foo Bar", "Foo\nBar"),
    ] {
        check(name, sentence, None);
    }
}

#[test]
fn arabic_words_are_found_under_their_clitics() {
    for (sentence, found) in [
        ("التقى لافروف نظيره", "لافروف"),
        ("التقى الوزير ولافروف", "ولافروف"),
        ("وجه رسالة للافروف", "للافروف"),
        ("وجه رسالة وللافروف", "وللافروف"),
        ("فلافروف وصل", "فلافروف"),
        ("كلافروف", "كلافروف"),
        ("بلافروڤ وبلافروف", "وبلافروف"),
    ] {
        check("لافروف", sentence, Some(found));
    }
    check("علي", "اتصل وعلي", Some("وعلي"));
    check("السيسي", "التقى السيسى نظيره", Some("السيسى"));
    check("الحرس الثوري", "قال مسؤول للحرس الثوري إن", Some("للحرس الثوري"));
    check("مجموعة فاغنر", "والمجموعة فاغنر", Some("والمجموعة فاغنر"));
    check("أحمد الشَّرع", "قال احمد الشرع", Some("احمد الشرع"));
}

#[test]
fn russian_words_are_found_in_their_cases() {
    check("Лавров", "встретился с Лавровым", Some("Лавровым"));
    check("Лавров", "у Лаврова", Some("Лаврова"));
    check("группа Вагнера", "с Группой Вагнера", Some("Группой Вагнера"));
    check("Вагнер", "с Вагнером", Some("Вагнером"));
}

#[test]
fn latin_words_are_found_folded_and_before_the_possessive() {
    check("wagner", "Wagner’s men", Some("Wagner"));
    check("Wagner group", "the Wagner's Group said", Some("Wagner's Group"));
    check("reem al hashimy", "Reem al-Hashimy spoke", Some("Reem al-Hashimy"));
    check("Reem al-Hashimy", "REEM AL HASHIMY spoke", Some("REEM AL HASHIMY"));
    check("Xi", "Xi spoke", Some("Xi"));
    check("UN", "the UN spoke", Some("UN"));
    check("Erdogan", "Erdoğan spoke", Some("Erdoğan"));
    check("«»", "«»", None);
}

#[test]
fn a_known_name_matches_its_entity_in_every_script() {
    let naryshkin = event(vec![person(Some("person:sergey-naryshkin"), "ناريشكين", "RU")]);
    for name in ["Sergey Naryshkin", "Naryshkin", "سيرغي ناريشكين", "Сергей Нарышкин"] {
        let found = run(&[watch(name)], &naryshkin, "");
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].scope, WatchScope::Entity);
        assert_eq!(found[0].matched_text, "ناريشكين");
        assert_eq!(found[0].reason, "«ناريشكين» names Sergey Naryshkin (person of the knowledge base), participant here");
    }
    assert!(run(&[watch("Sergey Naryshkin")], &event(Vec::new()), "Naryshkin said that others had spoken").is_empty());
}

#[test]
fn an_ambiguous_name_matches_all_and_says_so() {
    let petrov = event(vec![person(Some("person:petar-petrov"), "Petrov", "BG")]);
    let found = run(&[watch("Petrov")], &petrov, "");
    assert_eq!(found[0].entity, Some(EntityRef("person:petar-petrov".to_owned())));
    assert!(found[0].reason.ends_with("«Petrov» can mean several: Ivan Petrov (RU), Petar Petrov (BG)"), "{}", found[0].reason);
    assert!(run(&[watch("Ivan Petrov")], &petrov, "").is_empty());
}

#[test]
fn a_part_of_a_name_is_met_in_others_too_who_bear_it() {
    let reason = |name: &str, text: &str| {
        let found = run(&[watch(name)], &event(vec![person(None, text, "RU")]), "").pop();
        found.map(|found| found.reason)
    };
    let says = "bears the name «Petrov» and is nobody of the knowledge base: a match of one part of a name";
    assert_eq!(reason("Petrov", "Oleg Petrov"), Some(format!("«Oleg Petrov» {says}")));
    assert_eq!(reason("Petrov", "أوليغ بيتروف"), Some(format!("«أوليغ بيتروف» {says}")));
    assert_eq!(reason("Petrov", "Petrova Street"), None);
    assert_eq!(reason("Ivan Petrov", "Oleg Petrov"), None);
    let known = event(vec![person(Some("person:sergey-naryshkin"), "Petrov", "RU")]);
    assert!(run(&[watch("Petrov")], &known, "Petrov spoke").is_empty(), "the knowledge says who it is");
}

#[test]
fn a_body_is_met_in_those_who_act_for_it() {
    let officer =
        Participant { organisation: Some("Foreign Intelligence Service".to_owned()), ..person(None, "Пётр Иванов", "RU") };
    let found = run(&[watch("СВР")], &event(vec![officer.clone()]), "");
    assert_eq!(found[0].reason, "«Пётр Иванов» acts for Foreign Intelligence Service, which the watch names");
    let foreign = Participant { country: Some("DE".to_owned()), ..officer };
    assert!(run(&[watch("СВР")], &event(vec![foreign]), "").is_empty(), "a body of the same name in another state");
}

#[test]
fn a_country_is_met_in_its_officers_and_organs_but_not_in_its_people() {
    let body = |id: Option<&str>, text: &str| Participant { kind: EntityKind::Organisation, ..person(id, text, "RU") };
    let reason = |participant: Participant| run(&[watch("Russia")], &event(vec![participant]), "").pop().map(|found| found.reason);
    let country = Participant { kind: EntityKind::Country, ..person(Some("country:RU"), "موسكو", "RU") };
    assert_eq!(reason(country).as_deref(), Some("«موسكو» names Russia (country of the knowledge base)"));
    let officer = Participant { office: Some("envoy".to_owned()), ..person(None, "Ivanov", "RU") };
    assert_eq!(reason(officer).as_deref(), Some("«Ivanov» (envoy) acts for Russia, the country that the watch names"));
    assert_eq!(
        reason(body(Some("organisation:svr"), "SVR")).as_deref(),
        Some("«SVR» is a body of Russia, the country that the watch names")
    );
    assert_eq!(reason(body(None, "embassy")).as_deref(), Some("«embassy» is a body of Russia, the country that the watch names"));
    assert_eq!(reason(body(Some("organisation:wire"), "Wire")), None);
    assert_eq!(reason(person(None, "a citizen", "RU")), None);
}

#[test]
fn conditions_hold_back() {
    let naryshkin = event(vec![person(Some("person:sergey-naryshkin"), "Naryshkin", "RU")]);
    let base = watch("Sergey Naryshkin");
    let n_found = |watch: Watch| run(&[watch], &naryshkin, "").len();
    assert_eq!(n_found(Watch { types: vec![EventType::Meeting], ..base.clone() }), 0);
    assert_eq!(n_found(Watch { types: vec![EventType::Meeting, EventType::Call], ..base.clone() }), 1);
    assert_eq!(n_found(Watch { countries: vec!["US".to_owned()], ..base.clone() }), 0);
    assert_eq!(n_found(Watch { countries: vec!["US".to_owned(), "RU".to_owned()], ..base.clone() }), 1);
    assert_eq!(n_found(Watch { min_confidence: 0.61, ..base.clone() }), 0);
    assert_eq!(n_found(Watch { min_confidence: 0.6, ..base }), 1);
}

#[test]
fn one_match_a_watch_the_best_of_name_and_aliases() {
    let naryshkin = event(vec![person(Some("person:sergey-naryshkin"), "Naryshkin", "RU")]);
    let first = Watch { aliases: vec!["Sergey Naryshkin".to_owned()], ..watch("spy chief") };
    let second = Watch { id: WatchId(2), ..watch("spy chief") };
    let found = run(&[first, second], &naryshkin, "the spy chief spoke");
    let short: Vec<_> = found.iter().map(|found| (found.watch_id, found.scope)).collect();
    assert_eq!(short, [(WatchId(1), WatchScope::Entity), (WatchId(2), WatchScope::Text)]);
    assert_eq!(found[1].reason, "«spy chief» in the sentence that tells it (Wire) stands for «spy chief» (free text)");
}

#[test]
fn strangers_are_found_by_their_names() {
    let kofe = event(vec![person(None, "Саймон Кофе", "TV")]);
    assert_eq!(run(&[watch("Саймон Кофе")], &kofe, "")[0].matched_text, "Саймон Кофе");
}

#[test]
fn descriptions_say_what_names_stand_for() {
    let watch = Watch { aliases: vec!["Petrov".to_owned(), "Кофе".to_owned(), "!".to_owned()], ..watch("Нарышкин") };
    let description = Watcher::describe(&watch, knowledge());
    let words: Vec<_> = description.names.iter().map(|name| name.in_words.as_str()).collect();
    assert_eq!(
        words,
        [
            "«Нарышкин» names Sergey Naryshkin (person of the knowledge base), in all spellings and scripts; and whoever else is named so, \
             which the alert then says",
            "«Petrov» can mean 2 entities of the knowledge base, all of them watched: Ivan Petrov (RU), Petar Petrov (BG); and whoever else \
             is named so, which the alert then says",
            "«Кофе» is not in the knowledge base: watched as free text, on whole words",
            "«!» has no word in it and matches nothing",
        ]
    );
    assert_eq!(description.names[0].entities[0].names[1], "سيرغي ناريشكين");
}

#[test]
fn a_name_that_nobody_listed_is_heard_in_every_script() {
    let told = |text: &str| event(vec![person(None, text, "RU")]);
    let spellings = ["Vadim Krasikov", "Вадим Красиков", "فاديم كراسيكوف", "ואדים קרסיקוב", "وادیم کراسیکوف"];
    let oblique = "Вадимом Николаевичем Красиковым";
    for watched in spellings {
        // Two endings and a patronymic together are too much for a script that writes but consonants.
        let oblique = (!watched.starts_with('ו')).then_some(&oblique);
        for text in spellings.iter().chain(&["Krasikov Vadim", "لفاديم كراسيكوف", "Вадимом Красиковым"]).chain(oblique)
        {
            let watcher = Watcher::compile(&[watch(watched)], knowledge());
            let found = watcher.matches(&told(text), &[]);
            assert_eq!(found.len(), 1, "{watched} in {text}");
        }
    }
}

#[test]
fn names_are_heard_inside_sentences_joined_or_split() {
    for (watched, sentence, expected) in [
        ("Abdalla Hamdok", "وقال رئيس الوزراء عبد الله حمدوك إن الحكومة ستجتمع غدا", "عبد الله حمدوك"),
        ("عبد الله حمدوك", "Prime Minister Abdullah Hamdok said on Monday", "Abdullah Hamdok"),
        ("Mahmoud Ahmadinejad", "محمود احمدی‌نژاد در تهران سخن گفت", "محمود احمدی‌نژاد"),
        ("Mohammed bin Abdulrahman Al Thani", "استقبل محمد بن عبد الرحمن آل ثاني الوفد", "محمد بن عبد الرحمن آل ثاني"),
    ] {
        let watcher = Watcher::compile(&[watch(watched)], knowledge());
        let found = watcher.matches(&event(vec![person(None, sentence, "RU")]), &[]);
        assert_eq!(found.len(), 1, "{watched} in {sentence}");
        assert!(found[0].reason.contains("sounds like"), "{}", found[0].reason);
        assert!(expected.contains(&found[0].matched_text) || found[0].matched_text.contains(expected), "{}", found[0].matched_text);
    }
}

#[test]
fn other_names_and_other_words_are_not_heard() {
    for (watched, text) in [
        ("Sergei Skripal", "Юлия Скрипаль"),
        ("Ali Larijani", "علي شمخاني"),
        ("Vadim Krasikov", "Вадим Колесников"),
        ("grain corridor", "گران کوریدور"),
        ("Vadim Krasikov", "Vadim and Krasikov's lawyer"),
        ("Anna", "Анатолий"),
        // What thousands share is no name of one of them.
        ("Nikolai Anatolievich Gusev", "Николай Анатольевич Кузнецов"),
        ("Sergey Nikolayevich Stankevich", "Сергей Николаевич Гринюк"),
        ("Juan Carlos Tabío", "Хуан Карлос Варела"),
    ] {
        let watcher = Watcher::compile(&[watch(watched)], knowledge());
        assert!(watcher.matches(&event(vec![person(None, text, "RU")]), &[]).is_empty(), "{watched} in {text}");
    }
}

#[test]
fn a_single_word_says_that_it_is_one() {
    let watcher = Watcher::compile(&[watch("Krasikov")], knowledge());
    let found = watcher.matches(&event(vec![person(None, "كراسيكوف", "RU")]), &[]);
    assert!(found[0].reason.contains("one word only"), "{}", found[0].reason);
}
