//! The listener: takes connections, encrypts them, and lets none of them hold up the others.
//!
//! hyper directly rather than `axum::serve`, which has no limits of time or number and no TLS
//! (docs/decisions/0094-the-listener.md). HTTP/1.1 alone.

pub mod expiry;
mod places;
pub mod redirect;
mod slow_reader;
pub mod tls;

use crate::web::client::{Peer, TrustedProxies};
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use places::{Place, Places};
use slow_reader::{READ_WITHIN, SlowReader};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tls::Tls;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::Service;

/// How long a client may take to say its whole question, from the connection's first moment or from the last answer: so long a
/// connection may also stand idle. A phone at the edge of coverage takes a few seconds.
pub const HEADER_WITHIN: Duration = Duration::from_secs(15);
/// How long the handshake of TLS may take: three round trips of the worst line.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// The most bytes of a question's head. Cookies and the longest filter in an address come to less than 4 KiB.
const LARGEST_HEAD: usize = 16 << 10;
/// The most header lines. Browsers send about 20, proxies add ten.
const MOST_HEADERS: usize = 64;
/// How long to wait when the system has no more connections to give.
const OUT_OF_FILES: Duration = Duration::from_millis(500);

/// What connections may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at a time. Whoever finds them taken waits in the system's queue.
    pub connections: usize,
    /// Connections at a time from one address (of IPv6: one network). More are closed at once. Trusted proxies may have any number.
    pub connections_by_address: usize,
    /// See [`HEADER_WITHIN`].
    pub header_within: Duration,
    /// How long requests may still run once the server is asked to stop.
    pub shutdown_within: Duration,
}

/// Becomes true when the server is asked to stop.
type Stopped = watch::Receiver<bool>;

/// What every connection is answered by.
struct Speaker {
    router: Router,
    tls: Option<Arc<Tls>>,
    limits: Limits,
}

/// Answers until `stop` is done, then lets requests end for as long as the limits have it. Says how many connections had to be cut.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Tls>,
    router: Router,
    trusted: TrustedProxies,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> usize {
    let tls = tls.map(Arc::new);
    let places = Places::new(limits.connections, limits.connections_by_address, trusted);
    let speaker = Arc::new(Speaker {
        router,
        tls: tls.clone(),
        limits,
    });
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    let mut renewal = std::pin::pin!(tls::renew(tls));
    loop {
        let next = async {
            let room = places.room().await;
            (room, accept(&listener).await)
        };
        let (room, (stream, address)) = tokio::select! {
            () = &mut stop => break,
            never = &mut renewal => match never {},
            next = next => next,
        };
        while connections.try_join_next().is_some() {}
        let Some(place) = places.take(room, address.ip()) else {
            tracing::debug!("an address has too many connections; another one was closed");
            continue;
        };
        connections.spawn(
            speaker
                .clone()
                .answer(stream, address, place, stopped.clone()),
        );
    }
    drop(listener);
    // Connections without a request close now, the others after its answer.
    stopping.send_replace(true);
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(limits.shutdown_within, all).await;
    let cut = connections.len();
    connections.shutdown().await;
    cut
}

/// The next connection. What is wrong with one client, or for a moment with the system, does not end the server.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken; perhaps too many files are open");
                tokio::time::sleep(OUT_OF_FILES).await;
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}

impl Speaker {
    async fn answer(
        self: Arc<Speaker>,
        stream: TcpStream,
        address: SocketAddr,
        _place: Place,
        stopped: Stopped,
    ) {
        // Answers are written whole; waiting for more to send only makes them late.
        let _ = stream.set_nodelay(true);
        let peer = Peer {
            address: address.ip(),
            encrypted: self.tls.is_some(),
        };
        let stream = SlowReader::new(stream, READ_WITHIN);
        let Some(tls) = &self.tls else {
            return self.speak(stream, peer, stopped).await;
        };
        // Scanners and browsers that do not trust the certificate end here: nothing that whoever runs the server could act on.
        match tokio::time::timeout(HANDSHAKE_WITHIN, tls.acceptor().accept(stream)).await {
            Ok(Ok(stream)) => self.speak(stream, peer, stopped).await,
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    async fn speak(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
        peer: Peer,
        mut stopped: Stopped,
    ) {
        let service = service_fn(|mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            // A router is always ready.
            self.router.clone().call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.limits.header_within)
            .max_header_size(LARGEST_HEAD)
            .max_headers(MOST_HEADERS)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = asked_to_stop(&mut stopped) => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

async fn asked_to_stop(stopped: &mut Stopped) {
    // The sender lives until all connections have ended.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}
