use super::*;

/// Two items in two feeds, and what becomes of their articles.
fn check(first: &NewArticle, second: &NewArticle) -> (Bed, ArticleId, ArticleId, ArticleChange) {
    let bed = bed();
    let one = bed.article_of("one", first);
    bed.extracted(one, ENGINE, vec![]);
    let feed_id = bed.feed("https://two.example/feed");
    bed.fetched(feed_id, vec![item("two", "Two")], later(1));
    let item_id = bed.due_items(later(1), 1).unwrap()[0].item.id;
    let (two, change) = bed.record_article(item_id, second, SAME, later(1)).unwrap().unwrap();
    (bed, one, two, change)
}

#[test]
fn an_article_keeps_all_that_was_found() {
    let bed = bed();
    let given = NewArticle {
        author: Some("خالد".to_owned()),
        fetch_note: Some("robots.txt".to_owned()),
        body_source: BodySource::FeedSummary,
        ..new_article("https://a.example/1", "عنوان")
    };
    let id = bed.article_of("a", &given);
    let detail = bed.article(id).unwrap().unwrap();
    let article = detail.article;
    assert_eq!((article.url, article.title, article.body), (given.url, given.title, given.body));
    assert_eq!((article.author, article.lang, article.outlet), (given.author, given.lang, given.outlet));
    assert_eq!((article.published_at, article.body_source, article.fetch_note), (given.published_at, given.body_source, given.fetch_note));
    assert_eq!((article.first_seen_at, article.baseline), (noon(), true));
    assert_eq!((detail.sightings.len(), detail.sightings[0].state), (1, ItemState::Done));
    assert!(bed.due_items(later(1000), 10).unwrap().is_empty());
    assert_eq!(bed.article(ArticleId(99)).unwrap(), None);
}

#[test]
fn the_same_address_in_two_feeds_is_one_article_with_two_sightings() {
    let article = new_article("https://a.example/1", "A");
    let (bed, one, two, change) = check(&article, &article);
    assert_eq!((one, change), (two, ArticleChange::SeenAgain));
    assert_eq!(bed.article(one).unwrap().unwrap().sightings.len(), 2);
    assert!(bed.due_articles(ENGINE, 10).unwrap().is_empty());
}

#[test]
fn the_same_words_under_two_addresses_are_one_article() {
    let (_, one, two, change) = check(&new_article("https://a.example/1", "A"), &new_article("https://b.example/1", "A"));
    assert_eq!((one, change), (two, ArticleChange::SeenAgain));
}

#[test]
fn other_words_under_another_address_are_another_article() {
    let (_, one, two, change) = check(&new_article("https://a.example/1", "A"), &new_article("https://b.example/1", "B"));
    assert!(one != two && change == ArticleChange::Created);
}

#[test]
fn two_feeds_that_word_one_page_differently_do_not_overwrite_each_other() {
    let (bed, one, two, change) = check(&new_article("https://a.example/1", "A"), &new_article("https://a.example/1", "B"));
    assert_eq!((one, change), (two, ArticleChange::SeenAgain));
    assert_eq!(bed.article(one).unwrap().unwrap().article.title, "A");
}

#[test]
fn a_page_replaces_a_summary_and_no_summary_replaces_a_page() {
    let page = new_article("https://a.example/1", "Page");
    let summary = NewArticle { body_source: BodySource::FeedSummary, ..new_article("https://a.example/1", "Summary") };
    let (bed, id, _, change) = check(&summary, &page);
    let detail = bed.article(id).unwrap().unwrap();
    assert_eq!((change, detail.article.title.as_str()), (ArticleChange::Updated, "Page"));
    assert!(detail.changed_at.is_empty(), "the outlet has changed nothing");
    assert_eq!(bed.due_articles(ENGINE, 10).unwrap().len(), 1);
    let (bed, id, _, change) = check(&page, &summary);
    assert_eq!((change, bed.article(id).unwrap().unwrap().article.title.as_str()), (ArticleChange::SeenAgain, "Page"));
}

#[test]
fn a_changed_item_updates_its_article_and_has_it_extracted_again() {
    let bed = bed();
    let id = bed.article_of("a", &new_article("https://a.example/1", "before"));
    bed.extracted(id, ENGINE, vec![report(vec![])]);
    let feed_id = bed.list_feeds().unwrap()[0].id;
    bed.fetched(feed_id, vec![item("a", "after")], later(5));
    let item_id = bed.due_items(later(5), 1).unwrap()[0].item.id;
    let changed = bed.record_article(item_id, &new_article("https://a.example/1", "after"), SAME, later(5)).unwrap().unwrap();
    assert_eq!(changed, (id, ArticleChange::Updated));
    let detail = bed.article(id).unwrap().unwrap();
    assert_eq!((detail.article.title.as_str(), detail.changed_at), ("after", vec![later(5)]));
    assert_eq!(bed.due_articles(ENGINE, 1).unwrap()[0].content_hash, "hash of after");
    let with_text =
        |text: &str| bed.list_articles(&ArticleQuery { text: Some(text.to_owned()), limit: 9, ..ArticleQuery::default() }).unwrap().len();
    assert_eq!((with_text("before"), with_text("after")), (0, 1));
}

#[test]
fn a_date_that_becomes_known_has_the_article_extracted_again() {
    let undated = NewArticle { published_at: None, ..new_article("https://a.example/1", "A") };
    let (bed, id, _, change) = check(&undated, &new_article("https://a.example/1", "A"));
    assert_eq!((change, bed.article(id).unwrap().unwrap().article.published_at), (ArticleChange::Updated, Some(later(-60))));
}

#[test]
fn an_article_is_baseline_only_while_every_sighting_is() {
    let bed = bed();
    let article = new_article("https://a.example/1", "A");
    let id = bed.article_of("a", &article);
    let feed_id = bed.list_feeds().unwrap()[0].id;
    bed.fetched(feed_id, vec![item("a", "A"), item("b", "B")], later(1));
    let item_id = bed.due_items(later(1), 1).unwrap()[0].item.id;
    bed.record_article(item_id, &article, SAME, later(1)).unwrap();
    let stored = bed.article(id).unwrap().unwrap().article;
    assert_eq!((stored.baseline, stored.first_seen_at), (false, noon()));
}

#[test]
fn the_article_of_an_item_that_went_away_is_not_stored() {
    let bed = bed();
    let feed_id = bed.feed("https://a.example");
    bed.fetched(feed_id, vec![item("a", "A")], noon());
    let item_id = bed.due_items(noon(), 1).unwrap()[0].item.id;
    bed.remove_feed(feed_id).unwrap();
    assert_eq!(bed.record_article(item_id, &new_article("https://a.example/1", "A"), SAME, noon()).unwrap(), None);
    assert!(bed.list_articles(&ArticleQuery { limit: 9, ..ArticleQuery::default() }).unwrap().is_empty());
}

#[test]
fn articles_are_listed_newest_first_page_by_page_and_by_every_filter() {
    let bed = bed();
    let mut ids = Vec::new();
    for (name, lang, minutes) in [("a", "ar", -30), ("b", "en", -20), ("c", "en", -20)] {
        let article = NewArticle {
            lang: Some(lang.to_owned()),
            published_at: Some(later(minutes)),
            ..new_article(&format!("https://{name}.example/1"), &format!("word{name} لافروف"))
        };
        ids.push(bed.article_of(name, &article));
    }
    let list = |query: ArticleQuery| bed.list_articles(&query).unwrap();
    let all = ArticleQuery { limit: 2, ..ArticleQuery::default() };
    let page = list(all.clone());
    assert_eq!(page.iter().map(|article| article.id).collect::<Vec<_>>(), [ids[2], ids[1]]);
    let rest = list(ArticleQuery { after: Some((page[1].at, page[1].id)), ..all.clone() });
    assert_eq!(rest.iter().map(|article| article.id).collect::<Vec<_>>(), [ids[0]]);
    let count = |query: ArticleQuery| list(ArticleQuery { limit: 9, ..query }).len();
    assert_eq!(count(ArticleQuery { lang: Some("en".to_owned()), ..all.clone() }), 2);
    assert_eq!(count(ArticleQuery { feed: Some(bed.list_feeds().unwrap()[0].id), ..all.clone() }), 1);
    assert_eq!(count(ArticleQuery { since: Some(later(-25)), ..all.clone() }), 2);
    assert_eq!(count(ArticleQuery { until: Some(later(-20)), ..all.clone() }), 1);
    assert_eq!(count(ArticleQuery { text: Some("\"لافروف\"".to_owned()), ..all.clone() }), 3);
    assert_eq!(count(ArticleQuery { text: Some("\"wordb\"".to_owned()), ..all.clone() }), 1);
    assert!(bed.list_articles(&ArticleQuery { text: Some("\"".to_owned()), ..all }).is_err(), "a broken expression is an error");
}

/// A dispatch of some outlet: alike where the words begin alike.
fn dispatch(url: &str, outlet: &str, words: &str) -> NewArticle {
    NewArticle {
        outlet: Some(outlet.to_owned()),
        fingerprint: Some(Fingerprint(0xABCD)),
        body: format!("{words} of the dispatch."),
        ..new_article(url, &format!("{outlet} {words}"))
    }
}

#[test]
fn another_outlets_copy_of_a_dispatch_is_one_more_sighting() {
    let credited = ArticleDetails { agency: Some("Reuters".to_owned()), ..ArticleDetails::default() };
    let copy = NewArticle { details: credited, ..dispatch("https://b.example/1", "B", "Words, with an end,") };
    let (bed, one, two, change) = check(&dispatch("https://a.example/1", "A", "Words,"), &copy);
    assert_eq!((one, change), (two, ArticleChange::SeenAgain));
    let detail = bed.article(one).unwrap().unwrap();
    assert_eq!((detail.sightings.len(), detail.article.outlet.as_deref()), (2, Some("A")));
    assert_eq!((detail.article.details.agency.as_deref(), detail.article.body.as_str()), (Some("Reuters"), "Words, of the dispatch."));
}

#[test]
fn what_is_near_but_no_copy_is_another_article() {
    let first = dispatch("https://a.example/1", "A", "Words,");
    for second in [
        dispatch("https://b.example/1", "B", "Others,"),
        dispatch("https://a.example/2", "A", "Words, again,"),
        NewArticle { published_at: Some(later(4 * 24 * 60)), ..dispatch("https://b.example/1", "B", "Words, later,") },
        NewArticle { lang: Some("ru".to_owned()), ..dispatch("https://b.example/1", "B", "Words, told,") },
    ] {
        let (_, one, two, change) = check(&first, &second);
        assert!(one != two && change == ArticleChange::Created, "{second:?}");
    }
}

#[test]
fn a_copy_that_is_changed_never_overwrites_the_original() {
    let (bed, one, _, _) = check(&dispatch("https://a.example/1", "A", "Words,"), &dispatch("https://b.example/1", "B", "Words, copied,"));
    let copy = bed.article(one).unwrap().unwrap().sightings.into_iter().map(|item| item.id).max().unwrap();
    let still = bed.record_article(copy, &dispatch("https://b.example/1", "B", "Words, mended,"), SAME, later(2)).unwrap().unwrap();
    assert_eq!(still, (one, ArticleChange::SeenAgain));
    let (other, change) = bed.record_article(copy, &dispatch("https://b.example/1", "B", "Anew,"), SAME, later(3)).unwrap().unwrap();
    assert!(other != one && change == ArticleChange::Created);
    assert_eq!(bed.article(one).unwrap().unwrap().article.body, "Words, of the dispatch.");
}
