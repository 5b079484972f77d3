//! `fieldwatch user`: the people who may sign in, and what they have been given.

use super::{Failure, Outcome};
use crate::clock::Clock;
use crate::secret::hash_password;
use domain::area::AreaId;
use domain::audit::Stamp;
use domain::people::Role;
use domain::time::{EpochMs, SurveyDay, day_ends_at};
use std::collections::HashMap;
use std::io::BufRead;
use store::{Db, GrantRow, NewGrant, NewUser, UserRow};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Adds a user with a first grant. The password is read from standard input (one line), so that it stands in no history.
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
    /// Gives a user a role in one more area. They choose in the header which of their grants they look by.
    Grant {
        /// Who.
        username: String,
        /// tehsil_monitor, district_coordinator, bos_qa, csu, leadership or administrator.
        #[arg(long, value_parser = role)]
        role: Role,
        /// The code of the area, with everything below it.
        #[arg(long)]
        area: String,
        /// Only to see; without it, to see and to act.
        #[arg(long)]
        see_only: bool,
        /// The first day, YYYY-MM-DD, in the survey's zone; without it, at once.
        #[arg(long, value_parser = day)]
        from: Option<SurveyDay>,
        /// The last day, YYYY-MM-DD, to its end in the survey's zone; without it, for good.
        #[arg(long, value_parser = day)]
        until: Option<SurveyDay>,
        /// Why. Kept with the grant.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Ends a grant now.
    Revoke {
        /// Whose.
        username: String,
        /// Its number: see `user list --grants`.
        #[arg(long)]
        grant: i32,
        /// Why. Kept with the grant.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Lists the users with what they have been given.
    List {
        /// Also the grants that have ended, and how each came about.
        #[arg(long)]
        grants: bool,
    },
}

fn role(text: &str) -> Result<Role, String> {
    let codes = Role::ALL.map(Role::code).join(", ");
    Role::from_code(text).ok_or_else(|| format!("use one of {codes}"))
}

fn day(text: &str) -> Result<SurveyDay, String> {
    SurveyDay::parse(text).ok_or_else(|| "write the day as YYYY-MM-DD".to_owned())
}

/// The shortest password accepted (NIST SP 800-63B-4 for a password used alone: 15; 12 until the second factor comes).
const SHORTEST_PASSWORD: usize = 12;

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
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
            let name = display_name.as_deref().unwrap_or(&username);
            add(
                db,
                &username,
                name,
                role,
                &scope,
                password,
                &super::stamp(clock),
            )
            .await?;
            println!("added {username} ({}) for {scope}", role.code());
        }
        Command::Grant {
            username,
            role,
            area,
            see_only,
            from,
            until,
            reason,
        } => {
            let user = known(db, &username).await?;
            let (from, until) = times(clock, from, until)?;
            let grant = NewGrant {
                user_id: user.user_id,
                role,
                area: super::area_with_code(db, &area).await?,
                acts: !see_only,
                from,
                until,
                given_at: clock.now(),
                given_by: super::by().word().to_owned(),
                reason,
            };
            let number = db.give_grant(&grant, &super::by()).await?;
            println!(
                "granted {username}: number {number}, {} in {area}",
                role.code()
            );
        }
        Command::Revoke {
            username,
            grant,
            reason,
        } => revoke(db, clock, &username, grant, reason.as_deref()).await?,
        Command::List { grants } => list(db, clock, grants).await?,
    }
    Ok(0)
}

async fn known(db: &Db, username: &str) -> Result<UserRow, Failure> {
    db.find_user(username).await?.ok_or_else(|| {
        Failure::new(format!(
            "There is no user {username}. See fieldwatch user list, or add them first; nothing was changed."
        ))
    })
}

/// From the first instant of the first day to the first after the last day.
fn times(
    clock: &Clock,
    from: Option<SurveyDay>,
    until: Option<SurveyDay>,
) -> Result<(Option<EpochMs>, Option<EpochMs>), Failure> {
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(Failure::new(format!(
            "The grant would end on {until}, before its first day {from}. Correct --from or --until; nothing was changed."
        )));
    }
    let end_of = |day: SurveyDay| {
        day_ends_at(day, clock.zone()).ok_or_else(|| {
            Failure::new(format!(
                "{day} lies outside the years that can be told. Correct the day; nothing was changed."
            ))
        })
    };
    let from = from.map(|day| end_of(day.plus(-1))).transpose()?;
    let ends = until.map(end_of).transpose()?;
    if let (Some(until), Some(ends)) = (until, ends)
        && ends <= clock.now()
    {
        return Err(Failure::new(format!(
            "{until} is over: the grant would have ended already. Correct --until; nothing was changed."
        )));
    }
    Ok((from, ends))
}

async fn revoke(
    db: &Db,
    clock: &Clock,
    username: &str,
    grant_id: i32,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let user = known(db, username).await?;
    let is_theirs = user.grants.0.iter().any(|has| has.grant_id == grant_id);
    if !is_theirs {
        return Err(Failure::new(format!(
            "{username} has no grant {grant_id}. See fieldwatch user list --grants; nothing was changed."
        )));
    }
    if !db
        .revoke_grant(grant_id, clock.now(), &super::by(), reason)
        .await?
    {
        return Err(Failure::new(format!(
            "Grant {grant_id} has ended already. Nothing was changed."
        )));
    }
    println!("revoked {username}: number {grant_id}");
    Ok(())
}

async fn list(db: &Db, clock: &Clock, all: bool) -> Result<(), Failure> {
    let areas = db.load_areas().await?;
    let codes: HashMap<AreaId, &str> = areas
        .iter()
        .map(|area| (area.id, area.code.as_str()))
        .collect();
    let mut rows: HashMap<i32, Vec<GrantRow>> = HashMap::new();
    for row in db.list_grants(None).await? {
        rows.entry(row.user_id).or_default().push(row);
    }
    let now = clock.now();
    for user in db.list_users().await? {
        let state = if user.disabled { " · disabled" } else { "" };
        println!("{} · {}{state}", user.username, user.display_name);
        let given = rows.remove(&user.user_id).unwrap_or_default();
        // One that has yet to begin is no less given.
        let has_ended = |row: &GrantRow| row.grant.until.is_some_and(|until| until <= now);
        let shown: Vec<_> = given.iter().filter(|row| all || !has_ended(row)).collect();
        if shown.is_empty() {
            println!("  nothing is granted");
        }
        for row in shown {
            println!("  {}", line(row, &codes, clock, all));
        }
    }
    Ok(())
}

/// A grant in one line; `all` is with how it came about.
fn line(row: &GrantRow, codes: &HashMap<AreaId, &str>, clock: &Clock, all: bool) -> String {
    let local = |at: EpochMs| at.to_minute_in(clock.zone());
    let grant = &row.grant;
    let mut parts = vec![
        format!("{}", grant.grant_id),
        grant.role.code().to_owned(),
        codes.get(&grant.area).copied().unwrap_or("?").to_owned(),
        if grant.acts { "sees and acts" } else { "sees" }.to_owned(),
    ];
    parts.extend(grant.from.map(|at| format!("from {}", local(at))));
    parts.extend(grant.until.map(|at| format!("until {}", local(at))));
    if all {
        parts.push(match &row.given {
            Some((at, by)) => format!("given {} by {by}", local(*at)),
            None => "given with the user, before that was kept".to_owned(),
        });
        parts.extend(row.reason.clone());
        if let Some((at, by)) = &row.revoked {
            parts.push(format!("revoked {} by {by}", local(*at)));
        }
        parts.extend(row.revoked_reason.clone());
    }
    parts.join(" · ")
}

/// Adds a user, or says why not.
pub async fn add(
    db: &Db,
    username: &str,
    display_name: &str,
    role: Role,
    scope: &str,
    password: &str,
    stamp: &Stamp,
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
    db.create_user(&user, stamp).await?;
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
    stamp: &Stamp,
) -> Result<(), Failure> {
    if db.find_user(username).await?.is_some() {
        return Ok(());
    }
    add(db, username, display_name, role, scope, password, stamp).await
}
