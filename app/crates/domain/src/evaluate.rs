//! How good the checks and the score are, over enumerators of whom it is known what they did: the demo's, or those that a
//! spot-check campaign has settled. Every share comes with what it is a share of.

use crate::checks::Check;
use crate::interval::{DEVIATIONS_OF_95, wilson};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Submissions on which a check fired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiredOn {
    /// Submissions that are not what they say.
    pub planted: u64,
    /// Submissions that are.
    pub unplanted: u64,
}

/// One enumerator, what they did, and what was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Who.
    pub enumerator: i32,
    /// Whether any of their work is dishonest.
    pub is_dishonest: bool,
    /// What they did, in a word; honest behaviours (a wrong clock, cached fixes) have words as well.
    pub behaviour: String,
    /// The score.
    pub risk: f64,
    /// Checks with a finding of review or severe, and on what.
    pub fired: BTreeMap<Check, FiredOn>,
    /// Whether any finding is severe.
    pub has_severe: bool,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The part.
    pub part: u64,
    /// The whole.
    pub of: u64,
}

impl Part {
    /// The share, 0 to 1; `None` of nothing.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 / self.of as f64)
    }

    /// Wilson's 95 % interval (Wilson 1927), 0 to 1: unlike the plain one it is of use at 0 and at 1, which is where good checks
    /// are. `None` of nothing.
    pub fn interval(self) -> Option<(f64, f64)> {
        let share = self.share()?;
        Some(wilson(share, self.of as f64, DEVIATIONS_OF_95))
    }

    fn count(&mut self, is_part: bool) {
        self.part += u64::from(is_part);
        self.of += 1;
    }
}

impl std::fmt::Display for Part {
    /// `19 of 20 (95.0 %, 76.4–99.1)`, or `0 of 0`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {}", self.part, self.of)?;
        if let (Some(share), Some((low, high))) = (self.share(), self.interval()) {
            let percent = |share: f64| share * 100.0;
            write!(
                f,
                " ({:.1} %, {:.1}–{:.1})",
                percent(share),
                percent(low),
                percent(high)
            )?;
        }
        Ok(())
    }
}

/// How good one check is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OfCheck {
    /// Dishonest of the enumerators it fired on: precision.
    pub dishonest_of_fired: Part,
    /// Fired on, of the dishonest: recall, over all behaviours. No check finds everything; see [`Evaluation::by_behaviour`].
    pub fired_of_dishonest: Part,
    /// Fired on, of the honest: false alarms.
    pub fired_of_honest: Part,
    /// Planted of the submissions it fired on.
    pub planted_of_submissions: Part,
}

/// How well one behaviour is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfBehaviour {
    /// Whether it is dishonest.
    pub is_dishonest: bool,
    /// Enumerators on whom any check fired, of those who behave so.
    pub fired: Part,
    /// Among the tenth with the highest risk, of those who behave so.
    pub in_top_10_percent: Part,
    /// By check: fired on, of those who behave so. Checks that never fired on them are left out.
    pub by_check: BTreeMap<Check, Part>,
}

/// How good everything is together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evaluation {
    /// Dishonest of all: what choosing blindly would find.
    pub prevalence: Part,
    /// By check, all of the catalogue.
    pub by_check: BTreeMap<Check, OfCheck>,
    /// By behaviour.
    pub by_behaviour: BTreeMap<String, OfBehaviour>,
    /// Dishonest of the twentieth with the highest risk.
    pub dishonest_of_top_5_percent: Part,
    /// In the tenth with the highest risk, of the dishonest.
    pub top_10_percent_of_dishonest: Part,
    /// With a severe finding, of the honest.
    pub severe_of_honest: Part,
}

/// The keys of the part of the enumerators with the highest risk, rounded up. Of equal risks the honest come first: a score that
/// cannot tell them apart gets no credit for it.
fn top(known: &[Known], part: f64) -> BTreeSet<i32> {
    let mut sorted: Vec<&Known> = known.iter().collect();
    sorted.sort_by(|a, b| {
        b.risk
            .total_cmp(&a.risk)
            .then(a.is_dishonest.cmp(&b.is_dishonest))
            .then(a.enumerator.cmp(&b.enumerator))
    });
    let number = (known.len() as f64 * part - 1e-9).ceil() as usize;
    let first = sorted.into_iter().take(number);
    first.map(|known| known.enumerator).collect()
}

/// Evaluates over everybody of whom it is known, one entry an enumerator; the order does not matter.
pub fn evaluate(known: &[Known]) -> Evaluation {
    let (top_5, top_10) = (top(known, 0.05), top(known, 0.1));
    let mut evaluation = Evaluation {
        by_check: Check::ALL
            .iter()
            .map(|check| (*check, OfCheck::default()))
            .collect(),
        ..Evaluation::default()
    };
    for one in known {
        evaluation.prevalence.count(one.is_dishonest);
        if one.is_dishonest {
            let is_top = top_10.contains(&one.enumerator);
            evaluation.top_10_percent_of_dishonest.count(is_top);
        } else {
            evaluation.severe_of_honest.count(one.has_severe);
        }
        if top_5.contains(&one.enumerator) {
            let found = &mut evaluation.dishonest_of_top_5_percent;
            found.count(one.is_dishonest);
        }
        for (check, of_check) in &mut evaluation.by_check {
            count_check(of_check, one, one.fired.get(check));
        }
        let behaviour = evaluation
            .by_behaviour
            .entry(one.behaviour.clone())
            .or_default();
        behaviour.is_dishonest |= one.is_dishonest;
        behaviour.fired.count(!one.fired.is_empty());
        let is_top = top_10.contains(&one.enumerator);
        behaviour.in_top_10_percent.count(is_top);
        for check in one.fired.keys() {
            behaviour.by_check.entry(*check).or_default().part += 1;
        }
    }
    for behaviour in evaluation.by_behaviour.values_mut() {
        for part in behaviour.by_check.values_mut() {
            part.of = behaviour.fired.of;
        }
    }
    evaluation
}

fn count_check(of_check: &mut OfCheck, one: &Known, fired: Option<&FiredOn>) {
    if one.is_dishonest {
        of_check.fired_of_dishonest.count(fired.is_some());
    } else {
        of_check.fired_of_honest.count(fired.is_some());
    }
    if let Some(on) = fired {
        of_check.dishonest_of_fired.count(one.is_dishonest);
        of_check.planted_of_submissions.part += on.planted;
        of_check.planted_of_submissions.of += on.planted + on.unplanted;
    }
}

/// Writes into a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($arg:tt)*) => {{
        let _infallible = writeln!($out, $($arg)*);
    }};
}

impl Evaluation {
    /// Three tables: together, by check, by behaviour. Shares with n and Wilson's 95 % interval in per cent.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        put!(out, "| together | enumerators |");
        put!(out, "|---|---|");
        put!(out, "| dishonest of all | {} |", self.prevalence);
        put!(
            out,
            "| dishonest of the top 5 % by risk | {} |",
            self.dishonest_of_top_5_percent
        );
        put!(
            out,
            "| in the top 10 % by risk, of the dishonest | {} |",
            self.top_10_percent_of_dishonest
        );
        put!(
            out,
            "| with a severe flag, of the honest | {} |",
            self.severe_of_honest
        );
        self.checks_to_markdown(&mut out);
        self.behaviours_to_markdown(&mut out);
        out
    }

    fn checks_to_markdown(&self, out: &mut String) {
        put!(
            out,
            "\n| check | dishonest of fired on | fired on, of dishonest | fired on, of honest | planted of submissions |"
        );
        put!(out, "|---|---|---|---|---|");
        for (check, of_check) in &self.by_check {
            put!(
                out,
                "| {} | {} | {} | {} | {} |",
                check.code(),
                of_check.dishonest_of_fired,
                of_check.fired_of_dishonest,
                of_check.fired_of_honest,
                of_check.planted_of_submissions
            );
        }
    }

    fn behaviours_to_markdown(&self, out: &mut String) {
        put!(
            out,
            "\n| behaviour | dishonest | any check | top 10 % by risk | checks |"
        );
        put!(out, "|---|---|---|---|---|");
        for (name, behaviour) in &self.by_behaviour {
            let mut checks: Vec<(&Check, &Part)> = behaviour.by_check.iter().collect();
            // The most telling first; checks in their order where they are equal.
            checks.sort_by_key(|(check, part)| (std::cmp::Reverse(part.part), **check));
            let checks: Vec<String> = checks
                .iter()
                .map(|(check, part)| format!("{} {} of {}", check.code(), part.part, part.of))
                .collect();
            put!(
                out,
                "| {name} | {} | {} | {} | {} |",
                if behaviour.is_dishonest { "yes" } else { "no" },
                behaviour.fired,
                behaviour.in_top_10_percent,
                checks.join(", ")
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(enumerator: i32, behaviour: &str, risk: f64, fired: &[(Check, u64, u64)]) -> Known {
        Known {
            enumerator,
            is_dishonest: behaviour != "honest",
            behaviour: behaviour.to_owned(),
            risk,
            fired: fired
                .iter()
                .map(|(check, planted, unplanted)| {
                    let (planted, unplanted) = (*planted, *unplanted);
                    (*check, FiredOn { planted, unplanted })
                })
                .collect(),
            has_severe: enumerator == 3,
        }
    }

    /// Forty enumerators: two invent, of whom one is found; an honest one has a short interview.
    fn forty() -> Vec<Known> {
        let mut all = vec![
            known(
                1,
                "invents",
                60.0,
                &[(Check::DurationShort, 40, 1), (Check::DontKnow, 50, 0)],
            ),
            known(2, "invents", 2.0, &[]),
            known(3, "honest", 5.0, &[(Check::DurationShort, 0, 1)]),
        ];
        all.extend((4..=40).map(|enumerator| known(enumerator, "honest", 1.0, &[])));
        all
    }

    #[test]
    fn precision_and_recall_are_those_counted_by_hand() {
        let found = evaluate(&forty());
        let part = |part, of| Part { part, of };
        assert_eq!(found.prevalence, part(2, 40));
        // Two of forty: the inventor at 60 and the honest one at 5; the other inventor is third.
        assert_eq!(found.dishonest_of_top_5_percent, part(1, 2));
        assert_eq!(found.top_10_percent_of_dishonest, part(2, 2));
        assert_eq!(found.severe_of_honest, part(1, 38));
        let short = found.by_check[&Check::DurationShort];
        assert_eq!(short.dishonest_of_fired, part(1, 2));
        assert_eq!(short.fired_of_dishonest, part(1, 2));
        assert_eq!(short.fired_of_honest, part(1, 38));
        assert_eq!(short.planted_of_submissions, part(40, 42));
        assert_eq!(
            found.by_check[&Check::TravelSpeed].dishonest_of_fired,
            part(0, 0)
        );
        let invents = &found.by_behaviour["invents"];
        assert_eq!(
            (invents.fired, invents.in_top_10_percent),
            (part(1, 2), part(2, 2))
        );
        assert_eq!(invents.by_check[&Check::DontKnow], part(1, 2));
    }

    #[test]
    fn a_score_that_tells_nobody_apart_gets_no_credit() {
        let mut all = forty();
        for one in &mut all {
            one.risk = 0.0;
        }
        let found = evaluate(&all);
        assert_eq!(found.dishonest_of_top_5_percent.part, 0);
        assert_eq!(found.top_10_percent_of_dishonest.part, 0);
    }

    #[test]
    fn the_order_of_enumerators_does_not_matter() {
        let mut all = forty();
        let before = evaluate(&all);
        all.reverse();
        assert_eq!(evaluate(&all), before);
        assert_eq!(evaluate(&[]).prevalence, Part::default());
    }

    #[test]
    fn wilsons_interval_is_that_of_the_tables() {
        // 19 of 20: 76.4 to 99.1 per cent; none of 20: 0 to 16.1.
        assert_eq!(
            Part { part: 19, of: 20 }.to_string(),
            "19 of 20 (95.0 %, 76.4–99.1)"
        );
        let (low, high) = Part { part: 0, of: 20 }.interval().unwrap();
        assert!(low == 0.0 && (high - 0.161).abs() < 0.001, "{low} {high}");
        assert_eq!(Part::default().to_string(), "0 of 0");
    }

    #[test]
    fn the_tables_name_every_check_and_behaviour_with_n() {
        let table = evaluate(&forty()).to_markdown();
        for check in Check::ALL {
            assert!(table.contains(&format!("| {} |", check.code())), "{table}");
        }
        assert!(
            table.contains("| invents | yes | 1 of 2 (50.0 %, 9.5–90.5) |"),
            "{table}"
        );
        assert!(
            table.contains("duration_short 1 of 2, dont_know 1 of 2"),
            "{table}"
        );
        let rows = table.lines().filter(|line| line.starts_with('|'));
        assert!(rows.into_iter().all(|line| line.ends_with('|')));
    }
}
