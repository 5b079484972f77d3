//! `fieldwatch token`: the machines that may send submissions over HTTP.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::secret::{Token, token_hash};
use store::{Db, NewToken};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Makes a token and prints its secret, once.
    Add {
        /// What people call it, for instance the collection system that will use it. No two tokens ever have one name.
        name: String,
        /// The code of the area it may send submissions for, with everything below it.
        #[arg(long)]
        scope: String,
    },
    /// Lists the tokens: name, scope, last use.
    List,
    /// Takes a token's validity away, for good.
    Revoke {
        /// Its name.
        name: String,
    },
}

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Add { name, scope } => add(db, clock, name, &scope).await?,
        Command::List => list(db).await?,
        Command::Revoke { name } => {
            if !db.revoke_token(&name, clock.now()).await? {
                return Err(Failure::new(format!(
                    "There is no token {name} that could still be used. Nothing was changed."
                )));
            }
            println!("revoked {name}");
        }
    }
    Ok(0)
}

async fn add(db: &Db, clock: &Clock, name: String, scope: &str) -> Result<(), Failure> {
    let area = super::area_with_code(db, scope).await?;
    let secret = Token::draw()?;
    let token = NewToken {
        name,
        token_hash: token_hash(secret.as_str()),
        scope: area,
        created_at: clock.now(),
    };
    if !db.create_token(&token).await? {
        return Err(Failure::new(format!(
            "There is or was a token {}. Choose another name; nothing was changed.",
            token.name
        )));
    }
    eprintln!(
        "added {} for {scope}. Its secret follows; it is not kept and cannot be shown again.",
        token.name
    );
    println!("{}", secret.as_str());
    Ok(())
}

async fn list(db: &Db) -> Result<(), Failure> {
    let areas = db.load_areas().await?;
    let said = |at: Option<domain::time::EpochMs>| at.and_then(|at| at.to_rfc3339());
    for token in db.list_tokens().await? {
        let scope = areas
            .iter()
            .find(|area| area.id == token.scope)
            .map_or("?", |area| area.code.as_str());
        let used =
            said(token.last_used).map_or("never used".to_owned(), |at| format!("last used {at}"));
        let revoked = said(token.revoked_at).map_or(String::new(), |at| format!(" · revoked {at}"));
        println!("{} · {scope} · {used}{revoked}", token.name);
    }
    Ok(())
}
