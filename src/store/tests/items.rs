use super::*;

/// Polls the documents in turn and gives the titles that are stored at the end, with how often each changed.
fn check(documents: &[&[FeedItem]], expected: &[(usize, usize)]) {
    let bed = bed();
    let id = bed.feed("https://a.example/feed");
    let outcomes: Vec<(usize, usize)> = (0_i64..)
        .zip(documents)
        .map(|(n, document)| bed.fetched(id, document.to_vec(), later(n)))
        .map(|outcome| (outcome.n_new, outcome.n_updated))
        .collect();
    assert_eq!(outcomes, expected);
}

fn linked(key: &str, title: &str, alternate: &str) -> FeedItem {
    FeedItem { alternates: vec![alternate.to_owned()], ..item(key, title) }
}

#[test]
fn a_known_item_is_not_new_again() {
    check(&[&[item("1", "One")], &[item("1", "One"), item("2", "Two")]], &[(1, 0), (1, 0)]);
}

#[test]
fn a_changed_item_is_updated_and_not_new() {
    check(&[&[item("1", "One")], &[item("1", "One, corrected")], &[item("1", "One, corrected")]], &[(1, 0), (0, 1), (0, 0)]);
}

#[test]
fn an_item_whose_guid_moved_is_recognised_by_its_link() {
    check(&[&[linked("guid-1", "One", "link")], &[linked("guid-2", "One", "link")], &[item("guid-2", "One")]], &[(1, 0), (0, 0), (0, 0)]);
}

#[test]
fn an_item_whose_key_became_an_alternate_is_recognised() {
    check(&[&[item("link", "One")], &[linked("guid", "One", "link")]], &[(1, 0), (0, 0)]);
}

#[test]
fn items_that_share_one_link_stay_apart() {
    let first = [linked("1", "One", "home"), linked("2", "Two", "home")];
    let second = [linked("1", "One", "home"), linked("3", "Three", "home")];
    check(&[&first, &second], &[(2, 0), (1, 0)]);
}

#[test]
fn a_link_lent_to_one_item_after_the_other_makes_new_items() {
    let dated = |key, title, minutes| FeedItem { published_at: Some(later(minutes)), ..linked(key, title, "home") };
    check(&[&[dated("1", "One", -9)], &[dated("2", "Two", -5)]], &[(1, 0), (1, 0)]);
}

#[test]
fn the_same_key_in_two_feeds_is_two_items() {
    let bed = bed();
    for url in ["https://a.example", "https://b.example"] {
        assert_eq!(bed.fetched(bed.feed(url), vec![item("1", "One")], noon()).n_new, 1);
    }
}

#[test]
fn an_item_keeps_all_that_the_feed_says() {
    let bed = bed();
    let id = bed.add_feed("https://a.example", &FeedOptions { title: Some("A".to_owned()), ..FeedOptions::default() }, noon()).unwrap();
    let given = FeedItem {
        guid: Some("g".to_owned()),
        link: Some("https://a.example/1".to_owned()),
        author: Some("خالد".to_owned()),
        published_at: Some(later(-5)),
        updated_at: Some(later(-4)),
        summary: Some("<b>s</b>".to_owned()),
        content: Some("c".to_owned()),
        lang: Some("ar".to_owned()),
        ..item("k", "عنوان")
    };
    bed.fetched(id, vec![given.clone()], noon());
    let due = bed.due_items(noon(), 1).unwrap().pop().unwrap();
    assert_eq!((due.item.item, due.feed_title.as_deref(), due.item.first_seen_at), (given, Some("A"), noon()));
}

#[test]
fn a_failed_fetch_is_tried_again_and_then_given_up() {
    let bed = bed();
    let id = bed.feed("https://a.example");
    bed.fetched(id, vec![item("1", "One")], noon());
    let item_id = bed.due_items(noon(), 1).unwrap()[0].item.id;
    let failure = Failure { kind: FailureKind::Timeout, text: "slow".to_owned(), at: noon() };
    assert!(bed.record_fetch_failure(item_id, &failure, None, Retry::At(later(5))).unwrap());
    assert!(bed.due_items(later(4), 1).unwrap().is_empty());
    assert_eq!(bed.next_due_at(Waiting::Items).unwrap(), Some(later(5)));
    assert_eq!(bed.due_items(later(5), 1).unwrap()[0].item.tries, 1);
    bed.record_fetch_failure(item_id, &failure, None, Retry::GiveUp).unwrap();
    assert!(bed.due_items(later(500), 1).unwrap().is_empty());
    bed.fetched(id, vec![item("1", "One, corrected")], later(6));
    assert_eq!(bed.due_items(later(6), 1).unwrap()[0].item.tries, 0, "a change starts afresh");
    assert!(!bed.record_fetch_failure(ItemId(99), &failure, None, Retry::GiveUp).unwrap());
}

#[test]
fn an_item_that_changes_all_the_time_is_slowed_down() {
    let bed = bed();
    let id = bed.feed("https://a.example");
    for n in 0..8 {
        bed.fetched(id, vec![item("1", &format!("views: {n}"))], later(n));
    }
    assert!(bed.due_items(later(8), 1).unwrap().is_empty());
    assert_eq!(bed.due_items(later(8 + 60), 1).unwrap().len(), 1);
}
