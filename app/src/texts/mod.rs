//! Every word of the interface, English and Urdu side by side.
//!
//! A text with numbers or names has placeholders in braces; what is put in is set apart by Unicode isolates in Urdu,
//! so that dates, signs and Latin names keep their own order in a line that runs from right to left.

pub mod accounts;
pub mod audit;
pub mod below;
pub mod chart;
pub mod common;
pub mod coordination;
pub mod coverage;
pub mod day;
pub mod dispatch;
pub mod errors;
pub mod flags;
pub mod intake;
pub mod levels;
pub mod map;
pub mod measures;
pub mod one_import;
pub mod overview;
pub mod people;
pub mod pulls;
pub mod quality;
pub mod reasons;
pub mod resurveys;
pub mod sign_in;
pub mod silent;
pub mod spot_checks;
pub mod spot_results;
pub mod spot_visit;
pub mod standing;
pub mod subject;
pub mod thresholds;

pub use domain::text::{Text, isolated};

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
            accounts::ALL,
            below::ALL,
            chart::ALL,
            common::ALL,
            coordination::ALL,
            coverage::ALL,
            day::ALL,
            dispatch::ALL,
            errors::ALL,
            flags::ALL,
            intake::ALL,
            levels::ALL,
            map::ALL,
            measures::ALL,
            overview::ALL,
            people::ALL,
            pulls::ALL,
            one_import::ALL,
            quality::ALL,
            reasons::ALL,
            resurveys::ALL,
            sign_in::ALL,
            silent::ALL,
            spot_checks::ALL,
            spot_results::ALL,
            spot_visit::ALL,
            subject::ALL,
            thresholds::ALL,
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
}
