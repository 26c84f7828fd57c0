//! The `rasid` binary: hands its arguments to [`rasid::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    rasid::cli::run()
}
