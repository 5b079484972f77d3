//! What machines are told that are refused: what is wrong, where, and what to do.

use crate::secret;
use crate::web::machines::{Problem, refusal};
use api::ApiError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "error": {"code": "bad_parameter", "message": "1 parameter cannot be understood; see problems. Nothing was read."},
    "problems": [{
        "parameter": "from",
        "value": "tomorrow",
        "code": "not_understood",
        "message": "from=tomorrow is not understood: send a day as YYYY-MM-DD."
    }]
}))]
pub struct Refusal {
    /// What is wrong.
    pub error: Problem,
    /// Of a request that cannot be understood: what of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<ParameterProblem>,
}

/// A parameter that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ParameterProblem {
    /// Its name.
    pub parameter: String,
    /// What it held.
    pub value: String,
    /// `unknown_parameter`, `repeated`, `not_understood`, `out_of_range` or `reversed_period`.
    pub code: &'static str,
    /// A sentence.
    pub message: String,
}

/// A refusal on its way out.
#[derive(Debug)]
pub struct Refused {
    status: StatusCode,
    body: Box<Refusal>,
}

impl Refused {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Refused {
        let body = Refusal {
            error: Problem::new(code, message),
            problems: Vec::new(),
        };
        Refused {
            status,
            body: Box::new(body),
        }
    }

    /// 400: parameters that cannot be taken.
    pub fn parameters(problems: Vec<ParameterProblem>) -> Refused {
        let said = match problems.len() {
            1 => "1 parameter cannot be understood; see problems. Nothing was read.".to_owned(),
            many => {
                format!("{many} parameters cannot be understood; see problems. Nothing was read.")
            }
        };
        let mut refused = Refused::new(StatusCode::BAD_REQUEST, "bad_parameter", said);
        refused.body.problems = problems;
        refused
    }

    /// 401: neither token nor session, or one that no longer holds.
    pub fn unknown() -> Refused {
        Refused::new(
            StatusCode::UNAUTHORIZED,
            "no_valid_token",
            "Send a token for reading that was not revoked, as Authorization: Bearer SECRET, or the cookie of a session. Make a \
             token with: fieldwatch token add NAME --read-as USERNAME",
        )
    }

    /// 403: somebody to whom nothing is granted at this time.
    pub fn nothing_granted() -> Refused {
        Refused::new(
            StatusCode::FORBIDDEN,
            "nothing_granted",
            "Nothing is granted to the user as whom you read at this time. Whoever runs FieldWatch gives a grant with: fieldwatch user grant",
        )
    }

    /// 403: a token that is not for reading.
    pub fn sends_only() -> Refused {
        Refused::new(
            StatusCode::FORBIDDEN,
            "token_sends_only",
            "This token is for sending submissions. Read with one that is for reading: fieldwatch token add NAME --read-as USERNAME",
        )
    }

    /// 429: too many requests are being answered.
    pub fn busy() -> Refused {
        Refused::new(
            StatusCode::TOO_MANY_REQUESTS,
            "busy",
            "Too many requests are being answered. Come again after the time in Retry-After.",
        )
    }

    /// 500: the details go to the log once.
    pub fn failed(error: &dyn std::error::Error) -> Refused {
        let reference = secret::reference();
        tracing::error!(%error, reference, "a request for reading failed");
        Refused::of(&ApiError::Internal { reference })
    }

    /// What a use case refused.
    pub fn of(error: &ApiError) -> Refused {
        match error {
            ApiError::SignInNeeded => Refused::unknown(),
            ApiError::NotFound => Refused::new(
                StatusCode::NOT_FOUND,
                "not_found",
                "There is nothing of that name, or the user as whom you read may not see it. Check the address and the code.",
            ),
            ApiError::NotNoted => Refused::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "not_noted",
                "The audit trail cannot be written to, and what cannot be noted is not shown. Try again in a minute.",
            ),
            ApiError::TooSlow { seconds } => Refused::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "too_slow",
                format!(
                    "The database has not answered within {seconds} seconds. Ask for less, or come again later."
                ),
            ),
            ApiError::TooMany => Refused::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many_requests",
                "More was asked for in a short time than one reader needs. Come again after the time in Retry-After.",
            ),
            ApiError::Internal { reference } => Refused::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                format!(
                    "Something went wrong on the server. Try again, and if it stays, quote {reference}."
                ),
            ),
        }
    }
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Refused {
        Refused::of(&error)
    }
}

impl From<store::StoreError> for Refused {
    fn from(error: store::StoreError) -> Refused {
        Refused::failed(&error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        refusal(self.status, self.body)
    }
}

/// What every address may answer instead, for the description.
#[derive(IntoResponses)]
pub enum Refusals {
    /// A parameter that is unknown or cannot be understood: nothing is guessed.
    #[response(status = 400)]
    BadParameter(Refusal),
    /// Neither a token nor a session, or one that no longer holds.
    #[response(status = 401)]
    Unknown(Refusal),
    /// The token is for sending, or nothing is granted to the user as whom it reads.
    #[response(status = 403)]
    Forbidden(Refusal),
    /// There is no such thing, or it lies outside of what the user may see: the two are not told apart.
    #[response(status = 404)]
    NotFound(Refusal),
    /// Too many requests are being answered; come again after `Retry-After` seconds.
    #[response(status = 429)]
    Busy(Refusal),
    /// The database did not answer in time; come again after `Retry-After` seconds.
    #[response(status = 503)]
    TooSlow(Refusal),
}
