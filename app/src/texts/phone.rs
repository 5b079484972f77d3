//! Words of what is kept on a monitor's phone, for when there is no network.

use super::texts;

texts! {
    /// A heading.
    TITLE: "On this phone", "اس فون پر";
    /// The list is there.
    KEPT: "Your list and its forms are on this phone as of {time}. They open and can be filled in without network.", "آپ کی فہرست اور فارم {time} تک اس فون پر ہیں۔ نیٹ ورک کے بغیر بھی کھلتے اور بھرے جا سکتے ہیں۔";
    /// What is shown came from the phone.
    OLD: "No network. You see the page as this phone kept it at {time}; what you enter is kept too, and sent later.", "نیٹ ورک نہیں۔ یہ صفحہ وہی ہے جو فون نے {time} پر محفوظ کیا؛ آپ جو درج کریں گے وہ بھی محفوظ رہے گا اور بعد میں بھیجا جائے گا۔";
    /// Something was entered without network.
    NEW: "Visit {number} is kept on this phone. It is sent by itself when there is network.", "دورہ {number} اس فون پر محفوظ ہے۔ نیٹ ورک آتے ہی خود بھیج دیا جائے گا۔";
    /// Entries of whoever is signed out.
    LOCKED: "Entries of somebody else wait on this phone: {count}. They are locked; they are sent when that person signs in here.", "کسی اور کے اندراجات اس فون پر منتظر ہیں: {count}۔ وہ مقفل ہیں؛ اُس شخص کے یہاں سائن ان کرنے پر بھیجے جائیں گے۔";
    /// An entry.
    ENTRY: "Visit {number}, entered {time}", "دورہ {number}، {time} پر درج";
    /// How an entry stands.
    WAITING: "waiting to be sent", "بھیجے جانے کا منتظر";
    /// How an entry stands.
    REFUSED: "not taken: read why", "قبول نہیں ہوا: وجہ پڑھیں";
    /// How an entry stands.
    WRONG: "to be corrected", "درستی درکار";
    /// How an entry stands.
    SIGN_IN: "waiting until you sign in again", "دوبارہ سائن ان کرنے تک منتظر";
    /// A summary of what can be opened.
    ENTERED: "What was entered", "کیا درج ہوا";
    /// A button.
    SEND: "Send now", "ابھی بھیجیں";
    /// A link.
    CORRECT: "Correct it", "درست کریں";
    /// A button.
    REMOVE: "Remove from this phone", "اس فون سے ہٹائیں";
    /// Before something is removed.
    SURE: "Remove visit {number} from this phone? It was not recorded, and cannot be brought back.", "دورہ {number} اس فون سے ہٹا دیں؟ یہ درج نہیں ہوا تھا اور واپس نہیں لایا جا سکے گا۔";
    /// A door of the list.
    DOOR_WAITS: "entered on this phone, waiting to be sent", "اس فون پر درج، بھیجے جانے کا منتظر";
    /// A door of the list.
    DOOR_SENT: "sent and recorded; the list on this phone is older", "بھیجا اور درج ہو گیا؛ اس فون کی فہرست پرانی ہے";
    /// Above a form of a door that was entered already.
    AGAIN: "You entered this visit at {time}; it waits to be sent. Fill the form in again only for another attempt.", "آپ یہ دورہ {time} پر درج کر چکے ہیں؛ وہ بھیجے جانے کا منتظر ہے۔ فارم صرف نئی کوشش کے لیے دوبارہ بھریں۔";
    /// A button.
    TAKE_PLACE: "Use this phone's place", "اس فون کا مقام لیں";
    /// While the place is looked for.
    LOOKING: "Looking for the place; it can take a minute under a roof.", "مقام تلاش ہو رہا ہے؛ چھت کے نیچے ایک منٹ لگ سکتا ہے۔";
    /// The place is there.
    PLACE: "The place is filled in, to within {metres} m.", "مقام درج ہو گیا، {metres} میٹر کے اندر۔";
    /// The place may not be asked for.
    NO_PLACE: "The phone does not tell its place. Allow it in the phone's settings, or leave the fields empty.", "فون اپنا مقام نہیں بتا رہا۔ فون کی ترتیبات میں اجازت دیں، یا خانے خالی چھوڑ دیں۔";
    /// A heading.
    UNSENT_TITLE: "Not everything is sent", "سب کچھ بھیجا نہیں گیا";
    /// Before signing out.
    UNSENT: "Visits that wait on this phone: {count}. If you sign out they stay here, locked: they are sent when you sign in on this phone again.", "اس فون پر منتظر دورے: {count}۔ سائن آؤٹ کرنے پر وہ یہیں مقفل رہیں گے: اسی فون پر دوبارہ سائن ان کرنے پر بھیجے جائیں گے۔";
    /// A button.
    STAY: "Stay signed in", "سائن ان رہیں";
    /// A button.
    LEAVE: "Sign out all the same", "پھر بھی سائن آؤٹ کریں";
    /// Title and heading.
    NO_NETWORK: "No network", "نیٹ ورک نہیں";
    /// In place of a page.
    NO_NETWORK_WHY: "This page is not on this phone, and the server cannot be reached.", "یہ صفحہ اس فون پر نہیں، اور سرور تک رسائی نہیں۔";
    /// In place of a page.
    NO_NETWORK_NEXT: "Go where there is network and load the page again. Whoever is signed in finds their visits of today on this phone.", "نیٹ ورک والی جگہ جا کر صفحہ دوبارہ کھولیں۔ جو سائن ان ہے اسے آج کے دورے اسی فون پر ملیں گے۔";
    /// In place of a page.
    NOTHING_LOST: "What you entered and what was confirmed as kept is not lost. If a form did not go through, go back: what you typed still stands in it.", "جو درج ہوا اور جس کے محفوظ ہونے کی تصدیق ہوئی وہ ضائع نہیں ہوا۔ اگر فارم نہ گیا ہو تو واپس جائیں: لکھا ہوا اسی میں موجود ہے۔";
}
