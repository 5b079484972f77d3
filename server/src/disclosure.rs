//! What of households is told to whom: the one place that every number passes through that could point to one.

use api::Session;
use domain::permission::Permission;
use domain::visit::Timed;

/// Whether a visit is shown by itself. Who may not see households sees interviews alone: every other visit says how a door was answered.
pub fn shows_visit(session: &Session, visit: &Timed) -> bool {
    session.may(Permission::SeeHouseholds) || visit.visit.is_valid_complete()
}
