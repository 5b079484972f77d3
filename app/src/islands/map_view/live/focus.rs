//! Tooltips on hover and focus, and the way from area to area by arrow keys.

use super::gestures::position;
use super::state::{Live, set};
use super::{Shared, on};
use crate::islands::map_view::neighbour::{Direction, nearest};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent, MouseEvent};

/// Listens to hover, focus and arrow keys.
pub fn listen(live: &Shared) {
    let parts = live.borrow();
    let window = &parts.window;
    on(window, "pointermove", live, |live, event| {
        let live = live.borrow();
        let Some(event) = event.dyn_ref::<MouseEvent>() else {
            return;
        };
        match link_of(event) {
            Some(link) => show(&live, &link, position(&live, event)),
            None => hide(&live),
        }
    });
    on(window, "pointerleave", live, |live, _| hide(&live.borrow()));
    on(window, "focusin", live, focus_in);
    on(window, "focusout", live, |live, _| hide(&live.borrow()));
    on(window, "keydown", live, key_down);
}

fn link_of(event: &Event) -> Option<Element> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest(".map-areas a").ok()?
}

fn show(live: &Live, link: &Element, at: (f64, f64)) {
    let words = link.get_attribute("aria-label").unwrap_or_default();
    live.tooltip.set_text_content(Some(&words));
    let (width, height) = live.size();
    let style = live.tooltip.style();
    let _ = style.set_property("left", &format!("{}px", at.0 as i32));
    // Above the finger in the lower half, below it in the upper half; shifted by as much as it is to the right, so
    // that it never leaves the window.
    let share = (at.0 / width.max(1.0) * 100.0).clamp(0.0, 100.0) as i32;
    let (top, rise) = if at.1 > height / 2.0 {
        (at.1 as i32 - 14, -100)
    } else {
        (at.1 as i32 + 18, 0)
    };
    let _ = style.set_property("top", &format!("{top}px"));
    let _ = style.set_property("transform", &format!("translate(-{share}%,{rise}%)"));
    live.tooltip.set_hidden(false);
}

fn hide(live: &Live) {
    live.tooltip.set_hidden(true);
}

/// The middle of an area in the window.
fn centre(live: &Live, link: &Element) -> (f64, f64) {
    let frame = live.window.get_bounding_client_rect();
    let shape = link.get_bounding_client_rect();
    (
        shape.left() + shape.width() / 2.0 - frame.left(),
        shape.top() + shape.height() / 2.0 - frame.top(),
    )
}

fn focus_in(live: &Shared, event: &Event) {
    let Some(link) = link_of(event) else { return };
    let mut live = live.borrow_mut();
    for area in &live.areas {
        let here = area.is(&link);
        set(&area.link, "tabindex", if here { "0" } else { "-1" });
    }
    let size = live.size();
    live.motion = live.motion.showing(centre(&live, &link), size);
    live.place();
    show(&live, &link, centre(&live, &link));
}

fn key_down(live: &Shared, event: &Event) {
    let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
        return;
    };
    if key.key() == "Escape" {
        hide(&live.borrow());
        return;
    }
    let (Some(direction), Some(link)) = (Direction::from_key(&key.key()), link_of(event)) else {
        return;
    };
    event.prevent_default();
    let next = {
        let live = live.borrow();
        let from = live.areas.iter().position(|area| area.is(&link));
        let centres: Vec<(f64, f64)> = live
            .areas
            .iter()
            .map(|area| centre(&live, &area.link))
            .collect();
        from.and_then(|from| nearest(&centres, from, direction))
            .map(|index| live.areas[index].link.clone())
    };
    // Outside the borrow: focusing calls `focus_in` at once.
    if let Some(next) = next {
        let _ = next.focus();
    }
}
