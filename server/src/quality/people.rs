//! Enumerators' values of a measure, and how each stands to the rest.

use super::QualityNow;
use crate::kept::Kept;
use crate::permission::name_for;
use crate::site::Site;
use api::Session;
use api::quality::PersonLine;
use domain::area::AreaId;
use domain::cube::{Cube, Period};
use domain::measures::{Measure, Value, Worse};
use domain::peers::ShareFunnel;
use foldhash::fast::FixedState;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;
use store::flags::Heard;

/// Enumerators' values of a measure.
#[derive(Debug, Default)]
pub struct People {
    /// The one that stands out most first.
    pub lines: Vec<Person>,
    /// The funnel of a share, where there are enough to compare.
    pub funnel: Option<ShareFunnel>,
}

/// An enumerator's value, kept for everybody who asks: whether the name is told is asked for each of them.
#[derive(Debug)]
pub struct Person {
    who: Arc<Heard>,
    /// Their value.
    pub value: Value,
    /// See [`PersonLine::deviations`].
    pub deviations: Option<f64>,
}

impl Person {
    /// Their code.
    pub fn code(&self) -> &str {
        &self.who.code
    }

    /// As somebody may see it.
    pub fn shown(&self, site: &Site, session: &Session) -> PersonLine {
        PersonLine {
            code: self.who.code.clone(),
            name: name_for(site, session, &self.who.name),
            agency: self.who.agency.clone(),
            value: self.value,
            deviations: self.deviations,
        }
    }
}

/// Of fewer than so many a value says little: they are listed last.
const FEW: u64 = 10;

/// What was worked out of one version of quality. Every page, file and language of the same question is told from it: a province has
/// thousands of enumerators, and each one's standing is a search of its own.
pub type PeopleKept = Kept<Question, People>;

/// Whose values of which measure.
pub type Question = (Measure, AreaId, Period);

/// The most lines kept. A line has about 60 bytes.
const MOST_LINES: u64 = 200_000;

/// Room for them.
pub fn none_kept() -> PeopleKept {
    Kept::weighing(100, MOST_LINES, |people| people.lines.len() as u64 + 1)
}

impl QualityNow {
    /// Everybody's value of a measure, of their work in an area and period.
    pub fn people_of(
        &self,
        cube: &Cube,
        measure: Measure,
        area: AreaId,
        period: &Period,
    ) -> Arc<People> {
        self.kept.or_make((measure, area, *period), || {
            people(self, cube, measure, area, period)
        })
    }
}

/// Everybody's value of a measure, of their work in an area and period.
fn people(
    now: &QualityNow,
    cube: &Cube,
    measure: Measure,
    area: AreaId,
    period: &Period,
) -> People {
    let mut values: Vec<(i32, Value)> = Vec::new();
    let last = measure.last_slot();
    now.quality
        .each_person(cube, area, period, last, |enumerator, figures| {
            let value = figures.value(measure);
            if let Some(value) = value.filter(|value| value.of().is_some()) {
                values.push((enumerator, value));
            }
        });
    let portions: Vec<(u64, u64)> = values
        .iter()
        .filter_map(|(_, value)| match value {
            // Several flags can be about one interview: no share of interviews, and no funnel.
            Value::Share { part, whole } if part <= whole => Some((*part, *whole)),
            _ => None,
        })
        .collect();
    let funnel = (!portions.is_empty() && portions.len() == values.len())
        .then(|| ShareFunnel::of(&portions, 1.0));
    let who: HashMap<i32, &Arc<Heard>, FixedState> = now
        .people
        .iter()
        .map(|contact| (contact.who.enumerator_id, &contact.who))
        .collect();
    let mut lines: Vec<Person> = values
        .into_iter()
        .filter_map(|(enumerator, value)| {
            let who = who.get(&enumerator)?;
            let deviations = match (&funnel, value) {
                (Some(funnel), Value::Share { part, whole }) => funnel
                    .standing(part, whole)
                    .map(|standing| standing.deviations),
                _ => None,
            };
            Some(Person {
                who: Arc::clone(who),
                value,
                deviations,
            })
        })
        .collect();
    lines.sort_by(|a, b| {
        let is_few = |line: &Person| line.value.of().unwrap_or(0) < FEW;
        let number = |line: &Person| Some(line.deviations.unwrap_or(line.value.number()));
        is_few(a)
            .cmp(&is_few(b))
            .then_with(|| worst_first(measure, number(a), number(b)))
            .then_with(|| a.code().cmp(b.code()))
    });
    People { lines, funnel }
}

/// Orders values of a measure, the one that asks for a look first; what has none last.
pub fn worst_first(measure: Measure, a: Option<f64>, b: Option<f64>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => match measure.worse() {
            Worse::High => b.total_cmp(&a),
            Worse::Low => a.total_cmp(&b),
        },
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
