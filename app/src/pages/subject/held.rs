//! What is held about a household, to be read and to be printed.

use crate::texts::subject as words;
use api::subject::{SubjectFound, SubjectSubmission};
use domain::lang::Lang;
use domain::number::grouped;
use leptos::prelude::*;

/// Everything that is held.
pub fn held(lang: Lang, found: &SubjectFound) -> AnyView {
    let numbers = words::NUMBERS.fill(
        lang,
        &[
            ("submissions", &grouped(found.submissions.len() as u64)),
            ("listed", &grouped(found.listed.len() as u64)),
            ("quarantined", &grouped(found.quarantined.len() as u64)),
            ("waiting", &grouped(found.waiting)),
        ],
    );
    let perhaps = (found.perhaps > 0).then(|| {
        let said = words::PERHAPS.fill(lang, &[("count", &grouped(found.perhaps))]);
        view! { <p id="perhaps" class="hint">{said}</p> }
    });
    let submissions = found
        .submissions
        .iter()
        .map(|one| submission(lang, one))
        .collect_view();
    let listed = found
        .listed
        .iter()
        .map(|(name, values)| listed(lang, name, values))
        .collect_view();
    let quarantined = (!found.quarantined.is_empty()).then(|| {
        let rows = found
            .quarantined
            .iter()
            .map(|(why, row)| {
                view! {
                    <p dir="ltr">{why.clone()}</p>
                    <pre class="as-it-came" dir="ltr">{row.clone()}</pre>
                }
            })
            .collect_view();
        view! {
            <h3>{words::QUARANTINED.say(lang)}</h3>
            {rows}
        }
    });
    let entries = (!found.entries.is_empty()).then(|| entries(lang, &found.entries));
    view! {
        <section id="held" aria-labelledby="held-title">
            <h2 id="held-title">{words::HELD.say(lang)}</h2>
            <p id="numbers">{numbers}</p>
            {perhaps}
            {submissions}
            {listed}
            {quarantined}
            {entries}
        </section>
    }
    .into_any()
}

/// What a listing says of it.
fn listed(lang: Lang, name: &str, values: &[(String, String)]) -> impl IntoView + use<> {
    let title = words::LISTED_IN.fill(lang, &[("name", name)]);
    let values = values
        .iter()
        .map(|(name, value)| view! { <dt><code>{name.clone()}</code></dt><dd dir="auto">{value.clone()}</dd> })
        .collect_view();
    view! {
        <article class="listed">
            <h3>{title}</h3>
            <dl>{values}</dl>
        </article>
    }
}

fn submission(lang: Lang, one: &SubjectSubmission) -> impl IntoView + use<> {
    let title = words::INTERVIEW.fill(lang, &[("id", &one.id)]);
    let fact = one
        .fact
        .iter()
        .map(|(name, value)| {
            view! { <tr><th scope="row"><code>{name.clone()}</code></th><td dir="auto">{value.clone()}</td></tr> }
        })
        .collect_view();
    let revisions = one
        .revisions
        .iter()
        .map(|(at, row)| {
            let said = words::AS_IT_CAME.fill(lang, &[("at", at)]);
            view! {
                <h4>{said}</h4>
                <pre class="as-it-came" dir="ltr">{row.clone()}</pre>
            }
        })
        .collect_view();
    let trails = (!one.trails.is_empty()).then(|| {
        let lines = one
            .trails
            .iter()
            .map(|lines| view! { <pre class="as-it-came" dir="ltr">{lines.clone()}</pre> })
            .collect_view();
        view! {
            <h4>{words::TRAIL.say(lang)}</h4>
            {lines}
        }
    });
    let corrections = (!one.corrections.is_empty()).then(|| {
        let lines = one
            .corrections
            .iter()
            .map(|(field, value, reason, who)| {
                let value = value.as_deref().unwrap_or(words::TAKEN_BACK.say(lang));
                let said = words::CORRECTION.fill(
                    lang,
                    &[
                        ("field", field),
                        ("value", value),
                        ("reason", reason),
                        ("who", who),
                    ],
                );
                view! { <li>{said}</li> }
            })
            .collect_view();
        view! {
            <h4>{words::CORRECTIONS.say(lang)}</h4>
            <ul class="corrections">{lines}</ul>
        }
    });
    let flags = (!one.flags.is_empty()).then(|| {
        let said = words::FLAGS.fill(lang, &[("names", &one.flags.join(", "))]);
        view! { <p>{said}</p> }
    });
    let spot_checks = one
        .spot_checks
        .iter()
        .map(|(number, lines)| spot_check(lang, *number, lines))
        .collect_view();
    view! {
        <article class="submission">
            <h3>{title}</h3>
            {flags}
            <div class="scroll" tabindex="0" role="region" aria-label=words::AS_READ.say(lang)>
                <table>
                    <caption>{words::AS_READ.say(lang)}</caption>
                    <thead><tr><th scope="col">{words::FIELD.say(lang)}</th><th scope="col">{words::VALUE.say(lang)}</th></tr></thead>
                    <tbody>{fact}</tbody>
                </table>
            </div>
            {corrections}
            {revisions}
            {trails}
            {spot_checks}
        </article>
    }
}

fn spot_check(lang: Lang, number: i32, lines: &[(String, String)]) -> impl IntoView + use<> {
    let title = words::SPOT_CHECK.fill(lang, &[("number", &number.to_string())]);
    let rows = lines
        .iter()
        .map(|(name, value)| {
            view! { <tr><th scope="row"><code>{name.clone()}</code></th><td dir="auto">{value.clone()}</td></tr> }
        })
        .collect_view();
    view! {
        <h4>{title.clone()}</h4>
        <div class="scroll" tabindex="0" role="region" aria-label=title>
            <table class="spot-check">
                <thead><tr><th scope="col">{words::FIELD.say(lang)}</th><th scope="col">{words::VALUE.say(lang)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn entries(lang: Lang, entries: &[(String, String, String)]) -> impl IntoView + use<> {
    let rows = entries
        .iter()
        .map(|(at, who, what)| {
            view! { <tr><td>{at.clone()}</td><td><bdi>{who.clone()}</bdi></td><td dir="ltr">{what.clone()}</td></tr> }
        })
        .collect_view();
    view! {
        <h3>{words::ENTRIES.say(lang)}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label=words::ENTRIES.say(lang)>
            <table id="entries">
                <thead>
                    <tr>
                        <th scope="col">{words::WHEN.say(lang)}</th>
                        <th scope="col">{words::WHO.say(lang)}</th>
                        <th scope="col">{words::WHAT.say(lang)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
