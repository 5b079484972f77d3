//! The audit trail's page.

use super::fixture::{get_as, part, words};
use api::audit::{AuditLine, AuditQuery, AuditView};
use domain::audit::{Action, WhoKind};
use domain::lang::Lang;
use domain::people::Role;

/// A person's entry, a machine's, and one of a later program; of a user who never was, none.
pub fn view(query: AuditQuery, problems: Vec<&'static str>) -> AuditView {
    let line = AuditLine {
        seq: 1_203,
        at_local: "2026-11-21 09:30:07".to_owned(),
        who_kind: Some(WhoKind::Person),
        who: "<b>qa</b>".to_owned(),
        role: Some(Role::BosQa),
        address: Some("10.1.2.3".to_owned()),
        action: Ok(Action::FlagStep),
        subject: Some("7-00ff".to_owned()),
        area: Some("PB18".to_owned()),
        detail: Some("confirm as other, 1".to_owned()),
    };
    let machine = AuditLine {
        seq: 1_202,
        who_kind: Some(WhoKind::Machine),
        who: "tablets".to_owned(),
        role: None,
        action: Ok(Action::SubmissionsPushed),
        area: None,
        ..line.clone()
    };
    let later = AuditLine {
        seq: 1_201,
        who_kind: None,
        who: String::new(),
        role: None,
        address: None,
        action: Err("moon.landed".to_owned()),
        subject: None,
        area: None,
        detail: None,
        ..line.clone()
    };
    let older = AuditQuery {
        before: Some(1_201),
        ..query.clone()
    };
    AuditView {
        problems,
        lines: match query.who.as_deref() {
            Some("nobody") => Vec::new(),
            _ => vec![line, machine, later],
        },
        older: Some(older),
        head: (1_203, "0f".repeat(32)),
        zone: "Asia/Karachi".to_owned(),
        query,
    }
}

async fn page(path: &str, lang: Lang) -> String {
    let (status, html) = get_as(
        Role::Administrator,
        path,
        lang,
        Err(api::ApiError::NotFound),
    )
    .await;
    assert_eq!(status, 200, "{path}");
    html
}

#[tokio::test]
async fn each_entry_says_who_did_what_when_and_from_where() {
    let html = page("/audit?action=flag.step&from=2026-11-01", Lang::En).await;
    let table = words(part(&html, "entries-table", "</table>"));
    for said in [
        "1,203",
        "2026-11-21 09:30:07",
        "&lt;b&gt;qa&lt;/b&gt;",
        "Bureau of Statistics, quality assurance",
        "Flag: a step",
        "7-00ff",
        "PB18",
        "confirm as other, 1",
        "10.1.2.3",
        "tablets machine",
        "Submissions received",
        "moon.landed",
    ] {
        assert!(table.contains(said), "{said}: {table}");
    }
    assert!(!html.contains("<b>qa</b>"));
    // What was chosen stays chosen, and goes along with the links.
    assert!(html.contains("value=\"2026-11-01\""), "{html}");
    for href in [
        "/audit.csv?action=flag.step&amp;from=2026-11-01",
        "/audit.xlsx?action=flag.step&amp;from=2026-11-01",
        "/audit?action=flag.step&amp;from=2026-11-01&amp;before=1201",
    ] {
        assert!(html.contains(href), "{href}");
    }
    let head = words(part(&html, "audit-head", "</p>"));
    assert!(
        head.contains("1,203") && head.contains(&"0f".repeat(32)),
        "{head}"
    );
}

#[tokio::test]
async fn an_empty_choice_and_a_field_that_cannot_be_understood_say_so_in_both_languages() {
    for (lang, none, field) in [
        (Lang::En, "No entry is as chosen.", "From day"),
        (Lang::Ur, "چناؤ کے مطابق کوئی اندراج نہیں۔", "اس دن سے"),
    ] {
        let html = page("/audit?who=nobody&from=soon", lang).await;
        assert!(
            words(part(&html, "no-entries", "</p>")).contains(none),
            "{html}"
        );
        assert!(
            words(part(&html, "filter-problems", "</div>")).contains(field),
            "{html}"
        );
    }
}
