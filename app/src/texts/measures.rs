//! Measures with their values in words. What each is called and how it is worked out stands in the catalogue of the domain.

use super::{Text, texts};
use domain::disclosure::Disclosed;
use domain::lang::Lang;
use domain::measures::{Measure, Unit, Value};
use domain::number::grouped;

texts! {
    /// What a value was measured of.
    OF: "of {whole} {of}", "{whole} {of} میں سے";
    /// What a mean or a quantile was measured of.
    OVER: "over {whole} {of}", "{whole} {of} پر";
    /// No value: no plan.
    NO_TARGET: "no target", "ہدف نہیں";
    /// No value: nobody on the roster is at work on the day.
    NO_ROSTER: "nobody deployed by a roster", "فہرست میں کوئی تعینات نہیں";
    /// No value: not told.
    NOT_TOLD: "not told", "نہیں بتایا جاتا";
    /// No value: nothing that counts has happened.
    NOTHING_YET: "nothing counted yet", "ابھی کچھ نہیں گنا گیا";
}

/// The same of a value that may be held back.
pub fn shown(lang: Lang, measure: Measure, value: Option<Disclosed<Value>>) -> String {
    match value {
        Some(Disclosed::Held(held)) => held.say().say(lang).to_owned(),
        Some(Disclosed::Told(value)) => written(lang, measure, Some(value)),
        None => written(lang, measure, None),
    }
}

/// What it was measured of; nothing of a value that is held back, from which it could be worked out.
pub fn shown_of(lang: Lang, measure: Measure, value: Option<Disclosed<Value>>) -> String {
    of(lang, measure, value.and_then(Disclosed::told))
}

/// A value as people read it, with its unit where the number does not say it.
pub fn written(lang: Lang, measure: Measure, value: Option<Value>) -> String {
    let Some(value) = value else {
        return nothing(measure).say(lang).to_owned();
    };
    let number = value.written();
    match (measure.about().unit, value) {
        (Unit::Metres | Unit::Minutes | Unit::Hours | Unit::Days, _) => {
            format!("{number}\u{a0}{}", measure.about().unit.name().say(lang))
        }
        _ => number,
    }
}

/// What stands behind the number: its denominator, else its unit.
pub fn of(lang: Lang, measure: Measure, value: Option<Value>) -> String {
    let about = measure.about();
    let Some(value) = value else {
        return String::new();
    };
    let text = match value {
        Value::Share { .. } => OF,
        _ => OVER,
    };
    match value.of() {
        Some(whole) => text.fill(
            lang,
            &[("whole", &grouped(whole)), ("of", about.of.say(lang))],
        ),
        None if about.unit == Unit::Days => String::new(),
        None => about.unit.name().say(lang).to_owned(),
    }
}

/// Why there is no value.
pub fn nothing(measure: Measure) -> Text {
    use Measure as M;
    match measure {
        M::Target | M::Coverage | M::Expected | M::Schedule | M::Ahead => NO_TARGET,
        M::Active | M::Silent => NO_ROSTER,
        M::DaysAhead => NOT_TOLD,
        _ => NOTHING_YET,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::disclosure::Held;

    #[test]
    fn a_value_that_is_held_back_is_a_sign_without_what_it_was_measured_of() {
        let few = Some(Disclosed::Held(Held::Few));
        assert_eq!(shown(Lang::En, Measure::Declined, few), "<5");
        assert_eq!(shown(Lang::Ur, Measure::Declined, few), "5 سے کم");
        assert_eq!(shown_of(Lang::En, Measure::Declined, few), "");
        let told = Some(Disclosed::Told(Value::Share { part: 2, whole: 8 }));
        assert_eq!(shown(Lang::En, Measure::Declined, told), "25.0\u{a0}%");
        assert!(shown_of(Lang::En, Measure::Declined, told).starts_with("of 8 "));
    }

    #[test]
    fn a_value_stands_with_its_denominator_or_says_why_it_does_not_stand() {
        let share = Some(Value::Share { part: 1, whole: 3 });
        let cases = [
            (
                Measure::Active,
                share,
                "33.3\u{a0}%",
                "of 3 enumerators deployed by the roster",
            ),
            (Measure::Active, None, "nobody deployed by a roster", ""),
            (
                Measure::Target,
                Some(Value::Count(1_500)),
                "1,500",
                "households",
            ),
            (
                Measure::DaysAhead,
                Some(Value::Difference(-3)),
                "−3\u{a0}days",
                "",
            ),
            (
                Measure::LagMedian,
                Some(Value::Amount {
                    value: 3.25,
                    at_least: false,
                    of: 40,
                }),
                "3.2\u{a0}h",
                "over 40 complete interviews with a recorded receipt",
            ),
        ];
        for (measure, value, number, denominator) in cases {
            assert_eq!(written(Lang::En, measure, value), number);
            assert_eq!(of(Lang::En, measure, value), denominator);
        }
    }
}
