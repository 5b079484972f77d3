//! Quality in memory: what was counted of interviews and flags, by area and by enumerator, answered without a database.

use super::day::{DayCell, Slots, SlotsByForm};
use super::figures::Figures;
use super::sums::{Packed, Sums};
use crate::area::{AreaId, ByArea};
use crate::cube::{Cube, Period, WaveId};
use crate::time::{EpochMs, SurveyDay};
use crate::visit::FormVersion;
use std::collections::BTreeMap;

/// Some flags of one enumerator in one area on one day that share a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlagCell {
    /// Whose work they are about.
    pub enumerator: i32,
    /// The union council they are filed under.
    pub area: AreaId,
    /// The wave.
    pub wave: WaveId,
    /// The day, by corrected time.
    pub day: SurveyDay,
    /// Their slot: see [`super::flag_slot`] and [`super::Binned::TimeToClose`].
    pub slot: u16,
    /// How many.
    pub number: u32,
}

/// What quality is built from.
#[derive(Clone, Debug, Default)]
pub struct QualityRows {
    /// Days by enumerator.
    pub people: Vec<(i32, Vec<DayCell>)>,
    /// Flags.
    pub flags: Vec<FlagCell>,
    /// The latest receipt that can be in these numbers.
    pub as_of: Option<EpochMs>,
    /// Grows with every judging and every decision.
    pub version: i64,
}

/// Slots, and those of durations by form, by the cell they are in.
type Cells = BTreeMap<(WaveId, SurveyDay, AreaId), (Slots, SlotsByForm)>;

/// What was counted in one area on one day of a wave.
#[derive(Debug)]
pub struct AreaDay {
    /// The wave.
    pub wave: WaveId,
    /// The day.
    pub day: SurveyDay,
    /// The sums.
    pub sums: Packed,
    /// Durations by the version of the form, each once, in order.
    pub by_form: Vec<(FormVersion, Packed)>,
}

/// An area's days.
#[derive(Debug, Default)]
struct AreaWork {
    /// In the order of the days within each wave.
    days: Vec<AreaDay>,
    /// All of them together, of the slots that have any: what most pages ask for. A province's can be more than fit into a day's.
    total: Vec<(u16, u64)>,
    /// The last of them; `None` of none.
    last: Option<SurveyDay>,
}

impl AreaWork {
    fn of(days: Vec<AreaDay>) -> AreaWork {
        let mut total = Sums::default();
        for day in &days {
            total.add(&day.sums);
        }
        AreaWork {
            total: total.filled().collect(),
            last: days.iter().map(|day| day.day).max(),
            days,
        }
    }
}

/// Whether a period holds everything up to a last day, of all waves.
fn is_everything(period: &Period, last: Option<SurveyDay>) -> bool {
    period.wave.is_none() && period.from.is_none() && last.is_some_and(|last| last <= period.to)
}

/// One enumerator's days.
#[derive(Debug, Default)]
struct Person {
    cells: Vec<DayCell>,
    /// All of them together: what most pages ask for.
    total: Packed,
    /// The areas they are in, each once.
    areas: Vec<AreaId>,
    /// The last of them; `None` of nobody.
    last: Option<SurveyDay>,
}

impl Person {
    fn of(cells: Vec<DayCell>) -> Person {
        let mut areas: Vec<AreaId> = cells.iter().map(|cell| cell.area).collect();
        areas.sort_unstable();
        areas.dedup();
        let all = cells.iter().flat_map(|cell| cell.sums.slots());
        Person {
            total: Packed::of(all),
            areas,
            last: cells.iter().map(|cell| cell.day).max(),
            cells,
        }
    }
}

/// The quality of the survey in memory.
#[derive(Debug, Default)]
pub struct Quality {
    areas: ByArea<AreaWork>,
    people: BTreeMap<i32, Person>,
    as_of: Option<EpochMs>,
    version: i64,
}

impl Quality {
    /// Sums the days along the ancestors of their areas. Days of an area that `cube` does not know are left out.
    pub fn build(rows: QualityRows, cube: &Cube) -> Quality {
        let mut people: BTreeMap<i32, Cells> = BTreeMap::new();
        for (enumerator, cells) in rows.people {
            let of_person = people.entry(enumerator).or_default();
            for cell in cells {
                let (slots, forms) = of_person
                    .entry((cell.wave, cell.day, cell.area))
                    .or_default();
                slots.extend(cell.sums.slots());
                for (form, packed) in cell.by_form {
                    forms.entry(form).or_default().extend(packed.slots());
                }
            }
        }
        for flag in rows.flags {
            let of_person = people.entry(flag.enumerator).or_default();
            let (slots, _) = of_person
                .entry((flag.wave, flag.day, flag.area))
                .or_default();
            slots.push((flag.slot, flag.number));
        }
        let people: BTreeMap<i32, Person> = people
            .into_iter()
            .map(|(enumerator, cells)| {
                let cells = cells
                    .into_iter()
                    .map(|(key, (slots, by_form))| DayCell::of(key, slots, by_form));
                (enumerator, Person::of(cells.collect()))
            })
            .collect();
        Quality {
            areas: by_area(&people, cube),
            people,
            as_of: rows.as_of,
            version: rows.version,
        }
    }

    /// The latest receipt that can be in these numbers.
    pub fn as_of(&self) -> Option<EpochMs> {
        self.as_of
    }

    /// The version of the data it was built from.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The sums of an area with all below it.
    pub fn area(&self, area: AreaId, period: &Period) -> Sums {
        self.area_up_to(area, period, u16::MAX)
    }

    /// The same of the slots up to `last`, which is that of a measure ([`super::Measure::last_slot`]). The fewer, the faster.
    pub fn area_up_to(&self, area: AreaId, period: &Period, last: u16) -> Sums {
        let mut sums = Sums::default();
        match self.areas.get(&area) {
            Some(work) if is_everything(period, work.last) => {
                for (slot, number) in work.total.iter().take_while(|(slot, _)| *slot <= last) {
                    sums.add_slot(*slot, *number);
                }
            }
            _ => {
                for day in self.days_of(area, period) {
                    sums.add_up_to(&day.sums, last);
                }
            }
        }
        sums
    }

    /// Durations of an area's interviews by the version of the form, of those whose tool says which.
    pub fn by_form(&self, area: AreaId, period: &Period) -> BTreeMap<FormVersion, Sums> {
        let mut forms: BTreeMap<FormVersion, Sums> = BTreeMap::new();
        for (form, packed) in self.days_of(area, period).flat_map(|day| &day.by_form) {
            forms.entry(*form).or_default().add(packed);
        }
        forms
    }

    /// What was counted in an area day by day, in the order of the days within each wave; a day of several waves comes once for each.
    pub fn days_of(&self, area: AreaId, period: &Period) -> impl Iterator<Item = &AreaDay> {
        let period = *period;
        let days = self.areas.get(&area).map(|work| work.days.iter());
        days.into_iter()
            .flatten()
            .filter(move |day| is_in(&period, day.wave, day.day))
    }

    /// Tells the figures of everybody who worked in an area, one after the other, by enumerator: of their slots up to `last`, which is
    /// that of a measure ([`super::Measure::last_slot`]) or the last of all. The fewer, the faster.
    pub fn each_person(
        &self,
        cube: &Cube,
        within: AreaId,
        period: &Period,
        last: u16,
        mut tell: impl FnMut(i32, &Figures),
    ) {
        let mut figures = Figures::default();
        for (enumerator, person) in &self.people {
            let is_whole = is_everything(period, person.last)
                && person
                    .areas
                    .iter()
                    .all(|area| cube.is_within(*area, within));
            let mut is_there = is_whole;
            figures.sums.clear(last);
            if is_whole {
                figures.sums.add_up_to(&person.total, last);
            } else {
                for cell in &person.cells {
                    if is_in(period, cell.wave, cell.day) && cube.is_within(cell.area, within) {
                        figures.sums.add_up_to(&cell.sums, last);
                        is_there = true;
                    }
                }
            }
            if is_there {
                tell(*enumerator, &figures);
            }
        }
    }
}

fn is_in(period: &Period, wave: WaveId, day: SurveyDay) -> bool {
    period.wave.is_none_or(|only| only == wave)
        && day <= period.to
        && period.from.is_none_or(|from| from <= day)
}

/// What an area's day adds up to.
#[derive(Default)]
struct Adding {
    sums: Sums,
    by_form: BTreeMap<FormVersion, Sums>,
}

impl Adding {
    fn add(&mut self, sums: &Packed, by_form: &[(FormVersion, Packed)]) {
        self.sums.add(sums);
        for (form, packed) in by_form {
            self.by_form.entry(*form).or_default().add(packed);
        }
    }

    fn packed(self, wave: WaveId, day: SurveyDay) -> AreaDay {
        let forms = self.by_form.into_iter();
        AreaDay {
            wave,
            day,
            sums: self.sums.pack(),
            by_form: forms.map(|(form, sums)| (form, sums.pack())).collect(),
        }
    }
}

fn by_area(people: &BTreeMap<i32, Person>, cube: &Cube) -> ByArea<AreaWork> {
    let mut cells: Vec<&DayCell> = people.values().flat_map(|person| &person.cells).collect();
    cells.sort_by_key(|cell| (cell.wave, cell.day, cell.area));
    let mut areas: ByArea<Vec<AreaDay>> = ByArea::default();
    for of_day in cells.chunk_by(|a, b| (a.wave, a.day) == (b.wave, b.day)) {
        let (wave, day) = (of_day[0].wave, of_day[0].day);
        let mut adding: ByArea<Adding> = ByArea::default();
        for of_area in of_day.chunk_by(|a, b| a.area == b.area) {
            let mut own = Adding::default();
            for cell in of_area {
                own.add(&cell.sums, &cell.by_form);
            }
            let own = own.packed(wave, day);
            for area in cube.path(of_area[0].area) {
                adding
                    .entry(area.id)
                    .or_default()
                    .add(&own.sums, &own.by_form);
            }
        }
        for (area, sums) in adding {
            areas.entry(area).or_default().push(sums.packed(wave, day));
        }
    }
    let areas = areas.into_iter();
    areas
        .map(|(area, days)| (area, AreaWork::of(days)))
        .collect()
}
