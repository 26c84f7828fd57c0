//! Words, sentences, scripts, languages and dates: text in, values out.
//!
//! Everything that compares words compares **folded** forms ([`fold()`]), and everything that cites the text cites byte spans of the
//! original: [`tokenize`] gives both at once. Nothing here fails, allocates without bound or knows what time it is; bad text gives
//! less result.

pub mod dates;
pub mod lang;
pub mod script;
pub mod search;

mod binary;
mod fingerprint;
mod fold;
mod sentence;
mod token;

pub use binary::no_text;
pub use fingerprint::{fingerprint, is_copy};
pub use fold::{fold, fold_into};
pub use script::Script;
pub use sentence::{Sentence, sentences};
pub(crate) use token::fold_plain_word;
pub use token::{Case, Token, TokenKind, Tokens, tokenize};
