//! Whether a batch's keys need be looked up at all.

use super::filter::Filter;

/// Looking up costs what reading all keys costs after about this share of the rows on file.
const LOOKUPS_WORTH_A_SCAN: i64 = 16;

/// What a recorder knows of the keys on file. Only sure while nobody else writes: `record_version` tells.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    filters: Option<Filters>,
    record_version: Option<i64>,
    /// The version that the last batch made, if it changed anything.
    made: Option<i64>,
    looked_up: i64,
}

#[derive(Debug, Default)]
struct Filters {
    submissions: Filter,
    households: Filter,
}

impl Seen {
    /// At the beginning of a batch, under the write lock. `rows_on_file` bounds the revisions on file from above.
    /// Answers whether the keys on file should now be read and handed to [`Seen::load`].
    pub(crate) fn begin(&mut self, record_version: i64, rows_on_file: i64) -> bool {
        if self.record_version != Some(record_version) {
            *self = Seen::default();
            self.record_version = Some(record_version);
        }
        if self.filters.is_none() && rows_on_file == 0 {
            self.filters = Some(Filters::default());
        }
        self.filters.is_none() && self.looked_up > rows_on_file / LOOKUPS_WORTH_A_SCAN
    }

    /// After a commit elsewhere in this process that made `record_version`: what it added is known already.
    pub(crate) fn only_we_wrote(&mut self, record_version: i64) {
        if self
            .record_version
            .is_some_and(|before| before + 1 == record_version)
        {
            self.record_version = Some(record_version);
        }
    }

    /// The version that the last batch made; `None` if it changed nothing, or failed.
    pub(crate) fn made(&self) -> Option<i64> {
        self.made
    }

    /// Takes every key on file.
    pub(crate) fn load(&mut self, submissions: Filter, households: Filter) {
        self.filters = Some(Filters {
            submissions,
            households,
        });
    }

    /// Whether revisions of a submission with this hash may be on file.
    pub(crate) fn may_know_submission(&self, id_hash: i64) -> bool {
        self.filters
            .as_ref()
            .is_none_or(|filters| filters.submissions.may_contain(id_hash))
    }

    /// Whether valid completes of this household may be on file.
    pub(crate) fn may_know_household(&self, household_key: i64) -> bool {
        self.filters
            .as_ref()
            .is_none_or(|filters| filters.households.may_contain(household_key))
    }

    /// Counts look-ups made for want of a filter.
    pub(crate) fn looked_up(&mut self, keys: usize) {
        if self.filters.is_none() {
            self.looked_up += i64::try_from(keys).unwrap_or(i64::MAX / 2);
        }
    }

    /// After a commit: the keys it added, and the version it left.
    pub(crate) fn committed(
        &mut self,
        record_version: i64,
        submissions: impl Iterator<Item = i64>,
        households: impl Iterator<Item = i64>,
    ) {
        self.made = (self.record_version != Some(record_version)).then_some(record_version);
        self.record_version = Some(record_version);
        if let Some(filters) = &mut self.filters {
            submissions.for_each(|key| filters.submissions.insert(key));
            households.for_each(|key| filters.households.insert(key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_database_needs_no_look_up_until_something_is_added() {
        let mut seen = Seen::default();
        assert!(!seen.begin(0, 0));
        assert!(!seen.may_know_submission(1));
        seen.committed(1, [1].into_iter(), [9].into_iter());
        assert!(!seen.begin(1, 1));
        assert!(seen.may_know_submission(1));
        assert!(seen.may_know_household(9));
        assert!(!seen.may_know_submission(2));
    }

    #[test]
    fn when_somebody_else_has_written_everything_is_looked_up_again() {
        let mut seen = Seen::default();
        seen.begin(0, 0);
        seen.committed(1, [1].into_iter(), [].into_iter());
        seen.begin(2, 5);
        assert!(seen.may_know_submission(2));
    }

    #[test]
    fn only_a_batch_that_changed_something_has_made_a_version() {
        let mut seen = Seen::default();
        seen.begin(5, 100);
        seen.committed(5, [].into_iter(), [].into_iter());
        assert_eq!(seen.made(), None);
        seen.begin(5, 100);
        seen.committed(6, [].into_iter(), [].into_iter());
        assert_eq!(seen.made(), Some(6));
        // Somebody else made 7, and the next batch changed nothing.
        seen.begin(7, 100);
        seen.committed(7, [].into_iter(), [].into_iter());
        assert_eq!(seen.made(), None);
    }

    #[test]
    fn what_this_process_wrote_elsewhere_is_no_reason_to_forget() {
        let mut seen = Seen::default();
        seen.begin(0, 0);
        seen.committed(0, [1].into_iter(), [].into_iter());
        seen.only_we_wrote(1);
        seen.begin(1, 1);
        assert!(!seen.may_know_submission(2));
        // Of two versions one is somebody else's.
        seen.only_we_wrote(3);
        seen.begin(3, 3);
        assert!(seen.may_know_submission(2));
    }

    #[test]
    fn keys_are_read_once_look_ups_have_cost_as_much() {
        let mut seen = Seen::default();
        assert!(!seen.begin(7, 160));
        seen.looked_up(10);
        seen.committed(8, [].into_iter(), [].into_iter());
        assert!(!seen.begin(8, 160));
        seen.looked_up(1);
        seen.committed(9, [].into_iter(), [].into_iter());
        assert!(seen.begin(9, 160));
    }
}
