//! The browser's side of the map. What goes wrong here leaves the page as the server made it.
//!
//! [`state`] finds the parts and recolours them, [`days`] fetches and plays, [`gestures`] pans and zooms,
//! [`focus`] shows tooltips and moves by keyboard. Listeners live as long as the page: there is no client-side router.

mod days;
mod focus;
mod gestures;
mod state;

use super::MapTexts;
use leptos::html::Div;
use leptos::prelude::NodeRef;
use state::Live;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, EventTarget};

/// The island's state, shared by its listeners.
type Shared = Rc<RefCell<Live>>;

/// Brings the map to life as soon as its element is there.
pub fn start_when_mounted(root: NodeRef<Div>, days_url: String, measure: String, texts: MapTexts) {
    root.on_load(move |element| {
        let Some(live) = Live::find(element.into(), days_url, measure, texts) else {
            return;
        };
        let live: Shared = Rc::new(RefCell::new(live));
        gestures::listen(&live);
        focus::listen(&live);
        days::listen(&live);
        live.borrow().show_controls();
        days::load(&live, None);
    });
}

/// Listens for as long as the page lives.
fn on(target: &EventTarget, name: &str, live: &Shared, act: fn(&Shared, &Event)) {
    listen(target, name, live, act, false);
}

/// Listens before the event's target does.
fn on_capture(target: &EventTarget, name: &str, live: &Shared, act: fn(&Shared, &Event)) {
    listen(target, name, live, act, true);
}

fn listen(
    target: &EventTarget,
    name: &str,
    live: &Shared,
    act: fn(&Shared, &Event),
    capture: bool,
) {
    let live = Rc::clone(live);
    let closure = Closure::<dyn FnMut(Event)>::new(move |event: Event| act(&live, &event));
    // A browser that refuses a listener leaves the map without that gesture, which is all there is to do about it.
    let _: Result<(), JsValue> = target.add_event_listener_with_callback_and_bool(
        name,
        closure.as_ref().unchecked_ref(),
        capture,
    );
    closure.forget();
}
