//! Reading a listing in: in batches, each a transaction of its own. Whatever was read stays when reading is cut short; the same file again
//! finds it there and goes on. What the file no longer names goes when it was read to its end, and not before.

use super::{Body, ROWS, VALUES, with_list};
use crate::db::Db;
use crate::error::StoreError;
use crate::forks::{WriteTx, each_db, each_tx};
use crate::retention::tombstones;
use crate::sealing::Sealer;
use domain::area::AreaId;
use domain::audit::{Action, Entry, Stamp};
use domain::listing::{ListingKind, Reached};
use domain::place::ListingPoint;
use std::collections::{BTreeSet, HashMap, HashSet};

/// A listing that is to be read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewListing {
    /// Its name.
    pub name: String,
    /// What it lists.
    pub kind: ListingKind,
    /// The wave's code; empty: the interviews that name none. A wave that is not on file is added.
    pub wave: String,
    /// The file's name.
    pub source_name: String,
    /// SHA-256 of the file.
    pub file_hash: [u8; 32],
}

/// Why nothing is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListingRefusal {
    /// A listing of that name is of another wave or kind.
    Other {
        /// Its kind.
        kind: ListingKind,
        /// Its wave's code.
        wave: String,
    },
}

/// A reading that has begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The listing.
    pub listing_id: i32,
    /// The number of this reading.
    pub round: i32,
    /// Whether this very file was read to its end before, with every row taken: nothing has to be done.
    pub is_known: bool,
    /// Whether it is only looked at: nothing is written.
    pub is_dry: bool,
    new: NewListing,
}

/// A row of the file, its codes looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedInput {
    /// The household's key: of wave, union council and reference, as facts have it.
    pub household_key: i64,
    /// The union council.
    pub area_id: AreaId,
    /// Its code.
    pub area_code: String,
    /// The reference.
    pub reference: String,
    /// Where it is.
    pub point: Option<ListingPoint>,
    /// How it is found.
    pub address: Option<String>,
    /// Whom it is given to.
    pub enumerator_id: Option<i32>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The household was not on the list.
    New,
    /// It was, and something is said of it that was not.
    Changed,
    /// It was, and says the same.
    Unchanged,
    /// An earlier row of the same file names the same household and says something else: that one holds.
    Twice,
    /// It was deleted on its request, and does not come back.
    Deleted,
}

/// What a file left behind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Households that were not on the list.
    pub new: u64,
    /// Households of which something else is said now.
    pub changed: u64,
    /// Households that were on the list as they are.
    pub unchanged: u64,
    /// Households that were deleted on their request.
    pub deleted: u64,
    /// Rows that were not taken.
    pub refused: u64,
    /// Households that the file does not name any more.
    pub gone: u64,
}

impl Taken {
    /// Counts what became of rows.
    pub fn add(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            *match outcome {
                Outcome::New => &mut self.new,
                Outcome::Changed => &mut self.changed,
                Outcome::Unchanged => &mut self.unchanged,
                Outcome::Twice => &mut self.refused,
                Outcome::Deleted => &mut self.deleted,
            } += 1;
        }
    }
}

/// A household as it is on file.
struct OnFile {
    household_id: i64,
    enumerator_id: Option<i32>,
    point: (Option<f64>, Option<f64>),
    round: i32,
    body: Body,
}

impl OnFile {
    fn says(&self, input: &ListedInput) -> bool {
        self.enumerator_id == input.enumerator_id
            && self.point == coordinates(input)
            && self.body.reference == input.reference
            && self.body.address == input.address
    }
}

fn coordinates(input: &ListedInput) -> (Option<f64>, Option<f64>) {
    let point = input.point;
    (
        point.map(|point| point.latitude),
        point.map(|point| point.longitude),
    )
}

impl Db {
    /// Keys of enumerators by their codes.
    pub async fn enumerator_ids(&self) -> Result<HashMap<String, i32>, StoreError> {
        let rows: Vec<(String, i32)> = each_db!(self, pool => sqlx::query_as(
            "SELECT code, enumerator_id FROM enumerator"
        ).fetch_all(pool).await?);
        Ok(rows.into_iter().collect())
    }

    /// Begins to read a file into a listing, a new one if none has the name. Until [`Db::finish_listing`] it is "being read".
    pub async fn begin_listing(
        &self,
        new: NewListing,
        by: &Stamp,
    ) -> Result<Result<Reading, ListingRefusal>, StoreError> {
        let mut tx = self.begin_write().await?;
        let (listing_id, round) = match known(&mut tx, &new).await? {
            Ok(Some(known)) if known.is_same => return Ok(Ok(known.reading(new))),
            Ok(Some(known)) => (known.listing_id, known.round + 1),
            Ok(None) => (add(&mut tx, &new, by).await?, 1),
            Err(refusal) => return Ok(Err(refusal)),
        };
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "UPDATE listing SET round = $1, source_name = $2, begun_at_ms = $3, finished_at_ms = NULL WHERE listing_id = $4",
            )
            .bind(round)
            .bind(&new.source_name)
            .bind(by.at.0)
            .bind(listing_id)
            .execute(&mut *conn)
            .await?;
        });
        let entry = entry(&new, by).saying(format!("begun: file={}", new.source_name));
        tx.commit_noted(&[entry]).await?;
        Ok(Ok(Reading {
            listing_id,
            round,
            is_known: false,
            is_dry: false,
            new,
        }))
    }

    /// The same for a file that is only looked at: nothing is written by what follows.
    pub async fn look_at_listing(
        &self,
        new: NewListing,
    ) -> Result<Result<Reading, ListingRefusal>, StoreError> {
        let mut tx = self.begin_write().await?;
        Ok(known(&mut tx, &new).await?.map(|known| {
            let known = known.unwrap_or(Known {
                listing_id: -1,
                round: 0,
                is_same: false,
            });
            Reading {
                is_dry: true,
                ..known.reading(new)
            }
        }))
    }

    /// What [`Db::finish_listing`] would say of a file that was only looked at.
    pub async fn would_be_gone(
        &self,
        reading: &Reading,
        mut taken: Taken,
        removes: bool,
    ) -> Result<Taken, StoreError> {
        if removes {
            let on_file: i64 = each_db!(self, pool => sqlx::query_scalar(
                "SELECT COUNT(*) FROM listing_household WHERE listing_id = $1"
            ).bind(reading.listing_id).fetch_one(pool).await?);
            let on_file = u64::try_from(on_file).unwrap_or(0);
            taken.gone = on_file.saturating_sub(taken.changed + taken.unchanged);
        }
        Ok(taken)
    }

    /// Takes a batch of rows; answers what became of each, in order. Killed before or behind it, the same file again goes on.
    pub async fn take_listed(
        &self,
        reading: &Reading,
        batch: &[ListedInput],
    ) -> Result<Vec<Outcome>, StoreError> {
        let mut tx = self.begin_write().await?;
        let sealer = Sealer::in_tx(&mut tx, self.keys()).await?;
        let on_file = on_file(&mut tx, &sealer, reading.listing_id, batch).await?;
        let places = batch
            .iter()
            .map(|one| (one.area_code.as_str(), one.reference.as_str()));
        let deleted = tombstones::listed_among(&mut tx, &reading.new.wave, places).await?;
        let mut next: i64 = each_tx!(&mut tx, conn => sqlx::query_scalar(
            "SELECT COALESCE(MAX(household_id), 0) + 1 FROM listing_household"
        ).fetch_one(&mut *conn).await?);
        let mut first: HashMap<i64, usize> = HashMap::with_capacity(batch.len());
        let (mut outcomes, mut written, mut seen) =
            (Vec::with_capacity(batch.len()), vec![], vec![]);
        for (at, input) in batch.iter().enumerate() {
            let known = on_file.get(&input.household_key);
            let before = first.get(&input.household_key).map(|at| &batch[*at]);
            let outcome = match (before, known) {
                _ if deleted.contains(&at) => Outcome::Deleted,
                (Some(before), _) if before == input => Outcome::Unchanged,
                (Some(_), _) => Outcome::Twice,
                (None, Some(known)) if known.says(input) => {
                    if known.round != reading.round {
                        seen.push(known.household_id);
                    }
                    Outcome::Unchanged
                }
                // An earlier batch of this reading has said so.
                (None, Some(known)) if known.round == reading.round && !reading.is_dry => {
                    Outcome::Twice
                }
                (None, Some(known)) => {
                    written.push((known.household_id, input));
                    Outcome::Changed
                }
                (None, None) => {
                    written.push((next, input));
                    next += 1;
                    Outcome::New
                }
            };
            if outcome != Outcome::Deleted {
                first.entry(input.household_key).or_insert(at);
            }
            outcomes.push(outcome);
        }
        if reading.is_dry {
            return Ok(outcomes);
        }
        for some in written.chunks(ROWS) {
            write(&mut tx, &sealer, reading, some).await?;
        }
        for some in seen.chunks(VALUES) {
            each_tx!(&mut tx, conn => {
                let head = "UPDATE listing_household SET round = ";
                let mut query = sqlx::QueryBuilder::new(head);
                query.push_bind(reading.round).push(" WHERE household_id IN (");
                let mut list = query.separated(", ");
                for id in some {
                    list.push_bind(*id);
                }
                query.push(")");
                query.build().execute(&mut *conn).await?;
            });
        }
        let areas: BTreeSet<AreaId> = written.iter().map(|(_, input)| input.area_id).collect();
        mark_due(&mut tx, reading.listing_id, areas).await?;
        tx.commit_derived().await?;
        Ok(outcomes)
    }

    /// Ends the reading of a file that was read to its end. With `removes`, households that it does not name go from the list.
    pub async fn finish_listing(
        &self,
        reading: &Reading,
        mut taken: Taken,
        removes: bool,
        by: &Stamp,
    ) -> Result<Taken, StoreError> {
        if removes {
            let mut after = i64::MIN;
            while let (gone, Some(last)) = self.forget_some(reading, after).await? {
                taken.gone += gone;
                after = last;
            }
        }
        let mut tx = self.begin_write().await?;
        let refused = i64::try_from(taken.refused).unwrap_or(i64::MAX);
        each_tx!(&mut tx, conn => {
            sqlx::query(
                "UPDATE listing SET finished_at_ms = $1, file_hash = $2, refused = $3 WHERE listing_id = $4 AND round = $5",
            )
            .bind(by.at.0)
            // Only where the list is what the file says, the same file again has nothing to do.
            .bind(removes.then_some(&reading.new.file_hash[..]))
            .bind(refused)
            .bind(reading.listing_id)
            .bind(reading.round)
            .execute(&mut *conn)
            .await?;
        });
        let entry = entry(&reading.new, by).saying(format!(
            "ended: file={} new={} changed={} unchanged={} gone={} refused={}",
            reading.new.source_name,
            taken.new,
            taken.changed,
            taken.unchanged,
            taken.gone,
            taken.refused
        ));
        tx.commit_noted(&[entry]).await?;
        Ok(taken)
    }

    /// Some households that this reading has not named, and the number of the last of them.
    async fn forget_some(
        &self,
        reading: &Reading,
        after: i64,
    ) -> Result<(u64, Option<i64>), StoreError> {
        let mut tx = self.begin_write().await?;
        // The plus keeps the index by area out of it, which would read and sort the whole listing each time. A later reading's are not ours.
        let rows: Vec<(i64, AreaId)> = each_tx!(&mut tx, conn => sqlx::query_as(
            "SELECT household_id, area_id FROM listing_household WHERE +listing_id = $1 AND household_id > $2 AND round < $3 \
             ORDER BY household_id LIMIT 5000"
        ).bind(reading.listing_id).bind(after).bind(reading.round).fetch_all(&mut *conn).await?);
        let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
        for some in ids.chunks(VALUES) {
            each_tx!(&mut tx, conn => {
                let mut query = with_list!("DELETE FROM listing_household WHERE household_id IN", some.iter().copied());
                query.build().execute(&mut *conn).await?;
            });
        }
        let areas = rows.iter().map(|row| row.1).collect();
        mark_due(&mut tx, reading.listing_id, areas).await?;
        tx.commit_derived().await?;
        Ok((ids.len() as u64, ids.last().copied()))
    }
}

fn entry(new: &NewListing, by: &Stamp) -> Entry {
    Entry::new(by.at, &by.by, Action::ListingImported).about(&new.name)
}

/// A listing of the name, as it is on file.
struct Known {
    listing_id: i32,
    round: i32,
    /// Whether this very file was read to its end with every row taken.
    is_same: bool,
}

impl Known {
    fn reading(self, new: NewListing) -> Reading {
        Reading {
            listing_id: self.listing_id,
            round: self.round,
            is_known: self.is_same,
            is_dry: false,
            new,
        }
    }
}

async fn known(
    tx: &mut WriteTx,
    new: &NewListing,
) -> Result<Result<Option<Known>, ListingRefusal>, StoreError> {
    type Row = (i32, i16, String, Option<Vec<u8>>, i32, Option<i64>, i64);
    let row: Option<Row> = each_tx!(tx, conn => sqlx::query_as(
        "SELECT l.listing_id, l.kind, w.code, l.file_hash, l.round, l.finished_at_ms, CAST(l.refused AS BIGINT) FROM listing l \
         JOIN wave w ON w.wave_id = l.wave_id WHERE l.name = $1"
    ).bind(&new.name).fetch_optional(&mut *conn).await?);
    let Some((listing_id, kind, wave, hash, round, finished, refused)) = row else {
        return Ok(Ok(None));
    };
    if (kind, &wave) != (new.kind.rank(), &new.wave) {
        let kind = ListingKind::from_rank(kind).unwrap_or(ListingKind::Census);
        return Ok(Err(ListingRefusal::Other { kind, wave }));
    }
    let is_same = finished.is_some() && refused == 0 && hash.as_deref() == Some(&new.file_hash[..]);
    Ok(Ok(Some(Known {
        listing_id,
        round,
        is_same,
    })))
}

async fn add(tx: &mut WriteTx, new: &NewListing, by: &Stamp) -> Result<i32, StoreError> {
    let wave_id = crate::targets::wave_or_new(tx, &new.wave).await?;
    let listing_id: i32 = each_tx!(&mut *tx, conn => sqlx::query_scalar(
        "SELECT COALESCE(MAX(listing_id), 0) + 1 FROM listing"
    ).fetch_one(&mut *conn).await?);
    each_tx!(&mut *tx, conn => {
        sqlx::query(
            "INSERT INTO listing (listing_id, name, kind, wave_id, source_name, round, begun_at_ms, refused) \
             VALUES ($1, $2, $3, $4, $5, 0, $6, 0)",
        )
        .bind(listing_id)
        .bind(&new.name)
        .bind(new.kind.rank())
        .bind(wave_id)
        .bind(&new.source_name)
        .bind(by.at.0)
        .execute(&mut *conn)
        .await?;
    });
    Ok(listing_id)
}

async fn on_file(
    tx: &mut WriteTx,
    sealer: &Sealer,
    listing_id: i32,
    batch: &[ListedInput],
) -> Result<HashMap<i64, OnFile>, StoreError> {
    type Row = (
        i64,
        i64,
        Option<i32>,
        Option<f64>,
        Option<f64>,
        i32,
        Vec<u8>,
    );
    let keys: HashSet<i64> = batch.iter().map(|one| one.household_key).collect();
    let keys: Vec<i64> = keys.into_iter().collect();
    let mut found = HashMap::new();
    for some in keys.chunks(VALUES) {
        let rows: Vec<Row> = each_tx!(&mut *tx, conn => {
            let mut query = with_list!(
                "SELECT household_key, household_id, enumerator_id, latitude, longitude, round, body FROM listing_household \
                 WHERE household_key IN",
                some.iter().copied()
            );
            query.push(" AND listing_id = ").push_bind(listing_id);
            query.build_query_as().fetch_all(&mut *conn).await?
        });
        for row in rows {
            found.insert(
                row.0,
                OnFile {
                    household_id: row.1,
                    enumerator_id: row.2,
                    point: (row.3, row.4),
                    round: row.5,
                    body: Body::open(sealer, row.1, row.6)?,
                },
            );
        }
    }
    Ok(found)
}

async fn write(
    tx: &mut WriteTx,
    sealer: &Sealer,
    reading: &Reading,
    rows: &[(i64, &ListedInput)],
) -> Result<(), StoreError> {
    let sealed = rows.iter().map(|(id, input)| {
        let body = Body {
            reference: input.reference.clone(),
            address: input.address.clone(),
        };
        body.close(sealer, *id)
    });
    let sealed: Vec<Vec<u8>> = sealed.collect::<Result<_, _>>()?;
    each_tx!(tx, conn => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO listing_household (household_id, listing_id, household_key, area_id, enumerator_id, latitude, longitude, \
             reached, round, body) ",
        );
        query.push_values(rows.iter().zip(&sealed), |mut row, ((id, input), body)| {
            let (latitude, longitude) = coordinates(input);
            row.push_bind(*id)
                .push_bind(reading.listing_id)
                .push_bind(input.household_key)
                .push_bind(input.area_id)
                .push_bind(input.enumerator_id)
                .push_bind(latitude)
                .push_bind(longitude)
                .push_bind(Reached::Nobody.rank())
                .push_bind(reading.round)
                .push_bind(&body[..]);
        });
        // How far somebody has come with it does not change by what the list says of it.
        query.push(
            " ON CONFLICT (household_id) DO UPDATE SET enumerator_id = excluded.enumerator_id, latitude = excluded.latitude, \
             longitude = excluded.longitude, round = excluded.round, body = excluded.body",
        );
        query.build().persistent(rows.len() == ROWS).execute(&mut *conn).await?;
    });
    Ok(())
}

/// Has union councils counted again.
pub(super) async fn mark_due(
    tx: &mut WriteTx,
    listing_id: i32,
    areas: BTreeSet<AreaId>,
) -> Result<(), StoreError> {
    let areas: Vec<AreaId> = areas.into_iter().collect();
    for some in areas.chunks(ROWS) {
        each_tx!(&mut *tx, conn => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO listing_due (listing_id, area_id) ");
            query.push_values(some, |mut row, area| {
                row.push_bind(listing_id).push_bind(*area);
            });
            query.push(" ON CONFLICT DO NOTHING");
            query.build().execute(&mut *conn).await?;
        });
    }
    Ok(())
}
