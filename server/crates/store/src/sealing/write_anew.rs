//! `fieldwatch key seal`: what is plain is sealed, what was sealed under an older key is sealed anew. In batches, each a transaction of its
//! own, while others go on; what a killed command has done stays done, and the next one finds the rest by looking for it.

use super::kept::{self, AnswersKept, choose};
use super::sealer::{Column, Sealer, quarantine_row};
use super::value;
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{self, WriteTx, each_db, each_tx};
use crate::vault::{KeyNumber, Vault};
use domain::audit::{Action, By, Entry};
use domain::time::EpochMs;
use std::sync::Arc;

/// What is to be written anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteAnew {
    /// What is plain.
    Plain,
    /// That, and what is sealed under another key than the first of the key file.
    OlderKeys,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Keys under which nothing is sealed any more: they may be taken out of the key file.
    pub no_longer_needed: Vec<KeyNumber>,
    /// Why what was there before may still stand in unused parts of the file; `None`: it does not.
    pub remains: Option<String>,
}

/// Rows of a batch: bodies have some hundred bytes, trails and parcels up to megabytes.
const MANY: i64 = 500;
const FEW: i64 = 20;

/// A table with a sealed body whose rows are known by a number, and what is asked of it.
#[derive(Clone, Copy)]
struct Numbered {
    column: Column,
    rows_a_batch: i64,
    todo: &'static str,
    count: &'static str,
    write: &'static str,
    is_under: &'static str,
}

macro_rules! numbered {
    ($column:ident, $rows:ident, $table:literal, $key:literal) => {
        Numbered {
            column: Column::$column,
            rows_a_batch: $rows,
            todo: concat!(
                "SELECT ",
                $key,
                ", body FROM ",
                $table,
                " WHERE ",
                $key,
                " > $1 AND substr(body, 1, $2) <> $3 ORDER BY ",
                $key,
                " LIMIT $4"
            ),
            count: concat!(
                "SELECT COUNT(*) FROM ",
                $table,
                " WHERE substr(body, 1, $1) <> $2"
            ),
            write: concat!("UPDATE ", $table, " SET body = $1 WHERE ", $key, " = $2"),
            is_under: concat!(
                "SELECT EXISTS (SELECT 1 FROM ",
                $table,
                " WHERE substr(body, 1, $1) = $2)"
            ),
        }
    };
}

const NUMBERED: [Numbered; 7] = [
    numbered!(RawBody, MANY, "raw_submission", "raw_id"),
    numbered!(TrailBody, FEW, "raw_trail", "trail_id"),
    numbered!(InboxBody, FEW, "inbox", "inbox_id"),
    numbered!(CorrectionBody, MANY, "correction", "correction_id"),
    numbered!(SpotVisitBody, MANY, "spot_visit", "visit_number"),
    numbered!(PhoneKey, MANY, "phone_key", "user_id"),
    numbered!(ListingBody, MANY, "listing_household", "household_id"),
];

/// How far a pass has come.
#[derive(Clone, Copy, Debug)]
enum Stage {
    Numbered(usize, i64),
    Facts(i32, i32, i64),
    Quarantine(i64),
    Secrets,
    Done,
}

/// A pass through everything that is to be written anew.
#[derive(Debug)]
pub struct Pass {
    stage: Stage,
    how: WriteAnew,
}

/// What values begin with that need not be written anew.
struct Head {
    bytes: Vec<u8>,
    text: String,
}

impl Head {
    fn length(&self) -> i32 {
        i32::try_from(self.bytes.len()).unwrap_or(0)
    }

    fn text_length(&self) -> i32 {
        i32::try_from(self.text.len()).unwrap_or(0)
    }

    fn of(key: Option<KeyNumber>) -> Head {
        let bytes = value::head(key);
        Head {
            text: value::to_text(&bytes),
            bytes,
        }
    }
}

impl Db {
    fn vault(&self) -> Result<&Arc<Vault>, StoreError> {
        let vault = self.keys().0.as_ref();
        vault.ok_or_else(|| StoreError::keys_missing(self.name(), Vec::new()))
    }

    /// From now on answers are written sealed. Answers whether they were not until now. Whoever writes without a key, such as a server that
    /// runs without one, is refused from here on.
    pub async fn begin_sealing(&self, now: EpochMs, by: &By) -> Result<bool, StoreError> {
        let key = self.vault()?.sealing_key();
        let key = key.map(|key| key.to_string()).unwrap_or_default();
        let mut tx = self.begin_write().await?;
        forks::hold_inbox(&mut tx).await?;
        if kept::in_tx(&mut tx).await?.seals() {
            tx.commit_derived().await?;
            return Ok(false);
        }
        choose(&mut tx, AnswersKept::BeingSealed).await?;
        // Lists the key.
        Sealer::in_tx(&mut tx, self.keys()).await?;
        let words = format!("answers were plain and are being sealed, under key {key}");
        let entry = Entry::new(now, by, Action::KeyRotated).saying(words);
        tx.commit_noted(&[entry]).await?;
        Ok(true)
    }

    fn head(&self, how: WriteAnew) -> Result<Head, StoreError> {
        Ok(Head::of(match how {
            WriteAnew::Plain => None,
            WriteAnew::OlderKeys => self.vault()?.sealing_key(),
        }))
    }

    /// How many values of sealed columns are to be written anew. Reads the beginning of every one.
    pub async fn count_to_seal(&self, how: WriteAnew) -> Result<u64, StoreError> {
        let head = self.head(how)?;
        let mut count: i64 = 0;
        for table in NUMBERED {
            count += each_db!(self, pool => sqlx::query_scalar::<_, i64>(table.count)
                .bind(head.length()).bind(&head.bytes).fetch_one(pool).await?);
        }
        count += each_db!(self, pool => sqlx::query_scalar::<_, i64>(
            "SELECT COUNT(*) FROM fact WHERE answers IS NOT NULL AND substr(answers, 1, $1) <> $2"
        ).bind(head.length()).bind(&head.bytes).fetch_one(pool).await?);
        count += each_db!(self, pool => sqlx::query_scalar::<_, i64>(
            "SELECT COUNT(*) FROM quarantine WHERE substr(body, 1, $1) <> $2 OR substr(reason, 1, $3) <> $4"
        ).bind(head.length()).bind(&head.bytes).bind(head.text_length()).bind(&head.text).fetch_one(pool).await?);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The beginning of a pass.
    pub fn pass(&self, how: WriteAnew) -> Pass {
        Pass {
            stage: Stage::Numbered(0, i64::MIN),
            how,
        }
    }

    /// Writes the next batch of a pass anew, in a transaction of its own; answers how many values, or `None` at the end.
    pub async fn seal_some(&self, pass: &mut Pass) -> Result<Option<u64>, StoreError> {
        let head = self.head(pass.how)?;
        if matches!(pass.stage, Stage::Done) {
            return Ok(None);
        }
        let mut tx = self.begin_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let (written, next) = match pass.stage {
            Stage::Numbered(at, after) => numbered(&mut tx, &sealer, &head, at, after).await?,
            Stage::Facts(enumerator, day, raw) => {
                facts(&mut tx, &sealer, &head, (enumerator, day, raw)).await?
            }
            Stage::Quarantine(after) => quarantine(&mut tx, &sealer, &head, after).await?,
            Stage::Secrets | Stage::Done => (
                secrets(&mut tx, self.vault()?, pass.how).await?,
                Stage::Done,
            ),
        };
        tx.commit_derived().await?;
        pass.stage = next;
        Ok(Some(written))
    }

    /// After a pass that found nothing left: answers are sealed from now on, keys under which nothing is sealed are forgotten, and what stood in
    /// the file before is overwritten where `wipe` says so.
    pub async fn end_sealing(
        &self,
        wipe: bool,
        written: u64,
        now: EpochMs,
        by: &By,
    ) -> Result<Sealed, StoreError> {
        let remains = match wipe {
            true => forks::wipe(self).await?,
            false => None,
        };
        let own = self.vault()?.sealing_key();
        let mut tx = self.begin_write().await?;
        forks::hold_inbox(&mut tx).await?;
        let listed: Vec<String> = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT number FROM sealing_key ORDER BY number"
        ).fetch_all(&mut *conn).await?);
        let mut no_longer_needed = Vec::new();
        for number in listed {
            let number: KeyNumber = number.parse()?;
            if Some(number) == own || is_used(&mut tx, number).await? {
                continue;
            }
            each_tx!(&mut tx, conn => {
                sqlx::query("DELETE FROM sealing_key WHERE number = $1").bind(number.to_string()).execute(&mut *conn).await?;
            });
            no_longer_needed.push(number);
        }
        if remains.is_none() {
            choose(&mut tx, AnswersKept::Sealed).await?;
        }
        let key = own.map(|key| key.to_string()).unwrap_or_default();
        let words = format!("{written} rows sealed under key {key}");
        let entry = Entry::new(now, by, Action::KeyRotated).saying(words);
        tx.commit_noted(&[entry]).await?;
        Ok(Sealed {
            no_longer_needed,
            remains,
        })
    }
}

/// A batch of a table whose rows are known by a number.
async fn numbered(
    tx: &mut WriteTx,
    sealer: &Sealer,
    head: &Head,
    at: usize,
    after: i64,
) -> Result<(u64, Stage), StoreError> {
    let Some(table) = NUMBERED.get(at) else {
        return Ok((0, Stage::Facts(i32::MIN, i32::MIN, i64::MIN)));
    };
    let rows: Vec<(i64, Vec<u8>)> = each_tx!(&mut *tx, conn => sqlx::query_as(table.todo)
        .bind(after).bind(head.length()).bind(&head.bytes).bind(table.rows_a_batch).fetch_all(&mut *conn).await?);
    let Some(last) = rows.last().map(|row| row.0) else {
        return Ok((0, Stage::Numbered(at + 1, i64::MIN)));
    };
    let count = rows.len() as u64;
    for (row, body) in rows {
        let plain = sealer.open(table.column, row, body)?;
        let sealed = sealer.close(table.column, row, &plain)?;
        each_tx!(&mut *tx, conn => {
            sqlx::query(table.write).bind(&*sealed).bind(row).execute(&mut *conn).await?;
        });
    }
    Ok((count, Stage::Numbered(at, last)))
}

async fn facts(
    tx: &mut WriteTx,
    sealer: &Sealer,
    head: &Head,
    after: (i32, i32, i64),
) -> Result<(u64, Stage), StoreError> {
    let rows: Vec<(i32, i32, i64, Vec<u8>)> = each_tx!(&mut *tx, conn => sqlx::query_as(
        "SELECT enumerator_id, survey_day, raw_id, answers FROM fact WHERE (enumerator_id, survey_day, raw_id) > ($1, $2, $3) \
         AND answers IS NOT NULL AND substr(answers, 1, $4) <> $5 ORDER BY enumerator_id, survey_day, raw_id LIMIT $6"
    ).bind(after.0).bind(after.1).bind(after.2).bind(head.length()).bind(&head.bytes).bind(MANY).fetch_all(&mut *conn).await?);
    let Some(last) = rows.last().map(|row| (row.0, row.1, row.2)) else {
        return Ok((0, Stage::Quarantine(i64::MIN)));
    };
    let count = rows.len() as u64;
    for (enumerator_id, survey_day, raw_id, answers) in rows {
        let plain = sealer.open(Column::Answers, raw_id, answers)?;
        let sealed = sealer.close(Column::Answers, raw_id, &plain)?;
        each_tx!(&mut *tx, conn => {
            sqlx::query("UPDATE fact SET answers = $1 WHERE enumerator_id = $2 AND survey_day = $3 AND raw_id = $4")
                .bind(&*sealed).bind(enumerator_id).bind(survey_day).bind(raw_id).execute(&mut *conn).await?;
        });
    }
    Ok((count, Stage::Facts(last.0, last.1, last.2)))
}

async fn quarantine(
    tx: &mut WriteTx,
    sealer: &Sealer,
    head: &Head,
    after: i64,
) -> Result<(u64, Stage), StoreError> {
    type Columns = (i64, i16, Vec<u8>, Vec<u8>, String);
    let rows: Vec<Columns> = each_tx!(&mut *tx, conn => sqlx::query_as(
        "SELECT quarantine_id, kind, body_hash, body, reason FROM quarantine WHERE quarantine_id > $1 \
         AND (substr(body, 1, $2) <> $3 OR substr(reason, 1, $4) <> $5) ORDER BY quarantine_id LIMIT $6"
    ).bind(after).bind(head.length()).bind(&head.bytes).bind(head.text_length()).bind(&head.text).bind(MANY)
        .fetch_all(&mut *conn).await?);
    let Some(last) = rows.last().map(|row| row.0) else {
        return Ok((0, Stage::Secrets));
    };
    let count = rows.len() as u64;
    for (quarantine_id, kind, body_hash, body, reason) in rows {
        let body_hash = body_hash
            .try_into()
            .map_err(|_| StoreError::other("a row's hash that is not 16 bytes"))?;
        let row = quarantine_row(kind, &body_hash);
        let body = sealer.open(Column::QuarantineBody, &row, body)?;
        let reason = sealer.open_text(Column::QuarantineReason, &row, reason)?;
        let body = sealer.close(Column::QuarantineBody, &row, &body)?;
        let reason = sealer.close_text(Column::QuarantineReason, &row, &reason)?;
        each_tx!(&mut *tx, conn => {
            sqlx::query("UPDATE quarantine SET body = $1, reason = $2 WHERE quarantine_id = $3")
                .bind(&*body).bind(&*reason).bind(quarantine_id).execute(&mut *conn).await?;
        });
    }
    Ok((count, Stage::Quarantine(last)))
}

/// Secrets of second factors that are sealed under an older key. There are at most two a person.
async fn secrets(tx: &mut WriteTx, vault: &Vault, how: WriteAnew) -> Result<u64, StoreError> {
    if how == WriteAnew::Plain {
        return Ok(0);
    }
    type Columns = (i32, Option<Vec<u8>>, Option<Vec<u8>>);
    let rows: Vec<Columns> = each_tx!(&mut *tx, conn => sqlx::query_as(
        "SELECT user_id, secret, next_secret FROM second_factor ORDER BY user_id"
    ).fetch_all(&mut *conn).await?);
    let own = vault.sealing_key();
    let is_old = |sealed: &Option<Vec<u8>>| {
        sealed
            .as_ref()
            .is_some_and(|sealed| KeyNumber::of_sealed(sealed) != own)
    };
    let mut written = 0;
    for (user_id, secret, next_secret) in rows {
        written += u64::from(is_old(&secret)) + u64::from(is_old(&next_secret));
        if !is_old(&secret) && !is_old(&next_secret) {
            continue;
        }
        let purpose = crate::accounts::purpose_of_second_factor(user_id);
        let anew = |sealed: Option<Vec<u8>>| -> Result<Option<Vec<u8>>, StoreError> {
            let Some(sealed) = sealed else {
                return Ok(None);
            };
            Ok(Some(vault.seal(&purpose, &vault.open(&purpose, &sealed)?)?))
        };
        let (secret, next_secret) = (anew(secret)?, anew(next_secret)?);
        each_tx!(&mut *tx, conn => {
            sqlx::query("UPDATE second_factor SET secret = $1, next_secret = $2 WHERE user_id = $3")
                .bind(secret).bind(next_secret).bind(user_id).execute(&mut *conn).await?;
        });
    }
    Ok(written)
}

/// Whether any answer is sealed under a key. Reads the beginning of every value that is not.
async fn is_used(tx: &mut WriteTx, key: KeyNumber) -> Result<bool, StoreError> {
    let head = Head::of(Some(key));
    for table in NUMBERED {
        let found: bool = each_tx!(&mut *tx, conn => sqlx::query_scalar(table.is_under)
            .bind(head.length()).bind(&head.bytes).fetch_one(&mut *conn).await?);
        if found {
            return Ok(true);
        }
    }
    let found: bool = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM fact WHERE substr(answers, 1, $1) = $2) \
         OR EXISTS (SELECT 1 FROM quarantine WHERE substr(body, 1, $1) = $2 OR substr(reason, 1, $3) = $4)"
    ).bind(head.length()).bind(&head.bytes).bind(head.text_length()).bind(&head.text).fetch_one(&mut *conn).await?);
    Ok(found)
}
