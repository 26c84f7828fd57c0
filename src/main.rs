//! The `rasid` binary: hands its arguments to [`rasid::cli`].

use std::process::ExitCode;

/// Reading a text asks for many small pieces of memory: this allocator gives them in less than half the time of the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rasid::cli::run()
}
