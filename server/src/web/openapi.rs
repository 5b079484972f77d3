//! What machines may ask, as OpenAPI 3.1, made from the code that answers.

use super::reading::refused::{ParameterProblem, Refusal};
use super::session::SESSION_COOKIE;
use super::{push, reading};
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "FieldWatch",
        description = "What machines may ask of FieldWatch. Tokens are made with `fieldwatch token add`: for sending \
                       (`--scope CODE`) or for reading (`--read-as USERNAME`), never for both. A token for reading sees \
                       what its user sees whenever it asks."
    ),
    paths(
        push::answer,
        reading::coverage::answer,
        reading::areas::answer,
        reading::measures::catalogue,
        reading::measures::values,
        reading::flags::answer,
        reading::risk::answer,
        reading::spot_checks::answer
    ),
    components(schemas(Refusal, ParameterProblem)),
    modifiers(&Credentials)
)]
struct Description;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let session = ApiKey::Cookie(ApiKeyValue::with_description(
            SESSION_COOKIE,
            "The session of somebody who has signed in.",
        ));
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        components.add_security_scheme("session", SecurityScheme::ApiKey(session));
    }
}

/// The description, as JSON.
pub fn json() -> Result<String, serde_json::Error> {
    Description::openapi().to_pretty_json()
}

/// `GET /api/v1/openapi.json`
pub async fn answer() -> axum::response::Response {
    match json() {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => super::failed(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_referred_to_is_there() {
        let text = json().unwrap();
        let description: serde_json::Value = serde_json::from_str(&text).unwrap();
        let mut seen = 0;
        for part in text.split("\"$ref\": \"#").skip(1) {
            let pointer = part.split('"').next().unwrap();
            assert!(description.pointer(pointer).is_some(), "{pointer}");
            seen += 1;
        }
        assert!(seen > 10, "{seen}");
    }
}
