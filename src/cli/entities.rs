//! `rasid entities`: who was named, and how often.

use serde::Serialize;

use super::args::EntitiesArgs;
use super::print::{Cell, Column};
use super::who::name_query;
use super::{App, Outcome, find};
use crate::model::EntityKind;
use crate::store::{EntityCount, EntityQuery};

#[derive(Serialize)]
struct EntityView {
    entity: Option<String>,
    kind: EntityKind,
    name: String,
    country: Option<String>,
    n_articles: u64,
    n_events: u64,
}

impl EntityView {
    fn of(count: EntityCount) -> Self {
        let EntityCount { entity, kind, name, country, n_articles, n_events } = count;
        Self { entity: entity.map(|reference| reference.0), kind, name, country, n_articles, n_events }
    }
}

pub(super) fn run(app: &mut App, args: &EntitiesArgs) -> anyhow::Result<Outcome> {
    let config = app.config()?;
    let store = app.store_to_read(&config)?;
    let name = args.name.as_deref().map(|name| name_query(&store, &config, name)).transpose()?;
    let query = EntityQuery {
        entities: name.iter().flat_map(|name| name.entities.clone()).collect(),
        prefix: name.and_then(|name| name.names.into_iter().next()),
        kind: args.kind,
        country: args.country.clone(),
        since: app.stretch(args.since.as_deref(), None)?.since,
        limit: find::limit(args.limit),
    };
    let entities: Vec<EntityView> = store.list_entities(&query)?.into_iter().map(EntityView::of).collect();
    app.printer.list(&columns(), &entities)?;
    Ok(Outcome::of_list(&entities))
}

fn columns() -> [Column<'static, EntityView>; 6] {
    [
        Column::new("name", |entity: &EntityView| Cell::from(entity.name.as_str()).strong()).between(12, 60),
        Column::new("kind", |entity: &EntityView| Cell::new(entity.kind)).whole().optional(2),
        Column::new("country", |entity: &EntityView| Cell::option(entity.country.as_deref())).whole(),
        Column::new("articles", |entity: &EntityView| Cell::new(entity.n_articles)).right(),
        Column::new("events", |entity: &EntityView| Cell::new(entity.n_events)).right(),
        Column::new("entity", |entity: &EntityView| Cell::option(entity.entity.as_deref())).between(12, 60).optional(1),
    ]
}
