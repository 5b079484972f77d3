//! Who may give what: nobody gives more than they have themselves, nor for longer.

use super::grant::{Grant, Grants};
use super::table::{Permission, Reach};
use crate::area::AreaId;
use crate::cube::Cube;
use crate::people::Role;
use crate::time::EpochMs;

/// What is to be given, or is taken away. Whether it is to see or also to act makes no difference: whoever manages people acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gift {
    /// The role.
    pub role: Role,
    /// The root of the subtree.
    pub area: AreaId,
    /// When it ends, if it does.
    pub until: Option<EpochMs>,
}

impl From<&Grant> for Gift {
    fn from(grant: &Grant) -> Gift {
        Gift {
            role: grant.role,
            area: grant.area,
            until: grant.until,
        }
    }
}

impl Grants {
    /// Whether one grant in force lets its holder manage people there, and holds everything that is to be given: the area, each permission
    /// of the role that means anything there, and the time. Names of enumerators are given by people who do not see them: whoever runs the
    /// installation has to let in those who meet enumerators.
    pub fn can_give(&self, gift: Gift, now: EpochMs, cube: &Cube) -> bool {
        let is_whole = cube.root().is_some_and(|root| root.id == gift.area);
        let means = |permission: &Permission| is_whole || permission.reach() == Reach::Subtree;
        self.in_force(now).any(|own| {
            let long_enough = own
                .until
                .is_none_or(|ends| gift.until.is_some_and(|until| until <= ends));
            own.gives(Permission::ManagePeople)
                && cube.is_within(gift.area, own.area)
                && long_enough
                && Permission::all()
                    .filter(|permission| permission.is_of(gift.role))
                    .filter(means)
                    .filter(|permission| *permission != Permission::SeeNames)
                    .all(|permission| own.gives(permission))
        })
    }

    /// Whether everything that somebody has or will have could be given by the holder of these grants: only then may they act on the
    /// whole account. Whoever could make a link to another's account gets everything that is behind it.
    pub fn cover(&self, theirs: &Grants, now: EpochMs, cube: &Cube) -> bool {
        let not_over = |grant: &&Grant| grant.until.is_none_or(|until| now < until);
        theirs
            .0
            .iter()
            .filter(not_over)
            .all(|grant| self.can_give(Gift::from(grant), now, cube))
    }
}
