//! Who did what to whom: one article in, its reports out.
