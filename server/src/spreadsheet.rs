//! Texts on their way into a CSV file that somebody will open in a spreadsheet.

/// A text that a spreadsheet would take for a formula gets an apostrophe, which spreadsheets do not show.
pub fn for_spreadsheet(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_looks_like_a_formula_is_not_one() {
        assert_eq!(for_spreadsheet("=1+1"), "'=1+1");
        assert_eq!(for_spreadsheet("Chak 12"), "Chak 12");
    }
}
