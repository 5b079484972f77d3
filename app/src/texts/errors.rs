//! Words of the pages that say what went wrong and what to do next.

use super::texts;

texts! {
    /// Title and heading.
    NOT_FOUND: "Page not found", "صفحہ نہیں ملا";
    /// What happened.
    NOT_FOUND_WHY: "There is no such page, or it lies outside the area that you may see.", "ایسا کوئی صفحہ نہیں، یا یہ اس علاقے سے باہر ہے جو آپ دیکھ سکتے ہیں۔";
    /// What to do next.
    NOT_FOUND_NEXT: "Check the address, or start from your own area.", "پتا دیکھ لیں، یا اپنے علاقے سے شروع کریں۔";
    /// The link to the top of the reader's scope.
    TO_COVERAGE: "Go to coverage", "کوریج پر جائیں";
    /// Title and heading.
    FAILED: "This page could not be made", "یہ صفحہ تیار نہیں ہو سکا";
    /// What happened.
    FAILED_WHY: "Something inside FieldWatch failed. No data were lost. It is written in the log under this number:", "فیلڈ واچ کے اندر کچھ خرابی ہوئی۔ کوئی ڈیٹا ضائع نہیں ہوا۔ لاگ میں اس کا نمبر یہ ہے:";
    /// What to do next.
    FAILED_NEXT: "Try again in a minute. If it fails again, give the number to your administrator.", "ایک منٹ بعد دوبارہ کوشش کریں۔ پھر بھی نہ ہو تو یہ نمبر اپنے منتظم کو دیں۔";
    /// Title and heading.
    SIGN_IN_NEEDED: "Sign in to go on", "آگے جانے کے لیے سائن اِن کریں";
    /// What happened.
    SIGN_IN_NEEDED_WHY: "You are not signed in, or your session has ended.", "آپ سائن اِن نہیں ہیں، یا آپ کا سیشن ختم ہو گیا ہے۔";
    /// Title and heading.
    NO_AREAS: "No areas yet", "ابھی کوئی علاقہ نہیں";
    /// What happened.
    NO_AREAS_WHY: "The survey's areas have not been imported. Until then there is nothing to show.", "سروے کے علاقے ابھی درآمد نہیں ہوئے۔ اس وقت تک دکھانے کو کچھ نہیں۔";
    /// Before the commands.
    NO_AREAS_NEXT: "On the server, run for each level, from the largest down:", "سرور پر ہر سطح کے لیے، سب سے بڑی سے شروع کر کے، یہ کمانڈ چلائیں:";
}
