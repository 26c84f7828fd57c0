//! Looking over the daemon's shoulder: what is new in the database, told once.

use std::collections::{BTreeMap, BTreeSet};

use super::newsroom::Newsroom;
use super::signature;
use super::teller::Teller;
use crate::model::{ArticleId, DeliveryState, EventId, FeedId, Secret};
use crate::stage::Context;
use crate::store::{AlertQuery, ArticleQuery, EventQuery};

/// More than the newsroom has of anything.
const ALL: usize = 1_000;

/// What was told already.
pub(super) struct Observer<'a> {
    context: &'a Context,
    newsroom: &'a Newsroom,
    key: &'a Secret,
    feeds: BTreeSet<FeedId>,
    articles: BTreeSet<ArticleId>,
    /// With the number of languages that were told.
    events: BTreeMap<EventId, usize>,
    n_raised: usize,
    n_delivered: usize,
}

impl<'a> Observer<'a> {
    pub fn new(context: &'a Context, newsroom: &'a Newsroom, key: &'a Secret) -> Self {
        let (feeds, articles, events) = Default::default();
        Self { context, newsroom, key, feeds, articles, events, n_raised: 0, n_delivered: 0 }
    }

    /// Tells what happens until everything has been polled, read, linked, matched and delivered.
    pub async fn watch(&mut self, teller: &mut Teller<'_>) -> anyhow::Result<()> {
        let mut activity = self.context.nudges.activity();
        loop {
            activity.mark_unchanged();
            self.tell_news(teller)?;
            if self.is_over()? {
                return Ok(());
            }
            // The sender lives in the context, which outlives this.
            activity.changed().await?;
        }
    }

    fn tell_news(&mut self, teller: &mut Teller<'_>) -> anyhow::Result<()> {
        let store = &self.context.store;
        for feed in store.list_feeds()? {
            if feed.last_polled_at.is_some() && self.feeds.insert(feed.id) {
                teller.polled(&feed)?;
            }
        }
        let mut articles = store.list_articles(&ArticleQuery { limit: ALL, ..ArticleQuery::default() })?;
        articles.sort_by_key(|article| article.id);
        for article in articles {
            if self.articles.insert(article.id) {
                teller.read(&article)?;
            }
        }
        let mut events = store.find_events(&EventQuery { limit: ALL, ..EventQuery::default() })?;
        events.sort_by_key(|summary| summary.event.id);
        for summary in &events {
            let told = self.events.insert(summary.event.id, summary.langs.len());
            match told {
                None => teller.found(summary)?,
                Some(n_langs) if n_langs < summary.langs.len() => teller.linked(summary)?,
                Some(_) => {}
            }
        }
        self.tell_alerts(teller)
    }

    fn tell_alerts(&mut self, teller: &mut Teller<'_>) -> anyhow::Result<()> {
        let mut alerts = self.context.store.alerts(&AlertQuery { limit: ALL, ..AlertQuery::default() })?;
        alerts.reverse();
        for alert in alerts.iter().skip(self.n_raised) {
            teller.raised(alert)?;
        }
        self.n_raised = alerts.len();
        for received in self.newsroom.alerts().iter().skip(self.n_delivered) {
            teller.delivered(received, signature::is_right(received, self.key))?;
            self.n_delivered += 1;
        }
        Ok(())
    }

    /// Whether nothing waits any more.
    fn is_over(&self) -> anyhow::Result<bool> {
        let queues = self.context.store.queues(&self.context.engine, self.context.now())?;
        let n_waiting =
            queues.items_waiting + queues.articles_waiting + queues.reports_waiting + queues.events_waiting + queues.deliveries_pending;
        let alerts = self.context.store.alerts(&AlertQuery { delivery: Some(DeliveryState::Dead), limit: 1, ..AlertQuery::default() })?;
        if let Some(error) = alerts.first().and_then(|alert| alert.deliveries.iter().find_map(|delivery| delivery.last_error.as_ref())) {
            anyhow::bail!("an alert could not be delivered: {error}");
        }
        let all_polled = self.feeds.len() == self.newsroom.feeds().len();
        Ok(all_polled && n_waiting == 0 && self.n_delivered == self.n_raised)
    }
}
