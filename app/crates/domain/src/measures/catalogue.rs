//! The catalogue of measures: the one place that says what each is called, how it is worked out and how it is summed.

use super::about::{About, Adds, Reader, Unit};
use crate::text::Text;

macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident = $code:ident, $reader:ident, $unit:ident, $adds:ident:
        $en:literal, $ur:literal;
        formula $formula_en:literal, $formula_ur:literal;
        of $of_en:literal, $of_ur:literal;
        help $help_en:literal, $help_ur:literal;)+) => {
        /// A measure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Measure { $($(#[$doc])* $name),+ }

        impl Measure {
            /// Every measure, in the order of the catalogue.
            pub const ALL: &'static [Measure] = &[$(Measure::$name),+];

            /// What it says of itself.
            pub fn about(self) -> &'static About {
                match self { $(Measure::$name => &About {
                    code: stringify!($code),
                    name: Text { en: $en, ur: $ur },
                    reader: Reader::$reader,
                    unit: Unit::$unit,
                    formula: Text { en: $formula_en, ur: $formula_ur },
                    of: Text { en: $of_en, ur: $of_ur },
                    help: Text { en: $help_en, ur: $help_ur },
                    adds: Adds::$adds,
                }),+ }
            }
        }
    };
}

measures! {
    /// Households to reach.
    Target = target, Progress, Households, Standing:
        "Target", "ہدف";
        formula "households to reach by the plans of the chosen waves", "منتخب مراحل کے منصوبوں کے مطابق جن گھرانوں تک پہنچنا ہے";
        of "", "";
        help "An area without a plan has no target, which is not 0.", "جس علاقے کا منصوبہ نہیں اس کا ہدف نہیں ہوتا؛ یہ صفر نہیں۔";
    /// Households completed.
    Complete = complete, Progress, Households, Counts:
        "Complete", "مکمل";
        formula "complete interviews that were not rejected, each household of an area and wave once", "مکمل انٹرویو جو مسترد نہیں ہوئے؛ ہر علاقے اور مرحلے میں ہر گھرانہ ایک بار";
        of "", "";
        help "A household that was interviewed twice counts once. Interviews that the collection system rejected do not count.", "جس گھرانے کا انٹرویو دو بار ہوا وہ ایک بار گنا جاتا ہے۔ جمع کرنے والے نظام کے مسترد کردہ انٹرویو نہیں گنے جاتے۔";
    /// Complete of target.
    Coverage = coverage, Progress, Percent, Shares:
        "Coverage", "کوریج";
        formula "complete ÷ target", "مکمل ÷ ہدف";
        of "households of the target", "ہدف کے گھرانوں";
        help "Above 105 % either the target is too low or households were counted twice.", "105 فیصد سے زیادہ کا مطلب ہے کہ ہدف کم ہے یا گھرانے دو بار گنے گئے۔";
    /// Households that should be complete by the last day.
    Expected = expected, Progress, Households, Standing:
        "Expected by today", "آج تک متوقع";
        formula "for each plan: target × days elapsed ÷ days planned, rounded; added", "ہر منصوبے کے لیے: ہدف × گزرے دن ÷ کل دن، پھر جمع";
        of "", "";
        help "The plan taken as even over its days.", "منصوبہ اپنے دنوں پر یکساں سمجھا گیا ہے۔";
    /// Complete of expected.
    Schedule = schedule, Progress, Percent, Shares:
        "Against plan", "منصوبے کے مقابلے میں";
        formula "complete ÷ expected by today", "مکمل ÷ آج تک متوقع";
        of "households expected by today", "آج تک متوقع گھرانوں";
        help "On schedule from 95 % on.", "95 فیصد سے شیڈول پر۔";
    /// Complete less expected.
    Ahead = ahead, Progress, Households, Standing:
        "Ahead of plan", "منصوبے سے آگے";
        formula "complete − expected by today", "مکمل − آج تک متوقع";
        of "", "";
        help "Negative is behind.", "منفی کا مطلب پیچھے ہے۔";
    /// Days of the plan ahead.
    DaysAhead = days_ahead, Progress, Days, Once:
        "Days ahead of plan", "منصوبے سے آگے کے دن";
        formula "the last day whose expectation is reached − today", "آخری دن جس کی توقع پوری ہوئی − آج";
        of "", "";
        help "Negative is behind. Not told before the plan begins, nor once all that was planned is complete.", "منفی کا مطلب پیچھے ہے۔ منصوبہ شروع ہونے سے پہلے اور مکمل ہونے کے بعد نہیں بتایا جاتا۔";
    /// Completed in the last seven days.
    Week = week, Progress, Households, Counts:
        "Completed in 7 days", "7 دنوں میں مکمل";
        formula "households completed on the last seven survey days", "آخری سات دنوں میں مکمل گھرانے";
        of "", "";
        help "The newest days grow while tablets still send.", "تازہ ترین دن بڑھتے رہتے ہیں جب تک ٹیبلٹ بھیج رہے ہوں۔";
    /// Change from week to week.
    WeekChange = week_change, Progress, Households, Counts:
        "Change from the week before", "پچھلے ہفتے سے فرق";
        formula "completed in the last 7 days − completed in the 7 days before", "آخری 7 دنوں میں مکمل − اس سے پہلے کے 7 دنوں میں مکمل";
        of "", "";
        help "Both weeks have one of each weekday.", "دونوں ہفتوں میں ہر دن ایک بار ہے۔";
    /// Enumerators at work of those deployed.
    Active = active, Attention, Percent, Once:
        "Active of deployed", "تعینات میں سے سرگرم";
        formula "enumerators with a submission on the last day ÷ enumerators deployed on that day", "آخری دن کچھ بھیجنے والے شمار کنندگان ÷ اس دن تعینات شمار کنندگان";
        of "enumerators deployed by the roster", "فہرست کے مطابق تعینات شمار کنندگان";
        help "A tablet that has not sent yet makes its enumerator look absent.", "جس ٹیبلٹ نے ابھی نہیں بھیجا اس کا شمار کنندہ غیر حاضر لگتا ہے۔";
    /// Enumerators nobody has heard of for three days.
    Silent = silent, Attention, Percent, Once:
        "Not synced for 3 days", "3 دن سے ہم آہنگ نہیں";
        formula "deployed enumerators whose last receipt is more than 3 days old, or who never sent ÷ enumerators deployed", "تعینات شمار کنندگان جن کی آخری وصولی 3 دن سے پرانی ہے یا جنہوں نے کبھی نہیں بھیجا ÷ تعینات شمار کنندگان";
        of "enumerators deployed by the roster", "فہرست کے مطابق تعینات شمار کنندگان";
        help "Where receipts were not recorded, the end of the last interview stands in for them. No network, leave and a broken tablet look the same.", "جہاں وصولی درج نہیں وہاں آخری انٹرویو کا اختتام لیا جاتا ہے۔ نیٹ ورک نہ ہونا، چھٹی اور خراب ٹیبلٹ ایک جیسے لگتے ہیں۔";
    /// Severe flags that wait.
    SevereOpen = severe_open, Attention, Flags, Counts:
        "Severe flags open", "کھلے سنگین نشان";
        formula "severe flags that are neither confirmed nor dismissed", "سنگین نشان جن کی نہ تصدیق ہوئی نہ خارج ہوئے";
        of "", "";
        help "A flag asks for a second look; it never convicts.", "نشان دوسری نظر مانگتا ہے؛ فیصلہ نہیں کرتا۔";
    /// Flags about positions that wait.
    GpsExceptions = gps_exceptions, Attention, Flags, Counts:
        "GPS exceptions", "جی پی ایس مستثنیات";
        formula "flags of the checks of place, info left out, that are neither confirmed nor dismissed", "مقام کی جانچوں کے نشان، اطلاعی چھوڑ کر، جن کی نہ تصدیق ہوئی نہ خارج ہوئے";
        of "", "";
        help "Boundaries that are wrong by kilometres raise them too.", "کلومیٹروں غلط حدود بھی یہ نشان پیدا کرتی ہیں۔";
    /// Flags that wait by interviews.
    FlagRate = flag_rate, Quality, Percent, Shares:
        "Flags per 100 interviews", "فی 100 انٹرویو نشان";
        formula "flags of review and severe that were not dismissed ÷ complete interviews", "قابل جائزہ اور سنگین نشان جو خارج نہیں ہوئے ÷ مکمل انٹرویو";
        of "complete interviews", "مکمل انٹرویو";
        help "An interview can have several flags, and a flag can be about a whole day.", "ایک انٹرویو پر کئی نشان ہو سکتے ہیں، اور ایک نشان پورے دن کا بھی ہو سکتا ہے۔";
    /// Flags that were right.
    ConfirmRate = confirm_rate, Quality, Percent, Shares:
        "Confirmed of decided", "فیصلہ شدہ میں سے درست";
        formula "flags confirmed ÷ flags confirmed or dismissed", "درست ثابت نشان ÷ درست یا خارج نشان";
        of "flags decided", "فیصلہ شدہ نشان";
        help "The checks' real precision, as far as people have decided.", "جانچ کی اصل درستی، جہاں تک لوگ فیصلہ کر چکے ہیں۔";
    /// How long decisions take.
    TimeToClose = time_to_close, Quality, Days, Sizes:
        "Days to a decision, median", "فیصلے تک دن، وسطانیہ";
        formula "median of the days from the end of the day that a flag is about to its decision", "نشان والے دن کے اختتام سے فیصلے تک دنوں کا وسطانیہ";
        of "flags decided", "فیصلہ شدہ نشان";
        help "Late arrival of the data is part of it.", "ڈیٹا کی تاخیر بھی اس میں شامل ہے۔";
    /// Interviews with a position.
    ValidGps = valid_gps, Quality, Percent, Shares:
        "Valid GPS", "درست جی پی ایس";
        formula "complete interviews with a position that can exist ÷ complete interviews", "ممکن مقام والے مکمل انٹرویو ÷ مکمل انٹرویو";
        of "complete interviews", "مکمل انٹرویو";
        help "A position can exist and still be wrong.", "مقام ممکن ہو کر بھی غلط ہو سکتا ہے۔";
    /// Positions inside the claimed area.
    InsideClaimed = inside_claimed, Quality, Percent, Shares:
        "Inside the claimed area", "دعویٰ کردہ علاقے کے اندر";
        formula "positions inside the claimed area, allowing for accuracy and the boundary's tolerance ÷ positions that can be judged", "دعویٰ کردہ علاقے کے اندر مقامات، درستی اور حد کی گنجائش کے ساتھ ÷ جن مقامات کا فیصلہ ہو سکتا ہے";
        of "positions in areas with a boundary", "حد والے علاقوں کے مقامات";
        help "Union councils without a boundary are left out.", "جن یونین کونسلوں کی حد نہیں وہ چھوڑ دی گئی ہیں۔";
    /// Half of the fixes are better.
    AccuracyMedian = accuracy_median, Quality, Metres, Sizes:
        "GPS accuracy, median", "جی پی ایس درستی، وسطانیہ";
        formula "median of the accuracy that tablets state, in metres", "ٹیبلٹ کی بتائی گئی درستی کا وسطانیہ، میٹر میں";
        of "positions with an accuracy", "درستی والے مقامات";
        help "Smaller is better. It is what tablets say of themselves.", "کم بہتر ہے۔ یہ ٹیبلٹ کا اپنا بیان ہے۔";
    /// Nine of ten fixes are better.
    AccuracyP90 = accuracy_p90, Quality, Metres, Sizes:
        "GPS accuracy, nine of ten within", "جی پی ایس درستی، دس میں سے نو اس کے اندر";
        formula "90th percentile of the accuracy that tablets state, in metres", "ٹیبلٹ کی بتائی گئی درستی کا نوے واں صدک، میٹر میں";
        of "positions with an accuracy", "درستی والے مقامات";
        help "Where it is large, a tenth of the positions say little.", "جہاں یہ زیادہ ہے وہاں دسواں حصہ مقامات کم بتاتے ہیں۔";
    /// Interviews with corrected times.
    ClockCorrected = clock_corrected, Quality, Percent, Shares:
        "Clock corrected", "گھڑی درست کی گئی";
        formula "complete interviews whose tablet's clock is known to have been wrong ÷ complete interviews", "مکمل انٹرویو جن کے ٹیبلٹ کی گھڑی غلط ثابت ہوئی ÷ مکمل انٹرویو";
        of "complete interviews", "مکمل انٹرویو";
        help "Their times are corrected everywhere. Clocks that are wrong and cannot be told so are not in it.", "ان کے اوقات ہر جگہ درست کیے گئے ہیں۔ جو غلطی معلوم نہ ہو سکے وہ اس میں نہیں۔";
    /// Half of the interviews are shorter.
    DurationMedian = duration_median, Quality, Minutes, Sizes:
        "Duration, median", "دورانیہ، وسطانیہ";
        formula "median duration of complete interviews: active time where most have it, else from start to end", "مکمل انٹرویو کا وسطانیہ دورانیہ: جہاں زیادہ تر کے پاس فعال وقت ہو وہ، ورنہ آغاز سے اختتام تک";
        of "complete interviews with a duration", "دورانیے والے مکمل انٹرویو";
        help "The two kinds of time are never mixed. Larger households take longer: compare by household size.", "دونوں قسم کے وقت کبھی نہیں ملائے جاتے۔ بڑے گھرانوں میں زیادہ وقت لگتا ہے: گھرانے کے حجم سے موازنہ کریں۔";
    /// The middle half lies within.
    DurationIqr = duration_iqr, Quality, Minutes, Sizes:
        "Duration, spread of the middle half", "دورانیہ، درمیانی نصف کا پھیلاؤ";
        formula "third quartile − first quartile of durations", "دورانیوں کا تیسرا چوتھائی − پہلا چوتھائی";
        of "complete interviews with a duration", "دورانیے والے مکمل انٹرویو";
        help "A spread near 0 is as odd as a very large one.", "صفر کے قریب پھیلاؤ بھی اتنا ہی عجیب ہے جتنا بہت زیادہ۔";
    /// Required items that were answered.
    Completeness = completeness, Quality, Percent, Shares:
        "Completeness", "تکمیل";
        formula "required items answered ÷ required items", "جواب دیے گئے لازمی سوال ÷ لازمی سوال";
        of "required items of complete interviews", "مکمل انٹرویوز کے لازمی سوال";
        help "Of interviews that say both.", "ان انٹرویوز کا جو دونوں بتاتے ہیں۔";
    /// Items answered "don't know".
    DontKnow = dont_know, Quality, Percent, Shares:
        "Don't know", "معلوم نہیں";
        formula "items answered \"don't know\" ÷ required items", "\"معلوم نہیں\" جوابات ÷ لازمی سوال";
        of "required items of complete interviews", "مکمل انٹرویوز کے لازمی سوال";
        help "Much of it can be hurried probing, or questions that people cannot answer.", "زیادہ ہونا جلد بازی ہو سکتا ہے، یا ایسے سوال جن کا لوگ جواب نہیں دے سکتے۔";
    /// Items refused.
    ItemRefusal = item_refusal, Quality, Percent, Shares:
        "Refused answers", "انکار شدہ جوابات";
        formula "items refused ÷ required items", "انکار شدہ سوال ÷ لازمی سوال";
        of "required items of complete interviews", "مکمل انٹرویوز کے لازمی سوال";
        help "Of interviews that were finished all the same.", "ان انٹرویوز کا جو پھر بھی مکمل ہوئے۔";
    /// Visits to homes without an interview.
    Nonresponse = nonresponse, Quality, Percent, Shares:
        "Non-response", "عدم جواب";
        formula "visits without a complete interview ÷ visits to homes in which somebody lives", "مکمل انٹرویو کے بغیر دورے ÷ آباد گھروں کے دورے";
        of "visits to homes in which somebody lives", "آباد گھروں کے دورے";
        help "A second visit to the same home counts again.", "ایک ہی گھر کا دوسرا دورہ پھر گنا جاتا ہے۔";
    /// Visits declined.
    Declined = declined, Quality, Percent, Shares:
        "Refusals", "انکار";
        formula "visits declined ÷ visits to homes in which somebody lives", "انکار والے دورے ÷ آباد گھروں کے دورے";
        of "visits to homes in which somebody lives", "آباد گھروں کے دورے";
        help "Where it is high, people may not have been told of the survey.", "جہاں زیادہ ہو وہاں ممکن ہے لوگوں کو سروے کا بتایا نہ گیا ہو۔";
    /// Interviews an enumerator's day.
    InterviewsADay = interviews_a_day, Quality, Interviews, Shares:
        "Interviews per enumerator-day", "فی شمار کنندہ فی دن انٹرویو";
        formula "complete interviews ÷ days on which an enumerator completed any", "مکمل انٹرویو ÷ وہ دن جن میں شمار کنندہ نے کوئی مکمل کیا";
        of "enumerators' days with an interview", "انٹرویو والے شمار کنندہ دن";
        help "A day in two areas counts once, where most of its interviews were.", "دو علاقوں کا دن ایک بار گنا جاتا ہے، جہاں زیادہ انٹرویو ہوئے۔";
    /// Interviews of households that count already.
    Repeated = repeated, Quality, Percent, Shares:
        "Repeated households", "دہرائے گئے گھرانے";
        formula "complete interviews of a household that another interview counts for ÷ complete interviews", "ایسے گھرانوں کے مکمل انٹرویو جو پہلے گنے جا چکے ÷ مکمل انٹرویو";
        of "complete interviews", "مکمل انٹرویو";
        help "They do not count towards coverage. A corrected interview that was sent again under another id looks the same.", "یہ کوریج میں نہیں گنے جاتے۔ درست کر کے نئی شناخت سے بھیجا گیا انٹرویو بھی ایسا ہی لگتا ہے۔";
    /// Interviews nearly alike.
    NearDuplicates = near_duplicates, Quality, Percent, Shares:
        "Nearly the same answers", "تقریباً ایک جیسے جوابات";
        formula "flags of near duplicates that were not dismissed ÷ complete interviews", "تقریباً ایک جیسے ہونے کے نشان جو خارج نہیں ہوئے ÷ مکمل انٹرویو";
        of "complete interviews", "مکمل انٹرویو";
        help "Only interviews with enough answers can be compared.", "صرف کافی جوابات والے انٹرویوز کا موازنہ ہو سکتا ہے۔";
    /// Half of the interviews arrive sooner.
    LagMedian = lag_median, Quality, Hours, Sizes:
        "Time to arrival, median", "پہنچنے کا وقت، وسطانیہ";
        formula "median of the hours from the end of a complete interview to its receipt", "مکمل انٹرویو کے اختتام سے وصولی تک گھنٹوں کا وسطانیہ";
        of "complete interviews with a recorded receipt", "درج وصولی والے مکمل انٹرویو";
        help "A sync time is never an interview time.", "ہم آہنگی کا وقت کبھی انٹرویو کا وقت نہیں ہوتا۔";
    /// Nine of ten arrive sooner.
    LagP90 = lag_p90, Quality, Hours, Sizes:
        "Time to arrival, nine of ten within", "پہنچنے کا وقت، دس میں سے نو اس کے اندر";
        formula "90th percentile of the hours from the end of a complete interview to its receipt", "مکمل انٹرویو کے اختتام سے وصولی تک گھنٹوں کا نوے واں صدک";
        of "complete interviews with a recorded receipt", "درج وصولی والے مکمل انٹرویو";
        help "As long as this, the newest days are not whole.", "اتنی دیر تک تازہ ترین دن مکمل نہیں ہوتے۔";
}

/// Which end of a measure asks for a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worse {
    /// Large values.
    High,
    /// Small values.
    Low,
}

impl Measure {
    /// Which end of it asks for a look first.
    pub fn worse(self) -> Worse {
        use Measure as M;
        match self {
            M::Target | M::Complete | M::Coverage | M::Expected | M::Schedule | M::Ahead => {
                Worse::Low
            }
            M::DaysAhead | M::Week | M::WeekChange | M::Active | M::ConfirmRate => Worse::Low,
            M::ValidGps | M::InsideClaimed | M::Completeness => Worse::Low,
            // Interviews too short, or all alike, are worse than long ones.
            M::DurationMedian | M::DurationIqr => Worse::Low,
            M::Silent | M::SevereOpen | M::GpsExceptions | M::FlagRate | M::TimeToClose => {
                Worse::High
            }
            M::AccuracyMedian | M::AccuracyP90 | M::ClockCorrected | M::DontKnow => Worse::High,
            M::ItemRefusal | M::Nonresponse | M::Declined | M::InterviewsADay => Worse::High,
            M::Repeated | M::NearDuplicates | M::LagMedian | M::LagP90 => Worse::High,
        }
    }

    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        self.about().code
    }

    /// Reads [`Measure::code`] back.
    pub fn from_code(code: &str) -> Option<Measure> {
        Measure::ALL
            .iter()
            .copied()
            .find(|measure| measure.code() == code)
    }

    /// Those of a reader, in the order of the catalogue.
    pub fn of(reader: Reader) -> impl Iterator<Item = Measure> {
        Measure::ALL
            .iter()
            .copied()
            .filter(move |measure| measure.about().reader == reader)
    }
}
