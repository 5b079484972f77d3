//! Grants: a role in a subtree of areas, to see or also to act, from one instant to another.

use super::table::{Kind, Permission, PermissionSet, Reach};
use crate::area::AreaId;
use crate::cube::Cube;
use crate::people::Role;
use crate::time::EpochMs;
use serde::{Deserialize, Serialize};

/// A role that somebody has been given in an area and everything below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// Surrogate key.
    pub grant_id: i32,
    /// What they are there.
    pub role: Role,
    /// The root of the subtree.
    pub area: AreaId,
    /// Whether they also act there; otherwise they only see.
    pub acts: bool,
    /// When it begins; absent: it always has.
    pub from: Option<EpochMs>,
    /// When it ends; at that instant it has. Absent: it does not.
    pub until: Option<EpochMs>,
}

impl Grant {
    /// Whether it is in force.
    pub fn holds(&self, now: EpochMs) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// Whether it gives a permission, somewhere.
    pub fn gives(&self, permission: Permission) -> bool {
        permission.is_of(self.role) && (permission.kind() == Kind::Seeing || self.acts)
    }
}

/// The grants of one person, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grants(pub Vec<Grant>);

impl Grants {
    /// Those in force.
    pub fn in_force(&self, now: EpochMs) -> impl Iterator<Item = &Grant> {
        self.0.iter().filter(move |grant| grant.holds(now))
    }

    /// The grant that pages stand on: the chosen one while it is in force, else the first that is.
    pub fn standing(&self, chosen: Option<i32>, now: EpochMs) -> Option<&Grant> {
        let chosen = chosen.and_then(|id| self.in_force(now).find(|grant| grant.grant_id == id));
        chosen.or_else(|| self.in_force(now).next())
    }

    /// Whether a permission holds in an area: whether any grant in force gives it there. One that reaches over the whole survey is asked
    /// of the root, whatever the area.
    pub fn may(&self, permission: Permission, area: AreaId, now: EpochMs, cube: &Cube) -> bool {
        asked_of(permission, area, cube).is_some_and(|area| {
            self.in_force(now)
                .any(|grant| grant.gives(permission) && cube.is_within(area, grant.area))
        })
    }

    /// The roots of the subtrees in which a permission holds, in the order of the areas; none lies below another.
    pub fn roots(&self, permission: Permission, now: EpochMs, cube: &Cube) -> Vec<AreaId> {
        let mut areas: Vec<AreaId> = self
            .in_force(now)
            .filter(|grant| grant.gives(permission))
            .map(|grant| grant.area)
            .filter(|area| asked_of(permission, *area, cube) == Some(*area))
            .collect();
        areas.sort_unstable();
        areas.dedup();
        let below_another = |area: &AreaId| {
            let mut others = areas.iter().filter(|other| *other != area);
            others.any(|other| cube.is_within(*area, *other))
        };
        let roots = areas.iter().filter(|area| !below_another(area));
        roots.copied().collect()
    }

    /// What someone who stands on an area may be offered there: what they may see in all of it, and what they may do in all or
    /// in some of it.
    pub fn held(&self, standing: AreaId, now: EpochMs, cube: &Cube) -> PermissionSet {
        let held = |permission: &Permission| {
            let holds = self.may(*permission, standing, now, cube);
            match (permission.kind(), permission.reach()) {
                // Who stands on a part of the survey looks at that part.
                (_, Reach::WholeSurvey) => holds && is_root(standing, cube),
                (Kind::Seeing, Reach::Subtree) => holds,
                (Kind::Acting, Reach::Subtree) => {
                    holds || {
                        let roots = self.roots(*permission, now, cube);
                        roots.iter().any(|root| cube.is_within(*root, standing))
                    }
                }
            }
        };
        Permission::all().filter(held).collect()
    }
}

fn is_root(area: AreaId, cube: &Cube) -> bool {
    cube.root().is_some_and(|root| root.id == area)
}

/// The area that decides whether a permission holds in another.
fn asked_of(permission: Permission, area: AreaId, cube: &Cube) -> Option<AreaId> {
    match permission.reach() {
        Reach::Subtree => Some(area),
        Reach::WholeSurvey => cube.root().map(|root| root.id),
    }
}
