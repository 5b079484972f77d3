//! Days without field work on the pages of spot checks, and what their forms answer.

use super::fields::{Field, select};
use super::{parts, settings};
use crate::pages::coordination::listing::{Head, Listing};
use crate::texts::spot_settings as words;
use api::spot_checks::{HolidayItem, SETTINGS, SettingsProblem, SettingsView};
use domain::lang::Lang;
use leptos::prelude::*;

/// What was done, or why it was not.
pub fn said(lang: Lang, is_done: bool, problem: Option<&SettingsProblem>) -> Option<AnyView> {
    if let Some(found) = problem {
        let said = parts::problem(words::problem(found).say(lang).to_owned());
        let lines = settings::lines(lang, problem);
        return Some(view! { {said} {lines} }.into_any());
    }
    is_done.then(|| parts::done(crate::texts::spot_checks::DONE.say(lang)))
}

/// A field of words.
pub fn text(
    lang: Lang,
    (id, name): (&'static str, &'static str),
    label: crate::texts::Text,
    kind: &'static str,
    value: &str,
    required: bool,
) -> AnyView {
    let field = Field {
        id,
        name,
        label,
        kind,
        mode: None,
        value: value.to_owned(),
        required,
        most: 200,
    };
    field.view(lang)
}

/// Days without field work as a list; with buttons for whoever may take them out.
pub fn list(lang: Lang, holidays: &[HolidayItem], can_change: bool) -> AnyView {
    if holidays.is_empty() {
        return view! {
            <h2>{words::HOLIDAYS.say(lang)}</h2>
            <p id="no-holidays" class="hint">{words::NO_HOLIDAYS.say(lang)}</p>
        }
        .into_any();
    }
    let row = |one: &HolidayItem| {
        let district = match &one.district {
            Some(name) => view! { <bdi>{name.clone()}</bdi> }.into_any(),
            None => words::EVERYWHERE.say(lang).into_any(),
        };
        let remove = can_change.then(|| {
            view! {
                <td class="no-print">
                    <form method="post" action=format!("{SETTINGS}/holidays")>
                        <input type="hidden" name="remove" value=one.id.to_string() />
                        <button type="submit" class="button">{words::REMOVE.say(lang)}</button>
                    </form>
                </td>
            }
        });
        view! {
            <tr>
                <th scope="row"><bdi class="day">{one.day.to_string()}</bdi></th>
                <td><bdi>{one.words.say(lang).to_owned()}</bdi></td>
                <td>{district}</td>
                {remove}
            </tr>
        }
    };
    let mut heads = vec![
        Head::words(words::DAY),
        Head::words(words::NAME),
        Head::words(words::WHERE),
    ];
    if can_change {
        heads.push(Head::action(words::CHANGE));
    }
    let listing = Listing {
        id: "holidays",
        caption: words::HOLIDAYS,
        heads,
        rows: holidays.iter().map(row).collect_view().into_any(),
    };
    listing.view(lang)
}

/// The section of the settings.
pub fn holidays(lang: Lang, view: &SettingsView) -> AnyView {
    let form = &view.holiday;
    let districts = view
        .districts
        .iter()
        .map(|(code, name)| (code.clone(), name.clone(), *code == form.district))
        .collect();
    let everywhere = Some(words::EVERYWHERE.say(lang));
    let label = words::WHERE.say(lang).to_owned();
    view! {
        <section>
            {list(lang, &view.holidays, true)}
            <p class="hint">{words::HOLIDAYS_LEAD.say(lang)}</p>
            <form id="add-holiday" class="step no-print" method="post" action=format!("{SETTINGS}/holidays")>
                {text(lang, ("day", "day"), words::DAY, "date", &form.day, true)}
                {text(lang, ("name", "name"), words::NAME_EN, "text", &form.words.en, true)}
                {text(lang, ("name_ur", "name_ur"), words::NAME_UR, "text", &form.words.ur, false)}
                {select(("district", "district"), label, everywhere, districts, false)}
                <p><button type="submit" class="button">{words::ADD_HOLIDAY.say(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}
