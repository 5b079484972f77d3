//! Words of spot checks: drawing, giving, where they stand. What is said at a door stands in `spot_visit.rs`.

use super::{Text, texts};
use api::spot_checks::StepProblem;
use domain::lang::Lang;
use domain::spot_check::{Action, Layer, ReplaceProblem, Right, State, StateProblem, Verdict};

texts! {
    /// Title, heading and link.
    SPOT_CHECKS: "Spot checks", "موقع کی جانچ";
    /// The page's lead.
    LEAD: "Which interviews were drawn to be visited again, with whom they lie, and how far they are.", "کن انٹرویوز کو دوبارہ دیکھنے کے لیے چنا گیا، وہ کس کے پاس ہیں اور کام کہاں تک پہنچا۔";
    /// A heading.
    DRAWS: "Draws", "قرعے";
    /// In place of a table.
    NO_DRAWS: "Nothing was drawn here yet.", "یہاں ابھی کوئی قرعہ نہیں نکالا گیا۔";
    /// Under a table.
    CUT: "Older draws are left out: choose a smaller area.", "پرانے قرعے شامل نہیں: چھوٹا علاقہ چنیں۔";
    /// A heading.
    BY_MONITOR: "By monitor", "مانیٹر کے لحاظ سے";
    /// Nobody was given it.
    NOBODY: "nobody yet", "ابھی کوئی نہیں";
    /// A column and field.
    AREA: "Area", "علاقہ";
    /// A column and field.
    TEHSIL: "Tehsil", "تحصیل";
    /// A column.
    COUNCIL: "Union council", "یونین کونسل";
    /// A column.
    WEEK: "Week from", "ہفتہ از";
    /// A column.
    DRAWN: "Drawn", "قرعہ نکلا";
    /// Visits of interviews.
    VISITS_OF: "{visits} of {interviews}", "{interviews} میں سے {visits}";
    /// A column.
    VISITS: "Visits of interviews", "انٹرویوز میں سے دورے";
    /// A column.
    TO_VISIT: "To visit", "دورہ باقی";
    /// A column and field.
    OVERDUE: "Overdue", "تاخیر شدہ";
    /// How late.
    LATEST: "{count}, the latest by {days} field days", "{count}، زیادہ سے زیادہ {days} کام کے دن";
    /// A column.
    TO_DECIDE: "To decide", "فیصلہ باقی";
    /// A column.
    TO_CLOSE: "To close", "بند ہونا باقی";
    /// A column.
    CLOSED: "Closed", "بند";
    /// A column.
    DROPPED: "Replaced or withdrawn", "تبدیل یا واپس";
    /// A column and field.
    MONITOR: "Monitor", "مانیٹر";
    /// A field.
    OVERDUE_ONLY: "Only draws with an overdue visit", "صرف وہ قرعے جن میں کوئی دورہ تاخیر کا شکار ہے";
    /// A heading and button.
    NEW_DRAW: "Draw a week", "ہفتے کا قرعہ نکالیں";
    /// A field.
    WEEK_FIELD: "A day of the week", "ہفتے کا کوئی دن";
    /// A button.
    PREVIEW: "Preview", "پیش نظارہ";
    /// Title and heading.
    PREVIEW_TITLE: "Spot checks of {area}, week from {week}", "{area} کی موقع کی جانچ، ہفتہ از {week}";
    /// The page's lead.
    PREVIEW_LEAD: "What would be drawn. Nothing is written before you draw.", "کیا چنا جائے گا۔ قرعہ نکالنے سے پہلے کچھ درج نہیں ہوتا۔";
    /// A heading.
    CAPACITY: "What the monitors can do", "مانیٹر کتنا کر سکتے ہیں";
    /// A field.
    MONITORS: "Monitors", "مانیٹر";
    /// A field.
    DAYS: "Field days", "کام کے دن";
    /// A field.
    VISITS_A_DAY: "Visits of a monitor on a day", "ایک مانیٹر کے ایک دن کے دورے";
    /// A field.
    WAVE: "Wave", "مرحلہ";
    /// A wave without a code.
    NO_WAVE: "none named", "نام نہیں";
    /// A field.
    SEED: "Seed: where chance begins. It is kept with the draw, so that anybody can draw again.", "بیج: جہاں سے قرعہ شروع ہوتا ہے۔ یہ قرعے کے ساتھ محفوظ رہتا ہے تاکہ کوئی بھی اسے دہرا سکے۔";
    /// A button.
    LOOK_AGAIN: "Look again", "دوبارہ دیکھیں";
    /// A button.
    DRAW: "Draw", "قرعہ نکالیں";
    /// What the plan says.
    PLAN: "{visits} visits are drawn from {interviews} completed interviews in {councils} union councils. They take {days} days of one monitor at most.", "{councils} یونین کونسلوں کے {interviews} مکمل انٹرویوز میں سے {visits} دورے چنے جائیں گے۔ ان میں ایک مانیٹر کے زیادہ سے زیادہ {days} دن لگیں گے۔";
    /// What capacity cuts.
    CUTS: "Capacity allows {most} visits, {cut} fewer than wanted: {what}. Whoever is not certain keeps a chance.", "گنجائش {most} دوروں کی ہے، ضرورت سے {cut} کم: {what}۔ جو یقینی نہ رہے، ان کا امکان باقی رہتا ہے۔";
    /// What capacity cuts of a reason.
    CUT_OF: "{layer} {size} instead of {wanted}", "{layer}: {wanted} کے بجائے {size}";
    /// Capacity suffices.
    NO_CUT: "Capacity suffices for everything that is wanted.", "گنجائش تمام ضرورت کے لیے کافی ہے۔";
    /// New enumerators.
    NEW_COVERED: "Of {all} new enumerators {covered} are surely visited.", "{all} نئے شمار کنندگان میں سے {covered} کا دورہ یقینی ہے۔";
    /// A heading and caption.
    STRATA: "Strata: every interview is in exactly one", "طبقات: ہر انٹرویو صرف ایک میں ہے";
    /// A column.
    LAYER: "Why", "کیوں";
    /// A column.
    ENUMERATOR: "Enumerator", "شمار کنندہ";
    /// A column.
    INTERVIEWS: "Interviews", "انٹرویوز";
    /// A column.
    SIZE: "Drawn", "چنے گئے";
    /// A column.
    PROBABILITY: "Probability", "امکان";
    /// Title and heading.
    DRAW_TITLE: "Draw {number}: {area}, week from {week}", "قرعہ {number}: {area}، ہفتہ از {week}";
    /// How it came about.
    DRAW_FACTS: "Drawn {at} by {by}; seed {seed}, plan {fingerprint}: the same plan and seed draw the same.", "{by} نے {at} کو نکالا؛ بیج {seed}، منصوبہ {fingerprint}: یہی منصوبہ اور بیج یہی نتیجہ دیتے ہیں۔";
    /// The replacement rule.
    REPLACEMENT_RULE: "Nobody at home on three different days: the next of the stratum's order is visited instead, and it is recorded. Refused or moved is an answer and is not replaced.", "تین مختلف دنوں میں گھر پر کوئی نہ ہو تو طبقے کی ترتیب میں اگلا گھرانہ دیکھا جاتا ہے اور یہ درج ہوتا ہے۔ انکار یا منتقلی جواب ہے، اس کا بدل نہیں۔";
    /// A heading.
    WALK: "Walk {number}", "دورہ {number}";
    /// A heading.
    REPLACEMENTS: "Visited instead", "متبادل دورے";
    /// A column.
    CHECK: "Check", "جانچ";
    /// A column.
    STATE: "Stands at", "حالت";
    /// A column and field.
    DUE: "By", "مقررہ دن";
    /// A field.
    DUE_FIELD: "To be visited by", "دورے کی آخری تاریخ";
    /// A button.
    GIVE_WALK: "Give the walk to a monitor", "یہ دورہ مانیٹر کو دیں";
    /// An option.
    CHOOSE: "Choose", "منتخب کریں";
    /// Nobody may go there.
    NO_MONITORS: "Nobody may go to doors in this tehsil yet: give a monitor a grant here first.", "اس تحصیل میں ابھی کوئی مانیٹر نہیں: پہلے کسی کو یہاں اختیار دیں۔";
    /// A notice.
    DONE: "Done and recorded.", "ہو گیا اور درج ہے۔";
    /// Late by days.
    LATE: "late by {days} field days", "{days} کام کے دن تاخیر";
    /// Visited instead of another.
    INSTEAD_OF: "instead of {number}", "{number} کے بدلے";
    /// Another is visited.
    REPLACED_BY: "{number} is visited instead", "اس کے بدلے {number}";
    /// A reason.
    LAYER_RISK: "its enumerator's work looks most worth a second look", "اس شمار کنندہ کا کام سب سے زیادہ دوبارہ دیکھنے کے لائق ہے";
    /// A reason.
    LAYER_NEW: "its enumerator is new and was not checked yet", "شمار کنندہ نیا ہے اور ابھی جانچا نہیں گیا";
    /// A reason.
    LAYER_CONFIRMED: "a check of its enumerator was confirmed before", "اس شمار کنندہ کی پہلے ایک جانچ درست ثابت ہوئی";
    /// A reason.
    LAYER_RANDOM: "by chance", "قرعہ اندازی سے";
    /// A state.
    STATE_DRAWN: "drawn", "چنا گیا";
    /// A state.
    STATE_ASSIGNED: "to be visited", "دورہ باقی";
    /// A state.
    STATE_VISITED: "visited", "دورہ ہو گیا";
    /// A state.
    STATE_DECIDED: "decided", "فیصلہ ہو گیا";
    /// A state.
    STATE_ESCALATED: "escalated", "اوپر بھیجا گیا";
    /// A state.
    STATE_CLOSED: "closed", "بند";
    /// A state.
    STATE_REPLACED: "replaced", "تبدیل";
    /// A state.
    STATE_WITHDRAWN: "withdrawn", "واپس لیا گیا";
    /// A step.
    ACTION_ASSIGN: "Give to a monitor", "مانیٹر کو دیں";
    /// A step.
    ACTION_REASSIGN: "Give to another monitor", "دوسرے مانیٹر کو دیں";
    /// A step.
    ACTION_NOT_AT_HOME: "Nobody at home", "گھر پر کوئی نہیں";
    /// A step.
    ACTION_VISIT: "Visit recorded", "دورہ درج";
    /// A step.
    ACTION_REPLACE: "Visit another household instead", "اس کے بدلے دوسرا گھرانہ";
    /// A step.
    ACTION_WITHDRAW: "Withdraw", "واپس لیں";
    /// A step.
    ACTION_VISIT_AGAIN: "Have it visited again", "دوبارہ دورہ کرائیں";
    /// A step.
    ACTION_DECIDE: "Decide", "فیصلہ کریں";
    /// A step.
    ACTION_DECIDE_AGAIN: "Decide otherwise", "فیصلہ بدلیں";
    /// A step.
    ACTION_ESCALATE: "Escalate", "اوپر بھیجیں";
    /// A step.
    ACTION_CLOSE: "Close", "بند کریں";
    /// A step.
    ACTION_REOPEN: "Open again", "دوبارہ کھولیں";
    /// A step of a later program.
    ACTION_OTHER: "Another step", "کوئی اور قدم";
    /// An outcome.
    CONCORDANT: "concordant: the interview is what it says", "مطابق: انٹرویو درست ہے";
    /// An outcome.
    MINOR: "minor differences", "معمولی فرق";
    /// An outcome.
    SERIOUS: "serious differences", "سنگین فرق";
    /// An outcome.
    FABRICATED: "fabricated: the interview was not made", "فرضی: انٹرویو ہوا ہی نہیں";
    /// An outcome.
    CANNOT_TELL: "cannot be told", "کہا نہیں جا سکتا";
    /// What somebody else did meanwhile.
    CHANGED: "Somebody was faster: {by} at {at}: {action}. Look at what stands here now; nothing of yours was written.", "کوئی پہلے کر چکا: {by}، {at}: {action}۔ موجودہ حالت دیکھیں؛ آپ کا کچھ درج نہیں ہوا۔";
    /// The same without what it was.
    CHANGED_SOMEHOW: "This has changed since the page was opened. Look at what stands here now; nothing of yours was written.", "صفحہ کھلنے کے بعد یہ بدل گیا۔ موجودہ حالت دیکھیں؛ آپ کا کچھ درج نہیں ہوا۔";
    /// Why not.
    NOT_FROM_HERE: "This cannot be done from where the check stands: {state}.", "جانچ کی موجودہ حالت سے یہ نہیں ہو سکتا: {state}۔";
    /// Why not.
    NO_RIGHT: "This takes another role here.", "اس کے لیے یہاں کوئی اور کردار درکار ہے۔";
    /// Why not.
    NOT_THEIRS: "It was given to somebody else.", "یہ کسی اور کو دیا گیا ہے۔";
    /// Why not.
    TOO_FEW: "Another household is visited when nobody was at home on three different days; so far on {count}.", "جب تین مختلف دنوں میں گھر پر کوئی نہ ہو تب دوسرا گھرانہ دیکھا جاتا ہے؛ اب تک {count} دن۔";
    /// Why not.
    NO_WORDS: "Say why.", "وجہ لکھیں۔";
    /// Why not.
    ESCALATE_FIRST: "Serious and fabricated interviews are escalated before they are closed.", "سنگین اور فرضی انٹرویو بند کرنے سے پہلے اوپر بھیجے جاتے ہیں۔";
    /// Why not.
    SAME_PERSON: "Whoever decided does not close it: somebody else has to.", "جس نے فیصلہ کیا وہ بند نہیں کرتا: کوئی اور بند کرے۔";
    /// Why not.
    NOTHING_LEFT: "Nobody is left in the stratum's order: withdraw it, or try again.", "طبقے کی ترتیب میں کوئی باقی نہیں: واپس لیں یا پھر کوشش کریں۔";
    /// Why not.
    REPLACED_ALREADY: "Another household is visited instead already.", "اس کے بدلے پہلے ہی دوسرا گھرانہ دیکھا جا رہا ہے۔";
    /// Why not.
    NO_MONITOR: "Choose a monitor who may go to doors here.", "ایسا مانیٹر چنیں جو یہاں دورہ کر سکتا ہو۔";
    /// Why not.
    NO_OUTCOME: "Choose an outcome.", "نتیجہ چنیں۔";
    /// Why not.
    VISIT_TAKEN: "This form was sent for another visit before: open the check again.", "یہ فارم پہلے کسی اور دورے کے لیے بھیجا جا چکا: جانچ دوبارہ کھولیں۔";
    /// Why not.
    BAD_DAY: "Enter a day that is not over, like 2026-11-30.", "آج یا آئندہ کی تاریخ درج کریں، جیسے 2026-11-30۔";
    /// Why not.
    LONG_COMMENT: "The reason is longer than 1,000 characters: shorten it.", "وجہ 1,000 حروف سے لمبی ہے: مختصر کریں۔";
    /// Why not.
    NOTHING_TO_GIVE: "Everything of this walk was given already.", "اس دورے کا سب کچھ پہلے ہی دیا جا چکا ہے۔";
    /// Why nothing is drawn.
    BAD_WEEK: "Enter a day like 2026-11-20.", "تاریخ 2026-11-20 کی طرح درج کریں۔";
    /// Why nothing is drawn.
    BAD_CAPACITY: "Enter whole numbers: 1 to 200 monitors, 1 to 7 days, 1 to 100 visits a day.", "پورے عدد درج کریں: 1 تا 200 مانیٹر، 1 تا 7 دن، روزانہ 1 تا 100 دورے۔";
    /// Why nothing is drawn.
    BAD_SEED: "The seed is a whole number.", "بیج پورا عدد ہوتا ہے۔";
    /// Why nothing is drawn.
    NO_INTERVIEWS: "This week has no completed interview to be drawn here: choose another week.", "اس ہفتے یہاں کوئی مکمل انٹرویو نہیں: دوسرا ہفتہ چنیں۔";
    /// Why nothing is drawn.
    FRAME_CHANGED: "Interviews came in or changed since you looked: look at the plan again, then draw. Nothing was drawn.", "آپ کے دیکھنے کے بعد انٹرویو آئے یا بدلے: منصوبہ دوبارہ دیکھیں، پھر قرعہ نکالیں۔ کچھ نہیں نکالا گیا۔";
    /// Why nothing is drawn.
    DRAWN_ALREADY: "{by} drew this week at {at}. A second draw would change every probability.", "{by} نے {at} کو یہ ہفتہ نکالا۔ دوسرا قرعہ ہر امکان بدل دے گا۔";
    /// A column.
    AT: "When", "کب";
    /// A column.
    BY: "By", "کس نے";
    /// A column.
    STEP: "Step", "قدم";
    /// A caption.
    HISTORY: "History", "سابقہ ریکارڈ";
    /// A link.
    TO_DRAW: "To that draw", "اس قرعے پر";
}

/// A reason in words.
pub fn layer(layer: Layer) -> Text {
    match layer {
        Layer::Risk => LAYER_RISK,
        Layer::New => LAYER_NEW,
        Layer::Confirmed => LAYER_CONFIRMED,
        Layer::Random => LAYER_RANDOM,
    }
}

/// A state in words.
pub fn state(state: State) -> Text {
    match state {
        State::Drawn => STATE_DRAWN,
        State::Assigned => STATE_ASSIGNED,
        State::Visited => STATE_VISITED,
        State::Decided => STATE_DECIDED,
        State::Escalated => STATE_ESCALATED,
        State::Closed => STATE_CLOSED,
        State::Replaced => STATE_REPLACED,
        State::Withdrawn => STATE_WITHDRAWN,
    }
}

/// A step in words; `None` if a later program wrote it.
pub fn action(action: Option<Action>) -> Text {
    match action {
        Some(Action::Assign) => ACTION_ASSIGN,
        Some(Action::Reassign) => ACTION_REASSIGN,
        Some(Action::NotAtHome) => ACTION_NOT_AT_HOME,
        Some(Action::Visit) => ACTION_VISIT,
        Some(Action::Replace) => ACTION_REPLACE,
        Some(Action::Withdraw) => ACTION_WITHDRAW,
        Some(Action::VisitAgain) => ACTION_VISIT_AGAIN,
        Some(Action::Decide) => ACTION_DECIDE,
        Some(Action::DecideAgain) => ACTION_DECIDE_AGAIN,
        Some(Action::Escalate) => ACTION_ESCALATE,
        Some(Action::Close) => ACTION_CLOSE,
        Some(Action::Reopen) => ACTION_REOPEN,
        None => ACTION_OTHER,
    }
}

/// An outcome in words.
pub fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Concordant => CONCORDANT,
        Verdict::Minor => MINOR,
        Verdict::Serious => SERIOUS,
        Verdict::Fabricated => FABRICATED,
        Verdict::CannotTell => CANNOT_TELL,
    }
}

/// Why the table does not allow something.
pub fn state_problem(problem: StateProblem, lang: Lang) -> String {
    match problem {
        StateProblem::NotFromHere { state: at } => {
            NOT_FROM_HERE.fill(lang, &[("state", state(at).say(lang))])
        }
        StateProblem::TooFewAttempts { attempts } => {
            TOO_FEW.fill(lang, &[("count", &attempts.to_string())])
        }
        StateProblem::NoRight { .. } => NO_RIGHT.say(lang).to_owned(),
        StateProblem::NotTheirs => NOT_THEIRS.say(lang).to_owned(),
        StateProblem::NoWords => NO_WORDS.say(lang).to_owned(),
        StateProblem::EscalateFirst => ESCALATE_FIRST.say(lang).to_owned(),
        StateProblem::SamePerson => SAME_PERSON.say(lang).to_owned(),
    }
}

/// Why a step was not taken.
pub fn step_problem(problem: &StepProblem, lang: Lang) -> String {
    match problem {
        StepProblem::Changed(Some(last)) => {
            let mut said = self::action(last.action).say(lang).to_owned();
            if let Some(outcome) = last.outcome {
                said = format!("{said} ({})", verdict(outcome).say(lang));
            }
            let values = [
                ("by", last.by.as_str()),
                ("at", last.at_local.as_str()),
                ("action", said.as_str()),
            ];
            CHANGED.fill(lang, &values)
        }
        StepProblem::Changed(None) => CHANGED_SOMEHOW.say(lang).to_owned(),
        StepProblem::State(problem) => state_problem(*problem, lang),
        StepProblem::Replace(problem) => replace_problem(*problem).say(lang).to_owned(),
        StepProblem::NoMonitor => NO_MONITOR.say(lang).to_owned(),
        StepProblem::Away { name, from, to } => {
            let (from, to) = (from.to_string(), to.to_string());
            let values = [("name", name.as_str()), ("from", &from), ("to", &to)];
            super::spot_settings::AWAY_WHEN_DUE.fill(lang, &values)
        }
        StepProblem::NoOutcome => NO_OUTCOME.say(lang).to_owned(),
        StepProblem::VisitTaken => VISIT_TAKEN.say(lang).to_owned(),
        StepProblem::BadDay => BAD_DAY.say(lang).to_owned(),
        StepProblem::NoReason => NO_WORDS.say(lang).to_owned(),
        StepProblem::LongComment => LONG_COMMENT.say(lang).to_owned(),
        StepProblem::NothingToGive => NOTHING_TO_GIVE.say(lang).to_owned(),
    }
}

/// Why nobody is visited instead.
pub fn replace_problem(problem: ReplaceProblem) -> Text {
    match problem {
        ReplaceProblem::NothingLeft | ReplaceProblem::NotDrawn => NOTHING_LEFT,
        ReplaceProblem::AlreadyReplaced => REPLACED_ALREADY,
        ReplaceProblem::TooFewAttempts => REPLACEMENT_RULE,
    }
}

/// The address that a step of a right is posted to, after the check's.
pub fn step_address(right: Right) -> Option<&'static str> {
    match right {
        Right::Decide => Some("decision"),
        Right::Assign => Some("assignment"),
        Right::Close => Some("closing"),
        Right::See | Right::Draw | Right::Visit => None,
    }
}
