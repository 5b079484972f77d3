//! The way down to the page's area.

use crate::request;
use crate::texts::{common, levels};
use api::coverage::CoverageView;
use leptos::prelude::*;

/// From the top of what the reader may see down to the page's area, each keeping the filter.
#[component]
pub fn Breadcrumb<'a>(
    /// The page's view.
    view: &'a CoverageView,
) -> impl IntoView + use<> {
    let lang = request::lang();
    let above = view.path.len().saturating_sub(1);
    let steps = view
        .path
        .iter()
        .enumerate()
        .map(|(index, area)| {
            let name = area.name_in(lang).to_owned();
            let level = levels::one(area.level).say(lang);
            if index < above {
                let href = view.href(&area.code);
                view! { <li><a href=href title=level><bdi>{name}</bdi></a></li> }.into_any()
            } else {
                view! { <li aria-current="page"><bdi>{name}</bdi></li> }.into_any()
            }
        })
        .collect_view();
    view! {
        <nav class="breadcrumb" aria-label=common::BREADCRUMB.say(lang)>
            <ol>{steps}</ol>
        </nav>
    }
}
