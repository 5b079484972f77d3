//! Words of grants: which one somebody stands on, and that there is none.

use super::texts;

texts! {
    /// The label of the choice in the header.
    STAND_ON: "Look as", "بطور دیکھیں";
    /// The button beside it.
    SWITCH: "Switch", "بدلیں";
    /// After a grant that only sees.
    SEES_ONLY: "only sees", "صرف دیکھنے کا اختیار";
    /// After a grant that ends.
    UNTIL: "until {at}", "{at} تک";
    /// The title where nothing is granted.
    NOTHING: "Nothing is granted to you at this time", "فی الحال آپ کو کوئی اختیار حاصل نہیں";
    /// Why.
    NOTHING_WHY: "You have signed in, but no grant gives you a part of the survey now: none was given yet, or the last has ended.", "آپ سائن اِن ہیں، مگر اس وقت آپ کو سروے کے کسی حصے کا اختیار حاصل نہیں: یا تو ابھی دیا نہیں گیا، یا آخری کی مدت ختم ہو گئی۔";
    /// What to do.
    NOTHING_NEXT: "Ask whoever runs FieldWatch for you to give you one; then load this page again.", "فیلڈ واچ چلانے والے سے اختیار دینے کو کہیں، پھر یہ صفحہ دوبارہ کھولیں۔";
}
