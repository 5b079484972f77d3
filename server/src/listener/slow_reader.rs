//! A client that reads its answer too slowly is given up: otherwise it holds the answer in memory and a connection for ever.
//!
//! Time counts only while bytes wait that the system does not take: hyper has no such limit.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// How slowly a client may read.
#[derive(Clone, Copy)]
pub struct Patience {
    /// How long nothing at all.
    pub grace: Duration,
    /// The fewest bytes a second beyond that.
    pub least_per_second: u64,
}

/// A phone that is handed from one cell to the next reads nothing for a while; the slowest mobile line (GPRS) has four times as many
/// bytes a second.
pub const READ_WITHIN: Patience = Patience {
    grace: Duration::from_secs(30),
    least_per_second: 1_000,
};

/// A connection whose other end has to read.
pub struct SlowReader<S> {
    stream: S,
    patience: Patience,
    waiting: Option<Waiting>,
}

struct Waiting {
    since: Instant,
    written: u64,
    over: Pin<Box<Sleep>>,
}

impl Waiting {
    fn begin(patience: Patience) -> Waiting {
        let since = Instant::now();
        Waiting {
            since,
            written: 0,
            over: Box::pin(sleep_until(since + patience.grace)),
        }
    }

    fn wrote(&mut self, bytes: usize, patience: Patience) {
        self.written += bytes as u64;
        let earned = Duration::from_millis(self.written * 1_000 / patience.least_per_second);
        let over = self.since + patience.grace + earned;
        self.over.as_mut().reset(over);
    }
}

impl<S> SlowReader<S> {
    /// The connection, with no more patience than that.
    pub fn new(stream: S, patience: Patience) -> SlowReader<S> {
        SlowReader {
            stream,
            patience,
            waiting: None,
        }
    }

    fn written(
        &mut self,
        cx: &mut Context<'_>,
        poll: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match poll {
            Poll::Pending => {
                let patience = self.patience;
                let waiting = self.waiting.get_or_insert_with(|| Waiting::begin(patience));
                ready!(waiting.over.as_mut().poll(cx));
                let text = "the client read its answer too slowly";
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, text)))
            }
            Poll::Ready(Ok(bytes)) => {
                if let Some(waiting) = &mut self.waiting {
                    waiting.wrote(bytes, self.patience);
                }
                Poll::Ready(Ok(bytes))
            }
            failed => failed,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for SlowReader<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for SlowReader<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, poll)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.written(cx, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    // All that was to be written is with the system: the next answer has its own time.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = ready!(Pin::new(&mut self.stream).poll_flush(cx));
        self.waiting = None;
        Poll::Ready(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};

    const PATIENCE: Patience = Patience {
        grace: Duration::from_millis(300),
        least_per_second: 20_000,
    };

    /// Writes 100,000 bytes to a client that reads so many every 10 ms; how long it took, or that it was given up.
    async fn written_to(bytes: usize) -> (Result<(), io::ErrorKind>, Duration) {
        let (ours, mut theirs): (DuplexStream, DuplexStream) = duplex(1_000);
        let reader = tokio::spawn(async move {
            let mut buffer = vec![0; bytes];
            loop {
                tokio::time::sleep(Duration::from_millis(10)).await;
                if bytes > 0 && theirs.read_exact(&mut buffer).await.is_err() {
                    return;
                }
            }
        });
        let begun = Instant::now();
        let mut slow = SlowReader::new(ours, PATIENCE);
        let written = slow.write_all(&[7; 100_000]).await;
        let took = begun.elapsed();
        reader.abort();
        (written.map_err(|error| error.kind()), took)
    }

    #[tokio::test]
    async fn a_slow_line_is_waited_for_and_a_client_that_dribbles_is_not() {
        // At most 90,000 bytes a second: longer than the grace alone, and it comes to an end.
        let (written, took) = written_to(900).await;
        assert_eq!(written, Ok(()));
        assert!(took > PATIENCE.grace * 2, "{took:?}");
        // A byte now and then, or none, would take for ever.
        for bytes in [1, 0] {
            let (written, took) = written_to(bytes).await;
            assert_eq!(written, Err(io::ErrorKind::TimedOut), "{bytes}");
            assert!(took >= PATIENCE.grace, "{took:?}");
        }
    }

    #[tokio::test]
    async fn a_connection_with_nothing_to_say_may_be_silent() {
        let (ours, _theirs) = duplex(1_000);
        let mut slow = SlowReader::new(ours, PATIENCE);
        slow.write_all(b"short").await.unwrap();
        slow.flush().await.unwrap();
        tokio::time::sleep(PATIENCE.grace * 2).await;
        slow.write_all(b"again").await.unwrap();
    }
}
