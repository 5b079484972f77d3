//! `/spot-checks/settings`: what a wave's next draw asks, and days without field work.

use super::days_off;
use super::fields::{Field, select};
use super::parts;
use crate::components::Page;
use crate::pages::coordination::listing::{Head, Listing};
use crate::request;
use crate::texts::spot_checks;
use crate::texts::spot_settings as words;
use api::query::percent_encoded;
use api::spot_checks::{SETTINGS, SetItem, SettingsProblem, SettingsView};
use domain::lang::Lang;
use domain::number::grouped;
use domain::spot_check::AskedQuestion;
use leptos::prelude::*;

/// The page.
pub fn page(view: SettingsView) -> AnyView {
    let lang = request::lang();
    let title = words::SETTINGS.say(lang);
    let said = days_off::said(lang, view.is_done, view.problem.as_ref());
    let heading = match view.wave.as_str() {
        "" => words::QUESTIONS_NO_WAVE.say(lang).to_owned(),
        wave => words::QUESTIONS.fill(lang, &[("wave", wave)]),
    };
    let holds = match view.set_id {
        Some(number) => words::OWN.fill(lang, &[("number", &number.to_string())]),
        None => words::USUAL.say(lang).to_owned(),
    };
    let holidays = days_off::holidays(lang, &view);
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::SETTINGS_LEAD.say(lang)}</p>
            {parts::nav(lang, SETTINGS)}
            {said}
            <section aria-labelledby="of-wave-title">
                <h2 id="of-wave-title">{heading}</h2>
                {waves(lang, &view)}
                <p id="holds">{holds}</p>
                {warning(lang, &view)}
                {table(lang, &view.questions)}
                {files(lang, &view.wave)}
                {forms(lang, &view)}
                {history(lang, &view.history)}
            </section>
            {holidays}
        </Page>
    }
    .into_any()
}

/// What is wrong with a file, line by line.
pub fn lines(lang: Lang, problem: Option<&SettingsProblem>) -> Option<AnyView> {
    let Some(SettingsProblem::File(wrong, more)) = problem else {
        return None;
    };
    let lines = wrong
        .iter()
        .map(|one| view! { <li>{one.say(lang)}</li> })
        .collect_view();
    let more = (*more > 0).then(|| {
        let said = words::AND_MORE.fill(lang, &[("count", &grouped(u64::from(*more)))]);
        view! { <li>{said}</li> }
    });
    Some(view! { <ul id="wrong-lines">{lines} {more}</ul> }.into_any())
}

fn waves(lang: Lang, view: &SettingsView) -> Option<AnyView> {
    if view.waves.len() < 2 {
        return None;
    }
    let options = view
        .waves
        .iter()
        .map(|code| {
            let said = match code.as_str() {
                "" => spot_checks::NO_WAVE.say(lang).to_owned(),
                code => code.to_owned(),
            };
            (code.clone(), said, *code == view.wave)
        })
        .collect();
    let label = spot_checks::WAVE.say(lang).to_owned();
    Some(
        view! {
            <form class="step no-print" id="choose-wave" method="get" action=SETTINGS>
                {select(("wave", "wave"), label, None, options, false)}
                <p><button type="submit" class="button">{words::SHOW_WAVE.say(lang)}</button></p>
            </form>
        }
        .into_any(),
    )
}

fn warning(lang: Lang, view: &SettingsView) -> Option<AnyView> {
    if view.looked_at == 0 {
        let said = words::NOTHING_LOOKED_AT.say(lang);
        return Some(view! { <p id="unanswered" class="hint">{said}</p> }.into_any());
    }
    if view.unanswered.is_empty() {
        return None;
    }
    let count = grouped(u64::from(view.looked_at));
    let codes = view.unanswered.join(", ");
    let said = words::UNANSWERED.fill(lang, &[("count", &count), ("codes", &codes)]);
    Some(view! { <p id="unanswered" class="notice">{said}</p> }.into_any())
}

/// What is asked, in order.
pub fn table(lang: Lang, questions: &[AskedQuestion]) -> AnyView {
    let rows = questions.iter().map(|one| row(lang, one)).collect_view();
    let listing = Listing {
        id: "questions",
        caption: words::ASKED,
        heads: vec![
            Head::words(words::QUESTION),
            Head::words(words::CODE),
            Head::words(words::TYPE),
            Head::words(words::TOLERANCE),
            Head::words(words::CHOICES),
        ],
        rows: rows.into_any(),
    };
    listing.view(lang)
}

fn row(lang: Lang, one: &AskedQuestion) -> AnyView {
    let choices: Vec<&str> = one
        .choices
        .iter()
        .map(|choice| choice.words.say(lang))
        .collect();
    let choices = match choices.is_empty() {
        true => words::TYPED.say(lang).to_owned(),
        false => choices.join(" · "),
    };
    view! {
        <tr>
            <th scope="row"><bdi>{one.words.say(lang).to_owned()}</bdi></th>
            <td class="breakable"><bdi>{one.code().to_owned()}</bdi></td>
            <td>{words::kind(one.question.kind).say(lang)}</td>
            <td>{words::tolerance(&one.question.tolerance, lang)}</td>
            <td class="breakable"><bdi>{choices}</bdi></td>
        </tr>
    }
    .into_any()
}

fn files(lang: Lang, wave: &str) -> AnyView {
    let own = format!("{SETTINGS}/questions.csv?wave={}", percent_encoded(wave));
    let usual = format!("{SETTINGS}/questions.csv?usual=1");
    view! {
        <p class="no-print">
            <a id="file-own" href=own download="spot-check-questions.csv">{words::FILE_OF_THESE.say(lang)}</a>
            " · "
            <a id="file-usual" href=usual download="spot-check-questions-usual.csv">{words::FILE_OF_USUAL.say(lang)}</a>
        </p>
    }
    .into_any()
}

fn forms(lang: Lang, view: &SettingsView) -> AnyView {
    let reason = |id: &'static str| {
        let field = Field {
            id,
            name: "reason",
            label: words::REASON,
            kind: "text",
            mode: None,
            value: String::new(),
            required: true,
            most: 500,
        };
        field.view(lang)
    };
    let hidden = || {
        view! {
            <input type="hidden" name="wave" value=view.wave.clone() />
            <input type="hidden" name="seen" value=view.last.to_string() />
        }
    };
    let action = format!("{SETTINGS}/questions");
    let usual = view.set_id.map(|_| {
        view! {
            <form id="take-usual" class="step no-print" method="post" action=action.clone() enctype="multipart/form-data">
                {hidden()}
                <input type="hidden" name="usual" value="1" />
                {reason("usual-reason")}
                <p><button type="submit" class="button">{words::USUAL_BUTTON.say(lang)}</button></p>
            </form>
        }
    });
    view! {
        <h3 class="no-print">{words::SET.say(lang)}</h3>
        <p class="hint no-print">{words::SET_LEAD.say(lang)}</p>
        <form id="set-questions" class="step no-print" method="post" action=action.clone() enctype="multipart/form-data">
            {hidden()}
            <div class="field">
                <label for="file">{words::FILE.say(lang)}</label>
                <input id="file" name="file" type="file" accept=".csv,text/csv" required />
            </div>
            {reason("reason")}
            <p><button type="submit" class="button">{words::SET_BUTTON.say(lang)}</button></p>
        </form>
        {usual}
    }
    .into_any()
}

fn history(lang: Lang, sets: &[SetItem]) -> Option<AnyView> {
    if sets.is_empty() {
        return None;
    }
    let rows = sets.iter().map(|set| {
        let count = match set.questions {
            Some(count) => count.to_string(),
            None => words::THE_USUAL.say(lang).to_owned(),
        };
        view! {
            <tr>
                <th scope="row">{set.set_id.to_string()}</th>
                <td class="at-minute"><bdi>{set.at_local.clone()}</bdi></td>
                <td><bdi>{set.by.clone()}</bdi></td>
                <td>{count}</td>
                <td class="breakable"><bdi>{set.reason.clone()}</bdi></td>
            </tr>
        }
    });
    let listing = Listing {
        id: "sets",
        caption: words::SETS,
        heads: vec![
            Head::words(words::NUMBER),
            Head::words(spot_checks::AT),
            Head::words(spot_checks::BY),
            Head::words(words::COUNT),
            Head::words(words::REASON),
        ],
        rows: rows.collect_view().into_any(),
    };
    Some(listing.view(lang))
}
