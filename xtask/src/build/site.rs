//! `target/site`: the built files and a copy of `public/`, each with its compressed twins.
//!
//! Compressing once here with the slowest, smallest setting saves every reader on a slow line the difference and
//! the server the work.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::css;
use super::stamp::{self, Inputs};
use crate::command;
use crate::workspace::Workspace;

/// Kinds of files that get smaller.
const TEXT_LIKE: &[&str] = &[
    "css",
    "html",
    "ico",
    "js",
    "json",
    "map",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// Puts `target/site` together where an input has changed.
pub fn ensure(workspace: &Workspace, pkg: &Path) -> Result<()> {
    let stamp_file = workspace.target.join("site.stamp");
    let mut inputs = Inputs::default().path(pkg, "")?;
    for input in ["style", "public", "xtask/src/build"] {
        inputs = inputs.path(&workspace.root, input)?;
    }
    let stamp = inputs.stamp();
    if stamp::is_fresh(&stamp_file, &stamp) && workspace.site().is_dir() {
        return Ok(());
    }
    command::step("site: style sheets, static files, compression", || {
        // Built aside, so that a failure leaves the last good site in place.
        let aside = workspace.target.join("site.new");
        remove(&aside)?;
        copy(pkg, &aside.join("pkg"))?;
        copy(&workspace.root.join("public"), &aside)?;
        let css = css::bundle(&workspace.root.join("style").join("main.css"))?;
        write(&aside.join("pkg").join("fieldwatch.css"), css.as_bytes())?;
        for file in stamp::files_below(&aside)? {
            compress(&file)?;
        }
        remove(&workspace.site())?;
        std::fs::rename(&aside, workspace.site()).context("cannot put the site in its place")
    })?;
    write(&stamp_file, stamp.as_bytes())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in stamp::files_below(from)? {
        let relative = file.strip_prefix(from).unwrap_or(&file);
        write(&to.join(relative), &std::fs::read(&file)?)?;
    }
    Ok(())
}

/// Writes `FILE.br` and `FILE.gz` beside a file that gets smaller by it.
fn compress(file: &Path) -> Result<()> {
    let extension = file
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if !TEXT_LIKE.contains(&extension.as_str()) {
        return Ok(());
    }
    let plain = std::fs::read(file)?;
    for (suffix, packed) in [("br", brotli_of(&plain)?), ("gz", gzip_of(&plain)?)] {
        if packed.len() < plain.len() {
            write(
                &file.with_extension(format!("{extension}.{suffix}")),
                &packed,
            )?;
        }
    }
    Ok(())
}

/// Quality 11, window 2^22: the smallest.
fn brotli_of(plain: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &params).context("cannot compress")?;
    Ok(packed)
}

fn gzip_of(plain: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?)
}

fn write(file: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
    }
    std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_twins_hold_the_same_bytes() {
        let plain = "field work ".repeat(500);
        let mut from_brotli = Vec::new();
        brotli::BrotliDecompress(
            &mut &brotli_of(plain.as_bytes()).unwrap()[..],
            &mut from_brotli,
        )
        .unwrap();
        assert_eq!(from_brotli, plain.as_bytes());

        let packed = gzip_of(plain.as_bytes()).unwrap();
        let mut from_gzip = String::new();
        std::io::Read::read_to_string(
            &mut flate2::read::GzDecoder::new(&packed[..]),
            &mut from_gzip,
        )
        .unwrap();
        assert_eq!(from_gzip, plain);
    }

    #[test]
    fn a_file_that_would_grow_keeps_no_twin() {
        let dir = std::env::temp_dir().join(format!("xtask-site-{}", std::process::id()));
        write(&dir.join("tiny.txt"), b"a").unwrap();
        write(&dir.join("long.txt"), "a".repeat(1000).as_bytes()).unwrap();
        compress(&dir.join("tiny.txt")).unwrap();
        compress(&dir.join("long.txt")).unwrap();
        assert!(!dir.join("tiny.txt.br").exists());
        assert!(dir.join("long.txt.br").exists() && dir.join("long.txt.gz").exists());
        remove(&dir).unwrap();
    }
}
