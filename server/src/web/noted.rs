//! Whoever looks at single people, interviews or rows, or takes a file away, is noted in the audit trail first; so is whoever asks for what
//! they may not have. What cannot be noted is not shown.

use super::reading::{self, refused::Refused};
use crate::site::Site;
use api::{ApiError, Session};
use app::Instead;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::audit::{Action, Entry};
use domain::permission::Permission;
use std::sync::Arc;

/// Addresses that show people or households to those who may see them, though others find only sums there.
const ALSO: [&str; 4] = [
    "/listing/{code}",
    "/quality/{measure}",
    "/coordination/silent",
    "/coordination/cases/{id}",
];

/// What looking at an address is, if it is noted.
pub fn looking(path: &str, permission: Option<Permission>) -> Option<Action> {
    let last = path.rsplit('/').next().unwrap_or("");
    let is_file = last.contains('.') || last == "{file}";
    if reading::is_for_machines(path) {
        return permission.map(|_| Action::ApiRead);
    }
    if is_file {
        return permission.map(|_| Action::FileTaken);
    }
    let shows_people = permission.is_some_and(Permission::is_noted) || ALSO.contains(&path);
    shows_people.then_some(Action::PageSeen)
}

/// The layer: `looking` is what a good answer to a GET is.
pub async fn note(
    State(site): State<Arc<Site>>,
    looking: Option<Action>,
    request: Request,
    next: Next,
) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return next.run(request).await;
    };
    let asked = Asked {
        method: request.method().clone(),
        uri: request.uri().clone(),
        headers: request.headers().clone(),
    };
    let response = next.run(request).await;
    let status = response.status();
    let reads = matches!(asked.method, Method::GET | Method::HEAD);
    let action = match status {
        StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => Action::Refused,
        StatusCode::OK | StatusCode::NOT_MODIFIED if reads => match looking {
            Some(action) => action,
            None => return response,
        },
        _ => return response,
    };
    let target = asked
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut entry = Entry::new(site.clock().now(), &session.by, action).about(target);
    if action == Action::Refused {
        entry = entry.saying(format!("{} {}", asked.method, status.as_u16()));
    }
    let noted = site.noting().note(site.db(), entry);
    match tokio::time::timeout(site.answer_within(), noted).await {
        Ok(Ok(())) => response,
        // Nothing is shown by a refusal.
        _ if action == Action::Refused => response,
        _ => asked.cannot(site, session).await,
    }
}

/// What was asked for.
struct Asked {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl Asked {
    /// The answer in place of one that cannot be noted.
    async fn cannot(self, site: Arc<Site>, session: Session) -> Response {
        let error = ApiError::NotNoted;
        if reading::is_for_machines(self.uri.path()) {
            return Refused::of(&error).into_response();
        }
        if !super::wants_page(&self.headers) {
            return super::api_failed(&error);
        }
        let request = super::pages::asked_again(&self.uri, &self.headers);
        super::pages::instead(site, Some(session), request, Instead::Failed(error)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_files_are_noted_and_sums_on_a_page_are_not() {
        use Permission as P;
        for (path, permission, action) in [
            ("/coverage", Some(P::SeeCoverage), None),
            ("/coverage/{code}/days", Some(P::SeeCoverage), None),
            ("/checks", Some(P::SeeChecks), None),
            (
                "/coverage/{code}/coverage.csv",
                Some(P::SeeCoverage),
                Some(Action::FileTaken),
            ),
            (
                "/quality/{measure}/{file}",
                Some(P::SeeQuality),
                Some(Action::FileTaken),
            ),
            ("/quality", Some(P::SeeQuality), None),
            (
                "/quality/{measure}",
                Some(P::SeeQuality),
                Some(Action::PageSeen),
            ),
            ("/flags/{key}", Some(P::SeeFlags), Some(Action::PageSeen)),
            (
                "/enumerators/{code}",
                Some(P::SeeEnumerators),
                Some(Action::PageSeen),
            ),
            ("/quarantine", Some(P::SeeIntake), Some(Action::PageSeen)),
            (
                "/api/v1/coverage",
                Some(P::SeeCoverage),
                Some(Action::ApiRead),
            ),
            ("/api/v1/openapi.json", None, None),
            ("/standing", None, None),
        ] {
            assert_eq!(looking(path, permission), action, "{path}");
        }
    }
}
