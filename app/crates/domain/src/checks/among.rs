//! An enumerator among peers: what the checks against a tehsil's statistics have in common.

use super::about::{Severity, Threshold, Unit};
use super::catalogue::{Check, Evidence};
use super::field::{Field, Work};
use super::finding::{Finding, Subject};
use super::measured::Measured;
use crate::area::AreaId;
use crate::lang::Lang;
use crate::number::{grouped, percent};
use crate::peers::{Against, Group, Peers, ShareKind, Tally, shares_of};
use crate::text::Text;
use crate::time::SurveyDay;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The fewest complete interviews of an enumerator whose share is compared.
pub(super) const LEAST_INTERVIEWS: Threshold = Threshold {
    name: "least_interviews",
    unit: Unit::Count,
    default: 30.0,
    least: 10.0,
    most: 10_000.0,
    about: Text {
        en: "The fewest complete interviews of an enumerator who is judged",
        ur: "جانچ کے لیے شمار کنندہ کے کم از کم مکمل انٹرویو",
    },
};

/// From where on a share is odd, above the tehsil's.
pub(super) const HIGH_SD: Threshold = Threshold {
    name: "high_sd",
    unit: Unit::Deviations,
    default: 3.0,
    least: 2.0,
    most: 10.0,
    about: Text {
        en: "How far above the tehsil's share is odd",
        ur: "تحصیل کی شرح سے کتنا اوپر غیر معمولی ہے",
    },
};

/// From where on a share is odd, below the tehsil's.
pub(super) const LOW_SD: Threshold = Threshold {
    name: "low_sd",
    about: Text {
        en: "How far below the tehsil's share is odd",
        ur: "تحصیل کی شرح سے کتنا نیچے غیر معمولی ہے",
    },
    ..HIGH_SD
};

/// An innocent cause of every share that differs.
pub(super) const OTHER_STREETS: Text = Text {
    en: "The streets are easier or harder than the rest of the tehsil.",
    ur: "یہ محلے باقی تحصیل سے آسان یا مشکل ہیں۔",
};

/// One enumerator's work in a wave, beside the statistics of the tehsils it was done in.
#[derive(Clone, Debug)]
pub struct Among<'a> {
    /// The work.
    pub work: &'a Work<'a>,
    /// What is usual.
    pub peers: &'a Peers,
    /// The work in sums, one a tehsil.
    pub tallies: &'a [Tally],
}

impl<'a> Among<'a> {
    /// The work in each tehsil with the tehsil's statistics; without tehsils that are not known or have none.
    pub fn groups(&self) -> impl Iterator<Item = (&Tally, &'a Group)> {
        let known = self.tallies.iter().filter(|tally| tally.tehsil != 0);
        known.filter_map(|tally| {
            let group = self.peers.group(tally.wave, Some(tally.tehsil))?;
            Some((tally, group))
        })
    }

    /// How one of the enumerator's shares compares, in the tehsil where it is farthest from the peers' beyond a limit: a finding
    /// is about the whole wave, and there is one of it. `sides` are the
    /// limits that hold in the tehsil; `is_enough` says whether there is enough of the enumerator's own work.
    pub fn farthest(
        &self,
        kind: ShareKind,
        sides: impl Fn(&Tally) -> Sides,
        is_enough: impl Fn(&Tally) -> bool,
    ) -> Option<(&Tally, Compared)> {
        let beyond = self.groups().filter(|(tally, _)| is_enough(tally));
        let beyond = beyond.filter_map(|(tally, group)| {
            let (cases, of) = shares_of(tally, kind);
            let funnel = group.share(kind);
            let standing = funnel.standing(cases, of)?;
            let limit_sd = sides(tally).passed_by(standing.deviations)?;
            let compared = Compared {
                cases,
                of,
                tehsil_share: standing.peers,
                limit_share: funnel.limit(limit_sd, of),
                deviations: standing.deviations,
                against: self.peers.against(group),
            };
            Some((tally, compared))
        });
        beyond.max_by(|(_, a), (_, b)| a.deviations.abs().total_cmp(&b.deviations.abs()))
    }

    /// The same on both sides, for checks whose thresholds are the least number, then [`HIGH_SD`], then [`LOW_SD`]. `number` is
    /// what the least number is compared with.
    pub(super) fn unlike_peers(
        &self,
        check: Check,
        kind: ShareKind,
        field: &Field<'_>,
        number: impl Fn(&Tally) -> u64,
    ) -> Option<(&Tally, Compared)> {
        let limit = |tally: &Tally, index| field.limits_at(tally.tehsil).get(check, index);
        let sides = |tally: &Tally| Sides {
            high_sd: Some(limit(tally, 1)),
            low_sd: Some(limit(tally, 2)),
        };
        self.farthest(kind, sides, |tally| number(tally) as f64 >= limit(tally, 0))
    }

    /// A finding about the whole wave, filed under the union council of the tehsil with most of the visits.
    pub fn finding(&self, tally: &Tally, field: &Field<'_>, evidence: Evidence) -> Finding {
        let mut visits: BTreeMap<AreaId, u32> = BTreeMap::new();
        let areas = self.work.visits.iter().map(|timed| timed.visit.area);
        for area in areas.filter(|area| (field.areas)(*area).tehsil == tally.tehsil) {
            *visits.entry(area).or_default() += 1;
        }
        // Of two with as many, the one with the lower key.
        let most = visits.into_iter().rev().max_by_key(|(_, number)| *number);
        Finding {
            severity: Severity::Review,
            enumerator: self.work.enumerator,
            day: SurveyDay::UNKNOWN,
            area: most.map_or(tally.tehsil, |(area, _)| area),
            wave: self.work.wave,
            device: None,
            subject: Subject::Wave {
                wave: self.work.wave,
            },
            evidence,
        }
    }
}

/// Beyond how many deviations a share is odd, on either side; `None` where that side is not looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    /// Above the peers.
    pub high_sd: Option<f64>,
    /// Below them.
    pub low_sd: Option<f64>,
}

impl Sides {
    /// The signed limit that the deviations pass, if any.
    fn passed_by(&self, deviations: f64) -> Option<f64> {
        let high = self.high_sd.filter(|limit_sd| deviations > *limit_sd);
        let low = self.low_sd.filter(|limit_sd| deviations < -limit_sd);
        high.or(low.map(|limit_sd| -limit_sd))
    }
}

/// A share of an enumerator beside the tehsil's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// The enumerator's cases.
    pub cases: u64,
    /// … of so many.
    pub of: u64,
    /// The tehsil's share, 0 to 1.
    pub tehsil_share: f64,
    /// The share, 0 to 1, that chance and the usual differences between enumerators explain for somebody with `of`.
    pub limit_share: f64,
    /// Signed standard deviations from the tehsil's share, as of a normal distribution.
    pub deviations: f64,
    /// What it was judged against.
    pub against: Against,
}

impl Compared {
    /// The sentence for a share that is high, or the one for a share that is low.
    pub(super) fn say_either(&self, lang: Lang, many: &Text, few: &Text) -> String {
        self.say(lang, if self.is_high() { many } else { few })
    }

    /// The enumerator's share beside the limit, in per cent.
    pub(super) fn measured(&self) -> Measured {
        Measured {
            value: self.cases as f64 * 100.0 / self.of.max(1) as f64,
            unit: Unit::Percent,
            threshold: self.limit_share * 100.0,
        }
    }

    /// Whether the share is above the tehsil's.
    pub fn is_high(&self) -> bool {
        self.deviations > 0.0
    }

    /// The text with the numbers put in: `{cases}`, `{of}`, `{share}`, `{tehsil}`, `{limit}`; then whom it was compared with.
    pub fn say(&self, lang: Lang, text: &Text) -> String {
        let own = self.cases as f64 / self.of.max(1) as f64;
        let said = text.fill(
            lang,
            &[
                ("cases", &grouped(self.cases)),
                ("of", &grouped(self.of)),
                ("share", &share(own)),
                ("tehsil", &share(self.tehsil_share)),
                ("limit", &share(self.limit_share)),
            ],
        );
        format!("{said} {}", say_against(&self.against, lang))
    }
}

/// A share from 0 to 1 as a percentage with one decimal.
pub fn share(share: f64) -> String {
    percent((share.clamp(0.0, 1.0) * 1_000.0).round() as u32)
}

const AGAINST_TEHSIL: Text = Text {
    en: "Compared with {enumerators} enumerators and {interviews} interviews in the tehsil.",
    ur: "موازنہ: تحصیل کے {enumerators} شمار کنندگان اور {interviews} انٹرویوز۔",
};
const AGAINST_WAVE: Text = Text {
    en: "Compared with {enumerators} enumerators and {interviews} interviews in the whole wave.",
    ur: "موازنہ: پورے مرحلے کے {enumerators} شمار کنندگان اور {interviews} انٹرویوز۔",
};

/// Whom somebody was compared with, in a sentence.
pub fn say_against(against: &Against, lang: Lang) -> String {
    let text = match against.tehsil {
        Some(_) => AGAINST_TEHSIL,
        None => AGAINST_WAVE,
    };
    text.fill(
        lang,
        &[
            ("enumerators", &grouped(u64::from(against.enumerators))),
            ("interviews", &grouped(against.interviews)),
        ],
    )
}
