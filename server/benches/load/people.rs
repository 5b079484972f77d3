//! People with accounts of their own who ask for the pages of their role, and think between them.

use super::{Any, http, survey};
use domain::area::{Area, Level};
use domain::audit::By;
use domain::people::Role;
use server::clock::Clock;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use store::{Db, FirstGrant, NewUser};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// So many at once.
pub const COUNT: usize = 200;
/// Between an answer and the next question, in milliseconds: from so much to so much.
const THOUGHT_MS: (u64, u64) = (2_000, 8_000);
/// They come in over so long, as people do.
const COMING_MS: u64 = 5_000;

/// One of them.
pub struct Person {
    cookie: String,
    /// What each page is called in the table, and its address.
    pages: Vec<(&'static str, String)>,
}

/// Makes the accounts and signs them all in: in the main monitors, of all tehsils in turn.
pub async fn invite(db: &Db, clock: &Clock) -> Result<Vec<Person>, Any> {
    let areas = db.load_areas().await?;
    let of = |level| areas.iter().filter(move |area| area.level == level);
    let province = of(Level::Province)
        .next()
        .ok_or("the demo has a province")?;
    let districts: Vec<&Area> = of(Level::District).collect();
    let tehsils: Vec<&Area> = of(Level::Tehsil).collect();
    let mut people = Vec::with_capacity(COUNT);
    for number in 0..COUNT {
        let (role, area) = match number % 10 {
            0..6 => (Role::TehsilMonitor, tehsils[number % tehsils.len()]),
            6 | 7 => (
                Role::DistrictCoordinator,
                districts[number % districts.len()],
            ),
            8 if number % 20 == 8 => (Role::BosQa, province),
            8 => (Role::Csu, province),
            _ => (Role::Leadership, province),
        };
        let now = clock.now();
        let user = NewUser {
            username: format!("load{number}"),
            display_name: format!("Person {number}"),
            first: FirstGrant {
                role,
                area: area.id,
                acts: false,
                from: None,
                until: None,
                reason: None,
            },
            password_hash: String::new(),
        };
        let user_id = db.create_user(&user, now, &By::program()).await?;
        people.push(Person {
            cookie: survey::signed_in(db, clock, user_id).await?,
            pages: pages(role, &area.code),
        });
    }
    Ok(people)
}

fn pages(role: Role, area: &str) -> Vec<(&'static str, String)> {
    let coverage = ("coverage of an area", format!("/coverage/{area}"));
    let fixed = |path: &'static str| (path, path.to_owned());
    match role {
        Role::TehsilMonitor => vec![
            coverage,
            fixed("/flags"),
            fixed("/quality"),
            fixed("/quality/dont_know"),
        ],
        Role::DistrictCoordinator => vec![
            fixed("/"),
            coverage,
            fixed("/coordination"),
            fixed("/flags"),
        ],
        Role::BosQa => vec![
            fixed("/quality"),
            fixed("/quality/dont_know"),
            fixed("/flags"),
            fixed("/risk"),
            fixed("/imports"),
        ],
        Role::Csu => vec![
            fixed("/coordination"),
            fixed("/coordination/silent"),
            fixed("/coverage"),
            fixed("/coordination/cases"),
        ],
        _ => vec![fixed("/"), fixed("/coverage"), fixed("/quality")],
    }
}

/// How long each page took those who asked for it, and what went wrong.
#[derive(Default)]
pub struct Asked {
    times: BTreeMap<&'static str, Vec<Duration>>,
    /// A sentence each.
    pub errors: Vec<String>,
}

impl Asked {
    /// A row of the table for each page, and one for all.
    pub fn lines(&self) -> Vec<String> {
        let all: Vec<Duration> = self.times.values().flatten().copied().collect();
        let failed = |page: &str| {
            self.errors
                .iter()
                .filter(|error| error.starts_with(&format!("{page}: ")))
                .count()
        };
        let mut lines: Vec<String> = self
            .times
            .iter()
            .map(|(page, times)| line(page, times, failed(page)))
            .collect();
        lines.push(line("all", &all, self.errors.len()));
        lines
    }

    fn add(&mut self, other: Asked) {
        for (page, times) in other.times {
            self.times.entry(page).or_default().extend(times);
        }
        self.errors.extend(other.errors);
    }
}

fn line(page: &str, times: &[Duration], failed: usize) -> String {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = |part: usize| {
        times
            .get(times.len() * part / 100)
            .or(times.last())
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    format!(
        "| {page} | {} | {failed} | {:.1} ms | {:.1} ms | {:.1} ms |",
        times.len() + failed,
        at(50),
        at(99),
        at(100)
    )
}

/// They all begin, and go on until an instant.
pub fn start(people: Vec<Person>, server: SocketAddr, until: Instant) -> JoinSet<Asked> {
    people
        .into_iter()
        .enumerate()
        .map(|(number, person)| asks(person, number as u64, server, until))
        .collect()
}

/// Waits for them all.
pub async fn finish(mut asking: JoinSet<Asked>) -> Result<Asked, Any> {
    let mut all = Asked::default();
    while let Some(asked) = asking.join_next().await {
        all.add(asked?);
    }
    Ok(all)
}

async fn asks(person: Person, number: u64, server: SocketAddr, until: Instant) -> Asked {
    let mut asked = Asked::default();
    let mut chance = number + 1;
    let mut stream = None;
    let mut buffer = Vec::new();
    tokio::time::sleep(Duration::from_millis(next(&mut chance) % COMING_MS)).await;
    while Instant::now() < until {
        let (name, path) = &person.pages[(next(&mut chance) % person.pages.len() as u64) as usize];
        let begun = Instant::now();
        let answer = async {
            let mut connection = match stream.take() {
                Some(connection) => connection,
                None => connect(number, server).await?,
            };
            http::ask(
                &mut connection,
                &http::request(path, &person.cookie),
                &mut buffer,
            )
            .await?;
            Ok::<_, Any>(connection)
        };
        match answer.await {
            Ok(connection) => {
                asked.times.entry(name).or_default().push(begun.elapsed());
                stream = Some(connection);
            }
            Err(error) => asked.errors.push(format!(
                "{name}: {error}, after {:.1} s",
                begun.elapsed().as_secs_f64()
            )),
        }
        let thought = THOUGHT_MS.0 + next(&mut chance) % (THOUGHT_MS.1 - THOUGHT_MS.0);
        tokio::time::sleep(Duration::from_millis(thought)).await;
    }
    asked
}

/// From one of this machine's addresses, twenty people behind each.
async fn connect(number: u64, server: SocketAddr) -> Result<TcpStream, Any> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from(([127, 0, 1, (number / 20) as u8 + 1], 0)))?;
    let stream = socket.connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same questions in every run.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
