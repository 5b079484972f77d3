//! Words of the overview, the page that leadership decides from.

use super::{Text, texts};
use domain::forecast::{self, Finishes, Forecast, WhyNot};
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
    WHY_MANY_REFUSALS: "Refusals: many more visits to homes are declined than in the whole survey.", "انکار: پورے سروے کے مقابلے میں گھروں کے کہیں زیادہ دوروں میں انکار ہو رہا ہے۔";
    /// A reason.
    WHY_REFUSALS: "Refusals: {share} of {whole} visits to homes were declined; in the whole survey {elsewhere}.", "انکار: گھروں کے {whole} دوروں میں سے {share} میں انکار؛ پورے سروے میں {elsewhere}۔";
    /// A reason.
    WHY_PACE: "Low pace: {own} interviews an enumerator's day; in the whole survey {elsewhere}.", "سست رفتار: فی شمار کنندہ فی دن {own} انٹرویو؛ پورے سروے میں {elsewhere}۔";
    /// No reason.
    WHY_NOT_SHOWN: "Those at work keep the usual pace: the plan needs more of them or more days, or the cause is not counted.", "کام کرنے والے معمول کی رفتار پر ہیں: منصوبے کو زیادہ لوگ یا دن چاہییں، یا وجہ گنی نہیں جاتی۔";
    /// The answer.
    FINISHES: "Likely on {likely}; in eight of ten cases between {earliest} and {latest}.", "غالباً {likely} کو؛ دس میں سے آٹھ صورتوں میں {earliest} اور {latest} کے درمیان۔";
    /// What the answer means.
    FINISHED_MEANS: "Finished means that areas with 98 % of the target have each reached 95 % of theirs. The work of the last 14 days is drawn again and again, weekdays, rain and idle days with it; it knows of no holiday to come.", "مکمل کا مطلب ہے کہ ہدف کے 98 فیصد والے علاقوں میں سے ہر ایک اپنے ہدف کا 95 فیصد پورا کر چکا ہو۔ پچھلے 14 دنوں کا کام بار بار دہرایا جاتا ہے، دنوں، بارش اور خالی دنوں سمیت؛ آنے والی چھٹی کا اسے علم نہیں۔";
    /// Beside the answer.
    STOPPED_BESIDE: "Work has stopped in {areas} areas, where {missing} households are missing; the day does not wait for them.", "{areas} علاقوں میں کام رک گیا ہے جہاں {missing} گھرانے باقی ہیں؛ یہ تاریخ ان کا انتظار نہیں کرتی۔";
    /// Beside the answer.
    NOT_BEGUN_BESIDE: "{areas} areas with {missing} households have not begun; their pace is taken from their plans.", "{missing} گھرانوں والے {areas} علاقوں نے شروع نہیں کیا؛ ان کی رفتار منصوبوں سے لی گئی ہے۔";
    /// Beside the answer.
    OVERDUE_BESIDE: "{areas} of them should have begun already.", "ان میں سے {areas} کو شروع ہو جانا چاہیے تھا۔";
    /// It is.
    FINISHED: "It is finished: areas with 98 % of the target have each reached 95 % of theirs.", "مکمل ہے: ہدف کے 98 فیصد والے علاقے اپنے ہدف کا 95 فیصد پورا کر چکے ہیں۔";
    /// No answer.
    CANNOT_BE_TOLD: "cannot be told yet", "ابھی نہیں بتایا جا سکتا";
    /// Why.
    WHY_NO_TARGET: "No area has a target.", "کسی علاقے کا ہدف نہیں۔";
    /// Why.
    WHY_STOPPED: "Work has stopped in {areas} areas where {missing} households are missing: no household there in 14 days. When they go on is a decision that no pace tells.", "{areas} علاقوں میں کام رک گیا ہے جہاں {missing} گھرانے باقی ہیں: 14 دنوں میں وہاں کوئی گھرانہ نہیں ہوا۔ کب دوبارہ شروع ہوگا یہ فیصلہ ہے جو کوئی رفتار نہیں بتاتی۔";
    /// When the rest is finished.
    REST_FINISHES: "The rest is likely finished on {likely}; in eight of ten cases between {earliest} and {latest}.", "باقی غالباً {likely} کو مکمل ہوگا؛ دس میں سے آٹھ صورتوں میں {earliest} اور {latest} کے درمیان۔";
    /// The rest is finished.
    REST_FINISHED: "The rest is finished.", "باقی مکمل ہے۔";
    /// Why.
    WHY_FEW_DAYS: "There are {have} days with work in the last two weeks; it takes {need}.", "پچھلے دو ہفتوں میں کام کے {have} دن ہیں؛ {need} چاہییں۔";
    /// Why.
    WHY_FEW_HOUSEHOLDS: "{have} households were completed in the last two weeks; it takes {need}.", "پچھلے دو ہفتوں میں {have} گھرانے مکمل ہوئے؛ {need} چاہییں۔";
    /// Why.
    WHY_NOT_WITHIN: "At this pace it may take longer than {days} days.", "اس رفتار سے {days} دن سے زیادہ لگ سکتے ہیں۔";
    /// In the chart.
    LIKELY: "likely", "غالباً";
    /// In the chart's table.
    LOW: "at least", "کم از کم";
    /// In the chart's table.
    HIGH: "at most", "زیادہ سے زیادہ";
    /// In the chart.
    FINISH_IN_CHART: "finish {earliest} to {latest}", "تکمیل {earliest} تا {latest}";
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

fn with_days(lang: Lang, text: Text, finishes: &Finishes) -> String {
    let days = [finishes.likely, finishes.earliest, finishes.latest].map(|day| day.to_string());
    text.fill(
        lang,
        &[
            ("likely", &days[0]),
            ("earliest", &days[1]),
            ("latest", &days[2]),
        ],
    )
}

/// When what has not stopped will be finished; nothing where that cannot be told either.
pub fn rest(lang: Lang, forecast: &Forecast) -> Option<String> {
    match forecast {
        Forecast::Finishes(finishes) => Some(with_days(lang, REST_FINISHES, finishes)),
        Forecast::Finished => Some(REST_FINISHED.say(lang).to_owned()),
        Forecast::CannotBeTold(_) => None,
    }
}

/// A forecast that names a day, in words.
pub fn finishes(lang: Lang, finishes: &Finishes) -> String {
    let mut out = with_days(lang, FINISHES, finishes);
    let mut add = |text: Text, some: &forecast::Standing| {
        if some.areas > 0 {
            out.push(' ');
            out.push_str(&of_areas(lang, text, some));
        }
    };
    add(STOPPED_BESIDE, &finishes.stopped);
    add(NOT_BEGUN_BESIDE, &finishes.not_begun);
    add(OVERDUE_BESIDE, &finishes.overdue);
    out
}

/// The interval of a forecast, in the chart.
pub fn finish_in_chart(lang: Lang, finishes: &Finishes) -> String {
    let days = [finishes.earliest, finishes.latest].map(|day| day.to_string());
    FINISH_IN_CHART.fill(lang, &[("earliest", &days[0]), ("latest", &days[1])])
}

/// Why there is no forecast.
pub fn why_not(lang: Lang, why: &WhyNot) -> String {
    let numbers = |text: Text, have: u64, need: u64| {
        text.fill(lang, &[("have", &grouped(have)), ("need", &grouped(need))])
    };
    match why {
        WhyNot::NoTarget => WHY_NO_TARGET.say(lang).to_owned(),
        WhyNot::Stopped(some) => of_areas(lang, WHY_STOPPED, some),
        WhyNot::TooFewDays { have, need } => {
            numbers(WHY_FEW_DAYS, u64::from(*have), u64::from(*need))
        }
        WhyNot::TooFewHouseholds { have, need } => numbers(WHY_FEW_HOUSEHOLDS, *have, *need),
        WhyNot::NotWithin { days } => {
            WHY_NOT_WITHIN.fill(lang, &[("days", &grouped(u64::from(*days)))])
        }
    }
}

fn of_areas(lang: Lang, text: Text, some: &forecast::Standing) -> String {
    let (areas, missing) = (
        grouped(u64::from(some.areas)),
        grouped(some.missing_households),
    );
    text.fill(lang, &[("areas", &areas), ("missing", &missing)])
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
        LagReason::ManyRefusals => WHY_MANY_REFUSALS.say(lang).to_owned(),
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
