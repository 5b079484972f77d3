//! `docs/measures.md`: what every measure says of itself, as a document. Made from the code, so that it cannot say otherwise.

use super::about::Reader;
use super::catalogue::Measure;
use std::fmt::Write as _;

const HEAD: &str = "# The measures

What FieldWatch tells, made from the code by `fieldwatch measures`. Every number on a page, in a chart, in a file and in the API that has
one of these names is worked out as is said here. A measure without anything to measure it of says so; it is never 0.

Distinct interviews only: one that was completed again is counted once. Interviews that the collection system rejected are in none of
them. Days are survey days by corrected time. Medians are those of grouped data: exact to the width of a bin.
";

/// The document.
pub fn document() -> String {
    let mut out = HEAD.to_owned();
    for reader in Reader::ALL {
        // Writing to a String cannot fail.
        let _ = write!(out, "\n## {} · {}\n", reader.say().en, reader.say().ur);
        for measure in Measure::of(reader) {
            let about = measure.about();
            let _ = write!(
                out,
                "\n### {} · {}\n\n`{}`, in {}\n\n- **formula** {} · {}\n",
                about.name.en,
                about.name.ur,
                about.code,
                about.unit.name().en,
                about.formula.en,
                about.formula.ur
            );
            if !about.of.en.is_empty() {
                let _ = writeln!(out, "- **of** {} · {}", about.of.en, about.of.ur);
            }
            let _ = write!(
                out,
                "- **summed** {} · {}\n- {} · {}\n",
                about.adds.say().en,
                about.adds.say().ur,
                about.help.en,
                about.help.ur
            );
        }
    }
    out
}
