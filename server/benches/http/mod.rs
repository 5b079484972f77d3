//! The least of a browser: one request after the other on one connection.

use std::error::Error;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

type Any = Box<dyn Error + Send + Sync>;

/// A request for a page.
pub fn request(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nAccept-Encoding: br\r\n{headers}\r\n").into_bytes()
}

/// Sends a request and reads the whole answer; the size of its body.
pub async fn ask(
    stream: &mut TcpStream,
    request: &[u8],
    buffer: &mut Vec<u8>,
) -> Result<usize, Any> {
    stream.write_all(request).await?;
    buffer.clear();
    loop {
        if stream.read_buf(buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&buffer[..end])?;
        if !head.starts_with("HTTP/1.1 200") {
            return Err(head.lines().next().unwrap_or("no status").to_owned().into());
        }
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")
                .map(str::to_owned)
        });
        let length: usize = length.ok_or("an answer without a length")?.parse()?;
        let missing = (end + 4 + length).saturating_sub(buffer.len());
        if missing > 0 {
            let from = buffer.len();
            buffer.resize(from + missing, 0);
            stream.read_exact(&mut buffer[from..]).await?;
        }
        return Ok(length);
    }
}
