//! The lists of coordination over HTTP: what an address chooses, what files say of it, who is silent in which way, and which cases are open
//! about it already.

use crate::coordination::{OWN, OWN_COUNCIL, open};
use crate::measures::part;
use crate::support::Place;
use crate::support::web::Web;
use axum::http::StatusCode;

/// The cells of a column of a CSV.
fn column(csv: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().expect("a head").clone();
    let at = headers.iter().position(|column| column == name);
    let at = at.unwrap_or_else(|| panic!("no column {name} in {headers:?}"));
    let cell = |line: Result<csv::StringRecord, csv::Error>| line.expect("a line")[at].to_owned();
    reader.records().map(cell).collect()
}

#[tokio::test]
async fn the_board_is_chosen_by_its_address_and_its_files_say_by_what() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let csu = web.sign_in("csu").await;
        let form = format!("kind=dispatch&area={OWN_COUNCIL}");
        open(&web, &csu, &form, "Given to nobody").await;
        let file = async |query: &str| {
            let csv = web.get(&format!("/coordination.csv?{query}"), &csu).await;
            assert_eq!(csv.status, StatusCode::OK);
            csv.text
        };
        let all = file("").await;
        let (codes, stages) = (column(&all, "district_code"), column(&all, "stage"));
        let without = column(&all, "open_without_agency");
        assert_eq!(codes.len(), 41);
        // Each filter chooses just the lines of the whole that it names, in the page as in the file.
        let late = column(&all, "late_days");
        let pitb = column(&all, "open_pitb");
        let table: [(&str, &dyn Fn(usize) -> bool); 5] = [
            ("stage=enumeration", &|at| stages[at] == "enumeration"),
            ("stage=none", &|at| stages[at].is_empty()),
            ("late=1", &|at| !late[at].is_empty()),
            ("agency=pitb", &|at| pitb[at] != "0"),
            ("agency=nobody", &|at| without[at] != "0"),
        ];
        for (query, fits) in table {
            let wanted: Vec<String> = (0..codes.len())
                .filter(|at| fits(*at))
                .map(|at| codes[at].clone())
                .collect();
            assert_eq!(
                column(&file(query).await, "district_code"),
                wanted,
                "{query}"
            );
            let page = web.get(&format!("/coordination?{query}"), &csu).await.text;
            let shown = page.matches("<th scope=\"row\">").count();
            assert_eq!(shown, wanted.len(), "{query}");
            let path = format!("/coordination.xlsx?{query}");
            let about = part(&web.get(&path, &csu).await.bytes, "xl/sharedStrings.xml");
            assert!(
                about.contains(&query.replace('=', " = ")),
                "{query}: {about}"
            );
        }
        assert!(column(&file("agency=nobody").await, "district_code").contains(&OWN.to_owned()));
        // In the demonstration somebody has set dates of every district: without them it is listed as unset.
        assert_eq!(column(&file("stage=unset").await, "district_code").len(), 0);
        let cases = web.get("/coordination/cases.csv?agency=nobody", &csu).await;
        let agencies = column(&cases.text, "agency");
        assert!(!agencies.is_empty() && agencies.iter().all(String::is_empty));
    }
}

#[tokio::test]
async fn an_open_case_about_who_is_silent_is_recognised_until_it_is_closed() {
    for place in Place::both().await {
        let web = Web::new(place).await;
        let csu = web.sign_in("csu").await;
        for (what, kind) in [("enumerators", "enumerator"), ("devices", "device")] {
            let path = format!("/coordination/silent.csv?what={what}&days=1");
            let csv = web.get(&path, &csu).await.text;
            let (code, area) = (&column(&csv, "code")[0], &column(&csv, "area_code")[0]);
            assert!(
                column(&csv, "escalated_as_case")
                    .iter()
                    .all(String::is_empty)
            );
            let form = format!("kind=escalation&agency=pitb&area={area}&subject={kind}%3A{code}");
            let case = open(&web, &csu, &form, &format!("Silent {what}")).await;
            let known = async || {
                let csv = web.get(&path, &csu).await.text;
                let at = column(&csv, "code").iter().position(|is| is == code);
                column(&csv, "escalated_as_case")[at.expect("still silent")].clone()
            };
            assert_eq!(known().await, case.case_id.to_string(), "{what}");
            let page = web.get(&path.replace(".csv", ""), &csu).await.text;
            let link = format!("href=\"/coordination/cases/{}\"", case.case_id);
            assert_eq!(page.matches(&link).count(), 1, "{what}");
            // Whoever sees sums only is not told whom the case is about.
            let of_case = format!("/coordination/cases/{}", case.case_id);
            assert!(web.get(&of_case, &csu).await.text.contains(code.as_str()));
            let leadership = web.sign_in("leadership").await;
            let told = web.get(&of_case, &leadership).await.text;
            assert!(!told.contains(code.as_str()), "{what}");
            let close = "step=move&to=closed&comment=Found.&seen=1";
            web.post(&of_case, &csu, close).await;
            assert_eq!(known().await, "", "{what}: a closed case is offered again");
        }
        let made_up = "kind=escalation&agency=pitb&area=PB01&title=x&subject=device%3Anone";
        let answer = web.post("/coordination/cases", &csu, made_up).await;
        let to = answer.leads_to().to_owned();
        assert!(to.contains("problem=no_subject"), "{to}");
        let back = answer.text;
        assert!(back.contains("no such enumerator or tablet is deployed"));
    }
}

#[tokio::test]
async fn union_councils_that_never_began_are_told_from_those_that_fell_silent() {
    let web = Web::new(Place::sqlite()).await;
    let csu = web.sign_in("csu").await;
    let of = async |state: &str| {
        let path = format!("/coordination/silent.csv?what=ucs&days=1&state={state}");
        web.get(&path, &csu).await.text
    };
    let all = of("").await;
    let (never, fell, unplanned) = (
        of("never_began").await,
        of("fell_silent").await,
        of("not_planned").await,
    );
    let number = |csv: &str| column(csv, "code").len();
    assert!(
        number(&never) > 0 && number(&fell) > 0,
        "both are in the demonstration"
    );
    assert_eq!(number(&never) + number(&fell), number(&all));
    let today = web.site.clock().today();
    let day = |text: &String| domain::time::SurveyDay::parse(text).expect("a day");
    let planned = column(&never, "planned_on");
    for (on, overdue) in planned.iter().zip(column(&never, "start_overdue_days")) {
        assert_eq!((today.0 - day(on).0).to_string(), overdue);
    }
    assert!(column(&never, "last_heard_on").iter().all(String::is_empty));
    assert!(
        column(&fell, "last_heard_on")
            .iter()
            .all(|on| day(on) < today)
    );
    assert!(column(&fell, "planned_on").iter().all(String::is_empty));
    assert!(
        column(&unplanned, "state")
            .iter()
            .all(|is| is == "not_planned")
    );
    let page = web.get("/coordination/silent?days=1", &csu).await.text;
    let told = page.split("id=\"in-states\"").nth(1).expect("the counts");
    assert!(told.contains(&domain::number::grouped(number(&never) as u64)));
}
