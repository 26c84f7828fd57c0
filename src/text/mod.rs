//! Words, sentences, scripts, languages and dates: text in, values out.
