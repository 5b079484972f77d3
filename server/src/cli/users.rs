//! `fieldwatch user`: the people who may sign in.

use super::{Failure, Outcome};
use crate::secret::hash_password;
use domain::people::Role;
use std::io::BufRead;
use store::{Db, NewUser};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Adds a user. The password is read from standard input (one line), so that it stands in no history.
    Add {
        /// What they sign in with.
        username: String,
        /// tehsil_monitor, district_coordinator, bos_qa, csu, leadership or administrator.
        #[arg(long, value_parser = role)]
        role: Role,
        /// The code of the area they may see, with everything below it.
        #[arg(long)]
        scope: String,
        /// Their name in pages; the username where absent.
        #[arg(long)]
        display_name: Option<String>,
    },
    /// Lists the users.
    List,
}

fn role(text: &str) -> Result<Role, String> {
    let codes = Role::ALL.map(Role::code).join(", ");
    Role::from_code(text).ok_or_else(|| format!("use one of {codes}"))
}

/// The shortest password accepted (NIST SP 800-63B-4 for a password used alone: 15; 12 until the second factor comes).
const SHORTEST_PASSWORD: usize = 12;

pub async fn run(db: &Db, command: Command) -> Outcome {
    match command {
        Command::Add {
            username,
            role,
            scope,
            display_name,
        } => {
            let mut password = String::new();
            std::io::stdin().lock().read_line(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']);
            if password.chars().count() < SHORTEST_PASSWORD {
                return Err(Failure::new(format!(
                    "The password must have at least {SHORTEST_PASSWORD} characters. Nothing was added."
                )));
            }
            add(
                db,
                &username,
                display_name.as_deref().unwrap_or(&username),
                role,
                &scope,
                password,
            )
            .await?;
            println!("added {username} ({}) for {scope}", role.code());
        }
        Command::List => {
            for user in db.list_users().await? {
                let state = if user.disabled { " · disabled" } else { "" };
                println!(
                    "{} · {} · {}{state}",
                    user.username,
                    user.role.code(),
                    user.display_name
                );
            }
        }
    }
    Ok(0)
}

/// Adds a user, or says why not.
pub async fn add(
    db: &Db,
    username: &str,
    display_name: &str,
    role: Role,
    scope: &str,
    password: &str,
) -> Result<(), Failure> {
    if db.find_user(username).await?.is_some() {
        return Err(Failure::new(format!(
            "There is a user {username} already. Nothing was changed."
        )));
    }
    let scope = super::area_with_code(db, scope).await?;
    let user = NewUser {
        username: username.to_owned(),
        display_name: display_name.to_owned(),
        role,
        scope,
        password_hash: hash_password(password).map_err(|error| Failure::new(error.to_string()))?,
    };
    db.create_user(&user).await?;
    Ok(())
}

/// Adds a user unless there is one of that name.
pub async fn add_if_absent(
    db: &Db,
    username: &str,
    display_name: &str,
    role: Role,
    scope: &str,
    password: &str,
) -> Result<(), Failure> {
    if db.find_user(username).await?.is_some() {
        return Ok(());
    }
    add(db, username, display_name, role, scope, password).await
}
