//! Measures with their values in words. What each is called and how it is worked out stands in the catalogue of the domain.

use super::{Text, texts};
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
