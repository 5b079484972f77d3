//! What would be drawn: strata, sizes, expectations, and what capacity cuts. Looked at before anything is drawn.

use super::draw::{Draw, Seed, draw};
use super::frame::{Frame, FrameEnumerator, FrameInterview};
use super::strata::{Layer, Making, Stratified, reasons_of, stratify};
use super::{Design, DesignProblem, FrameProblem};
use crate::area::AreaId;
use crate::mix::mixed;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A stratum: a simple random sample without replacement of `size` of its `interviews` is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stratum {
    /// Its number in the plan, from 0.
    pub number: u32,
    /// The layer.
    pub layer: Layer,
    /// Whose interviews alone it holds, if it is of one enumerator.
    pub enumerator: Option<i32>,
    /// Interviews of the frame in it (N).
    pub interviews: u32,
    /// How many are drawn (n), 0 … N.
    pub size: u32,
}

impl Stratum {
    /// The probability of each of its interviews to be drawn: n / N.
    pub fn probability(&self) -> f64 {
        match self.interviews {
            0 => 0.0,
            all => f64::from(self.size) / f64::from(all),
        }
    }
}

/// What a layer wanted and gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerPlan {
    /// The layer.
    pub layer: Layer,
    /// Visits that the design asks for.
    pub wanted: u32,
    /// Visits that are drawn. More than wanted only by chance's layer, which takes in what the others were cut of.
    pub size: u32,
}

impl LayerPlan {
    /// Visits that capacity cut.
    pub fn cut(&self) -> u32 {
        self.wanted.saturating_sub(self.size)
    }
}

/// How many visits are to be expected somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The key of the union council, or of the enumerator.
    pub of: i32,
    /// Completed interviews in the frame.
    pub interviews: u32,
    /// Visits expected: the sum of the probabilities.
    pub visits: f64,
}

/// All of a plan but the interviews: what is shown and kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// The tehsil.
    pub tehsil: AreaId,
    /// The wave.
    pub wave: i32,
    /// The first day of the week.
    pub starts_on: SurveyDay,
    /// The design.
    pub design: Design,
    /// Completed interviews in the frame.
    pub interviews: u32,
    /// Union councils with one.
    pub union_councils: u32,
    /// The most visits that the capacity allows in so many union councils.
    pub capacity_visits: u32,
    /// By layer, in the order of [`Layer::ALL`].
    pub layers: Vec<LayerPlan>,
    /// The strata, by number; each interview is in one.
    pub strata: Vec<Stratum>,
    /// New enumerators who are surely visited: at least one of their interviews has a place.
    pub new_covered: u32,
    /// New enumerators with an interview in the frame.
    pub new_enumerators: u32,
    /// A number made of every interview and its stratum: the same plan and seed draw the same.
    pub fingerprint: i64,
}

impl PlanSummary {
    /// Visits that are drawn: a fixed number, the sum of all probabilities.
    pub fn visits(&self) -> u32 {
        self.strata.iter().map(|stratum| stratum.size).sum()
    }

    /// The days of single monitors that the visits take at most.
    pub fn monitor_days(&self) -> u64 {
        let capacity = &self.design.capacity;
        let days = capacity.days_for(self.visits(), self.union_councils as usize);
        days.unwrap_or(0)
    }

    /// Visits that capacity cut, of all layers. Where there is room for all that is wanted nothing is cut: a layer is then smaller than it
    /// wanted because others have taken its interviews.
    pub fn cut(&self) -> u32 {
        let wanted: u64 = self
            .layers
            .iter()
            .map(|layer| u64::from(layer.wanted))
            .sum();
        match wanted > u64::from(self.capacity_visits) {
            true => self.layers.iter().map(LayerPlan::cut).sum(),
            false => 0,
        }
    }
}

/// A plan: ready to be looked at, and to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    summary: PlanSummary,
    /// The frame's interviews by key, so that a plan does not depend on the frame's order.
    pub(super) interviews: Vec<FrameInterview>,
    /// Places of each stratum's interviews.
    pub(super) members: Vec<Vec<usize>>,
    is_top: Vec<bool>,
    enumerators: BTreeMap<i32, FrameEnumerator>,
}

/// Why there is no plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanProblem {
    /// The design cannot be used.
    Design(DesignProblem),
    /// The frame does not fit together.
    Frame(FrameProblem),
}

impl Plan {
    /// The plan of a frame by a design. Nothing is drawn yet. An empty frame has a plan of nothing.
    pub fn of(frame: &Frame, design: &Design) -> Result<Plan, PlanProblem> {
        design.check().map_err(PlanProblem::Design)?;
        let mut frame = frame.clone();
        frame.interviews.sort_by_key(|interview| interview.key);
        let councils: BTreeSet<AreaId> = frame.interviews.iter().map(|i| i.union_council).collect();
        let capacity_visits = design.capacity.most_visits(councils.len());
        let Stratified {
            strata: made,
            shares,
            top,
        } = stratify(&frame, design, capacity_visits).map_err(PlanProblem::Frame)?;
        let enumerators = frame.enumerators().map_err(PlanProblem::Frame)?;
        let mut is_top = vec![false; frame.interviews.len()];
        for at in top {
            is_top[at] = true;
        }
        let layers = Layer::ALL
            .into_iter()
            .map(|layer| LayerPlan {
                layer,
                wanted: shares.wanted[layer as usize],
                size: shares.got[layer as usize],
            })
            .collect();
        let (new_enumerators, new_covered) = new_ones(&frame, &enumerators, design, &made);
        let summary = PlanSummary {
            tehsil: frame.tehsil,
            wave: frame.wave,
            starts_on: frame.starts_on,
            design: *design,
            interviews: frame.interviews.len() as u32,
            union_councils: councils.len() as u32,
            capacity_visits,
            layers,
            strata: made
                .iter()
                .enumerate()
                .map(|(number, making)| Stratum {
                    number: number as u32,
                    layer: making.layer,
                    enumerator: making.enumerator,
                    interviews: making.members.len() as u32,
                    size: making.size,
                })
                .collect(),
            new_covered,
            new_enumerators,
            fingerprint: fingerprint(&frame, &made),
        };
        Ok(Plan {
            summary,
            interviews: frame.interviews,
            members: made.into_iter().map(|making| making.members).collect(),
            is_top,
            enumerators,
        })
    }

    /// All but the interviews: what a preview shows and what is kept.
    pub fn summary(&self) -> &PlanSummary {
        &self.summary
    }

    /// Draws: the same plan and seed, the same draw.
    pub fn draw(&self, seed: Seed) -> Draw {
        draw(self, seed)
    }

    /// The probability of every interview of the frame to be drawn, by key. They add up to [`PlanSummary::visits`].
    pub fn probabilities(&self) -> Vec<(i64, f64)> {
        let of_stratum = self.summary.strata.iter().zip(&self.members);
        let mut all: Vec<(i64, f64)> = of_stratum
            .flat_map(|(stratum, members)| {
                let probability = stratum.probability();
                members
                    .iter()
                    .map(move |at| (self.interviews[*at].key, probability))
            })
            .collect();
        all.sort_by_key(|(key, _)| *key);
        all
    }

    /// Visits to be expected in each union council.
    pub fn expected_by_union_council(&self) -> Vec<Expected> {
        self.expected(|interview| interview.union_council)
    }

    /// Visits to be expected of each enumerator.
    pub fn expected_by_enumerator(&self) -> Vec<Expected> {
        self.expected(|interview| interview.enumerator)
    }

    fn expected(&self, of: impl Fn(&FrameInterview) -> i32) -> Vec<Expected> {
        let mut sums: BTreeMap<i32, (u32, f64)> = BTreeMap::new();
        for (stratum, members) in self.summary.strata.iter().zip(&self.members) {
            for at in members {
                let sum = sums.entry(of(&self.interviews[*at])).or_default();
                sum.0 += 1;
                sum.1 += stratum.probability();
            }
        }
        sums.into_iter()
            .map(|(of, (interviews, visits))| Expected {
                of,
                interviews,
                visits,
            })
            .collect()
    }

    /// Why one of the interviews is checked when it was drawn from a layer: that layer, and the others that it belongs to.
    pub(super) fn reasons(&self, at: usize, layer: Layer) -> Vec<Layer> {
        let interview = &self.interviews[at];
        let enumerator = self.enumerators.get(&interview.enumerator);
        reasons_of(layer, self.is_top[at], enumerator, &self.summary.design)
    }
}

/// New enumerators with an interview in the frame, and how many of them are surely visited.
fn new_ones(
    frame: &Frame,
    enumerators: &BTreeMap<i32, FrameEnumerator>,
    design: &Design,
    made: &[Making],
) -> (u32, u32) {
    let is_new = |key: &i32| {
        let one = enumerators.get(key);
        reasons_of(Layer::Random, false, one, design).contains(&Layer::New)
    };
    let present: BTreeSet<i32> = frame.interviews.iter().map(|i| i.enumerator).collect();
    let new: BTreeSet<i32> = present.into_iter().filter(is_new).collect();
    let mut covered = BTreeSet::new();
    for making in made.iter().filter(|making| making.size > 0) {
        match (making.layer, making.enumerator) {
            (_, Some(enumerator)) => {
                covered.insert(enumerator);
            }
            (Layer::Risk, None) => {
                covered.extend(
                    making
                        .members
                        .iter()
                        .map(|at| frame.interviews[*at].enumerator),
                );
            }
            _ => {}
        }
    }
    (new.len() as u32, new.intersection(&covered).count() as u32)
}

fn fingerprint(frame: &Frame, made: &[Making]) -> i64 {
    let strata = made.iter().enumerate().flat_map(|(number, making)| {
        let head = [number as i64, i64::from(making.size)];
        let keys = making.members.iter().map(|at| frame.interviews[*at].key);
        head.into_iter().chain(keys)
    });
    mixed(strata).cast_signed()
}
