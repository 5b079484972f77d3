//! Every word of the interface, English and Urdu side by side.
//!
//! A text with numbers or names has placeholders in braces; what is put in is set apart by Unicode isolates in Urdu,
//! so that dates, signs and Latin names keep their own order in a line that runs from right to left.

pub mod chart;
pub mod common;
pub mod coverage;
pub mod errors;
pub mod intake;
pub mod levels;
pub mod map;
pub mod one_import;
pub mod pulls;
pub mod reasons;
pub mod sign_in;

use domain::lang::Lang;

/// One text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Urdu.
    pub ur: &'static str,
}

impl Text {
    /// The text in a language.
    pub const fn say(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ur => self.ur,
        }
    }

    /// The text with its placeholders filled: `&[("name", "Lahore")]` for `{name}`.
    pub fn fill(&self, lang: Lang, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.say(lang);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                break;
            };
            if let Some((_, value)) = values.iter().find(|(n, _)| *n == name) {
                out.push_str(&isolated(lang, value));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

/// A value inside a sentence. In Urdu it stands between U+2068 and U+2069, because without them `2026-11-20` and
/// `−1,200` are turned round by the letters beside them.
pub fn isolated(lang: Lang, value: &str) -> String {
    match lang {
        Lang::En => value.to_owned(),
        Lang::Ur => format!("\u{2068}{value}\u{2069}"),
    }
}

/// Declares texts and lists them, so that a test reaches every one.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $ur:literal;)+) => {
        $($(#[$doc])* pub const $name: $crate::texts::Text = $crate::texts::Text { en: $en, ur: $ur };)+
        /// Every text of this file by its name.
        #[cfg(test)]
        pub const ALL: &[(&str, $crate::texts::Text)] = &[$((stringify!($name), $name)),+];
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn every_text() -> impl Iterator<Item = (&'static str, Text)> {
        [
            chart::ALL,
            common::ALL,
            coverage::ALL,
            errors::ALL,
            intake::ALL,
            levels::ALL,
            map::ALL,
            pulls::ALL,
            one_import::ALL,
            reasons::ALL,
            sign_in::ALL,
        ]
        .into_iter()
        .flatten()
        .copied()
    }

    fn placeholders(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split('}').next())
            .collect()
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        assert!(every_text().count() > 80);
        for (name, text) in every_text() {
            assert!(!text.en.trim().is_empty(), "{name} has no English");
            assert!(
                text.ur
                    .chars()
                    .any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)),
                "{name} has no Urdu"
            );
            assert!(
                !text
                    .en
                    .chars()
                    .any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)),
                "{name} has Urdu in its English"
            );
        }
    }

    #[test]
    fn both_languages_of_a_text_have_the_same_placeholders() {
        for (name, text) in every_text() {
            assert_eq!(placeholders(text.en), placeholders(text.ur), "{name}");
        }
    }

    #[test]
    fn urdu_is_written_with_urdu_letters_not_arabic_ones() {
        for (name, text) in every_text() {
            for wrong in ['ي', 'ك', 'ى', 'ة'] {
                assert!(!text.ur.contains(wrong), "{name} has {wrong}");
            }
        }
    }

    #[test]
    fn placeholders_are_filled_and_values_with_braces_are_left_as_they_are() {
        let text = Text {
            en: "{a} of {b}",
            ur: "{b} میں سے {a}",
        };
        assert_eq!(text.fill(Lang::En, &[("a", "{b}"), ("b", "9")]), "{b} of 9");
        assert_eq!(
            text.fill(Lang::Ur, &[("a", "1"), ("b", "9")]),
            "\u{2068}9\u{2069} میں سے \u{2068}1\u{2069}"
        );
    }
}
