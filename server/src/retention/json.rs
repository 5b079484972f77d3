//! What is held of a submission, as JSON: a line of an archive, a part of an answer to a household.

use domain::hex::hex;
use domain::outcome::{Outcome, ReviewState};
use domain::place::Place;
use domain::time::EpochMs;
use domain::trail::TrailSource;
use flate2::read::DeflateDecoder;
use serde_json::{Map, Value, json};
use std::io::Read;
use store::retention::{HeldFact, HeldSubmission};

/// Bytes of an unpacked trail that are read.
const MOST_TRAIL_BYTES: u64 = 64 << 20;

/// Everything of a submission. `raw_id` and `trail_id` tell what the line is of when its rows are deleted.
pub fn held(held: &HeldSubmission) -> Value {
    let revisions = held.revisions.iter().map(|revision| {
        let mut value = json!({
            "raw_id": revision.raw_id,
            "received_at": instant(revision.received_at),
            "is_current": revision.is_current,
            "format": revision.format,
            "run": revision.run_id,
            "row": revision.row_number,
        });
        put_body(&mut value, &revision.body);
        value
    });
    let trails = held.trails.iter().map(|trail| {
        let source = TrailSource::from_rank(trail.source).map(TrailSource::title);
        let mut value = json!({"trail_id": trail.trail_id, "source": source, "run": trail.run_id});
        put_body(&mut value, &unpacked(&trail.body));
        value
    });
    let corrections = held.corrections.iter().map(|one| {
        json!({
            "field": one.field, "value": one.value, "reason": one.reason, "by": one.actor, "at": instant(one.at),
        })
    });
    json!({
        "submission_id": held.submission_id,
        "fact": held.fact.as_ref().map(fact),
        "revisions": revisions.collect::<Vec<_>>(),
        "trails": trails.collect::<Vec<_>>(),
        "corrections": corrections.collect::<Vec<_>>(),
    })
}

/// What a fact says, by the names of the canonical format where it has them.
pub fn fact(fact: &HeldFact) -> Value {
    let [outcome, review, place] = fact.ranks;
    let [active_s, size, required, answered, dont_know, refused] = fact.counts;
    json!({
        "enumerator_code": fact.enumerator,
        "area_code": fact.area,
        "wave_code": fact.wave,
        "device_id": fact.device,
        "located_area_code": fact.located,
        "survey_day": fact.survey_day.to_string(),
        "outcome": Outcome::from_rank(outcome).map(Outcome::code),
        "review_state": ReviewState::from_rank(review).map(|state| state.code()),
        "place": Place::from_rank(place).map(|place| place.code()),
        "counted": fact.counted,
        "started_at": fact.started_at.map(instant),
        "ended_at": fact.ended_at.map(instant),
        "received_at": instant(fact.received_at),
        "latitude": fact.latitude,
        "longitude": fact.longitude,
        "accuracy_m": fact.accuracy_m,
        "fix_at": fact.fix_at.map(instant),
        "active_s": active_s,
        "household_size": size,
        "items_required": required,
        "items_answered": answered,
        "items_dont_know": dont_know,
        "items_refused": refused,
        "listing": fact.listing.map(|(latitude, longitude)| json!([latitude, longitude])),
    })
}

/// An instant as RFC 3339; one that no calendar reaches as its number.
pub fn instant(at: EpochMs) -> Value {
    at.to_rfc3339().map_or(Value::from(at.0), Value::from)
}

/// A trail's lines; what cannot be unpacked stays as it is.
pub fn unpacked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut decoder = DeflateDecoder::new(body).take(MOST_TRAIL_BYTES);
    match decoder.read_to_end(&mut out) {
        Ok(_) if decoder.limit() > 0 => out,
        _ => body.to_vec(),
    }
}

/// Bytes as text under `text`, or, where they are none, as hexadecimal digits under `hex`.
pub fn put_body(value: &mut Value, body: &[u8]) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    put(object, body);
}

fn put(object: &mut Map<String, Value>, body: &[u8]) {
    match std::str::from_utf8(body) {
        Ok(text) => object.insert("text".to_owned(), Value::from(text)),
        Err(_) => object.insert("hex".to_owned(), Value::from(hex(body))),
    };
}
