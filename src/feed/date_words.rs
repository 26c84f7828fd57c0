//! The words of dates, and how a date is cut into numbers, words and signs.

use std::borrow::Cow;

/// A text of more parts is no date.
const MAX_TOKENS: usize = 40;

/// Month names, each with the forms in which feeds have it, folded: no accents, one alef, `й` kept. Arabic has the names
/// of the Levant, of Egypt and the Gulf, and of the Maghreb; Persian ones are the Gregorian.
#[rustfmt::skip]
pub(super) const MONTHS: [&[&str]; 12] = [
    &["jan", "january", "janv", "janvier", "ene", "enero", "oca", "ocak", "januar", "янв", "январь", "января", "يناير",
      "جانفي", "كانون الثاني", "janeiro", "gennaio", "gen", "januari", "січня", "січ", "stycznia", "януари", "ינואר", "ژانويه",
      "كانون ثاني"],
    &["feb", "february", "fev", "fevr", "fevrier", "febrero", "sub", "subat", "februar", "фев", "февр", "февраль", "февраля",
      "فبراير", "فيفري", "شباط", "fevereiro", "febbraio", "februari", "лютого", "лют", "lutego", "февруари", "פברואר", "فوريه"],
    &["mar", "march", "mars", "marzo", "mart", "marz", "мар", "март", "марта", "مارس", "اذار", "marco", "maart", "березня",
      "бер", "marca", "מרץ"],
    &["apr", "april", "avr", "avril", "abr", "abril", "nis", "nisan", "апр", "апрель", "апреля", "ابريل", "افريل", "نيسان",
      "aprile", "квітня", "квіт", "kwietnia", "април", "אפריל", "اوريل"],
    &["may", "mai", "mayo", "mayis", "май", "мая", "مايو", "ماي", "ايار", "maio", "maggio", "mag", "mei", "травня", "трав",
      "maja", "מאי", "مه"],
    &["jun", "june", "juin", "junio", "haz", "haziran", "juni", "июн", "июнь", "июня", "يونيو", "يونيه", "جوان", "حزيران",
      "junho", "giugno", "giu", "червня", "черв", "czerwca", "юни", "יוני", "ژوين"],
    &["jul", "july", "juil", "juillet", "julio", "tem", "temmuz", "juli", "июл", "июль", "июля", "يوليو", "يوليه", "يوليوز",
      "جويليه", "تموز", "julho", "luglio", "lug", "липня", "лип", "lipca", "юли", "יולי", "ژوييه"],
    &["aug", "august", "aou", "aout", "ago", "agosto", "agu", "agustos", "авг", "август", "августа", "اغسطس", "اوت", "غشت",
      "اب", "augustus", "серпня", "серп", "sierpnia", "אוגוסט"],
    &["sep", "sept", "september", "septembre", "septiembre", "setiembre", "set", "eyl", "eylul", "сен", "сент", "сентябрь",
      "сентября", "سبتمبر", "شتنبر", "ايلول", "settembre", "setembro", "вересня", "вер", "wrzesnia", "септември", "ספטמבר",
      "سپتامبر"],
    &["oct", "october", "octobre", "octubre", "eki", "ekim", "okt", "oktober", "окт", "октябрь", "октября", "اكتوبر",
      "تشرين الاول", "outubro", "ottobre", "ott", "out", "жовтня", "жовт", "pazdziernika", "октомври", "אוקטובר", "اكتبر",
      "تشرين اول"],
    &["nov", "november", "novembre", "noviembre", "kas", "kasim", "ноя", "нояб", "ноябрь", "ноября", "نوفمبر", "نونبر",
      "تشرين الثاني", "novembro", "листопада", "листоп", "listopada", "ноември", "נובמבר", "نوامبر", "تشرين ثاني"],
    &["dec", "december", "decembre", "dic", "diciembre", "ara", "aralik", "dez", "dezember", "дек", "декабрь", "декабря",
      "ديسمبر", "دجنبر", "كانون الاول", "dezembro", "dicembre", "грудня", "груд", "grudnia", "декември", "דצמבר", "دسامبر",
      "كانون اول"],
];

/// Zone names with their distance from UTC in minutes. Where a name means several, the one of this project's sources is
/// taken: AST is Arabia's, IST India's, BST Britain's.
#[rustfmt::skip]
pub(super) const ZONES: [(&str, i32); 58] = [
    ("z", 0), ("ut", 0), ("utc", 0), ("gmt", 0), ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60), ("met", 60), ("cest", 120),
    ("mest", 120), ("eet", 120), ("eest", 180), ("sast", 120), ("idt", 180), ("msk", 180), ("мск", 180), ("msd", 240), ("trt", 180),
    ("ast", 180), ("irst", 210), ("gst", 240), ("samt", 240), ("yekt", 300), ("pkt", 300), ("ist", 330), ("krat", 420), ("hkt", 480),
    ("sgt", 480), ("jst", 540), ("kst", 540), ("aest", 600), ("aedt", 660), ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
    ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420),
    ("hst", -600), ("akst", -540), ("akdt", -480), ("brt", -180), ("art", -180), ("clt", -240), ("nzst", 720), ("nzdt", 780),
    ("awst", 480), ("acst", 570), ("wib", 420), ("ict", 420), ("pht", 480), ("irdt", 270), ("omst", 360), ("vlat", 600), ("azt", 240),
];

#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub value: u64,
    pub n_digits: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'a> {
    Number(Number),
    Word(&'a str),
    Sign(char),
}

impl Token<'_> {
    pub fn number(&self) -> Option<Number> {
        match self {
            Token::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number where it has at most two digits, as all parts but the year do.
    pub fn small(&self) -> Option<i8> {
        self.number().filter(|number| number.n_digits <= 2).and_then(|number| i8::try_from(number.value).ok())
    }

    pub fn is_sign(&self, wanted: char) -> bool {
        matches!(self, Token::Sign(sign) if *sign == wanted)
    }

    pub fn is_word(&self, wanted: &str) -> bool {
        matches!(self, Token::Word(word) if *word == wanted)
    }
}

/// Lower case, ASCII digits, no accents and vowel signs, one form of alef; ASCII passes almost untouched.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '٠'..='٩' => out.extend(char::from_digit(u32::from(c) - u32::from('٠'), 10)),
            '۰'..='۹' => out.extend(char::from_digit(u32::from(c) - u32::from('۰'), 10)),
            'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
            'ى' | 'ی' | 'ئ' => out.push('ي'),
            'ک' => out.push('ك'),
            'ة' => out.push('ه'),
            'à' | 'á' | 'â' | 'ä' | 'ã' => out.push('a'),
            'è' | 'é' | 'ê' => out.push('e'),
            'ı' => out.push('i'),
            'ò' | 'ó' | 'ô' | 'ö' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'ş' | 'ś' => out.push('s'),
            'ñ' | 'ń' => out.push('n'),
            'ź' | 'ż' => out.push('z'),
            'ğ' => out.push('g'),
            'ç' => out.push('c'),
            'ё' => out.push('е'),
            '،' => out.push(','),
            '−' | '–' => out.push('-'),
            // Vowel signs, tatweel, combining marks, direction marks.
            '\u{300}'..='\u{36f}'
            | '\u{64b}'..='\u{652}'
            | '\u{640}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {}
            _ => out.push(c),
        }
    }
    Cow::Owned(out)
}

pub(super) fn tokenize(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::with_capacity(16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        let len = if first.is_ascii_digit() {
            let len = same(|c| c.is_ascii_digit());
            tokens.push(Token::Number(Number { value: rest[..len].parse().ok()?, n_digits: len }));
            len
        } else if first.is_alphabetic() {
            let len = same(char::is_alphabetic);
            tokens.push(Token::Word(&rest[..len]));
            len
        } else {
            if !first.is_whitespace() {
                tokens.push(Token::Sign(first));
            }
            first.len_utf8()
        };
        rest = &rest[len..];
        if MAX_TOKENS < tokens.len() {
            return None;
        }
    }
    Some(tokens)
}
