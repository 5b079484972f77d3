//! Words of the overview, the page that leadership decides from.

use super::{Text, texts};
use domain::lang::Lang;
use domain::number::{grouped, percent, permille};
use domain::standing::{LagReason, Standing};

texts! {
    /// The page's name in the navigation.
    OVERVIEW: "Overview", "مجموعی جائزہ";
    /// The page's title.
    TITLE: "Where the survey stands: {area}", "سروے کہاں کھڑا ہے: {area}";
    /// The card.
    CARD: "Key figures", "اہم اعداد";
    /// When the survey will be finished.
    FORECAST: "When it will be finished", "کب مکمل ہوگا";
    /// How the areas below stand.
    STANDINGS: "Of {count} {areas}:", "{count} {areas} میں سے:";
    /// One standing and how many.
    STANDING_COUNT: "{count} {standing}", "{count} {standing}";
    /// The table.
    RANKED: "{areas}, the one furthest behind first", "{areas}، سب سے پیچھے والا پہلے";
    /// What decides the order.
    RANKED_HINT: "By days behind the plan; those that have not begun first.", "منصوبے سے پیچھے دنوں کے لحاظ سے؛ جنہوں نے شروع نہیں کیا وہ پہلے۔";
    /// A column.
    STANDING: "Standing", "صورتحال";
    /// A column.
    WHY: "What the figures show", "اعداد کیا بتاتے ہیں";
    /// In print, what is left out.
    REST: "The other {count} are on the page.", "باقی {count} صفحے پر ہیں۔";
    /// Figures of quality are older than the others.
    QUALITY_AS_OF: "Figures of flags and quality are those of {time}.", "نشانوں اور معیار کے اعداد {time} کے ہیں۔";
    /// Figures cannot be read.
    FAILING: "Newer figures of flags and quality cannot be read since {since}. What you see are the last good ones, as of {time}.", "{since} سے نشانوں اور معیار کے نئے اعداد نہیں پڑھے جا سکتے۔ یہ آخری درست اعداد ہیں، {time} تک۔";
    /// Figures cannot be read, and never could.
    FAILING_EVER: "Figures of flags and quality cannot be read since {since}.", "{since} سے نشانوں اور معیار کے اعداد نہیں پڑھے جا سکتے۔";
    /// A standing.
    NOT_STARTED: "not started", "شروع نہیں ہوا";
    /// A standing.
    BEHIND: "behind", "پیچھے";
    /// A standing.
    ON_SCHEDULE: "on schedule", "شیڈول پر";
    /// A standing.
    REACHED: "target reached", "ہدف پورا";
    /// A standing.
    NOT_DUE: "not due yet", "ابھی وقت نہیں";
    /// A standing.
    NO_TARGET: "no target", "ہدف نہیں";
    /// Days behind.
    DAYS_BEHIND: "{days} days behind", "{days} دن پیچھے";
    /// A day behind.
    DAY_BEHIND: "1 day behind", "1 دن پیچھے";
    /// Days ahead.
    DAYS_AHEAD: "{days} days ahead", "{days} دن آگے";
    /// A day ahead.
    DAY_AHEAD: "1 day ahead", "1 دن آگے";
    /// On the day.
    ON_THE_DAY: "on the day", "وقت پر";
    /// A reason.
    WHY_NOT_STARTED: "Nothing has arrived; field work was planned to begin {days} days ago.", "کچھ نہیں پہنچا؛ کام {days} دن پہلے شروع ہونا تھا۔";
    /// A reason.
    WHY_NOT_STARTED_TODAY: "Nothing has arrived yet; field work was planned to begin today.", "ابھی کچھ نہیں پہنچا؛ کام آج شروع ہونا تھا۔";
    /// A reason.
    WHY_SYNC: "{part} of {whole} deployed enumerators have not synced for 3 days: the figures may be late, not the work.", "تعینات {whole} میں سے {part} شمار کنندگان 3 دن سے ہم آہنگ نہیں: شاید اعداد کو دیر ہے، کام کو نہیں۔";
    /// A reason.
    WHY_FEW: "Few at work: {part} of {whole} deployed enumerators sent anything within 7 days.", "کم لوگ کام پر: تعینات {whole} میں سے {part} شمار کنندگان نے 7 دنوں میں کچھ بھیجا۔";
    /// A reason.
    WHY_REFUSALS: "Refusals: {share} of {whole} visits to homes were declined; in the whole survey {elsewhere}.", "انکار: گھروں کے {whole} دوروں میں سے {share} میں انکار؛ پورے سروے میں {elsewhere}۔";
    /// A reason.
    WHY_PACE: "Low pace: {own} interviews an enumerator's day; in the whole survey {elsewhere}.", "سست رفتار: فی شمار کنندہ فی دن {own} انٹرویو؛ پورے سروے میں {elsewhere}۔";
    /// No reason.
    WHY_NOT_SHOWN: "Those at work keep the usual pace: the plan needs more of them or more days, or the cause is not counted.", "کام کرنے والے معمول کی رفتار پر ہیں: منصوبے کو زیادہ لوگ یا دن چاہییں، یا وجہ گنی نہیں جاتی۔";
    /// An area without areas below.
    NO_ROWS: "There are no areas below this one.", "اس کے نیچے کوئی علاقہ نہیں۔";
    /// How to keep the page.
    PRINT_HINT: "Print this page for a brief of one A4 page.", "ایک اے 4 صفحے کے خلاصے کے لیے یہ صفحہ پرنٹ کریں۔";
}

/// What a standing is called.
pub fn standing(standing: Standing) -> Text {
    match standing {
        Standing::NotStarted => NOT_STARTED,
        Standing::Behind => BEHIND,
        Standing::OnSchedule => ON_SCHEDULE,
        Standing::Reached => REACHED,
        Standing::NotDue => NOT_DUE,
        Standing::NoTarget => NO_TARGET,
    }
}

/// Days of the plan ahead, in words.
pub fn days_ahead(lang: Lang, days: i32) -> String {
    let number = grouped(u64::from(days.unsigned_abs()));
    match days {
        0 => ON_THE_DAY.say(lang).to_owned(),
        1 => DAY_AHEAD.say(lang).to_owned(),
        -1 => DAY_BEHIND.say(lang).to_owned(),
        days if days < 0 => DAYS_BEHIND.fill(lang, &[("days", &number)]),
        _ => DAYS_AHEAD.fill(lang, &[("days", &number)]),
    }
}

/// A reason of a lag with its numbers.
pub fn reason(lang: Lang, reason: &LagReason) -> String {
    let of = |text: Text, part: u64, whole: u64| {
        text.fill(
            lang,
            &[("part", &grouped(part)), ("whole", &grouped(whole))],
        )
    };
    match *reason {
        LagReason::NotStarted { days: ..=0 } => WHY_NOT_STARTED_TODAY.say(lang).to_owned(),
        LagReason::NotStarted { days } => {
            WHY_NOT_STARTED.fill(lang, &[("days", &grouped(u64::from(days.unsigned_abs())))])
        }
        LagReason::Sync { silent, of: whole } => of(WHY_SYNC, silent, whole),
        LagReason::FewEnumerators { active, of: whole } => of(WHY_FEW, active, whole),
        LagReason::Refusals {
            declined,
            of: whole,
            elsewhere_permille,
        } => {
            let share = permille(declined, whole).map(percent).unwrap_or_default();
            WHY_REFUSALS.fill(
                lang,
                &[
                    ("share", &share),
                    ("whole", &grouped(whole)),
                    ("elsewhere", &percent(elsewhere_permille)),
                ],
            )
        }
        LagReason::Pace {
            interviews,
            person_days,
            elsewhere_hundredths,
        } => {
            let mean = |hundredths: u64| format!("{}.{}", hundredths / 100, hundredths % 100 / 10);
            let own = (interviews * 100).checked_div(person_days).unwrap_or(0);
            WHY_PACE.fill(
                lang,
                &[
                    ("own", &mean(own)),
                    ("elsewhere", &mean(elsewhere_hundredths)),
                ],
            )
        }
        LagReason::NotShown => WHY_NOT_SHOWN.say(lang).to_owned(),
    }
}
