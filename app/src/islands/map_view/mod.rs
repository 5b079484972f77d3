//! The living map: pan, zoom, tooltips, movement by keyboard, another measure, and the days one after another.
//!
//! The map itself is the page's server-rendered SVG, handed in as children: the island renders only the controls
//! around it, and moves and recolours what is there. Without JavaScript the controls stay hidden (style sheet).

// The island macro writes a struct without documentation.
#![allow(missing_docs)]

#[cfg(feature = "hydrate")]
mod live;
#[cfg(any(feature = "hydrate", test))]
mod motion;
#[cfg(any(feature = "hydrate", test))]
mod neighbour;
#[cfg(any(feature = "hydrate", test))]
mod values;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The words of the controls in the page's language: the catalogue itself stays on the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapTexts {
    /// A button.
    pub zoom_in: String,
    /// A button.
    pub zoom_out: String,
    /// A button.
    pub reset: String,
    /// A label.
    pub measure: String,
    /// Code and name of each measure.
    pub measures: Vec<(String, String)>,
    /// A label.
    pub day: String,
    /// A button.
    pub play: String,
    /// The same button while the days run.
    pub pause: String,
    /// While the values travel.
    pub loading: String,
    /// When they did not arrive.
    pub failed: String,
    /// When there are none.
    pub no_days: String,
    /// A button.
    pub retry: String,
    /// The line above the legend, with `{day}`.
    pub summary: String,
    /// The name of the map, with `{measure}` and `{day}`.
    pub name: String,
}

/// The island around the map.
#[island]
pub fn MapView(
    /// Where the values come from, day by day ([`api::days`]).
    days_url: String,
    /// The code of the measure that the page shows.
    measure: String,
    /// The words of the controls.
    texts: MapTexts,
    /// The map.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    live::start_when_mounted(root, days_url, measure.clone(), texts.clone());
    #[cfg(not(feature = "hydrate"))]
    let _ = days_url;
    let options = texts
        .measures
        .into_iter()
        .map(|(code, name)| {
            let chosen = code == measure;
            view! { <option value=code selected=chosen>{name}</option> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="map-view" node_ref=root>
            <div class="map-tools">
                <label class="map-tool">
                    <span>{texts.measure}</span>
                    <select data-map="measure" autocomplete="off">{options}</select>
                </label>
                <label class="map-tool map-tool-day">
                    <span>{texts.day}</span>
                    <input
                        type="range" data-map="day" min="0" max="0" step="1" value="0"
                        autocomplete="off" disabled
                    />
                </label>
                <output class="map-tool" data-map="day-label"></output>
                <button type="button" data-map="play" disabled>{texts.play}</button>
                <span class="map-zoom">
                    <button type="button" data-map="zoom-in" aria-label=texts.zoom_in>"+"</button>
                    <button type="button" data-map="zoom-out" aria-label=texts.zoom_out>"−"</button>
                    <button type="button" data-map="reset">{texts.reset}</button>
                </span>
                <p class="map-message" role="status" data-map="message"></p>
                <button type="button" data-map="retry" hidden>{texts.retry}</button>
            </div>
            <div class="map-window" data-map="window" dir="ltr">
                {children()}
                <div class="map-tooltip" data-map="tooltip" aria-hidden="true" hidden></div>
            </div>
        </div>
    }
}
