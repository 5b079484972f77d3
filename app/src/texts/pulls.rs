//! Words of the lines about pulls.

use super::texts;

texts! {
    /// The heading.
    PULLS: "Pulled from collection systems", "جمع کرنے والے نظاموں سے حاصل کردہ";
    /// What is pulled.
    FORM: "{url}, project {project}, form {form}", "{url}، پراجیکٹ {project}، فارم {form}";
    /// A state.
    RUNNING: "Being read", "پڑھا جا رہا ہے";
    /// A state.
    COMPLETE: "Up to date", "تازہ ترین";
    /// A state.
    OVERDUE: "Overdue", "تاخیر کا شکار";
    /// A state.
    FAILED: "Failing", "ناکام";
    /// A state.
    INTERRUPTED: "Interrupted", "رک گیا";
    /// After the state.
    SINCE: "since {time}", "{time} سے";
    /// What the last complete pull brought.
    BROUGHT: "Read to the end at {time}: {read} rows, of them {accepted} new, {updated} changed, {quarantined} set aside.", "{time} پر آخر تک پڑھا گیا: {read} قطاریں، جن میں {accepted} نئی، {updated} بدلی ہوئی، {quarantined} الگ رکھی گئیں۔";
    /// Before the program's own sentence on why a pull failed, which is English.
    WHY: "It could not be read to the end. What came is on file, and the next pull begins at the same place. The reason:", "آخر تک نہیں پڑھا جا سکا۔ جو آ چکا وہ محفوظ ہے، اور اگلی بار وہیں سے شروع ہو گا۔ سبب:";
    /// Before the program's own sentence on what the collection system cannot be asked for, which is English.
    REMARK: "Not everything that has changed there could be asked for:", "وہاں کی ہر تبدیلی نہیں پوچھی جا سکی:";
    /// When it was last read to the end.
    LAST_COMPLETE: "Last read to the end at {time}. What was sent since then may be missing here.", "آخری بار {time} پر آخر تک پڑھا گیا۔ اس کے بعد بھیجا گیا کام یہاں شاید نہ ہو۔";
    /// It never was.
    NEVER_COMPLETE: "Never read to the end yet: submissions are missing here.", "ابھی تک کبھی آخر تک نہیں پڑھا گیا: یہاں اندراجات کم ہیں۔";
    /// The schedule.
    EVERY: "Every {minutes} minutes.", "ہر {minutes} منٹ بعد۔";
    /// Without a schedule.
    BY_HAND: "By hand: fieldwatch pull odk", "ہاتھ سے: fieldwatch pull odk";
}
