//! Who looks, and at which part of the survey.

use crate::area::AreaId;
use crate::cube::Cube;
use crate::permission::{Grants, Permission};
use crate::time::EpochMs;
use serde::{Deserialize, Serialize};

/// A role of DESIGN.md, "People".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Spot-checks in one tehsil.
    TehsilMonitor,
    /// Runs one district.
    DistrictCoordinator,
    /// Bureau of Statistics quality assurance: decides which data to trust.
    BosQa,
    /// Coordination Support Unit: knows which agency has to act.
    Csu,
    /// P&D Board: aggregates only.
    Leadership,
    /// Runs the installation.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 6] = [
        Role::TehsilMonitor,
        Role::DistrictCoordinator,
        Role::BosQa,
        Role::Csu,
        Role::Leadership,
        Role::Administrator,
    ];

    /// The name on the command line and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Role::TehsilMonitor => "tehsil_monitor",
            Role::DistrictCoordinator => "district_coordinator",
            Role::BosQa => "bos_qa",
            Role::Csu => "csu",
            Role::Leadership => "leadership",
            Role::Administrator => "administrator",
        }
    }

    /// The page that the day begins with: the state of the whole, except for who walks to doors.
    pub fn home(self) -> &'static str {
        match self {
            Role::TehsilMonitor => "/coverage",
            _ => "/",
        }
    }

    /// Reads [`Role::code`] back.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Someone who has signed in and stands on one of their grants. Every use case takes one; there is no anonymous caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Caller {
    /// Surrogate key of the user.
    pub user_id: i32,
    /// What they sign in with.
    pub username: String,
    /// Their name in pages.
    pub display_name: String,
    /// What they are on the grant that they stand on. Says how they are addressed; what they may do is asked of their permissions.
    pub role: Role,
    /// The root of the area subtree that they stand on. Everything outside answers as if it did not exist.
    pub scope: AreaId,
    /// The grant that they stand on.
    pub grant_id: i32,
    /// Every grant in force.
    pub grants: Grants,
}

impl Caller {
    /// Somebody with these grants, who has chosen to stand on one of them. `None` if no grant is in force: then there is nothing they may
    /// see.
    pub fn of(
        user_id: i32,
        username: String,
        display_name: String,
        grants: Grants,
        chosen: Option<i32>,
        now: EpochMs,
    ) -> Option<Caller> {
        let standing = *grants.standing(chosen, now)?;
        Some(Caller {
            user_id,
            username,
            display_name,
            role: standing.role,
            scope: standing.area,
            grant_id: standing.grant_id,
            grants: Grants(grants.in_force(now).copied().collect()),
        })
    }

    /// Whether a permission holds in an area, which must lie in what they stand on.
    pub fn may(&self, permission: Permission, area: AreaId, now: EpochMs, cube: &Cube) -> bool {
        cube.is_within(area, self.scope) && self.grants.may(permission, area, now, cube)
    }
}
