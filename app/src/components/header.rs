//! The header: product, navigation, language, who is signed in.

use super::{standing, unsent};
use crate::request;
use crate::texts::{
    Text, audit, common, coordination, flags, intake, listing, overview, people, quality,
    spot_checks, spot_visit, subject,
};
use domain::permission::Permission;
use leptos::prelude::*;

/// The header of every page. Without a session it offers the language only.
#[component]
pub fn Header() -> impl IntoView {
    let lang = request::lang();
    let other = lang.other();
    let here = request::here();
    let say = move |text: Text| text.say(lang);
    let session = request::session();
    let home = session
        .as_ref()
        .map_or("/sign-in", |session| session.caller.role.home());
    let overview = (home == "/").then(|| view! { <a href="/">{say(overview::OVERVIEW)}</a> });
    view! {
        <header class="page-header">
            <div class="page-header-inner">
                <a class="brand" href=home>
                    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                        <path class="brand-a" d="M3 3h12v12H3z" />
                        <path class="brand-b" d="M17 3h12v12H17z" />
                        <path class="brand-c" d="M3 17h12v12H3z" />
                        <path class="brand-d" d="M17 17h12v12H17z" />
                    </svg>
                    <span>{say(common::PRODUCT)}</span>
                </a>
                {session
                    .as_ref()
                    .map(|session| {
                        let intake = session
                            .may(Permission::SeeIntake)
                            .then(|| {
                                view! {
                                    <a href="/imports">{say(intake::IMPORTS)}</a>
                                    <a href="/quarantine">{say(intake::QUARANTINE)}</a>
                                }
                            });
                        let people = session
                            .may(Permission::ManagePeople)
                            .then(|| view! { <a href="/people">{say(people::PEOPLE)}</a> });
                        let subject = session
                            .may(Permission::AnswerSubjects)
                            .then(|| view! { <a href="/subject">{say(subject::SUBJECT)}</a> });
                        let trail = session
                            .may(Permission::SeeAudit)
                            .then(|| view! { <a href="/audit">{say(audit::AUDIT)}</a> });
                        let coordination = session
                            .may(Permission::SeeCoordination)
                            .then(|| view! { <a href="/coordination">{say(coordination::COORDINATION)}</a> });
                        let flagged = session
                            .may(Permission::SeeFlags)
                            .then(|| view! { <a href="/flags">{say(flags::FLAGS)}</a> });
                        let risks = session
                            .may(Permission::SeeRisks)
                            .then(|| view! { <a href="/risk">{say(flags::RISK)}</a> });
                        let today = session
                            .may(Permission::VisitSpotChecks)
                            .then(|| view! { <a href="/today">{say(spot_visit::TODAY)}</a> });
                        let spot_checks = session
                            .may(Permission::SeeSpotChecks)
                            .then(|| view! { <a href="/spot-checks">{say(spot_checks::SPOT_CHECKS)}</a> });
                        let checks = session
                            .may(Permission::SeeChecks)
                            .then(|| view! { <a href="/checks">{say(flags::CHECKS)}</a> });
                        view! {
                            <nav class="page-nav" aria-label=say(common::NAVIGATION)>
                                {overview}
                                <a href="/coverage">{say(common::COVERAGE)}</a>
                                <a href="/quality">{say(quality::QUALITY)}</a>
                                {flagged}
                                {risks}
                                {checks}
                                {today}
                                {spot_checks}
                                <a href="/listing">{say(listing::LISTING)}</a>
                                {coordination}
                                {intake}
                                {people}
                                {trail}
                                {subject}
                            </nav>
                        }
                    })}
                <div class="page-header-end">
                    {session
                        .map(|session| {
                            let standing = standing::form(lang, &session);
                            let unsent = session.may(Permission::VisitSpotChecks).then(|| unsent(lang));
                            view! {
                                {standing}
                                <p class="who">
                                    <span class="visually-hidden">{say(common::SIGNED_IN_AS)} " "</span>
                                    <a href="/account"><bdi class="who-name">{session.caller.display_name}</bdi></a>
                                    " "
                                    <span class="who-role">{say(common::role(session.caller.role))}</span>
                                </p>
                                <form id="sign-out" method="post" action="/sign-out">
                                    <button type="submit" class="button-quiet">{say(common::SIGN_OUT)}</button>
                                </form>
                                {unsent}
                            }
                        })}
                    <form id="language" method="post" action="/language">
                        <input type="hidden" name="lang" value=other.code() />
                        <input type="hidden" name="next" value=here />
                        <button type="submit" class="button-quiet" lang=other.code() dir=other.dir()>
                            {common::OTHER_LANGUAGE.say(other)}
                        </button>
                    </form>
                </div>
            </div>
        </header>
    }
}
