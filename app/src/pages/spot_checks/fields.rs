//! Fields of the forms of spot checks.

use crate::texts::Text;
use crate::texts::spot_checks as words;
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

/// The choice of a monitor.
pub fn monitor(lang: Lang, id: &str, monitors: &[(i32, String)], chosen: Option<i32>) -> AnyView {
    let options = monitors
        .iter()
        .map(|(id, name)| (id.to_string(), name.clone(), chosen == Some(*id)))
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
