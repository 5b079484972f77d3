//! Accounts: signing in, one's own account, and the people whom one manages (docs/decisions/0091 to 0093).

pub mod link;
pub mod own;
pub mod people;
pub mod person;
pub mod second_factor;
pub mod sign_in;

use crate::breached::Breached;
use crate::coverage::internal;
use crate::secret;
use crate::site::AnyError;
use crate::vault::Vault;
use api::ApiError;
use domain::account::{
    PassphraseProblem, SecondFactor, accept, must_have_second_factor, normalised,
};
use domain::permission::Grants;
use domain::time::EpochMs;
use std::num::NonZero;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What a use case answers when something inside failed.
pub(crate) fn failed(error: impl Into<AnyError>) -> ApiError {
    internal(&*error.into())
}

/// What accounts need of the server.
pub struct Accounts {
    vault: Option<Arc<Vault>>,
    breached: Option<Breached>,
    second_factor: SecondFactor,
    /// A hash takes 19 MiB and a core for a while: no more at once than there are cores, whoever asks.
    hashing: Semaphore,
}

impl Default for Accounts {
    /// Without a key, without a list, second factors left to each.
    fn default() -> Accounts {
        Accounts::new(None, None, SecondFactor::Optional)
    }
}

impl Accounts {
    /// With these.
    pub fn new(
        vault: Option<Arc<Vault>>,
        breached: Option<Breached>,
        second_factor: SecondFactor,
    ) -> Accounts {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Accounts {
            vault,
            breached,
            second_factor,
            hashing: Semaphore::new(cores),
        }
    }

    /// In words, for who checks the server.
    pub fn words(&self) -> String {
        let factor = match (self.second_factor, &self.vault) {
            (SecondFactor::Required, _) => "second factors required of administrators and BoS",
            (SecondFactor::Optional, Some(_)) => "second factors optional",
            (SecondFactor::Optional, None) => "no second factors: there is no key",
        };
        let list = match self.breached {
            Some(_) => "new passphrases are looked up in the list",
            None => "no list of breached passwords",
        };
        format!("{factor}; {list}")
    }

    /// Seals what only the server may read, where there is a key.
    pub fn vault(&self) -> Option<&Vault> {
        self.vault.as_deref()
    }

    /// Whether people are made to have what their role demands.
    pub fn second_factor(&self) -> SecondFactor {
        self.second_factor
    }

    /// Whether somebody with these grants can do nothing without a second factor.
    pub fn demands_second_factor(&self, grants: &Grants, now: EpochMs) -> bool {
        self.second_factor == SecondFactor::Required && must_have_second_factor(grants, now)
    }

    /// Whether a passphrase fits a hash; without a hash it takes as long and says no.
    pub async fn fits(&self, typed: &str, stored: Option<String>) -> Result<bool, AnyError> {
        let turn = self.hashing.acquire().await?;
        let typed = normalised(typed);
        let fits =
            tokio::task::spawn_blocking(move || secret::password_fits(&typed, stored.as_deref()))
                .await?;
        drop(turn);
        Ok(fits)
    }

    /// Does something slow by design, off the threads that answer.
    pub async fn hashed<T: Send + 'static>(
        &self,
        slow: impl FnOnce() -> Result<T, argon2::password_hash::Error> + Send + 'static,
    ) -> Result<T, AnyError> {
        let turn = self.hashing.acquire().await?;
        let done = tokio::task::spawn_blocking(slow).await?;
        drop(turn);
        Ok(done?)
    }

    /// The hash of a new passphrase that was typed twice, or why it cannot be chosen.
    pub async fn new_passphrase(
        &self,
        typed: &str,
        again: &str,
        username: &str,
    ) -> Result<Result<String, PassphraseProblem>, AnyError> {
        let passphrase = match accept(typed, username) {
            Ok(passphrase) => passphrase,
            Err(problem) => return Ok(Err(problem)),
        };
        if normalised(again) != passphrase {
            return Ok(Err(PassphraseProblem::Differs));
        }
        if let Some(breached) = &self.breached
            && breached.has(&passphrase)?
        {
            return Ok(Err(PassphraseProblem::Breached));
        }
        let hash = self.hashed(move || secret::hash_password(&passphrase));
        Ok(Ok(hash.await?))
    }
}
