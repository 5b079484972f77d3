//! A made coverage view, a backend that hands it out, and the page as text.

use crate::shell;
use api::audit::{AuditQuery, AuditView};
use api::coverage::{AreaRef, CoverageRow, CoverageView, MapPath, MapShapes, Splits};
use api::figure::Figure;
use api::flags::{
    CheckCount, CheckView, EnumeratorView, FlagKey, FlagQuery, FlagView, FlagsView, RiskQuery,
    RisksView,
};
use api::intake::{ImportsView, QuarantineQuery, QuarantineView};
use api::one_import::ImportView;
use api::overview::OverviewView;
use api::quality::{MeasureView, QualityQuery, QualityView};
use api::query::{CoverageQuery, QueryProblem};
use api::thresholds::{PreviewView, ThresholdDraft};
use api::{ApiError, Backend, Session, days::DayValues};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use domain::area::{BoundarySource, Level};
use domain::audit::By;
use domain::checks::Check;
use domain::coverage::{Counts, Summary};
use domain::cube::Progress;
use domain::lang::Lang;
use domain::measures::Measure;
use domain::people::{Caller, Role};
use domain::permission::{Grants, PermissionSet};
use domain::time::{EpochMs, SurveyDay};
use leptos::prelude::provide_context;
use std::sync::Arc;

/// Answers every question with the same thing.
pub struct Fake {
    /// About coverage.
    pub coverage: Result<CoverageView, ApiError>,
    /// About where the survey stands.
    pub overview: OverviewView,
}

#[async_trait::async_trait]
impl Backend for Fake {
    async fn overview(&self, _: &Session) -> Result<OverviewView, ApiError> {
        Ok(self.overview.clone())
    }

    async fn quality(
        &self,
        _: &Session,
        query: QualityQuery,
        problems: Vec<&'static str>,
    ) -> Result<QualityView, ApiError> {
        Ok(super::quality::quality(query, problems))
    }

    async fn measure(
        &self,
        _: &Session,
        measure: Measure,
        query: QualityQuery,
        _: Vec<&'static str>,
    ) -> Result<MeasureView, ApiError> {
        super::quality::measure(measure, query)
    }

    async fn coverage(
        &self,
        _: &Session,
        _: Option<&str>,
        query: CoverageQuery,
        query_problems: Vec<QueryProblem>,
    ) -> Result<CoverageView, ApiError> {
        // Not ready at once: the page has to wait for it, as for a real one.
        tokio::task::yield_now().await;
        self.coverage.clone().map(|view| CoverageView {
            to: query.to.unwrap_or(view.today),
            query,
            query_problems,
            ..view
        })
    }

    async fn days(&self, _: &Session, _: &str, _: CoverageQuery) -> Result<DayValues, ApiError> {
        Err(ApiError::NotFound)
    }

    async fn imports(&self, _: &Session, before: Option<i32>) -> Result<ImportsView, ApiError> {
        Ok(super::intake::imports(before))
    }

    async fn import(&self, _: &Session, run_id: i32) -> Result<ImportView, ApiError> {
        super::one_import::import(run_id)
    }

    async fn audit(
        &self,
        _session: &Session,
        query: AuditQuery,
        problems: Vec<&'static str>,
    ) -> Result<AuditView, ApiError> {
        Ok(super::audit::view(query, problems))
    }

    async fn quarantine(
        &self,
        _: &Session,
        query: QuarantineQuery,
    ) -> Result<QuarantineView, ApiError> {
        Ok(super::intake::quarantine(query))
    }

    async fn flags(
        &self,
        _: &Session,
        query: FlagQuery,
        problems: Vec<&'static str>,
    ) -> Result<FlagsView, ApiError> {
        Ok(super::flags::flags(query, problems))
    }

    async fn flag(&self, _: &Session, key: FlagKey) -> Result<FlagView, ApiError> {
        super::flags::flag(key)
    }

    async fn checks(&self, _: &Session) -> Result<Vec<CheckCount>, ApiError> {
        Ok(super::flags::checks())
    }

    async fn check(
        &self,
        _: &Session,
        check: Check,
        draft: Option<ThresholdDraft>,
    ) -> Result<CheckView, ApiError> {
        Ok(super::thresholds::check(check, draft))
    }

    async fn threshold_preview(
        &self,
        _: &Session,
        check: Check,
        preview_id: i32,
    ) -> Result<PreviewView, ApiError> {
        super::thresholds::preview(check, preview_id)
    }

    async fn risks(&self, _: &Session, query: RiskQuery) -> Result<RisksView, ApiError> {
        Ok(super::flags::risks(query))
    }

    async fn enumerator(
        &self,
        _: &Session,
        code: &str,
        day: Option<SurveyDay>,
    ) -> Result<EnumeratorView, ApiError> {
        super::flags::enumerator(code, day)
    }
}

/// A page as it is sent: status and text.
pub async fn get(
    path: &str,
    lang: Lang,
    answer: Result<CoverageView, ApiError>,
) -> (StatusCode, String) {
    get_as(Role::BosQa, path, lang, answer).await
}

/// A page as it is sent to somebody of a role.
pub async fn get_as(
    role: Role,
    path: &str,
    lang: Lang,
    answer: Result<CoverageView, ApiError>,
) -> (StatusCode, String) {
    let fake = Fake {
        coverage: answer,
        overview: super::overview::overview(),
    };
    get_from(role, path, lang, fake).await
}

/// The session of somebody who has one grant of a role, of everything.
pub fn session_of(role: Role, lang: Lang) -> Session {
    Session {
        caller: Caller {
            user_id: 1,
            username: "ayesha".to_owned(),
            display_name: "Ayesha <b>Khan</b>".to_owned(),
            role,
            scope: 1,
            grant_id: 1,
            grants: Grants::default(),
        },
        by: By::person("ayesha", Some(role)),
        lang,
        held: PermissionSet::of_role(role),
        seats: Vec::new(),
    }
}

/// A page as it is sent to somebody of a role, of a backend.
pub async fn get_from(role: Role, path: &str, lang: Lang, fake: Fake) -> (StatusCode, String) {
    let session = session_of(role, lang);
    let backend: Arc<dyn Backend> = Arc::new(fake);
    send(path, move || {
        provide_context(session.clone());
        provide_context(Arc::clone(&backend));
    })
    .await
}

/// A page with something of its own in the context beside the session.
pub async fn get_with(
    session: Option<Session>,
    path: &str,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> (StatusCode, String) {
    send(path, move || {
        if let Some(session) = session.clone() {
            provide_context(session);
        }
        more();
    })
    .await
}

/// A page for someone who has not signed in.
pub async fn get_signed_out(path: &str, lang: Lang) -> (StatusCode, String) {
    send(path, move || provide_context(lang)).await
}

/// The page for somebody without a session, whose last sign-in failed with this name.
pub async fn get_after_failure(path: &str, name: &str) -> String {
    let name = crate::request::TypedName(name.to_owned());
    send(path, move || provide_context(name.clone())).await.1
}

async fn send(
    path: &str,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> (StatusCode, String) {
    // Only the first test of the process finds none.
    let _ = any_spawner::Executor::init_tokio();
    let page = leptos_axum::render_app_async_with_context(context, shell);
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = page(request).await;
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// An area.
pub fn area(code: &str, level: Level, name: &str) -> AreaRef {
    AreaRef {
        code: code.to_owned(),
        level,
        name: name.to_owned(),
        name_ur: None,
        has_boundary: true,
    }
}

/// A summary of `complete` of a target.
pub fn summary(complete: u32, target: Option<u64>) -> Summary {
    Summary {
        counts: Counts {
            complete,
            with_fix: complete,
            judged_fix: complete,
            inside_claimed: complete / 2,
            ..Counts::default()
        },
        target,
        union_councils: 10,
        without_target: if target.is_some() { 0 } else { 10 },
        expected: target.map(|target| target / 2),
        active_enumerators: 3,
        deployed: Some(5),
    }
}

/// A day.
pub fn day(text: &str) -> SurveyDay {
    SurveyDay::parse(text).unwrap()
}

fn row(code: &str, name: &str, complete: u32, target: Option<u64>) -> CoverageRow {
    CoverageRow {
        area: area(code, Level::District, name),
        summary: summary(complete, target),
        splits: Splits::told(&summary(complete, target).counts),
    }
}

/// A province of four districts: one under way, one over its target, one without target, one without boundary.
pub fn province() -> CoverageView {
    let top = AreaRef {
        name_ur: Some("پنجاب".to_owned()),
        ..area("P", Level::Province, "Punjab")
    };
    let mut rows = vec![
        row("A", "Attock", 300, Some(1_000)),
        row("B", "Bhakkar", 2_200, Some(2_000)),
        row("C", "Chakwal", 7, None),
        row("D", "Dera", 0, Some(500)),
    ];
    rows[3].area.has_boundary = false;
    let square = |code: &str, x: u32| MapPath {
        code: code.to_owned(),
        d: format!("M{x} 0h10v10h-10z"),
        label_at: (f64::from(x) + 5.0, 5.0),
    };
    let counts = Counts {
        complete: 2_507,
        rejected: 12,
        repeated: 1,
        judged_fix: 2_000,
        inside_claimed: 1_900,
        ..Counts::default()
    };
    CoverageView {
        path: vec![top.clone()],
        area: top,
        query: CoverageQuery::default(),
        query_problems: Vec::new(),
        waves: vec!["W1".to_owned(), "W2".to_owned()],
        today: day("2026-11-21"),
        to: day("2026-11-21"),
        days: Some((day("2026-11-01"), day("2026-11-21"))),
        summary: Summary {
            counts,
            ..summary(2_507, Some(3_500))
        },
        splits: Splits::told(&counts),
        made_again: 0,
        rows_level: Some(Level::District),
        rows,
        elsewhere: None,
        map: Some(Arc::new(MapShapes {
            width: 40,
            height: 10,
            paths: vec![square("A", 0), square("B", 10), square("C", 20)],
            outlines: "M10 0v10".to_owned(),
        })),
        boundary_source: Some(BoundarySource {
            level: Level::District,
            source: "Made squares, schematic".to_owned(),
            dated: Some("2026-01-01".to_owned()),
            tolerance_m: Some(5_000),
            licence: Some("CC0".to_owned()),
            approximate: true,
        }),
        progress: vec![
            Progress {
                day: day("2026-11-20"),
                complete: 2_000,
                expected: Some(1_500),
            },
            Progress {
                day: day("2026-11-21"),
                complete: 2_507,
                expected: Some(1_750),
            },
        ],
        chart_svg: "<svg class=\"made-chart\"></svg>".to_owned(),
        below: Some(Figure {
            id: "below",
            title: "Districts against their plan".to_owned(),
            description: "Behind: 1 of 2.".to_owned(),
            svg: Some("<svg class=\"made-below\"></svg>".to_owned()),
            columns: vec!["District".to_owned(), "Complete".to_owned()],
            rows: vec![vec!["Attock <1>".to_owned(), "30.0 %".to_owned()]],
            links: vec!["/coverage/A?wave=W1".to_owned()],
            runs_as_read: true,
        }),
        as_of: Some(EpochMs(1)),
        as_of_local: Some("2026-11-21 18:05".to_owned()),
        zone: "Asia/Karachi".to_owned(),
    }
}

/// A union council's page: no areas below, no map.
pub fn union_council() -> CoverageView {
    let parents = [
        area("P", Level::Province, "Punjab"),
        area("A", Level::District, "Attock"),
        area("A1", Level::Tehsil, "Hazro"),
        area("A1-7", Level::UnionCouncil, "UC 7"),
    ];
    CoverageView {
        area: parents[3].clone(),
        path: parents.to_vec(),
        made_again: 0,
        rows_level: None,
        rows: Vec::new(),
        map: None,
        boundary_source: None,
        below: None,
        ..province()
    }
}

/// The part of a page from the first `from` to the next `to`.
pub fn part<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page
        .find(from)
        .unwrap_or_else(|| panic!("no {from} in:\n{page}"));
    let rest = &page[start..];
    let end = rest
        .find(to)
        .unwrap_or_else(|| panic!("no {to} after {from}"));
    &rest[..end]
}

/// The words of a piece of HTML: tags and the comments between texts taken out.
pub fn words(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        let end = if after.starts_with("!--") { "-->" } else { ">" };
        if end == ">" {
            out.push(' ');
        }
        rest = after.split_once(end).map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    // A no-break space is a space to the reader.
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
