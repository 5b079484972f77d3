//! How an area stands against its plan, and what in the numbers could be why.

use crate::coverage::{Class, Measure, Summary};
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// How an area stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Should have begun and has nothing complete.
    NotStarted,
    /// Less than 95 % of what is expected by now.
    Behind,
    /// At least 95 % of what is expected by now.
    OnSchedule,
    /// At least 95 % of the target.
    Reached,
    /// Nothing is expected by now.
    NotDue,
    /// Nothing to stand against.
    NoTarget,
}

impl Standing {
    /// Every standing, the worst first.
    pub const ALL: [Standing; 6] = [
        Standing::NotStarted,
        Standing::Behind,
        Standing::OnSchedule,
        Standing::Reached,
        Standing::NotDue,
        Standing::NoTarget,
    ];

    /// The word in files and classes.
    pub fn code(self) -> &'static str {
        match self {
            Standing::NotStarted => "not_started",
            Standing::Behind => "behind",
            Standing::OnSchedule => "on_schedule",
            Standing::Reached => "reached",
            Standing::NotDue => "not_due",
            Standing::NoTarget => "no_target",
        }
    }

    /// How the area of a summary stands at the end of its period. The bounds are those of the coverage classes (METRICS.md).
    pub fn of(summary: &Summary) -> Standing {
        if summary.target.is_none() {
            return Standing::NoTarget;
        }
        match (
            summary.class(Measure::Coverage),
            summary.class(Measure::Schedule),
        ) {
            (Class::Full | Class::Over, _) => Standing::Reached,
            (_, Class::Unknown) => Standing::NotDue,
            (_, Class::None) => Standing::NotStarted,
            (_, Class::Low | Class::Middle | Class::High) => Standing::Behind,
            (_, Class::Full | Class::Over) => Standing::OnSchedule,
        }
    }

    /// Whether somebody has to do something about it.
    pub fn lags(self) -> bool {
        matches!(self, Standing::NotStarted | Standing::Behind)
    }
}

/// What the reasons of a lag are told from: of the last [`LOOK_BACK_DAYS`] days unless said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recent {
    /// Distinct enumerators with a submission on the last seven days.
    pub active: u64,
    /// Enumerators deployed today by the roster; `None` without one.
    pub deployed: Option<u64>,
    /// Deployed enumerators nobody has heard of for three days.
    pub silent: u64,
    /// Visits declined.
    pub declined: u64,
    /// Visits to homes in which somebody lives.
    pub homes: u64,
    /// Complete interviews.
    pub interviews: u64,
    /// Days on which an enumerator completed any.
    pub person_days: u64,
    /// The first planned day.
    pub planned_from: Option<SurveyDay>,
}

/// Days that recent figures are of: two of each weekday.
pub const LOOK_BACK_DAYS: i32 = 14;
/// A fifth of the enumerators silent, and the figures may only be late.
const SILENT_PERMILLE: u64 = 200;
/// Fewer than seven of ten deployed enumerators at work within a week.
const ACTIVE_PERMILLE: u64 = 700;
/// A tenth of the doors declined …
const DECLINED_PERMILLE: u64 = 100;
/// … and half as many again as in the whole survey.
const DECLINED_TIMES_PERMILLE: u64 = 1_500;
/// Less than four fifths of the whole survey's interviews an enumerator's day.
const PACE_PERMILLE: u64 = 800;

/// What in the numbers could be why an area lags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LagReason {
    /// Nobody has begun.
    NotStarted {
        /// Days since the first planned day.
        days: i32,
    },
    /// Tablets do not send: the figures may be late, not the work.
    Sync {
        /// Deployed enumerators nobody has heard of for three days.
        silent: u64,
        /// Enumerators deployed.
        of: u64,
    },
    /// Few of those deployed are at work.
    FewEnumerators {
        /// With a submission within seven days.
        active: u64,
        /// Deployed.
        of: u64,
    },
    /// Many doors stay closed.
    Refusals {
        /// Visits declined.
        declined: u64,
        /// Visits to homes.
        of: u64,
        /// The whole survey's share in per mille.
        elsewhere_permille: u32,
    },
    /// Many doors stay closed, for readers who are not told how many.
    ManyRefusals,
    /// Enumerators complete few interviews a day.
    Pace {
        /// Complete interviews.
        interviews: u64,
        /// Enumerators' days.
        person_days: u64,
        /// The whole survey's mean, in hundredths.
        elsewhere_hundredths: u64,
    },
    /// The figures show no reason: the plan asks for more than those at work can do, or something that is not counted.
    NotShown,
}

/// The reasons of a lag, the first to act on first: begin; be sure that the figures are whole; people; doors; pace.
///
/// `here` are the area's figures, `all` the whole survey's. At least one reason is answered.
pub fn lag_reasons(
    standing: Standing,
    here: &Recent,
    all: &Recent,
    today: SurveyDay,
) -> Vec<LagReason> {
    let mut reasons = Vec::new();
    if standing == Standing::NotStarted {
        let days = here
            .planned_from
            .map_or(0, |from| today.0.saturating_sub(from.0));
        return vec![LagReason::NotStarted { days }];
    }
    let deployed = here.deployed.filter(|deployed| *deployed > 0);
    if let Some(of) = deployed {
        if here.silent * 1_000 >= of * SILENT_PERMILLE {
            reasons.push(LagReason::Sync {
                silent: here.silent,
                of,
            });
        }
        if here.active * 1_000 < of * ACTIVE_PERMILLE {
            reasons.push(LagReason::FewEnumerators {
                active: here.active,
                of,
            });
        }
    }
    // Shares compared by cross products: nothing is rounded.
    let many = here.declined * 1_000 >= here.homes * DECLINED_PERMILLE;
    let more =
        here.declined * all.homes * 1_000 >= all.declined * here.homes * DECLINED_TIMES_PERMILLE;
    if here.homes > 0 && many && more {
        reasons.push(LagReason::Refusals {
            declined: here.declined,
            of: here.homes,
            elsewhere_permille: crate::number::permille(all.declined, all.homes).unwrap_or(0),
        });
    }
    let slow = here.interviews * all.person_days * 1_000
        < all.interviews * here.person_days * PACE_PERMILLE;
    if here.person_days > 0 && slow {
        reasons.push(LagReason::Pace {
            interviews: here.interviews,
            person_days: here.person_days,
            elsewhere_hundredths: (all.interviews * 100)
                .checked_div(all.person_days)
                .unwrap_or(0),
        });
    }
    if reasons.is_empty() {
        reasons.push(LagReason::NotShown);
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::Counts;

    fn standing(complete: u32, expected: u64, target: u64) -> Standing {
        Standing::of(&Summary {
            counts: Counts {
                complete,
                ..Counts::default()
            },
            target: (target > 0).then_some(target),
            expected: (target > 0).then_some(expected),
            ..Summary::default()
        })
    }

    #[test]
    fn standings_change_exactly_at_their_bounds() {
        let cases = [
            ((0, 0, 0), Standing::NoTarget),
            ((0, 0, 1_000), Standing::NotDue),
            ((0, 1, 1_000), Standing::NotStarted),
            ((1, 400, 1_000), Standing::Behind),
            ((379, 400, 1_000), Standing::Behind),
            ((380, 400, 1_000), Standing::OnSchedule),
            ((949, 1_000, 1_000), Standing::Behind),
            ((950, 1_000, 1_000), Standing::Reached),
            ((1_100, 1_000, 1_000), Standing::Reached),
        ];
        for ((complete, expected, target), wanted) in cases {
            assert_eq!(
                standing(complete, expected, target),
                wanted,
                "{complete} of {expected} of {target}"
            );
        }
    }

    /// The whole survey: 5 % declined, ten interviews a day.
    const ALL: Recent = Recent {
        active: 90,
        deployed: Some(100),
        silent: 5,
        declined: 50,
        homes: 1_000,
        interviews: 1_000,
        person_days: 100,
        planned_from: Some(SurveyDay(0)),
    };

    fn reasons(here: Recent) -> Vec<LagReason> {
        lag_reasons(Standing::Behind, &here, &ALL, SurveyDay(30))
    }

    #[test]
    fn each_reason_begins_exactly_at_its_bound() {
        assert_eq!(reasons(ALL), [LagReason::NotShown]);
        let silent = |silent| reasons(Recent { silent, ..ALL });
        assert_eq!(silent(19), [LagReason::NotShown]);
        assert_eq!(
            silent(20),
            [LagReason::Sync {
                silent: 20,
                of: 100
            }]
        );
        let active = |active| reasons(Recent { active, ..ALL });
        assert_eq!(active(70), [LagReason::NotShown]);
        assert_eq!(
            active(69),
            [LagReason::FewEnumerators {
                active: 69,
                of: 100
            }]
        );
        let declined = |declined| reasons(Recent { declined, ..ALL });
        assert_eq!(declined(99), [LagReason::NotShown]);
        let many = LagReason::Refusals {
            declined: 100,
            of: 1_000,
            elsewhere_permille: 50,
        };
        assert_eq!(declined(100), [many]);
        let pace = |interviews| reasons(Recent { interviews, ..ALL });
        assert_eq!(pace(800), [LagReason::NotShown]);
        let slow = LagReason::Pace {
            interviews: 799,
            person_days: 100,
            elsewhere_hundredths: 1_000,
        };
        assert_eq!(pace(799), [slow]);
    }

    #[test]
    fn who_has_not_begun_is_told_since_when_and_nothing_else() {
        let nothing = Recent {
            planned_from: Some(SurveyDay(18)),
            ..Recent::default()
        };
        let reasons = lag_reasons(Standing::NotStarted, &nothing, &ALL, SurveyDay(30));
        assert_eq!(reasons, [LagReason::NotStarted { days: 12 }]);
    }

    #[test]
    fn without_a_roster_nobody_is_called_absent() {
        let here = Recent {
            deployed: None,
            active: 0,
            silent: 0,
            ..ALL
        };
        assert_eq!(reasons(here), [LagReason::NotShown]);
    }
}
