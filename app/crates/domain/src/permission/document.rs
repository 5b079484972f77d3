//! `docs/permissions.md` and the matrix: the table as people read it. Made from the code, so that they cannot say otherwise.

use super::table::{Permission, TABLE};
use crate::people::Role;
use std::fmt::Write as _;

const HEAD: &str = "# Who may see and do what

Made from the code by `fieldwatch permissions`. A person has one grant or several (`fieldwatch user grant`). A grant gives a role in
an area and everything below it, to see or to see and act, for good or until a day. What a role has there stands in this table.

- **see** needs a grant of the role in the area or above it. **act** needs one that acts: acting includes seeing, seeing does not include
  acting.
- **subtree**: holds in the grant's area and everything below it. **whole survey**: holds only if the grant's area is the root of all areas.
- Where a permission does not hold, what it is about does not exist: the answer is 404, as for an address that is nothing.
- Lists, counts, files, maps and charts are of the area that one stands on and what lies below it, never of what lies above.
";

/// The matrix alone, in columns of text: a line a permission, `x` where a role has it.
pub fn matrix() -> String {
    let mut out = format!("{:<26}{:<6}{:<14}", "", "", "");
    for role in Role::ALL {
        // Writing to a String cannot fail.
        let _ = write!(out, "{:<22}", role.code());
    }
    end_line(&mut out);
    for line in &TABLE {
        let (kind, reach) = (line.kind.word(), line.reach.words());
        let _ = write!(out, "{:<26}{kind:<6}{reach:<14}", line.code);
        for role in Role::ALL {
            let _ = write!(
                out,
                "{:<22}",
                if line.permission.is_of(role) {
                    "x"
                } else {
                    "."
                }
            );
        }
        end_line(&mut out);
    }
    out
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end().len());
    out.push('\n');
}

/// The document. `addresses` are the server's: method, path, and what it takes to enter.
pub fn document(addresses: impl Iterator<Item = (String, String, String)>) -> String {
    let mut out = HEAD.to_owned();
    out.push_str("\n## By role\n\n| permission | | where |");
    for role in Role::ALL {
        let _ = write!(out, " {} |", role.code());
    }
    out.push_str("\n|---|---|---|");
    out.push_str(&":-:|".repeat(Role::ALL.len()));
    out.push('\n');
    for line in &TABLE {
        let (kind, reach) = (line.kind.word(), line.reach.words());
        let _ = write!(out, "| `{}` {} | {kind} | {reach} |", line.code, line.what);
        for role in Role::ALL {
            let _ = write!(
                out,
                " {} |",
                if line.permission.is_of(role) {
                    "✓"
                } else {
                    ""
                }
            );
        }
        out.push('\n');
    }
    out.push_str("\n## By address\n\n| address | needs |\n|---|---|\n");
    for (method, path, needs) in addresses {
        let _ = writeln!(out, "| `{method} {path}` | {needs} |");
    }
    out
}

impl Permission {
    /// What it is, in words.
    pub fn what(self) -> &'static str {
        self.line().what
    }
}
