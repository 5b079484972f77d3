//! Which versions of a form came into use where, and when.
//!
//! Names of versions cannot be put in order ("2026021301", "v7-final"), and the order in which they were first received is that of
//! the network. The order in which they were first used is their order, by corrected times.

use super::{Group, Peers};
use crate::area::AreaId;
use crate::time::EpochMs;
use crate::visit::FormVersion;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// So many enumerators' first uses of a version are kept.
pub const MOST_FIRST_USES: usize = 10;

/// Versions of a group that are kept, those of most enumerators first. A form has a handful in a wave; a tool that writes another
/// one into every interview does not make statistics that fill the memory.
const MOST_VERSIONS: usize = 64;

/// The use of a version of a form in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormUse {
    /// The version.
    pub form: FormVersion,
    /// Enumerators who used it.
    pub enumerators: u32,
    /// When each of the first [`MOST_FIRST_USES`] of them first did, in order.
    pub first_uses: Vec<EpochMs>,
}

/// A version that came into use after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewerForm {
    /// The newer one's key; the form is the same.
    pub version: i32,
    /// When enough enumerators of the tehsil had used it.
    pub in_use_since: EpochMs,
}

/// The first uses of enumerators, given as enumerator, version and time; whoever is given twice counts once.
pub(super) fn form_uses(uses: impl Iterator<Item = (i32, FormVersion, EpochMs)>) -> Vec<FormUse> {
    let mut versions: BTreeMap<FormVersion, BTreeMap<i32, EpochMs>> = BTreeMap::new();
    for (enumerator, form, at) in uses {
        let first = versions
            .entry(form)
            .or_default()
            .entry(enumerator)
            .or_insert(at);
        *first = at.min(*first);
    }
    let form_use = |(form, by_enumerator): (FormVersion, BTreeMap<i32, EpochMs>)| {
        let mut first_uses: Vec<EpochMs> = by_enumerator.into_values().collect();
        first_uses.sort_unstable();
        let enumerators = u32::try_from(first_uses.len()).unwrap_or(u32::MAX);
        first_uses.truncate(MOST_FIRST_USES);
        FormUse {
            form,
            enumerators,
            first_uses,
        }
    };
    let mut uses: Vec<FormUse> = versions.into_iter().map(form_use).collect();
    uses.sort_by_key(|used| (std::cmp::Reverse(used.enumerators), used.form));
    uses.truncate(MOST_VERSIONS);
    uses.sort_by_key(|used| used.form);
    uses
}

impl Group {
    fn form_use(&self, form: FormVersion) -> Option<&FormUse> {
        let at = self.forms.binary_search_by_key(&form, |used| used.form);
        at.ok().map(|at| &self.forms[at])
    }
}

impl Peers {
    /// The version newer than `form` that came into use in the tehsil before any other newer one: from when `enumerators` there
    /// had used it. Newer is what was first used in the wave later than `form` was, by more than `grace_ms`: which of two that came
    /// together is the newer one cannot be told.
    pub fn newer_form(
        &self,
        wave: i32,
        tehsil: AreaId,
        form: FormVersion,
        enumerators: usize,
        grace_ms: i64,
    ) -> Option<NewerForm> {
        let whole = self.group(wave, None)?;
        let first_use = |form| whole.form_use(form)?.first_uses.first().copied();
        let old = first_use(form)?.0.saturating_add(grace_ms);
        let group = self.group(wave, Some(tehsil))?;
        let newer = group
            .forms
            .iter()
            .filter(|used| used.form.form == form.form);
        newer
            .filter_map(|used| {
                let since = *used.first_uses.get(enumerators.saturating_sub(1))?;
                let is_newer = first_use(used.form)?.0 > old;
                is_newer.then_some(NewerForm {
                    version: used.form.version,
                    in_use_since: since,
                })
            })
            .min_by_key(|newer| (newer.in_use_since, newer.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(version: i32) -> FormVersion {
        FormVersion { form: 1, version }
    }

    #[test]
    fn an_enumerator_who_comes_twice_counts_once_from_the_earlier_time_on() {
        let uses = [(1, 7), (2, 5), (1, 3)].map(|(who, at)| (who, form(2), EpochMs(at)));
        let found = form_uses(uses.into_iter());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].enumerators, 2);
        assert_eq!(found[0].first_uses, [EpochMs(3), EpochMs(5)]);
    }

    #[test]
    fn a_version_for_every_interview_does_not_fill_the_memory_and_the_usual_ones_stay() {
        let odd = (0..5_000).map(|n| (n % 7, form(n), EpochMs(i64::from(n))));
        let usual = (0..40).map(|who| (who, form(9_999), EpochMs(1)));
        let found = form_uses(odd.chain(usual));
        assert_eq!(found.len(), MOST_VERSIONS);
        let usual = found.iter().find(|used| used.form == form(9_999)).unwrap();
        assert_eq!(
            (usual.enumerators, usual.first_uses.len()),
            (40, MOST_FIRST_USES)
        );
        assert!(found.is_sorted_by_key(|used| used.form));
    }
}
