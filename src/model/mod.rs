//! The words everybody here speaks: plain data, no behaviour beyond conversions.
//!
//! This room knows nobody. It holds no SQL, no HTTP, no clock; times are [`jiff::Timestamp`] values handed in
//! from outside, days are [`jiff::civil::Date`]. Reading order: ids, feeds, articles, what extraction finds,
//! events, watches and alerts.

mod address;
mod alert;
mod article;
mod event;
mod feed;
mod health;
mod ids;
mod mention;
mod names;
mod page;
mod report;
mod secret;
mod source;
mod watch;

pub use address::{AddressError, canonical_address, parse_web_address};
pub use alert::{Alert, AlertCause, AlertState, Delivery, DeliveryState, NewAlert, Severity};
pub use article::{Article, ArticleDetails, ArticleText, BodySource};
pub use event::{Event, EventEdit, EventSource, EventStatusChange, EventSummary, LinkedReport};
pub use feed::{Failure, FailureKind, Feed, FeedItem, FeedState, Item, ItemState, ParsedFeed, PollWishes, Validators};
pub use health::{FeedHealth, Habit, HealthFacts, Verdict};
pub use ids::{AlertId, ArticleId, EventId, FeedId, ItemId, ReportId, WatchId};
pub use mention::{Entity, EntityKind, EntityRef, Mention, Span};
pub(crate) use names::vocabulary;
pub use names::{Domain, EventType, Family, Mode, Role, Status, UnknownName};
pub use page::{PageContent, PageMeans, PageProblem, PageTime};
pub use report::{Attribution, Basis, Codes, DateSpan, Evidence, Extraction, Note, Participant, Place, Precision, Report, Trace};
pub use secret::Secret;
pub use source::{Fingerprint, Source, independent};
pub use watch::{Told, Update, Watch, WatchMatch, WatchOn, WatchScope};
