use super::*;
use crate::model::*;
use serde_json::Value;
use std::sync::Arc;

#[test]
fn gold() {
    let knowledge = Knowledge::builtin();
    let k: &Knowledge = &Arc::clone(&knowledge);
    let mut reports: Vec<(String, LinkedReport)> = Vec::new();
    for lang in ["ar", "en", "ru"] {
        let text = std::fs::read_to_string(format!("/work/shared/eval/gold-{lang}.jsonl")).unwrap();
        for line in text.lines() {
            let a: Value = serde_json::from_str(line).unwrap();
            let body = a["body"].as_str().unwrap();
            let Some(published) = a["published"].as_str().and_then(|t| t.parse().ok()) else { continue };
            for e in a["events"].as_array().unwrap() {
                let Some(key) = e["key"].as_str() else { continue };
                let when = e["when"]["start"].as_str().map(|s| {
                    let start: Date = s.parse().unwrap();
                    DateSpan {
                        start,
                        end: e["when"]["end"].as_str().unwrap().parse().unwrap(),
                        precision: Precision::Day,
                        basis: Basis::Explicit,
                    }
                });
                let participants = e["participants"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|p| {
                        let names: Vec<&str> = p["names"].as_array().unwrap().iter().filter_map(|n| n.as_str()).collect();
                        let text = names.iter().filter(|n| body.contains(**n)).max_by_key(|n| n.len()).unwrap_or(&names[0]).to_string();
                        let ids = names.iter().map(|n| k.find_entities(n)).find(|ids| ids.len() == 1);
                        let entity = ids.map(|ids| k.entity(ids[0]).reference.clone());
                        let name = entity
                            .as_ref()
                            .map_or_else(|| any_ascii::any_ascii(&text), |e| k.entity(k.by_reference(e).unwrap()).name.clone());
                        Participant {
                            role: p["role"].as_str().unwrap().parse().unwrap(),
                            kind: p["kind"].as_str().unwrap().parse().unwrap(),
                            entity,
                            name,
                            text,
                            country: p["country"].as_str().map(str::to_owned),
                            organisation: None,
                            office: None,
                        }
                    })
                    .collect();
                let id = ReportId(reports.len() as i64);
                let place = e["where"]
                    .as_object()
                    .map(|w| Place { country: w.get("country").and_then(|c| c.as_str()).map(str::to_owned), place: None });
                reports.push((
                    key.to_owned(),
                    LinkedReport {
                        id,
                        article_id: ArticleId(a["id"].as_str().unwrap().bytes().fold(0i64, |h, b| h * 131 % 1_000_003 + i64::from(b))),
                        article_title: a["id"].as_str().unwrap().to_owned(),
                        article_url: None,
                        lang: Some(lang.to_owned()),
                        outlet: Some(a["id"].as_str().unwrap().to_owned()),
                        published_at: Some(published),
                        first_seen_at: published,
                        report: Report {
                            event_type: e["type"].as_str().unwrap().parse().unwrap(),
                            domain: Domain::Diplomacy,
                            status: e["status"].as_str().unwrap().parse().unwrap(),
                            when,
                            place,
                            participants,
                            mode: None,
                            topics: vec![],
                            attribution: vec![],
                            evidence: Evidence { text: String::new(), span: None },
                            confidence: 0.7,
                            codes: Codes { plover: None, cameo: None },
                            trace: Trace::default(),
                        },
                    },
                ));
            }
        }
    }
    reports.sort_by_key(|(_, r)| (r.published_at, r.id));
    let mut events: Vec<(Event, Vec<usize>)> = Vec::new();
    for i in 0..reports.len() {
        let r = &reports[i].1;
        let candidates: Vec<Event> =
            events.iter().filter(|(_, m)| !m.iter().any(|j| reports[*j].1.article_id == r.article_id)).map(|(e, _)| e.clone()).collect();
        match decide(r, &candidates, k) {
            Decision::New(mut e) => {
                e.id = EventId(events.len() as i64);
                events.push((e, vec![i]));
            }
            Decision::Join { event, .. } => {
                let slot = &mut events[event.0 as usize];
                slot.1.push(i);
                let all: Vec<LinkedReport> = slot.1.iter().map(|j| reports[*j].1.clone()).collect();
                slot.0 = recount(&slot.0, &all, k).unwrap();
            }
        }
    }
    let mut of = vec![0; reports.len()];
    for (n, (_, m)) in events.iter().enumerate() {
        for j in m {
            of[*j] = n;
        }
    }
    let (mut tp, mut fp, mut fnn) = (0, 0, 0);
    let show = |i: usize| {
        let r = &reports[i].1;
        format!(
            "{} {} {} {:?} {} {:?} [{}]",
            r.article_title,
            reports[i].0,
            r.report.event_type,
            r.report.when.map(|w| (w.start, w.end)),
            r.report.status,
            r.report.place.as_ref().and_then(|p| p.country.clone()),
            r.report
                .participants
                .iter()
                .map(|p| format!(
                    "{}:{}/{}/{}",
                    p.role,
                    p.text,
                    p.entity.as_ref().map_or("-", |e| &e.0),
                    p.country.as_deref().unwrap_or("-")
                ))
                .collect::<Vec<_>>()
                .join(", ")
        )
    };
    for i in 0..reports.len() {
        for j in 0..i {
            match (reports[i].0 == reports[j].0, of[i] == of[j]) {
                (true, true) => tp += 1,
                (true, false) => {
                    fnn += 1;
                    println!("MISSED\n   {}\n   {}", show(j), show(i));
                }
                (false, true) => {
                    fp += 1;
                    println!("WRONG\n   {}\n   {}", show(j), show(i));
                }
                _ => {}
            }
        }
    }
    println!("reports {} events {} tp {tp} fp {fp} fn {fnn}", reports.len(), events.len());
}
