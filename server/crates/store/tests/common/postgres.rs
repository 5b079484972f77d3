//! Databases of their own on a PostgreSQL server, dropped afterwards.

use sqlx::{Connection, PgConnection};
use std::sync::atomic::{AtomicU32, Ordering};
use store::Db;

const VARIABLE: &str = "FIELDWATCH_TEST_POSTGRES_URL";

/// A database on the test server.
pub struct NewPostgres {
    pub db: Db,
    pub url: String,
    admin_url: String,
    name: String,
}

/// Makes an empty database. Without a server this fails: a story that was not run must not look like one that held.
pub async fn new_postgres() -> NewPostgres {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let admin_url = std::env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} is not set. This test needs a PostgreSQL server on which it may create databases: run \
             `cargo xtask test`, which starts one, or set {VARIABLE}=postgres://USER@HOST:PORT/postgres."
        )
    });
    let name = format!(
        "fieldwatch_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    admin(&admin_url, format!("DROP DATABASE IF EXISTS {name}")).await;
    admin(&admin_url, format!("CREATE DATABASE {name}")).await;
    let url = replace_database(&admin_url, &name);
    let db = Db::open(&url)
        .await
        .unwrap()
        .with_keys(crate::common::keys());
    NewPostgres {
        db,
        url,
        admin_url,
        name,
    }
}

impl NewPostgres {
    pub async fn drop_database(self) {
        self.db.close().await;
        admin(
            &self.admin_url,
            format!("DROP DATABASE {} WITH (FORCE)", self.name),
        )
        .await;
    }
}

async fn admin(url: &str, statement: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// `postgres://user@host:port/postgres?options` with another database.
fn replace_database(url: &str, name: &str) -> String {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let (server, _) = address.rsplit_once('/').unwrap_or((address, ""));
    if options.is_empty() {
        format!("{server}/{name}")
    } else {
        format!("{server}/{name}?{options}")
    }
}
