//! How the server is reached from outside: what whoever runs it decided about its front.

use super::client::TrustedProxies;

/// What `serve` was told. The default is a server that is reached directly, on this machine.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub trusted_proxies: TrustedProxies,
}
