//! The interview beside the visit: both answers, what a difference says, and what is proposed.

use crate::pages::coordination::listing::{Head, Listing};
use crate::texts::spot_checks;
use crate::texts::spot_visit as words;
use domain::lang::Lang;
use domain::spot_check::{AskedQuestion, Compared, SideBySide};
use leptos::prelude::*;

/// The section. `questions` are those of the draw, `size` is what was entered at the visit.
pub fn section(
    lang: Lang,
    beside: &SideBySide,
    questions: &[AskedQuestion],
    size: Option<u32>,
) -> AnyView {
    let rows = beside
        .compared
        .iter()
        .map(|one| row(lang, one, questions))
        .collect_view();
    let number = |size: Option<u32>| {
        size.map_or_else(
            || words::NO_ANSWER.say(lang).to_owned(),
            |size| size.to_string(),
        )
    };
    let sizes = view! {
        <tr>
            <th scope="row">{words::SIZE.say(lang)}</th>
            <td><bdi>{number(beside.interview_size)}</bdi></td>
            <td><bdi>{number(size)}</bdi></td>
            <td></td>
        </tr>
        <tr>
            <th scope="row">{words::DAY.say(lang)}</th>
            <td><bdi class="day">{beside.interview_day.to_string()}</bdi></td>
            <td></td>
            <td></td>
        </tr>
    };
    let apart = beside.apart_m.map(|metres| {
        let distance = words::distance(metres, lang);
        view! { <p>{words::APART.fill(lang, &[("distance", &distance)])}</p> }
    });
    let outcome = spot_checks::verdict(beside.proposal.verdict).say(lang);
    let proposed = words::PROPOSED.fill(lang, &[("outcome", outcome)]);
    let because = beside
        .proposal
        .because
        .iter()
        .map(|because| view! { <li>{words::because(*because, lang)}</li> })
        .collect_view();
    let listing = Listing {
        id: "side-by-side",
        caption: words::BESIDE,
        heads: vec![
            Head::words(words::QUESTION),
            Head::words(words::INTERVIEW),
            Head::words(words::VISIT),
            Head::words(words::COMPARED),
        ],
        rows: view! { {sizes} {rows} }.into_any(),
    };
    view! {
        <section>
            {listing.view(lang)}
            {apart}
            <p id="proposed"><strong>{proposed}</strong></p>
            <ul id="because">{because}</ul>
        </section>
    }
    .into_any()
}

fn row(lang: Lang, one: &Compared, questions: &[AskedQuestion]) -> AnyView {
    let asked = questions.iter().find(|asked| asked.code() == one.code);
    let answer = |text: &Option<String>| match (text.as_deref(), asked) {
        (Some(text), Some(asked)) => asked.answer_in_words(text, lang).to_owned(),
        (Some(text), None) => text.to_owned(),
        (None, _) => words::NO_ANSWER.say(lang).to_owned(),
    };
    let question = asked.map_or(one.code.as_str(), |asked| asked.words.say(lang));
    let question = question.to_owned();
    view! {
        <tr>
            <th scope="row"><bdi>{question}</bdi></th>
            <td class="breakable"><bdi>{answer(&one.enumerator)}</bdi></td>
            <td class="breakable"><bdi>{answer(&one.monitor)}</bdi></td>
            <td>{words::compared(one.comparison, one.kind).say(lang)}</td>
        </tr>
    }
    .into_any()
}
