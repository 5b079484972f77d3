//! Kept parts → facts. The same parts in the same order give the same facts, at import and at every reprocess.

use super::columns::{Columns, Said};
use crate::ingest::cells::is_one_line;
use crate::ingest::file::{Form, recognise};
use crate::ingest::hash::body_hash;
use crate::ingest::records::Records;
use domain::trail::paradata;
use domain::trail::text_audit::text_audit_facts;
use domain::trail::{Event, MOST_COUNTED_BYTES, TrailFacts, TrailSource, facts};
use flate2::read::DeflateDecoder;
use std::collections::HashSet;
use std::io::{self, Read};
use store::StoredPart;

/// The facts of a submission from all parts of its trails; or why a part cannot be read.
pub fn derive(parts: &[StoredPart<'_>]) -> Result<TrailFacts, String> {
    // The tool's own measure of the active time comes before ours.
    const ORDER: [TrailSource; 4] = [
        TrailSource::Diagnostics,
        TrailSource::OdkAudit,
        TrailSource::Paradata,
        TrailSource::TextAudit,
    ];
    let mut all = TrailFacts::default();
    for source in ORDER {
        let own: Vec<&StoredPart<'_>> = parts.iter().filter(|part| part.source == source).collect();
        let counting = match own.as_slice() {
            [] => continue,
            parts if source.is_log() => parts,
            [.., last] => std::slice::from_ref(last),
        };
        all = all.and(of_one_source(source, counting)?);
    }
    Ok(all)
}

fn of_one_source(source: TrailSource, parts: &[&StoredPart<'_>]) -> Result<TrailFacts, String> {
    let mut left = MOST_COUNTED_BYTES;
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    let mut columns = None;
    for part in parts {
        let mut unpacked = DeflateDecoder::new(&part.body[..]);
        let read = lines_of((&mut unpacked).take(left + 1), &mut seen, &mut lines)
            .map_err(|error| format!("its {} cannot be unpacked: {error}", source.title()))?;
        let is_cut = unpacked.total_out() > left;
        match read {
            Some(read) => columns = Some(read),
            None if is_cut => break,
            None => return Err(format!("its {} has lost its header", source.title())),
        }
        left = left.saturating_sub(unpacked.total_out());
        if is_cut {
            break;
        }
    }
    let Some(columns) = columns else {
        return Ok(TrailFacts::default());
    };
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut rows: Vec<paradata::Row<'_>> = Vec::new();
    let mut told = TrailFacts::default();
    for line in &lines {
        // Every kept line could be read when it came.
        match columns.said(line.each_ref().map(String::as_str)) {
            Ok(Said::Event(event)) => events.push(event),
            Ok(Said::Row(row)) => rows.push(row),
            Ok(Said::Facts(facts)) => told = facts,
            Ok(Said::Nothing) | Err(_) => {}
        }
    }
    Ok(match source {
        TrailSource::OdkAudit => facts(events),
        TrailSource::Paradata => facts(paradata::events(&mut rows)),
        TrailSource::TextAudit => text_audit_facts(events),
        TrailSource::Diagnostics => told,
    })
}

/// Adds the telling cells of a part's lines, each line that was not seen yet; `None` if the part has no header. A last line
/// without its end was cut, and would say something else: it is left out.
fn lines_of(
    part: impl Read,
    seen: &mut HashSet<[u8; 16]>,
    lines: &mut Vec<[String; 5]>,
) -> io::Result<Option<Columns>> {
    let mut records = Records::new(part);
    let Some(header) = records.next_record()?.filter(|header| header.has_end) else {
        return Ok(None);
    };
    // Of the header alone: the part was taken, and it may be one of which little but zero bytes is left after it.
    let first_line = header.bytes.split(|byte| *byte == b'\n').next();
    let Ok(Form::Csv { separator }) = recognise(first_line.unwrap_or_default()) else {
        return Ok(None);
    };
    let Ok(Some(columns)) = Columns::read(header.bytes, separator) else {
        return Ok(None);
    };
    let mut splitter = columns.header().splitter();
    let mut add = |text: &str, may_join: bool| {
        let cells: Vec<&str> = splitter.split(text).collect();
        if may_join && !is_one_line(&cells, text, columns.header()) {
            return false;
        }
        let picked = columns.pick(&cells);
        if seen.insert(body_hash(picked.join("\u{1f}").as_bytes())) {
            lines.push(picked.map(str::to_owned));
        }
        true
    };
    while let Some(record) = records.next_record()? {
        if !record.has_end {
            break;
        }
        let text = String::from_utf8_lossy(record.bytes);
        if !add(&text, true) {
            for line in text.lines().filter(|line| !line.trim().is_empty()) {
                add(line, false);
            }
        }
    }
    Ok(Some(columns))
}

#[cfg(test)]
mod tests {
    use super::super::gathered::Gathered;
    use super::*;
    use std::borrow::Cow;

    fn part(source: TrailSource, text: &str) -> StoredPart<'static> {
        let mut body = Gathered::default();
        text.lines().for_each(|line| body.add_line(line.as_bytes()));
        StoredPart {
            source,
            body: Cow::Owned(body.compress()),
        }
    }

    const HEADER: &str = "instance ID,event,node,start,end";

    #[test]
    fn of_a_log_all_parts_count_and_each_line_once() {
        let one = part(
            TrailSource::OdkAudit,
            &format!("{HEADER}\nu,form start,,1000,\nu,question,/a,1000,5000\n"),
        );
        // Exported again after an edit, and once more as the file of the one submission.
        let longer = part(
            TrailSource::OdkAudit,
            &format!(
                "{HEADER}\nu,form start,,1000,\nu,question,/a,1000,5000\nu,question,/b,5000,8000\n"
            ),
        );
        let alone = part(
            TrailSource::OdkAudit,
            "event,node,start,end\nquestion,/a,1000,5000\n",
        );
        let facts = derive(&[one, longer.clone(), alone]).unwrap();
        assert_eq!(facts.active_s, Some(7));
        assert_eq!(facts.question_ms["/a"], 4_000);
        assert_eq!(derive(&[longer]).unwrap(), facts);
    }

    #[test]
    fn of_sums_the_last_part_stands_for_the_whole_and_the_tools_own_time_comes_first() {
        let header = "Field name,Total duration (seconds),First appeared (seconds into survey)";
        let audit = |row: &str| part(TrailSource::TextAudit, &format!("{header}\n{row}\n"));
        let parts = [audit("a,10,0"), audit("a,12,0")];
        let facts = derive(&parts).unwrap();
        assert_eq!((facts.active_s, facts.question_ms["a"]), (Some(12), 12_000));
        let diagnostics = part(
            TrailSource::Diagnostics,
            "interview__id\tinterview__duration\nu\t00.00:01:00\n",
        );
        let [_, last] = parts;
        let facts = derive(&[last, diagnostics]).unwrap();
        assert_eq!((facts.active_s, facts.question_ms["a"]), (Some(60), 12_000));
    }

    #[test]
    fn a_part_of_mostly_zero_bytes_is_read_like_any_other() {
        // A tablet that lost its power leaves zeros in place of what it had not written yet.
        let zeros = "\0".repeat(4_000);
        let torn = part(
            TrailSource::OdkAudit,
            &format!("{HEADER}\nu,question,/a,1000,5000\nu,question,/b{zeros},5000,6000\n"),
        );
        assert_eq!(derive(&[torn]).unwrap().active_s, Some(5));
    }

    #[test]
    fn a_log_without_end_counts_up_to_its_limit_and_by_whole_lines() {
        let padding = "x".repeat(100_000);
        let mut text = format!("{HEADER}\n");
        for event in 0..70 {
            text.push_str(&format!(
                "u,question,/{event:02}{padding},{event}000,{event}500\n"
            ));
        }
        let halves = [(0, 60), (60, 300)].map(|(from, to)| {
            let rows: String = (from..to)
                .map(|event| format!("u,question,/{event:03}{padding},{event}000,{event}500\n"))
                .collect();
            part(TrailSource::OdkAudit, &format!("{HEADER}\n{rows}"))
        });
        let facts = derive(&halves).unwrap();
        let counted = facts.question_ms.len();
        assert!((160..170).contains(&counted), "{counted} of 300");
        assert!(facts.question_ms.values().all(|ms| *ms == 500));
        // Nothing is left for a third part, and that is no fault.
        let [first, second] = halves;
        let third = part(TrailSource::OdkAudit, &text);
        assert_eq!(derive(&[first, second, third]).unwrap(), facts);
    }

    #[test]
    fn a_part_that_is_damaged_is_said() {
        let damaged = StoredPart {
            source: TrailSource::OdkAudit,
            body: Cow::Borrowed(b"\xff\xff\xff"),
        };
        assert!(
            derive(&[damaged])
                .unwrap_err()
                .contains("cannot be unpacked")
        );
        let headless = part(TrailSource::OdkAudit, "a,b\n1,2\n");
        assert!(derive(&[headless]).unwrap_err().contains("lost its header"));
    }
}
