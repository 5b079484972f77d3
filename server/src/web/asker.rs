//! What the pages that are handed over whole to somebody who has signed in begin and end with (docs/decisions/0093).

use super::account::refuse;
use super::pages;
use crate::coverage::internal;
use crate::site::Site;
use api::{ApiError, Session};
use app::Instead;
use axum::Extension;
use axum::body::to_bytes;
use axum::extract::FromRequestParts;
use axum::extract::rejection::ExtensionRejection;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use std::sync::Arc;

/// Who asks, and for what address.
pub(super) struct Asker {
    /// What is asked.
    pub(super) site: Arc<Site>,
    /// Who asks.
    pub(super) session: Session,
    /// The headers they ask with.
    pub(super) headers: HeaderMap,
    uri: Uri,
}

impl FromRequestParts<Arc<Site>> for Asker {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Asker, ExtensionRejection> {
        let Extension(session) = Extension::from_request_parts(parts, site).await?;
        Ok(Asker {
            site: site.clone(),
            session,
            headers: parts.headers.clone(),
            uri: parts.uri.clone(),
        })
    }
}

impl Asker {
    /// The page of another address, as text: for what a phone keeps.
    pub(super) async fn page_at(&self, address: Uri, page: Instead) -> Result<String, ApiError> {
        let request = pages::asked_again(&address, &self.headers);
        let shown =
            pages::instead(self.site.clone(), Some(self.session.clone()), request, page).await;
        if shown.status() != StatusCode::OK {
            let said = format!("the page of {address} answered {}", shown.status());
            return Err(internal(&std::io::Error::other(said)));
        }
        let body = to_bytes(shown.into_body(), pages::LARGEST_PAGE).await;
        let body = body.map_err(|error| internal(&error))?;
        String::from_utf8(body.to_vec()).map_err(|error| internal(&error))
    }

    /// The page at the address that was asked for, or what stands in its place.
    pub(super) async fn answer(self, page: Result<Instead, ApiError>) -> Response {
        let Asker {
            site,
            session,
            headers,
            uri,
        } = self;
        match page {
            Ok(page) => {
                let again = pages::asked_again(&uri, &headers);
                pages::instead(site, Some(session), again, page).await
            }
            Err(error) => refuse(site, Some(session), &uri, &headers, error).await,
        }
    }
}
