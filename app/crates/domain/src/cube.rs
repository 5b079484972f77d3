//! Coverage in memory: area × wave × day, answered without a database.
