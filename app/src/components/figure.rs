//! A chart: picture, words, and the same figures as a table.

use crate::texts::quality;
use api::figure::Figure;
use domain::lang::Lang;
use leptos::prelude::*;

/// A chart with its words and its table. The SVG comes from the server's chart maker, which escapes what it is given. A figure
/// without a picture is its table alone; one with neither says that there is nothing.
pub fn figure(lang: Lang, figure: &Figure) -> AnyView {
    let (id, runs_as_read) = (figure.id, figure.runs_as_read);
    let heading = format!("{}-heading", figure.id);
    let rows = figure
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let mut cells = row.iter().cloned();
            let name = cells.next().unwrap_or_default();
            let name = view! { <bdi>{name}</bdi> };
            let name = match figure.links.get(at) {
                Some(href) => view! { <a href=href.clone()>{name}</a> }.into_any(),
                None => name.into_any(),
            };
            let rest = cells
                .map(|cell| view! { <td class="num"><bdi>{cell}</bdi></td> })
                .collect_view();
            view! { <tr><th scope="row">{name}</th>{rest}</tr> }
        })
        .collect_view();
    let heads = figure
        .columns
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, name)| view! { <th scope="col" class:num={at > 0}>{name}</th> })
        .collect_view();
    let table = (!figure.rows.is_empty()).then(|| {
        view! {
            <div class="scroll" role="region" aria-labelledby=heading.clone() tabindex="0">
                <table class="figure-table">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    let content = match &figure.svg {
        Some(svg) => {
            let table = table.map(|table| {
                view! {
                    <details>
                        <summary>{quality::TABLE.say(lang)}</summary>
                        {table}
                    </details>
                }
            });
            let dir = (!runs_as_read).then_some("ltr");
            view! {
                <div class="chart-svg" dir=dir inner_html=svg.clone()></div>
                <figcaption>
                    <p>{figure.description.clone()}</p>
                    {table}
                </figcaption>
            }
            .into_any()
        }
        None => {
            view! { <figcaption><p>{figure.description.clone()}</p>{table}</figcaption> }.into_any()
        }
    };
    view! {
        <section class="chart-part">
            <h3 id=heading.clone()>{figure.title.clone()}</h3>
            <figure id=id class="figure-part">{content}</figure>
        </section>
    }
    .into_any()
}
