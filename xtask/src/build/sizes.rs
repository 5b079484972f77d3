//! What a phone has to download, and the promise about it.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};

use super::stamp::files_below;

/// WebAssembly and JavaScript together, as sent to a browser that knows brotli.
pub const BUDGET_BYTES: u64 = 150_000;

/// The sizes of the built files.
pub struct Sizes {
    rows: Vec<Row>,
}

struct Row {
    name: String,
    plain_bytes: u64,
    brotli_bytes: u64,
}

/// Measures `site/pkg`.
pub fn of_site(site: &Path) -> Result<Sizes> {
    let pkg = site.join("pkg");
    let mut rows = Vec::new();
    for file in files_below(&pkg)? {
        let name = file
            .strip_prefix(&pkg)
            .unwrap_or(&file)
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".br") || name.ends_with(".gz") {
            continue;
        }
        let plain_bytes = size(&file)?;
        let brotli = file.with_file_name(format!(
            "{}.br",
            file.file_name().unwrap_or_default().to_string_lossy()
        ));
        let brotli_bytes = if brotli.exists() {
            size(&brotli)?
        } else {
            plain_bytes
        };
        rows.push(Row {
            name,
            plain_bytes,
            brotli_bytes,
        });
    }
    Ok(Sizes { rows })
}

fn size(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file)
        .with_context(|| format!("cannot measure {}", file.display()))?
        .len())
}

impl Sizes {
    /// What counts against [`BUDGET_BYTES`].
    pub fn code_brotli_bytes(&self) -> u64 {
        let is_code = |row: &&Row| row.name.ends_with(".js") || row.name.ends_with(".wasm");
        self.rows
            .iter()
            .filter(is_code)
            .map(|row| row.brotli_bytes)
            .sum()
    }

    /// Whether the promise is kept.
    pub fn within_budget(&self) -> bool {
        self.code_brotli_bytes() <= BUDGET_BYTES
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            let (plain_kb, brotli_kb) = (kb(row.plain_bytes), kb(row.brotli_bytes));
            writeln!(
                f,
                "  {:<24}{plain_kb:>8.1} KB{brotli_kb:>8.1} KB brotli",
                row.name
            )?;
        }
        let (code_kb, budget_kb) = (kb(self.code_brotli_bytes()), kb(BUDGET_BYTES));
        if self.within_budget() {
            writeln!(
                f,
                "  WebAssembly + JavaScript {code_kb:.1} KB brotli of {budget_kb:.0} KB allowed"
            )
        } else {
            writeln!(
                f,
                "warning: WebAssembly + JavaScript {code_kb:.1} KB brotli, over the {budget_kb:.0} KB allowed"
            )
        }
    }
}

fn kb(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(brotli_bytes: u64) -> Sizes {
        let row = |name: &str, brotli_bytes| Row {
            name: name.to_owned(),
            plain_bytes: 400_000,
            brotli_bytes,
        };
        Sizes {
            rows: vec![
                row("fieldwatch_bg.wasm", brotli_bytes),
                row("fieldwatch.css", 900_000),
            ],
        }
    }

    #[test]
    fn the_budget_is_kept_up_to_its_last_byte_and_counts_code_only() {
        assert!(sizes(BUDGET_BYTES - 1).within_budget());
        assert!(sizes(BUDGET_BYTES).within_budget());
        assert!(!sizes(BUDGET_BYTES + 1).within_budget());
        assert!(sizes(BUDGET_BYTES + 1).to_string().contains("warning"));
    }
}
