//! Deciding whether a watch cares about an event.
