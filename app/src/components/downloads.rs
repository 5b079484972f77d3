//! A table as files.

use crate::texts::quality;
use domain::lang::Lang;
use leptos::prelude::*;

/// Links to the same table as CSV and as XLSX.
pub fn downloads(lang: Lang, csv: &str, xlsx: &str) -> AnyView {
    view! {
        <p class="downloads no-print">
            <a href=csv.to_owned() download="">{quality::CSV.say(lang)}</a>
            " · "
            <a href=xlsx.to_owned() download="">{quality::XLSX.say(lang)}</a>
        </p>
    }
    .into_any()
}

/// The link to a table as XLSX, beside the link to it as CSV.
pub fn also_xlsx(lang: Lang, csv: &str) -> AnyView {
    let href = csv.replacen(".csv", ".xlsx", 1);
    view! { " · " <a href=href download="">{quality::XLSX.say(lang)}</a> }.into_any()
}
