//! Words of the pages about the people who may sign in.

use super::{Text, texts};
use api::accounts::{GrantState, PeopleProblem, PersonDone, StateFilter};

texts! {
    /// Title, heading and link.
    PEOPLE: "People", "لوگ";
    /// Under the heading.
    LEAD: "Who may sign in, and what each was given in the area that you look at. Times are of {zone}.", "کون سائن اِن کر سکتا ہے، اور آپ کے زیرِ نظر علاقے میں ہر ایک کو کیا اختیار دیا گیا ہے۔ اوقات {zone} کے ہیں۔";
    /// A link and button.
    INVITE: "Invite somebody", "کسی کو مدعو کریں";
    /// The filter's heading.
    FILTER: "Filter", "فلٹر";
    /// A field.
    TEXT: "Name or user name", "نام یا صارف نام";
    /// A field.
    ROLE: "Role", "کردار";
    /// A field.
    STATE: "Account", "اکاؤنٹ";
    /// An option.
    ANY: "Any", "کوئی بھی";
    /// The filter's button.
    SHOW: "Show", "دکھائیں";
    /// The filter's link.
    SHOW_ALL: "Show all", "سب دکھائیں";
    /// How many are listed.
    COUNT: "People: {count}; page {page} of {pages}", "لوگ: {count}؛ صفحہ {page} از {pages}";
    /// Where none fits.
    NOBODY: "Nobody fits this filter.", "اس فلٹر کے مطابق کوئی نہیں۔";
    /// A link.
    PREVIOUS: "Previous", "پچھلا";
    /// A link.
    NEXT: "Next", "اگلا";
    /// The name of the navigation between pages.
    PAGES: "Pages of the list", "فہرست کے صفحات";
    /// A column.
    PERSON: "Person", "فرد";
    /// A column.
    GIVEN: "What they have", "اختیارات";
    /// A column.
    SIGNED_IN: "Signed in last", "آخری سائن اِن";
    /// A column.
    FACTOR: "Second factor", "دوسرا عامل";
    /// In place of a time.
    NEVER: "never", "کبھی نہیں";
    /// Has one.
    YES: "yes", "ہاں";
    /// Has none.
    NO: "no", "نہیں";
    /// Has none and should.
    LACKS: "no, and the role demands it", "نہیں، جبکہ کردار کے لیے لازم ہے";
    /// A state.
    ACTIVE: "active", "فعال";
    /// A state.
    INVITED: "invited, no passphrase yet", "مدعو، ابھی پاس فریز نہیں";
    /// A state.
    INVITED_UNTIL: "invited, link until {until}", "مدعو، لنک {until} تک";
    /// A state.
    DISABLED: "disabled", "غیر فعال";
    /// A grant.
    ONLY_SEES: "only sees", "صرف دیکھنے کا اختیار";
    /// A grant.
    FROM_AT: "from {at}", "{at} سے";
    /// A grant.
    UNTIL_AT: "until {at}", "{at} تک";
    /// A grant's state.
    IN_FORCE: "in force", "نافذ";
    /// A grant's state.
    TO_COME: "yet to begin", "ابھی شروع ہونا ہے";
    /// A grant's state.
    OVER: "ended", "ختم";
    /// In place of grants.
    NOTHING: "nothing now", "فی الحال کچھ نہیں";
    /// A heading.
    GRANTS: "Grants", "اختیارات";
    /// A column.
    GRANT: "Grant", "اختیار";
    /// A column.
    CAME: "How it came about", "کیسے ملا";
    /// A column.
    ACTION: "Action", "عمل";
    /// How a grant came about.
    GIVEN_BY: "given {at} by {by}", "{at} کو {by} نے دیا";
    /// How a grant ended.
    REVOKED_BY: "taken away {at} by {by}", "{at} کو {by} نے واپس لیا";
    /// A field.
    REASON: "Reason", "وجہ";
    /// A button.
    REVOKE: "Take away", "واپس لیں";
    /// For screen readers, after the button's word.
    REVOKE_WHICH: "grant {number}", "اختیار {number}";
    /// A heading and button.
    GIVE: "Give a grant", "اختیار دیں";
    /// A field.
    AREA: "Area, with everything below it", "علاقہ، اپنے تمام ذیلی علاقوں سمیت";
    /// A field.
    SEES_ONLY: "Only to see, not to act", "صرف دیکھنے کے لیے، عمل کے لیے نہیں";
    /// A field.
    FROM: "First day (empty: at once)", "پہلا دن (خالی: فوراً)";
    /// A field.
    UNTIL: "Last day (empty: for good)", "آخری دن (خالی: مستقل)";
    /// An option.
    CHOOSE: "Choose", "منتخب کریں";
    /// A field.
    USERNAME: "User name, to sign in with", "صارف نام، سائن اِن کے لیے";
    /// Under it.
    USERNAME_RULE: "Small letters of English, digits, and . _ -; it cannot be changed later.", "انگریزی کے چھوٹے حروف، ہندسے، اور . _ -؛ بعد میں بدلا نہیں جا سکتا۔";
    /// A field.
    NAME: "Name, as others see it", "نام، جیسا دوسروں کو نظر آئے";
    /// Under the heading of the page for inviting.
    INVITE_LEAD: "You get a link to hand over. With it they choose a passphrase; nobody else learns it. You can give no more than you have yourself.", "آپ کو ایک لنک ملے گا جو آپ آگے دیں گے۔ اس سے وہ اپنا پاس فریز منتخب کریں گے؛ کسی اور کو معلوم نہیں ہوگا۔ آپ اپنے پاس موجود اختیار سے زیادہ نہیں دے سکتے۔";
    /// A button.
    INVITE_SUBMIT: "Make the link", "لنک بنائیں";
    /// Title and heading.
    MADE_TITLE: "A link for {name}", "{name} کے لیے لنک";
    /// Under it.
    MADE_LEAD: "Hand this link over to {username} in a way that reaches nobody else: whoever opens it first has the account. It is not shown again.", "یہ لنک {username} تک ایسے پہنچائیں کہ کسی اور کو نہ ملے: جو پہلے کھولے اکاؤنٹ اسی کا ہو گا۔ یہ دوبارہ نہیں دکھایا جائے گا۔";
    /// Until when.
    MADE_UNTIL: "It opens once, until {until} ({zone}).", "یہ ایک بار کھلتا ہے، {until} تک ({zone})۔";
    /// A label.
    MADE_LINK: "The link", "لنک";
    /// A link.
    MADE_BACK: "To their page", "ان کے صفحے پر";
    /// A heading.
    ACCOUNT: "Account", "اکاؤنٹ";
    /// In place of what is done with an account.
    NOT_COVERED: "They also have grants that you could not give. What concerns the whole account is for whoever could give all of them.", "ان کے پاس ایسے اختیارات بھی ہیں جو آپ نہیں دے سکتے۔ پورے اکاؤنٹ سے متعلق کام وہی کر سکتا ہے جو وہ سب دے سکتا ہو۔";
    /// In place of what is done with an account.
    IS_OWN: "This is your own account.", "یہ آپ کا اپنا اکاؤنٹ ہے۔";
    /// A button.
    LINK: "Make a link to a new passphrase", "نئے پاس فریز کا لنک بنائیں";
    /// Under it.
    LINK_HINT: "Their passphrase and sessions go on until it is used. An earlier link opens nothing any more.", "استعمال ہونے تک ان کا پاس فریز اور سیشن برقرار رہتے ہیں۔ پچھلا لنک بےکار ہو جاتا ہے۔";
    /// A link that is open.
    LINK_OPEN: "A link made by {by} is open until {until}.", "{by} کا بنایا لنک {until} تک کھلا ہے۔";
    /// A button.
    WITHDRAW: "Withdraw the link", "لنک واپس لیں";
    /// A button.
    DISABLE: "Disable the account", "اکاؤنٹ غیر فعال کریں";
    /// A button.
    ENABLE: "Enable the account", "اکاؤنٹ فعال کریں";
    /// A button.
    REMOVE_FACTOR: "Take their second factor away", "ان کا دوسرا عامل ہٹائیں";
    /// A button.
    END_SESSIONS: "End all their sessions", "ان کے تمام سیشن ختم کریں";
    /// A heading.
    SESSIONS: "Sessions", "سیشن";
    /// Where there are none.
    NO_SESSIONS: "Not signed in anywhere.", "کہیں سائن اِن نہیں۔";
    /// Done.
    DONE_GIVEN: "The grant is given.", "اختیار دے دیا گیا۔";
    /// Done.
    DONE_REVOKED: "The grant is taken away.", "اختیار واپس لے لیا گیا۔";
    /// Done.
    DONE_DISABLED: "The account is disabled. All its sessions were ended.", "اکاؤنٹ غیر فعال کر دیا گیا۔ اس کے تمام سیشن ختم کر دیے گئے۔";
    /// Done.
    DONE_ENABLED: "The account is enabled.", "اکاؤنٹ فعال کر دیا گیا۔";
    /// Done.
    DONE_WITHDRAWN: "The link opens nothing any more.", "لنک اب بےکار ہے۔";
    /// Done.
    DONE_ENDED: "All their sessions were ended.", "ان کے تمام سیشن ختم کر دیے گئے۔";
    /// Done.
    DONE_FACTOR: "Their second factor is taken away, and they are signed out.", "ان کا دوسرا عامل ہٹا دیا گیا اور وہ سائن آؤٹ ہو گئے۔";
    /// A problem.
    BAD_USERNAME: "This cannot be a user name: begin with a small letter or a digit, go on with small letters, digits and . _ -, at most 60 in all.", "یہ صارف نام نہیں ہو سکتا: چھوٹے انگریزی حرف یا ہندسے سے شروع کریں، پھر چھوٹے حروف، ہندسے اور . _ -، کل 60 تک۔";
    /// A problem.
    TAKEN: "Somebody has this user name already. Choose another.", "یہ صارف نام پہلے سے کسی کا ہے۔ کوئی اور منتخب کریں۔";
    /// A problem.
    NO_NAME: "Give a name, of at most 100 characters.", "نام لکھیں، زیادہ سے زیادہ 100 حروف۔";
    /// A problem.
    NO_ROLE: "Choose a role.", "کردار منتخب کریں۔";
    /// A problem.
    NO_AREA: "There is no such area where you manage people. Write its code, or a name that no other area has.", "جہاں آپ لوگوں کا انتظام کرتے ہیں وہاں ایسا علاقہ نہیں۔ اس کا کوڈ لکھیں، یا ایسا نام جو کسی اور علاقے کا نہ ہو۔";
    /// A problem.
    TOO_MUCH: "This is more than you have yourself, or for longer. Choose a smaller area, another role or an earlier last day.", "یہ آپ کے اپنے اختیار سے زیادہ ہے، یا زیادہ مدت کا۔ چھوٹا علاقہ، کوئی اور کردار یا پہلے کا آخری دن منتخب کریں۔";
    /// A problem.
    BAD_DAY: "Write the day as YYYY-MM-DD.", "دن YYYY-MM-DD کی صورت میں لکھیں۔";
    /// A problem.
    ENDS_BEFORE: "The last day is before the first. Correct one of them.", "آخری دن پہلے دن سے پہلے ہے۔ ایک کو درست کریں۔";
    /// A problem.
    OVER_ALREADY: "The last day is over: the grant would have ended already.", "آخری دن گزر چکا: یہ اختیار پہلے ہی ختم ہوتا۔";
    /// A problem.
    NO_REASON: "Give a reason. It stays with the grant.", "وجہ لکھیں۔ یہ اختیار کے ساتھ محفوظ رہے گی۔";
    /// A problem.
    LONG_REASON: "The reason is too long: 300 characters are the most.", "وجہ بہت لمبی ہے: زیادہ سے زیادہ 300 حروف۔";
    /// A problem.
    LAST_ADMINISTRATOR: "This is the last administrator of the whole survey who can sign in. Give another person that role for good first.", "یہ پورے سروے کا آخری منتظم ہے جو سائن اِن کر سکتا ہے۔ پہلے کسی اور کو مستقل طور پر یہ کردار دیں۔";
    /// A problem.
    ENDED_ALREADY: "This grant has ended already.", "یہ اختیار پہلے ہی ختم ہو چکا ہے۔";
}

/// What was done.
pub fn done(done: PersonDone) -> Text {
    match done {
        PersonDone::Given => DONE_GIVEN,
        PersonDone::Revoked => DONE_REVOKED,
        PersonDone::Disabled => DONE_DISABLED,
        PersonDone::Enabled => DONE_ENABLED,
        PersonDone::Withdrawn => DONE_WITHDRAWN,
        PersonDone::Ended => DONE_ENDED,
        PersonDone::FactorRemoved => DONE_FACTOR,
    }
}

/// What is wrong.
pub fn problem(problem: PeopleProblem) -> Text {
    match problem {
        PeopleProblem::BadUsername => BAD_USERNAME,
        PeopleProblem::Taken => TAKEN,
        PeopleProblem::NoName => NO_NAME,
        PeopleProblem::NoRole => NO_ROLE,
        PeopleProblem::NoArea => NO_AREA,
        PeopleProblem::TooMuch => TOO_MUCH,
        PeopleProblem::BadDay => BAD_DAY,
        PeopleProblem::EndsBefore => ENDS_BEFORE,
        PeopleProblem::Over => OVER_ALREADY,
        PeopleProblem::NoReason => NO_REASON,
        PeopleProblem::LongReason => LONG_REASON,
        PeopleProblem::LastAdministrator => LAST_ADMINISTRATOR,
        PeopleProblem::EndedAlready => ENDED_ALREADY,
    }
}

/// How an account stands, to filter by.
pub fn state(state: StateFilter) -> Text {
    match state {
        StateFilter::Active => ACTIVE,
        StateFilter::Invited => INVITED,
        StateFilter::Disabled => DISABLED,
    }
}

/// How a grant stands.
pub fn grant_state(state: GrantState) -> Text {
    match state {
        GrantState::InForce => IN_FORCE,
        GrantState::ToCome => TO_COME,
        GrantState::Over => OVER,
    }
}
