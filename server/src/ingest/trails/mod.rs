//! Trails from files: audit logs, paradata, diagnostics, text audits.
//!
//! `columns` tells whose trail a file is and reads its lines, `naming` finds the submission in a file's path, `collect` gathers
//! lines by submission into parts (`gathered`) that are kept, `derive` turns kept parts into facts, `import` brings files into the database.

pub mod collect;
pub mod columns;
pub mod derive;
pub mod gathered;
pub mod import;
pub mod naming;
