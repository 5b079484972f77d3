//! Words of every page: header, navigation, footer.

use super::{Text, texts};
use domain::people::Role;

texts! {
    /// Above numbers of which some are held back.
    HELD_HELP: "“<5” is fewer than five, or none; “not told” is a number from which a small one could be worked out. Numbers that split households are told of the whole survey to date, and not of single waves or days.", "“5 سے کم” یعنی پانچ سے کم یا کوئی نہیں؛ “نہیں بتایا گیا” وہ عدد ہے جس سے کوئی چھوٹا عدد نکالا جا سکتا ہے۔ گھرانوں کو تقسیم کرنے والے اعداد پورے سروے کے آج تک کے بتائے جاتے ہیں، کسی ایک مرحلے یا دن کے نہیں۔";
    /// Above numbers of the last days that are held back.
    HELD_LATELY: "Of the last days it is told only whether there were fewer than five.", "آخری دنوں کا صرف یہ بتایا جاتا ہے کہ پانچ سے کم تھے یا نہیں۔";
    /// The product's name.
    PRODUCT: "FieldWatch", "فیلڈ واچ";
    /// The first link of a page.
    SKIP: "Skip to content", "اصل مواد پر جائیں";
    /// The name of the navigation.
    NAVIGATION: "Main", "مرکزی";
    /// The link to the top of what the reader may see.
    COVERAGE: "Coverage", "کوریج";
    /// The name of the breadcrumb.
    BREADCRUMB: "Where you are", "آپ یہاں ہیں";
    /// The button that changes to a language, in that language.
    OTHER_LANGUAGE: "English", "اردو";
    /// The button that ends the session.
    SIGN_OUT: "Sign out", "سائن آؤٹ";
    /// Before the name of who is signed in, for screen readers.
    SIGNED_IN_AS: "Signed in as", "سائن اِن صارف:";
    /// The last line of a page.
    FOOTER: "Every number has its denominator and its time. Interviews are counted once.", "ہر عدد اپنی بنیاد اور وقت کے ساتھ ہے۔ ہر انٹرویو صرف ایک بار گنا جاتا ہے۔";
    /// A role.
    ROLE_TEHSIL_MONITOR: "Tehsil monitor", "تحصیل مانیٹر";
    /// A role.
    ROLE_DISTRICT_COORDINATOR: "District coordinator", "ضلعی رابطہ کار";
    /// A role.
    ROLE_BOS_QA: "Bureau of Statistics, quality assurance", "ادارہ شماریات، معیار کی جانچ";
    /// A role.
    ROLE_CSU: "Coordination Support Unit", "کوآرڈینیشن سپورٹ یونٹ";
    /// A role.
    ROLE_LEADERSHIP: "P&D Board leadership", "قیادت، منصوبہ بندی و ترقیات بورڈ";
    /// A role.
    ROLE_ADMINISTRATOR: "Administrator", "منتظم";
}

/// What a role is called.
pub fn role(role: Role) -> Text {
    match role {
        Role::TehsilMonitor => ROLE_TEHSIL_MONITOR,
        Role::DistrictCoordinator => ROLE_DISTRICT_COORDINATOR,
        Role::BosQa => ROLE_BOS_QA,
        Role::Csu => ROLE_CSU,
        Role::Leadership => ROLE_LEADERSHIP,
        Role::Administrator => ROLE_ADMINISTRATOR,
    }
}
