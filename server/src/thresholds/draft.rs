//! A change as it was typed: what it means, or what is wrong with it.

use super::file::wave_of;
use api::thresholds::{DraftProblem, MOST_DAYS, ThresholdDraft};
use domain::checks::{Check, Extent, LimitsBook, ThresholdId, read_reason, read_value};
use domain::setting::Setting;
use domain::time::SurveyDay;
use std::collections::HashMap;
use store::thresholds::Proposed;

/// A change that makes sense.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// The change.
    pub proposed: Proposed,
    /// Why.
    pub reason: String,
    /// The preview's first and last day.
    pub days: (SurveyDay, SurveyDay),
}

/// Reads what was typed, in the order of the form's fields. `book` is what holds, `waves` are all waves by code.
pub fn read(
    check: Check,
    draft: &ThresholdDraft,
    book: &LimitsBook,
    waves: &HashMap<String, i32>,
) -> Result<Sound, DraftProblem> {
    let id = ThresholdId::of(check, &draft.threshold).map_err(|_| DraftProblem::Threshold)?;
    let wave = wave_of(&draft.wave, waves).map_err(|_| DraftProblem::Wave)?;
    let setting = match draft.setting.as_str() {
        "" => None,
        text => Some(Setting::from_code(text).ok_or(DraftProblem::Setting)?),
    };
    let extent = Extent { wave, setting };
    let value = if draft.back {
        None
    } else {
        let read = read_value(check, id.threshold(), &draft.value, true);
        Some(read.map_err(DraftProblem::Limit)?)
    };
    book.clone()
        .set(id, extent, value)
        .map_err(DraftProblem::Limit)?;
    let is_set = book.set_at(id, extent);
    let is_default = is_set.is_none() && extent == Extent::EVERYWHERE;
    if value.is_some() && (is_set == value || (is_default && value == Some(id.threshold().default)))
    {
        return Err(DraftProblem::Same);
    }
    let reason = read_reason(&draft.reason).map_err(DraftProblem::Reason)?;
    let days = SurveyDay::parse(&draft.from)
        .zip(SurveyDay::parse(&draft.to))
        .filter(|(from, to)| from <= to && to.0.saturating_sub(from.0) < MOST_DAYS)
        .ok_or(DraftProblem::Days)?;
    let proposed = Proposed { id, extent, value };
    Ok(Sound {
        proposed,
        reason,
        days,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::checks::{LimitProblem, ReasonProblem};

    fn good() -> ThresholdDraft {
        ThresholdDraft {
            threshold: "fastest_kmh".to_owned(),
            wave: "W1".to_owned(),
            setting: "urban".to_owned(),
            value: "90".to_owned(),
            back: false,
            reason: "Buses are slow.".to_owned(),
            from: "2026-11-01".to_owned(),
            to: "2026-11-14".to_owned(),
            of_preview: None,
        }
    }

    fn read_draft(change: impl FnOnce(&mut ThresholdDraft)) -> Result<Sound, DraftProblem> {
        let waves = HashMap::from([(String::new(), 0), ("W1".to_owned(), 1)]);
        let mut book = LimitsBook::default();
        let speed = ThresholdId::of(Check::TravelSpeed, "fastest_kmh").unwrap();
        let rural = Extent {
            wave: None,
            setting: Some(Setting::Rural),
        };
        book.set(speed, rural, Some(100.0)).unwrap();
        let mut draft = good();
        change(&mut draft);
        read(Check::TravelSpeed, &draft, &book, &waves)
    }

    #[test]
    fn what_is_right_is_taken_as_it_is_typed() {
        let sound = read_draft(|_| {}).unwrap();
        assert_eq!(sound.proposed.value, Some(90.0));
        assert_eq!(sound.proposed.extent.wave, Some(1));
        assert_eq!(sound.days.1.0 - sound.days.0.0, 13);
        let back = read_draft(|draft| {
            draft.wave.clear();
            draft.setting = "rural".to_owned();
            draft.back = true;
        });
        assert_eq!(back.unwrap().proposed.value, None);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let problem = |change: fn(&mut ThresholdDraft)| read_draft(change).unwrap_err();
        assert_eq!(problem(|d| d.threshold.clear()), DraftProblem::Threshold);
        assert_eq!(problem(|d| d.wave = "W9".to_owned()), DraftProblem::Wave);
        assert_eq!(
            problem(|d| d.setting = "town".to_owned()),
            DraftProblem::Setting
        );
        for value in ["", "-1", "90 m", "ten"] {
            let refused = read_draft(|draft| draft.value = value.to_owned());
            assert!(matches!(refused, Err(DraftProblem::Limit(_))), "{value}");
        }
        assert!(matches!(
            problem(|d| d.back = true),
            DraftProblem::Limit(LimitProblem::NothingSet(..))
        ));
        let same = |wave: &str, setting: &str, value: &str| {
            read_draft(|draft| {
                draft.wave = wave.to_owned();
                draft.setting = setting.to_owned();
                draft.value = value.to_owned();
            })
        };
        assert_eq!(same("", "rural", "100 km/h"), Err(DraftProblem::Same));
        assert_eq!(same("", "", "120"), Err(DraftProblem::Same));
        // Where another value would hold once that everywhere is changed, the same one may be set.
        assert!(same("", "urban", "120").is_ok());
        assert_eq!(
            problem(|d| d.reason = "  ".to_owned()),
            DraftProblem::Reason(ReasonProblem::Missing)
        );
        assert_eq!(
            problem(|d| d.reason = "x".repeat(501)),
            DraftProblem::Reason(ReasonProblem::Long)
        );
        for (from, to) in [
            ("2026-11-15", "2026-11-14"),
            ("", ""),
            ("2020-01-01", "2026-11-14"),
        ] {
            let refused = read_draft(|draft| {
                draft.from = from.to_owned();
                draft.to = to.to_owned();
            });
            assert_eq!(refused, Err(DraftProblem::Days));
        }
    }
}
