//! The integration tests, one binary: the house's own rules first, then the program from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops, and says where")]

mod any_text;
mod bad_input;
mod cli_alerts;
mod cli_bed;
mod cli_channels;
mod cli_feeds;
mod cli_names;
mod cli_questions;
mod cli_texts;
mod cli_upkeep;
mod cli_watches;
mod command_line;
mod crash;
mod daemon;
mod delivery;
mod delivery_killed;
mod delivery_peers;
mod gold_articles;
mod gold_cases;
mod gold_texts;
mod hostile_pages;
mod layering;
mod licences;
mod page_shapes;
mod pipeline;
mod pipeline_alerts;
mod pipeline_health;
mod pipeline_hostile;
mod pipeline_pages;
mod pipeline_polling;
mod pipeline_updates;
mod readme;
mod seed;
mod test_bed;
mod test_bed_story;
mod test_bed_world;
