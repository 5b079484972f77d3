//! Passwords and session tokens.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// A token that proves a session: 256 random bits as 64 hexadecimal digits. Only its hash is kept.
pub struct Token(String);

impl Token {
    /// Draws a token from the system's randomness.
    pub fn draw() -> Result<Token, getrandom::Error> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Token(blake3::Hash::from_bytes(bytes).to_hex().to_string()))
    }

    /// What goes into the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the database keeps of a token: useless to whoever reads it.
pub fn token_hash(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}

tokio::task_local! {
    static REQUEST: String;
}

/// Answers a request under a number.
pub async fn within<T>(number: String, answered: impl Future<Output = T>) -> T {
    REQUEST.scope(number, answered).await
}

/// A short number that joins a message on a page with lines in the log: that of the request that is being answered.
pub fn reference() -> String {
    REQUEST
        .try_with(String::clone)
        .unwrap_or_else(|_| drawn_reference())
}

/// A short number, drawn.
pub fn drawn_reference() -> String {
    let mut bytes = [0_u8; 4];
    // Without randomness the number is merely not unique.
    let _ = getrandom::fill(&mut bytes);
    format!("{:08X}", u32::from_le_bytes(bytes))
}

/// Hashes a password (argon2id with the library's current defaults: 19 MiB, 2 passes). Slow by design: call it off the async threads.
pub fn hash_password(password: &str) -> Result<String, argon2::password_hash::Error> {
    Ok(Argon2::default()
        .hash_password(password.as_bytes())?
        .to_string())
}

/// Whether a password fits. Without a stored hash, or with one that is none (nobody has chosen a passphrase yet), it works as long and says
/// no, so that the time taken does not tell whether a user exists. Slow by design: call it off the async threads.
pub fn password_fits(password: &str, stored: Option<&str>) -> bool {
    // The hash of a random password nobody knows, with the default parameters.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$4QbqvTP0dE4ZqkVKNcWXbdCQY/LDVsYvZEz7uQjVpAs";
    let theirs = stored.and_then(|stored| PasswordHash::new(stored).ok());
    let is_somebodys = theirs.is_some();
    let Some(hash) = theirs.or_else(|| PasswordHash::new(NOBODY).ok()) else {
        return false;
    };
    let fits = Argon2::default()
        .verify_password(password.as_bytes(), &hash)
        .is_ok();
    fits && is_somebodys
}

/// What the database keeps of a recovery code: 50 bits are too few for a fast hash. The salt is the user's, so that one computation finds a
/// code among theirs, and nobody's table of codes serves for two. Slow by design: call it off the async threads.
pub fn recovery_code_hash(
    user_id: i32,
    code: &str,
) -> Result<Vec<u8>, argon2::password_hash::Error> {
    let salt = format!("fieldwatch recovery code of user {user_id}");
    let mut hash = vec![0; 32];
    Argon2::default().hash_password_into(code.as_bytes(), salt.as_bytes(), &mut hash)?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let hash = hash_password("correct horse").unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(password_fits("correct horse", Some(&hash)));
        assert!(!password_fits("wrong horse", Some(&hash)));
        assert!(!password_fits("correct horse", Some("not a hash")));
        assert!(!password_fits("anything", None));
        assert!(!password_fits("", Some("")));
    }

    #[test]
    fn a_recovery_codes_hash_is_found_again_and_is_its_users_own() {
        let hash = |user, code| recovery_code_hash(user, code).unwrap();
        assert_eq!(hash(1, "23456789ab"), hash(1, "23456789ab"));
        assert_ne!(hash(1, "23456789ab"), hash(2, "23456789ab"));
        assert_ne!(hash(1, "23456789ab"), hash(1, "23456789ac"));
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (a, b) = (Token::draw().unwrap(), Token::draw().unwrap());
        assert_eq!(a.as_str().len(), 64);
        assert_ne!(a.as_str(), b.as_str());
        assert_ne!(token_hash(a.as_str()), a.as_str().as_bytes());
    }
}
