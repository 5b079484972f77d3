//! Second factors: setting one up, taking its codes, and recovery codes.

use crate::qr::qr;
use crate::secret::recovery_code_hash;
use crate::site::{AnyError, Site};
use crate::vault::VaultError;
use api::accounts::{QrView, SetUpView};
use domain::account::{
    CodeProblem, RECOVERY_CODES, SECRET_BYTES, accepted_step, grouped_secret, otpauth,
    recovery_code, recovery_code_text,
};
use domain::audit::By;
use store::{UserRow, purpose_of_second_factor};

/// Whether a code was taken.
pub type Checked<T> = Result<T, CodeProblem>;

/// What became of setting one up.
pub enum SetUp {
    /// It is there; the recovery codes are to be shown once.
    Done(Vec<String>),
    /// The code was not taken.
    Problem(CodeProblem),
    /// None was being set up.
    NotBegun,
}

impl Site {
    /// Opens a sealed secret. Without the key that is no fault of whoever signs in: they are told, and the log says what to do.
    fn open_secret(&self, user_id: i32, sealed: &[u8]) -> Checked<Vec<u8>> {
        let opened = match self.accounts().vault() {
            Some(vault) => vault.open(&purpose_of_second_factor(user_id), sealed),
            None => {
                tracing::error!(
                    "somebody has a second factor, and no key to read its secret was given: --secrets-key-file"
                );
                return Err(CodeProblem::NoKey);
            }
        };
        opened.map_err(|error| {
            tracing::error!(%error, user_id, "the secret of a second factor cannot be read");
            CodeProblem::NoKey
        })
    }

    /// Draws a secret to be set up, unless one waits to be confirmed that can be read: whoever comes back finds what their app has.
    /// Answers whether there is one now; `false` where no key was given.
    pub async fn begin_second_factor(&self, user_id: i32) -> Result<bool, AnyError> {
        let Some(vault) = self.accounts().vault() else {
            return Ok(false);
        };
        let kept = self.db().second_factor(user_id).await?;
        let waiting = kept.and_then(|kept| kept.next_secret);
        if waiting.is_some_and(|sealed| {
            vault
                .open(&purpose_of_second_factor(user_id), &sealed)
                .is_ok()
        }) {
            return Ok(true);
        }
        let mut secret = [0; SECRET_BYTES];
        getrandom::fill(&mut secret).map_err(|_| VaultError::NoRandomness)?;
        let sealed = vault.seal(&purpose_of_second_factor(user_id), &secret)?;
        self.db().begin_second_factor(user_id, &sealed).await?;
        Ok(true)
    }

    /// The page on which one is set up; `None` if none is.
    pub async fn second_factor_page(
        &self,
        user: &UserRow,
        action: &'static str,
        next: &str,
        problem: Option<CodeProblem>,
    ) -> Result<Option<SetUpView>, AnyError> {
        let kept = self.db().second_factor(user.user_id).await?;
        let Some(sealed) = kept.and_then(|kept| kept.next_secret) else {
            return Ok(None);
        };
        let Ok(secret) = self.open_secret(user.user_id, &sealed) else {
            return Ok(None);
        };
        let now = self.clock().now();
        let picture = qr(&otpauth(&secret, &user.username));
        Ok(Some(SetUpView {
            action,
            next: next.to_owned(),
            must: self.accounts().demands_second_factor(&user.grants, now),
            secret: grouped_secret(&secret),
            picture: picture.unwrap_or(QrView {
                side: 0,
                path: String::new(),
            }),
            problem,
        }))
    }

    /// Confirms the one that is being set up, by a code of it.
    pub async fn confirm_second_factor(
        &self,
        user_id: i32,
        code: &str,
        by: &By,
    ) -> Result<SetUp, AnyError> {
        let kept = self.db().second_factor(user_id).await?;
        let Some(sealed) = kept.and_then(|kept| kept.next_secret) else {
            return Ok(SetUp::NotBegun);
        };
        let secret = match self.open_secret(user_id, &sealed) {
            Ok(secret) => secret,
            Err(problem) => return Ok(SetUp::Problem(problem)),
        };
        let now = self.clock().now();
        let Some(step) = accepted_step(&secret, code, now, None) else {
            return Ok(SetUp::Problem(CodeProblem::Wrong));
        };
        let (codes, hashes) = self.draw_codes(user_id).await?;
        let confirmed = self
            .db()
            .confirm_second_factor(user_id, &sealed, step, &hashes, now, by);
        Ok(match confirmed.await? {
            true => SetUp::Done(codes),
            false => SetUp::NotBegun,
        })
    }

    /// Takes a code of the app, or a recovery code.
    pub async fn check_code(
        &self,
        user_id: i32,
        code: &str,
        by: &By,
    ) -> Result<Checked<()>, AnyError> {
        let now = self.clock().now();
        if let Some(recovery) = recovery_code_text(code) {
            let hash = self
                .accounts()
                .hashed(move || recovery_code_hash(user_id, &recovery));
            let hash = hash.await?;
            let taken = self
                .db()
                .take_recovery_code(user_id, &hash, now, by)
                .await?;
            return Ok(taken.then_some(()).ok_or(CodeProblem::Wrong));
        }
        let kept = self.db().second_factor(user_id).await?;
        let Some((sealed, last)) = kept.and_then(|kept| Some((kept.secret?, kept.last_step)))
        else {
            return Ok(Err(CodeProblem::Wrong));
        };
        let secret = match self.open_secret(user_id, &sealed) {
            Ok(secret) => secret,
            Err(problem) => return Ok(Err(problem)),
        };
        let Some(step) = accepted_step(&secret, code, now, last) else {
            return Ok(Err(CodeProblem::Wrong));
        };
        // Two who send one code at the same time: one of them.
        let taken = self.db().take_code(user_id, step).await?;
        Ok(taken.then_some(()).ok_or(CodeProblem::Wrong))
    }

    /// New recovery codes in the place of the old ones.
    pub async fn renew_codes(&self, user_id: i32, by: &By) -> Result<Vec<String>, AnyError> {
        let (codes, hashes) = self.draw_codes(user_id).await?;
        let now = self.clock().now();
        self.db()
            .replace_recovery_codes(user_id, &hashes, now, by)
            .await?;
        Ok(codes)
    }

    async fn draw_codes(&self, user_id: i32) -> Result<(Vec<String>, Vec<Vec<u8>>), AnyError> {
        let mut codes = Vec::new();
        for _ in 0..RECOVERY_CODES {
            let mut random = [0; 10];
            getrandom::fill(&mut random).map_err(|_| VaultError::NoRandomness)?;
            codes.push(recovery_code(random));
        }
        let drawn = codes.clone();
        let hashes = self.accounts().hashed(move || {
            let each = drawn.iter().map(|code| recovery_code_hash(user_id, code));
            each.collect()
        });
        Ok((codes, hashes.await?))
    }
}
