//! Thresholds as people change them: what is typed, what it would do, what was changed.

use crate::query::percent_encoded;
use domain::checks::{Check, LimitProblem, ReasonProblem, ThresholdId};
use domain::setting::Setting;
use domain::time::SurveyDay;
use serde::{Deserialize, Serialize};

/// A change as it is typed. While it is not right it comes back with the form, so that nothing has to be typed twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThresholdDraft {
    /// The threshold's name.
    pub threshold: String,
    /// The wave's code; empty for all waves.
    pub wave: String,
    /// `urban`, `rural`, or empty for all areas.
    pub setting: String,
    /// The value, with or without its unit.
    pub value: String,
    /// Whether what is set there is to be taken back instead.
    pub back: bool,
    /// Why.
    pub reason: String,
    /// The first day of the preview.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// All of it is to be taken from this preview instead: its reason must stand in no address.
    pub of_preview: Option<i32>,
}

impl ThresholdDraft {
    /// Reads an address's or a form's parameters. `None` if none of them is any of a change's.
    pub fn parse<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<ThresholdDraft> {
        let mut draft = ThresholdDraft::default();
        let mut is_any = false;
        for (name, value) in pairs {
            let value = value.trim();
            let field = match name {
                "threshold" => &mut draft.threshold,
                "wave" => &mut draft.wave,
                "setting" => &mut draft.setting,
                "value" => &mut draft.value,
                "reason" => &mut draft.reason,
                "from" => &mut draft.from,
                "to" => &mut draft.to,
                "again" => {
                    draft.of_preview = value.parse().ok();
                    is_any |= draft.of_preview.is_some();
                    continue;
                }
                "back" => {
                    draft.back = value == "yes";
                    is_any = true;
                    continue;
                }
                _ => continue,
            };
            value.clone_into(field);
            is_any = true;
        }
        is_any.then_some(draft)
    }

    /// The same without what somebody wrote in their own words, which must stand in no address.
    pub fn without_words(&self) -> ThresholdDraft {
        ThresholdDraft {
            value: String::new(),
            reason: String::new(),
            ..self.clone()
        }
    }

    /// The address of the check's page with this in its form: with words it is never sent.
    pub fn href(&self, check: Check) -> String {
        let back = if self.back { "yes" } else { "" };
        let pairs = [
            ("threshold", self.threshold.as_str()),
            ("wave", &self.wave),
            ("setting", &self.setting),
            ("value", &self.value),
            ("back", back),
            ("reason", &self.reason),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let pairs = pairs.map(|(name, value)| format!("{name}={}", percent_encoded(value)));
        format!("{}?{}#change", check_href(check), pairs.join("&"))
    }
}

/// The address of a check's page.
pub fn check_href(check: Check) -> String {
    format!("/checks/{}", check.code())
}

/// The address of a preview's page.
pub fn preview_href(check: Check, preview_id: i32) -> String {
    format!("{}/previews/{preview_id}", check_href(check))
}

/// The address of the check's page with a preview's change in its form.
pub fn again_href(check: Check, preview_id: i32) -> String {
    format!("{}?again={preview_id}#change", check_href(check))
}

/// What is wrong with a change as it is typed.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftProblem {
    /// The check has no such threshold.
    Threshold,
    /// There is no such wave.
    Wave,
    /// Neither urban nor rural nor nothing.
    Setting,
    /// The value, or where it is to hold.
    Limit(LimitProblem),
    /// It holds there already.
    Same,
    /// The reason.
    Reason(ReasonProblem),
    /// The preview's days: not two days in order, or more than [`MOST_DAYS`].
    Days,
}

/// The longest period of a preview.
pub const MOST_DAYS: i32 = 366;

/// Where a value is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The wave's code; `None` for all waves.
    pub wave: Option<String>,
    /// Urban or rural areas; `None` for all areas.
    pub setting: Option<Setting>,
}

/// A value that is set.
#[derive(Clone, Debug, PartialEq)]
pub struct SetValue {
    /// The threshold.
    pub id: ThresholdId,
    /// Where.
    pub place: Place,
    /// The value.
    pub value: f64,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeItem {
    /// When, to the minute in the survey's zone.
    pub at_local: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
    /// The threshold.
    pub id: ThresholdId,
    /// Where.
    pub place: Place,
    /// What was set there before; `None`: nothing.
    pub before: Option<f64>,
    /// What was set; `None`: taken back.
    pub value: Option<f64>,
}

/// The form by which thresholds are changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeForm {
    /// The waves, by code.
    pub waves: Vec<String>,
    /// What stands in it.
    pub draft: ThresholdDraft,
    /// What is wrong with that.
    pub problem: Option<DraftProblem>,
}

/// How many flags change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagsChanged {
    /// Flags there are by the values that hold.
    pub now: u64,
    /// Flags that would come.
    pub added: u64,
    /// Flags that would go.
    pub removed: u64,
    /// … of them decided by people.
    pub removed_decided: u64,
    /// Flags that would stay with another severity.
    pub reweighed: u64,
}

impl FlagsChanged {
    /// Whether all stay as they are.
    pub fn is_nothing(&self) -> bool {
        self.added + self.removed + self.reweighed == 0
    }

    /// Adds another's numbers.
    pub fn add(&mut self, other: &FlagsChanged) {
        self.now += other.now;
        self.added += other.added;
        self.removed += other.removed;
        self.removed_decided += other.removed_decided;
        self.reweighed += other.reweighed;
    }
}

/// What a change would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EffectView {
    /// By tehsil, by name; `None` where the tehsil is not known. Only those with flags of the check.
    pub tehsils: Vec<(Option<String>, FlagsChanged)>,
    /// Over all of them.
    pub total: FlagsChanged,
    /// Flags of other checks that go by the same threshold.
    pub of_others: Vec<(Check, FlagsChanged)>,
    /// Enumerators whose work was judged.
    pub enumerators: u64,
}

/// Why a preview says nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outdated {
    /// A threshold was changed since.
    Thresholds,
    /// The checks are others.
    Checks,
    /// The statistics of peers are newer.
    Peers,
}

/// How far a preview is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewStage {
    /// Nobody works on it yet.
    Waits,
    /// So many of so many enumerators are judged.
    Runs(u64, u64),
    /// It can be decided, unless it is outdated.
    Done(EffectView, Option<Outdated>),
    /// It could not be worked out.
    Failed,
    /// The change was saved.
    Saved(EffectView),
    /// It was not wanted.
    Discarded,
}

/// A preview.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewView {
    /// Its number.
    pub preview_id: i32,
    /// The threshold.
    pub id: ThresholdId,
    /// Where.
    pub place: Place,
    /// What is set there; `None`: nothing.
    pub before: Option<f64>,
    /// What holds there.
    pub holds: f64,
    /// The new value; `None`: what is set there is taken back.
    pub value: Option<f64>,
    /// Why it is wanted.
    pub reason: String,
    /// When it was asked for, to the minute in the survey's zone.
    pub asked_local: String,
    /// The period.
    pub days: (SurveyDay, SurveyDay),
    /// How far it is.
    pub stage: PreviewStage,
}

impl PreviewView {
    /// The change as it was typed: to preview it again.
    pub fn draft(&self) -> ThresholdDraft {
        ThresholdDraft {
            threshold: self.id.threshold().name.to_owned(),
            wave: self.place.wave.clone().unwrap_or_default(),
            setting: self.place.setting.map_or("", Setting::code).to_owned(),
            value: self
                .value
                .map(|value| value.to_string())
                .unwrap_or_default(),
            back: self.value.is_none(),
            reason: self.reason.clone(),
            from: self.days.0.to_string(),
            to: self.days.1.to_string(),
            of_preview: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_back_and_words_stand_in_no_address() {
        let draft = ThresholdDraft {
            threshold: "fastest_kmh".to_owned(),
            wave: "W 1&2".to_owned(),
            setting: "urban".to_owned(),
            value: "90 km/h".to_owned(),
            back: true,
            reason: "بسیں سست ہیں؟".to_owned(),
            from: "2026-11-01".to_owned(),
            to: String::new(),
            of_preview: None,
        };
        let href = draft.href(Check::TravelSpeed);
        let query = href
            .strip_prefix("/checks/travel_speed?")
            .and_then(|rest| rest.strip_suffix("#change"))
            .unwrap();
        let pairs = crate::query::decoded_pairs(query);
        let read = ThresholdDraft::parse(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(read.as_ref(), Some(&draft));
        let shown = draft.without_words().href(Check::TravelSpeed);
        assert!(shown.contains("setting=urban&value=&"), "{shown}");
        assert!(shown.contains("reason=&"), "{shown}");
        let again = again_href(Check::TravelSpeed, 7);
        assert_eq!(again, "/checks/travel_speed?again=7#change");
        let read = ThresholdDraft::parse([("again", "7")].into_iter());
        assert_eq!(read.and_then(|draft| draft.of_preview), Some(7));
        assert_eq!(ThresholdDraft::parse([("again", "x")].into_iter()), None);
        assert_eq!(ThresholdDraft::parse([("saved", "1")].into_iter()), None);
    }
}
