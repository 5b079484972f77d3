//! How much room words take. The server has no fonts: widths are estimated, rather too wide than too narrow, for the widest
//! of the faces that pages name.

use domain::lang::Lang;
use std::borrow::Cow;

/// What stands for letters left out.
const ELLIPSIS: char = '…';
/// More letters than a picture has room for.
const MOST_LETTERS: usize = 300;
/// Wider than any picture.
const MOST_HUNDREDTHS: i32 = 100_000;

/// The letters of a language: their size, and the room of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letters {
    /// The size.
    pub font_px: i32,
    /// From one line to the next. Nastaliq climbs and falls: more than two ems.
    pub line_px: i32,
    /// From the top of the highest letter down to the line that letters stand on.
    pub above_px: i32,
    /// From that line down to the end of the lowest letter.
    pub below_px: i32,
}

impl Letters {
    /// Those of a language.
    pub fn of(lang: Lang) -> Letters {
        match lang {
            Lang::En => Letters {
                font_px: 13,
                line_px: 18,
                above_px: 11,
                below_px: 4,
            },
            Lang::Ur => Letters {
                font_px: 14,
                line_px: 31,
                above_px: 19,
                below_px: 12,
            },
        }
    }

    /// The width of a text, estimated.
    pub fn width(self, text: &str) -> i32 {
        (hundredths_of_em(text.chars()) * self.font_px + 99) / 100
    }

    /// The text, or its beginning with an ellipsis where it is wider than `room_px`. Nothing where there is no room at all.
    pub fn fit(self, text: &str, room_px: i32) -> Cow<'_, str> {
        if self.width(text) <= room_px {
            return Cow::Borrowed(text);
        }
        // A letter before the ellipsis stands at the end of its word, and is wider.
        let ends = text.char_indices().map(|(at, _)| at).take(MOST_LETTERS);
        let ends: Vec<usize> = ends.collect();
        let shortened = ends.into_iter().rev().map(|end| text[..end].trim_end());
        for kept in shortened.filter(|kept| !kept.is_empty()) {
            let cut = format!("{kept}{ELLIPSIS}");
            if self.width(&cut) <= room_px {
                return Cow::Owned(cut);
            }
        }
        Cow::Borrowed("")
    }
}

/// Whether there are letters of the Urdu script, which stand differently on the line than digits and Latin ones.
pub(crate) fn has_urdu(text: &str) -> bool {
    text.chars().any(is_urdu)
}

fn is_urdu(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// Vowel signs stand over or under a letter, direction marks nowhere.
fn has_no_width(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200b}'..='\u{200f}' | '\u{2066}'..='\u{2069}')
}

fn hundredths_of_em(text: impl Iterator<Item = char>) -> i32 {
    let mut letters = text.filter(|c| !has_no_width(*c)).peekable();
    let mut sum = 0;
    while let Some(c) = letters.next() {
        sum += match c {
            '۔' | '،' | '؛' => 32,
            '؟' => 61,
            c if is_urdu(c) => {
                let is_followed = letters
                    .peek()
                    .is_some_and(|next| is_urdu(*next) && *next != '۔');
                of_urdu(c, is_followed)
            }
            c => of_latin(c),
        };
        // A very long text is wide enough.
        if sum > MOST_HUNDREDTHS {
            break;
        }
    }
    sum
}

/// Measured on the names of Punjab's districts and the pages' words in Noto Nastaliq Urdu and Noto Naskh Arabic, which take 0.5 to
/// 0.95 of this. What tells widths is whether a letter is joined to a following one or ends its word with a long stroke.
fn of_urdu(c: char, is_followed: bool) -> i32 {
    match c {
        'ا' => 34,
        'آ' | 'د' | 'ڈ' | 'ذ' | 'ر' | 'ڑ' | 'ز' | 'ژ' | 'و' | 'ؤ' | 'ء' => 54,
        'ے' | 'ۓ' => 90,
        'س' | 'ش' | 'ص' | 'ض' if is_followed => 80,
        _ if is_followed => 46,
        'ب' | 'پ' | 'ت' | 'ٹ' | 'ث' | 'ف' | 'ک' | 'گ' | 'س' | 'ش' | 'ص' | 'ض' => 145,
        _ => 84,
    }
}

/// Wide enough for Noto Sans and DejaVu Sans, the widest of the pages' faces.
fn of_latin(c: char) -> i32 {
    match c {
        '0'..='9' | '+' | '−' | '–' | '=' => 64,
        ' ' | '\u{a0}' => 32,
        '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | '·' => 33,
        'f' | 'r' | 't' | 'I' | '-' | '(' | ')' | '[' | ']' | '/' | '"' => 43,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 99,
        'A'..='Z' => 76,
        c if c.is_ascii() => 63,
        c if c.is_alphabetic() && u32::from(c) < 0x250 => 76,
        _ => 110,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_fits_is_kept_and_one_that_does_not_ends_in_an_ellipsis_within_the_room() {
        let english = Letters::of(Lang::En);
        assert_eq!(english.fit("Lahore", 60), "Lahore");
        let cut = english.fit("Gulberg Town and Model Town", 90);
        assert!(cut.starts_with("Gulberg") && cut.ends_with('…'), "{cut}");
        assert!(english.width(&cut) <= 90);
        assert_eq!(english.fit("Lahore", 3), "");
        assert_eq!(english.fit("", 0), "");

        let urdu = Letters::of(Lang::Ur);
        let cut = urdu.fit("ڈیرہ غازی خان", 60);
        assert!(cut.ends_with('…') && urdu.width(&cut) <= 60, "{cut}");
    }

    #[test]
    fn an_urdu_line_is_more_than_two_ems_high() {
        let urdu = Letters::of(Lang::Ur);
        assert!(urdu.line_px > 2 * urdu.font_px);
        assert!(urdu.above_px + urdu.below_px <= urdu.line_px);
        assert!(has_urdu("UC 12 شاہدرہ") && !has_urdu("UC 12, 63.2 %"));
    }
}
