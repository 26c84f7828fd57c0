//! Which writing system a character belongs to.

/// A writing system, as far as the program tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Arabic letters, also those of Persian and Urdu.
    Arabic,
    /// Latin letters with or without accents.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Hebrew letters.
    Hebrew,
    /// Chinese characters.
    Han,
    /// Everything else: digits, signs, other scripts.
    Other,
}

impl Script {
    /// The script of one character; marks and letters alike, `Other` for signs and digits outside the script's blocks.
    pub const fn of(c: char) -> Self {
        match c {
            'a'..='z' | 'A'..='Z' => Self::Latin,
            '\0'..='\u{bf}' | '×' | '÷' => Self::Other,
            '\u{c0}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' => Self::Latin,
            '\u{fb00}'..='\u{fb06}' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => Self::Latin,
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{2de0}'..='\u{2dff}' | '\u{a640}'..='\u{a69f}' => Self::Cyrillic,
            '\u{591}'..='\u{5f4}' | '\u{fb1d}'..='\u{fb4f}' => Self::Hebrew,
            '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' => {
                Self::Other
            }
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{870}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                Self::Arabic
            }
            '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Self::Han,
            '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}' => Self::Han,
            _ => Self::Other,
        }
    }

    /// Whether words of this script have capitals.
    pub const fn has_case(self) -> bool {
        matches!(self, Self::Latin | Self::Cyrillic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_has_its_script() {
        for (letters, script) in [
            ("aZéğßﬁＡ", Script::Latin),
            ("аЯёїґ", Script::Cyrillic),
            ("ابپیےـًﻻ", Script::Arabic),
            ("אבּ", Script::Hebrew),
            ("普京々", Script::Han),
            ("1٣۴،؟×÷ -😀", Script::Other),
        ] {
            for letter in letters.chars() {
                assert_eq!(Script::of(letter), script, "{letter:?}");
            }
        }
    }
}
