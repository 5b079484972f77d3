//! How the server is reached from outside: what whoever runs it decided about its front.

use super::client::TrustedProxies;
use super::rates::Rates;

/// What `serve` was told. The default is a router without a listener, as in tests: reached by nobody but this process.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub trusted_proxies: TrustedProxies,
    /// Whether others than these and this machine are sent away: what they send is not encrypted.
    pub only_by_proxy: bool,
    /// How often somebody may ask; `None` for as often as they like.
    pub rates: Option<Rates>,
    /// Whom to tell about a weakness.
    pub security: Option<SecurityContact>,
}

/// What `security.txt` says (RFC 9116).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityContact {
    /// Addresses such as `mailto:security@example.org`, the preferred one first; at least one.
    pub contacts: Vec<String>,
    /// The last day on which they hold, at the end of which the file expires.
    pub until: domain::time::SurveyDay,
}
