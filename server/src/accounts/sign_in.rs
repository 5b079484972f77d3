//! Signing in: a passphrase, then a code from whoever has a second factor, or setting one up for whoever must have one.
//!
//! Between the steps there is no session, only the note that the first is done: what asks for a session needs to know nothing of steps.

use super::second_factor::SetUp;
use crate::secret::{Token, token_hash};
use crate::site::{AnyError, Site};
use crate::web::client::subscriber;
use domain::account::{Allowance, CODES_A_PASSPHRASE, CodeProblem, SESSION_MS};
use domain::audit::{Action, By, Entry, Who};
use domain::time::EpochMs;
use std::net::IpAddr;
use store::{CountedBy, HalfSession, NewSession, UserRow};

/// Whoever asks without a session, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// From where.
    pub address: Option<IpAddr>,
    /// The token by which their browser is known, if it says one.
    pub device: Option<String>,
    /// What the browser says of itself, shortened.
    pub user_agent: Option<String>,
}

impl Visitor {
    /// The address as it is kept.
    pub fn address_text(&self) -> Option<String> {
        self.address.map(|address| address.to_string())
    }

    /// As the audit trail names them.
    pub fn stranger(&self) -> By {
        let stranger = By {
            who: Who::Stranger,
            address: None,
        };
        stranger.from(self.address_text())
    }
}

/// A session that has begun.
pub struct Begun {
    /// Its token, for the cookie.
    pub token: Token,
    /// The token by which the browser is known from now on, if that is a new one.
    pub device: Option<Token>,
}

/// What became of a passphrase.
pub enum FirstStep {
    /// Signed in.
    Begun(Begun),
    /// A code is needed; the token is of the half session.
    Code(Token),
    /// A second factor has to be set up first.
    SetUp(Token),
    /// Name and passphrase do not fit, whichever of them is wrong.
    Refused,
    /// Too many wrong ones: wait so many seconds. Nothing was looked at.
    Wait(u32),
}

/// What became of a code.
pub enum SecondStep {
    /// Signed in.
    Begun(Begun),
    /// A second factor was set up: signed in, with recovery codes to be shown once.
    BegunWithCodes(Begun, Vec<String>),
    /// Not this code.
    Problem(CodeProblem),
    /// Too many wrong ones: wait so many seconds. Nothing was looked at.
    Wait(u32),
    /// The first step does not hold any more.
    FromTheStart,
}

fn key(parts: &[&str]) -> Vec<u8> {
    blake3::hash(parts.join("\0").as_bytes())
        .as_bytes()
        .to_vec()
}

fn seconds(wait_ms: i64) -> u32 {
    u32::try_from((wait_ms + 999) / 1_000).unwrap_or(u32::MAX)
}

/// By what tries of a kind are counted.
struct Counted {
    all: Vec<CountedBy>,
    /// What begins anew when one is right.
    forgotten: Vec<u8>,
    /// From what a right one is taken back.
    lowered: Vec<Vec<u8>>,
}

impl Counted {
    /// A browser that is known has an allowance of its own; all others share the account's and their address's.
    fn of(kind: &str, name: &str, known_device: Option<&[u8]>, visitor: &Visitor) -> Counted {
        let by = |key: Vec<u8>, allowance| CountedBy { key, allowance };
        if let Some(device) = known_device {
            let device = blake3::Hash::from_slice(device)
                .map_or_else(|_| String::new(), |device| device.to_hex().to_string());
            let own = key(&[kind, "device", &device, name]);
            return Counted {
                all: vec![by(own.clone(), Allowance::DEVICE)],
                forgotten: own,
                lowered: Vec::new(),
            };
        }
        let account = key(&[kind, "account", name]);
        let mut counted = Counted {
            all: vec![by(account.clone(), Allowance::ACCOUNT)],
            forgotten: account,
            lowered: Vec::new(),
        };
        if let Some(address) = visitor.address {
            let address = key(&[kind, "address", &subscriber(address).to_string()]);
            counted.all.push(by(address.clone(), Allowance::ADDRESS));
            counted.lowered.push(address);
        }
        counted
    }
}

impl Site {
    /// Counts a try; or answers how many seconds to wait.
    async fn begin_try(&self, counted: &Counted) -> Result<Result<(), u32>, AnyError> {
        let begun = self
            .db()
            .begin_try(&counted.all, self.clock().now())
            .await?;
        Ok(begun.map_err(seconds))
    }

    async fn end_try(&self, counted: Counted) -> Result<(), AnyError> {
        let forgotten = [counted.forgotten];
        self.db().end_try(&forgotten, &counted.lowered).await?;
        Ok(())
    }

    /// The hash of the browser's token, if that user signed in with it before.
    async fn known_device(
        &self,
        visitor: &Visitor,
        user_id: Option<i32>,
    ) -> Result<Option<Vec<u8>>, AnyError> {
        let Some(device) = &visitor.device else {
            return Ok(None);
        };
        let hash = token_hash(device);
        let now = self.clock().now();
        let (theirs, _) = self.db().knows_device(&hash, user_id, now).await?;
        Ok(theirs.then_some(hash))
    }

    /// The first step: name and passphrase.
    pub async fn sign_in(
        &self,
        visitor: &Visitor,
        username: &str,
        passphrase: &str,
    ) -> Result<FirstStep, AnyError> {
        let user = self.db().find_user(username).await?;
        let user = user.filter(|user| !user.disabled);
        let user_id = user.as_ref().map(|user| user.user_id);
        let device = self.known_device(visitor, user_id).await?;
        let counted = Counted::of("passphrase", username, device.as_deref(), visitor);
        if let Err(wait) = self.begin_try(&counted).await? {
            return Ok(FirstStep::Wait(wait));
        }
        let stored = user.as_ref().map(|user| user.password_hash.clone());
        let fits = self.accounts().fits(passphrase, stored).await?;
        let Some(user) = user.filter(|_| fits) else {
            // A name that nobody has may be a passphrase that was typed into the wrong field.
            let known = user_id.is_some().then_some(username);
            self.refused(visitor, known, "passphrase").await?;
            return Ok(FirstStep::Refused);
        };
        self.end_try(counted).await?;
        let now = self.clock().now();
        self.db().delete_expired_sessions(now).await?;
        if user.second_factor {
            return Ok(FirstStep::Code(self.half(user.user_id).await?));
        }
        if self.accounts().demands_second_factor(&user.grants, now) {
            self.begin_second_factor(user.user_id).await?;
            return Ok(FirstStep::SetUp(self.half(user.user_id).await?));
        }
        Ok(FirstStep::Begun(self.begin_session(visitor, &user).await?))
    }

    async fn refused(
        &self,
        visitor: &Visitor,
        username: Option<&str>,
        what: &str,
    ) -> Result<(), AnyError> {
        let by = visitor.stranger();
        let mut entry = Entry::new(self.clock().now(), &by, Action::SignInFailed).saying(what);
        if let Some(username) = username {
            entry = entry.about(username);
        }
        Ok(self.noting().note(self.db(), entry).await?)
    }

    async fn half(&self, user_id: i32) -> Result<Token, AnyError> {
        let token = Token::draw()?;
        let hash = token_hash(token.as_str());
        let now = self.clock().now();
        self.db().create_half_session(&hash, user_id, now).await?;
        Ok(token)
    }

    /// Who has done the first step.
    pub async fn half_signed_in(&self, token: &str) -> Result<Option<HalfSession>, AnyError> {
        let now = self.clock().now();
        let half = self.db().find_half_session(&token_hash(token), now).await?;
        Ok(half.filter(|half| half.tries < CODES_A_PASSPHRASE))
    }

    /// Begins a session.
    async fn begin_session(&self, visitor: &Visitor, user: &UserRow) -> Result<Begun, AnyError> {
        let now = self.clock().now();
        let token = Token::draw()?;
        let mut device_hash = None;
        if let Some(device) = &visitor.device {
            // One that somebody signed in with is the browser's; another may have been planted.
            let hash = token_hash(device);
            let (_, anybodys) = self.db().knows_device(&hash, None, now).await?;
            device_hash = anybodys.then_some(hash);
        }
        let mut device = None;
        if device_hash.is_none() {
            let new = Token::draw()?;
            device_hash = Some(token_hash(new.as_str()));
            device = Some(new);
        }
        let session = NewSession {
            user_agent: visitor.user_agent.clone(),
            device_hash,
            ..NewSession::new(
                &token_hash(token.as_str()),
                user.user_id,
                now,
                EpochMs(now.0 + SESSION_MS),
            )
        };
        let by = By::person(&user.username, None).from(visitor.address_text());
        self.db().create_session(&session, &by).await?;
        Ok(Begun { token, device })
    }

    /// The second step: a code, or one that confirms a second factor that was set up.
    pub async fn second_step(
        &self,
        visitor: &Visitor,
        half_token: &str,
        code: &str,
    ) -> Result<SecondStep, AnyError> {
        let Some(half) = self.half_signed_in(half_token).await? else {
            return Ok(SecondStep::FromTheStart);
        };
        let (user, half_hash) = (half.user, token_hash(half_token));
        let device = self.known_device(visitor, Some(user.user_id)).await?;
        let counted = Counted::of("code", &user.username, device.as_deref(), visitor);
        if let Err(wait) = self.begin_try(&counted).await? {
            return Ok(SecondStep::Wait(wait));
        }
        if !self.db().count_code(&half_hash, CODES_A_PASSPHRASE).await? {
            return Ok(SecondStep::FromTheStart);
        }
        let by = By::person(&user.username, None).from(visitor.address_text());
        let checked = match user.second_factor {
            true => self
                .check_code(user.user_id, code, &by)
                .await?
                .map(|()| Vec::new()),
            false => match self.confirm_second_factor(user.user_id, code, &by).await? {
                SetUp::Done(codes) => Ok(codes),
                SetUp::Problem(problem) => Err(problem),
                SetUp::NotBegun => return Ok(SecondStep::FromTheStart),
            },
        };
        let codes = match checked {
            Ok(codes) => codes,
            Err(problem) => {
                self.refused(visitor, Some(&user.username), "code").await?;
                return Ok(SecondStep::Problem(problem));
            }
        };
        self.end_try(counted).await?;
        self.db().delete_half_session(&half_hash).await?;
        let begun = self.begin_session(visitor, &user).await?;
        Ok(match codes.is_empty() {
            true => SecondStep::Begun(begun),
            false => SecondStep::BegunWithCodes(begun, codes),
        })
    }

    /// Whether somebody who has signed in proves anew that it is they: before their passphrase or second factor is changed. Their session
    /// has an allowance of its own, whoever has got hold of it.
    pub async fn proves(
        &self,
        session_hash: &[u8],
        user: &UserRow,
        passphrase: &str,
    ) -> Result<Result<bool, u32>, AnyError> {
        let visitor = Visitor::default();
        let counted = Counted::of("again", &user.username, Some(session_hash), &visitor);
        if let Err(wait) = self.begin_try(&counted).await? {
            return Ok(Err(wait));
        }
        let stored = Some(user.password_hash.clone());
        let fits = self.accounts().fits(passphrase, stored).await?;
        if fits {
            self.end_try(counted).await?;
        }
        Ok(Ok(fits))
    }
}
