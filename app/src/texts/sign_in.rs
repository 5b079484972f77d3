//! Words of the sign-in page.

use super::texts;

texts! {
    /// Title and heading.
    TITLE: "Sign in", "سائن اِن";
    /// Under the heading.
    LEAD: "Coverage and quality of the survey, for those who run it.", "سروے کی کوریج اور معیار، اسے چلانے والوں کے لیے۔";
    /// A field.
    USERNAME: "User name", "صارف کا نام";
    /// A field.
    PASSWORD: "Password", "پاس ورڈ";
    /// The button.
    SUBMIT: "Sign in", "سائن اِن کریں";
    /// The heading of the error summary.
    PROBLEM: "There is a problem", "ایک مسئلہ ہے";
    /// The error. It does not tell which of the two was wrong.
    FAILED: "The user name or the password is not right. Check both and try again.", "صارف کا نام یا پاس ورڈ درست نہیں۔ دونوں دیکھ کر دوبارہ کوشش کریں۔";
    /// Under the form.
    HELP: "No account, or a forgotten password? Ask whoever runs FieldWatch for you for a link.", "اکاؤنٹ نہیں ہے یا پاس ورڈ بھول گئے؟ فیلڈ واچ چلانے والے سے لنک مانگیں۔";
}
