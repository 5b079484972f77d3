//! PostgreSQL: a batch of submissions by `COPY … BINARY`.

use super::postgres::PostgresServer;
use crate::error::StoreError;
use crate::record::{Arrival, FactInput};
use crate::reprocess::Replaced;
use crate::run::{RowOutcome, Run};

#[derive(Debug)]
pub(crate) struct PostgresRecorder {
    server: PostgresServer,
}

impl PostgresRecorder {
    pub(crate) fn new(server: PostgresServer) -> PostgresRecorder {
        PostgresRecorder { server }
    }

    pub(crate) async fn record(
        &mut self,
        _run: &mut Run,
        _batch: Vec<Arrival>,
    ) -> Result<Vec<RowOutcome>, StoreError> {
        Err(StoreError::other(format!("{:?} not yet", self.server)))
    }
}

pub(crate) async fn replace_facts(
    _server: &PostgresServer,
    _facts: &[(i64, FactInput)],
) -> Result<Replaced, StoreError> {
    Err(StoreError::other("not yet"))
}
