//! Words of accounts: signing in by steps, links, one's own account.

use super::{Text, texts};
use domain::account::{CodeProblem, Device, PassphraseProblem};
use domain::lang::Lang;

texts! {
    /// The heading of a notice of what is wrong.
    PROBLEM: "There is a problem", "ایک مسئلہ ہے";
    /// After too many wrong tries.
    WAIT: "Too many tries were wrong. Wait {time}, then try again. A browser with which you signed in before is not made to wait by others.", "بہت سی کوششیں غلط تھیں۔ {time} انتظار کریں، پھر دوبارہ کوشش کریں۔ جس براؤزر سے آپ پہلے سائن اِن کر چکے ہیں اسے دوسروں کی وجہ سے انتظار نہیں کرنا پڑتا۔";
    /// A time to wait.
    SECONDS: "{count} seconds", "{count} سیکنڈ";
    /// A time to wait.
    MINUTES: "{count} minutes", "{count} منٹ";
    /// The first step of signing in does not hold any more.
    AGAIN: "The code was wrong too often, or it took too long. Sign in again with your passphrase.", "کوڈ بہت بار غلط تھا یا دیر ہو گئی۔ اپنے پاس فریز سے دوبارہ سائن اِن کریں۔";
    /// A passphrase was chosen by a link.
    CHOSEN: "Your passphrase is set. Sign in with it now.", "آپ کا پاس فریز محفوظ ہو گیا۔ اب اس سے سائن اِن کریں۔";
    /// Title and heading: the second step of signing in.
    CODE_TITLE: "Your code", "آپ کا کوڈ";
    /// Under it.
    CODE_LEAD: "Type the six digits that your authenticator app shows now, or one of your recovery codes.", "تصدیقی ایپ میں اس وقت نظر آنے والے چھ ہندسے لکھیں، یا اپنے بازیابی کوڈوں میں سے ایک۔";
    /// A field.
    CODE: "Code", "کوڈ";
    /// The button.
    CODE_SUBMIT: "Go on", "آگے بڑھیں";
    /// Under the form.
    CODE_HELP: "Phone lost and no recovery code left? Ask whoever runs FieldWatch for you to take your second factor away; you then set up a new one.", "فون گم ہو گیا اور کوئی بازیابی کوڈ نہیں بچا؟ فیلڈ واچ چلانے والے سے کہیں کہ آپ کا دوسرا عامل ہٹا دیں؛ پھر آپ نیا ترتیب دیں گے۔";
    /// A link back.
    START_AGAIN: "Sign in as somebody else", "کسی اور نام سے سائن اِن کریں";
    /// A problem.
    CODE_WRONG: "This code is not right, or it was used before. Wait until the app shows the next one and type that.", "یہ کوڈ درست نہیں، یا پہلے استعمال ہو چکا ہے۔ ایپ میں اگلا کوڈ آنے تک رکیں اور وہ لکھیں۔";
    /// A problem.
    CODE_NO_KEY: "The server cannot read your second factor at this time. Use a recovery code, or tell whoever runs FieldWatch.", "سرور اس وقت آپ کا دوسرا عامل نہیں پڑھ سکتا۔ بازیابی کوڈ استعمال کریں، یا فیلڈ واچ چلانے والے کو بتائیں۔";
    /// Title and heading: setting up a second factor.
    SET_UP_TITLE: "Set up your second factor", "اپنا دوسرا عامل ترتیب دیں";
    /// Why, for who must.
    SET_UP_MUST: "Your role decides about data or access, so that a passphrase alone is not enough. Nothing else can be done before.", "آپ کا کردار ڈیٹا یا رسائی کے فیصلے کرتا ہے، اس لیے صرف پاس فریز کافی نہیں۔ اس سے پہلے اور کچھ نہیں کیا جا سکتا۔";
    /// Why, for who may.
    SET_UP_MAY: "With it, whoever learns your passphrase can still not sign in as you.", "اس کے ساتھ، جسے آپ کا پاس فریز معلوم ہو جائے وہ بھی آپ کے نام سے سائن اِن نہیں کر سکتا۔";
    /// A step.
    SET_UP_APP: "Open an authenticator app on your phone (any that makes codes by time) and scan this picture.", "اپنے فون پر کوئی تصدیقی ایپ کھولیں (جو وقت کے ساتھ کوڈ بناتی ہو) اور یہ تصویر اسکین کریں۔";
    /// What the picture is, for who cannot see it.
    SET_UP_PICTURE: "QR code with the secret that is written below", "نیچے لکھے خفیہ کوڈ کا کیو آر کوڈ";
    /// A step.
    SET_UP_SECRET: "Or type this secret into the app:", "یا یہ خفیہ کوڈ ایپ میں لکھیں:";
    /// A step.
    SET_UP_CODE: "Then type the six digits that the app shows.", "پھر ایپ میں نظر آنے والے چھ ہندسے لکھیں۔";
    /// Title and heading: recovery codes.
    CODES_TITLE: "Your recovery codes", "آپ کے بازیابی کوڈ";
    /// Under it.
    CODES_LEAD: "Each of them signs you in once when you do not have your phone. Print this page or write them down, and keep them where your phone is not. They are not shown again.", "جب فون پاس نہ ہو تو ان میں سے ہر ایک آپ کو ایک بار سائن اِن کراتا ہے۔ یہ صفحہ پرنٹ کریں یا انہیں لکھ لیں، اور فون سے الگ رکھیں۔ یہ دوبارہ نہیں دکھائے جائیں گے۔";
    /// A link.
    CODES_NEXT: "I have kept them: go on", "میں نے محفوظ کر لیے: آگے بڑھیں";
    /// Title and heading: a link of a new account.
    LINK_NEW: "Choose your passphrase", "اپنا پاس فریز منتخب کریں";
    /// Title and heading: a link of an account that was there.
    LINK_RESET: "Choose a new passphrase", "نیا پاس فریز منتخب کریں";
    /// Whose account it is.
    LINK_FOR: "This is the account of {name}. You sign in with the user name {username}.", "یہ {name} کا اکاؤنٹ ہے۔ آپ صارف نام {username} سے سائن اِن کرتے ہیں۔";
    /// What follows, for an account that was there.
    LINK_ENDS: "Whoever is signed in with this account is signed out by it, on every device.", "اس سے اس اکاؤنٹ کے تمام آلات پر سائن اِن ختم ہو جائے گا۔";
    /// A field.
    NEW: "New passphrase", "نیا پاس فریز";
    /// A field.
    NEW_AGAIN: "The same again", "وہی دوبارہ";
    /// Under the first.
    RULES: "At least {shortest} characters; spaces and every script are welcome. Several words that do not belong together are easy to remember and hard to guess. It need not be changed by the calendar.", "کم از کم {shortest} حروف؛ خالی جگہیں اور ہر رسم الخط قبول ہے۔ چند بے ربط الفاظ یاد رکھنا آسان اور بوجھنا مشکل ہے۔ اسے وقتاً فوقتاً بدلنا ضروری نہیں۔";
    /// The button.
    CHOOSE: "Set the passphrase", "پاس فریز محفوظ کریں";
    /// Title and heading: a link that opens nothing.
    CLOSED_TITLE: "This link opens nothing", "یہ لنک کچھ نہیں کھولتا";
    /// Why.
    CLOSED_WHY: "It was used already, was withdrawn, is older than three days, or was not copied whole.", "یہ استعمال ہو چکا ہے، واپس لے لیا گیا، تین دن سے پرانا ہے، یا پورا نقل نہیں ہوا۔";
    /// What to do.
    CLOSED_NEXT: "Ask whoever sent it for a new one. If you did not use it yourself, tell them so.", "بھیجنے والے سے نیا مانگیں۔ اگر آپ نے خود استعمال نہیں کیا تو انہیں بتائیں۔";
    /// Title, heading and link: one's own account.
    OWN: "Your account", "آپ کا اکاؤنٹ";
    /// Done.
    DONE_PASSPHRASE: "Your passphrase is changed. All your other sessions were ended.", "آپ کا پاس فریز بدل گیا۔ آپ کے باقی تمام سیشن ختم کر دیے گئے۔";
    /// Done.
    DONE_SESSIONS: "Done: those sessions have ended.", "ہو گیا: وہ سیشن ختم ہو گئے۔";
    /// Done.
    DONE_REMOVED: "Your second factor is taken away.", "آپ کا دوسرا عامل ہٹا دیا گیا۔";
    /// A heading.
    SESSIONS: "Where you are signed in", "آپ کہاں کہاں سائن اِن ہیں";
    /// Under it.
    SESSIONS_LEAD: "If you do not recognise one, end it and change your passphrase. A session ends by itself after 12 hours, or after 2 hours without use. Times are of {zone}; the last use is known to 5 minutes.", "اگر کوئی سیشن آپ کا نہ لگے تو اسے ختم کریں اور پاس فریز بدلیں۔ سیشن 12 گھنٹے بعد، یا 2 گھنٹے استعمال نہ ہونے پر خود ختم ہو جاتا ہے۔ اوقات {zone} کے ہیں؛ آخری استعمال 5 منٹ کی حد تک معلوم ہے۔";
    /// A column.
    DEVICE: "With what", "کس سے";
    /// A column.
    SINCE: "Since", "کب سے";
    /// A column.
    SEEN: "Last used", "آخری استعمال";
    /// A column.
    FROM: "From", "کہاں سے";
    /// A column.
    ACTION: "Action", "عمل";
    /// A mark.
    THIS: "this one", "یہی";
    /// A button.
    END: "End", "ختم کریں";
    /// For screen readers, after the button's word.
    END_WHICH: "the session since {since}", "{since} سے جاری سیشن";
    /// A button.
    END_OTHERS: "End all others", "باقی سب ختم کریں";
    /// A browser and the system that it runs on.
    DEVICE_ON: "{browser} on {system}", "{system} پر {browser}";
    /// A browser of which nothing is known.
    DEVICE_OTHER: "another program", "کوئی اور پروگرام";
    /// A system of which nothing is known.
    SYSTEM_OTHER: "another system", "کوئی اور نظام";
    /// Where nothing is known.
    UNKNOWN: "not known", "معلوم نہیں";
    /// A heading.
    CHANGE: "Change your passphrase", "پاس فریز بدلیں";
    /// Under it.
    CHANGE_LEAD: "All your other sessions end by it.", "اس سے آپ کے باقی تمام سیشن ختم ہو جائیں گے۔";
    /// A field.
    PRESENT: "Your present passphrase", "آپ کا موجودہ پاس فریز";
    /// A heading.
    FACTOR: "Second factor", "دوسرا عامل";
    /// State.
    FACTOR_SINCE: "Set up on {since}. Recovery codes left: {count}.", "{since} کو ترتیب دیا گیا۔ باقی بازیابی کوڈ: {count}۔";
    /// State.
    FACTOR_NONE: "You have none. Signing in takes your passphrase alone.", "آپ کے پاس نہیں ہے۔ سائن اِن کے لیے صرف پاس فریز درکار ہے۔";
    /// State.
    FACTOR_CANNOT: "This server was started without a key, and cannot keep second factors.", "یہ سرور کلید کے بغیر چلایا گیا ہے اور دوسرا عامل محفوظ نہیں رکھ سکتا۔";
    /// A button.
    FACTOR_BEGIN: "Set one up", "ترتیب دیں";
    /// A button.
    FACTOR_RENEW: "Set up another one", "نیا ترتیب دیں";
    /// A button.
    FACTOR_CODES: "New recovery codes", "نئے بازیابی کوڈ";
    /// A button.
    FACTOR_REMOVE: "Do without", "ہٹا دیں";
    /// What to do, with the passphrase.
    FACTOR_WHAT: "What to do", "کیا کرنا ہے";
    /// A problem.
    TOO_SHORT: "This passphrase is too short: it needs at least 15 characters.", "یہ پاس فریز بہت چھوٹا ہے: کم از کم 15 حروف درکار ہیں۔";
    /// A problem.
    TOO_LONG: "This passphrase is too long: 256 characters are the most.", "یہ پاس فریز بہت لمبا ہے: زیادہ سے زیادہ 256 حروف۔";
    /// A problem.
    HAS_USERNAME: "This passphrase holds your user name. That is tried first; choose one without it.", "اس پاس فریز میں آپ کا صارف نام ہے۔ سب سے پہلے وہی آزمایا جاتا ہے؛ اس کے بغیر منتخب کریں۔";
    /// A problem.
    HAS_SERVICE: "This passphrase holds a word of this service. That is tried first; choose one without it.", "اس پاس فریز میں اس سروس کا لفظ ہے۔ سب سے پہلے وہی آزمایا جاتا ہے؛ اس کے بغیر منتخب کریں۔";
    /// A problem.
    REPEATS: "This passphrase is a few characters over and over. Choose several different words.", "اس پاس فریز میں چند حروف بار بار آتے ہیں۔ کئی مختلف الفاظ منتخب کریں۔";
    /// A problem.
    BREACHED: "This passphrase is on a list of those that have become known elsewhere. Choose another, and change it wherever else you use it.", "یہ پاس فریز ان کی فہرست میں ہے جو کہیں اور افشا ہو چکے ہیں۔ کوئی اور منتخب کریں، اور جہاں بھی یہ استعمال ہو وہاں بدلیں۔";
    /// A problem.
    DIFFERS: "The two passphrases differ. Type the same twice.", "دونوں پاس فریز مختلف ہیں۔ ایک ہی دو بار لکھیں۔";
    /// A problem.
    NOT_YOURS: "The present passphrase is not right. Nothing was changed.", "موجودہ پاس فریز درست نہیں۔ کچھ نہیں بدلا گیا۔";
}

/// What is wrong with a passphrase.
pub fn passphrase_problem(problem: PassphraseProblem) -> Text {
    match problem {
        PassphraseProblem::TooShort => TOO_SHORT,
        PassphraseProblem::TooLong => TOO_LONG,
        PassphraseProblem::HasUsername => HAS_USERNAME,
        PassphraseProblem::HasService => HAS_SERVICE,
        PassphraseProblem::Repeats => REPEATS,
        PassphraseProblem::Breached => BREACHED,
        PassphraseProblem::Differs => DIFFERS,
        PassphraseProblem::NotYours => NOT_YOURS,
    }
}

/// What is wrong with a code.
pub fn code_problem(problem: CodeProblem) -> Text {
    match problem {
        CodeProblem::Wrong => CODE_WRONG,
        CodeProblem::NoKey => CODE_NO_KEY,
    }
}

/// How long to wait, as a sentence.
pub fn wait(lang: Lang, seconds: u32) -> String {
    let time = match seconds {
        0..=90 => SECONDS.fill(lang, &[("count", &seconds.to_string())]),
        _ => MINUTES.fill(lang, &[("count", &seconds.div_ceil(60).to_string())]),
    };
    WAIT.fill(lang, &[("time", &time)])
}

/// A browser and its system.
pub fn device(lang: Lang, device: Device) -> String {
    match (device.browser.name(), device.system.name()) {
        (None, None) => DEVICE_OTHER.say(lang).to_owned(),
        (browser, system) => {
            let browser = browser.unwrap_or(DEVICE_OTHER.say(lang));
            let system = system.unwrap_or(SYSTEM_OTHER.say(lang));
            DEVICE_ON.fill(lang, &[("browser", browser), ("system", system)])
        }
    }
}
