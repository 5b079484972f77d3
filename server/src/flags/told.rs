//! Whom and what a flag names to somebody: submissions, enumerators and tablets outside of their areas count and are not named.
//!
//! A flag is shown to whoever sees the area that it is filed under. What it compares may lie elsewhere: the other end of a journey, a
//! tablet's other user, an interview that is alike.

use crate::judging::{evidence_of, subject_of};
use crate::positions::Precision;
use crate::site::{Site, Survey};
use api::Session;
use domain::area::AreaId;
use domain::checks::{Evidence, Subject};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::flags::FindingRow;
use store::{Db, StoreError};

/// The member of a flag's evidence that says how many were left out of it.
const OUTSIDE: &str = "outside_your_area";

/// How somebody sees flags: how exactly positions, and in which area.
#[derive(Clone)]
pub struct Eyes {
    precision: Precision,
    /// The area with the survey that says what lies in it; `None` where everything is seen.
    within: Option<(Arc<Survey>, AreaId)>,
}

impl Eyes {
    /// Of somebody who asks.
    pub fn of(site: &Site, session: &Session) -> Eyes {
        let (survey, scope) = (site.survey(), session.caller.scope);
        let is_whole = survey.cube.root().is_some_and(|root| root.id == scope);
        Eyes {
            precision: Precision::of(session),
            within: (!is_whole).then_some((survey, scope)),
        }
    }

    /// Of the command line, whose user has the database.
    pub fn everything() -> Eyes {
        Eyes {
            precision: Precision::Exact,
            within: None,
        }
    }

    /// Reads what may be named of these findings.
    pub async fn told(
        &self,
        db: &Db,
        findings: impl Iterator<Item = &FindingRow> + Clone,
    ) -> Result<Told, StoreError> {
        let evidence = findings
            .clone()
            .filter_map(|finding| evidence_of(&finding.evidence));
        let (mut keys, mut enumerators) = (Vec::new(), Vec::new());
        for named in evidence.map(|evidence| Named::by(&evidence)) {
            keys.extend(named.submissions);
            enumerators.extend(named.enumerators);
        }
        keys.extend(findings.flat_map(submissions_of).flatten());
        let mut told = Told {
            precision: self.precision,
            ids: HashMap::new(),
            outside: HashSet::new(),
            enumerators: None,
        };
        for (key, (id, area)) in db.submissions_by_key(&keys).await? {
            let is_told = match &self.within {
                None => true,
                Some((survey, scope)) => {
                    area.is_some_and(|area| survey.cube.is_within(area, *scope))
                }
            };
            if is_told {
                told.ids.insert(key, id);
            } else {
                told.outside.insert(key);
            }
        }
        if let Some((survey, scope)) = &self.within {
            let worked = db.areas_of_enumerators(&enumerators).await?;
            // As for their pages: whoever has no work in the area does not exist there.
            let seen = worked
                .into_iter()
                .filter(|(_, area)| survey.cube.is_within(*area, *scope));
            told.enumerators = Some(seen.map(|(enumerator, _)| enumerator).collect());
        }
        Ok(told)
    }
}

/// What may be named of some findings.
pub struct Told {
    precision: Precision,
    /// Ids of submissions by their keys.
    ids: HashMap<i64, String>,
    /// Keys of submissions that lie outside.
    outside: HashSet<i64>,
    /// Enumerators; `None`: all.
    enumerators: Option<HashSet<i32>>,
}

impl Told {
    /// The id of a submission that may be named.
    pub fn id(&self, key: i64) -> Option<&str> {
        self.ids.get(&key).map(String::as_str)
    }

    /// Whether a submission is on file and lies outside.
    pub fn is_outside(&self, key: i64) -> bool {
        self.outside.contains(&key)
    }

    fn knows(&self, enumerator: i32) -> bool {
        let known = self.enumerators.as_ref();
        known.is_none_or(|known| known.contains(&enumerator))
    }

    /// How many submissions a finding is about that lie outside.
    pub fn count_outside(&self, finding: &FindingRow) -> u32 {
        let named = evidence_of(&finding.evidence).map(|evidence| Named::by(&evidence).submissions);
        let mut keys: Vec<i64> = submissions_of(finding).into_iter().flatten().collect();
        keys.extend(named.unwrap_or_default());
        keys.sort_unstable();
        keys.dedup();
        let outside = keys.iter().filter(|key| self.is_outside(**key));
        u32::try_from(outside.count()).unwrap_or(u32::MAX)
    }

    /// A finding's evidence as a file and a machine get it: as it is stored, without exact positions where they are not told, and
    /// without what names others elsewhere. How many those are is said in [`OUTSIDE`]. What this version of the program cannot read is
    /// told to those alone who may see everything in it.
    pub fn evidence(&self, stored: &str) -> Option<String> {
        let precise = self.precision.stored_evidence(stored)?;
        if self.enumerators.is_none() {
            return Some(precise);
        }
        let evidence = evidence_of(stored)?;
        let mut members: Value = serde_json::from_str(&precise).ok()?;
        let left_out = self.withhold(&evidence, &mut members);
        if left_out == 0 {
            return Some(precise);
        }
        members
            .as_object_mut()?
            .insert(OUTSIDE.to_owned(), left_out.into());
        Some(members.to_string())
    }

    /// Takes out what may not be named; answers how many submissions and enumerators those were.
    fn withhold(&self, evidence: &Evidence, members: &mut Value) -> u32 {
        let mut left_out = 0;
        match evidence {
            Evidence::NearDuplicate(found) => {
                for (at, pair) in found.pairs.iter().enumerate() {
                    for (name, key) in [("first", pair.first), ("second", pair.second)] {
                        if self.id(key).is_none() {
                            remove(&mut members["pairs"][at], &[name]);
                            left_out += u32::from(self.is_outside(key));
                        }
                    }
                }
            }
            Evidence::DuplicateHousehold(found) => {
                let is_told = found.counted.is_none_or(|key| self.id(key).is_some())
                    && found.counted_enumerator.is_none_or(|who| self.knows(who));
                if !is_told {
                    let names = [
                        "counted",
                        "counted_enumerator",
                        "counted_device",
                        "counted_day",
                        "counted_minute",
                    ];
                    remove(members, &names);
                    left_out = 1;
                }
            }
            Evidence::DeviceShared(found) if !self.knows(found.other) => {
                remove(members, &["other"]);
                left_out = 1;
            }
            // They name nobody: see `Named::by`.
            _ => {}
        }
        left_out
    }
}

fn remove(value: &mut Value, names: &[&str]) {
    if let Some(members) = value.as_object_mut() {
        for name in names {
            members.remove(*name);
        }
    }
}

/// Others that evidence names.
#[derive(Debug, Default, PartialEq, Eq)]
struct Named {
    /// Submissions, by their keys.
    submissions: Vec<i64>,
    /// Enumerators.
    enumerators: Vec<i32>,
}

impl Named {
    /// By hand for every check, so that whoever writes a new one is asked; what is named here is withheld above.
    fn by(evidence: &Evidence) -> Named {
        match evidence {
            Evidence::NearDuplicate(found) => Named {
                submissions: found
                    .pairs
                    .iter()
                    .flat_map(|pair| [pair.first, pair.second])
                    .collect(),
                enumerators: Vec::new(),
            },
            Evidence::DuplicateHousehold(found) => Named {
                submissions: found.counted.into_iter().collect(),
                enumerators: found.counted_enumerator.into_iter().collect(),
            },
            Evidence::DeviceShared(found) => Named {
                submissions: Vec::new(),
                enumerators: vec![found.other],
            },
            Evidence::GpsMissing(_)
            | Evidence::TravelSpeed(_)
            | Evidence::GpsInvalid(_)
            | Evidence::GpsPoorAccuracy(_)
            | Evidence::GpsMock(_)
            | Evidence::GpsRounded(_)
            | Evidence::GpsOutsideArea(_)
            | Evidence::GpsOutsideSurvey(_)
            | Evidence::GpsRepeatedPoint(_)
            | Evidence::GpsFarFromListing(_)
            | Evidence::FixTimeMismatch(_)
            | Evidence::TimeOrder(_)
            | Evidence::DurationLong(_)
            | Evidence::Overlap(_)
            | Evidence::GapShort(_)
            | Evidence::OddHours(_)
            | Evidence::ClockOffset(_)
            | Evidence::ClockMovedBack(_)
            | Evidence::FutureTime(_)
            | Evidence::OutsideWave(_)
            | Evidence::SyncLag(_)
            | Evidence::SpansDays(_)
            | Evidence::EnumeratorDevices(_)
            | Evidence::NotOnRoster(_)
            | Evidence::NotCertified(_)
            | Evidence::OutsideDeployment(_)
            | Evidence::GpsClustered(_)
            | Evidence::DurationShort(_)
            | Evidence::TooManyADay(_)
            | Evidence::Nonresponse(_)
            | Evidence::DontKnow(_)
            | Evidence::Refusal(_)
            | Evidence::HouseholdSizeLow(_)
            | Evidence::LowVariety(_)
            | Evidence::FormOutdated(_)
            | Evidence::GpsTwoPlaces(_) => Named::default(),
        }
    }
}

/// The submissions that a finding is about: the one, and the other.
pub(super) fn submissions_of(finding: &FindingRow) -> [Option<i64>; 2] {
    match subject_of(&finding.subject) {
        Some(Subject::Visit { key } | Subject::Spot { first: key }) => [Some(key), None],
        Some(Subject::DeviceRun { first, .. }) => [Some(first), None],
        Some(Subject::Visits { first, second }) => [Some(second), Some(first)],
        Some(Subject::Day { .. } | Subject::Wave { .. }) | None => [None, None],
    }
}
