//! Panning and zooming: the map is moved as a whole.

use super::state::{Live, find};
use super::{Shared, on, on_capture};
use crate::islands::map_view::motion::Motion;
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent, PointerEvent, WheelEvent};

/// One press of a zoom button.
const BUTTON_FACTOR: f64 = 1.6;
/// A way of more pixels than this is a drag, not a click.
const CLICK_SLOP_PX: f64 = 6.0;

/// Listens to fingers, mouse, wheel and the zoom buttons.
pub fn listen(live: &Shared) {
    let parts = live.borrow();
    let window = &parts.window;
    on(window, "pointerdown", live, pointer_down);
    on(window, "pointermove", live, pointer_move);
    on(window, "pointerup", live, pointer_up);
    on(window, "pointercancel", live, pointer_up);
    on(window, "wheel", live, wheel);
    // A link is draggable by itself, which would end the panning.
    on(window, "dragstart", live, |_, event| {
        event.prevent_default()
    });
    on_capture(window, "click", live, |live, event| {
        if std::mem::take(&mut live.borrow_mut().swallow_click) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    for (name, act) in [
        ("zoom-in", zoom_in as fn(&Shared, &Event)),
        ("zoom-out", zoom_out),
        ("reset", reset),
    ] {
        let root = parts.window.parent_element();
        if let Some(button) = root.and_then(|root| find(&root, &format!("[data-map=\"{name}\"]"))) {
            on(&button, "click", live, act);
        }
    }
}

fn zoom_in(live: &Shared, _: &Event) {
    zoom_at_centre(&mut live.borrow_mut(), BUTTON_FACTOR);
}

fn zoom_out(live: &Shared, _: &Event) {
    zoom_at_centre(&mut live.borrow_mut(), 1.0 / BUTTON_FACTOR);
}

fn reset(live: &Shared, _: &Event) {
    let mut live = live.borrow_mut();
    live.motion = Motion::WHOLE;
    live.place();
}

fn zoom_at_centre(live: &mut Live, factor: f64) {
    let size = live.size();
    live.motion = live
        .motion
        .zoomed(factor, (size.0 / 2.0, size.1 / 2.0), size);
    live.place();
}

/// A position in the window.
pub fn position(live: &Live, event: &MouseEvent) -> (f64, f64) {
    let frame = live.window.get_bounding_client_rect();
    (
        f64::from(event.client_x()) - frame.left(),
        f64::from(event.client_y()) - frame.top(),
    )
}

fn pointer_down(live: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else {
        return;
    };
    if event.button() > 0 {
        return;
    }
    let mut live = live.borrow_mut();
    let (x, y) = position(&live, event);
    if live.pointers.is_empty() {
        live.travelled_px = 0.0;
        live.swallow_click = false;
    }
    let id = event.pointer_id();
    live.pointers.retain(|(other, ..)| *other != id);
    live.pointers.push((id, x, y));
}

fn pointer_move(live: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else {
        return;
    };
    let mut live = live.borrow_mut();
    let (x, y) = position(&live, event);
    let id = event.pointer_id();
    let before = live.pointers.clone();
    let Some(pointer) = live.pointers.iter_mut().find(|(other, ..)| *other == id) else {
        return;
    };
    let (dx, dy) = (x - pointer.1, y - pointer.2);
    (pointer.1, pointer.2) = (x, y);
    live.travelled_px += dx.abs() + dy.abs();
    if live.travelled_px < CLICK_SLOP_PX {
        return;
    }
    live.swallow_click = true;
    // Taken only now: a captured pointer's click would not reach the link under it.
    let _ = live.window.set_pointer_capture(id);
    let size = live.size();
    live.motion = match (before.as_slice(), live.pointers.as_slice()) {
        ([a, b, ..], [c, d, ..]) => {
            let gap =
                |p: &(i32, f64, f64), q: &(i32, f64, f64)| (p.1 - q.1).hypot(p.2 - q.2).max(1.0);
            let middle = ((c.1 + d.1) / 2.0, (c.2 + d.2) / 2.0);
            live.motion
                .moved(dx / 2.0, dy / 2.0, size)
                .zoomed(gap(c, d) / gap(a, b), middle, size)
        }
        _ => live.motion.moved(dx, dy, size),
    };
    live.place();
}

fn pointer_up(live: &Shared, event: &Event) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else {
        return;
    };
    let mut live = live.borrow_mut();
    let id = event.pointer_id();
    live.pointers.retain(|(other, ..)| *other != id);
}

/// The wheel zooms only with Ctrl (also what a touchpad's pinch sends) or while the map has the focus, so that the
/// page can be scrolled past the map.
fn wheel(live: &Shared, event: &Event) {
    let Some(wheel) = event.dyn_ref::<WheelEvent>() else {
        return;
    };
    let mut live = live.borrow_mut();
    let has_focus = live
        .window
        .query_selector(":focus")
        .ok()
        .flatten()
        .is_some();
    if !wheel.ctrl_key() && !has_focus {
        return;
    }
    event.prevent_default();
    let at = position(&live, wheel);
    let size = live.size();
    let factor = if wheel.delta_y() < 0.0 {
        1.2
    } else {
        1.0 / 1.2
    };
    live.motion = live.motion.zoomed(factor, at, size);
    live.place();
}
