//! Links to a new passphrase: who follows one has the account, until it is used, withdrawn or over.

use super::sign_in::Visitor;
use crate::secret::token_hash;
use crate::site::{AnyError, Site};
use api::accounts::LinkView;
use domain::account::PassphraseProblem;
use store::UserRow;

/// What became of a passphrase that was chosen by a link.
pub enum Chosen {
    /// It is theirs from now on.
    Done,
    /// Not this one.
    Problem(LinkView),
    /// The link opens nothing.
    Closed,
}

/// The address of a link, without the server's name.
pub fn path_of(secret: &str) -> String {
    format!("/invitation/{secret}")
}

impl Site {
    /// Whose link it is, if it can still be used.
    async fn link_of(&self, secret: &str) -> Result<Option<UserRow>, AnyError> {
        let now = self.clock().now();
        let Some(link) = self.db().find_link(&token_hash(secret), now).await? else {
            return Ok(None);
        };
        let user = self.db().user(link.user_id).await?;
        Ok(user.filter(|user| !user.disabled))
    }

    /// The page of a link; `None` if it opens nothing.
    pub async fn link_page(&self, secret: &str) -> Result<Option<LinkView>, AnyError> {
        let user = self.link_of(secret).await?;
        Ok(user.map(|user| view(secret, &user, None)))
    }

    /// Chooses a passphrase by a link.
    pub async fn choose_by_link(
        &self,
        visitor: &Visitor,
        secret: &str,
        typed: &str,
        again: &str,
    ) -> Result<Chosen, AnyError> {
        let Some(user) = self.link_of(secret).await? else {
            return Ok(Chosen::Closed);
        };
        let chosen = self.accounts().new_passphrase(typed, again, &user.username);
        let hash = match chosen.await? {
            Ok(hash) => hash,
            Err(problem) => return Ok(Chosen::Problem(view(secret, &user, Some(problem)))),
        };
        let now = self.clock().now();
        let secret_hash = token_hash(secret);
        let address = visitor.address_text();
        let used = self.db().use_link(&secret_hash, &hash, now, address);
        Ok(match used.await? {
            Some(_) => Chosen::Done,
            None => Chosen::Closed,
        })
    }
}

fn view(secret: &str, user: &UserRow, problem: Option<PassphraseProblem>) -> LinkView {
    LinkView {
        action: path_of(secret),
        username: user.username.clone(),
        display_name: user.display_name.clone(),
        is_new: user.password_hash.is_empty(),
        problem,
    }
}
