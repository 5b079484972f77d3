//! Fields of the forms of spot checks.

use crate::texts::Text;
use crate::texts::spot_checks as words;
use crate::texts::spot_settings;
use api::spot_checks::{MonitorChoice, StepProblem};
use domain::lang::Lang;
use leptos::prelude::*;

/// A field that is typed into.
pub struct Field<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its name in the form.
    pub name: &'a str,
    /// What it is.
    pub label: Text,
    /// The kind of input.
    pub kind: &'static str,
    /// The keyboard of a phone.
    pub mode: Option<&'static str>,
    /// What stands in it.
    pub value: String,
    /// Whether it has to be filled in.
    pub required: bool,
    /// The most characters.
    pub most: u32,
}

impl Field<'_> {
    /// The field.
    pub fn view(self, lang: Lang) -> AnyView {
        view! {
            <div class="field">
                <label for=self.id.to_owned()>{self.label.say(lang)}</label>
                <input
                    id=self.id.to_owned() name=self.name.to_owned() type=self.kind inputmode=self.mode dir="auto" autocomplete="off"
                    value=self.value required=self.required maxlength=self.most.to_string()
                />
            </div>
        }
        .into_any()
    }
}

/// A field that chooses one of several: codes, words, whether it is chosen. `none` is the choice of none.
pub fn select(
    (id, name): (&str, &str),
    label: String,
    none: Option<&'static str>,
    options: Vec<(String, String, bool)>,
    required: bool,
) -> AnyView {
    let none = none.map(|none| view! { <option value="">{none}</option> });
    let options = options
        .into_iter()
        .map(|(code, said, is_chosen)| {
            view! { <option value=code selected=is_chosen>{said}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.to_owned()>{label}</label>
            <select id=id.to_owned() name=name.to_owned() required=required>{none} {options}</select>
        </div>
    }
    .into_any()
}

/// The choice of a monitor; behind the name stands when they are away.
pub fn monitor(lang: Lang, id: &str, monitors: &[MonitorChoice], chosen: Option<i32>) -> AnyView {
    let said = |one: &MonitorChoice| match one.away {
        Some((from, to)) => {
            let (from, to) = (from.to_string(), to.to_string());
            let values = [("name", one.name.as_str()), ("from", &from), ("to", &to)];
            spot_settings::AWAY_OPTION.fill(lang, &values)
        }
        None => one.name.clone(),
    };
    let options = monitors
        .iter()
        .map(|one| {
            let is_chosen = chosen == Some(one.user_id);
            (one.user_id.to_string(), said(one), is_chosen)
        })
        .collect();
    let label = words::MONITOR.say(lang).to_owned();
    select(
        (id, "monitor"),
        label,
        Some(words::CHOOSE.say(lang)),
        options,
        true,
    )
}

/// The day by which something is to be visited.
pub fn due(lang: Lang, id: &str, value: String) -> AnyView {
    let field = Field {
        id,
        name: "due_on",
        label: words::DUE_FIELD,
        kind: "date",
        mode: None,
        value,
        required: false,
        most: 10,
    };
    field.view(lang)
}

/// A tick for whoever gives something to a monitor who is away, once that was said.
pub fn anyway(lang: Lang, id: &str, problem: Option<&StepProblem>) -> Option<AnyView> {
    if !matches!(problem, Some(StepProblem::Away { .. })) {
        return None;
    }
    let (id, of) = (id.to_owned(), id.to_owned());
    Some(
        view! {
            <div class="field field-tick">
                <label for=of>
                    <input id=id name="anyway" type="checkbox" value="1" />
                    " "
                    {spot_settings::ANYWAY.say(lang)}
                </label>
            </div>
        }
        .into_any(),
    )
}
