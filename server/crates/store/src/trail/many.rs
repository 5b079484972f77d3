//! How many rows a statement takes.
//!
//! SQLite binds 32,766 values to a statement, PostgreSQL 65,535. Far fewer are quicker: a long statement takes long to prepare,
//! and what is gained by a further row becomes less and less.

/// Rows that one statement inserts: of nine columns 900 values.
pub(super) const ROWS: usize = 100;
/// Keys that one statement looks up.
pub(super) const KEYS: usize = 500;

/// `head` and a list of `keys` in brackets. Only a full list is worth keeping prepared: others have their own length each time.
macro_rules! with_keys {
    ($head:expr, $keys:expr) => {{
        let keys: &[i64] = $keys;
        let mut query = sqlx::QueryBuilder::new($head);
        query.push(" (");
        let mut list = query.separated(", ");
        for key in keys {
            list.push_bind(*key);
        }
        query.push(")");
        query
    }};
}
pub(super) use with_keys;
