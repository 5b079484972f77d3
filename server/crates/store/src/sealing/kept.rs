//! How a database keeps answers, and under which keys: `meta.answers_kept` and the table `sealing_key`.

use super::Keys;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::vault::{KeyNumber, Vault};
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

/// The key in `meta`.
pub(crate) const ANSWERS_KEPT: &str = "answers_kept";
/// How answers are kept, and whether a key's number stands in the table: `$1` is the number, `$2` [`ANSWERS_KEPT`]. (SQLite numbers parameters
/// in the order in which they first appear.)
const STATE: &str =
    "SELECT value, (SELECT COUNT(*) FROM sealing_key WHERE number = $1) FROM meta WHERE key = $2";
const ADD_KEY: &str =
    "INSERT INTO sealing_key (number, proof) VALUES ($1, $2) ON CONFLICT DO NOTHING";
const CHOOSE: &str = "UPDATE meta SET value = $1 WHERE key = $2";

/// How a database keeps answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswersKept {
    /// Nothing was written yet that would have to be kept.
    NotChosen,
    /// As they came.
    Plain,
    /// The way from plain to sealed: both are read, only sealed is written.
    BeingSealed,
    /// Encrypted. A plain value is none of this program's.
    Sealed,
}

impl AnswersKept {
    pub(super) fn number(self) -> i64 {
        match self {
            AnswersKept::NotChosen => 0,
            AnswersKept::Plain => 1,
            AnswersKept::BeingSealed => 2,
            AnswersKept::Sealed => 3,
        }
    }

    fn read(number: i64) -> Result<AnswersKept, StoreError> {
        let all = [
            AnswersKept::NotChosen,
            AnswersKept::Plain,
            AnswersKept::BeingSealed,
            AnswersKept::Sealed,
        ];
        let kept = all.into_iter().find(|kept| kept.number() == number);
        kept.ok_or_else(|| StoreError::Corrupt {
            detail: format!("answers are kept in a way ({number}) that nobody knows"),
        })
    }

    /// Whether answers are written sealed.
    pub fn seals(self) -> bool {
        matches!(self, AnswersKept::BeingSealed | AnswersKept::Sealed)
    }
}

/// A key under which something in the database is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyNeeded {
    /// Its number.
    pub number: KeyNumber,
    /// Whether it is among those that this process was given.
    pub held: bool,
}

/// What proves that a key is the one of its number.
fn purpose_of_proof(number: KeyNumber) -> String {
    format!("proof of key {number}")
}
const PROVEN: &[u8] = b"FieldWatch";

/// The secret of a second factor, and the one that is being set up.
type Secrets = (Option<Vec<u8>>, Option<Vec<u8>>);
/// A key's number, and what proves it.
type Proof = (KeyNumber, Vec<u8>);

/// What [`STATE`] answers.
pub(crate) type StateColumns = (i64, i64);

/// How answers are kept and, if they are sealed, that the key by which this process seals stands in the table.
pub(super) struct State {
    pub(super) kept: AnswersKept,
    is_listed: bool,
}

impl State {
    fn of((kept, listed): StateColumns) -> Result<State, StoreError> {
        Ok(State {
            kept: AnswersKept::read(kept)?,
            is_listed: listed > 0,
        })
    }

    /// What has to be written before the first answer is: what is chosen now, and the key to be listed.
    fn changes(&self, keys: &Keys) -> Result<(Option<AnswersKept>, Option<Proof>), StoreError> {
        let chosen = match (self.kept, &keys.0) {
            (AnswersKept::NotChosen, Some(_)) => Some(AnswersKept::Sealed),
            (AnswersKept::NotChosen, None) => Some(AnswersKept::Plain),
            _ => None,
        };
        let seals = chosen.unwrap_or(self.kept).seals();
        let key = match &keys.0 {
            Some(vault) if seals && !self.is_listed => proof(vault)?,
            _ => None,
        };
        Ok((chosen, key))
    }
}

fn proof(vault: &Vault) -> Result<Option<Proof>, StoreError> {
    let Some(number) = vault.sealing_key() else {
        return Ok(None);
    };
    Ok(Some((
        number,
        vault.seal(&purpose_of_proof(number), PROVEN)?,
    )))
}

/// The number of the key by which a process seals; blank where it has none.
pub(crate) fn number_of(keys: &Keys) -> String {
    let number = keys.0.as_ref().and_then(|vault| vault.sealing_key());
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// Before answers are written in a transaction: how they are kept. Whoever is the first to write into a new database chooses by having a
/// key or not (the command line asks before: [`Db::choose_answers`]).
pub(super) async fn before_writing(
    tx: &mut WriteTx,
    keys: &Keys,
) -> Result<AnswersKept, StoreError> {
    let row: StateColumns = each_tx!(&mut *tx, conn => sqlx::query_as(STATE)
        .bind(number_of(keys)).bind(ANSWERS_KEPT).fetch_one(&mut *conn).await?);
    found_before_writing(tx, keys, row).await
}

/// The same for a transaction that has asked for the columns of [`STATE`] among others.
pub(super) async fn found_before_writing(
    tx: &mut WriteTx,
    keys: &Keys,
    row: StateColumns,
) -> Result<AnswersKept, StoreError> {
    let state = State::of(row)?;
    let (chosen, key) = state.changes(keys)?;
    if let Some(chosen) = chosen {
        choose(tx, chosen).await?;
    }
    if let Some((number, proof)) = key {
        each_tx!(&mut *tx, conn => {
            sqlx::query(ADD_KEY).bind(number.to_string()).bind(proof).execute(&mut *conn).await?;
        });
    }
    Ok(chosen.unwrap_or(state.kept))
}

/// How answers are kept, as a transaction finds it.
pub(super) async fn in_tx(tx: &mut WriteTx) -> Result<AnswersKept, StoreError> {
    let kept: i64 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT value FROM meta WHERE key = $1"
    ).bind(ANSWERS_KEPT).fetch_one(&mut *conn).await?);
    AnswersKept::read(kept)
}

pub(super) async fn choose(tx: &mut WriteTx, kept: AnswersKept) -> Result<(), StoreError> {
    each_tx!(&mut *tx, conn => {
        sqlx::query(CHOOSE).bind(kept.number()).bind(ANSWERS_KEPT).execute(&mut *conn).await?;
    });
    Ok(())
}

/// The same on SQLite's bulk path (decision 0031).
pub(super) fn before_writing_bulk(
    tx: &Transaction<'_>,
    keys: &Keys,
) -> Result<AnswersKept, StoreError> {
    let row = tx
        .prepare_cached(STATE)?
        .query_row(params![number_of(keys), ANSWERS_KEPT], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let state = State::of(row)?;
    let (chosen, key) = state.changes(keys)?;
    if let Some(chosen) = chosen {
        tx.execute(CHOOSE, params![chosen.number(), ANSWERS_KEPT])?;
    }
    if let Some((number, proof)) = key {
        tx.execute(ADD_KEY, params![number.to_string(), proof])?;
    }
    Ok(chosen.unwrap_or(state.kept))
}

impl Db {
    /// How this database keeps answers.
    pub async fn answers_kept(&self) -> Result<AnswersKept, StoreError> {
        AnswersKept::read(self.number(ANSWERS_KEPT).await?)
    }

    /// Chooses for a database into which nothing was written yet: sealed where it has been given keys, plain otherwise. Answers what holds,
    /// which for any other database is what held.
    pub async fn choose_answers(&self, now: EpochMs, by: &By) -> Result<AnswersKept, StoreError> {
        let kept = self.answers_kept().await?;
        if kept != AnswersKept::NotChosen {
            return Ok(kept);
        }
        let mut tx = self.begin_write().await?;
        let kept = before_writing(&mut tx, self.keys()).await?;
        let words = match kept.seals() {
            true => format!(
                "answers are kept sealed, under key {}",
                number_of(self.keys())
            ),
            false => "answers are kept plain".to_owned(),
        };
        let entry = Entry::new(now, by, Action::KeyRotated).saying(words);
        tx.commit_noted(&[entry]).await?;
        Ok(kept)
    }

    /// Whether every key is here that answers are sealed under, and is the right one.
    ///
    /// Errors: [`StoreError::KeysMissing`], [`StoreError::Sealed`].
    pub async fn unlock(&self) -> Result<(), StoreError> {
        let rows: Vec<(String, Vec<u8>)> = each_db!(self, pool => sqlx::query_as(
            "SELECT number, proof FROM sealing_key ORDER BY number"
        ).fetch_all(pool).await?);
        let mut missing = Vec::new();
        for (number, proof) in rows {
            let number: KeyNumber = number.parse()?;
            match &self.keys().0 {
                Some(vault) if vault.holds(number) => {
                    vault.open(&purpose_of_proof(number), &proof)?;
                }
                _ => missing.push(number),
            }
        }
        match missing.is_empty() {
            true => Ok(()),
            false => Err(StoreError::keys_missing(self.name(), missing)),
        }
    }

    /// The keys under which something in this database is sealed: answers, and secrets of second factors.
    pub async fn keys_needed(&self) -> Result<Vec<KeyNeeded>, StoreError> {
        let listed: Vec<String> = each_db!(self, pool => sqlx::query_scalar(
            "SELECT number FROM sealing_key"
        ).fetch_all(pool).await?);
        let secrets: Vec<Secrets> = each_db!(self, pool => sqlx::query_as(
            "SELECT secret, next_secret FROM second_factor"
        ).fetch_all(pool).await?);
        let mut numbers: BTreeSet<KeyNumber> = BTreeSet::new();
        for number in listed {
            numbers.insert(number.parse()?);
        }
        let secrets = secrets
            .into_iter()
            .flat_map(|(now, next)| [now, next])
            .flatten();
        numbers.extend(secrets.filter_map(|sealed| KeyNumber::of_sealed(&sealed)));
        let keys = self.keys().0.as_ref();
        let needed = numbers.into_iter().map(|number| KeyNeeded {
            number,
            held: keys.is_some_and(|vault| vault.holds(number)),
        });
        Ok(needed.collect())
    }
}
