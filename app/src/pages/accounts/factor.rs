//! The second factor: its code at sign-in, setting it up, its recovery codes.

use super::wrong;
use crate::components::Page;
use crate::request;
use crate::texts::accounts as words;
use api::accounts::{CodeView, CodesView, QrView, SetUpView};
use domain::lang::Lang;
use leptos::prelude::*;

/// `/sign-in/code`
pub fn code(view: CodeView) -> AnyView {
    let lang = request::lang();
    let said = match (view.problem, view.wait_s) {
        (_, Some(seconds)) => Some(words::wait(lang, seconds)),
        (Some(problem), None) => Some(words::code_problem(problem).say(lang).to_owned()),
        (None, None) => None,
    };
    let is_wrong = said.is_some();
    let problem = said.map(|said| wrong(lang, "code-problem", said));
    let field = code_field(lang, is_wrong);
    let title = words::CODE_TITLE.say(lang);
    view! {
        <Page title=title.to_owned()>
            <div class="sign-in">
                <h1>{title}</h1>
                <p class="lead">{words::CODE_LEAD.say(lang)}</p>
                {problem}
                <form id="code-form" method="post" action="/sign-in/code">
                    <input type="hidden" name="next" value=view.next.clone() />
                    {field}
                    <button type="submit" class="button">{words::CODE_SUBMIT.say(lang)}</button>
                </form>
                <p class="hint">{words::CODE_HELP.say(lang)}</p>
                <p><a href="/sign-in">{words::START_AGAIN.say(lang)}</a></p>
            </div>
        </Page>
    }
    .into_any()
}

fn code_field(lang: Lang, is_wrong: bool) -> AnyView {
    view! {
        <div class="field">
            <label for="code">{words::CODE.say(lang)}</label>
            <input
                id="code" name="code" type="text" dir="ltr" autocomplete="one-time-code" autocapitalize="none"
                spellcheck="false" required=true maxlength="40" aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then_some("code-problem")
            />
        </div>
    }
    .into_any()
}

/// `/sign-in/second-factor`, `/account/second-factor`
pub fn set_up(view: SetUpView) -> AnyView {
    let lang = request::lang();
    let problem = view.problem.map(|problem| {
        let said = words::code_problem(problem).say(lang).to_owned();
        wrong(lang, "code-problem", said)
    });
    let why = match view.must {
        true => words::SET_UP_MUST,
        false => words::SET_UP_MAY,
    };
    let title = words::SET_UP_TITLE.say(lang);
    let field = code_field(lang, view.problem.is_some());
    let picture = picture(lang, &view.picture);
    view! {
        <Page title=title.to_owned()>
            <div class="sign-in">
                <h1>{title}</h1>
                <p class="lead">{why.say(lang)}</p>
                {problem}
                <p>{words::SET_UP_APP.say(lang)}</p>
                {picture}
                <p>{words::SET_UP_SECRET.say(lang)}</p>
                <p id="secret" class="secret" dir="ltr">{view.secret.clone()}</p>
                <p>{words::SET_UP_CODE.say(lang)}</p>
                <form id="set-up" method="post" action=view.action>
                    <input type="hidden" name="next" value=view.next.clone() />
                    {field}
                    <button type="submit" class="button">{words::CODE_SUBMIT.say(lang)}</button>
                </form>
            </div>
        </Page>
    }
    .into_any()
}

fn picture(lang: Lang, picture: &QrView) -> Option<AnyView> {
    (!picture.path.is_empty()).then(|| {
        let side = picture.side;
        view! {
            <svg class="qr" role="img" aria-label=words::SET_UP_PICTURE.say(lang) viewBox=format!("0 0 {side} {side}")>
                <path class="qr-light" d=format!("M0 0h{side}v{side}h-{side}z") />
                <path class="qr-dark" d=picture.path.clone() />
            </svg>
        }
        .into_any()
    })
}

/// Recovery codes, in answer to the form that made them.
pub fn codes(view: CodesView) -> AnyView {
    let lang = request::lang();
    let title = words::CODES_TITLE.say(lang);
    let codes = view.codes.iter().map(|code| {
        // In two halves they are read and typed with fewer mistakes.
        let half = code.len() / 2;
        let shown = format!("{}-{}", &code[..half], &code[half..]);
        view! { <li><code>{shown}</code></li> }
    });
    let codes = codes.collect_view();
    view! {
        <Page title=title.to_owned()>
            <div class="sign-in">
                <h1>{title}</h1>
                <p class="lead">{words::CODES_LEAD.say(lang)}</p>
                <ol id="recovery-codes" class="recovery-codes" dir="ltr">{codes}</ol>
                <p class="no-print"><a id="go-on" class="button" href=view.next.clone()>{words::CODES_NEXT.say(lang)}</a></p>
            </div>
        </Page>
    }
    .into_any()
}
