//! `fieldwatch user`: the people who may sign in, and what they have been given.

mod links;

use super::accounts::BreachedArguments;
use super::{Failure, Outcome};
use crate::accounts::person::period;
use crate::clock::Clock;
use crate::secret::hash_password;
use api::accounts::PeopleProblem;
use domain::account::{Device, PassphraseProblem, accept};
use domain::area::AreaId;
use domain::lang::Lang;
use domain::people::Role;
use domain::time::{EpochMs, SurveyDay};
use std::collections::HashMap;
use std::io::BufRead;
use store::{Db, FirstGrant, GrantRow, NewGrant, NewUser, UserRow, WhichSessions};

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
        #[command(flatten)]
        breached: BreachedArguments,
    },
    /// Adds a user without a passphrase and prints a link by which they choose one: once, within three days.
    Invite(links::Invited),
    /// Prints a link by which a user chooses a new passphrase: once, within three days. The old one holds until then.
    Reset {
        /// Who.
        username: String,
        /// Where people reach the server, such as https://fieldwatch.example; without it the link begins with a slash.
        #[arg(long, env = "FIELDWATCH_ADDRESS")]
        address: Option<String>,
    },
    /// Lets a user sign in no more, and ends their sessions.
    Disable {
        /// Who.
        username: String,
    },
    /// Lets a user sign in again.
    Enable {
        /// Who.
        username: String,
    },
    /// Lists the sessions of a user.
    Sessions {
        /// Whose.
        username: String,
        /// End them all.
        #[arg(long)]
        end: bool,
    },
    /// Says whether a user has a second factor.
    SecondFactor {
        /// Whose.
        username: String,
        /// Take it away: of somebody who has lost phone and recovery codes.
        #[arg(long)]
        remove: bool,
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

pub async fn run(db: &Db, clock: &Clock, command: Command) -> Outcome {
    match command {
        Command::Add {
            username,
            role,
            scope,
            display_name,
            breached,
        } => {
            let mut typed = String::new();
            std::io::stdin().lock().read_line(&mut typed)?;
            let typed = typed.trim_end_matches(['\r', '\n']);
            let passphrase = accept(typed, &username).map_err(refused)?;
            if let Some(list) = breached.open()?
                && list.has(&passphrase)?
            {
                return Err(refused(PassphraseProblem::Breached));
            }
            let name = display_name.as_deref().unwrap_or(&username);
            add(db, clock, &username, name, role, &scope, &passphrase).await?;
            println!("added {username} ({}) for {scope}", role.code());
        }
        Command::Invite(invited) => links::invite(db, clock, invited).await?,
        Command::Reset { username, address } => {
            links::reset(db, clock, &username, address.as_deref()).await?;
        }
        Command::Disable { username } => set_disabled(db, clock, &username, true).await?,
        Command::Enable { username } => set_disabled(db, clock, &username, false).await?,
        Command::Sessions { username, end } => sessions(db, clock, &username, end).await?,
        Command::SecondFactor { username, remove } => {
            second_factor(db, clock, &username, remove).await?;
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

fn refused(problem: PassphraseProblem) -> Failure {
    let why = app::texts::accounts::passphrase_problem(problem).en;
    Failure::new(format!("{why} Nothing was added."))
}

async fn set_disabled(
    db: &Db,
    clock: &Clock,
    username: &str,
    disabled: bool,
) -> Result<(), Failure> {
    let user = known(db, username).await?;
    let said = if disabled { "disabled" } else { "enabled" };
    if user.disabled == disabled {
        println!("{username} is {said} already");
        return Ok(());
    }
    let changed = UserRow { disabled, ..user };
    db.update_user(&changed, clock.now(), &super::by()).await?;
    println!("{said} {username}");
    Ok(())
}

async fn sessions(db: &Db, clock: &Clock, username: &str, end: bool) -> Result<(), Failure> {
    let user = known(db, username).await?;
    let now = clock.now();
    if end {
        let by = super::by();
        let ended = db.end_sessions(user.user_id, WhichSessions::All, now, &by);
        println!("ended {} sessions of {username}", ended.await?);
        return Ok(());
    }
    let local = |at: EpochMs| at.to_minute_in(clock.zone());
    for session in db.sessions_of(user.user_id, now).await? {
        let agent = session.user_agent.as_deref().unwrap_or("");
        println!(
            "{} · since {} · last used {} · from {} · {}",
            session.mark,
            local(session.created_at),
            local(session.seen_at),
            session.address.as_deref().unwrap_or("?"),
            app::texts::accounts::device(Lang::En, Device::read(agent))
        );
    }
    Ok(())
}

async fn second_factor(
    db: &Db,
    clock: &Clock,
    username: &str,
    remove: bool,
) -> Result<(), Failure> {
    let user = known(db, username).await?;
    let words = match (remove, user.second_factor) {
        (false, true) => "has a second factor",
        (_, false) => "has no second factor",
        (true, true) => {
            db.remove_second_factor(user.user_id, clock.now(), &super::by())
                .await?;
            "has no second factor any more, and is signed out everywhere"
        }
    };
    println!("{username} {words}");
    Ok(())
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
    period(clock, from, until).map_err(|problem| {
        let named = |day: Option<SurveyDay>| day.map_or("it".to_owned(), |day| day.to_string());
        let (first, last) = (named(from), named(until));
        let why = match problem {
            PeopleProblem::Over => format!("{last} is over: the grant would have ended already."),
            PeopleProblem::EndsBefore => {
                format!("The last day {last} is before its first day {first}.")
            }
            problem => app::texts::people::problem(problem).en.to_owned(),
        };
        Failure::new(format!(
            "{why} Correct --from or --until; nothing was changed."
        ))
    })
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
async fn add(
    db: &Db,
    clock: &Clock,
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
        first: FirstGrant::whole(role, scope),
        password_hash: hash_password(password).map_err(|error| Failure::new(error.to_string()))?,
    };
    db.create_user(&user, clock.now(), &super::by()).await?;
    Ok(())
}

/// Adds a user of the demo unless there is one of that name. Its passphrase is known to everybody, and follows no rules.
pub async fn add_if_absent(
    db: &Db,
    clock: &Clock,
    username: &str,
    display_name: &str,
    role: Role,
    scope: &str,
    password: &str,
) -> Result<(), Failure> {
    if db.find_user(username).await?.is_some() {
        return Ok(());
    }
    add(db, clock, username, display_name, role, scope, password).await
}
