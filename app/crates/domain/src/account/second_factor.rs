//! The second factor: who may do without, and the codes for whoever has lost it.

/// Whether those whose role demands a second factor are made to have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// Without one they can do nothing but set it up.
    Required,
    /// They may have one.
    Optional,
}

/// Recovery codes at a time.
pub const RECOVERY_CODES: usize = 10;

/// Characters of a recovery code: 50 bits, which nobody guesses at the pace that signing in allows.
const CODE_CHARS: usize = 10;

/// Letters and digits that are not taken for one another when they are written by hand.
const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz0";

/// Why a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// It is not the code of now, or was used before.
    Wrong,
    /// The key with which secrets are kept has changed or is missing: this server cannot tell.
    NoKey,
}

/// A recovery code of random bytes.
pub fn recovery_code(random: [u8; CODE_CHARS]) -> String {
    let chars = random.map(|byte| char::from(LETTERS[usize::from(byte & 31)]));
    chars.iter().collect()
}

/// A recovery code as it was typed, without what people add to read it better; `None` if it cannot be one.
pub fn recovery_code_text(typed: &str) -> Option<String> {
    let text: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_lowercase)
        // Neither stands in a code.
        .map(|c| if c == 'o' { '0' } else { c })
        .collect();
    let is_one = text.len() == CODE_CHARS && text.bytes().all(|byte| LETTERS.contains(&byte));
    is_one.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_read_however_it_is_typed() {
        let code = recovery_code([0, 31, 62, 255, 8, 9, 10, 11, 12, 13]);
        assert_eq!(code.len(), CODE_CHARS);
        let shown = format!(" {}-{} ", &code[..5].to_uppercase(), &code[5..]);
        assert_eq!(recovery_code_text(&shown), Some(code.clone()));
        assert_eq!(
            recovery_code_text(&code.replace('0', "O")),
            Some(code.clone())
        );
        for wrong in ["", "123456", &code[1..], "illegal1!!"] {
            assert_eq!(recovery_code_text(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn letters_differ_and_none_is_taken_for_another() {
        let mut letters = LETTERS.to_vec();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 32);
        for twin in [b'i', b'l', b'1', b'o'] {
            assert!(!letters.contains(&twin));
        }
    }
}
