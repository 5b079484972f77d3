//! The style sheets: `style/main.css` with all its `@import`s in one small file.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

/// Browsers of 2022 and later: phones in the field are not updated. What newer CSS they lack (nesting, say) is
/// written in older words; cascade layers and logical properties they know.
const OLDEST_BROWSERS: Browsers = Browsers {
    android: Some(version(105)),
    chrome: Some(version(105)),
    edge: Some(version(105)),
    firefox: Some(version(110)),
    ie: None,
    ios_saf: Some(version(16)),
    opera: None,
    safari: Some(version(16)),
    samsung: Some(version(20)),
};

const fn version(major: u32) -> u32 {
    major << 16
}

/// Bundles and minifies a style sheet.
///
/// # Errors
/// When an import is not found or a rule cannot be read: with file, line and column.
pub fn bundle(main: &Path) -> Result<String> {
    let targets = Targets::from(OLDEST_BROWSERS);
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler
        .bundle(main)
        .map_err(|error| anyhow!("style sheet: {error}"))?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("style sheet: {error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("style sheet: {error}"))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled(files: &[(&str, &str)]) -> Result<String> {
        let dir = std::env::temp_dir().join(format!(
            "xtask-css-{}-{}",
            std::process::id(),
            files[0].1.len()
        ));
        std::fs::create_dir_all(&dir).unwrap();
        for (name, text) in files {
            std::fs::write(dir.join(name), text).unwrap();
        }
        let css = bundle(&dir.join(files[0].0));
        std::fs::remove_dir_all(&dir).unwrap();
        css
    }

    #[test]
    fn imports_become_one_file_in_their_layers() {
        let css = bundled(&[
            (
                "main.css",
                "@layer tokens, base; @import './base.css' layer(base);",
            ),
            ("base.css", "body { margin-inline-start: 1rem; }"),
        ])
        .unwrap();
        assert!(
            css.contains("@layer base{body{margin-inline-start:1rem}}"),
            "{css}"
        );
        assert!(!css.contains("@import"), "{css}");
    }

    #[test]
    fn a_missing_import_is_told_not_swallowed() {
        let error = bundled(&[("main.css", "@import './gone.css';")])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("No such file") && error.contains("main.css"),
            "{error}"
        );
    }
}
