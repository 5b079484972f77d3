//! One page of ODK Central's OData answer.

use domain::time::EpochMs;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Deserialize;
use serde_json::value::RawValue;
use store::PullForm;

/// A page that was read whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its rows, each the bytes it came in.
    pub rows: Vec<PageRow>,
    /// The link to the next page, as it stands there.
    pub next: Option<String>,
    /// How many rows the question has in all.
    pub count: Option<u64>,
}

/// A row of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRow {
    /// Verbatim.
    pub json: String,
    /// `__id`; blank if it has none, and then the row goes into the quarantine.
    pub id: String,
    /// The newest of its times at the collection system: sent, edited or reviewed, deleted.
    pub changed_at: Option<EpochMs>,
    /// When the collection system received it.
    pub sent_at: Option<EpochMs>,
    /// When it was deleted there, if it is.
    pub deleted_at: Option<EpochMs>,
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    value: Vec<&'a RawValue>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(rename = "@odata.count")]
    count: Option<u64>,
}

#[derive(Default, Deserialize)]
struct Known {
    #[serde(rename = "__id", default)]
    id: String,
    #[serde(rename = "__system", default)]
    system: System,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct System {
    submission_date: Option<String>,
    updated_at: Option<String>,
    deleted_at: Option<String>,
}

impl Page {
    /// Reads an answer. A page that was cut is an error as a whole: it is asked for again.
    pub fn parse(body: &[u8]) -> Result<Page, serde_json::Error> {
        let document: Document<'_> = serde_json::from_slice(body)?;
        let rows = document.value.into_iter().map(|row| {
            // What is no object with an id is judged row by row, not here.
            let known: Known = serde_json::from_str(row.get()).unwrap_or_default();
            let [sent_at, updated_at, deleted_at] = [
                known.system.submission_date,
                known.system.updated_at,
                known.system.deleted_at,
            ]
            .map(|text| instant(&text?));
            PageRow {
                json: row.get().to_owned(),
                id: known.id,
                changed_at: [sent_at, updated_at, deleted_at]
                    .into_iter()
                    .flatten()
                    .max(),
                sent_at,
                deleted_at,
            }
        });
        Ok(Page {
            rows: rows.collect(),
            next: document.next.filter(|link| !link.is_empty()),
            count: document.count,
        })
    }
}

fn instant(text: &str) -> Option<EpochMs> {
    let at: jiff::Timestamp = text.parse().ok()?;
    Some(EpochMs(at.as_millisecond()))
}

/// What of a form's submissions is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// All that are not deleted.
    Always,
    /// Those sent, edited, reviewed or deleted since.
    Since(EpochMs),
    /// Those sent, edited or reviewed since: for a Central that cannot be asked for deleted ones (before 2024.3).
    SinceExceptDeleted(EpochMs),
    /// Those sent since: for a Central that cannot be asked for edited ones either.
    SentSince(EpochMs),
}

impl Changed {
    fn filter(self) -> Option<String> {
        let (since, fields): (_, &[&str]) = match self {
            Changed::Always => return None,
            Changed::Since(at) => (at, &["submissionDate", "updatedAt", "deletedAt"]),
            Changed::SinceExceptDeleted(at) => (at, &["submissionDate", "updatedAt"]),
            Changed::SentSince(at) => (at, &["submissionDate"]),
        };
        let since = since.to_rfc3339()?;
        let parts: Vec<String> = fields
            .iter()
            .map(|field| format!("__system/{field} ge {since}"))
            .collect();
        Some(parts.join(" or "))
    }
}

fn path(form: &PullForm) -> String {
    let form_id = utf8_percent_encode(&form.form_id, NON_ALPHANUMERIC);
    format!(
        "/v1/projects/{}/forms/{form_id}.svc/Submissions",
        form.project
    )
}

/// Path and query of the first page.
pub fn first(form: &PullForm, changed: Changed, rows: u32) -> String {
    question(form, changed.filter().as_deref(), rows)
}

/// Path and query of the first page of those that were sent at these times and are not deleted. An id is nothing that Central can be asked
/// by. A time stands there to the millisecond and is more exact inside; the ranges are a little wider.
pub fn sent_at(form: &PullForm, times: &[EpochMs], rows: u32) -> String {
    let range = |at: &EpochMs| {
        let [from, to] = [-1, 1].map(|by| EpochMs(at.0.saturating_add(by)).to_rfc3339());
        Some(format!(
            "(__system/submissionDate ge {} and __system/submissionDate le {})",
            from?, to?
        ))
    };
    let ranges: Vec<String> = times.iter().filter_map(range).collect();
    question(form, Some(&ranges.join(" or ")), rows)
}

fn question(form: &PullForm, filter: Option<&str>, rows: u32) -> String {
    let filter = filter.map_or(String::new(), |filter| {
        format!(
            "&%24filter={}",
            utf8_percent_encode(filter, NON_ALPHANUMERIC)
        )
    });
    format!(
        "{}?%24top={rows}&%24count=true&%24expand=*{filter}",
        path(form)
    )
}

/// Path and query of a next page. Only what stands behind the form's own path is taken from the link: whatever host it
/// names, the session's token goes to no other than the one that was told. `None`: the link leads elsewhere.
pub fn next(form: &PullForm, link: &str) -> Option<String> {
    let (before, query) = link.split_once('?')?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let own = path(form);
    decoded(before)
        .ends_with(&decoded(&own))
        .then(|| format!("{own}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> PullForm {
        PullForm {
            url: "https://central.example.org".to_owned(),
            project: 7,
            form_id: "PSER household".to_owned(),
        }
    }

    #[test]
    fn a_page_gives_its_rows_verbatim_with_their_newest_change() {
        let page = Page::parse(
            br#"{"value":[ {"__id":"uuid:1", "n":1.50,"__system":{"submissionDate":"2026-11-20T09:12:44.120Z",
                "updatedAt":"2026-11-21T00:00:00Z","deletedAt":null}}, {"q":1}],"@odata.context":"x","@odata.count":9,
                "@odata.nextLink":"https://c/x"}"#,
        )
        .unwrap();
        assert_eq!(page.count, Some(9));
        assert_eq!(page.next.as_deref(), Some("https://c/x"));
        assert!(
            page.rows[0]
                .json
                .starts_with(r#"{"__id":"uuid:1", "n":1.50"#)
        );
        assert_eq!(page.rows[0].id, "uuid:1");
        assert_eq!(page.rows[0].changed_at, Some(EpochMs(1_795_219_200_000)));
        assert_eq!(
            (page.rows[1].id.as_str(), page.rows[1].changed_at),
            ("", None)
        );
    }

    #[test]
    fn what_is_cut_or_no_page_is_an_error() {
        for body in [
            &br#"{"value":[{"__id":"uuid:1"}"#[..],
            br#"{"message":"x"}"#,
            b"<html>",
            b"",
        ] {
            assert!(Page::parse(body).is_err());
        }
    }

    #[test]
    fn the_first_question_names_what_changed_since() {
        assert_eq!(
            first(&form(), Changed::Always, 500),
            "/v1/projects/7/forms/PSER%20household.svc/Submissions?%24top=500&%24count=true&%24expand=*"
        );
        let since = first(&form(), Changed::Since(EpochMs(0)), 1);
        let filter = percent_decode_str(&since).decode_utf8_lossy().into_owned();
        assert!(
            filter.ends_with(
                "&$filter=__system/submissionDate ge 1970-01-01T00:00:00Z or __system/updatedAt ge 1970-01-01T00:00:00Z or \
                 __system/deletedAt ge 1970-01-01T00:00:00Z"
            ),
            "{filter}"
        );
    }

    #[test]
    fn those_sent_at_certain_times_are_asked_for_by_ranges() {
        let path = sent_at(&form(), &[EpochMs(1), EpochMs(2_000)], 9);
        let path = percent_decode_str(&path).decode_utf8_lossy();
        assert!(
            path.ends_with(
                "&$filter=(__system/submissionDate ge 1970-01-01T00:00:00Z and __system/submissionDate le 1970-01-01T00:00:00.002Z) or \
                 (__system/submissionDate ge 1970-01-01T00:00:01.999Z and __system/submissionDate le 1970-01-01T00:00:02.001Z)"
            ),
            "{path}"
        );
    }

    #[test]
    fn a_next_link_is_followed_on_the_form_s_own_path_and_nowhere_else() {
        let own = "/v1/projects/7/forms/PSER%20household.svc/Submissions?%24skiptoken=01e";
        for link in [
            "https://central.example.org/v1/projects/7/forms/PSER%20household.svc/Submissions?%24skiptoken=01e",
            "http://other.example.org/v1/projects/7/forms/PSER household.svc/Submissions?%24skiptoken=01e",
            "/v1/projects/7/forms/PSER%20household.svc/Submissions?%24skiptoken=01e",
        ] {
            assert_eq!(next(&form(), link).as_deref(), Some(own), "{link}");
        }
        for link in [
            "https://central.example.org/v1/projects/8/forms/PSER%20household.svc/Submissions?%24skiptoken=01e",
            "https://central.example.org/v1/users?a=/v1/projects/7/forms/PSER%20household.svc/Submissions",
            "https://central.example.org/v1/projects/7/forms/PSER%20household.svc/Submissions",
        ] {
            assert_eq!(next(&form(), link), None, "{link}");
        }
    }
}
