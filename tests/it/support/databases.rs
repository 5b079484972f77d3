//! A PostgreSQL server on which tests make databases of their own.

use sqlx::AssertSqlSafe;
use std::sync::atomic::{AtomicU32, Ordering};

/// The server, by the address of a database on it from which others can be made.
#[derive(Clone)]
pub struct Databases {
    admin: String,
}

impl Databases {
    /// The databases of the server at that address.
    pub fn at(admin: &str) -> Databases {
        Databases {
            admin: admin.to_owned(),
        }
    }

    /// The server that `cargo xtask test` started for the tests.
    pub fn of_the_tests() -> Databases {
        let admin = std::env::var("FIELDWATCH_TEST_POSTGRES_URL").expect(
            "FIELDWATCH_TEST_POSTGRES_URL must name a PostgreSQL server for tests; `cargo xtask test` starts one",
        );
        Databases { admin }
    }

    /// The address of a database of that name.
    pub fn url(&self, name: &str) -> String {
        let (server, parameters) = match self.admin.split_once('?') {
            Some((server, parameters)) => (server, format!("?{parameters}")),
            None => (self.admin.as_str(), String::new()),
        };
        let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
        format!("{base}/{name}{parameters}")
    }

    /// Makes an empty database under a name that no other test has, and answers the name.
    pub async fn make(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let now = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        // Numbers of processes come again, and a test that failed leaves its database behind.
        let name = format!(
            "it_{}_{}_{}",
            std::process::id(),
            NUMBER.fetch_add(1, Ordering::Relaxed),
            now.as_nanos()
        );
        self.execute(format!("CREATE DATABASE {name}")).await;
        name
    }

    /// Whether there is a database of that name.
    pub async fn has(&self, name: &str) -> bool {
        let pool = self.connected().await;
        let found = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1")
            .bind(name)
            .fetch_optional(&pool)
            .await
            .expect("databases can be looked up");
        pool.close().await;
        found.is_some()
    }

    /// Executes a statement about databases.
    pub async fn execute(&self, statement: String) {
        let pool = self.connected().await;
        if let Err(error) = sqlx::raw_sql(AssertSqlSafe(statement.clone()))
            .execute(&pool)
            .await
        {
            panic!("{statement}: {error}");
        }
        pool.close().await;
    }

    async fn connected(&self) -> sqlx::PgPool {
        sqlx::PgPool::connect(&self.admin)
            .await
            .expect("the PostgreSQL server answers")
    }
}
