//! Who looks, and at which part of the survey.

use crate::area::AreaId;
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

/// Someone who has signed in. Every use case takes one; there is no anonymous caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Caller {
    /// Surrogate key of the user.
    pub user_id: i32,
    /// What they sign in with.
    pub username: String,
    /// Their name in pages.
    pub display_name: String,
    /// What they are.
    pub role: Role,
    /// The root of the area subtree they may see. Everything outside answers as if it did not exist.
    pub scope: AreaId,
}
