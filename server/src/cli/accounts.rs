//! The options of accounts.

use super::Failure;
use super::keys;
use crate::accounts::Accounts;
use crate::breached::Breached;
use crate::vault::Vault;
use clap::ValueEnum;
use domain::account::SecondFactor;
use std::path::PathBuf;
use std::sync::Arc;

/// Whether those whose role demands a second factor are made to have one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Wanted {
    /// Administrators and BoS quality assurance can do nothing before they have set one up.
    Required,
    /// Everybody may have one.
    Optional,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct Arguments {
    /// Whether administrators and BoS quality assurance must have a second factor; where it is not said, they must (in the demo they need
    /// not).
    #[arg(long, env = "FIELDWATCH_SECOND_FACTOR", value_enum)]
    pub second_factor: Option<Wanted>,
    #[command(flatten)]
    pub breached: BreachedArguments,
}

#[derive(clap::Args)]
#[group(skip)]
pub struct BreachedArguments {
    /// A list of passphrases that have become known, which nobody may choose: SHA-1 hashes ordered by hash, as Have I Been Pwned publishes
    /// them, or words, one a line.
    #[arg(long, env = "FIELDWATCH_BREACHED_PASSWORDS", value_name = "FILE")]
    pub breached_passwords: Option<PathBuf>,
}

impl BreachedArguments {
    /// Opens the list, if one is named.
    pub fn open(&self) -> Result<Option<Breached>, Failure> {
        let list = self.breached_passwords.as_deref().map(Breached::open);
        list.transpose().map_err(Failure::new)
    }
}

impl Arguments {
    /// What accounts need; `otherwise` is what holds where it is not said whether a second factor is required.
    pub fn open(
        &self,
        vault: Option<Arc<Vault>>,
        otherwise: SecondFactor,
    ) -> Result<Accounts, Failure> {
        let second_factor = match self.second_factor {
            Some(Wanted::Required) => SecondFactor::Required,
            Some(Wanted::Optional) => SecondFactor::Optional,
            None => otherwise,
        };
        if vault.is_none() && second_factor == SecondFactor::Required {
            return Err(Failure::new(format!(
                "Administrators and BoS quality assurance must have a second factor, and there is no key to keep its secrets under. Make one \
                 with `fieldwatch key new secrets.key`, keep it where the database's backups are not, and start with --secrets-key-file \
                 secrets.key (or its text in {}). To do without second factors, say --second-factor optional.",
                keys::VARIABLE
            )));
        }
        Ok(Accounts::new(vault, self.breached.open()?, second_factor))
    }
}
