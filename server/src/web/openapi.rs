//! What machines may ask, as OpenAPI 3.1, made from the code that answers.

use super::push;
use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "FieldWatch",
        description = "What machines may ask of FieldWatch. Tokens are made with `fieldwatch token add`."
    ),
    paths(push::answer),
    modifiers(&BearerToken)
)]
struct Description;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        description
            .components
            .get_or_insert_default()
            .add_security_scheme("token", SecurityScheme::Http(token));
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
