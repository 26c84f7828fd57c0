//! What ten thousand watches cost: compiling them, and passing one event by them.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use rasid::extract::extract;
use rasid::knowledge::Knowledge;
use rasid::model::{
    ArticleId, ArticleText, Basis, Codes, DateSpan, Domain, EntityKind, EntityRef, Event, EventId, EventType, Evidence, LinkedReport,
    Participant, Precision, Report, ReportId, Role, Status, Trace, Watch, WatchId, WatchOn,
};
use rasid::watch::Watcher;

const SENTENCES: [&str; 3] = [
    "Foreign Intelligence Service director Sergey Naryshkin spoke by telephone with CIA director John Ratcliffe on Sunday, Reuters reported.",
    "قال رئيس جهاز الاستخبارات الخارجية الروسية سيرغي ناريشكين إنه أجرى اتصالا هاتفيا مع مدير وكالة الاستخبارات المركزية الأميركية جون راتكليف.",
    "Директор Службы внешней разведки Сергей Нарышкин провёл телефонный разговор с директором ЦРУ Джоном Рэтклиффом.",
];

/// Names of the knowledge and made-up ones in three scripts, as users would watch them.
fn watches(n: usize, knowledge: &Knowledge) -> Vec<Watch> {
    let syllables = [
        ["ka", "lo", "mi", "ta", "ren", "sol", "dar", "vin"],
        ["ка", "ло", "ми", "та", "рен", "сол", "дар", "вин"],
        ["كا", "لو", "مي", "تا", "رن", "سول", "دار", "فين"],
    ];
    let made_up = |at: usize| {
        let script = syllables[at % 3];
        let word = |mut seed: usize| {
            (0..4)
                .map(|_| {
                    let part = script[seed % 8];
                    seed /= 8;
                    part
                })
                .collect::<String>()
        };
        format!("{} {}", word(at.wrapping_mul(2_654_435_761) >> 5), word(at.wrapping_mul(40_503)))
    };
    let known = knowledge.entities();
    let name = |at: usize| if at.is_multiple_of(2) { known[(at / 2) % known.len()].name.clone() } else { made_up(at) };
    let watch = |at: usize| Watch {
        id: WatchId(i64::try_from(at).unwrap_or(i64::MAX)),
        name: name(at),
        aliases: Vec::new(),
        rule: None,
        on: WatchOn::Events,
        updates: Vec::new(),
        types: Vec::new(),
        countries: Vec::new(),
        min_confidence: 0.0,
        channels: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
    };
    (0..n).map(watch).collect()
}

fn participants() -> Vec<Participant> {
    let person = |id: &str, name: &str, country: &str, organisation: &str| Participant {
        role: Role::Participant,
        kind: EntityKind::Person,
        entity: Some(EntityRef(id.to_owned())),
        name: name.to_owned(),
        text: name.to_owned(),
        country: Some(country.to_owned()),
        organisation: Some(organisation.to_owned()),
        office: Some("director".to_owned()),
    };
    vec![
        person("person:sergey-naryshkin", "Sergey Naryshkin", "RU", "Foreign Intelligence Service"),
        person("person:john-ratcliffe", "John Ratcliffe", "US", "Central Intelligence Agency"),
    ]
}

fn reports() -> Vec<LinkedReport> {
    let report = |(at, sentence): (usize, &&str)| LinkedReport {
        id: ReportId(i64::try_from(at).unwrap_or(i64::MAX)),
        article_id: ArticleId(i64::try_from(at).unwrap_or(i64::MAX)),
        article_title: sentence.chars().take(60).collect(),
        article_url: None,
        lang: None,
        outlet: Some(format!("outlet {at}")),
        tags: Vec::new(),
        agency: None,
        n_sightings: 1,
        fingerprint: None,
        published_at: Some(Timestamp::UNIX_EPOCH),
        first_seen_at: Timestamp::UNIX_EPOCH,
        report: Report {
            event_type: EventType::Call,
            domain: Domain::Intelligence,
            status: Status::Occurred,
            when: None,
            place: None,
            participants: participants(),
            mode: None,
            topics: Vec::new(),
            attribution: Vec::new(),
            evidence: Evidence { text: (*sentence).to_owned(), span: None },
            confidence: 0.8,
            codes: Codes { plover: None, cameo: None },
            trace: Trace::default(),
        },
    };
    SENTENCES.iter().enumerate().map(report).collect()
}

fn event() -> Event {
    let day = jiff::civil::date(1970, 1, 1);
    Event {
        id: EventId(1),
        event_type: EventType::Call,
        domain: Domain::Intelligence,
        status: Status::Occurred,
        when: Some(DateSpan { start: day, end: day, precision: Precision::Day, basis: Basis::Explicit }),
        place: None,
        mode: None,
        participants: participants(),
        confidence: 0.8,
        n_reports: 3,
        n_sources: 3,
        first_reported_at: Timestamp::UNIX_EPOCH,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}

fn bench(criterion: &mut Criterion) {
    let knowledge = Knowledge::builtin();
    let watches = watches(10_000, &knowledge);
    criterion.bench_function("compile 10,000 watches", |bencher| bencher.iter(|| Watcher::compile(black_box(&watches), &knowledge)));
    let watcher = Watcher::compile(&watches, &knowledge);
    let (event, reports) = (event(), reports());
    criterion.bench_function("match an event of 3 reports", |bencher| bencher.iter(|| watcher.matches(black_box(&event), &reports)));
    let article = ArticleText { title: String::new(), body: SENTENCES[0].to_owned(), lang: Some("en".to_owned()), published_at: None };
    criterion.bench_function("for comparison: extract one sentence", |bencher| bencher.iter(|| extract(black_box(&article), &knowledge)));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(std::time::Duration::from_secs(2));
    targets = bench
}
criterion_main!(benches);
