//! One file a command, one printer.

pub mod demo;
