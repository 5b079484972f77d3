//! Words of an enumerator's day.

super::texts! {
    /// The time bar's description.
    TIME_BAR: "Time bar of {count} visits from {from} to {to}", "{count} دوروں کی وقت پٹی، {from} سے {to} تک";
    /// Over the bars with uncorrected times.
    AS_RECORDED: "As the tablet recorded it", "جیسا ٹیبلٹ نے درج کیا";
    /// Under the time bar.
    OVERLAP: "{first} and {second} overlap by {minutes} min, {from} to {to}.", "{first} اور {second} میں {minutes} منٹ ایک ساتھ ہیں، {from} سے {to} تک۔";
    /// Under the time bar.
    GAP: "{minutes} min without a visit between {first} and {second}, {from} to {to}.", "{first} اور {second} کے درمیان {minutes} منٹ کوئی دورہ نہیں، {from} سے {to} تک۔";
    /// The track's description.
    TRACK: "Track of {count} positions within {width} by {height} metres; circles are the stated accuracy", "{count} مقامات کا راستہ، {width} ضرب {height} میٹر میں؛ دائرے بتائی گئی درستی ہیں";
    /// The description of the picture of the whole area.
    OVERVIEW: "Where in {areas}: the frame is the part shown large", "{areas} میں کہاں: چوکھٹا وہ حصہ ہے جو بڑا دکھایا گیا ہے";
    /// Under the heading, for who may not see households.
    ROUNDED: "Positions are rounded to a grid of one kilometre, and only visits with a complete interview are shown.", "مقامات ایک کلومیٹر کے خانوں تک گول کیے گئے ہیں، اور صرف وہ دورے دکھائے گئے ہیں جن میں انٹرویو مکمل ہوا۔";
    /// Under the track.
    OUTLINE_OFF: "The boundary on file may be off by {metres} metres: {areas}.", "درج حد {metres} میٹر تک غلط ہو سکتی ہے: {areas}۔";
    /// Under the track.
    NO_OUTLINE: "No boundary is on file, so none is drawn: {areas}.", "کوئی حد درج نہیں، اس لیے نہیں بنائی گئی: {areas}۔";
    /// The caption of the table with the tehsil's figures.
    USUAL_HINT: "Beside what is usual for the {count} enumerators in {tehsil}", "{tehsil} کے {count} شمار کنندگان کے معمول کے ساتھ";
    /// A column.
    THIS_DAY: "This day", "یہ دن";
    /// A column.
    USUAL: "Usual", "معمول";
    /// A line.
    INTERVIEWS: "Complete interviews", "مکمل انٹرویو";
    /// A line.
    ACTIVE_MINUTES: "Median minutes of an interview, active time", "انٹرویو کے اوسط منٹ (میڈین)، فعال وقت";
    /// A line.
    ELAPSED_MINUTES: "Median minutes of an interview, start to end", "انٹرویو کے اوسط منٹ (میڈین)، شروع سے آخر تک";
    /// A line.
    STARTS: "First and last start; nine of ten visits begin between", "پہلا اور آخری آغاز؛ دس میں سے نو دورے ان کے درمیان شروع ہوتے ہیں";
}
