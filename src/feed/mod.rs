//! Bytes to feed items, the identity of an item, and when to poll next.
