//! The table: every table of the database, what in it is about people, and how long it is kept.

use super::rule::{Keep, Since};
use Keep::{Always, ByHand, Enrolled, Passing, ThenArchived, With, Years};

/// Whom something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// Households that were visited.
    Households,
    /// Those who visit, and their tablets.
    Enumerators,
    /// Those who sign in, and machines that send.
    Users,
    /// Nobody.
    Nobody,
}

impl About {
    /// All, in the order of the document.
    pub const ALL: [About; 4] = [
        About::Households,
        About::Enumerators,
        About::Users,
        About::Nobody,
    ];

    /// The heading in the document.
    pub fn heading(self) -> &'static str {
        match self {
            About::Households => "Households",
            About::Enumerators => "Enumerators and their tablets",
            About::Users => "People who sign in, and machines that send",
            About::Nobody => "Nobody",
        }
    }
}

/// A table, or some columns of one.
#[derive(Clone, Copy, Debug)]
pub struct Holding {
    /// The table's name.
    pub table: &'static str,
    /// Which of its columns; `all`, or their names.
    pub columns: &'static str,
    /// Whom it is about.
    pub about: About,
    /// What it is.
    pub what: &'static str,
    /// How long it is kept.
    pub keep: Keep,
}

const fn line(
    table: &'static str,
    columns: &'static str,
    about: About,
    keep: Keep,
    what: &'static str,
) -> Holding {
    Holding {
        table,
        columns,
        about,
        what,
        keep,
    }
}

use About::{Enumerators, Households, Nobody, Users};

/// Every table of the database. A table that holds something of several kinds has several lines.
#[rustfmt::skip]
pub const HOLDINGS: &[Holding] = &[
    line("raw_submission", "all", Households, Enrolled, "every revision of every submission, verbatim: reference, answers, place"),
    line("raw_trail", "all", Households, Enrolled, "audit logs and paradata, verbatim; without a submission 1 year after they came"),
    line("trail_fact", "all", Households, Enrolled, "times of questions, pauses"),
    line("fact", "household_key, latitude … fix_at_ms, listing place, household_size, items, answers, id_hash", Households, Enrolled, "which household, where, how many persons, fingerprints of answers"),
    line("fact", "enumerator, day, area, wave, outcome, review, place, counted, times", Enumerators, Always, "that there was a visit and how it ended: what coverage counts. `kept` is false once its contents are gone"),
    line("correction", "all", Households, With("raw_submission"), "what a household asked to be corrected, with reason and author"),
    line("quarantine", "all", Households, ThenArchived(1, Since::LastSeen), "rows that could not be taken, verbatim"),
    line("inbox", "all", Households, Passing, "pushed rows on their way, for seconds"),
    line("pull_deleted", "all", Households, With("raw_submission"), "ids of submissions that were deleted in the collection system"),
    line("spot_visit", "all", Households, With("raw_submission"), "what households said at a second visit, sealed, with the phone's place; it is not archived"),
    line("spot_check", "submission_id, latitude, longitude, accuracy_m", Households, With("raw_submission"), "which interview is checked, and where its household is"),
    line("spot_step", "comment", Households, With("raw_submission"), "the words of steps with spot checks"),
    line("spot_reserve", "all", Households, With("raw_submission"), "interviews that are visited instead of others"),
    line("spot_check", "enumerator, day, area, reasons, checks that had fired, probability, state, what was found, how many answers differed, outcome", Enumerators, Always, "whose work was checked and what was decided: what rates are made of"),
    line("resurvey_interview", "all", Households, With("raw_submission"), "which interviews are made again; how many of them there were stays"),
    line("resurvey", "all", Enumerators, Always, "what was decided about making somebody's interviews again, when, by whom and why: what coverage does not count"),
    line("finding", "all", Enumerators, Years(7, Since::Enrolment), "flags on work, with the measured reasons"),
    line("flag_state", "all", Enumerators, Years(7, Since::Enrolment), "where flags stand"),
    line("flag_step", "all", Enumerators, Years(7, Since::Enrolment), "decisions about flags, with their words"),
    line("coordination_case", "title, detail, reference", Households, Years(7, Since::LastStep), "escalations, refusals, requests of the helpline, in words; of closed cases"),
    line("case_step", "title, detail, comment", Households, Years(7, Since::LastStep), "the words of every step; of closed cases"),
    line("enumerator", "name, supervisor_code, team, agency", Enumerators, Years(7, Since::LastWork), "the roster"),
    line("enumerator", "code, tehsil, days", Enumerators, Always, "whose work a count is of"),
    line("device", "all", Enumerators, Always, "ids of tablets"),
    line("device_user", "all", Enumerators, With("fact"), "who used which tablet last"),
    line("clock_run", "all", Enumerators, With("fact"), "how tablets' clocks ran"),
    line("enumerator_work", "all", Enumerators, Always, "work in sums, day by day"),
    line("tally", "all", Enumerators, Always, "work in sums, by wave and tehsil"),
    line("risk", "all", Enumerators, Always, "who to look at first"),
    line("rollup_enumerator_day", "all", Enumerators, Always, "visits in sums"),
    line("dirty_cell", "all", Enumerators, Passing, "sums to be made again"),
    line("unjudged", "all", Enumerators, Passing, "whose work is to be judged"),
    line("app_user", "all", Users, ByHand, "names and passphrases' hashes: `fieldwatch user disable` ends an account; its name stays with what it decided"),
    line("session", "all", Users, Passing, "sessions, with address and browser"),
    line("half_session", "all", Users, Passing, "the first step of signing in"),
    line("known_device", "all", Users, Passing, "browsers that are known, by hashes"),
    line("sign_in_try", "all", Users, Passing, "wrong tries, by hashes"),
    line("second_factor", "all", Users, With("app_user"), "secrets of second factors, sealed"),
    line("recovery_code", "all", Users, With("app_user"), "hashes of recovery codes"),
    line("invitation", "all", Users, Years(1, Since::Expiry), "links to passphrases, by hashes"),
    line("access_grant", "all", Users, Always, "who was given what, by whom and why"),
    line("token", "all", Users, Always, "machines, by hashes of their secrets"),
    line("audit_entry", "all", Users, Always, "who saw or did what; no names, answers, places or references of households"),
    line("import_run", "actor", Users, Always, "who imported what"),
    line("threshold_change", "actor, reason", Users, Always, "who changed which threshold and why"),
    line("threshold_preview", "user, reason", Users, Always, "who tried which threshold"),
    line("stage_change", "user, note", Users, Always, "who set which date"),
    line("spot_draw", "all", Users, Always, "who drew which week's spot checks, by which plan and seed"),
    line("spot_step", "user, monitor, action, state, outcome", Users, Always, "who did what with a spot check"),
    line("audit_head", "all", Nobody, Always, "the last number and hash of the trail"),
    line("tombstone", "all", Nobody, Always, "keyed hashes of submissions that were deleted and must not come back"),
    line("tombstone_key", "all", Nobody, Always, "the key of these hashes"),
    line("retention_archive", "all", Nobody, Always, "archives that were made, and when they are to be deleted"),
    line("sealing_key", "all", Nobody, Always, "numbers of the keys under which answers are sealed; never the keys"),
    line("meta", "all", Nobody, Always, "numbers of the whole database"),
    line("area", "all", Nobody, Always, "areas and boundaries"),
    line("boundary_source", "all", Nobody, Always, "whence boundaries come"),
    line("wave", "all", Nobody, Always, "waves, and until when their households are enrolled"),
    line("target", "all", Nobody, Always, "what was planned"),
    line("rollup_area_day", "all", Nobody, Always, "visits in sums by area"),
    line("peer_statistics", "all", Nobody, Always, "medians of peers"),
    line("pull_source", "all", Nobody, Always, "forms that are pulled"),
    line("form", "all", Nobody, Always, "ids of forms"),
    line("form_version", "all", Nobody, Always, "versions of forms"),
    line("schema_version", "all", Nobody, Always, "migrations that were applied"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_line_stands_there_twice() {
        let lines: BTreeSet<_> = HOLDINGS
            .iter()
            .map(|holding| (holding.table, holding.columns))
            .collect();
        assert_eq!(lines.len(), HOLDINGS.len());
    }

    #[test]
    fn what_goes_with_something_goes_with_a_table_that_has_a_line() {
        for holding in HOLDINGS {
            if let With(other) = holding.keep {
                assert!(HOLDINGS.iter().any(|one| one.table == other), "{other}");
            }
        }
    }

    #[test]
    fn nothing_of_a_household_is_kept_for_good() {
        let kept = HOLDINGS
            .iter()
            .filter(|holding| holding.about == Households)
            .filter(|holding| matches!(holding.keep, Always | ByHand));
        assert_eq!(kept.count(), 0);
    }
}
