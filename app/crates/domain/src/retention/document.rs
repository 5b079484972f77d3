//! `docs/retention.md`: the table of holdings, as people read it. Made from the code, so that it cannot say otherwise.

use super::holdings::{About, HOLDINGS};
use std::fmt::Write as _;

const HEAD: &str = "# What is held about people, and for how long

Made from the code by `fieldwatch retention table`. Every table of the database has its lines here; a test reads the migrations and fails
where one is missing. What a rule means, and how it is carried out: [0107](decisions/0107-retention.md). What somebody can ask about one
household: [0108](decisions/0108-requests-about-a-household.md).

Use for welfare planning alone. A household's data are kept while it is enrolled, that is until the last day of enrolment of its wave
(`fieldwatch retention wave`), then archived, and the archive is deleted after 7 years.
";

/// The document.
pub fn document() -> String {
    let mut out = HEAD.to_owned();
    for about in About::ALL {
        // Writing to a String cannot fail.
        let _ = write!(
            out,
            "\n## {}\n\n| table | columns | what | kept |\n|---|---|---|---|\n",
            about.heading()
        );
        for holding in HOLDINGS.iter().filter(|holding| holding.about == about) {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                holding.table,
                holding.columns,
                holding.what,
                holding.keep.words()
            );
        }
    }
    out.push_str(
        "\n## Outside of the database\n\n| what | kept |\n|---|---|\n\
         | backups (`fieldwatch backup`) | by hand: a backup holds what was deleted since. Keep them no longer than is needed to restore, 35 days at most |\n\
         | archives (`fieldwatch retention run --archive`) | 7 years after the end of enrolment; the run deletes them where it finds them |\n\
         | reports of runs | no contents of anybody: as long as you like |\n\
         | the log | no reference, name or coordinate of anybody: as the system's log is kept |\n",
    );
    out
}
