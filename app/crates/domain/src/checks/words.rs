//! Numbers, times and corrections inside the sentences of findings.

use crate::lang::Lang;
use crate::number::grouped;
use crate::text::Text;

const SECONDS: Text = Text {
    en: "{s} s",
    ur: "{s} سیکنڈ",
};
const MINUTES: Text = Text {
    en: "{min} min",
    ur: "{min} منٹ",
};
const HOURS: Text = Text {
    en: "{h} h {min} min",
    ur: "{h} گھنٹے {min} منٹ",
};
const DAYS: Text = Text {
    en: "{d} days {h} h",
    ur: "{d} دن {h} گھنٹے",
};
const CORRECTED_FAST: Text = Text {
    en: " The tablet's clock was {by} fast; times are corrected by that.",
    ur: " ٹیبلٹ کی گھڑی {by} آگے تھی؛ اوقات اسی حساب سے درست کیے گئے ہیں۔",
};
const CORRECTED_SLOW: Text = Text {
    en: " The tablet's clock was {by} slow; times are corrected by that.",
    ur: " ٹیبلٹ کی گھڑی {by} پیچھے تھی؛ اوقات اسی حساب سے درست کیے گئے ہیں۔",
};

/// A number of metres or the like, without decimals.
pub(super) fn whole(value: f64) -> String {
    grouped(value.max(0.0).round() as u64)
}

/// A length of time, without its sign, as coarse as people say it.
pub(super) fn duration(lang: Lang, ms: i64) -> String {
    let seconds = ms.unsigned_abs() / 1_000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60);
    if seconds < 120 {
        SECONDS.fill(lang, &[("s", &grouped(seconds))])
    } else if minutes < 120 {
        MINUTES.fill(lang, &[("min", &grouped(minutes))])
    } else if hours < 72 {
        HOURS.fill(
            lang,
            &[("h", &grouped(hours)), ("min", &grouped(minutes % 60))],
        )
    } else {
        DAYS.fill(lang, &[("d", &grouped(days)), ("h", &grouped(hours % 24))])
    }
}

/// A minute of the day as a clock shows it: `05:07`.
pub(super) fn clock(minute_of_day: i32) -> String {
    format!("{:02}:{:02}", minute_of_day / 60, minute_of_day % 60)
}

/// The sentence that tells of a correction, with a space before it; empty where nothing was corrected.
pub(super) fn correction(lang: Lang, offset_ms: i64) -> String {
    let text = match offset_ms {
        0 => return String::new(),
        fast if fast > 0 => CORRECTED_FAST,
        _ => CORRECTED_SLOW,
    };
    text.fill(lang, &[("by", &duration(lang, offset_ms))])
}

/// The corrections of two visits, each told once.
pub(super) fn corrections(lang: Lang, first_ms: i64, second_ms: i64) -> String {
    let mut said = correction(lang, first_ms);
    if second_ms != first_ms {
        said.push_str(&correction(lang, second_ms));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_said_as_coarsely_as_people_say_it() {
        for (seconds, said) in [
            (0, "0 s"),
            (119, "119 s"),
            (120, "2 min"),
            (-7_199, "119 min"),
            (7_200, "2 h 0 min"),
            (259_199, "71 h 59 min"),
            (259_200, "3 days 0 h"),
        ] {
            assert_eq!(duration(Lang::En, seconds * 1_000), said);
        }
    }

    #[test]
    fn a_correction_is_said_only_where_there_was_one() {
        assert_eq!(correction(Lang::En, 0), "");
        assert_eq!(
            corrections(Lang::En, -43_200_000, -43_200_000),
            " The tablet's clock was 12 h 0 min slow; times are corrected by that."
        );
    }
}
