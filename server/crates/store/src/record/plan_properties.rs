//! Plans applied to a database in memory: any order and any batching end where the definition says.

use super::aside::Aside;
use super::batch::Batch;
use super::hash::KeyMap;
use super::households::{Holder, claims_of, counts_of, plan_households};
use super::plan::{KnownFact, KnownRevision, plan_revisions};
use super::{Arrival, FactInput};
use crate::run::{Rejected, RowOutcome};
use domain::outcome::{Outcome, ReviewState};
use domain::place::Place;
use domain::reason::Reason;
use domain::time::{EpochMs, SurveyDay};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What the databases keep, as far as plans look at it.
#[derive(Default)]
struct Memory {
    revisions: Vec<(i64, KnownRevision, i64)>,
    facts: BTreeMap<i64, Holder>,
    aside: Aside,
}

impl Memory {
    fn record(&mut self, rows: &[Arrival]) -> Vec<RowOutcome> {
        let batch = &Batch::of(rows.to_vec());
        let mut known: KeyMap<i64, Vec<KnownRevision>> = KeyMap::default();
        for (id_hash, revision, _) in &self.revisions {
            if rows.iter().any(|arrival| arrival.id_hash == *id_hash) {
                known.entry(*id_hash).or_default().push(revision.clone());
            }
        }
        let next = self.revisions.len() as i64 + 1;
        let plan = plan_revisions(rows, batch.by_id(), &known, next);
        let new = plan.new_facts(batch);
        let claims = claims_of(
            new.iter()
                .map(|fact| (fact.arrival.submission_id.as_str(), fact.input)),
            &self.aside,
        );
        let holders: Vec<Holder> = self
            .facts
            .values()
            .filter(|holder| holder.fact.household_key.is_some())
            .filter(|holder| self.aside.of(&holder.submission_id).is_none())
            .cloned()
            .collect();
        let counted = plan_households(&claims, &plan.superseded, &holders);
        let counts = counts_of(
            new.iter()
                .map(|fact| (fact.arrival.submission_id.as_str(), fact.input)),
            &self.aside,
            &counted,
        );
        for fact in &plan.superseded {
            assert!(self.facts.remove(&fact.raw_id).is_some());
            for (_, revision, raw_id) in &mut self.revisions {
                if *raw_id == fact.raw_id {
                    revision.current = None;
                }
            }
        }
        for (facts, counts) in [(&counted.dethroned, false), (&counted.promoted, true)] {
            for fact in facts {
                self.set_counted(fact.raw_id, counts);
            }
        }
        for insert in &plan.inserts {
            let arrival = &rows[insert.arrival];
            let revision = KnownRevision {
                submission_id: arrival.submission_id.clone(),
                content_hash: arrival.content_hash,
                received_at_ms: arrival.received_at.0,
                current: None,
            };
            self.revisions
                .push((arrival.id_hash, revision, insert.raw_id));
        }
        for (fact, counts) in new.iter().zip(counts) {
            let known = KnownFact {
                enumerator_id: 1,
                survey_day: fact.input.survey_day.0,
                raw_id: fact.raw_id,
                area_id: fact.input.area_id,
                wave_id: 0,
                household_key: fact.input.claimed_household(),
                counted: counts,
            };
            self.revisions[fact.raw_id as usize - 1].1.current = Some(known);
            self.facts.insert(
                fact.raw_id,
                Holder {
                    fact: known,
                    household_key: fact.input.claimed_household().unwrap_or_default(),
                    completed_at_ms: fact.input.completed_at.0,
                    submission_id: fact.arrival.submission_id.clone(),
                },
            );
        }
        plan.outcomes
    }

    fn set_counted(&mut self, raw_id: i64, counted: bool) {
        let holder = self.facts.get_mut(&raw_id).unwrap();
        assert_ne!(
            holder.fact.counted, counted,
            "a change that changes something"
        );
        holder.fact.counted = counted;
        self.revisions[raw_id as usize - 1].1.current = Some(holder.fact);
    }

    /// Id, time of completion and whether counted, of every fact.
    fn content(&self) -> Vec<(String, i64, bool)> {
        let mut content: Vec<_> = self
            .facts
            .values()
            .map(|holder| {
                (
                    holder.submission_id.clone(),
                    holder.completed_at_ms,
                    holder.fact.counted,
                )
            })
            .collect();
        content.sort();
        content
    }
}

/// The same by the definition: group, take the latest; leave out what stands aside, group, take the first.
fn defined(rows: &[Arrival], aside: &Aside) -> Vec<(String, i64, bool)> {
    let mut current: BTreeMap<&str, (&Arrival, &FactInput)> = BTreeMap::new();
    for arrival in rows {
        let Ok(input) = &arrival.content else {
            continue;
        };
        let latest = current
            .entry(&arrival.submission_id)
            .or_insert((arrival, input));
        if arrival.received_at > latest.0.received_at {
            *latest = (arrival, input);
        }
    }
    let mut first: BTreeMap<i64, (i64, &str)> = BTreeMap::new();
    for (id, (_, input)) in &current {
        if aside.of(id).is_some() {
            continue;
        }
        if let Some(key) = input.claimed_household() {
            let rank = (input.completed_at.0, *id);
            let best = first.entry(key).or_insert(rank);
            *best = rank.min(*best);
        }
    }
    current
        .iter()
        .map(|(id, (_, input))| {
            let counted = match input.claimed_household() {
                _ if aside.of(id).is_some() => false,
                Some(key) => first[&key] == (input.completed_at.0, *id),
                None => input.is_valid_complete(),
            };
            ((*id).to_owned(), input.completed_at.0, counted)
        })
        .collect()
}

/// Few ids, households and instants, so that everything collides. One revision has one content.
fn made(id: u8, revision: u8, choice: u64) -> Arrival {
    let mut content_hash = [0; 16];
    content_hash[0] = id;
    content_hash[1] = revision;
    let pick = |shift: u32, bound: u64| (choice >> shift) % bound;
    Arrival {
        // Two ids to a hash.
        id_hash: i64::from(id / 2),
        submission_id: format!("s{id}"),
        content_hash,
        quarantine_hash: content_hash,
        body: Vec::new(),
        row_number: 1,
        format: 0,
        received_at: EpochMs(i64::from(revision)),
        received_assumed: false,
        content: if pick(0, 10) == 0 {
            Err(Rejected {
                code: Reason::Missing,
                reason: String::new(),
            })
        } else {
            Ok(FactInput {
                enumerator_code: "E".to_owned(),
                wave_code: None,
                device_code: None,
                area_id: 1,
                located_area_id: None,
                survey_day: SurveyDay(1),
                outcome: if pick(8, 5) == 0 {
                    Outcome::Refused
                } else {
                    Outcome::Complete
                },
                review_state: if pick(16, 5) == 0 {
                    ReviewState::Rejected
                } else {
                    ReviewState::Received
                },
                place: Place::NoFix,
                edge_distance_m: None,
                household_key: (pick(24, 6) > 0).then(|| pick(32, 3) as i64),
                started_at: None,
                ended_at: None,
                completed_at: EpochMs(pick(40, 4) as i64),
                fix: None,
                fix_at: None,
                mock_location: None,
                active_s: None,
                household_size: None,
                items_required: None,
                items_answered: None,
                items_dont_know: None,
                items_refused: None,
                listing_point: None,
                form_code: None,
                form_version: None,
                sheet: None,
            })
        },
    }
}

fn rows() -> impl Strategy<Value = Vec<Arrival>> {
    let contents = proptest::collection::vec(any::<u64>(), 8 * 3);
    let order = proptest::collection::vec((0..8_u8, 0..3_u8), 1..60);
    (contents, order).prop_map(|(contents, order)| {
        order
            .into_iter()
            .map(|(id, revision)| {
                made(
                    id,
                    revision,
                    contents[usize::from(id) * 3 + usize::from(revision)],
                )
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_batching_ends_where_the_definition_says(rows in rows(), size in 1..20_usize) {
        let mut memory = Memory::default();
        for batch in rows.chunks(size) {
            memory.record(batch);
        }
        prop_assert_eq!(memory.content(), defined(&rows, &memory.aside));
    }

    #[test]
    fn what_stands_aside_counts_for_nothing_whatever_comes_of_it(rows in rows(), size in 1..20_usize) {
        let mut memory = Memory {
            aside: Aside::these(&["s0", "s3", "s5"]),
            ..Memory::default()
        };
        for batch in rows.chunks(size) {
            memory.record(batch);
        }
        prop_assert_eq!(memory.content(), defined(&rows, &memory.aside));
    }

    #[test]
    fn any_order_ends_at_the_same_content(rows in rows(), keys in proptest::collection::vec(any::<u32>(), 60), size in 1..20_usize) {
        let mut shuffled: Vec<(u32, Arrival)> = keys.into_iter().zip(rows.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Arrival> = shuffled.into_iter().map(|(_, arrival)| arrival).collect();
        let mut memory = Memory::default();
        for batch in shuffled.chunks(size) {
            memory.record(batch);
        }
        prop_assert_eq!(memory.content(), defined(&rows, &memory.aside));
    }

    #[test]
    fn a_second_time_changes_nothing(rows in rows(), size in 1..20_usize) {
        let mut memory = Memory::default();
        memory.record(&rows);
        let before = (memory.content(), memory.revisions.len());
        for batch in rows.chunks(size) {
            for outcome in memory.record(batch) {
                prop_assert!(matches!(outcome, RowOutcome::Unchanged | RowOutcome::Quarantined));
            }
        }
        prop_assert_eq!((memory.content(), memory.revisions.len()), before);
    }
}
