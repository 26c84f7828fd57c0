//! What `rasid demo` needs besides the program itself: a newsroom to watch, inside the process.

pub mod content;
pub mod newsroom;
