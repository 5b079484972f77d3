//! Rows on their way to a machine: as JSON with what they were chosen by and as of when, or as the CSV of the page's file.

use super::asked::Asked;
use crate::export::{Form, Table};
use crate::site::Site;
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::time::EpochMs;
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Rows of a table: the columns of the page's CSV file as members, numbers as numbers, what has no value as null. A number that could point
/// to a household, for a user who may not see households, is a text: `<5`, `>=5`, or `withheld` where nothing is said of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowsAnswer {
    /// The latest receipt that can be in these numbers (RFC 3339, UTC); null where nothing was received.
    pub as_of: Option<String>,
    /// The zone of the survey's days.
    pub zone: String,
    /// The filter as it was understood; null where nothing is chosen.
    #[schema(value_type = Object)]
    pub filter: Map<String, Value>,
    /// The rows.
    #[schema(value_type = Vec<Object>)]
    pub rows: Vec<Map<String, Value>>,
    /// The address of the rows that come next (also in the header `Link`); null at the end.
    pub next: Option<String>,
}

/// Rows, and what they were chosen by.
pub struct Rows {
    /// The latest receipt that can be in them.
    pub as_of: Option<EpochMs>,
    /// The filter as understood.
    pub filter: Vec<(&'static str, Option<String>)>,
    /// The rows of this answer.
    pub table: Table,
    /// The address of the next.
    pub next: Option<String>,
}

impl Rows {
    /// As an answer, in the form that is asked for.
    pub fn answer(self, asked: &Asked, site: &Site) -> Response {
        self.answer_with(asked, site, |rows| rows)
    }

    /// The same with more around the rows in JSON. A CSV is the rows alone.
    pub fn answer_with<Body: Serialize>(
        self,
        asked: &Asked,
        site: &Site,
        around: impl FnOnce(RowsAnswer) -> Body,
    ) -> Response {
        let next = self.next.clone();
        let mut response = match asked.as_csv {
            true => self.table.answer(Form::Csv),
            false => Json(around(self.json(site))).into_response(),
        };
        let headers = response.headers_mut();
        let private = HeaderValue::from_static("private, no-store");
        headers.insert(header::CACHE_CONTROL, private);
        // Everything in an address is escaped: it can stand in a header.
        let link = next.and_then(|next| format!("<{next}>; rel=\"next\"").parse().ok());
        if let Some(link) = link {
            headers.insert(header::LINK, link);
        }
        response
    }

    fn json(self, site: &Site) -> RowsAnswer {
        let filter = self.filter.into_iter();
        RowsAnswer {
            as_of: self.as_of.and_then(|at| at.to_rfc3339()),
            zone: site.clock().zone_name().to_owned(),
            filter: filter
                .map(|(name, value)| (name.to_owned(), value.map_or(Value::Null, Value::from)))
                .collect(),
            rows: self.table.json_rows(),
            next: self.next,
        }
    }
}

/// Leaves the rows from `offset` on, at most as many as are asked for; answers the address of the rest.
pub fn cut(table: &mut Table, asked: &Asked, path: &str, offset: u32) -> Option<String> {
    let end = offset.saturating_add(asked.limit);
    let is_more = table.rows.len() > end as usize;
    table.rows.truncate(end as usize);
    table.rows.drain(..(offset as usize).min(table.rows.len()));
    is_more.then(|| asked.next_address(path, &end.to_string()))
}
