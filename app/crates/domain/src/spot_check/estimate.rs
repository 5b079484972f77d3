//! Rates from spot checks: Hájek's estimate, its variance under the stratified draw, and an interval.
//!
//! With weights `w = N_h / r_h` (the stratum's interviews by those of it that were answered for) and, of each answered unit, a numerator `y` and a
//! denominator `x` (both 0 outside of what the rate is of):
//!
//! ```text
//! R      = Σ w y / Σ w x                                              (Hájek 1971; Särndal, Swensson and Wretman 1992, 5.7 and 7.3)
//! e      = y − R x                                                    (Taylor linearisation, the same, 5.5)
//! V(R)   = Σ_h N_h² (1 − r_h / N_h) s²_h(e) / r_h  /  (Σ w x)²        (the same, 3.7.2)
//! n_eff  = R (1 − R) / V(R)
//! [low, high] = Wilson's interval of R in n_eff units with Student's t instead of the normal's 1.96
//! ```
//!
//! The last is Korn and Graubard's (1998, Survey Methodology 24) idea with Wilson's interval, which Dean and Pagano (2015, Survey Methodology 41)
//! found the best for small rates: fabrications are rare, and the plain interval would reach below 0 or be a point at 0. Degrees of freedom are the
//! answered units less their strata, of the strata that are not answered in full.
//!
//! A stratum of which one alone was answered shows no spread: `e²` stands for it, which is too much rather than too little (a stratum
//! collapsed with one of no residual: Särndal et al. 3.7). And where no fabrication was seen in a layer, its spread is not 0: the variance of a
//! layer is at least what a share of `½ / (r + 1)` would give in all of its strata, `r` being what was answered for in them together: what
//! Jeffreys' prior expects when none of `r` was so.

use super::Layer;
use crate::interval::{DEVIATIONS_OF_95, wilson};
use crate::peers::normal::t_of_normal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Which stratum of which draw. The first number is the caller's, one for each draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StratumKey {
    /// The draw.
    pub draw: i64,
    /// The stratum's number in its plan.
    pub stratum: u32,
}

/// One drawn interview, or one that was visited instead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Its stratum.
    pub stratum: StratumKey,
    /// The stratum's layer.
    pub layer: Layer,
    /// Interviews of the frame in the stratum (N).
    pub stratum_interviews: u32,
    /// What is known of it.
    pub answer: Answer,
}

/// What is known of a unit for a rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// Nothing yet: not visited or not decided, or nobody was reached. Those who were answered for stand for it.
    Open,
    /// It was visited, and it cannot be told.
    CannotTell,
    /// It is not among those that the rate is of: another enumerator's, say.
    Outside,
    /// So much of so much: 1 or 0 of 1 for a rate of interviews, differing of compared answers for an error rate.
    Known {
        /// The numerator.
        part: f64,
        /// The denominator.
        of: f64,
    },
}

impl Answer {
    /// Whether the interview is so.
    pub fn yes_no(is_so: bool) -> Answer {
        Answer::Known {
            part: f64::from(u8::from(is_so)),
            of: 1.0,
        }
    }
}

/// A rate of the survey, estimated from a sample of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeightedRate {
    /// The estimate, 0 to 1.
    pub rate: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The estimate's standard error; 0 where everything was checked.
    pub standard_error: f64,
    /// The size of a simple random sample that would be as precise; `None` where everything was checked.
    pub effective_n: Option<f64>,
    /// Units that it was told from: those of the rate that were answered.
    pub answered: u32,
    /// Units visited of which it cannot be told. They are left out of the rate, as if they were like the others of their strata.
    pub cannot_tell: u32,
    /// The rate if none of those that cannot be told were so …
    pub if_none: f64,
    /// … and if all were.
    pub if_all: f64,
    /// Interviews of the frames that the answered strata stand for, and …
    pub stands_for: u64,
    /// … all of the frames: where it is more, no unit of some strata was answered, and nothing is said of them.
    pub of_frame: u64,
}

/// The answered units of a stratum.
#[derive(Default)]
struct Answered {
    all: f64,
    layer: Option<Layer>,
    values: Vec<(f64, f64)>,
    cannot_tell: u32,
}

/// A rate of interviews: [`weighted_ratio`] of answers that are [`Answer::yes_no`].
pub fn weighted_rate(units: &[Unit]) -> Option<WeightedRate> {
    weighted_ratio(units)
}

/// A ratio, of all units that were drawn (those outside of what it is of included: they show how much is outside). `None` where nothing of
/// it was answered.
pub fn weighted_ratio(units: &[Unit]) -> Option<WeightedRate> {
    let mut strata: BTreeMap<StratumKey, Answered> = BTreeMap::new();
    for unit in units {
        let stratum = strata.entry(unit.stratum).or_default();
        stratum.all = f64::from(unit.stratum_interviews);
        stratum.layer = Some(unit.layer);
        match unit.answer {
            Answer::Open => {}
            Answer::CannotTell => stratum.cannot_tell += 1,
            Answer::Outside => stratum.values.push((0.0, 0.0)),
            Answer::Known { part, of } => stratum.values.push((part, of)),
        }
    }
    let of_frame: f64 = strata.values().map(|stratum| stratum.all).sum();
    let cannot_tell: u32 = strata.values().map(|stratum| stratum.cannot_tell).sum();
    let bounds = bounds(&strata);
    strata.retain(|_, stratum| !stratum.values.is_empty());
    // A frame is never smaller than what was drawn of it; were it stated so, no weight may fall below 1.
    for stratum in strata.values_mut() {
        stratum.all = stratum.all.max(stratum.values.len() as f64);
    }
    let (part, of) = totals(&strata)?;
    let rate = part / of;
    let spread = variance(&strata, rate) / (of * of);
    let effective_n = effective_n(&strata, rate, spread, of);
    let (low, high) = wilson(rate.clamp(0.0, 1.0), effective_n, deviations(&strata));
    let answered = strata
        .values()
        .flat_map(|stratum| &stratum.values)
        .filter(|(_, of)| *of > 0.0)
        .count() as u32;
    let (if_none, if_all) = bounds.unwrap_or((rate, rate));
    Some(WeightedRate {
        rate,
        low,
        high,
        standard_error: spread.sqrt(),
        effective_n: effective_n.is_finite().then_some(effective_n),
        answered,
        cannot_tell,
        if_none,
        if_all,
        stands_for: strata.values().map(|stratum| stratum.all).sum::<f64>() as u64,
        of_frame: of_frame as u64,
    })
}

/// Σ w y and Σ w x; `None` if the latter is 0.
fn totals(strata: &BTreeMap<StratumKey, Answered>) -> Option<(f64, f64)> {
    let (mut part, mut of) = (0.0, 0.0);
    for stratum in strata.values() {
        let weight = stratum.all / stratum.values.len() as f64;
        part += weight * stratum.values.iter().map(|(y, _)| y).sum::<f64>();
        of += weight * stratum.values.iter().map(|(_, x)| x).sum::<f64>();
    }
    (of > 0.0).then_some((part, of))
}

/// The rate if those that cannot be told count as none and as all of one interview (Manski 2003).
fn bounds(strata: &BTreeMap<StratumKey, Answered>) -> Option<(f64, f64)> {
    let rate = |as_part: f64| {
        let filled = strata.iter().filter_map(|(key, stratum)| {
            let mut values = stratum.values.clone();
            values.extend((0..stratum.cannot_tell).map(|_| (as_part, 1.0)));
            let filled = Answered {
                values,
                cannot_tell: 0,
                ..*stratum
            };
            (!filled.values.is_empty()).then_some((*key, filled))
        });
        totals(&filled.collect()).map(|(part, of)| part / of)
    };
    Some((rate(0.0)?, rate(1.0)?))
}

/// The variance of Σ w e: of each layer what its strata show, or what half a one in `seen + 1` would give, if that is more.
fn variance(strata: &BTreeMap<StratumKey, Answered>, rate: f64) -> f64 {
    let mut layers: BTreeMap<Option<Layer>, Vec<&Answered>> = BTreeMap::new();
    for stratum in strata.values().filter(|stratum| !stratum.is_whole()) {
        layers.entry(stratum.layer).or_default().push(stratum);
    }
    let of_layer = |strata: &Vec<&Answered>| {
        let seen: f64 = strata.iter().map(|stratum| stratum.seen()).sum();
        let one_in = 0.5 / (seen + 1.0);
        let shown: f64 = strata.iter().map(|s| s.expanded() * s.spread(rate)).sum();
        let least: f64 = strata
            .iter()
            .map(|s| s.expanded() * s.seen() / s.values.len() as f64)
            .sum();
        shown.max(least * one_in * (1.0 - one_in))
    };
    layers.values().map(of_layer).sum()
}

impl Answered {
    /// Whether all of it was answered: then nothing of it is left to chance.
    fn is_whole(&self) -> bool {
        self.values.len() as f64 >= self.all
    }

    /// What its answers are of, in all: their number for a rate of interviews, the answers compared for an error rate.
    fn seen(&self) -> f64 {
        self.values.iter().map(|(_, of)| of).sum()
    }

    /// N² (1 − r / N) / r.
    fn expanded(&self) -> f64 {
        let r = self.values.len() as f64;
        self.all * (self.all - r) / r
    }

    /// s² of the residuals; of one alone, its square.
    fn spread(&self, rate: f64) -> f64 {
        let residuals: Vec<f64> = self.values.iter().map(|(y, x)| y - rate * x).collect();
        let n = residuals.len() as f64;
        if n < 2.0 {
            return residuals.iter().map(|e| e * e).sum();
        }
        let mean = residuals.iter().sum::<f64>() / n;
        residuals.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0)
    }
}

/// The effective size: `R (1 − R) / V`. At a rate of 0 and 1, where that is 0 by something, the size by the weights alone (Kish 1965, with
/// the finite population correction): `(Σ w x)² / Σ w² (1 − 1/w) x²`. Infinite where everything was checked.
fn effective_n(strata: &BTreeMap<StratumKey, Answered>, rate: f64, spread: f64, of: f64) -> f64 {
    let is_inside = 0.0 < rate && rate < 1.0;
    if is_inside && spread > 0.0 {
        return rate * (1.0 - rate) / spread;
    }
    let squares: f64 = strata
        .values()
        .map(|stratum| {
            let weight = stratum.all / stratum.values.len() as f64;
            let inside: f64 = stratum.values.iter().map(|(_, x)| x * x).sum();
            weight * (weight - 1.0) * inside
        })
        .sum();
    match squares > 0.0 {
        true => of * of / squares,
        false => f64::INFINITY,
    }
}

/// Student's t of 95 % for the degrees of freedom.
fn deviations(strata: &BTreeMap<StratumKey, Answered>) -> f64 {
    let freedom: f64 = strata
        .values()
        .filter(|stratum| !stratum.is_whole())
        .map(|stratum| stratum.values.len() as f64 - 1.0)
        .sum();
    // Below three Student's t is wider than any rate; the approximation of it is not made for that.
    t_of_normal(DEVIATIONS_OF_95, freedom.max(3.0))
}
