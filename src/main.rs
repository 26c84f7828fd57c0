//! The `rasid` binary: hands its arguments to [`rasid::cli`].

fn main() {}
