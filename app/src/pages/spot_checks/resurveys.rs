//! `/re-surveys`: what is proposed to be surveyed again, and what was decided.

use super::fields::Field;
use super::parts;
use crate::components::{Page, downloads};
use crate::pages::coordination::listing::{Filter, Head, Listing};
use crate::request;
use crate::texts::resurveys as words;
use crate::texts::spot_checks;
use api::spot_checks::{
    DecisionItem, Fall, ProposalItem, RESURVEYS, ResurveyAction, ResurveyForm, ResurveysView,
    check_href,
};
use domain::evaluate::Part;
use domain::lang::Lang;
use domain::number::grouped;
use domain::spot_check::Scope;
use leptos::prelude::*;

/// The page.
pub fn page(view: ResurveysView) -> AnyView {
    let lang = request::lang();
    let title = words::TITLE.say(lang);
    let done = view
        .done
        .map(|done| parts::done(words::done(done).say(lang)));
    let problem = view.problem.as_ref();
    let problem =
        problem.map(|(_, problem)| parts::problem(words::problem(*problem).say(lang).to_owned()));
    let chosen = view.query.area.as_deref();
    let filter = Filter {
        action: RESURVEYS,
        reset: RESURVEYS.to_owned(),
        problems: None,
        fields: crate::pages::coordination::parts::area_field(lang, &view.areas, chosen),
    };
    let search = view.query.search();
    let is_empty = view.proposals.is_empty() && view.decisions.is_empty();
    let files = (!is_empty).then(|| {
        downloads(
            lang,
            &format!("{RESURVEYS}.csv{search}"),
            &format!("{RESURVEYS}.xlsx{search}"),
        )
    });
    let typed = view.problem.as_ref().map(|(form, _)| form);
    let (waiting, decided) = (
        proposals(lang, &view.proposals, typed),
        decisions(lang, &view.decisions, typed),
    );
    view! {
        <Page title=title.to_owned()>
            <div class="page-title"><h1>{title}</h1></div>
            <p class="lead">{words::LEAD.say(lang)}</p>
            {parts::nav(lang, RESURVEYS)}
            {done}
            {problem}
            {filter.view(lang)}
            {files}
            <section aria-labelledby="proposed-title">
                <h2 id="proposed-title">{words::PROPOSED.say(lang)}</h2>
                {waiting}
            </section>
            {decided}
        </Page>
    }
    .into_any()
}

fn number(count: impl Into<u64>) -> String {
    grouped(count.into())
}

fn proposals(lang: Lang, items: &[ProposalItem], typed: Option<&ResurveyForm>) -> AnyView {
    if items.is_empty() {
        return view! { <p id="no-proposals" class="notice">{words::NONE_PROPOSED.say(lang)}</p> }
            .into_any();
    }
    let shown = items
        .iter()
        .enumerate()
        .map(|(place, item)| proposal(lang, place, item, typed));
    view! { <div id="proposals">{shown.collect_view()}</div> }.into_any()
}

fn wave(lang: Lang, code: &str) -> String {
    let code = match code {
        "" => spot_checks::NO_WAVE.say(lang),
        code => code,
    };
    words::OF_WAVE.fill(lang, &[("wave", code)])
}

fn proposal(
    lang: Lang,
    place: usize,
    item: &ProposalItem,
    typed: Option<&ResurveyForm>,
) -> AnyView {
    let id = format!("proposal-{}", place + 1);
    let council = item.council.area.name_in(lang).to_owned();
    let title = words::WORK.fill(
        lang,
        &[("enumerator", &item.enumerator), ("council", &council)],
    );
    let counts = words::COUNTED.fill(
        lang,
        &[
            ("interviews", &number(item.interviews)),
            ("counted", &number(item.counted)),
        ],
    );
    let of_tehsil = item.tehsil.as_ref().map(|fall| falls(lang, fall));
    let checks = item.checks.iter().map(|check| {
        let said = words::CHECK.fill(lang, &[("number", &check.to_string())]);
        view! { <li><a href=check_href(*check)>{said}</a></li> }
    });
    let list = format!("{RESURVEYS}/interviews.csv?{}", item.key());
    let sheet = format!("{RESURVEYS}/interviews.xlsx?{}", item.key());
    let form = item
        .can_decide
        .then(|| decide(lang, &id, item, typed.filter(|form| is_about(form, item))));
    let heading = format!("{id}-title");
    view! {
        <article id=id.clone() class="proposal" aria-labelledby=heading.clone()>
            <h3 id=heading.clone()>{title} " " <span class="hint">{wave(lang, &item.wave)}</span></h3>
            <dl class="facts">
                <div><dt>{words::INTERVIEWS.say(lang)}</dt><dd>{counts}</dd></div>
                {falls(lang, &item.council)}
                {of_tehsil}
                <div><dt>{words::WHY.say(lang)}</dt><dd>{why(lang, item)}</dd></div>
                <div>
                    <dt>{words::CHECKS.say(lang)}</dt>
                    <dd><ul class="reasons">{checks.collect_view()}</ul></dd>
                </div>
            </dl>
            <p class="no-print">
                {words::LIST.say(lang)} " " <a href=list download="re-survey-interviews.csv">"CSV"</a> " "
                <a href=sheet download="re-survey-interviews.xlsx">"XLSX"</a>
            </p>
            {form}
        </article>
    }
    .into_any()
}

fn is_about(form: &ResurveyForm, item: &ProposalItem) -> bool {
    (&form.wave, &form.enumerator, &form.council)
        == (&item.wave, &item.enumerator, &item.council.area.code)
}

fn why(lang: Lang, item: &ProposalItem) -> String {
    let part = |part: &Part| (number(part.part), number(part.of));
    let (all, of) = part(&item.fabricated);
    let scope = words::scope(item.scope).fill(lang, &[("part", &all), ("of", &of)]);
    if item.scope == Scope::UnionCouncil && item.fabricated_here.of <= 1 {
        return scope;
    }
    let (here, of) = part(&item.fabricated_here);
    let here = words::HERE.fill(lang, &[("part", &here), ("of", &of)]);
    format!("{scope} {here}")
}

fn falls(lang: Lang, fall: &Fall) -> AnyView {
    let name = fall.area.name_in(lang);
    let label = words::FALL.fill(lang, &[("area", name)]);
    let (falls, complete) = (number(fall.falls), number(fall.complete));
    let said = match (fall.points(), fall.target) {
        (Some(points), Some(target)) => words::FALLS.fill(
            lang,
            &[
                ("falls", &falls),
                ("complete", &complete),
                ("points", &format!("{points:.1}")),
                ("target", &number(target)),
            ],
        ),
        _ => words::FALLS_NO_TARGET.fill(lang, &[("falls", &falls), ("complete", &complete)]),
    };
    view! { <div><dt>{label}</dt><dd>{said}</dd></div> }.into_any()
}

fn reason(lang: Lang, id: &str, typed: Option<&ResurveyForm>) -> AnyView {
    let field = Field {
        id,
        name: "reason",
        label: words::REASON,
        kind: "text",
        mode: None,
        value: typed.map(|form| form.reason.clone()).unwrap_or_default(),
        required: true,
        most: ResurveyForm::LONGEST_REASON as u32,
    };
    field.view(lang)
}

fn decide(lang: Lang, id: &str, item: &ProposalItem, typed: Option<&ResurveyForm>) -> AnyView {
    let buttons = [ResurveyAction::Decline, ResurveyAction::Accept].map(|action| {
        let said = words::action(action).say(lang);
        view! { <button type="submit" class="button" name="action" value=action.code()>{said}</button> " " }
    });
    view! {
        <form class="step no-print" id=format!("{id}-decision") method="post" action=RESURVEYS>
            <input type="hidden" name="wave" value=item.wave.clone() />
            <input type="hidden" name="enumerator" value=item.enumerator.clone() />
            <input type="hidden" name="council" value=item.council.area.code.clone() />
            <input type="hidden" name="interviews" value=item.interviews.to_string() />
            <input type="hidden" name="counted" value=item.counted.to_string() />
            {reason(lang, &format!("{id}-reason"), typed)}
            <p>{buttons.collect_view()}</p>
        </form>
    }
    .into_any()
}

fn decisions(lang: Lang, items: &[DecisionItem], typed: Option<&ResurveyForm>) -> AnyView {
    if items.is_empty() {
        return view! {
            <section aria-labelledby="decided-title">
                <h2 id="decided-title">{words::DECIDED.say(lang)}</h2>
                <p id="no-decisions" class="notice">{words::NONE_DECIDED.say(lang)}</p>
            </section>
        }
        .into_any();
    }
    let listing = Listing {
        id: "decided",
        caption: words::DECIDED,
        heads: vec![
            Head::words(words::WHAT),
            Head::words(words::STATE),
            Head::words(words::COUNTS),
            Head::numbers(words::FOUND),
            Head::words(words::BY),
            Head::action(words::ACTION),
        ],
        rows: items
            .iter()
            .map(|item| decision(lang, item, typed))
            .collect_view()
            .into_any(),
    };
    listing.view(lang)
}

fn decision(lang: Lang, item: &DecisionItem, typed: Option<&ResurveyForm>) -> AnyView {
    let state = match (item.is_accepted, &item.taken_back) {
        (true, None) => words::ACCEPTED,
        (true, Some(_)) => words::TAKEN_BACK,
        (false, _) => words::DECLINED,
    };
    let council = item.area.name_in(lang).to_owned();
    let work = words::WORK.fill(
        lang,
        &[("enumerator", &item.enumerator), ("council", &council)],
    );
    let counts = words::COUNTED.fill(
        lang,
        &[
            ("interviews", &number(item.interviews)),
            ("counted", &number(item.counted)),
        ],
    );
    let found = words::PART_OF.fill(
        lang,
        &[
            ("part", &number(item.fabricated_here.part)),
            ("of", &number(item.fabricated_here.of)),
        ],
    );
    let back = item
        .taken_back
        .as_ref()
        .map(|(at, by, reason)| who(at, by, reason));
    let gone = (item.gone > 0).then(|| {
        let said = words::GONE.fill(lang, &[("count", &number(item.gone))]);
        view! { <p class="hint">{said}</p> }
    });
    let list = item.is_accepted.then(|| {
        let key = format!("resurvey={}", item.resurvey_id);
        let csv = format!("{RESURVEYS}/interviews.csv?{key}");
        let xlsx = format!("{RESURVEYS}/interviews.xlsx?{key}");
        view! {
            <p>
                {words::LIST.say(lang)} " " <a href=csv download="re-survey-interviews.csv">"CSV"</a> " "
                <a href=xlsx download="re-survey-interviews.xlsx">"XLSX"</a>
            </p>
        }
    });
    let form = item.can_take_back.then(|| {
        let number = item.resurvey_id;
        let typed = typed.filter(|form| form.resurvey == Some(number));
        view! {
            <form class="step" id=format!("take-back-{number}") method="post" action=RESURVEYS>
                <input type="hidden" name="action" value=ResurveyAction::TakeBack.code() />
                <input type="hidden" name="resurvey" value=number.to_string() />
                {reason(lang, &format!("take-back-reason-{number}"), typed)}
                <p><button type="submit" class="button">{words::TAKE_BACK.say(lang)}</button></p>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{work} " " <span class="hint">{wave(lang, &item.wave)}</span></th>
            <td><span class="tag tag-plain">{state.say(lang)}</span> {gone}</td>
            <td>{counts}</td>
            <td class="num">{found}</td>
            <td class="breakable">{who(&item.at_local, &item.by, &item.reason)} {back}</td>
            <td class="no-print">{list} {form}</td>
        </tr>
    }
    .into_any()
}

fn who(at: &str, by: &str, reason: &str) -> AnyView {
    view! {
        <p>
            <bdi class="day">{at.to_owned()}</bdi> " " <bdi>{by.to_owned()}</bdi> ": " <bdi>{reason.to_owned()}</bdi>
        </p>
    }
    .into_any()
}
