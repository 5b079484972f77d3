//! Words of the progress chart. The server uses them to draw it, the page to stand beside it.

use super::texts;
use domain::cube::Progress;
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};

texts! {
    /// The heading above the chart.
    HEADING: "Progress against plan", "منصوبے کے مقابلے میں پیش رفت";
    /// The chart's title.
    TITLE: "Completed households against plan: {area}", "منصوبے کے مقابلے میں مکمل گھرانے: {area}";
    /// The line of what is complete.
    COMPLETE: "complete", "مکمل";
    /// The line of what was planned.
    PLAN: "plan", "منصوبہ";
    /// The vertical axis.
    HOUSEHOLDS: "households", "گھرانے";
    /// The horizontal axis.
    DAY: "day", "دن";
    /// The mark of the last day that counts.
    TODAY: "today", "آج";
    /// What the chart shows, where there is a plan.
    DESCRIPTION: "Households completed from {first} to {last}: {complete}. The plan expected {expected} by then, so that {share} of the plan is reached.", "{first} سے {last} تک مکمل گھرانے: {complete}۔ منصوبے کے مطابق تب تک {expected} متوقع تھے، یعنی منصوبے کا {share} حاصل ہوا۔";
    /// What the chart shows, where there is no plan.
    DESCRIPTION_NO_PLAN: "Households completed from {first} to {last}: {complete}. There is no plan to compare with.", "{first} سے {last} تک مکمل گھرانے: {complete}۔ موازنے کے لیے کوئی منصوبہ نہیں۔";
    /// What the chart shows, where the plan had not begun.
    DESCRIPTION_BEFORE_PLAN: "Households completed from {first} to {last}: {complete}; the plan expected none by then.", "{first} سے {last} تک مکمل گھرانے: {complete}؛ منصوبے کے مطابق تب تک کچھ متوقع نہیں تھا۔";
    /// The most productive day.
    BEST_DAY: "Most on one day: {count} on {day}.", "ایک دن میں سب سے زیادہ: {day} کو {count}۔";
    /// What the chart shows, where there is nothing to show.
    NOTHING: "There is nothing to draw yet: no day of this period has a completed household or a plan.", "ابھی دکھانے کو کچھ نہیں: اس مدت کے کسی دن نہ کوئی گھرانہ مکمل ہوا ہے نہ کوئی منصوبہ ہے۔";
    /// The data as a table.
    TABLE: "The same figures as a table", "یہی اعداد جدول کی صورت میں";
    /// A column of that table.
    COLUMN_COMPLETE: "Complete so far", "اب تک مکمل";
    /// A column of that table.
    COLUMN_PLAN: "Plan", "منصوبہ";
    /// A column of that table.
    COLUMN_DAY: "Day", "دن";
    /// A cell of that table.
    NO_PLAN: "no plan", "منصوبہ نہیں";
}

/// The chart's title.
pub fn title(lang: Lang, area: &str) -> String {
    TITLE.fill(lang, &[("area", area)])
}

/// The word for the line of what is complete.
pub fn complete(lang: Lang) -> &'static str {
    COMPLETE.say(lang)
}

/// The word for the line of what was planned.
pub fn plan(lang: Lang) -> &'static str {
    PLAN.say(lang)
}

/// The word for the vertical axis.
pub fn households(lang: Lang) -> &'static str {
    HOUSEHOLDS.say(lang)
}

/// The word for the horizontal axis.
pub fn day(lang: Lang) -> &'static str {
    DAY.say(lang)
}

/// The word for the mark of the last day that counts.
pub fn today(lang: Lang) -> &'static str {
    TODAY.say(lang)
}

/// What the chart shows, in words with the figures that matter. One sentence where `progress` is empty.
pub fn description(lang: Lang, progress: &[Progress]) -> String {
    let (Some(first), Some(last)) = (progress.first(), progress.last()) else {
        return NOTHING.say(lang).to_owned();
    };
    let (first_day, last_day) = (first.day.to_string(), last.day.to_string());
    let complete = grouped(last.complete);
    let days = [
        ("first", first_day.as_str()),
        ("last", last_day.as_str()),
        ("complete", complete.as_str()),
    ];
    let mut out = match last.expected {
        None => DESCRIPTION_NO_PLAN.fill(lang, &days),
        Some(0) => DESCRIPTION_BEFORE_PLAN.fill(lang, &days),
        Some(expected) => {
            let share = permille(last.complete, expected)
                .map(percent)
                .unwrap_or_default();
            let expected = grouped(expected);
            let [first, last, complete] = days;
            DESCRIPTION.fill(
                lang,
                &[
                    first,
                    last,
                    complete,
                    ("expected", &expected),
                    ("share", &share),
                ],
            )
        }
    };
    if let Some((day, count)) = best_day(progress) {
        out.push(' ');
        let (day, count) = (day.to_string(), grouped(count));
        out.push_str(&BEST_DAY.fill(lang, &[("day", &day), ("count", &count)]));
    }
    out
}

/// The day on which most was completed, the earliest of several. The first point is left out: what it holds may have
/// come together over the days before it.
fn best_day(progress: &[Progress]) -> Option<(domain::time::SurveyDay, u64)> {
    let mut best = None;
    for pair in progress.windows(2) {
        let count = pair[1].complete.saturating_sub(pair[0].complete);
        if count > best.map_or(0, |(_, most)| most) {
            best = Some((pair[1].day, count));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::SurveyDay;

    fn point(day: i32, complete: u64, expected: Option<u64>) -> Progress {
        Progress {
            day: SurveyDay(day),
            complete,
            expected,
        }
    }

    #[test]
    fn the_description_says_the_last_figures_and_the_best_day() {
        let progress = [
            point(20_000, 10, Some(100)),
            point(20_001, 1_500, Some(1_600)),
            point(20_002, 1_600, Some(3_200)),
        ];
        assert_eq!(
            description(Lang::En, &progress),
            "Households completed from 2024-10-04 to 2024-10-06: 1,600. The plan expected 3,200 by then, \
             so that 50.0\u{a0}% of the plan is reached. Most on one day: 1,490 on 2024-10-05."
        );
    }

    #[test]
    fn without_a_plan_or_before_it_nothing_is_called_a_share() {
        let no_plan = description(Lang::En, &[point(20_000, 10, None)]);
        assert!(no_plan.contains("no plan to compare with"), "{no_plan}");
        let before = description(Lang::En, &[point(20_000, 0, Some(0))]);
        assert!(before.contains("expected none"), "{before}");
        assert!(!before.contains('%'), "{before}");
        assert_eq!(description(Lang::En, &[]), NOTHING.en);
    }
}
