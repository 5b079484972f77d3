//! What is counted of an enumerator's days: one cell an area, wave and survey day, by corrected time.

use super::slot::{Binned, Count};
use super::sums::{Packed, push_number, push_packed, take_number, take_packed};
use crate::area::AreaId;
use crate::checks::{Field, Work};
use crate::outcome::Outcome;
use crate::peers::{Basis, SizeClass, duration_s};
use crate::place::Place;
use crate::time::SurveyDay;
use crate::visit::{FormVersion, Timed, Visit};
use std::collections::BTreeMap;

/// Slots with their numbers, in any order.
pub(super) type Slots = Vec<(u16, u32)>;
/// Slots of durations by the version of the form.
pub(super) type SlotsByForm = BTreeMap<FormVersion, Slots>;

/// What one enumerator did in one area on one day of a wave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCell {
    /// The union council that was claimed.
    pub area: AreaId,
    /// The wave; 0 where submissions name none.
    pub wave: i32,
    /// The survey day, by corrected time; [`SurveyDay::UNKNOWN`] where no time is known.
    pub day: SurveyDay,
    /// The sums.
    pub sums: Packed,
    /// Durations of interviews by the version of the form they were filled in on, where the tool says which: each version once, in order.
    pub by_form: Vec<(FormVersion, Packed)>,
}

impl DayCell {
    /// A cell from slots in any order.
    pub(super) fn of(
        (wave, day, area): (i32, SurveyDay, AreaId),
        slots: Slots,
        by_form: SlotsByForm,
    ) -> DayCell {
        let packed = |(form, slots): (FormVersion, Slots)| (form, Packed::of(slots));
        DayCell {
            area,
            wave,
            day,
            sums: Packed::of(slots),
            by_form: by_form.into_iter().map(packed).collect(),
        }
    }
}

/// Counts an enumerator's work in one wave: all of their visits in it must be given at once.
pub fn day_cells(work: &Work<'_>, field: &Field<'_>) -> Vec<DayCell> {
    let mut cells: BTreeMap<(SurveyDay, AreaId), Slots> = BTreeMap::new();
    let mut forms: BTreeMap<(SurveyDay, AreaId), SlotsByForm> = BTreeMap::new();
    let mut interviews: BTreeMap<SurveyDay, BTreeMap<AreaId, u32>> = BTreeMap::new();
    for timed in work
        .visits
        .iter()
        .filter(|timed| !timed.visit.is_rejected())
    {
        let day = timed.day(field.zone);
        let cell = cells.entry((day, timed.visit.area)).or_default();
        count_visit(cell, timed, field);
        if let (true, Some(form), Some(slot)) = (
            timed.visit.is_valid_complete(),
            timed.visit.form,
            duration_slot(timed),
        ) {
            let of_cell = forms.entry((day, timed.visit.area)).or_default();
            of_cell.entry(form).or_default().push((slot, 1));
        }
        if timed.visit.is_valid_complete() && day != SurveyDay::UNKNOWN {
            *interviews
                .entry(day)
                .or_default()
                .entry(timed.visit.area)
                .or_default() += 1;
        }
    }
    for (day, by_area) in interviews {
        let all: u32 = by_area.values().sum();
        // Of several with as many, the one with the lowest key.
        let most = by_area
            .iter()
            .max_by_key(|(area, number)| (**number, -i64::from(**area)));
        if let Some(cell) = most.and_then(|(area, _)| cells.get_mut(&(day, *area))) {
            cell.push((Binned::DaySize.slot(f64::from(all)), 1));
        }
    }
    let of = |((day, area), slots)| {
        let by_form = forms.remove(&(day, area)).unwrap_or_default();
        DayCell::of((work.wave, day, area), slots, by_form)
    };
    cells.into_iter().map(of).collect()
}

fn count_visit(cell: &mut Vec<(u16, u32)>, timed: &Timed, field: &Field<'_>) {
    let visit = &timed.visit;
    let mut count = |what: Count, number: u32| cell.push((what.slot(), number));
    count(Count::Visits, 1);
    if !matches!(visit.outcome, Outcome::Vacant | Outcome::NotFound) {
        count(Count::VisitsToHomes, 1);
        count(
            Count::WithoutInterview,
            u32::from(visit.outcome != Outcome::Complete),
        );
        count(
            Count::Declined,
            u32::from(visit.outcome == Outcome::Refused),
        );
    }
    if let Some(start) = timed.start().filter(|_| timed.clock.tells_hours()) {
        let hour = field.minute_of_day(start) / 60;
        cell.push((Binned::Hour.slot(f64::from(hour)), 1));
    }
    if visit.is_valid_complete() {
        count_interview(cell, timed);
    }
}

fn count_interview(cell: &mut Vec<(u16, u32)>, timed: &Timed) {
    let visit = &timed.visit;
    let mut count = |what: Count, number: u32| cell.push((what.slot(), number));
    count(Count::Interviews, 1);
    count(Count::Repeated, u32::from(!visit.counted));
    count(Count::ClockCorrected, u32::from(timed.clock.corrects()));
    if visit.possible_fix().is_some() {
        count(Count::WithFix, 1);
        count(Count::JudgedFix, u32::from(is_judged(visit)));
        count(
            Count::Inside,
            u32::from(visit.place == Place::InsideClaimed),
        );
    }
    if let Some(required) = visit.items_required {
        let mut of = |part: Count, whole: Count, items: Option<u32>| {
            if let Some(items) = items {
                count(whole, required);
                // More answers than items is a fault of the form, not of the enumerator.
                count(part, items.min(required));
            }
        };
        of(
            Count::ItemsAnswered,
            Count::ItemsRequired,
            visit.items_answered,
        );
        of(Count::DontKnow, Count::DontKnowOf, visit.items_dont_know);
        of(Count::Refused, Count::RefusedOf, visit.items_refused);
    }
    if let Some(accuracy_m) = visit.possible_fix().and_then(|fix| fix.accuracy_m) {
        cell.push((Binned::Accuracy.slot(accuracy_m), 1));
    }
    if let (Some(end), Some(received)) = (timed.end(), visit.received_at) {
        let lag_h = received.0.saturating_sub(end.0) as f64 / 3_600_000.0;
        cell.push((Binned::Lag.slot(lag_h), 1));
    }
    cell.extend(duration_slot(timed).map(|slot| (slot, 1)));
}

/// The slot of an interview's duration; `None` where it cannot be told.
fn duration_slot(timed: &Timed) -> Option<u16> {
    let (basis, duration_s) = duration_s(timed)?;
    let class = SizeClass::of(timed.visit.household_size);
    let binned = match basis {
        Basis::Active => Binned::Active(class),
        Basis::Elapsed => Binned::Elapsed(class),
    };
    Some(binned.slot(f64::from(duration_s) / 60.0))
}

/// Whether it can be told if the fix is inside the claimed area. One outside the survey can be judged where that area has an edge.
fn is_judged(visit: &Visit) -> bool {
    match visit.place {
        Place::InsideClaimed | Place::OutsideClaimed => true,
        Place::OutsideSurvey => visit.edge_distance_m.is_some(),
        Place::NoFix | Place::InvalidFix | Place::NoBoundary => false,
    }
}

/// How days begin as bytes: no area has the key 0, which earlier bytes began with.
const FORMAT: [u8; 2] = [0, 2];

/// An enumerator's days as bytes.
pub fn write_cells(cells: &[DayCell]) -> Vec<u8> {
    let mut bytes = FORMAT.to_vec();
    for cell in cells {
        for key in [cell.area, cell.wave, cell.day.0] {
            push_number(&mut bytes, key.cast_unsigned());
        }
        push_packed(&mut bytes, &cell.sums);
        push_number(&mut bytes, cell.by_form.len() as u32);
        for (form, packed) in &cell.by_form {
            for key in [form.form, form.version] {
                push_number(&mut bytes, key.cast_unsigned());
            }
            push_packed(&mut bytes, packed);
        }
    }
    bytes
}

/// Reads [`write_cells`] back; `None` if another version of the program wrote it.
pub fn read_cells(bytes: &[u8]) -> Option<Vec<DayCell>> {
    let mut bytes = bytes.strip_prefix(&FORMAT)?;
    let key = |bytes: &mut &[u8]| Some(take_number(bytes)?.cast_signed());
    let mut cells = Vec::new();
    while !bytes.is_empty() {
        let (area, wave) = (key(&mut bytes)?, key(&mut bytes)?);
        let day = SurveyDay(key(&mut bytes)?);
        let sums = take_packed(&mut bytes)?;
        let mut by_form = Vec::new();
        for _ in 0..take_number(&mut bytes)? {
            let form = FormVersion {
                form: key(&mut bytes)?,
                version: key(&mut bytes)?,
            };
            by_form.push((form, take_packed(&mut bytes)?));
        }
        cells.push(DayCell {
            area,
            wave,
            day,
            sums,
            by_form,
        });
    }
    Some(cells)
}
