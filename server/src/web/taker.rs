//! Who takes a table away, and in which form: the table's address ends in it. [`super::doors::Doors::files`] has both addresses of a table.

use super::account::Said;
use super::tables::chosen;
use crate::export::{Form, Table};
use crate::site::Site;
use api::{ApiError, Session};
use axum::Extension;
use axum::extract::FromRequestParts;
use axum::extract::rejection::ExtensionRejection;
use axum::http::request::Parts;
use axum::response::Response;
use std::sync::Arc;

/// Who takes it, and what was asked for.
pub(super) struct Taker {
    /// What is asked.
    pub(super) site: Arc<Site>,
    /// Who asks.
    pub(super) session: Session,
    /// The file's form, by the ending of the address.
    pub(super) form: Form,
    raw: Option<String>,
}

impl FromRequestParts<Arc<Site>> for Taker {
    type Rejection = ExtensionRejection;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Taker, ExtensionRejection> {
        let Extension(session) = Extension::from_request_parts(parts, site).await?;
        let ending = parts.uri.path().rsplit('.').next();
        Ok(Taker {
            site: site.clone(),
            session,
            form: ending.and_then(Form::of).unwrap_or(Form::Csv),
            raw: parts.uri.query().map(str::to_owned),
        })
    }
}

impl Taker {
    /// The parameters of the address.
    pub(super) fn said(&self) -> Said {
        Said::of(self.raw.as_deref().unwrap_or_default().as_bytes())
    }

    /// What the parameters chose, for a workbook's second sheet.
    pub(super) fn about(&self) -> Vec<(&'static str, String)> {
        chosen(&self.site, self.raw.as_deref())
    }

    /// The same of a table that no parameter chooses from.
    pub(super) fn about_all(&self) -> Vec<(&'static str, String)> {
        chosen(&self.site, None)
    }

    /// The table as a file, or why there is none. Its columns say already what it was chosen by; `about` says it in a workbook.
    pub(super) fn answer(
        &self,
        table: Result<Table, ApiError>,
        about: Vec<(&'static str, String)>,
    ) -> Response {
        match table {
            Ok(table) => table.answer_with(self.form, about),
            Err(error) => super::api_failed(&error),
        }
    }
}
