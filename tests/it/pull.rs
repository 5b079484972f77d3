//! Pulling from ODK Central, from a server that plays its answers: nothing is lost, nothing is taken twice.

mod restored;

use crate::support::Place;
use crate::support::central::{EMAIL, FakeCentral, PASSWORD, Trouble, row};
use domain::audit::By;
use domain::outcome::ReviewState;
use domain::time::EpochMs;
use serde_json::{Value, json};
use server::clock::Clock;
use server::ingest::formats::mapping::Mapping;
use server::ingest::push::Reading;
use server::pull::central::Account;
use server::pull::patience::Patience;
use server::pull::run::{Pull, Pulled, pull};
use server::pull::schedule::Pulling;
use server::site::Site;
use server::web::assets::Assets;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use store::{Db, PullEnd, PullForm, PullRow};

fn mapping_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/odk.toml")
}

/// Seven interviews of one morning, a minute apart.
fn seven() -> Vec<Value> {
    (1..=7)
        .map(|n| {
            row(
                &n.to_string(),
                "E1",
                "Square",
                "1",
                &format!("2026-11-21T01:0{n}:00.000Z"),
            )
        })
        .collect()
}

struct Here {
    place: Place,
    db: Db,
    clock: Clock,
    central: FakeCentral,
    what: Pull,
}

impl Here {
    async fn new(place: Place, rows: Vec<Value>) -> Here {
        place.small_survey().await;
        let central = FakeCentral::start(rows).await;
        let what = Pull {
            form: PullForm {
                url: central.url.clone(),
                project: 7,
                form_id: "visit".to_owned(),
            },
            account: Arc::new(Account {
                email: EMAIL.to_owned(),
                password: PASSWORD.to_owned(),
            }),
            mapping: Arc::new(Mapping::from_file(&mapping_file()).expect("the mapping")),
            zone: None,
            page_rows: 3,
            from_start: false,
            patience: Patience {
                first: Duration::from_millis(1),
                longest: Duration::from_millis(4),
                attempts: 4,
                ..Patience::default()
            },
            every_ms: None,
            by: By::machine("test"),
        };
        Here {
            db: crate::support::open(place.url())
                .await
                .expect("the database opens"),
            clock: Clock::running("Asia/Karachi").expect("a zone"),
            place,
            central,
            what,
        }
    }

    async fn pull(&self) -> Pulled {
        let reading = Reading::load(&self.db, self.clock.zone())
            .await
            .expect("areas");
        pull(
            &self.db,
            Arc::new(reading),
            &self.clock,
            &self.what,
            std::future::pending(),
        )
        .await
        .expect("a pull")
        .expect("nobody else pulls")
    }

    /// What the record says of the form.
    async fn noted(&self) -> PullRow {
        let mut pulls = self.db.list_pulls().await.expect("pulls");
        assert_eq!(pulls.len(), 1);
        pulls.remove(0)
    }

    /// Id and review state of every current submission, sorted.
    async fn reviews(&self) -> Vec<String> {
        let mut facts: Vec<String> = self
            .place
            .content()
            .await
            .iter()
            .filter_map(|line| line.strip_prefix("fact|"))
            .map(|line| {
                let cells: Vec<&str> = line.split('|').collect();

                let state: usize = cells[8].parse().expect("a rank");
                format!("{} {}", cells[0], ReviewState::ALL[state].code())
            })
            .collect();
        facts.sort();
        facts
    }
}

/// read, accepted, unchanged, updated, quarantined
fn counts(pulled: &Pulled) -> [u64; 5] {
    let sums = pulled.summary;
    [
        sums.read,
        sums.accepted,
        sums.unchanged,
        sums.updated,
        sums.quarantined,
    ]
}

fn failure(pulled: &Pulled) -> &str {
    match &pulled.end {
        PullEnd::Failed(said) => said,
        PullEnd::Complete { .. } => panic!("the pull reached the end: {pulled:?}"),
    }
}

fn is_complete(pulled: &Pulled) -> bool {
    matches!(&pulled.end, PullEnd::Complete { remark: None, .. })
}

#[tokio::test]
async fn every_page_is_read_and_then_only_what_changed() {
    for place in Place::both().await {
        let here = Here::new(place, seven()).await;
        let first = here.pull().await;
        assert!(is_complete(&first), "{first:?}");
        assert_eq!(counts(&first), [7, 7, 0, 0, 0]);
        assert_eq!(here.central.asked().len(), 3);
        assert_eq!(here.central.sessions(), (1, 1), "begun and ended");

        // One is approved, one is edited, one is deleted, one is new; each at its own time after the first pull.
        here.central.change(|rows| {
            rows[6]["__system"]["reviewState"] = json!("approved");
            rows[6]["__system"]["updatedAt"] = json!("2026-11-22T01:00:00.000Z");
            rows[5]["visit"]["result"] = json!("2");
            rows[5]["__system"]["reviewState"] = json!("edited");
            rows[5]["__system"]["edits"] = json!(1);
            rows[5]["__system"]["updatedAt"] = json!("2026-11-22T01:01:00.000Z");
            rows[4]["__system"]["deletedAt"] = json!("2026-11-22T01:02:00.000Z");
            rows.insert(0, row("8", "E2", "Square", "1", "2026-11-22T01:03:00.000Z"));
        });
        let second = here.pull().await;
        assert!(is_complete(&second), "{second:?}");
        // The overlap of an hour brings the first seven again.
        assert_eq!(counts(&second), [8, 1, 4, 3, 0]);
        assert_eq!(
            here.reviews().await,
            [
                "uuid:1 approved",
                "uuid:2 edited",
                "uuid:3 rejected",
                "uuid:4 received",
                "uuid:5 received",
                "uuid:6 received",
                "uuid:7 received",
                "uuid:8 received"
            ]
        );
        // Nothing before the newest change less an hour is asked for any more.
        let third = here.pull().await;
        assert_eq!(counts(&third), [4, 0, 4, 0, 0]);
        let asked = here.central.asked();
        let [.., last, restored] = &asked[..] else {
            panic!("two questions");
        };
        assert!(
            last.contains("submissionDate ge 2026-11-22T00:03:00Z"),
            "{last}"
        );
        assert!(
            restored.contains("submissionDate ge 2026-11-21T01:02:59.999Z and"),
            "whether the deleted one was restored: {restored}"
        );
        let noted = here.noted().await;
        assert!(noted.failure.is_none() && noted.complete_at.is_some());

        // From the start: all that are not deleted.
        let all = Pull {
            from_start: true,
            ..here.what.clone()
        };
        let here = Here { what: all, ..here };
        assert_eq!(counts(&here.pull().await), [7, 0, 7, 0, 0]);
        assert_eq!(here.reviews().await[2], "uuid:3 rejected");
    }
}

#[tokio::test]
async fn trouble_that_passes_is_waited_out_and_every_row_comes_once() {
    for place in Place::both().await {
        let here = Here::new(place, seven()).await;
        here.central.trouble([
            Trouble::None,
            Trouble::SessionEnds,
            Trouble::Status(503, Some(0)),
            Trouble::BreaksOff,
            Trouble::None,
            Trouble::IsCut,
            Trouble::Status(429, None),
            Trouble::Status(502, None),
        ]);
        let pulled = here.pull().await;
        assert!(is_complete(&pulled), "{pulled:?}");
        assert_eq!(counts(&pulled), [7, 7, 0, 0, 0]);
        assert_eq!(here.central.asked().len(), 3 + 6);
        assert_eq!(here.central.sessions(), (2, 1));
        assert_eq!(here.reviews().await.len(), 7);
    }
}

#[tokio::test]
async fn trouble_that_stays_ends_the_pull_and_the_next_one_begins_where_it_began() {
    let here = Here::new(Place::sqlite(), seven()).await;
    here.central.trouble(
        [Trouble::None]
            .into_iter()
            .chain((0..4).map(|_| Trouble::Status(503, None))),
    );
    let pulled = here.pull().await;
    assert_eq!(counts(&pulled), [3, 3, 0, 0, 0]);
    assert!(failure(&pulled).contains("answers 503"), "{pulled:?}");
    let noted = here.noted().await;
    assert_eq!(noted.failure.as_deref(), Some(failure(&pulled)));
    assert_eq!(noted.summary.accepted, 3);
    let since = noted.failing_since.expect("a time");

    here.central.trouble((0..4).map(|_| Trouble::IsCut));
    let again = here.pull().await;
    assert!(failure(&again).contains("cannot be read"), "{again:?}");
    assert_eq!(here.noted().await.failing_since, Some(since));

    // A wish to wait longer than anyone would is not waited for.
    here.central.trouble([Trouble::Status(503, Some(86_400))]);
    assert!(failure(&here.pull().await).contains("503"));

    let whole = here.pull().await;
    assert!(is_complete(&whole), "{whole:?}");
    assert_eq!(counts(&whole), [7, 4, 3, 0, 0]);
    assert_eq!(here.noted().await.failing_since, None);
}

#[tokio::test]
async fn pages_that_repeat_end_the_pull_and_change_nothing_twice() {
    let here = Here::new(Place::sqlite(), seven()).await;
    here.central
        .trouble([Trouble::None, Trouble::LeadsToItself]);
    let pulled = here.pull().await;
    assert!(failure(&pulled).contains("again and again"), "{pulled:?}");
    assert_eq!(counts(&pulled), [6, 6, 0, 0, 0]);
    assert_eq!(here.noted().await.complete_at, None);
    assert_eq!(counts(&here.pull().await), [7, 1, 6, 0, 0]);
}

#[tokio::test]
async fn rows_that_move_between_pages_are_noticed_by_their_number() {
    let here = Here::new(Place::sqlite(), seven()).await;
    here.central.page_by_skip();
    // The newest is deleted after the first page: the fourth moves into its place and is on no page.
    here.central
        .trouble([Trouble::Then(Box::new(|rows| drop(rows.remove(0))))]);
    let pulled = here.pull().await;
    assert!(
        failure(&pulled).contains("announced 7 submissions and its pages held 6"),
        "{pulled:?}"
    );
    assert!(is_complete(&here.pull().await));
    assert_eq!(here.reviews().await.len(), 7);

    // New ones push the others down: one comes twice, which is no harm.
    here.central.trouble([Trouble::Then(Box::new(|rows| {
        rows.insert(0, row("9", "E1", "Square", "1", "2026-11-21T01:09:00.000Z"));
    }))]);
    let pulled = here.pull().await;
    assert!(is_complete(&pulled), "{pulled:?}");
    assert_eq!(pulled.summary.read, 7);
    // The one that came during the pull comes with the next.
    assert_eq!(here.pull().await.summary.accepted, 1);
}

#[tokio::test]
async fn a_row_that_changes_while_pages_are_read_arrives_with_this_pull_or_the_next() {
    let here = Here::new(Place::sqlite(), seven()).await;
    here.central.trouble([Trouble::Then(Box::new(|rows| {
        // One that was read already, and one that was not.
        for at in [0, 5] {
            rows[at]["__system"]["reviewState"] = json!("rejected");
            rows[at]["__system"]["updatedAt"] = json!("2026-11-21T02:00:00.000Z");
        }
    }))]);
    assert_eq!(counts(&here.pull().await), [7, 7, 0, 0, 0]);
    assert_eq!(here.reviews().await[1], "uuid:2 rejected");
    assert_eq!(here.reviews().await[6], "uuid:7 received");
    assert_eq!(here.pull().await.summary.updated, 1);
    assert_eq!(here.reviews().await[6], "uuid:7 rejected");
}

#[tokio::test]
async fn an_older_central_is_asked_for_less_and_the_record_says_so() {
    let here = Here::new(Place::sqlite(), seven()).await;
    here.central
        .filter_only_by(&["submissionDate", "updatedAt"]);
    assert!(is_complete(&here.pull().await));
    let pulled = here.pull().await;
    let PullEnd::Complete { remark, .. } = &pulled.end else {
        panic!("{pulled:?}");
    };
    assert!(
        remark
            .as_deref()
            .is_some_and(|said| said.contains("deleted"))
    );
    here.central.filter_only_by(&["submissionDate"]);
    here.pull().await;
    assert!(
        here.noted()
            .await
            .remark
            .is_some_and(|said| said.contains("edits and reviews"))
    );
}

#[tokio::test]
async fn a_wrong_password_is_said_at_once_and_asked_once() {
    let mut here = Here::new(Place::sqlite(), seven()).await;
    here.what.account = Arc::new(Account {
        email: EMAIL.to_owned(),
        password: "another".to_owned(),
    });
    let said = here.pull().await;
    assert!(failure(&said).contains("does not accept"), "{said:?}");
    assert!(!failure(&said).contains("another"), "{said:?}");
    assert_eq!(here.central.asked().len(), 0);
    here.what.form.form_id = "other".to_owned();
    here.what.account = Arc::new(Account {
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
    });
    assert!(failure(&here.pull().await).contains("no such project or form"));
}

#[tokio::test]
async fn one_process_pulls_a_form_at_a_time_and_a_killed_one_is_not_waited_for_for_ever() {
    for place in Place::both().await {
        let here = Here::new(place, seven()).await;
        let now = here.clock.now();
        let minutes = |n: i64| n * 60_000;
        let claim = |at: EpochMs, every| {
            let (db, form) = (here.db.clone(), here.what.form.clone());
            async move {
                db.claim_pull(&form, every, at.0, at, minutes(10))
                    .await
                    .expect("the database")
            }
        };
        let killed = claim(EpochMs(now.0 - minutes(9)), None)
            .await
            .expect("free");
        assert!(claim(now, None).await.is_none(), "somebody holds it");
        let later = EpochMs(now.0 + minutes(2));
        let taken = claim(later, Some(minutes(15)))
            .await
            .expect("its time is over");
        assert!(
            !here
                .db
                .keep_pull(&killed, later)
                .await
                .expect("the database")
        );
        // Whoever lost the right notes nothing.
        let end = PullEnd::Failed("late".to_owned());
        here.db
            .end_pull(&killed, &end, Default::default(), later, &By::program())
            .await
            .expect("the database");
        assert_eq!(here.noted().await.failure, None);
        let end = PullEnd::Complete {
            cursor: Some(EpochMs(5)),
            remark: None,
        };
        here.db
            .end_pull(&taken, &end, Default::default(), later, &By::program())
            .await
            .expect("the database");
        // A schedule is not due before its time; by hand always.
        let soon = EpochMs(later.0 + minutes(14));
        assert!(claim(soon, Some(minutes(15))).await.is_none());
        let by_hand = claim(soon, None).await.expect("free");
        assert_eq!(by_hand.cursor, Some(EpochMs(5)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_with_one_schedule_pull_once_and_stop_in_order() {
    let here = Here::new(Place::sqlite(), seven()).await;
    let what = Pull {
        every_ms: Some(3_600_000),
        ..here.what.clone()
    };
    let mut servers = Vec::new();
    for _ in 0..2 {
        let site = Site::open(here.db.clone(), here.clock.clone(), Assets::default())
            .await
            .expect("the site opens");
        servers.push(Pulling::begin(&Arc::new(site), vec![what.clone()]));
    }
    for _ in 0..500 {
        let pulls = here.db.list_pulls().await.expect("pulls");
        if pulls.first().is_some_and(|pull| pull.complete_at.is_some()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(here.noted().await.summary.accepted, 7);
    for server in servers {
        server.end().await;
    }
    assert_eq!(here.central.sessions().0, 1);
    assert_eq!(here.noted().await.every_ms, Some(3_600_000));

    // A server that is stopped in the middle of a page gives its right back and says so.
    here.central.trouble([Trouble::Silence]);
    let what = Pull {
        every_ms: Some(1),
        ..here.what.clone()
    };
    let site = Site::open(here.db.clone(), here.clock.clone(), Assets::default())
        .await
        .expect("the site opens");
    let pulling = Pulling::begin(&Arc::new(site), vec![what]);
    for _ in 0..500 {
        if here.central.asked().len() == 4 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    pulling.end().await;
    let noted = here.noted().await;
    assert!(noted.failure.is_some_and(|said| said.contains("stopped")));
    assert_eq!(noted.held_until, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_pulls_says_what_came_and_keeps_the_password_to_itself() {
    let mut rows = seven();
    rows.push(row(
        "bad",
        "E1",
        "Nowhere land",
        "1",
        "2026-11-21T01:08:00.000Z",
    ));
    let here = Here::new(Place::sqlite(), rows).await;
    let mapping = mapping_file().display().to_string();
    let arguments = [
        "pull",
        "odk",
        "--url",
        &here.central.url,
        "--project",
        "7",
        "--form",
        "visit",
        "--mapping",
        &mapping,
        "--email",
        EMAIL,
        "--page-rows",
        "2",
    ];
    let run = |password: Option<&str>| {
        let mut command = here.place.command(&arguments);
        command.env_remove("FIELDWATCH_ODK_PASSWORD");
        if let Some(password) = password {
            command.env("FIELDWATCH_ODK_PASSWORD", password);
        }
        crate::support::Said::from(command.output().expect("the program starts"))
    };
    let said = run(None);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("There is no password"), "{}", said.all());
    let said = run(Some("wrong"));
    assert_eq!(said.code, 1);
    assert!(said.err.contains("does not accept"), "{}", said.all());
    let said = run(Some(PASSWORD));
    assert_eq!(said.code, 3, "{}", said.all());
    assert!(
        said.summary()
            .starts_with("read 8 · accepted 7 · unchanged 0 · updated 0 · quarantined 1"),
        "{}",
        said.all()
    );
    // What was pulled is read again from its raw rows, and nothing changes.
    let before = here.place.content().await;
    here.place.must(&["reprocess", "--all"]);
    assert_eq!(here.place.content().await, before);
}

#[test]
fn a_file_of_schedules_is_read_or_its_mistake_is_named() {
    let place = Place::sqlite();
    std::fs::copy(mapping_file(), place.path("visit.toml")).expect("a copy");
    place.file("secret", "hush\n");
    let good = "[[odk]]\nurl = \"https://central.example.org/\"\nproject = 7\nform = \"visit\"\nmapping = \"visit.toml\"\n\
                every_minutes = 15\nemail = \"a@example.org\"\npassword_file = \"secret\"\n";
    let pulls = server::pull::schedule::read(&place.file("pulls.toml", good)).expect("a schedule");
    assert_eq!(pulls.len(), 1);
    assert_eq!(pulls[0].form.url, "https://central.example.org");
    assert_eq!(pulls[0].every_ms, Some(900_000));
    assert_eq!(pulls[0].account.password, "hush");
    for (from, to, said) in [
        ("every_minutes = 15", "every_minutes = 0", "from 1 to 10080"),
        ("visit.toml", "other.toml", "other.toml cannot be read"),
        ("\"secret\"", "\"none\"", "none cannot be read"),
        ("project", "projekt", "projekt"),
    ] {
        let file = place.file("pulls.toml", good.replace(from, to));
        let error = server::pull::schedule::read(&file)
            .err()
            .unwrap_or_default();
        assert!(error.contains(said), "{error}");
    }
}
