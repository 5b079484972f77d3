use super::*;
use domain::trail::TrailSource;

fn opened<'a>(file: &'a str, submission: Option<&str>) -> Trail<&'a [u8]> {
    let mut records = Records::new(file.as_bytes());
    let header_line = records.next_record().unwrap().unwrap().bytes.to_vec();
    Trail {
        columns: Columns::read(&header_line, b',').unwrap().unwrap(),
        header_line,
        records,
        submission: submission.map(str::to_owned),
    }
}

/// A submission and its body.
type Kept = (String, String);

/// Submissions and bodies of the parts, and the reasons of lines that were set aside.
fn gather(file: &str, submission: Option<&str>) -> (Vec<Kept>, Vec<(u64, String)>) {
    let mut collector = Collector::default();
    let done = AtomicU64::new(0);
    let mut batches = Vec::new();
    collector
        .read(opened(file, submission), &done, |batch| {
            batches.push(batch);
            true
        })
        .unwrap();
    batches.push(collector.rest());
    let mut parts = Vec::new();
    let mut reasons = Vec::new();
    for batch in batches {
        for part in batch.parts {
            let mut body = String::new();
            flate2::read::DeflateDecoder::new(&part.body[..])
                .read_to_string(&mut body)
                .unwrap();
            assert_eq!(part.length_bytes, body.len() as u64);
            assert_eq!(part.source, TrailSource::OdkAudit);
            parts.push((part.submission_id, body));
        }
        for line in batch.unreadable {
            reasons.push((line.row_number, line.content.unwrap_err().reason));
        }
    }
    (parts, reasons)
}

const HEADER: &str = "instance ID,event,node,start,end,old-value";

#[test]
fn lines_are_kept_as_they_came_and_ragged_ones_too() {
    let file = format!(
        "{HEADER}\nu1,form start,,1000,\nu1,question,/a,1000,2000,\"x,\ny\"\nu2,form start,,5\n"
    );
    let (parts, reasons) = gather(&file, None);
    assert_eq!(
        parts,
        [
            (
                "u1".to_owned(),
                format!("{HEADER}\nu1,form start,,1000,\nu1,question,/a,1000,2000,\"x,\ny\"\n")
            ),
            ("u2".to_owned(), format!("{HEADER}\nu2,form start,,5\n")),
        ]
    );
    assert_eq!(reasons, []);
}

#[test]
fn a_bad_line_is_set_aside_with_its_number_and_the_others_are_kept() {
    let file = format!(
        "{HEADER}\nu1,question,/a,1,2,\n,question,/a,1,2,\nu1,question,/a,soon,2,\nu1,,,3,,\n"
    );
    let (parts, reasons) = gather(&file, None);
    assert_eq!(parts.len(), 1);
    let said: Vec<(u64, &str)> = reasons
        .iter()
        .map(|(line, reason)| (*line, reason.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (3, "instance ID is blank; every line of a trail needs it."),
            (4, "start is “soon”, which is not a time."),
            (5, "event is blank; every line of a trail needs it."),
        ]
    );
}

#[test]
fn a_stray_quote_joins_no_lines() {
    let file = format!(
        "{HEADER}\nu1,question,/a,1,2,5\" pipe\nu1,question,/b,2,3,\nu1,question,/c,3,4,7\" pipe\n"
    );
    let (parts, reasons) = gather(&file, None);
    assert_eq!(reasons, []);
    assert_eq!(parts[0].1.lines().count(), 4, "{}", parts[0].1);
}

#[test]
fn lines_of_a_submission_that_do_not_stand_together_are_one_part_in_a_short_file() {
    let file = format!("{HEADER}\nu1,question,/a,1,2,\nu2,question,/a,1,2,\nu1,question,/b,2,3,\n");
    let (parts, _) = gather(&file, None);
    assert_eq!(
        parts[0].1,
        format!("{HEADER}\nu1,question,/a,1,2,\nu1,question,/b,2,3,\n")
    );
}

#[test]
fn a_long_file_is_handed_on_in_bounded_pieces_and_no_submission_is_torn() {
    let mut file = format!("{HEADER}\n");
    let padding = "x".repeat(2_000);
    for submission in 0..100 {
        for event in 0..250 {
            file.push_str(&format!(
                "u{submission},question,/{padding},{event},{event},\n"
            ));
        }
    }
    let mut collector = Collector::default();
    let (mut batches, mut parts) = (0, Vec::new());
    collector
        .read(opened(&file, None), &AtomicU64::new(0), |batch| {
            batches += 1;
            parts.extend(batch.parts);
            true
        })
        .unwrap();
    parts.extend(collector.rest().parts);
    assert_eq!(batches, 1, "50 MB of lines, 32 MB in hand");
    assert_eq!(parts.len(), 100);
    let longest = parts.iter().map(|part| part.length_bytes).max();
    assert!(longest < Some(600_000), "{longest:?}");
}

#[test]
fn a_bad_line_of_a_file_of_one_submission_says_which() {
    let file = "event,node,start,end\nquestion,/a,x,2\n";
    let (parts, reasons) = gather(file, Some("uuid:1"));
    assert_eq!(parts, []);
    assert_eq!(
        reasons[0].1,
        "start is “x”, which is not a time. It stands in the ODK audit log of uuid:1."
    );
}
