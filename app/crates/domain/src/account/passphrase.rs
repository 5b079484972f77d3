//! What a passphrase may be: NIST SP 800-63B-4, 3.1.1. Length, and not one that others know; no rules of composition, no changing by the
//! calendar.

use unicode_normalization::UnicodeNormalization;

/// The fewest characters: NIST's number for a passphrase that stands alone. It is the same for those who have a second factor, though NIST
/// would let them have 8: whoever has one can lose it, and one rule can be remembered.
pub const SHORTEST: usize = 15;

/// The most characters. NIST asks for 64 at least; beyond this nobody types, and hashing takes time.
pub const LONGEST: usize = 256;

/// Words that everybody would try first here.
const OF_THE_SERVICE: [&str; 3] = ["fieldwatch", "socio-economic", "socioeconomic"];

/// A username shorter than this stands in too many words to be looked for in a passphrase.
const SHORTEST_NAME: usize = 4;

/// Why a passphrase cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassphraseProblem {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// It holds the username.
    HasUsername,
    /// It holds a word of the service.
    HasService,
    /// A few characters over and over.
    Repeats,
    /// It is on a list of passphrases that have become known.
    Breached,
    /// The two that were typed differ.
    Differs,
    /// The present passphrase that was typed is not the one.
    NotYours,
}

impl PassphraseProblem {
    /// Every problem.
    pub const ALL: [PassphraseProblem; 8] = [
        PassphraseProblem::TooShort,
        PassphraseProblem::TooLong,
        PassphraseProblem::HasUsername,
        PassphraseProblem::HasService,
        PassphraseProblem::Repeats,
        PassphraseProblem::Breached,
        PassphraseProblem::Differs,
        PassphraseProblem::NotYours,
    ];
}

/// A passphrase as it is counted, compared and hashed: the same letters typed on another keyboard are the same passphrase (NFKC).
pub fn normalised(typed: &str) -> String {
    typed.nfkc().collect()
}

/// The passphrase in its normal form, unless it may not be chosen. Whether it is on a list is asked elsewhere.
pub fn accept(typed: &str, username: &str) -> Result<String, PassphraseProblem> {
    let passphrase = normalised(typed);
    let count = passphrase.chars().count();
    if count < SHORTEST {
        return Err(PassphraseProblem::TooShort);
    }
    if count > LONGEST {
        return Err(PassphraseProblem::TooLong);
    }
    let lower = passphrase.to_lowercase();
    let name = normalised(username).to_lowercase();
    if name.chars().count() >= SHORTEST_NAME && lower.contains(&name) {
        return Err(PassphraseProblem::HasUsername);
    }
    if OF_THE_SERVICE.iter().any(|word| lower.contains(word)) {
        return Err(PassphraseProblem::HasService);
    }
    if repeats(&lower) {
        return Err(PassphraseProblem::Repeats);
    }
    Ok(passphrase)
}

/// Whether a text is a piece of at most a third of it, again and again; the last time it may be cut.
fn repeats(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=chars.len() / 3).any(|piece| {
        let mut later = chars.iter().skip(piece);
        let mut earlier = chars.iter();
        later.all(|c| earlier.next() == Some(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use PassphraseProblem as P;

    #[test]
    fn length_is_counted_in_characters_at_its_two_bounds() {
        let of = |count: usize| -> String {
            let letters = "qwertyuiopasdfghjklzxcvbnm".chars();
            letters
                .cycle()
                .enumerate()
                .map(|(at, c)| match at % 27 {
                    26 => char::from_u32('א' as u32 + (at / 27) as u32 % 20).unwrap_or(c),
                    _ => c,
                })
                .take(count)
                .collect()
        };
        assert_eq!(accept(&of(14), "qa"), Err(P::TooShort));
        assert!(accept(&of(15), "qa").is_ok());
        assert!(accept(&of(64), "qa").is_ok());
        assert!(accept(&of(256), "qa").is_ok());
        assert_eq!(accept(&of(257), "qa"), Err(P::TooLong));
        // Code points, not bytes: fifteen letters of Urdu are thirty bytes.
        assert!(accept("بارش کی پہلی رات", "qa").is_ok());
    }

    #[test]
    fn one_passphrase_typed_on_two_keyboards_is_one() {
        // A full-width letter, a ligature, and an accent that is a character of its own.
        let composed = accept("caf\u{e9} on the third hill", "qa");
        assert_eq!(accept("cafe\u{301} on the third hill", "qa"), composed);
        assert_eq!(normalised("\u{ff21}\u{fb01}"), "Afi");
    }

    #[test]
    fn what_everybody_would_try_first_is_refused() {
        for (typed, problem) in [
            ("my Amina.Khan passphrase", P::HasUsername),
            ("AMINA.KHAN-and-the-sea", P::HasUsername),
            ("the FieldWatch server room", P::HasService),
            ("aaaaaaaaaaaaaaaaaaaa", P::Repeats),
            ("abcabcabcabcabcabca", P::Repeats),
        ] {
            assert_eq!(accept(typed, "amina.khan"), Err(problem), "{typed}");
        }
        assert!(accept("seven lamps over water", "amina.khan").is_ok());
        // Too short a name to be looked for: it stands in "aqua".
        assert!(accept("aqua blue morning tea", "qa").is_ok());
        // Twice is no repetition, three times is.
        assert!(accept("lanternmeadow lanternmeadow", "qa").is_ok());
        assert_eq!(accept("lanternlanternlantern", "qa"), Err(P::Repeats));
    }

    #[test]
    fn there_are_no_rules_of_composition() {
        for typed in [
            "nothing but letters",
            "271828182845904523",
            "THE RIVER IS WIDE",
        ] {
            assert!(accept(typed, "qa").is_ok(), "{typed}");
        }
    }
}
