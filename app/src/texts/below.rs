//! Words of the small multiples: the areas below one, each against its own plan.

use super::texts;

texts! {
    /// The figure's title.
    TITLE: "{areas} against their plan, day by day", "{areas}، منصوبے کے مقابلے میں، دن بہ دن";
    /// How many are behind, and which most.
    BEHIND: "Behind their plan: {behind} of {count}. Furthest behind: {area}, with {complete} of its target where the plan has {plan}.", "منصوبے سے پیچھے: {count} میں سے {behind}۔ سب سے پیچھے: {area}، ہدف کا {complete} مکمل جبکہ منصوبہ {plan} ہے۔";
    /// Where none is behind.
    NONE_BEHIND: "None of the {count} with a target is behind its plan.", "ہدف والے {count} میں سے کوئی منصوبے سے پیچھے نہیں۔";
    /// How many have stopped.
    STOPPED: "Nothing completed in the last 7 days although the plan asks for it: {stopped}.", "پچھلے 7 دن میں کچھ مکمل نہیں ہوا حالانکہ منصوبہ ہے: {stopped}۔";
    /// What the lines are.
    LINES: "Each line runs from {first} to {last}, in per cent of the area's own target, so that large and small ones compare.", "ہر خط {first} سے {last} تک ہے، علاقے کے اپنے ہدف کا فیصد، تاکہ بڑے اور چھوٹے کا موازنہ ہو سکے۔";
    /// Where not all are drawn.
    DRAWN: "The {drawn} furthest behind are drawn; the table has all {count}.", "سب سے پیچھے {drawn} دکھائے گئے ہیں؛ جدول میں تمام {count} ہیں۔";
    /// Where some have no target.
    WITHOUT: "Without a target, and not shown: {count}.", "بغیر ہدف، نہیں دکھائے گئے: {count}۔";
    /// A column.
    COMPLETE: "Complete, of the target", "مکمل، ہدف میں سے";
    /// A column.
    PLAN: "Plan, of the target", "منصوبہ، ہدف میں سے";
    /// A column.
    LATELY: "Completed in 7 days", "7 دن میں مکمل";
    /// A column.
    LATELY_PLAN: "Planned in 7 days", "7 دن کا منصوبہ";
    /// In a cell.
    NO_PLAN: "no plan", "منصوبہ نہیں";
}
