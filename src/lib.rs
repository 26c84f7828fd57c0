//! rasid (راصد, "the one who watches"): a streaming, multilingual news-feed monitor.

pub mod article;
pub mod cli;
pub mod clock;
pub mod config;
pub mod daemon;
pub mod extract;
pub mod feed;
pub mod knowledge;
pub mod model;
pub mod net;
pub mod sink;
pub mod stage;
pub mod store;
pub mod telemetry;
pub mod text;
pub mod watch;
