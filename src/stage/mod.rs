//! One unit of pipeline work at a time, each outcome in one transaction.
