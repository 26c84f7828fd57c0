//! `rasid names`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to do with names.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// Say how likely two names, in any scripts, are one, and why
    #[command(after_help = "Examples:\n  rasid names match \"Sergey Naryshkin\" \"سيرغي ناريشكين\"\n  \
                            rasid names match --batch < pairs.tsv > scores.txt\n\n\
                            A batch has two names a line, split by a tab; the answer has one score a line, 0 to 1, in the same order.")]
    Match(NamesMatch),
    /// Measure recall at precision .95 on pairs whose answer is known
    Eval(NamesEval),
}

/// `rasid names match`.
#[derive(Debug, Args)]
pub struct NamesMatch {
    /// One name
    #[arg(value_name = "A", required_unless_present = "batch", conflicts_with = "batch", requires = "second")]
    pub first: Option<String>,
    /// The other
    #[arg(value_name = "B")]
    pub second: Option<String>,
    /// Read pairs from standard input and write one score a line
    #[arg(long)]
    pub batch: bool,
}

/// `rasid names eval`.
#[derive(Debug, Args)]
pub struct NamesEval {
    /// Files of lines: 1 or 0, a name, another name, split by tabs
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// List every pair that is missed or taken for one by mistake
    #[arg(long)]
    pub errors: bool,
}
