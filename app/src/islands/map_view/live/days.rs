//! Fetching the values of a measure once, and playing the days.

use super::state::Live;
use super::{Shared, on};
use crate::islands::map_view::values;
use api::days::DayValues;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, Response};

/// Milliseconds between two days.
const STEP_MS: i32 = 400;
/// … for someone who asked the system for less motion.
const CALM_STEP_MS: i32 = 1_200;

/// Listens to the controls of measure and day.
pub fn listen(live: &Shared) {
    let parts = live.borrow();
    on(&parts.select, "change", live, |live, _| {
        stop(&mut live.borrow_mut());
        let wanted = live.borrow().select.value();
        show_measure(live, wanted);
    });
    on(&parts.slider, "input", live, |live, _| {
        stop(&mut live.borrow_mut());
        let live = live.borrow();
        let day = live.day_index();
        live.set_day_index(day);
        live.recolour(day);
    });
    on(&parts.play, "click", live, play_or_pause);
    on(&parts.retry, "click", live, |live, _| {
        let (wanted, shown) = (live.borrow().wanted.clone(), live.borrow().measure.clone());
        load(live, (wanted != shown).then_some(wanted));
    });
}

fn show_measure(live: &Shared, wanted: String) {
    let known = live
        .borrow()
        .loaded
        .iter()
        .any(|(measure, _)| *measure == wanted);
    if known {
        change_to(&mut live.borrow_mut(), wanted);
    } else {
        load(live, Some(wanted));
    }
}

/// Shows a measure that has been fetched, on the day that was shown before if it has that day too.
fn change_to(live: &mut Live, measure: String) {
    let date = live
        .values()
        .and_then(|values| values.head.days.get(live.day_index()).cloned());
    live.wanted.clone_from(&measure);
    live.measure = measure;
    let Some(values) = live.values() else { return };
    let days = values.head.days.len();
    let day = date
        .and_then(|date| values.head.days.iter().position(|d| *d == date))
        .unwrap_or(days.saturating_sub(1));
    live.ready_for(days, day);
    live.recolour(day);
    live.select.set_value(&live.measure);
    live.say("", false);
}

/// Fetches the values of another measure and shows them, or (`None`) those of the measure that is shown, which
/// changes nothing on the map until a day is chosen.
pub fn load(live: &Shared, other: Option<String>) {
    let (url, fetch) = {
        let mut live = live.borrow_mut();
        live.fetches += 1;
        live.wanted = other.clone().unwrap_or_else(|| live.measure.clone());
        live.say(&live.texts.loading, false);
        (values::address(&live.days_url, &live.wanted), live.fetches)
    };
    let shared = Rc::clone(live);
    spawn_local(async move {
        let answer = fetch_values(&url).await;
        let mut live = shared.borrow_mut();
        if live.fetches != fetch {
            return;
        }
        let Some(values) = answer else {
            // The menu goes back to what the map shows: the two must never differ.
            live.select.set_value(&live.measure);
            live.say(&live.texts.failed, true);
            return;
        };
        let days = values.head.days.len();
        let measure = live.wanted.clone();
        live.loaded.retain(|(m, _)| *m != measure);
        live.loaded.push((measure.clone(), values));
        match other {
            Some(_) => change_to(&mut live, measure),
            None => {
                live.ready_for(days, days.saturating_sub(1));
                let words = if days == 0 {
                    live.texts.no_days.as_str()
                } else {
                    ""
                };
                live.say(words, false);
            }
        }
    });
}

async fn fetch_values(url: &str) -> Option<DayValues> {
    let window = web_sys::window()?;
    let response = JsFuture::from(window.fetch_with_str(url)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    values::read(&js_sys::Uint8Array::new(&buffer).to_vec())
}

fn play_or_pause(shared: &Shared, _: &Event) {
    let mut live = shared.borrow_mut();
    if live.timer.is_some() {
        stop(&mut live);
        return;
    }
    let Some(days) = live.values().map(|values| values.head.days.len()) else {
        return;
    };
    if live.day_index() + 1 >= days {
        live.set_day_index(0);
        live.recolour(0);
    }
    let Some(window) = web_sys::window() else {
        return;
    };
    let calm = window
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    let step = {
        let shared = Rc::clone(shared);
        Closure::<dyn FnMut()>::new(move || step(&mut shared.borrow_mut()))
    };
    live.timer = window
        .set_interval_with_callback_and_timeout_and_arguments_0(
            step.as_ref().unchecked_ref(),
            if calm { CALM_STEP_MS } else { STEP_MS },
        )
        .ok();
    step.forget();
    live.play.set_text_content(Some(&live.texts.pause));
}

fn step(live: &mut Live) {
    let days = live.values().map_or(0, |values| values.head.days.len());
    let day = live.day_index() + 1;
    if day < days {
        live.set_day_index(day);
        live.recolour(day);
    }
    if day + 1 >= days {
        stop(live);
    }
}

fn stop(live: &mut Live) {
    if let (Some(timer), Some(window)) = (live.timer.take(), web_sys::window()) {
        window.clear_interval_with_handle(timer);
        live.play.set_text_content(Some(&live.texts.play));
    }
}
