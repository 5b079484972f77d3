//! Managing people: nobody gives more than they have, and nobody outside of what they manage exists.

use super::{Browser, add, area, web, whole};
use crate::support::web::{Answer, Web};
use axum::http::{StatusCode, header};
use domain::account::SecondFactor;
use domain::people::Role;
use domain::time::EpochMs;
use store::FirstGrant;

/// An administrator of one district.
async fn district_admin(web: &Web) -> Browser {
    add(
        web,
        "district-admin",
        whole(web, Role::Administrator, "PB01"),
    )
    .await;
    Browser::of(web, "district-admin").await
}

async fn give(web: &Web, browser: &mut Browser, whom: &str, role: &str, area: &str) -> Answer {
    let fields = [
        ("action", "give"),
        ("role", role),
        ("area", area),
        ("reason", "A test"),
    ];
    browser.post(web, &format!("/people/{whom}"), &fields).await
}

#[tokio::test]
async fn nobody_gives_more_than_they_have_themselves() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = district_admin(&web).await;
    // Within their district they give whatever they have there.
    let given = give(
        &web,
        &mut admin,
        "monitor",
        "district_coordinator",
        "PB0101",
    )
    .await;
    assert_eq!(
        given.header(header::LOCATION),
        "/people/monitor?done=given",
        "{}",
        given.text
    );
    // The whole, another district, themselves: no such area for them.
    for (whom, place) in [
        ("monitor", "PB"),
        ("monitor", "PB18"),
        ("district-admin", "PB"),
    ] {
        let refused = give(&web, &mut admin, whom, "administrator", place).await;
        assert!(
            refused.text.contains("There is no such area"),
            "{whom} {place}"
        );
    }
    let invited = [
        ("username", "helper"),
        ("display_name", "Helper"),
        ("role", "administrator"),
        ("area", "PB"),
        ("reason", "A test"),
    ];
    let refused = admin.post(&web, "/people/invite", &invited).await;
    assert!(
        refused.text.contains("There is no such area"),
        "{}",
        refused.text
    );
    assert_eq!(
        web.site.db().find_user("helper").await.expect("users"),
        None
    );
    let grants = web
        .site
        .db()
        .find_user("monitor")
        .await
        .expect("users")
        .expect("monitor")
        .grants;
    assert_eq!(grants.0.len(), 2);
}

#[tokio::test]
async fn nobody_gives_for_longer_than_they_have_themselves() {
    let web = web(SecondFactor::Optional).await;
    let in_a_week = EpochMs(super::now(&web).0 + 7 * 86_400_000);
    let short = FirstGrant {
        until: Some(in_a_week),
        ..whole(&web, Role::Administrator, "PB01")
    };
    add(&web, "for-a-week", short).await;
    let mut admin = Browser::of(&web, "for-a-week").await;
    let refused = give(&web, &mut admin, "monitor", "tehsil_monitor", "PB0101").await;
    assert!(
        refused
            .text
            .contains("more than you have yourself, or for longer"),
        "{}",
        refused.text
    );
    let zone = web.site.clock().zone();
    let in_two_days = EpochMs(super::now(&web).0 + 2 * 86_400_000);
    let day = domain::time::SurveyDay::of(in_two_days, zone).to_string();
    let fields = [
        ("action", "give"),
        ("role", "tehsil_monitor"),
        ("area", "PB0101"),
        ("until", day.as_str()),
        ("sees_only", "1"),
        ("reason", "A test"),
    ];
    let given = admin.post(&web, "/people/monitor", &fields).await;
    assert_eq!(
        given.header(header::LOCATION),
        "/people/monitor?done=given",
        "{}",
        given.text
    );
}

#[tokio::test]
async fn who_lies_outside_does_not_exist() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = district_admin(&web).await;
    add(&web, "elsewhere", whole(&web, Role::TehsilMonitor, "PB18")).await;
    let list = admin.get(&web, "/people").await.text;
    assert!(
        list.contains("/people/monitor") && list.contains("/people/attock"),
        "{list}"
    );
    for outside in [
        "elsewhere",
        "leadership",
        "qa",
        "admin",
        "nobody-of-that-name",
    ] {
        assert!(!list.contains(&format!("/people/{outside}\"")), "{outside}");
        let path = format!("/people/{outside}");
        assert_eq!(
            admin.get(&web, &path).await.status,
            StatusCode::NOT_FOUND,
            "{outside}"
        );
        for act in [
            "disable",
            "enable",
            "link",
            "withdraw",
            "end",
            "remove_factor",
            "revoke",
            "give",
        ] {
            let fields = [
                ("action", act),
                ("grant", "1"),
                ("role", "tehsil_monitor"),
                ("area", "PB0101"),
                ("reason", "A test"),
            ];
            let answer = admin.post(&web, &path, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act} {outside}");
        }
    }
}

#[tokio::test]
async fn an_account_with_more_than_one_could_give_is_not_taken_over() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = district_admin(&web).await;
    // Leadership of the province also helps in the district: the district's administrator sees that, and no more.
    let both = add(&web, "both", whole(&web, Role::Leadership, "PB")).await;
    let grant = store::NewGrant {
        user_id: both,
        role: Role::TehsilMonitor,
        area: area(&web, "PB0101"),
        acts: true,
        from: None,
        until: None,
        given_at: super::now(&web),
        reason: None,
    };
    let by = crate::support::by();
    let local = web
        .site
        .db()
        .give_grant(&grant, &by)
        .await
        .expect("a grant");
    let page = admin.get(&web, "/people/both").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("id=\"not-covered\""), "{}", page.text);
    let grants = super::between(&page.text, "id=\"grants\"", "</table>");
    assert_eq!(grants.matches("<tr>").count(), 2, "{grants}");
    assert!(grants.contains("Tehsil monitor") && !grants.contains("P&amp;D Board"));
    for act in ["disable", "link", "end", "remove_factor"] {
        let answer = admin.post(&web, "/people/both", &[("action", act)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    // A grant of the whole is none that they see; the one of the district they take away.
    let whole = web
        .site
        .db()
        .find_user("both")
        .await
        .expect("users")
        .expect("both")
        .grants
        .0[0];
    let revoke = |number: i32| {
        [
            ("action", "revoke".to_owned()),
            ("grant", number.to_string()),
            ("reason", "Done".to_owned()),
        ]
    };
    for (number, status) in [
        (whole.grant_id, StatusCode::NOT_FOUND),
        (local, StatusCode::SEE_OTHER),
    ] {
        let fields = revoke(number);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(
            admin.post(&web, "/people/both", &fields).await.status,
            status
        );
    }
}

#[tokio::test]
async fn the_last_administrator_of_the_whole_stays() {
    let web = web(SecondFactor::Optional).await;
    let mut admin = Browser::of(&web, "admin").await;
    let grant = |username: &'static str| {
        let db = web.site.db().clone();
        async move {
            let user = db
                .find_user(username)
                .await
                .expect("users")
                .expect("the user");
            user.grants.0[0].grant_id.to_string()
        }
    };
    let own = grant("admin").await;
    let revoke = [
        ("action", "revoke"),
        ("grant", own.as_str()),
        ("reason", "Leaves"),
    ];
    let refused = admin.post(&web, "/people/admin", &revoke).await;
    assert!(
        refused
            .text
            .contains("the last administrator of the whole survey"),
        "{}",
        refused.text
    );
    // What concerns one's own account is not done here.
    assert_eq!(
        admin
            .post(&web, "/people/admin", &[("action", "disable")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    add(&web, "second", whole(&web, Role::Administrator, "PB")).await;
    let mut second = Browser::of(&web, "second").await;
    let disabled = second
        .post(&web, "/people/admin", &[("action", "disable")])
        .await;
    assert_eq!(
        disabled.header(header::LOCATION),
        "/people/admin?done=disabled"
    );
    assert_eq!(
        admin.get(&web, "/people").await.status,
        StatusCode::SEE_OTHER,
        "out at once"
    );
    assert!(
        Browser::default()
            .sign_in(&web, "admin", super::SEEDED)
            .await
            .contains("failed=1")
    );
    let enabled = second
        .post(&web, "/people/admin", &[("action", "enable")])
        .await;
    assert_eq!(
        enabled.header(header::LOCATION),
        "/people/admin?done=enabled"
    );
}
