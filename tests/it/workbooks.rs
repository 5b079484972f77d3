//! Tables of coordination as workbooks.

use crate::coordination::{OWN, open};
use crate::measures::part;
use crate::support::Place;
use crate::support::web::Web;
use axum::http::header;

#[tokio::test]
async fn every_table_is_a_workbook_too_with_counts_as_numbers_and_case_numbers_as_texts() {
    let web = Web::new(Place::sqlite()).await;
    let csu = web.sign_in("csu").await;
    let qa = web.sign_in("qa").await;
    let form = format!("kind=escalation&area={OWN}&agency=pitb");
    let case = open(&web, &csu, &form, "No network").await.case_id;
    // Address, name of the table, a cell that is text and one that is a number, if there is one.
    for (path, name, text, number) in [
        ("/coordination".to_owned(), "districts", "A2", Some("T2")),
        (
            format!("/coordination/districts/{OWN}/stages"),
            "stages",
            "A2",
            None,
        ),
        ("/coordination/cases".to_owned(), "cases", "A2", Some("K2")),
        (
            format!("/coordination/cases/{case}/history"),
            "history",
            "A2",
            None,
        ),
        ("/coordination/silent".to_owned(), "silent", "B2", None),
        (
            "/coordination/refusals".to_owned(),
            "refusals",
            "A2",
            Some("D2"),
        ),
    ] {
        // Of refusals the CSU is told in words whether they are few.
        let who = match path == "/coordination/refusals" {
            true => &qa,
            false => &csu,
        };
        let csv = web.get(&format!("{path}.csv"), who).await.text;
        let book = web.get(&format!("{path}.xlsx"), who).await;
        let file = book.header(header::CONTENT_DISPOSITION);
        assert!(file.contains(&format!("\"{name}.xlsx\"")), "{path}: {file}");
        let sheet = part(&book.bytes, "xl/worksheets/sheet1.xml");
        assert_eq!(
            sheet.matches("<row ").count(),
            csv.lines().count(),
            "{path}"
        );
        let texts = part(&book.bytes, "xl/sharedStrings.xml");
        for column in csv
            .lines()
            .next()
            .unwrap_or("")
            .split(',')
            .chain(["table", name])
        {
            assert!(
                texts.contains(&format!("<t>{column}</t>")),
                "{path}: {column}"
            );
        }
        let is_text = |cell: &str| {
            let (_, rest) = sheet.split_once(&format!("<c r=\"{cell}\""))?;
            Some(rest.split('>').next()?.contains("t=\"s\""))
        };
        if csv.lines().count() > 1 {
            assert_eq!(is_text(text), Some(true), "{path} {text}: {sheet}");
            let told = number.and_then(is_text);
            assert_eq!(told, number.map(|_| false), "{path} {number:?}: {sheet}");
        }
    }
}
