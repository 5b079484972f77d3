//! The form by which somebody with several grants chooses the one that pages stand on.

use crate::texts::{common, standing};
use api::{Seat, Session};
use domain::lang::Lang;
use leptos::prelude::*;

/// The form; nothing where there is nothing to choose.
pub fn form(lang: Lang, session: &Session) -> Option<impl IntoView + use<>> {
    let stands = session.caller.grant_id;
    let seats = &session.seats;
    (seats.len() > 1).then(|| {
        let options: Vec<_> = seats
            .iter()
            .map(|seat| {
                let words = words(lang, seat);
                view! {
                    <option value=seat.grant_id selected=seat.grant_id == stands>
                        {words}
                    </option>
                }
            })
            .collect();
        view! {
            <form id="standing" class="standing" method="post" action="/standing">
                <label class="visually-hidden" for="grant">{standing::STAND_ON.say(lang)}</label>
                <select id="grant" name="grant">{options}</select>
                <button type="submit" class="button-quiet">{standing::SWITCH.say(lang)}</button>
            </form>
        }
    })
}

/// A grant in one line.
fn words(lang: Lang, seat: &Seat) -> String {
    let mut parts = vec![
        seat.area.name_in(lang).to_owned(),
        common::role(seat.role).say(lang).to_owned(),
    ];
    if !seat.acts {
        parts.push(standing::SEES_ONLY.say(lang).to_owned());
    }
    if let Some(at) = &seat.until_local {
        parts.push(standing::UNTIL.fill(lang, &[("at", at)]));
    }
    parts.join(" · ")
}
