//! RSS written in JSON: the elements of RSS under their names.

use super::loose::{Author, Items, Loose};
use super::{JsonFeed, JsonItem};

/// What stands under `rss`.
#[derive(serde::Deserialize)]
pub(super) struct RssRoot {
    channel: RssChannel,
}

#[derive(serde::Deserialize)]
struct RssChannel {
    #[serde(default)]
    title: Loose,
    #[serde(default)]
    link: Loose,
    #[serde(default)]
    language: Loose,
    #[serde(default)]
    item: Option<Items<RssItem>>,
}

#[derive(serde::Deserialize, Default)]
#[serde(default)]
struct RssItem {
    guid: Loose,
    link: Loose,
    title: Loose,
    author: Author,
    #[serde(rename = "dc:creator")]
    creator: Author,
    description: Loose,
    #[serde(rename = "content:encoded")]
    content: Loose,
    #[serde(rename = "pubDate")]
    published: Loose,
}

impl RssRoot {
    /// The feed as JSON Feed would have it.
    pub(super) fn into_feed(self) -> JsonFeed {
        self.channel.into_feed()
    }
}

impl RssChannel {
    fn into_feed(self) -> JsonFeed {
        let items = self.item.map_or_else(Vec::new, |Items(items)| items);
        JsonFeed {
            title: self.title,
            home_page_url: self.link,
            language: self.language,
            items: Some(Items(items.into_iter().map(RssItem::into_item).collect())),
            ..JsonFeed::default()
        }
    }
}

impl RssItem {
    fn into_item(self) -> JsonItem {
        JsonItem {
            id: self.guid,
            url: self.link,
            title: self.title,
            author: self.author.or(self.creator),
            summary: self.description,
            content_html: self.content,
            date_published: self.published,
            ..JsonItem::default()
        }
    }
}
