//! `fieldwatch token`: the machines that may send submissions or read over HTTP.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::secret::{Token, token_hash};
use std::collections::HashMap;
use store::{Db, NewToken, TokenUse};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Makes a token and prints its secret, once.
    Add {
        /// What people call it, for instance the collection system that will use it. No two tokens ever have one name.
        name: String,
        #[command(flatten)]
        is_for: For,
    },
    /// Lists the tokens: name, what they are for, last use.
    List,
    /// Takes a token's validity away, for good.
    Revoke {
        /// Its name.
        name: String,
    },
}

/// What a token is for: one of the two.
#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub struct For {
    /// For sending submissions: the code of the area it may send for, with everything below it.
    #[arg(long)]
    scope: Option<String>,
    /// For reading: the user as whom it reads, with the role and the area that they have whenever it asks.
    #[arg(long, value_name = "USERNAME")]
    read_as: Option<String>,
}

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Add { name, is_for } => add(db, clock, name, &is_for).await?,
        Command::List => list(db).await?,
        Command::Revoke { name } => {
            if !db.revoke_token(&name, clock.now(), &super::by()).await? {
                return Err(Failure::new(format!(
                    "There is no token {name} that could still be used. Nothing was changed."
                )));
            }
            println!("revoked {name}");
        }
    }
    Ok(0)
}

async fn add(db: &Db, clock: &Clock, name: String, is_for: &For) -> Result<(), Failure> {
    let (is_for, said) = match (&is_for.scope, &is_for.read_as) {
        (Some(code), _) => {
            let scope = super::area_with_code(db, code).await?;
            (TokenUse::Send { scope }, format!("sends for {code}"))
        }
        (None, Some(username)) => {
            let user_id = reader(db, username).await?;
            (TokenUse::Read { user_id }, format!("reads as {username}"))
        }
        (None, None) => {
            let sentence = "Say what the token is for: --scope CODE or --read-as USERNAME.";
            return Err(Failure::new(sentence.to_owned()));
        }
    };
    let secret = Token::draw()?;
    let token = NewToken {
        name,
        token_hash: token_hash(secret.as_str()),
        is_for,
        created_at: clock.now(),
    };
    if !db.create_token(&token, &super::by()).await? {
        return Err(Failure::new(format!(
            "There is or was a token {}. Choose another name; nothing was changed.",
            token.name
        )));
    }
    eprintln!(
        "added {}: it {said}. Its secret follows; it is not kept and cannot be shown again.",
        token.name
    );
    println!("{}", secret.as_str());
    Ok(())
}

/// The key of the user as whom a token is to read.
async fn reader(db: &Db, username: &str) -> Result<i32, Failure> {
    let problem = match db.find_user(username).await? {
        Some(user) if !user.disabled => return Ok(user.user_id),
        Some(_) => "is disabled",
        None => "does not exist",
    };
    Err(Failure::new(format!(
        "The user {username} {problem}. See `fieldwatch user list`; no token was made."
    )))
}

async fn list(db: &Db) -> Result<(), Failure> {
    let areas = db.load_areas().await?;
    let users: HashMap<i32, String> = db
        .list_users()
        .await?
        .into_iter()
        .map(|user| (user.user_id, user.username))
        .collect();
    let said = |at: Option<domain::time::EpochMs>| at.and_then(|at| at.to_rfc3339());
    for token in db.list_tokens().await? {
        let is_for = match token.is_for {
            TokenUse::Send { scope } => areas
                .iter()
                .find(|area| area.id == scope)
                .map_or("?".to_owned(), |area| area.code.clone()),
            TokenUse::Read { user_id } => {
                format!("reads as {}", users.get(&user_id).map_or("?", |name| name))
            }
        };
        let used =
            said(token.last_used).map_or("never used".to_owned(), |at| format!("last used {at}"));
        let revoked = said(token.revoked_at).map_or(String::new(), |at| format!(" · revoked {at}"));
        println!("{} · {is_for} · {used}{revoked}", token.name);
    }
    Ok(())
}
