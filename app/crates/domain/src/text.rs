//! A text in the languages of the interface, and how numbers and names are put into it.

use crate::lang::Lang;

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

#[cfg(test)]
mod tests {
    use super::*;

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
