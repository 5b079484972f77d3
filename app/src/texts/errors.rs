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
    TOO_SLOW: "This page takes too long", "یہ صفحہ بہت دیر لے رہا ہے";
    /// What happened.
    TOO_SLOW_WHY: "The database has not answered within {seconds} seconds. Nothing was changed and no data were lost.", "ڈیٹا بیس نے {seconds} سیکنڈ میں جواب نہیں دیا۔ نہ کچھ بدلا، نہ کوئی ڈیٹا ضائع ہوا۔";
    /// What to do next.
    TOO_SLOW_NEXT: "Try again in a minute, or choose a smaller area or a shorter period. If it stays, tell your administrator.", "ایک منٹ بعد دوبارہ کوشش کریں، یا چھوٹا علاقہ یا کم مدت چنیں۔ پھر بھی نہ ہو تو اپنے منتظم کو بتائیں۔";
    /// Title and heading.
    NOT_NOTED: "This cannot be shown now", "یہ ابھی دکھایا نہیں جا سکتا";
    /// What happened.
    NOT_NOTED_WHY: "Who looks at single people, interviews or files is noted first, and the audit trail cannot be written to at the moment. Nothing was changed.", "جو کوئی افراد، انٹرویو یا فائلیں دیکھے، پہلے درج ہوتا ہے، اور آڈٹ کا ریکارڈ ابھی لکھا نہیں جا سکتا۔ کچھ نہیں بدلا۔";
    /// What to do next.
    NOT_NOTED_NEXT: "Try again in a minute. If it stays, tell your administrator: the disk may be full, or the database busy.", "ایک منٹ بعد دوبارہ کوشش کریں۔ پھر بھی نہ ہو تو اپنے منتظم کو بتائیں: ڈسک بھر گئی ہو یا ڈیٹا بیس مصروف ہو۔";
    /// Title and heading.
    TOO_MANY: "Too many requests at once", "ایک ساتھ بہت زیادہ درخواستیں";
    /// What happened.
    TOO_MANY_WHY: "More was asked for in a short time than one reader needs: by you, or from the network that you share with others. Nothing was changed.", "تھوڑی دیر میں اس سے زیادہ مانگا گیا جتنا ایک قاری کو چاہیے: آپ کی طرف سے، یا اس نیٹ ورک سے جو آپ دوسروں کے ساتھ استعمال کرتے ہیں۔ کچھ نہیں بدلا۔";
    /// What to do next.
    TOO_MANY_NEXT: "Wait a minute, then go on. If it happens again while you read as usual, tell your administrator.", "ایک منٹ انتظار کریں، پھر جاری رکھیں۔ اگر معمول کے مطابق پڑھتے ہوئے پھر ایسا ہو تو اپنے منتظم کو بتائیں۔";
    /// The link that asks for the page again.
    AGAIN: "Try again", "دوبارہ کوشش کریں";
    /// Above the last good page, when the present one takes too long.
    KEPT_SLOW: "The database has not answered within {seconds} seconds. What you see is this page as it was at {time}.", "ڈیٹا بیس نے {seconds} سیکنڈ میں جواب نہیں دیا۔ یہ وہ صفحہ ہے جیسا {time} پر تھا۔";
    /// Above the last good page, when the present one cannot be made.
    KEPT_FAILED: "This page could not be made anew; it is written in the log. What you see is this page as it was at {time}.", "یہ صفحہ دوبارہ تیار نہیں ہو سکا؛ وجہ لاگ میں لکھی ہے۔ یہ وہ صفحہ ہے جیسا {time} پر تھا۔";
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
