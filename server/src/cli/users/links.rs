//! `fieldwatch user invite` and `user reset`: links to a new passphrase.

use super::{day, known, role, times};
use crate::accounts::link::path_of;
use crate::cli::{Failure, area_with_code, by};
use crate::clock::Clock;
use crate::secret::{Token, token_hash};
use domain::account::{INVITATION_MS, is_username};
use domain::people::Role;
use domain::time::{EpochMs, SurveyDay};
use store::{Db, FirstGrant, NewLink, NewUser};

/// Who is invited, and to what.
#[derive(clap::Args)]
pub struct Invited {
    /// What they will sign in with: small letters, digits and . _ -
    username: String,
    /// tehsil_monitor, district_coordinator, bos_qa, csu, leadership or administrator.
    #[arg(long, value_parser = role)]
    role: Role,
    /// The code of the area, with everything below it.
    #[arg(long)]
    area: String,
    /// Their name in pages; the username where absent.
    #[arg(long)]
    display_name: Option<String>,
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
    /// Where people reach the server, such as https://fieldwatch.example; without it the link begins with a slash.
    #[arg(long, env = "FIELDWATCH_ADDRESS")]
    address: Option<String>,
}

pub async fn invite(db: &Db, clock: &Clock, invited: Invited) -> Result<(), Failure> {
    if !is_username(&invited.username) {
        let why = app::texts::people::BAD_USERNAME.en;
        return Err(Failure::new(format!("{why} Nothing was changed.")));
    }
    let (from, until) = times(clock, invited.from, invited.until)?;
    let username = invited.username;
    let user = NewUser {
        display_name: invited.display_name.unwrap_or_else(|| username.clone()),
        first: FirstGrant {
            acts: !invited.see_only,
            from,
            until,
            reason: invited.reason,
            ..FirstGrant::whole(invited.role, area_with_code(db, &invited.area).await?)
        },
        password_hash: String::new(),
        username,
    };
    let (secret, link) = draw(clock)?;
    db.invite(&user, &link, &by()).await?;
    tell(
        clock,
        &user.username,
        &secret,
        &link,
        invited.address.as_deref(),
    );
    Ok(())
}

pub async fn reset(
    db: &Db,
    clock: &Clock,
    username: &str,
    address: Option<&str>,
) -> Result<(), Failure> {
    let user = known(db, username).await?;
    if user.disabled {
        return Err(Failure::new(format!(
            "{username} is disabled. Let them sign in again first: fieldwatch user enable {username}"
        )));
    }
    let (secret, link) = draw(clock)?;
    db.make_link(user.user_id, &link, &by()).await?;
    tell(clock, username, &secret, &link, address);
    Ok(())
}

fn draw(clock: &Clock) -> Result<(Token, NewLink), Failure> {
    let secret = Token::draw()?;
    let link = NewLink {
        secret_hash: token_hash(secret.as_str()),
        made_at: clock.now(),
    };
    Ok((secret, link))
}

fn tell(clock: &Clock, username: &str, secret: &Token, link: &NewLink, address: Option<&str>) {
    let until = EpochMs(link.made_at.0 + INVITATION_MS).to_minute_in(clock.zone());
    eprintln!(
        "The link for {username} follows. It opens once, until {until} ({}); it is not kept and cannot be shown again.",
        clock.zone_name()
    );
    let server = address.unwrap_or_default().trim_end_matches('/');
    println!("{server}{}", path_of(secret.as_str()));
}
