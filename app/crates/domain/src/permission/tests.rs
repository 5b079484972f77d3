use super::{Gift, Grant, Grants, Kind, Permission, PermissionSet, Reach};
use crate::area::{Area, AreaId, Level};
use crate::cube::{Cube, CubeRows};
use crate::people::{Caller, Role};
use crate::time::EpochMs;

const PROVINCE: AreaId = 1;
const LAHORE: AreaId = 2;
const LAHORE_CITY: AreaId = 3;
const ATTOCK: AreaId = 4;
const NOW: EpochMs = EpochMs(1_000);

/// A province of two districts, one of them with a tehsil.
fn cube() -> Cube {
    let area = |id, level, parent| Area {
        id,
        code: format!("A{id}"),
        level,
        name: format!("Area {id}"),
        name_ur: None,
        parent,
        has_boundary: false,
    };
    Cube::build(CubeRows {
        areas: vec![
            area(PROVINCE, Level::Province, None),
            area(LAHORE, Level::District, Some(PROVINCE)),
            area(LAHORE_CITY, Level::Tehsil, Some(LAHORE)),
            area(ATTOCK, Level::District, Some(PROVINCE)),
        ],
        ..CubeRows::default()
    })
}

fn grant(grant_id: i32, role: Role, area: AreaId, acts: bool) -> Grant {
    Grant {
        grant_id,
        role,
        area,
        acts,
        from: None,
        until: None,
    }
}

#[test]
fn every_permission_has_its_own_line_at_its_own_number_with_a_code_of_noun_and_verb() {
    let all: Vec<Permission> = Permission::all().collect();
    for (number, permission) in all.iter().enumerate() {
        assert_eq!(*permission as usize, number, "{permission:?}");
        let (noun, verb) = permission.code().split_once('.').expect("noun.verb");
        assert!(!noun.is_empty() && !verb.is_empty(), "{permission:?}");
        assert!(Role::ALL.iter().any(|role| permission.is_of(*role)));
    }
    let mut codes: Vec<_> = all.iter().map(|permission| permission.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), all.len(), "no two have one code");
}

#[test]
fn a_permission_holds_in_the_grants_area_and_below_it_and_nowhere_else() {
    let (cube, grants) = (
        cube(),
        Grants(vec![grant(1, Role::DistrictCoordinator, LAHORE, true)]),
    );
    for (area, holds) in [
        (PROVINCE, false),
        (LAHORE, true),
        (LAHORE_CITY, true),
        (ATTOCK, false),
        (99, false),
    ] {
        for permission in [Permission::SeeFlags, Permission::DecideFlags] {
            assert_eq!(grants.may(permission, area, NOW, &cube), holds, "{area}");
        }
        assert!(!grants.may(Permission::SeeIntake, area, NOW, &cube));
    }
}

#[test]
fn seeing_a_district_and_acting_in_one_of_its_tehsils_are_two_grants() {
    let cube = cube();
    let grants = Grants(vec![
        grant(1, Role::DistrictCoordinator, LAHORE, false),
        grant(2, Role::DistrictCoordinator, LAHORE_CITY, true),
    ]);
    assert!(grants.may(Permission::SeeFlags, LAHORE, NOW, &cube));
    assert!(!grants.may(Permission::DecideFlags, LAHORE, NOW, &cube));
    assert!(grants.may(Permission::DecideFlags, LAHORE_CITY, NOW, &cube));
    assert_eq!(grants.roots(Permission::SeeFlags, NOW, &cube), [LAHORE]);
    assert_eq!(
        grants.roots(Permission::DecideFlags, NOW, &cube),
        [LAHORE_CITY]
    );
    // Offered where some of it may be acted in; asked again for the area itself.
    let held = grants.held(LAHORE, NOW, &cube);
    assert!(held.has(Permission::DecideFlags) && held.has(Permission::SeeFlags));
}

#[test]
fn two_districts_are_two_roots_and_never_the_province_above_them() {
    let cube = cube();
    let grants = Grants(vec![
        grant(1, Role::DistrictCoordinator, ATTOCK, true),
        grant(2, Role::DistrictCoordinator, LAHORE, true),
        grant(3, Role::TehsilMonitor, LAHORE_CITY, true),
    ]);
    let roots = grants.roots(Permission::SeeCoverage, NOW, &cube);
    assert_eq!(roots, [LAHORE, ATTOCK]);
    assert!(!grants.may(Permission::SeeCoverage, PROVINCE, NOW, &cube));
    let held = grants.held(PROVINCE, NOW, &cube);
    assert!(!held.has(Permission::SeeCoverage));
}

#[test]
fn what_is_seen_of_a_whole_area_needs_a_grant_of_the_whole_area() {
    let cube = cube();
    let grants = Grants(vec![
        grant(1, Role::Leadership, PROVINCE, false),
        grant(2, Role::BosQa, LAHORE, true),
    ]);
    assert!(!grants.held(PROVINCE, NOW, &cube).has(Permission::SeeFlags));
    let in_lahore = grants.held(LAHORE, NOW, &cube);
    assert!(in_lahore.has(Permission::SeeFlags));
    // What the wider grant gives holds below it too.
    assert!(in_lahore.has(Permission::SeeCoordination));
}

#[test]
fn what_reaches_over_the_whole_survey_is_held_at_its_root_alone() {
    let cube = cube();
    let of = |area| Grants(vec![grant(1, Role::BosQa, area, true)]);
    let whole: Vec<Permission> = Permission::all()
        .filter(|permission| permission.reach() == Reach::WholeSurvey)
        .collect();
    assert_eq!(whole.len(), 6);
    for permission in whole {
        assert!(of(PROVINCE).held(PROVINCE, NOW, &cube).has(permission));
        assert_eq!(of(PROVINCE).roots(permission, NOW, &cube), [PROVINCE]);
        assert!(!of(LAHORE).held(LAHORE, NOW, &cube).has(permission));
        assert!(of(LAHORE).roots(permission, NOW, &cube).is_empty());
        // Who stands on a part of the survey looks at that part.
        let both = Grants(vec![
            grant(1, Role::BosQa, PROVINCE, true),
            grant(2, Role::BosQa, LAHORE, true),
        ]);
        assert!(!both.held(LAHORE, NOW, &cube).has(permission));
    }
}

#[test]
fn a_grant_holds_from_its_first_instant_and_no_longer_at_its_last() {
    let for_a_time = Grant {
        from: Some(EpochMs(10)),
        until: Some(EpochMs(20)),
        ..grant(1, Role::BosQa, PROVINCE, true)
    };
    let cube = cube();
    for (now, holds) in [(9, false), (10, true), (19, true), (20, false)] {
        assert_eq!(for_a_time.holds(EpochMs(now)), holds, "{now}");
        let grants = Grants(vec![for_a_time]);
        let may = grants.may(Permission::SeeFlags, LAHORE, EpochMs(now), &cube);
        assert_eq!(may, holds, "{now}");
        assert_eq!(grants.standing(Some(1), EpochMs(now)).is_some(), holds);
    }
}

#[test]
fn pages_stand_on_the_chosen_grant_while_it_is_in_force_and_else_on_the_first() {
    let ended = Grant {
        until: Some(NOW),
        ..grant(2, Role::BosQa, LAHORE, true)
    };
    let grants = Grants(vec![
        grant(1, Role::Leadership, PROVINCE, false),
        ended,
        grant(3, Role::BosQa, ATTOCK, true),
    ]);
    let stands = |chosen, now| grants.standing(chosen, now).map(|grant| grant.grant_id);
    assert_eq!(stands(None, NOW), Some(1));
    assert_eq!(stands(Some(3), NOW), Some(3));
    assert_eq!(stands(Some(2), EpochMs(NOW.0 - 1)), Some(2));
    assert_eq!(stands(Some(2), NOW), Some(1));
    assert_eq!(stands(Some(99), NOW), Some(1));
    assert_eq!(Grants::default().standing(None, NOW), None);
}

#[test]
fn a_caller_acts_in_the_area_they_stand_on_and_where_a_grant_says_so() {
    let cube = cube();
    let grants = Grants(vec![
        grant(1, Role::DistrictCoordinator, LAHORE, true),
        grant(2, Role::DistrictCoordinator, ATTOCK, true),
    ]);
    let caller = Caller::of(1, "a".to_owned(), "A".to_owned(), grants, Some(2), NOW);
    let caller = caller.expect("a grant in force");
    assert_eq!(
        (caller.role, caller.scope),
        (Role::DistrictCoordinator, ATTOCK)
    );
    assert!(caller.may(Permission::DecideFlags, ATTOCK, NOW, &cube));
    assert!(!caller.may(Permission::DecideFlags, LAHORE, NOW, &cube));
}

#[test]
fn to_see_does_not_include_to_act() {
    let cube = cube();
    for role in Role::ALL {
        let sees = Grants(vec![grant(1, role, PROVINCE, false)]).held(PROVINCE, NOW, &cube);
        let acts = Grants(vec![grant(1, role, PROVINCE, true)]).held(PROVINCE, NOW, &cube);
        assert_eq!(acts, PermissionSet::of_role(role), "{role:?}");
        for permission in Permission::all() {
            let seen = permission.is_of(role) && permission.kind() == Kind::Seeing;
            assert_eq!(sees.has(permission), seen, "{role:?} {permission:?}");
        }
    }
}

fn gift(role: Role, area: AreaId, until: Option<i64>) -> Gift {
    Gift {
        role,
        area,
        until: until.map(EpochMs),
    }
}

#[test]
fn nobody_gives_more_than_they_have_nor_for_longer() {
    let cube = cube();
    let short = Grant {
        until: Some(EpochMs(9_000)),
        ..grant(1, Role::Administrator, LAHORE, true)
    };
    let whole = Grants(vec![grant(1, Role::Administrator, PROVINCE, true)]);
    let district = Grants(vec![short]);
    let sees = Grants(vec![grant(1, Role::Administrator, PROVINCE, false)]);
    let qa = Grants(vec![grant(1, Role::BosQa, PROVINCE, true)]);
    for role in Role::ALL {
        assert!(whole.can_give(gift(role, PROVINCE, None), NOW, &cube));
        assert!(whole.can_give(gift(role, LAHORE_CITY, None), NOW, &cube));
        let of_district = |area, until| district.can_give(gift(role, area, until), NOW, &cube);
        assert!(of_district(LAHORE, Some(9_000)));
        assert!(of_district(LAHORE_CITY, Some(8_999)));
        assert!(!of_district(LAHORE, Some(9_001)), "longer");
        assert!(!of_district(LAHORE, None), "for good");
        assert!(!of_district(ATTOCK, Some(9_000)), "elsewhere");
        assert!(!of_district(PROVINCE, Some(9_000)), "above");
        assert!(!sees.can_give(gift(role, LAHORE, None), NOW, &cube));
        assert!(!qa.can_give(gift(role, LAHORE, None), NOW, &cube));
    }
    let over = EpochMs(9_000);
    assert!(!district.can_give(gift(Role::Csu, LAHORE, Some(9_000)), over, &cube));
}

#[test]
fn two_grants_do_not_add_up_to_one_that_manages_and_reaches() {
    let cube = cube();
    let both = Grants(vec![
        grant(1, Role::Administrator, LAHORE, true),
        grant(2, Role::BosQa, PROVINCE, true),
    ]);
    assert!(both.can_give(gift(Role::BosQa, LAHORE, None), NOW, &cube));
    assert!(!both.can_give(gift(Role::BosQa, PROVINCE, None), NOW, &cube));
    assert!(!both.can_give(gift(Role::BosQa, ATTOCK, None), NOW, &cube));
}

#[test]
fn an_account_is_covered_when_everything_that_is_not_over_could_be_given() {
    let cube = cube();
    let manager = Grants(vec![grant(1, Role::Administrator, LAHORE, true)]);
    let covers = |theirs: Vec<Grant>| manager.cover(&Grants(theirs), NOW, &cube);
    assert!(covers(vec![]));
    assert!(covers(vec![grant(
        2,
        Role::TehsilMonitor,
        LAHORE_CITY,
        true
    )]));
    let elsewhere = grant(3, Role::TehsilMonitor, ATTOCK, false);
    assert!(!covers(vec![
        grant(2, Role::TehsilMonitor, LAHORE_CITY, true),
        elsewhere
    ]));
    let over = Grant {
        until: Some(NOW),
        ..elsewhere
    };
    assert!(covers(vec![over]), "it is over");
    let to_come = Grant {
        from: Some(EpochMs(5_000)),
        ..elsewhere
    };
    assert!(!covers(vec![to_come]), "it is yet to come");
}
