//! rasid (راصد, "the one who watches"): a streaming, multilingual news-feed monitor.
//!
//! It polls feeds, fetches articles, finds diplomacy and intelligence events in them, links the reports of one event
//! across outlets and languages, keeps everything in one SQLite file, and raises alerts for watched names.
//!
//! # The flow
//!
//! ```text
//! feed -> item -> article -> report -> event -> alert
//!     poll    fetch     extract    link     match    deliver
//! ```
//!
//! Each arrow is a **stage** ([`stage`]): it asks the store what is due, does one unit at a time, writes the outcome
//! of that unit in one transaction, and says whether more is due. Stages never call each other: the database is the
//! queue, and a nudge, which carries no data, only saves latency. So a crash, a retry and a first run are one code
//! path.
//!
//! # The rooms, in reading order
//!
//! | room | what it is for | whom it knows |
//! | --- | --- | --- |
//! | [`model`] | plain data: the words everybody speaks | nobody |
//! | [`text`] | tokens, folding, sentences, languages, dates in words | model |
//! | [`knowledge`] | who is who, and what words do, from `config/` | model, text |
//! | [`names`] | whether two names in any scripts are one | text |
//! | [`extract`] | who did what to whom, in one article; linking of reports | model, text, knowledge, names |
//! | [`watch`] | whether a watch cares about an event or an article, and about a change | model, text, knowledge, names |
//! | [`feed`] | bytes to items, the identity of an item, when to poll next | model, text |
//! | [`article`] | a page to body, title, date, author, language, address | model, text |
//! | [`channel`] | the kinds of channels: their settings, their wire formats, the words of messages | model |
//! | [`config`] | settings: layered, checked, all faults at once | model, channel |
//! | [`net`] | the one HTTP client: caps, address filter, spacing, failure classes | model, clock |
//! | [`sink`] | alert transports, one file each | model, channel, net |
//! | [`store`] | SQL and nothing but SQL | model |
//! | [`stage`] | one unit of pipeline work at a time | all of the above |
//! | [`daemon`] | wiring, supervision, shutdown, one daemon per database | all of the above |
//! | [`cli`] | one file a command, one printer | everything |
//!
//! The table is held by `tests/it/layering.rs`, which fails on a new arrow.
//!
//! # What always holds
//!
//! * The pure rooms (model to channel) take values and give values: no clock, disk, network or
//!   async; bad text gives less result and a note, never a failure.
//! * A feed's validators and its new items are stored in one transaction; an alert is a row written in the
//!   transaction of its cause; nothing is sent or fetched while a transaction is open.
//! * Offsets are bytes into the stored body, on character boundaries; they become code points only at the
//!   `extract` contract.
//! * The same text and the same data give the same reports, byte for byte.
//! * Words, names and frames are data in `config/`; the code names no person and no country.
//!
//! # What is deliberately absent
//!
//! No message broker, no second process, no model to download, no parser of natural language that must be trained:
//! the extractor is a set of small passes over tokens that can be explained (`rasid explain`). The store is
//! `rusqlite` rather than an async layer, because a transaction that is a closure cannot be cancelled half-way.

pub mod article;
pub mod channel;
pub mod cli;
pub mod clock;
pub mod config;
pub mod daemon;
pub mod extract;
pub mod feed;
pub mod knowledge;
pub mod model;
pub mod names;
pub mod net;
pub mod sink;
pub mod stage;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod watch;
