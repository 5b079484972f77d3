//! Where interviews were, as somebody may see it: the one place that every position that is shown or sent goes through.

use api::Session;
use domain::checks::Evidence;
use domain::grid::to_the_kilometre;
use domain::permission::Permission;
use domain::place::Fix;

/// How exactly positions are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// As they were recorded.
    Exact,
    /// To a grid of a kilometre ([`domain::grid`]).
    Kilometre,
}

impl Precision {
    /// What somebody may see: exact for whoever may see single households.
    pub fn of(session: &Session) -> Precision {
        match session.may(Permission::SeeHouseholds) {
            true => Precision::Exact,
            false => Precision::Kilometre,
        }
    }

    /// Whether positions are rounded, which a page says.
    pub fn is_rounded(self) -> bool {
        self == Precision::Kilometre
    }

    /// A possible position as it may be shown.
    pub fn shown(self, fix: Fix) -> Option<Fix> {
        match self {
            Precision::Exact => Some(fix),
            Precision::Kilometre => to_the_kilometre(&fix),
        }
    }

    /// Evidence as it may be shown. A position that cannot be is one that was garbled, and half of it may be right: it has no cell to be
    /// rounded to, and is left out.
    pub fn evidence(self, evidence: Evidence) -> Evidence {
        match (self, evidence) {
            (Precision::Kilometre, Evidence::GpsInvalid(mut garbled)) => {
                (garbled.latitude, garbled.longitude) = (None, None);
                Evidence::GpsInvalid(garbled)
            }
            (_, evidence) => evidence,
        }
    }

    /// The same of evidence as it is stored. What another version of the program wrote and this one cannot read is told to those alone
    /// who may see everything in it.
    pub fn stored_evidence(self, stored: &str) -> Option<String> {
        if self == Precision::Exact {
            return Some(stored.to_owned());
        }
        let evidence = crate::judging::evidence_of(stored)?;
        serde_json::to_string(&self.evidence(evidence)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checks::{gps_invalid, gps_mock};

    #[test]
    fn garbled_positions_are_left_out_and_other_evidence_is_as_it_was() {
        let garbled = Evidence::GpsInvalid(gps_invalid::Evidence {
            latitude: Some(31.520_4),
            longitude: Some(-199.06),
        });
        let stored = serde_json::to_string(&garbled).unwrap();
        let told = Precision::Kilometre.stored_evidence(&stored).unwrap();
        assert!(!told.contains("31.52") && !told.contains("199"), "{told}");
        assert_eq!(Precision::Exact.stored_evidence(&stored), Some(stored));
        let mock = Evidence::GpsMock(gps_mock::Evidence {
            flagged: true,
            accuracy_zero: false,
        });
        let stored = serde_json::to_string(&mock).unwrap();
        let told = Precision::Kilometre.stored_evidence(&stored);
        assert_eq!(told, Some(stored));
        assert_eq!(
            Precision::Kilometre.stored_evidence("{\"later\":31.5}"),
            None
        );
    }

    #[test]
    fn a_position_is_rounded_for_whoever_may_not_see_households() {
        let door = Fix {
            latitude: 31.520_4,
            longitude: 74.358_7,
            accuracy_m: Some(4.0),
        };
        assert_eq!(Precision::Exact.shown(door), Some(door));
        assert_eq!(Precision::Kilometre.shown(door), to_the_kilometre(&door));
        assert_ne!(Precision::Kilometre.shown(door), Some(door));
    }
}
