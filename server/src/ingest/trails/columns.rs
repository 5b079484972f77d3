//! Whose trail a file is, told by its columns, and what a line of it says.

use crate::ingest::cells::{Header, HeaderError};
use domain::trail::{
    Event, LineProblem, TrailFacts, TrailSource, diagnostics, odk, paradata, text_audit,
};

/// A trail's header: which cell is what.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Whose trail it is.
    pub source: TrailSource,
    header: Header,
    /// The column with the submission's id; `None` in a file of one submission.
    id: Option<usize>,
    at: [Option<usize>; 5],
    unit: text_audit::Unit,
}

/// What a line says.
#[derive(Clone, Debug)]
pub enum Said<'a> {
    /// An event of a log that stands in the order of its rows.
    Event(Event<'a>),
    /// A row of paradata.
    Row(paradata::Row<'a>),
    /// Facts at once.
    Facts(TrailFacts),
    /// Nothing that counts.
    Nothing,
}

impl Columns {
    /// Reads a header line; `None` if it is no trail's.
    pub fn read(line: &[u8], separator: u8) -> Result<Option<Columns>, HeaderError> {
        let header = Header::read(line, separator, &[])?;
        let has = |names: &[&str]| names.iter().all(|name| header.position(name).is_some());
        let seconds = [
            "field name",
            "total duration (seconds)",
            "first appeared (seconds into survey)",
        ];
        let milliseconds = ["field name", "duration (ms)", "form time (ms)"];
        let paradata = ["interview__id", "event", "timestamp_utc", "parameters"];
        let (source, id, names) = if has(&["event", "node", "start", "end"]) {
            let names = ["event", "node", "start", "end", ""];
            (TrailSource::OdkAudit, "instance id", names)
        } else if has(&paradata) {
            let names = ["order", "event", "role", "timestamp_utc", "parameters"];
            (TrailSource::Paradata, "interview__id", names)
        } else if has(&["interview__id", "interview__duration"]) {
            let names = ["interview__duration", "", "", "", ""];
            (TrailSource::Diagnostics, "interview__id", names)
        } else if has(&seconds) {
            let [field, lasts, begins] = seconds;
            (TrailSource::TextAudit, "", [field, begins, lasts, "", ""])
        } else if has(&milliseconds) {
            let [field, lasts, begins] = milliseconds;
            (TrailSource::TextAudit, "", [field, begins, lasts, "", ""])
        } else {
            return Ok(None);
        };
        let unit = if has(&seconds) {
            text_audit::Unit::Seconds
        } else {
            text_audit::Unit::Milliseconds
        };
        Ok(Some(Columns {
            source,
            id: header.position(id),
            at: names.map(|name| header.position(name)),
            unit,
            header,
        }))
    }

    /// By which columns it was told, for the person at the terminal.
    pub fn because(&self) -> &'static str {
        match (self.source, self.id) {
            (TrailSource::OdkAudit, Some(_)) => "columns instance ID, event, node, start and end",
            (TrailSource::OdkAudit, None) => "columns event, node, start and end",
            (TrailSource::Paradata, _) => {
                "columns interview__id, event, timestamp_utc and parameters"
            }
            (TrailSource::Diagnostics, _) => "columns interview__id and interview__duration",
            (TrailSource::TextAudit, _) => "column Field name and its durations",
        }
    }

    /// Whether each line names its submission.
    pub fn names_submissions(&self) -> bool {
        self.id.is_some()
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The submission of a line, where lines name it.
    pub fn submission<'a>(&self, cells: &[&'a str]) -> Result<&'a str, LineProblem> {
        const LONGEST: usize = 128;
        let id = self
            .id
            .and_then(|at| cells.get(at))
            .map_or("", |cell| cell.trim());
        match id {
            "" => Err(LineProblem::Missing(match self.source {
                TrailSource::OdkAudit => "instance ID",
                _ => "interview__id",
            })),
            // The databases take no NUL, and no submission has such an id.
            _ if id.chars().count() > LONGEST || id.contains('\0') => Err(LineProblem::IdTooLong),
            _ => Ok(id),
        }
    }

    /// The cells that say something, trimmed; what [`Columns::said`] reads. A line with fewer cells than the header is read as if the
    /// missing ones were blank: tools leave out what is blank at the end.
    pub fn pick<'a>(&self, cells: &[&'a str]) -> [&'a str; 5] {
        self.at.map(|at| {
            let cell = at
                .and_then(|at| cells.get(at))
                .map_or("", |cell| cell.trim());
            if cell == "##N/A##" { "" } else { cell }
        })
    }

    /// What a line says, from its picked cells.
    pub fn said<'a>(&self, picked: [&'a str; 5]) -> Result<Said<'a>, LineProblem> {
        let [a, b, c, d, e] = picked;
        Ok(match self.source {
            TrailSource::OdkAudit => Said::Event(odk::event(a, b, c, d)?),
            TrailSource::Paradata => paradata::row(a, b, c, d, e)?.map_or(Said::Nothing, Said::Row),
            TrailSource::Diagnostics => Said::Facts(diagnostics::facts(a)?),
            TrailSource::TextAudit => {
                text_audit::event(a, b, c, self.unit)?.map_or(Said::Nothing, Said::Event)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(header: &str) -> Option<(TrailSource, bool)> {
        Columns::read(header.as_bytes(), b',')
            .unwrap()
            .map(|columns| (columns.source, columns.names_submissions()))
    }

    #[test]
    fn each_trail_is_told_by_its_columns() {
        assert_eq!(
            source("event,node,start,end"),
            Some((TrailSource::OdkAudit, false))
        );
        assert_eq!(
            source(
                "instance ID,event,node,start,end,latitude,longitude,accuracy,old-value,new-value,user,change-reason"
            ),
            Some((TrailSource::OdkAudit, true))
        );
        assert_eq!(
            source(
                "\u{feff}interview__id,order,event,responsible,role,timestamp_utc,tz_offset,parameters"
            ),
            Some((TrailSource::Paradata, true))
        );
        assert_eq!(
            source(
                "interview__key,interview__id,interview__status,responsible,interview__duration"
            ),
            Some((TrailSource::Diagnostics, true))
        );
        assert_eq!(
            source("Field name,Total duration (seconds),First appeared (seconds into survey)"),
            Some((TrailSource::TextAudit, false))
        );
        assert_eq!(
            source("Event,Field name,Device time,Form time (ms),Duration (ms)"),
            Some((TrailSource::TextAudit, false))
        );
        for header in [
            "submission_id,outcome",
            "KEY,SubmitterID",
            "interview__id,interview__status",
            "event,start",
        ] {
            assert_eq!(source(header), None, "{header}");
        }
    }
}
