//! The fields of a grant, for an invitation and for a person who is there.

use crate::texts::{common, people as words};
use api::accounts::{GrantChoices, GrantForm, LONGEST_REASON, PeopleProblem};
use domain::lang::Lang;
use domain::people::Role;
use leptos::prelude::*;

/// The id of the notice that says what is wrong.
pub const PROBLEM: &str = "people-problem";

/// The fields. `problem` is what was wrong with them.
pub fn fields(
    lang: Lang,
    form: &GrantForm,
    problem: Option<PeopleProblem>,
    choices: &GrantChoices,
) -> AnyView {
    use PeopleProblem as P;
    let wrong = |problems: &[P]| {
        let is_wrong = problem.is_some_and(|is| problems.contains(&is));
        is_wrong.then_some("true")
    };
    let described = |wrong: Option<&str>| wrong.map(|_| PROBLEM);
    let bad_role = wrong(&[P::NoRole, P::TooMuch]);
    let bad_area = wrong(&[P::NoArea, P::TooMuch]);
    let bad_from = wrong(&[P::BadDay, P::EndsBefore]);
    let bad_until = wrong(&[P::BadDay, P::EndsBefore, P::Over, P::TooMuch]);
    let bad_reason = wrong(&[P::NoReason, P::LongReason]);
    let roles = Role::ALL
        .map(|role| {
            let name = common::role(role).say(lang);
            view! { <option value=role.code() selected=form.role == Some(role)>{name}</option> }
        })
        .collect_view();
    let areas = choices
        .areas
        .iter()
        .map(|(code, name)| view! { <option value=code.clone()>{name.clone()}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for="role">{words::ROLE.say(lang)}</label>
            <select id="role" name="role" required=true aria-invalid=bad_role aria-describedby=described(bad_role)>
                <option value="">{words::CHOOSE.say(lang)}</option>
                {roles}
            </select>
        </div>
        <div class="field">
            <label for="area">{words::AREA.say(lang)}</label>
            <input
                id="area" name="area" type="text" dir="auto" autocomplete="off" required=true maxlength="200" list="areas"
                value=form.area.clone() aria-invalid=bad_area aria-describedby=described(bad_area)
            />
            <datalist id="areas">{areas}</datalist>
        </div>
        <div class="field field-tick">
            <label for="sees-only">
                <input id="sees-only" name="sees_only" type="checkbox" value="1" checked=form.sees_only />
                " "
                {words::SEES_ONLY.say(lang)}
            </label>
        </div>
        <div class="field">
            <label for="from">{words::FROM.say(lang)}</label>
            <input
                id="from" name="from" type="date" value=form.from.clone()
                aria-invalid=bad_from aria-describedby=described(bad_from)
            />
        </div>
        <div class="field">
            <label for="until">{words::UNTIL.say(lang)}</label>
            <input
                id="until" name="until" type="date" min=choices.today.clone() value=form.until.clone()
                aria-invalid=bad_until aria-describedby=described(bad_until)
            />
        </div>
        <div class="field">
            <label for="reason">{words::REASON.say(lang)}</label>
            <input
                id="reason" name="reason" type="text" dir="auto" autocomplete="off" required=true
                maxlength=LONGEST_REASON.to_string() value=form.reason.clone()
                aria-invalid=bad_reason aria-describedby=described(bad_reason)
            />
        </div>
    }
    .into_any()
}
