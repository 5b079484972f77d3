//! What went wrong, as a code: the words are the UI's, in the reader's language.

use serde::{Deserialize, Serialize};

/// A use case that did not succeed. Carries nothing that an outsider must not learn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
pub enum ApiError {
    /// Nobody is signed in, or the session has ended.
    SignInNeeded,
    /// There is no such thing, or it lies outside what the caller may see: the two are not told apart.
    NotFound,
    /// It takes longer than anybody should be left waiting.
    TooSlow {
        /// How long was waited.
        seconds: u64,
    },
    /// It cannot be noted in the audit trail who looks, and what cannot be noted is not shown.
    NotNoted,
    /// Somebody asks more often than anybody needs to.
    TooMany,
    /// Something inside failed. The details are in the log once, under this number.
    Internal {
        /// The number to quote when asking for help.
        reference: String,
    },
}
