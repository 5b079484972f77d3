//! Sessions in a table.

use crate::pages::coordination::listing::{Head, Listing};
use crate::texts::{Text, accounts as words};
use api::accounts::SessionItem;
use domain::lang::Lang;
use leptos::prelude::*;

/// The table; with a button to end each of them at `action`, if that is given.
pub fn table(
    lang: Lang,
    caption: Text,
    sessions: &[SessionItem],
    action: Option<&'static str>,
) -> AnyView {
    let mut heads = vec![
        Head::words(words::DEVICE),
        Head::words(words::SINCE),
        Head::words(words::SEEN),
        Head::words(words::FROM),
    ];
    heads.extend(action.map(|_| Head::action(words::ACTION)));
    let rows = sessions.iter().map(|session| row(lang, session, action));
    let table = Listing {
        id: "sessions",
        caption,
        heads,
        rows: rows.collect_view().into_any(),
    };
    table.view(lang)
}

fn row(lang: Lang, session: &SessionItem, action: Option<&'static str>) -> AnyView {
    let this = session.is_this.then(|| {
        view! { " " <span class="tag tag-plain">{words::THIS.say(lang)}</span> }
    });
    let address = match &session.address {
        Some(address) => view! { <bdi>{address.clone()}</bdi> }.into_any(),
        None => view! { <span class="hint">{words::UNKNOWN.say(lang)}</span> }.into_any(),
    };
    let end = action.map(|action| {
        let which = words::END_WHICH.fill(lang, &[("since", &session.since_local)]);
        view! {
            <td class="no-print">
                <form method="post" action=action>
                    <input type="hidden" name="action" value="end" />
                    <input type="hidden" name="session" value=session.mark.clone() />
                    <button type="submit" class="button button-second">
                        {words::END.say(lang)} <span class="visually-hidden">" " {which}</span>
                    </button>
                </form>
            </td>
        }
    });
    view! {
        <tr>
            <th scope="row">{words::device(lang, session.device)} {this}</th>
            <td class="at-minute"><bdi>{session.since_local.clone()}</bdi></td>
            <td class="at-minute"><bdi>{session.seen_local.clone()}</bdi></td>
            <td class="breakable">{address}</td>
            {end}
        </tr>
    }
    .into_any()
}
