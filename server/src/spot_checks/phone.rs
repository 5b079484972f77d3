//! What a phone keeps, so that the day's list and its forms open without a network (docs/decisions/0117).

use super::failed;
use crate::coverage::internal;
use crate::site::Site;
use api::{ApiError, Session};
use domain::hex::hex;

/// The key of a person's phones and what follows from it.
pub struct PhoneKey {
    /// 32 bytes, by which the phone locks what is not sent yet.
    key: Vec<u8>,
}

impl PhoneKey {
    /// As hexadecimal digits.
    pub fn digits(&self) -> String {
        hex(&self.key)
    }

    /// What stands on a locked entry, so that a phone knows whose it is: it names nobody, and the key does not follow from it.
    pub fn mark(&self) -> String {
        let derived = blake3::derive_key("FieldWatch, mark of a phone's key, 1", &self.key);
        hex(&derived[..8])
    }
}

/// The key of whoever asks; made when they first ask.
pub async fn key(site: &Site, session: &Session) -> Result<PhoneKey, ApiError> {
    let mut drawn = [0_u8; 32];
    getrandom::fill(&mut drawn)
        .map_err(|error| internal(&std::io::Error::other(error.to_string())))?;
    let (user_id, now) = (session.caller.user_id, site.clock().now());
    let key = site.db().phone_key(user_id, &drawn, now).await;
    Ok(PhoneKey {
        key: key.map_err(failed)?,
    })
}

/// Whether a mark is that of whoever asks. One who never asked for a key has none.
pub async fn is_mark_of(site: &Site, session: &Session, mark: &str) -> Result<bool, ApiError> {
    let key = site.db().kept_phone_key(session.caller.user_id).await;
    let key = key.map_err(failed)?;
    Ok(key.is_some_and(|key| PhoneKey { key }.mark() == mark))
}
