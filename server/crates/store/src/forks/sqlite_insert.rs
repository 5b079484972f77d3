//! SQLite: revisions and their facts, column by column.

use super::sqlite_bulk::insert_all;
use crate::error::StoreError;
use crate::record::Arrival;
use crate::record::by_key::FactsByKey;
use crate::record::codes::Numbers;
use crate::record::plan::{NewFact, NewRevision, Revisions};
use crate::sealing::{Column, Sealer, Values};
use rusqlite::Transaction;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

/// Revisions whose bodies are sealed and inserted together: they come in pieces, so that the first are inserted while the next are sealed.
const PIECE: usize = 5_000;

/// Where pieces of sealed bodies go; closed when the last has come, or none can come.
pub(super) struct Outlet(Mutex<Option<Sender<Piece>>>);
type Piece = Result<Values, StoreError>;

/// From where they come.
pub(super) struct Bodies(Receiver<Piece>);

/// For the bodies of one batch.
pub(super) fn bodies() -> (Outlet, Bodies) {
    let (send, receive) = channel();
    (Outlet(Mutex::new(Some(send))), Bodies(receive))
}

/// Seals the bodies of the revisions to be inserted, in their order.
pub(super) fn seal_bodies(
    sealer: &Sealer,
    batch: &[Arrival],
    revisions: &Revisions,
    outlet: &Outlet,
) {
    let mut held = outlet.0.lock().unwrap_or_else(PoisonError::into_inner);
    // Dropped here at the end, however it comes: who waits for a piece hears that none comes.
    let Some(send) = held.take() else { return };
    for piece in revisions.inserts.chunks(PIECE) {
        let sealed = seal_piece(sealer, batch, piece);
        let ends = sealed.is_err();
        if send.send(sealed).is_err() || ends {
            return;
        }
    }
}

fn seal_piece(sealer: &Sealer, batch: &[Arrival], piece: &[NewRevision]) -> Piece {
    let bytes = piece.iter().map(|one| batch[one.arrival].body.len()).sum();
    let mut bodies = Values::with_room(piece.len(), bytes);
    for revision in piece {
        let body = &batch[revision.arrival].body;
        sealer.close_next(Column::RawBody, revision.raw_id, body, &mut bodies)?;
    }
    Ok(bodies)
}

/// Inserts revisions in the order of the plan, each with its body. `facts` are those of the current ones, in the same order, with the numbers of their
/// codes.
pub(super) fn insert_revisions(
    tx: &Transaction<'_>,
    run_id: i32,
    batch: &[Arrival],
    (revisions, bodies): (&Revisions, &Bodies),
    (facts, numbers): (&[NewFact<'_>], &Numbers),
) -> Result<(), StoreError> {
    let mut facts = facts.iter();
    let statement = (
        "INSERT OR ROLLBACK INTO raw_submission (raw_id, id_hash, content_hash, submission_id, received_at_ms, received_assumed, \
         is_current, enumerator_id, survey_day, format, run_id, row_number, body) VALUES ",
        13,
        "",
    );
    for piece in revisions.inserts.chunks(PIECE) {
        let bodies = bodies.0.recv().map_err(StoreError::other)??;
        let mut bodies = bodies.iter();
        insert_all(tx, statement, piece, |row, revision| {
            let arrival = &batch[revision.arrival];
            let fact = if revision.is_current {
                facts.next()
            } else {
                None
            };
            let stands_at = fact.map(|fact| fact.stands_at(numbers)).transpose()?;
            row.push(revision.raw_id)?;
            row.push(arrival.id_hash)?;
            row.push(&arrival.content_hash[..])?;
            row.push(arrival.submission_id.as_str())?;
            row.push(arrival.received_at.0)?;
            row.push(arrival.received_assumed)?;
            row.push(revision.is_current)?;
            row.push(stands_at.map(|(enumerator_id, _)| enumerator_id))?;
            row.push(stands_at.map(|(_, survey_day)| survey_day))?;
            row.push(arrival.format)?;
            row.push(run_id)?;
            row.push(i64::try_from(arrival.row_number).unwrap_or(i64::MAX))?;
            row.push(bodies.next().flatten())?;
            Ok(())
        })?;
    }
    Ok(())
}

/// Inserts facts.
pub(super) fn insert_facts(
    tx: &Transaction<'_>,
    by_key: &FactsByKey<'_>,
) -> Result<(), StoreError> {
    let statement = (
        "INSERT OR ROLLBACK INTO fact (enumerator_id, survey_day, raw_id, area_id, wave_id, outcome, review_state, place, counted, \
         edge_distance_m, started_at_ms, ended_at_ms, household_key, completed_at_ms, device_id, located_area_id, \
         received_at_ms, latitude, longitude, accuracy_m, fix_at_ms, mock_location, active_s, household_size, \
         items_required, items_answered, items_dont_know, items_refused, listing_latitude, listing_longitude, \
         form_id, form_version_id, id_hash, received_assumed, answers, resurvey_id) VALUES ",
        36,
        "",
    );
    insert_all(tx, statement, &by_key.rows(), |row, (fact, answers)| {
        let input = fact.input;
        row.push(fact.enumerator_id)?;
        row.push(input.survey_day.0)?;
        row.push(fact.origin.raw_id)?;
        row.push(input.area_id)?;
        row.push(fact.wave_id)?;
        row.push(input.outcome.rank())?;
        row.push(input.review_state.rank())?;
        row.push(input.place.rank())?;
        row.push(fact.counted)?;
        row.push(input.edge_distance_m)?;
        row.push(input.started_at.map(|at| at.0))?;
        row.push(input.ended_at.map(|at| at.0))?;
        row.push(input.household_key)?;
        row.push(input.completed_at.0)?;
        row.push(fact.device_id)?;
        row.push(input.located_area_id)?;
        row.push(fact.origin.received_at_ms)?;
        row.push(input.fix.map(|fix| fix.latitude))?;
        row.push(input.fix.map(|fix| fix.longitude))?;
        row.push(input.fix.and_then(|fix| fix.accuracy_m))?;
        row.push(input.fix_at.map(|at| at.0))?;
        row.push(input.mock_location)?;
        row.push(input.active_s)?;
        row.push(input.household_size)?;
        row.push(input.items_required)?;
        row.push(input.items_answered)?;
        row.push(input.items_dont_know)?;
        row.push(input.items_refused)?;
        row.push(input.listing_point.map(|point| point.latitude))?;
        row.push(input.listing_point.map(|point| point.longitude))?;
        row.push(fact.form_id)?;
        row.push(fact.form_version_id)?;
        row.push(fact.origin.id_hash)?;
        row.push(fact.origin.received_assumed)?;
        row.push(*answers)?;
        row.push(fact.resurvey_id)?;
        Ok(())
    })
}
