//! Where a request comes from.

use axum::http::Extensions;
use std::net::IpAddr;

/// The address of whoever asks, as an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

/// The same as the audit trail keeps it; `None` where it is not known.
pub fn address(extensions: &Extensions) -> Option<String> {
    extensions
        .get::<ClientAddress>()
        .map(|client| client.0.to_string())
}
