//! Words of the map and its controls.

use super::{Text, isolated, texts};
use crate::islands::map_view::MapTexts;
use domain::coverage::{Class, Measure};
use domain::lang::Lang;

texts! {
    /// The heading above the map.
    TITLE: "Map", "نقشہ";
    /// The name of the map: areas, measure and day.
    NAME: "{areas}: {measure} by {day}", "{areas}: {day} تک {measure}";
    /// How to use the map without a mouse.
    HINT: "Choose an area to open it. With a keyboard, the arrow keys move between areas.", "علاقہ کھولنے کے لیے اسے چنیں۔ کی بورڈ پر تیر کے بٹن ایک علاقے سے دوسرے پر لے جاتے ہیں۔";
    /// The measure's name.
    COVERAGE: "complete ÷ target", "مکمل ÷ ہدف";
    /// The measure's name.
    SCHEDULE: "complete ÷ expected", "مکمل ÷ متوقع";
    /// The measure's name.
    INSIDE: "GPS fixes inside the claimed area", "بتائے گئے علاقے کے اندر GPS مقامات";
    /// A class.
    NOT_STARTED: "not started", "شروع نہیں ہوا";
    /// A class.
    UNDER: "under {to}\u{a0}%", "{to} فیصد سے کم";
    /// A class.
    BETWEEN: "{from} to {to}\u{a0}%", "{from} تا {to} فیصد";
    /// A class.
    AT_LEAST: "{from}\u{a0}% or more", "{from} فیصد یا زیادہ";
    /// A class.
    OVER: "over {from}\u{a0}%: suspicious", "{from} فیصد سے زائد: مشکوک";
    /// A class.
    AHEAD: "over {from}\u{a0}%: ahead", "{from} فیصد سے زائد: آگے";
    /// A class.
    NO_TARGET: "no target", "ہدف مقرر نہیں";
    /// A class.
    NOT_EXPECTED: "nothing expected yet", "ابھی کچھ متوقع نہیں";
    /// A class.
    NOT_JUDGED: "no fix to judge by", "جانچ کے لیے کوئی GPS مقام نہیں";
    /// What stands before the list of classes.
    SUMMARY: "Areas on the map by {day}: {count}", "{day} تک نقشے پر علاقے: {count}";
    /// Areas that the map cannot show.
    WITHOUT_BOUNDARY: "Areas without a boundary on file: {count}. They are in the table, not on the map.", "جن علاقوں کی حدود دستیاب نہیں: {count}۔ وہ جدول میں ہیں، نقشے پر نہیں۔";
    /// Where no area has a boundary.
    NO_MAP: "No area here has a boundary on file, so there is no map. The table holds every area.", "یہاں کسی علاقے کی حدود دستیاب نہیں، اس لیے نقشہ نہیں ہے۔ جدول میں تمام علاقے ہیں۔";
    /// Label of boundaries that are not exact.
    APPROXIMATE: "approximate boundaries", "تقریبی حدود";
    /// Label of boundaries that show the rough position only.
    SCHEMATIC: "schematic boundaries", "خاکہ نما حدود";
    /// The source of the boundaries.
    SOURCE: "Boundaries: {source}.", "حدود کا ماخذ: {source}۔";
    /// The date of the boundaries.
    SOURCE_DATED: "As of {date}.", "بتاریخ {date}۔";
    /// The tolerance of the boundaries.
    SOURCE_TOLERANCE: "A line may be {metres} m from the truth.", "کوئی لکیر اصل جگہ سے {metres} میٹر تک ہٹی ہو سکتی ہے۔";
    /// The licence of the boundaries.
    SOURCE_LICENCE: "Licence: {licence}.", "اجازت نامہ: {licence}۔";
    /// A control.
    ZOOM_IN: "Zoom in", "بڑا کریں";
    /// A control.
    ZOOM_OUT: "Zoom out", "چھوٹا کریں";
    /// A control.
    RESET: "Whole map", "پورا نقشہ";
    /// A control.
    MEASURE: "Measure", "پیمانہ";
    /// A control.
    DAY: "Day", "دن";
    /// A control.
    PLAY: "Play the days", "دن چلائیں";
    /// A control.
    PAUSE: "Pause", "روکیں";
    /// While the values travel.
    LOADING: "Loading the days…", "دنوں کا ڈیٹا آ رہا ہے…";
    /// When they did not arrive.
    LOAD_FAILED: "The days could not be loaded. The map has not changed.", "دنوں کا ڈیٹا نہیں آ سکا۔ نقشہ تبدیل نہیں ہوا۔";
    /// When there is nothing to play.
    NO_DAYS: "There are no days to play yet.", "چلانے کے لیے ابھی کوئی دن نہیں۔";
    /// A control.
    RETRY: "Try again", "دوبارہ کوشش کریں";
}

/// The name of a measure.
pub fn measure(measure: Measure) -> Text {
    match measure {
        Measure::Coverage => COVERAGE,
        Measure::Schedule => SCHEDULE,
        Measure::Inside => INSIDE,
    }
}

/// A class in words, with its bounds: the same in map, table and legend.
pub fn class(lang: Lang, measure: Measure, class: Class) -> String {
    let ([middle, high, full], over) = measure.bounds_permille();
    let percent = |permille: u32| (permille / 10).to_string();
    match class {
        Class::None => NOT_STARTED.say(lang).to_owned(),
        Class::Low => UNDER.fill(lang, &[("to", &percent(middle))]),
        Class::Middle => BETWEEN.fill(lang, &[("from", &percent(middle)), ("to", &percent(high))]),
        Class::High => BETWEEN.fill(lang, &[("from", &percent(high)), ("to", &percent(full))]),
        Class::Full => AT_LEAST.fill(lang, &[("from", &percent(full))]),
        Class::Over => {
            let text = if measure == Measure::Coverage {
                OVER
            } else {
                AHEAD
            };
            text.fill(lang, &[("from", &percent(over.unwrap_or(1_000)))])
        }
        Class::Unknown => match measure {
            Measure::Coverage => NO_TARGET,
            Measure::Schedule => NOT_EXPECTED,
            Measure::Inside => NOT_JUDGED,
        }
        .say(lang)
        .to_owned(),
    }
}

/// Whether a measure has a class at all: there are never too many fixes inside, and none inside is merely few.
pub fn has_class(measure: Measure, class: Class) -> bool {
    measure != Measure::Inside || !matches!(class, Class::Over | Class::None)
}

/// An area and its share, as the map says it: `Lahore: 63.2 % (12,345 of 19,500), 20 to 75 %`.
pub fn area(lang: Lang, name: &str, share: Option<&str>, class: &str) -> String {
    let name = isolated(lang, name);
    match share {
        Some(share) => format!("{name}: {}, {class}", isolated(lang, share)),
        None => format!("{name}: {class}"),
    }
}

/// The words that the island needs, in the page's language, for a map of so many `areas` of a level.
pub fn for_island(lang: Lang, level: &str, areas: &str) -> MapTexts {
    let say = |text: Text| text.say(lang).to_owned();
    MapTexts {
        zoom_in: say(ZOOM_IN),
        zoom_out: say(ZOOM_OUT),
        reset: say(RESET),
        measure: say(MEASURE),
        measures: Measure::ALL
            .map(|m| (m.code().to_owned(), say(measure(m))))
            .to_vec(),
        day: say(DAY),
        play: say(PLAY),
        pause: say(PAUSE),
        loading: say(LOADING),
        failed: say(LOAD_FAILED),
        no_days: say(NO_DAYS),
        retry: say(RETRY),
        // The island fills in the day and the measure that are chosen there.
        summary: SUMMARY.fill(lang, &[("day", "{day}"), ("count", areas)]),
        name: NAME.fill(
            lang,
            &[("areas", level), ("measure", "{measure}"), ("day", "{day}")],
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_names_the_bounds_it_is_decided_by() {
        let say = |m, c| class(Lang::En, m, c);
        assert_eq!(say(Measure::Coverage, Class::Low), "under 20\u{a0}%");
        assert_eq!(say(Measure::Coverage, Class::Middle), "20 to 75\u{a0}%");
        assert_eq!(
            say(Measure::Coverage, Class::Over),
            "over 105\u{a0}%: suspicious"
        );
        assert_eq!(say(Measure::Coverage, Class::Unknown), "no target");
        assert_eq!(say(Measure::Inside, Class::Full), "99\u{a0}% or more");
        assert_eq!(
            say(Measure::Schedule, Class::Unknown),
            "nothing expected yet"
        );
    }

    #[test]
    fn a_value_on_the_map_carries_its_denominator_and_an_absent_one_is_no_zero() {
        assert_eq!(
            area(
                Lang::En,
                "Lahore",
                Some("63.2 % (1 of 2)"),
                "20 to 75\u{a0}%"
            ),
            "Lahore: 63.2 % (1 of 2), 20 to 75\u{a0}%"
        );
        assert_eq!(
            area(Lang::En, "Lahore", None, "no target"),
            "Lahore: no target"
        );
    }
}
