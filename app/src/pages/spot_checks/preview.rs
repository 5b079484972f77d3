//! `/spot-checks/draw`: what would be drawn, before it is.

use super::fields::Field;
use super::parts;
use crate::components::Page;
use crate::pages::coordination::listing::{Head, Listing};
use crate::request;
use crate::texts::Text;
use crate::texts::spot_checks as words;
use api::spot_checks::{DrawProblem, PreviewView, draw_href};
use domain::lang::Lang;
use domain::number::grouped;
use domain::spot_check::PlanSummary;
use leptos::prelude::*;

/// The page.
pub fn page(view: PreviewView) -> AnyView {
    let lang = request::lang();
    let values = [
        ("area", view.area.name_in(lang)),
        ("week", view.form.week.as_str()),
    ];
    let title = words::PREVIEW_TITLE.fill(lang, &values);
    let problem = view.problem.as_ref().map(|problem| said(lang, problem));
    let plan = view.plan.as_ref().map(|plan| {
        view! { {in_words(lang, plan)} {strata(lang, plan, &view.enumerators)} {draw(lang, &view)} }
    });
    let fields = fields(lang, &view);
    view! {
        <Page title=title.clone()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::PREVIEW_LEAD.say(lang)}</p>
            {parts::nav(lang, "/spot-checks")}
            {problem}
            {fields}
            {plan}
        </Page>
    }
    .into_any()
}

fn said(lang: Lang, problem: &DrawProblem) -> AnyView {
    let text: Text = match problem {
        DrawProblem::BadWeek => words::BAD_WEEK,
        DrawProblem::BadCapacity => words::BAD_CAPACITY,
        DrawProblem::BadSeed => words::BAD_SEED,
        DrawProblem::NoInterviews => words::NO_INTERVIEWS,
        DrawProblem::Changed => words::FRAME_CHANGED,
        DrawProblem::Drawn {
            draw_id,
            at_local,
            by,
        } => {
            let said = words::DRAWN_ALREADY.fill(lang, &[("by", by), ("at", at_local)]);
            return view! {
                {parts::problem(said)}
                <p><a id="to-draw" href=draw_href(*draw_id)>{words::TO_DRAW.say(lang)}</a></p>
            }
            .into_any();
        }
    };
    parts::problem(text.say(lang).to_owned())
}

/// What it is drawn by; sent again, the plan is worked out anew.
fn fields(lang: Lang, view: &PreviewView) -> AnyView {
    let form = &view.form;
    let number = |name: &'static str, label: Text, value: &str, most: u32| {
        let field = Field {
            id: name,
            name,
            label,
            kind: "text",
            mode: Some("numeric"),
            value: value.to_owned(),
            required: true,
            most,
        };
        field.view(lang)
    };
    let chosen = form
        .wave
        .as_deref()
        .or(view.waves.first().map(|(code, _)| code.as_str()));
    let waves: Vec<(String, String, bool)> = view
        .waves
        .iter()
        .map(|(code, interviews)| {
            let name = match code.as_str() {
                "" => words::NO_WAVE.say(lang),
                code => code,
            };
            let said = format!("{name} ({})", grouped(*interviews));
            (code.clone(), said, chosen == Some(code))
        })
        .collect();
    let wave = (!waves.is_empty()).then(|| {
        let label = words::WAVE.say(lang).to_owned();
        super::fields::select(("wave", "wave"), label, None, waves, false)
    });
    view! {
        <section class="no-print" aria-labelledby="capacity-title">
            <h2 id="capacity-title">{words::CAPACITY.say(lang)}</h2>
            <form id="capacity" class="step" method="get" action="/spot-checks/draw">
                <input type="hidden" name="area" value=view.area.code.clone() />
                <div class="field">
                    <label for="week">{words::WEEK_FIELD.say(lang)}</label>
                    <input id="week" name="week" type="date" required value=form.week.clone() />
                </div>
                {wave}
                {number("monitors", words::MONITORS, &form.monitors, 3)}
                {number("days", words::DAYS, &form.days, 1)}
                {number("visits_a_day", words::VISITS_A_DAY, &form.visits_a_day, 3)}
                {number("seed", words::SEED, &form.seed, 19)}
                <p><button type="submit" class="button button-second">{words::LOOK_AGAIN.say(lang)}</button></p>
            </form>
        </section>
    }
    .into_any()
}

/// The plan in sentences: how many, what capacity cuts, who of the new is covered.
pub(super) fn in_words(lang: Lang, plan: &PlanSummary) -> AnyView {
    let count = |count: u32| grouped(u64::from(count));
    let plan_said = words::PLAN.fill(
        lang,
        &[
            ("visits", &count(plan.visits())),
            ("interviews", &count(plan.interviews)),
            ("councils", &count(plan.union_councils)),
            ("days", &grouped(plan.monitor_days())),
        ],
    );
    let cut = match plan.cut() {
        0 => words::NO_CUT.say(lang).to_owned(),
        cut => {
            let what: Vec<String> = plan
                .layers
                .iter()
                .filter(|layer| layer.cut() > 0)
                .map(|layer| {
                    let values = [
                        ("layer", words::layer(layer.layer).say(lang)),
                        ("size", &count(layer.size)),
                        ("wanted", &count(layer.wanted)),
                    ];
                    words::CUT_OF.fill(lang, &values)
                })
                .collect();
            words::CUTS.fill(
                lang,
                &[
                    ("most", &count(plan.capacity_visits)),
                    ("cut", &count(cut)),
                    ("what", &what.join("; ")),
                ],
            )
        }
    };
    let new = (plan.new_enumerators > 0).then(|| {
        let values = [
            ("all", count(plan.new_enumerators)),
            ("covered", count(plan.new_covered)),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(n, v)| (*n, v.as_str())).collect();
        view! { <p>{words::NEW_COVERED.fill(lang, &values)}</p> }
    });
    view! { <p id="plan">{plan_said}</p> <p id="cut">{cut}</p> {new} }.into_any()
}

/// Every stratum with its size and probability.
pub(super) fn strata(lang: Lang, plan: &PlanSummary, enumerators: &[(i32, String)]) -> AnyView {
    let code = |id: Option<i32>| {
        let found = enumerators.iter().find(|(known, _)| Some(*known) == id);
        found.map_or_else(String::new, |(_, code)| code.clone())
    };
    let rows = plan
        .strata
        .iter()
        .map(|stratum| {
            view! {
                <tr>
                    <th scope="row">{words::layer(stratum.layer).say(lang)}</th>
                    <td><bdi>{code(stratum.enumerator)}</bdi></td>
                    <td class="num">{grouped(u64::from(stratum.interviews))}</td>
                    <td class="num">{grouped(u64::from(stratum.size))}</td>
                    <td class="num"><bdi>{parts::probability(stratum.probability())}</bdi></td>
                </tr>
            }
        })
        .collect_view();
    let listing = Listing {
        id: "strata",
        caption: words::STRATA,
        heads: vec![
            Head::words(words::LAYER),
            Head::words(words::ENUMERATOR),
            Head::numbers(words::INTERVIEWS),
            Head::numbers(words::SIZE),
            Head::numbers(words::PROBABILITY),
        ],
        rows: rows.into_any(),
    };
    listing.view(lang)
}

/// The button that draws what is shown, and nothing else: the fingerprint goes with it.
fn draw(lang: Lang, view: &PreviewView) -> AnyView {
    let form = &view.form;
    let wave = form
        .wave
        .clone()
        .or(view.waves.first().map(|(code, _)| code.clone()));
    let fields = [
        ("area", Some(view.area.code.clone())),
        ("week", Some(form.week.clone())),
        ("wave", wave),
        ("monitors", Some(form.monitors.clone())),
        ("days", Some(form.days.clone())),
        ("visits_a_day", Some(form.visits_a_day.clone())),
        ("seed", Some(form.seed.clone())),
        (
            "fingerprint",
            form.fingerprint.map(|number| number.to_string()),
        ),
    ];
    let hidden = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <form id="draw" class="no-print" method="post" action="/spot-checks/draw">
            {hidden}
            <p>{words::REPLACEMENT_RULE.say(lang)}</p>
            <p><button type="submit" class="button">{words::DRAW.say(lang)}</button></p>
        </form>
    }
    .into_any()
}
