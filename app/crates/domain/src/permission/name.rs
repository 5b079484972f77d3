//! Enumerators' names: held together with whose they are, until somebody is told who may be.

use super::table::Permission;
use crate::area::AreaId;
use crate::cube::Cube;
use crate::people::Caller;
use crate::time::EpochMs;
use std::fmt;

/// An enumerator's name, as the roster has it. It has no text of its own: [`name_for`] is the only way to read it, so that no page, file or
/// log can show a name by mistake.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HeldName {
    name: Option<String>,
    home: Option<AreaId>,
}

impl HeldName {
    /// A name that may be absent, and the tehsil that its owner is deployed to; `None` of somebody who is on no roster.
    pub fn of(name: Option<String>, home: Option<AreaId>) -> HeldName {
        HeldName { name, home }
    }
}

impl fmt::Debug for HeldName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.name.as_ref().map(|_| "held");
        out.debug_tuple("HeldName").field(&held).finish()
    }
}

/// The name, for somebody who may see names where its owner is deployed; everybody else has the code. The name of somebody who is deployed
/// nowhere is for those who see names in the whole survey.
pub fn name_for(held: &HeldName, caller: &Caller, now: EpochMs, cube: &Cube) -> Option<String> {
    let home = held.home.or_else(|| Some(cube.root()?.id))?;
    match caller.may(Permission::SeeNames, home, now, cube) {
        true => held.name.clone(),
        false => None,
    }
}
