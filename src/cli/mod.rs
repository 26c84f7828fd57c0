//! One file a command, one printer.
