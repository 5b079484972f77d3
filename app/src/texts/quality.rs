//! Words of the pages of quality.

use super::{Text, texts};
use domain::lang::Lang;
use domain::measures::{Binned, Measure};
use domain::number::{grouped, percent, permille};
use domain::peers::SizeClass;

texts! {
    /// The page's name in the navigation and its title.
    QUALITY: "Quality", "معیار";
    /// What the page is for.
    LEAD: "Which data to trust: every measure with what it was measured of. A number that stands out asks for a second look; it proves nothing.", "کس ڈیٹا پر بھروسا کیا جائے: ہر پیمانہ اپنی بنیاد کے ساتھ۔ جو عدد نمایاں ہو وہ دوسری نظر مانگتا ہے؛ کچھ ثابت نہیں کرتا۔";
    /// The filter.
    FILTER: "Part of the survey", "سروے کا حصہ";
    /// A field.
    AREA: "Area", "علاقہ";
    /// An option: the area itself.
    ALL_OF: "all of {area}", "پورا {area}";
    /// A field.
    WAVE: "Wave", "مرحلہ";
    /// An option.
    ALL_WAVES: "all waves", "تمام مراحل";
    /// A field.
    FROM: "From", "سے";
    /// A field.
    TO: "To", "تک";
    /// Fields of the comparison.
    COMPARE: "Compare with", "موازنہ کریں";
    /// A field.
    WITH_AREA: "another area (its code)", "دوسرا علاقہ (کوڈ)";
    /// A field.
    WITH_FROM: "another period from", "دوسری مدت سے";
    /// A field.
    WITH_TO: "to", "تک";
    /// The button.
    SHOW: "Show", "دکھائیں";
    /// The link that takes the filter off.
    RESET: "Show everything", "سب دکھائیں";
    /// What could not be understood.
    PROBLEMS: "This part of the filter could not be understood and was left out:", "فلٹر کا یہ حصہ سمجھ نہیں آیا اور چھوڑ دیا گیا:";
    /// A problem.
    PERIOD_TURNED: "the period ended before it began, and was turned round", "مدت شروع ہونے سے پہلے ختم ہوتی تھی، الٹ دی گئی";
    /// The latest receipt.
    AS_OF: "Figures as of {time} ({zone}).", "اعداد {time} تک ({zone})۔";
    /// Nothing was judged yet.
    NOTHING: "No interview has been judged yet: there is nothing to measure.", "ابھی کوئی انٹرویو جانچا نہیں گیا: ماپنے کو کچھ نہیں۔";
    /// The table of measures.
    MEASURES: "Measures of quality", "معیار کے پیمانے";
    /// A column.
    MEASURE: "Measure", "پیمانہ";
    /// A column.
    VALUE: "Value", "قدر";
    /// A column.
    DIFFERENCE: "Difference", "فرق";
    /// A period in a column's head.
    PERIOD: "{from} to {to}", "{from} سے {to}";
    /// A period from the beginning.
    PERIOD_TO: "to {to}", "{to} تک";
    /// The table of checks.
    CHECKS: "Flags by check", "جانچ کے لحاظ سے نشان";
    /// A column.
    WAITING: "Open", "کھلے";
    /// A column.
    SEVERE: "… severe", "… سنگین";
    /// A column.
    CONFIRMED: "Confirmed", "درست ثابت";
    /// A column.
    DISMISSED: "Dismissed", "خارج";
    /// A column.
    RATE: "Confirmed of decided", "فیصلہ شدہ میں سے درست";
    /// No decision.
    NO_DECISION: "none decided", "کوئی فیصلہ نہیں";
    /// A heading.
    DISTRIBUTIONS: "How values are spread", "قدریں کیسے پھیلی ہیں";
    /// A heading.
    BY_AREA: "By area", "علاقے کے لحاظ سے";
    /// A heading.
    BY_ENUMERATOR: "By enumerator", "شمار کنندہ کے لحاظ سے";
    /// A caption.
    AREAS: "{areas} of {area}, the one to look at first on top", "{area} کے {areas}، پہلے دیکھنے والا اوپر";
    /// A caption.
    PEOPLE: "{count} enumerators with a value, those to look at first on top", "قدر والے {count} شمار کنندگان، پہلے دیکھنے والے اوپر";
    /// What decides the order.
    PEOPLE_HINT: "Those of fewer than 10 come last: of so few a value says little.", "10 سے کم والے آخر میں ہیں: اتنے کم سے قدر کم بتاتی ہے۔";
    /// A column.
    ENUMERATOR: "Enumerator", "شمار کنندہ";
    /// A column.
    AGENCY: "Agency", "ادارہ";
    /// A column.
    OF: "Of", "کل";
    /// A column.
    STANDS: "Stands out", "نمایاں";
    /// Within the limits.
    WITHIN: "no", "نہیں";
    /// Beyond the inner limit.
    BEYOND_95: "a little", "تھوڑا";
    /// Beyond the outer limit.
    BEYOND_998: "clearly", "واضح";
    /// Cannot be compared.
    NOT_COMPARED: "too few to compare", "موازنے کے لیے کم";
    /// The next page.
    MORE: "More enumerators", "مزید شمار کنندگان";
    /// Nobody.
    NO_PEOPLE: "No enumerator has a value here.", "یہاں کسی شمار کنندہ کی قدر نہیں۔";
    /// Who may not see people.
    PEOPLE_HIDDEN: "Enumerators are shown to those who follow up flags.", "شمار کنندگان صرف انہیں دکھائے جاتے ہیں جو نشانوں پر کام کرتے ہیں۔";
    /// A link.
    CSV: "Download as CSV", "CSV ڈاؤن لوڈ کریں";
    /// A link.
    XLSX: "Download as XLSX", "XLSX ڈاؤن لوڈ کریں";
    /// How it is worked out.
    FORMULA: "How it is worked out", "کیسے نکالا جاتا ہے";
    /// The same figures.
    TABLE: "The same figures as a table", "یہی اعداد جدول کی صورت میں";
    /// In place of a chart that could point to a household.
    CHART_HELD: "Not told: single households could be recognised in it.", "نہیں بتایا گیا: اس میں کسی ایک گھرانے کو پہچانا جا سکتا ہے۔";
    /// A chart that has nothing to show.
    NO_CHART: "There is nothing to draw yet.", "ابھی دکھانے کو کچھ نہیں۔";
    /// A chart.
    HOURS: "Visits by hour and weekday", "گھنٹے اور دن کے لحاظ سے دورے";
    /// What it shows.
    HOURS_SAID: "{all} visits by the corrected hour at which they began. Most begin on {weekday} between {hour} and {next}: {most}. Before 07:00 and from 20:00 on: {odd}.", "{all} دورے، آغاز کے درست گھنٹے کے لحاظ سے۔ سب سے زیادہ {weekday} کو {hour} اور {next} کے درمیان: {most}۔ 07:00 سے پہلے اور 20:00 سے: {odd}۔";
    /// A histogram in words.
    SPREAD_SAID: "{all} {of}. Half are below {median}, nine of ten below {p90}.", "{all} {of}۔ نصف {median} سے کم، دس میں سے نو {p90} سے کم۔";
    /// The last bar.
    LAST_BAR: "The last bar holds everything from {from} on.", "آخری ستون میں {from} سے اوپر سب شامل ہے۔";
    /// A mark.
    MEDIAN: "median {value}", "وسطانیہ {value}";
    /// A mark.
    P90: "nine of ten {value}", "دس میں نو {value}";
    /// An axis.
    WEEKDAY: "weekday", "دن";
    /// An axis.
    HOUR: "hour of the day", "دن کا گھنٹہ";
    /// A key.
    NO_VISITS: "no visits", "کوئی دورہ نہیں";
    /// An axis.
    NUMBER: "number", "تعداد";
    /// A chart.
    ACCURACY: "GPS accuracy", "جی پی ایس درستی";
    /// A chart.
    LAG: "Time to arrival", "پہنچنے کا وقت";
    /// A chart.
    DAY_SIZE: "Interviews an enumerator's day", "فی شمار کنندہ فی دن انٹرویو";
    /// A chart.
    TIME_TO_CLOSE: "Days to a decision", "فیصلے تک دن";
    /// A chart.
    DURATION_ACTIVE: "Duration, active time", "دورانیہ، فعال وقت";
    /// A chart.
    DURATION_ELAPSED: "Duration, from start to end", "دورانیہ، آغاز سے اختتام تک";
    /// What is counted.
    OF_FIXES: "positions with an accuracy, in metres", "درستی والے مقامات، میٹر میں";
    /// What is counted.
    OF_RECEIPTS: "interviews with a recorded receipt, in hours from end to receipt", "درج وصولی والے انٹرویو، اختتام سے وصولی تک گھنٹے";
    /// What is counted.
    OF_DAYS: "enumerators' days with an interview, by the number of interviews", "انٹرویو والے شمار کنندہ دن، انٹرویو کی تعداد کے لحاظ سے";
    /// What is counted.
    OF_DECISIONS: "flags decided, in days from the end of their day", "فیصلہ شدہ نشان، اپنے دن کے اختتام سے دن";
    /// What is counted.
    OF_DURATIONS: "complete interviews, in minutes", "مکمل انٹرویو، منٹ میں";
    /// A table.
    BY_SIZE: "Duration by household size", "گھرانے کے حجم سے دورانیہ";
    /// A table.
    BY_FORM: "Duration by form", "فارم کے لحاظ سے دورانیہ";
    /// A column.
    FORM: "Form and version", "فارم اور ورژن";
    /// A column.
    SIZE: "Household size", "گھرانے کا حجم";
    /// A size.
    SIZE_ONE: "1 person", "1 فرد";
    /// A size.
    SIZE_TWO: "2–3 persons", "2–3 افراد";
    /// A size.
    SIZE_FOUR: "4–6 persons", "4–6 افراد";
    /// A size.
    SIZE_SEVEN: "7–9 persons", "7–9 افراد";
    /// A size.
    SIZE_TEN: "10 and more", "10 اور زیادہ";
    /// A size.
    SIZE_UNKNOWN: "not stated", "درج نہیں";
    /// A column.
    INTERVIEWS: "Interviews", "انٹرویو";
    /// A column.
    FIRST_QUARTILE: "First quartile", "پہلا چوتھائی";
    /// A column.
    MEDIAN_COLUMN: "Median", "وسطانیہ";
    /// A column.
    THIRD_QUARTILE: "Third quartile", "تیسرا چوتھائی";
    /// A chart.
    FUNNEL: "Enumerators against each other: {measure}", "شمار کنندگان کا باہمی موازنہ: {measure}";
    /// What it shows.
    FUNNEL_SAID: "{count} enumerators; together {overall}. {beyond} of them lie beyond the limits within which 99.8 % would lie by chance and by the usual differences between honest people.", "{count} شمار کنندگان؛ مجموعی طور پر {overall}۔ ان میں سے {beyond} ان حدود سے باہر ہیں جن کے اندر اتفاق اور ایماندار لوگوں کے معمول کے فرق سے 99.8 فیصد ہوتے۔";
    /// Why there is no funnel.
    FUNNEL_FEW: "There are too few enumerators here to say what is usual.", "معمول بتانے کے لیے یہاں شمار کنندگان بہت کم ہیں۔";
    /// At the line.
    OVERALL: "all", "سب";
    /// A column.
    CASES: "Cases", "تعداد";
    /// A chart.
    AREA_BARS: "{measure} by area", "{measure} علاقے کے لحاظ سے";
    /// What it shows.
    AREA_BARS_SAID: "From {low} in {lowest} to {high} in {highest}.", "{lowest} میں {low} سے {highest} میں {high} تک۔";
}

/// What a spread is called, and what is counted in it.
pub fn binned(binned: Binned) -> (Text, Text) {
    match binned {
        Binned::Accuracy => (ACCURACY, OF_FIXES),
        Binned::Lag => (LAG, OF_RECEIPTS),
        Binned::Hour => (HOURS, NUMBER),
        Binned::DaySize => (DAY_SIZE, OF_DAYS),
        Binned::TimeToClose => (TIME_TO_CLOSE, OF_DECISIONS),
        Binned::Active(_) => (DURATION_ACTIVE, OF_DURATIONS),
        Binned::Elapsed(_) => (DURATION_ELAPSED, OF_DURATIONS),
    }
}

/// What a class of household sizes is called.
pub fn size(class: SizeClass) -> Text {
    match class {
        SizeClass::One => SIZE_ONE,
        SizeClass::TwoToThree => SIZE_TWO,
        SizeClass::FourToSix => SIZE_FOUR,
        SizeClass::SevenToNine => SIZE_SEVEN,
        SizeClass::TenAndMore => SIZE_TEN,
        SizeClass::Unknown => SIZE_UNKNOWN,
    }
}

/// A funnel in words.
pub fn funnel(lang: Lang, count: usize, beyond: usize, cases: u64, of: u64) -> String {
    let overall = permille(cases, of).map(percent).unwrap_or_default();
    FUNNEL_SAID.fill(
        lang,
        &[
            ("count", &grouped(count as u64)),
            ("overall", &overall),
            ("beyond", &grouped(beyond as u64)),
        ],
    )
}

/// A funnel's title.
pub fn funnel_title(lang: Lang, measure: Measure) -> String {
    FUNNEL.fill(lang, &[("measure", measure.about().name.say(lang))])
}
