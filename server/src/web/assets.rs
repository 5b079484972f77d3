//! Static files: read once at start, kept in memory with their compressed forms, answered with a fingerprint.

use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::io;
use std::path::Path;

/// Everything under the site folder, by its path in URLs.
#[derive(Debug, Default)]
pub struct Assets {
    files: HashMap<String, Stored>,
}

/// A body ready to be sent: plain, and compressed where that helps.
#[derive(Clone, Debug)]
pub struct Stored {
    content_type: &'static str,
    plain: Bytes,
    brotli: Option<Bytes>,
    etag: String,
}

impl Stored {
    /// Keeps a body under its fingerprint.
    pub fn new(content_type: &'static str, plain: Vec<u8>, brotli: Option<Vec<u8>>) -> Stored {
        let etag = format!("\"{}\"", &blake3::hash(&plain).to_hex()[..32]);
        Stored {
            content_type,
            plain: plain.into(),
            brotli: brotli.map(Bytes::from),
            etag,
        }
    }

    /// Bytes held in memory.
    pub fn size(&self) -> u64 {
        (self.plain.len() + self.brotli.as_ref().map_or(0, Bytes::len)) as u64
    }

    /// Answers a request: 304 if the browser has it, else the smallest form that the browser takes.
    pub fn respond(&self, request: &HeaderMap, cache_control: &'static str) -> Response {
        let held = request
            .get(header::IF_NONE_MATCH)
            .and_then(|value| value.to_str().ok());
        let mut response = if held.is_some_and(|held| {
            held.split(',')
                .any(|tag| tag.trim().trim_start_matches("W/") == self.etag)
        }) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            match &self.brotli {
                Some(brotli) if accepts_brotli(request) => {
                    ([(header::CONTENT_ENCODING, "br")], brotli.clone()).into_response()
                }
                _ => self.plain.clone().into_response(),
            }
        };
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            header::HeaderValue::from_static(self.content_type),
        );
        headers.insert(
            header::CACHE_CONTROL,
            header::HeaderValue::from_static(cache_control),
        );
        headers.insert(
            header::VARY,
            header::HeaderValue::from_static("accept-encoding, cookie"),
        );
        if let Ok(etag) = header::HeaderValue::from_str(&self.etag) {
            headers.insert(header::ETAG, etag);
        }
        response
    }
}

/// How far back a page is compared with itself: 256 kB, which is most pages whole. What is looked through is made ready for every page
/// anew: 4 MB take longer than the rest.
const PAGE_WINDOW_BITS: i32 = 18;

/// Compresses a page: quality 5 takes a few milliseconds and is within a tenth of the best.
pub fn compress(plain: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(plain.len() / 4);
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 5,
        lgwin: PAGE_WINDOW_BITS,
        size_hint: plain.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &plain[..], &mut out, &parameters).ok()?;
    Some(out)
}

/// Whether whoever asks takes brotli.
pub fn accepts_brotli(request: &HeaderMap) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| {
            value.split(',').any(|coding| {
                let mut parts = coding.split(';').map(str::trim);
                parts.next() == Some("br")
                    && !parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        })
}

impl Assets {
    /// Reads a folder. `NAME.br` beside `NAME` is its compressed form. A missing folder is an error: pages without
    /// their style and islands are not a state to run in.
    pub fn read(folder: &Path) -> io::Result<Assets> {
        let mut assets = Assets::default();
        assets.read_folder(folder, "")?;
        Ok(assets)
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let url = format!("{prefix}/{name}");
            if entry.file_type()?.is_dir() {
                self.read_folder(&entry.path(), &url)?;
                continue;
            }
            let Some(content_type) = content_type(&name) else {
                continue;
            };
            let compressed = entry.path().with_file_name(format!("{name}.br"));
            let brotli = match std::fs::read(compressed) {
                Ok(bytes) => Some(bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            };
            self.files.insert(
                url,
                Stored::new(content_type, std::fs::read(entry.path())?, brotli),
            );
        }
        Ok(())
    }

    /// Whether the pages' style and the islands' code are there.
    pub fn is_complete(&self) -> bool {
        [
            "/islands.js",
            "/pkg/fieldwatch.css",
            "/pkg/fieldwatch.js",
            "/pkg/fieldwatch_bg.wasm",
        ]
        .iter()
        .all(|path| self.files.contains_key(*path))
    }

    /// Answers a request for a file; `None` if there is no such file.
    pub fn respond(&self, path: &str, request: &HeaderMap) -> Option<Response> {
        // Asked for again on each visit, answered with 304: a new release is never mixed with an old one.
        self.files
            .get(path)
            .map(|file| file.respond(request, "public, no-cache"))
    }
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert(name, value.parse().unwrap());
        map
    }

    #[test]
    fn files_are_served_compressed_where_the_browser_takes_it_and_not_at_all_where_it_has_them() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        std::fs::write(folder.path().join("pkg/a.css"), "body{}").unwrap();
        std::fs::write(folder.path().join("pkg/a.css.br"), "compressed").unwrap();
        std::fs::write(folder.path().join("pkg/notes.bak"), "private").unwrap();
        let assets = Assets::read(folder.path()).unwrap();

        let plain = assets.respond("/pkg/a.css", &HeaderMap::new()).unwrap();
        assert_eq!(
            plain.headers()[header::CONTENT_TYPE],
            "text/css; charset=utf-8"
        );
        assert!(plain.headers().get(header::CONTENT_ENCODING).is_none());
        let brotli = assets
            .respond("/pkg/a.css", &headers("accept-encoding", "gzip, br;q=0.9"))
            .unwrap();
        assert_eq!(brotli.headers()[header::CONTENT_ENCODING], "br");
        let refused = assets
            .respond("/pkg/a.css", &headers("accept-encoding", "br;q=0"))
            .unwrap();
        assert!(refused.headers().get(header::CONTENT_ENCODING).is_none());

        let etag = plain.headers()[header::ETAG].to_str().unwrap().to_owned();
        let again = assets
            .respond(
                "/pkg/a.css",
                &headers("if-none-match", &format!("W/{etag}")),
            )
            .unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(
            assets
                .respond("/pkg/notes.bak", &HeaderMap::new())
                .is_none()
        );
        assert!(
            assets
                .respond("/pkg/../Cargo.toml", &HeaderMap::new())
                .is_none()
        );
        assert!(!assets.is_complete());
        assert!(Assets::read(&folder.path().join("nowhere")).is_err());
    }
}
