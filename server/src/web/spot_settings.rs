//! The settings of spot checks: pages that are handed over whole, their forms, and files of questions.

use super::account::{Said, see_other};
use super::asker::Asker;
use super::doors::{Door, Doors};
use crate::export::Form;
use crate::site::Site;
use crate::spot_checks::settings::{self, SetForm};
use crate::spot_checks::{monitors, question_file};
use api::spot_checks::{
    AbsenceForm, HolidayForm, MONITORS, SETTINGS, SettingsProblem, SpotPage, StartForm,
    settings_href,
};
use api::{ApiError, Session};
use app::Instead;
use axum::Extension;
use axum::extract::multipart::{Multipart, MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, RawForm, RawQuery, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::{get, post};
use domain::permission::Permission;
use domain::spot_check::{LineProblem, ListProblem};
use std::sync::Arc;

/// The most that is read of an upload: enough to tell somebody that their file is too large, instead of hanging up on them.
const LARGEST_UPLOAD: usize = 4 * question_file::LARGEST_FILE;

/// Every address of them.
pub fn doors() -> Doors {
    const SET: Door = Door::Needs(Permission::SetSpotChecks);
    const ASSIGN: Door = Door::Needs(Permission::AssignSpotChecks);
    let upload = post(set_questions).layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
    Doors::new()
        .get("/spot-checks/settings", SET, shown)
        .on(
            Method::GET,
            "/spot-checks/settings/questions.csv",
            SET,
            get(questions),
        )
        .on(Method::POST, "/spot-checks/settings/questions", SET, upload)
        .post("/spot-checks/settings/holidays", SET, set_holiday)
        .get("/spot-checks/monitors", ASSIGN, monitors_shown)
        .post("/spot-checks/monitors/away", ASSIGN, set_absence)
        .post("/spot-checks/monitors/start", ASSIGN, set_start)
}

fn query(raw: Option<String>) -> Said {
    Said::of(raw.unwrap_or_default().as_bytes())
}

/// The page, or what stands in its place.
async fn answer(asker: Asker, page: Result<SpotPage, ApiError>) -> Response {
    asker.answer(page.map(Instead::SpotChecks)).await
}

async fn settings_shown(asker: Asker, wave: Option<&str>, says: settings::Says) -> Response {
    let view = settings::settings(&asker.site, &asker.session, wave, says).await;
    let page = view.map(|view| SpotPage::Settings(Box::new(view)));
    answer(asker, page).await
}

/// `GET /spot-checks/settings`
async fn shown(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let asked = query(raw);
    let wave = asked.pairs().find(|(name, _)| *name == "wave");
    let says = settings::Says {
        is_done: asked.value("done") == "1",
        ..settings::Says::default()
    };
    settings_shown(asker, wave.map(|(_, code)| code), says).await
}

/// `GET /spot-checks/settings/questions.csv`
async fn questions(
    State(site): State<Arc<Site>>,
    Extension(session): Extension<Session>,
    RawQuery(raw): RawQuery,
) -> Response {
    let asked = query(raw);
    let usual = asked.value("usual") == "1";
    match settings::questions_file(&site, &session, asked.value("wave"), usual).await {
        Ok(table) => table.answer(Form::Csv),
        Err(error) => super::api_failed(&error),
    }
}

/// The fields of the form, the file among them.
async fn uploaded(mut upload: Multipart) -> Result<SetForm, MultipartError> {
    let mut form = SetForm::default();
    while let Some(field) = upload.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            form.file = field.bytes().await?.to_vec();
            continue;
        }
        let text = field.text().await?;
        let text = text.trim();
        match name.as_str() {
            "wave" => form.wave = text.to_owned(),
            "seen" => form.seen = text.parse().ok(),
            "reason" => form.reason = text.to_owned(),
            "usual" => form.usual = text == "1",
            _ => {}
        }
    }
    Ok(form)
}

/// `POST /spot-checks/settings/questions`
async fn set_questions(asker: Asker, upload: Result<Multipart, MultipartRejection>) -> Response {
    let form = match upload {
        Ok(upload) => uploaded(upload).await.ok(),
        Err(_) => None,
    };
    // A file that is too large ends the upload before the wave is known.
    let Some(form) = form else {
        let wrong = LineProblem {
            line: None,
            problem: ListProblem::NotAFile,
        };
        let says = settings::Says {
            problem: Some(SettingsProblem::File(vec![wrong], 0)),
            ..settings::Says::default()
        };
        return settings_shown(asker, None, says).await;
    };
    match settings::set_questions(&asker.site, &asker.session, &form).await {
        Ok(Ok(())) => see_other(&format!("{}&done=1", settings_href(&form.wave)), &[]),
        Ok(Err(problem)) => {
            let says = settings::Says {
                problem: Some(problem),
                ..settings::Says::default()
            };
            settings_shown(asker, Some(&form.wave), says).await
        }
        Err(error) => answer(asker, Err(error)).await,
    }
}

/// `POST /spot-checks/settings/holidays`
async fn set_holiday(asker: Asker, RawForm(form): RawForm) -> Response {
    let form = HolidayForm::parse(Said::of(&form).pairs());
    match settings::set_holiday(&asker.site, &asker.session, &form).await {
        Ok(Ok(())) => see_other(&format!("{SETTINGS}?done=1"), &[]),
        Ok(Err(problem)) => {
            let says = settings::Says {
                problem: Some(problem),
                holiday: form,
                ..settings::Says::default()
            };
            settings_shown(asker, None, says).await
        }
        Err(error) => answer(asker, Err(error)).await,
    }
}

async fn monitors_page(asker: Asker, says: monitors::Says) -> Response {
    let view = monitors::monitors(&asker.site, &asker.session, says).await;
    let page = view.map(|view| SpotPage::Monitors(Box::new(view)));
    answer(asker, page).await
}

/// `GET /spot-checks/monitors`
async fn monitors_shown(asker: Asker, RawQuery(raw): RawQuery) -> Response {
    let says = monitors::Says {
        is_done: query(raw).value("done") == "1",
        ..monitors::Says::default()
    };
    monitors_page(asker, says).await
}

/// `POST /spot-checks/monitors/away`
async fn set_absence(asker: Asker, RawForm(form): RawForm) -> Response {
    let form = AbsenceForm::parse(Said::of(&form).pairs());
    match monitors::set_absence(&asker.site, &asker.session, &form).await {
        Ok(Ok(())) => see_other(&format!("{MONITORS}?done=1"), &[]),
        Ok(Err(problem)) => {
            let says = monitors::Says {
                problem: Some(problem),
                absence: form,
                ..monitors::Says::default()
            };
            monitors_page(asker, says).await
        }
        Err(error) => answer(asker, Err(error)).await,
    }
}

/// `POST /spot-checks/monitors/start`
async fn set_start(asker: Asker, RawForm(form): RawForm) -> Response {
    let form = StartForm::parse(Said::of(&form).pairs());
    match monitors::set_start(&asker.site, &asker.session, &form).await {
        Ok(Ok(())) => see_other(&format!("{MONITORS}?done=1"), &[]),
        Ok(Err(problem)) => {
            let says = monitors::Says {
                problem: Some(problem),
                start: form,
                ..monitors::Says::default()
            };
            monitors_page(asker, says).await
        }
        Err(error) => answer(asker, Err(error)).await,
    }
}
