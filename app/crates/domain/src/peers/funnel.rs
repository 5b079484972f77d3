//! Funnel limits: how far an enumerator's share or mean may lie from the tehsil's before chance and the ordinary differences
//! between enumerators no longer explain it (Spiegelhalter 2005, "Funnel plots for comparing institutional performance").
//!
//! Four choices, all on the side of the enumerator:
//!
//! * **Over-dispersion is additive** (Spiegelhalter's random effects): honest enumerators differ from each other by a standard
//!   deviation τ on top of chance. The multiplicative kind would widen a beginner's limits and a busy enumerator's alike, so
//!   that whoever works most is flagged first. τ² is the moment estimate of DerSimonian and Laird from squared deviations of
//!   which the outermost tenth on either side is drawn in (Winsorised), so that one fabricator does not widen everybody's
//!   limits. Drawing in makes even mere chance look tamer; that is divided out again, which Spiegelhalter's own recipe does not.
//!   The share or mean that all are compared with is drawn in the same way.
//! * **Few peers widen the limits**: a deviation is read as a Student's t with one degree of freedom less than enumerators
//!   (the prediction interval of Higgins, Thompson and Spiegelhalter 2009), less what drawing in loses, and told as the normal
//!   deviation of the same probability.
//! * **Honest habits have a long tail**: chance is taken on the arcsine of the root (Anscombe 1948), where it spreads all shares
//!   alike; τ is taken there or in log odds, whichever reaches farther. On the arcsine alone, honest enumerators whose odds differ
//!   normally pass three deviations three times as often as they should.
//! * **Small numbers are counted exactly**: where few cases are expected, a deviation is never more than the exact binomial
//!   probability allows.

use super::normal::{
    MOST_EXPECTED, binomial_at_most, density, deviations_of_tail, normal_of_t, t_of_normal,
};
use serde::{Deserialize, Serialize};

/// The fewest enumerators that make peers. With fewer nothing is judged: nobody can tell whose habit is the usual one.
pub const LEAST_ENUMERATORS: u32 = 6;

/// The fewest visits, interviews or households with which an enumerator says something of how enumerators differ.
pub const LEAST_TO_COUNT: u64 = 10;

/// More deviations than anybody needs to be told of.
const MOST_T: f64 = 100.0;

/// Steps after which a search ends whatever it has found; a handful are enough.
const MOST_STEPS: u32 = 60;

/// The part of a number of deviations that no longer matters to a search for it.
const ENOUGH: f64 = 1e-13;

/// The part of the deviations drawn in on either side.
const DRAWN_IN: f64 = 0.1;

/// The part of the degrees of freedom that an estimate keeps whose outermost tenths were drawn in: what they said is lost. The
/// relative variance of that estimate is 1.4 times the plain one's for normal values, found by throwing 20,000 samples of 10 to 60.
const KEPT_FREEDOM: f64 = 0.7;

/// How enumerators differ beyond chance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Between {
    /// Enumerators that it was estimated from.
    pub enumerators: u32,
    /// τ², on the scale of what is compared.
    pub variance: f64,
}

/// Figures as deviations from `target` with the outermost tenth on either side drawn in to the next ones, in their order; with
/// how many were drawn in a side. Fewer than three stay as they are.
fn drawn_in(figures: &[(f64, f64)], target: f64) -> (Vec<f64>, usize) {
    let n = figures.len();
    let mut deviations: Vec<f64> = figures
        .iter()
        .map(|(value, variance)| (value - target) / variance.sqrt())
        .collect();
    if n < 3 {
        return (deviations, 0);
    }
    let a_side = ((n as f64 * DRAWN_IN).round() as usize).max(1);
    let mut sorted = deviations.clone();
    sorted.sort_by(f64::total_cmp);
    let (least, most) = (sorted[a_side], sorted[n - 1 - a_side]);
    for deviation in &mut deviations {
        *deviation = deviation.clamp(least, most);
    }
    (deviations, a_side)
}

impl Between {
    /// From the enumerators' figures, each with the variance that chance alone gives it, around `target`. The order does not
    /// matter.
    pub fn of(figures: &[(f64, f64)], target: f64) -> Between {
        let n = figures.len();
        let mut between = Between {
            enumerators: u32::try_from(n).unwrap_or(u32::MAX),
            variance: 0.0,
        };
        let (mut deviations, a_side) = drawn_in(figures, target);
        if a_side == 0 {
            return between;
        }
        deviations.sort_by(f64::total_cmp);
        let squares: f64 = deviations.iter().map(|deviation| deviation.powi(2)).sum();
        let q = squares / mere_chance_when_drawn_in(a_side as f64 / n as f64);
        let mut weights: Vec<f64> = figures.iter().map(|(_, variance)| 1.0 / variance).collect();
        weights.sort_by(f64::total_cmp);
        let sum: f64 = weights.iter().sum();
        let sum_of_squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        let by_chance = n as f64 - 1.0;
        if q > by_chance {
            between.variance = (q - by_chance) / (sum - sum_of_squares / sum);
        }
        between
    }

    /// The signed normal deviation of a distance from the target, when chance alone gives it `variance`.
    fn deviations(&self, distance: f64, variance: f64) -> f64 {
        let spread = (variance + self.variance).sqrt();
        normal_of_t(distance / spread, self.freedom())
    }

    /// Reads [`Between::deviations`] back.
    fn distance(&self, deviations: f64, variance: f64) -> f64 {
        t_of_normal(deviations, self.freedom()) * (variance + self.variance).sqrt()
    }

    fn freedom(&self) -> f64 {
        (f64::from(self.enumerators.max(2)) - 1.0) * KEPT_FREEDOM
    }

    /// How much of a distance from the target is the enumerator's own rather than chance: 0 to 1. What rankings shrink by.
    fn own_part(&self, variance: f64) -> f64 {
        self.variance / (self.variance + variance)
    }
}

/// The mean square of standard normal values of which the part `q` on either side is drawn in to the q-quantile; 1 for none.
fn mere_chance_when_drawn_in(q: f64) -> f64 {
    let c = deviations_of_tail(q);
    1.0 - 2.0 * q - 2.0 * c * density(c) + 2.0 * q * c * c
}

/// How one enumerator stands to the peers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// The enumerator's own figure.
    pub own: f64,
    /// The peers'.
    pub peers: f64,
    /// The enumerator's, shrunk towards the peers' by how little is known of it.
    pub shrunk: f64,
    /// Signed normal deviations from the peers'; what thresholds are compared with.
    pub deviations: f64,
}

/// Shares of a tehsil's enumerators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShareFunnel {
    /// Cases of all enumerators.
    pub cases: u64,
    /// … of so many.
    pub of: u64,
    /// The tehsil's share, 0 to 1: that of all, with the outermost tenth of enumerators on either side drawn in, so that one
    /// fabricator does not make the share that others are judged by.
    pub share: f64,
    /// How many times the variance of independent cases a share has, because cases come in clumps (a respondent who knows one
    /// answer less knows many less); at least 1.
    pub design_effect: f64,
    /// How enumerators differ, on the arcsine scale.
    pub between: Between,
}

impl ShareFunnel {
    /// From cases and their number, one pair an enumerator, in any order.
    pub fn of(portions: &[(u64, u64)], design_effect: f64) -> ShareFunnel {
        ShareFunnel::of_least(portions, design_effect, LEAST_TO_COUNT)
    }

    /// The same, with another number than [`LEAST_TO_COUNT`] from which on an enumerator counts as a peer: a week is only six
    /// days long.
    pub fn of_least(portions: &[(u64, u64)], design_effect: f64, least: u64) -> ShareFunnel {
        let cases: u64 = portions.iter().map(|(cases, _)| cases).sum();
        let of: u64 = portions.iter().map(|(_, of)| of).sum();
        let mut funnel = ShareFunnel {
            cases,
            of,
            share: cases as f64 / of.max(1) as f64,
            design_effect: design_effect.max(1.0),
            between: Between::default(),
        };
        let counted: Vec<(u64, u64)> = portions
            .iter()
            .filter(|(_, of)| *of >= least.max(1))
            .copied()
            .collect();
        funnel.draw_in(&counted);
        let figures: Vec<(f64, f64)> = counted
            .iter()
            .map(|(cases, of)| funnel.as_figure(*cases, *of))
            .collect();
        funnel.between = Between::of(&figures, 0.0);
        funnel
    }

    /// Makes the tehsil's share that of all enumerators with the outermost drawn in. Who is not drawn in counts as is.
    fn draw_in(&mut self, counted: &[(u64, u64)]) {
        let figures: Vec<(f64, f64)> = counted
            .iter()
            .map(|(cases, of)| self.as_figure(*cases, *of))
            .collect();
        let (deviations, a_side) = drawn_in(&figures, 0.0);
        if a_side == 0 {
            return;
        }
        let by_chance = (self.share * (1.0 - self.share) * self.design_effect).sqrt();
        let mut drawn: Vec<f64> = Vec::new();
        let mut all = 0;
        for (((cases, of), (value, variance)), deviation) in
            counted.iter().zip(figures).zip(deviations)
        {
            all += of;
            let is_drawn = (deviation - value / variance.sqrt()).abs() > 1e-9;
            drawn.push(if is_drawn {
                let of = *of as f64;
                (of * self.share + deviation * by_chance * of.sqrt()).clamp(0.0, of)
            } else {
                *cases as f64
            });
        }
        drawn.sort_by(f64::total_cmp);
        self.share = drawn.iter().sum::<f64>() / all as f64;
    }

    /// How an enumerator with so many cases stands. `None` where there are too few peers.
    pub fn standing(&self, cases: u64, of: u64) -> Option<Standing> {
        if self.between.enumerators < LEAST_ENUMERATORS || of == 0 || cases > of {
            return None;
        }
        let (value, variance) = self.as_arcsine(cases, of);
        let is_high = value > self.target();
        let mut deviations = normal_of_t(self.border(variance).t_of(value), self.between.freedom());
        if let Some(most) = self.exact_deviations(cases, of, is_high) {
            deviations = deviations.clamp(-most, most);
        }
        let own = cases as f64 / of as f64;
        Some(Standing {
            own,
            peers: self.share,
            shrunk: self.share + self.between.own_part(variance) * (own - self.share),
            deviations,
        })
    }

    /// The share that lies `deviations` (signed) from the tehsil's for somebody with `of`; within 0 to 1. The exact probabilities
    /// of small numbers may ask for a little more.
    pub fn limit(&self, deviations: f64, of: u64) -> f64 {
        let n = of as f64 / self.design_effect;
        let t = t_of_normal(deviations, self.between.freedom());
        share_of_arcsine(self.border(arcsine_variance(n)).at(t), n)
    }

    /// The border around somebody whose chance has a variance.
    fn border(&self, variance: f64) -> Border {
        let target = self.target();
        Border {
            target,
            odds: target.tan().powi(2).ln(),
            // The root of share · (1 − share) / 4 is what a small step in log odds is on the arcsine scale.
            step: (2.0 * target).sin() / 4.0,
            between: self.between.variance,
            variance,
            spread: (variance + self.between.variance).sqrt(),
        }
    }

    /// The tehsil's share on the arcsine scale; never quite 0 or 1, so that it has odds.
    fn target(&self) -> f64 {
        let of = self.of as f64;
        let share = (self.share * of + 0.05) / (of + 0.1);
        share.sqrt().asin()
    }

    /// A share on the arcsine scale with the variance by chance there (Anscombe 1948).
    fn as_arcsine(&self, cases: u64, of: u64) -> (f64, f64) {
        let n = of as f64 / self.design_effect;
        let share = (cases as f64 / self.design_effect + 0.375) / (n + 0.75);
        (share.min(1.0).sqrt().asin(), arcsine_variance(n))
    }

    /// The distance from the tehsil's share as a small step on the arcsine scale, with its variance: what τ is estimated from.
    /// Its mean square is what chance says however rare cases are, while the arcsine itself takes nobody having a case for a
    /// difference between enumerators.
    fn as_figure(&self, cases: u64, of: u64) -> (f64, f64) {
        let n = of as f64 / self.design_effect;
        let spread = 2.0 * (self.share * (1.0 - self.share)).sqrt();
        let distance = cases as f64 / of as f64 - self.share;
        let value = if spread > 0.0 { distance / spread } else { 0.0 };
        (value, 1.0 / (4.0 * n))
    }

    /// The most deviations that the exact probability of as many cases (or as few) allows, before enumerators differ at all.
    /// `None` where enough cases are expected for the arcsine to be good.
    fn exact_deviations(&self, cases: u64, of: u64, high: bool) -> Option<f64> {
        let n = (of as f64 / self.design_effect).round() as u64;
        // Counted from whichever of cases and others is rarer. Rounded towards the tehsil's share.
        let share = self.share;
        let effective = cases as f64 / self.design_effect;
        let effective = if high {
            effective.floor()
        } else {
            effective.ceil()
        };
        let cases = (effective as u64).min(n);
        let (cases, share, high) = if share <= 0.5 {
            (cases, share, high)
        } else {
            (n - cases, 1.0 - share, !high)
        };
        if n as f64 * share > MOST_EXPECTED {
            return None;
        }
        let tail = if !high {
            binomial_at_most(cases, n, share)
        } else if cases == 0 {
            1.0
        } else {
            1.0 - binomial_at_most(cases - 1, n, share)
        };
        Some(deviations_of_tail(tail))
    }
}

/// How far from the peers' share on the arcsine scale so many deviations reach, for one variance of chance.
struct Border {
    target: f64,
    /// The log odds of the target.
    odds: f64,
    /// A small step in log odds, on the arcsine scale.
    step: f64,
    /// The variance between enumerators.
    between: f64,
    /// The variance of chance.
    variance: f64,
    /// The deviation of both together.
    spread: f64,
}

impl Border {
    /// What lies `t` deviations from the target: a part of them for habit, on whichever scale it reaches farther, and a part for
    /// chance, in the ratio of the variances.
    fn at(&self, t: f64) -> f64 {
        let sign = if t > 0.0 { 1.0 } else { -1.0 };
        let on_arcsine = t.abs() * self.spread;
        let (on_odds, _) = self.on_odds(sign, t.abs());
        self.target + sign * on_arcsine.max(on_odds)
    }

    /// Reads [`Border::at`] back. The scale that reaches farther is the one whose own answer is smaller: that of the arcsine is a
    /// division; that of log odds is looked for below it, by Newton's steps, which are halved where one would leave what is left to search.
    fn t_of(&self, value: f64) -> f64 {
        let sign = if value > self.target { 1.0 } else { -1.0 };
        let distance = (value - self.target).abs();
        let plain = (distance / self.spread).min(MOST_T);
        let (mut within, mut beyond) = (0.0, plain);
        let mut t = plain;
        for _ in 0..MOST_STEPS {
            let (reached, slope) = self.on_odds(sign, t);
            let short = distance - reached;
            if short >= 0.0 {
                within = t;
            } else {
                beyond = t;
            }
            let next = t + short / slope;
            // Beyond the first, which is the arcsine's own answer, nothing is looked for.
            let next = match next {
                next if next >= within && next <= beyond => next,
                _ => (within + beyond) / 2.0,
            };
            if (next - t).abs() <= ENOUGH * t.max(1.0) {
                return sign * next;
            }
            t = next;
        }
        sign * t
    }

    /// How far from the target `t` deviations to one side reach with habit taken in log odds, and how much farther a little more would.
    fn on_odds(&self, sign: f64, t: f64) -> (f64, f64) {
        let habit = self.between / self.spread / self.step;
        let share = 1.0 / (1.0 + (-(self.odds + sign * t * habit)).exp());
        let chance = self.variance / self.spread;
        (
            (share.sqrt().asin() - self.target) * sign + t * chance,
            habit * (share * (1.0 - share)).sqrt() / 2.0 + chance,
        )
    }
}

/// Reads a value on the arcsine scale back as a share of `n`.
fn share_of_arcsine(value: f64, n: f64) -> f64 {
    let share = value.clamp(0.0, std::f64::consts::FRAC_PI_2).sin().powi(2);
    ((share * (n + 0.75) - 0.375) / n).clamp(0.0, 1.0)
}

fn arcsine_variance(n: f64) -> f64 {
    1.0 / (4.0 * n + 2.0)
}

/// A number of values with their sum and the sum of their squares: exact, and merged by adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// How many values.
    pub n: u64,
    /// Their sum.
    pub sum: u64,
    /// The sum of their squares.
    pub squares: u64,
}

impl Sums {
    /// Counts a value.
    pub fn count(&mut self, value: u32) {
        let value = u64::from(value);
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
    }

    /// Adds what another has counted.
    pub fn add(&mut self, other: &Sums) {
        self.n += other.n;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The mean; 0 of nothing.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.n.max(1) as f64
    }

    /// The sum of squared distances from the mean.
    fn squared_distances(&self) -> f64 {
        (self.squares as f64 - self.sum as f64 * self.mean()).max(0.0)
    }
}

/// Normal deviations that 95 % of honest ones stay within.
pub const DEVIATIONS_95: f64 = 1.959_964;
/// Normal deviations that 99.8 % of honest ones stay within.
pub const DEVIATIONS_998: f64 = 3.090_232;

/// Means of a tehsil's enumerators.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeanFunnel {
    /// Everything counted, of all enumerators.
    pub sums: Sums,
    /// The tehsil's mean, with the outermost tenth of enumerators on either side drawn in.
    pub mean: f64,
    /// The variance of one value around its enumerator's mean.
    pub within_variance: f64,
    /// How enumerators differ.
    pub between: Between,
}

impl MeanFunnel {
    /// From one [`Sums`] an enumerator, in any order but the same one every time.
    pub fn of(enumerators: &[Sums]) -> MeanFunnel {
        let mut funnel = MeanFunnel::default();
        let mut within = 0.0;
        let mut freedom = 0.0;
        for sums in enumerators.iter().filter(|sums| sums.n > 0) {
            funnel.sums.add(sums);
            within += sums.squared_distances();
            freedom += sums.n as f64 - 1.0;
        }
        funnel.mean = funnel.sums.mean();
        if freedom <= 0.0 || within <= 0.0 {
            return funnel;
        }
        funnel.within_variance = within / freedom;
        let figures: Vec<(f64, f64)> = enumerators
            .iter()
            .filter(|sums| sums.n >= LEAST_TO_COUNT)
            .map(|sums| (sums.mean(), funnel.within_variance / sums.n as f64))
            .collect();
        let (deviations, a_side) = drawn_in(&figures, funnel.mean);
        if a_side > 0 {
            // Weighted by the number of values, which is as the inverse of the variance.
            let (mut sum, mut weights) = (0.0, 0.0);
            for (deviation, (_, variance)) in deviations.iter().zip(&figures) {
                sum += deviation / variance.sqrt();
                weights += 1.0 / variance;
            }
            funnel.mean += sum / weights;
        }
        funnel.between = Between::of(&figures, funnel.mean);
        funnel
    }

    /// How an enumerator stands. `None` where there are too few peers.
    pub fn standing(&self, own: &Sums) -> Option<Standing> {
        if self.between.enumerators < LEAST_ENUMERATORS || own.n == 0 {
            return None;
        }
        let variance = self.within_variance / own.n as f64;
        let (mean, peers) = (own.mean(), self.mean);
        Some(Standing {
            own: mean,
            peers,
            shrunk: peers + self.between.own_part(variance) * (mean - peers),
            deviations: self.between.deviations(mean - peers, variance),
        })
    }

    /// The mean that lies `deviations` (signed) from the tehsil's for somebody with `n` values.
    pub fn limit(&self, deviations: f64, n: u64) -> f64 {
        let variance = self.within_variance / n.max(1) as f64;
        self.mean + self.between.distance(deviations, variance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_reaches_so_far_is_read_back(
            share in 0.001_f64..0.999,
            variance in 0.0_f64..0.5,
            of in 1_u64..5_000,
            t in -12.0_f64..12.0,
        ) {
            let funnel = ShareFunnel {
                cases: (share * 10_000.0) as u64,
                of: 10_000,
                share,
                design_effect: 1.0,
                between: Between { enumerators: 30, variance },
            };
            let border = funnel.border(arcsine_variance(of as f64));
            let found = border.t_of(border.at(t));
            prop_assert!((found - t).abs() < 1e-9 * t.abs().max(1.0), "{t} is read as {found}");
            // Farther is more, on both sides.
            prop_assert!(border.at(t + 0.01) > border.at(t));
        }
    }

    #[test]
    fn nobody_is_told_of_more_deviations_than_the_most() {
        let funnel = ShareFunnel::of(&[(10, 1_000); 20], 1.0);
        let border = funnel.border(arcsine_variance(1e9));
        assert_eq!(border.t_of(1.5), MOST_T);
        assert_eq!(border.t_of(0.0), -MOST_T);
        assert_eq!(border.t_of(border.target), 0.0);
    }
}
