//! What all addresses for machines share: the bearer token, and how they say what is wrong.

use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// Seconds after which a client that was sent away may come again.
const COME_AGAIN_S: u32 = 2;

/// Something that is wrong, for machines and for people.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Stable.
    pub code: String,
    /// A sentence.
    pub message: String,
}

impl Problem {
    /// A problem with its stable code and a sentence: what, where, what to do.
    pub fn new(code: &str, message: impl Into<String>) -> Problem {
        Problem {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

/// The secret of `Authorization: Bearer SECRET`.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim())
}

/// An answer that says what is wrong, with the headers that belong to its status: when to come again, how to say who one is.
pub fn refusal(status: StatusCode, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(COME_AGAIN_S));
        }
        StatusCode::UNAUTHORIZED => {
            let scheme = HeaderValue::from_static("Bearer realm=\"FieldWatch\"");
            headers.insert(header::WWW_AUTHENTICATE, scheme);
        }
        _ => {}
    }
    response
}
