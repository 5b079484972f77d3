//! A request's body has to arrive, or the request is ended: a client that dribbles holds what was taken for it (one of the places for
//! pushes, a thread that reads) as long as it likes otherwise.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use futures_util::stream::unfold;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long a body may take.
#[derive(Clone, Copy, Debug)]
pub struct BodyPace {
    /// Without a byte.
    pub grace: Duration,
    /// The fewest bytes a second beyond that.
    pub least_per_second: u64,
    /// In all, however fast.
    pub at_most: Duration,
}

/// 10,000 rows, the most of one push, are about 5 MB and packed a tenth of it: a quarter of an hour is enough for a line of a few kB/s.
pub const PACE: BodyPace = BodyPace {
    grace: Duration::from_secs(30),
    least_per_second: 500,
    at_most: Duration::from_secs(15 * 60),
};

impl BodyPace {
    fn deadline(self, begun: Instant, arrived: u64) -> Instant {
        let earned = Duration::from_millis(arrived * 1_000 / self.least_per_second);
        begun + (self.grace + earned).min(self.at_most)
    }
}

/// Ends requests whose body does not keep the pace. What was read of rows that were pushed is recorded and answered all the same.
pub async fn limit(State(pace): State<BodyPace>, request: Request, next: Next) -> Response {
    let late = Arc::new(AtomicBool::new(false));
    let (parts, body) = request.into_parts();
    let body = paced(body, pace, late.clone());
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if !late.load(Ordering::Relaxed) {
        return response;
    }
    if response.status() == StatusCode::BAD_REQUEST {
        *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
    } else if response.status().is_server_error() {
        let text = "The request did not arrive in time; nothing was changed. Send it again.\n";
        response = (StatusCode::REQUEST_TIMEOUT, text).into_response();
    }
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn paced(body: Body, pace: BodyPace, late: Arc<AtomicBool>) -> Body {
    let begun = Instant::now();
    let arriving = (body.into_data_stream(), 0_u64, late);
    Body::from_stream(unfold(Some(arriving), move |arriving| async move {
        let (mut body, arrived, late) = arriving?;
        match timeout_at(pace.deadline(begun, arrived), body.next()).await {
            Ok(None) => None,
            Ok(Some(Ok(bytes))) => {
                let arrived = arrived + bytes.len() as u64;
                Some((Ok::<Bytes, io::Error>(bytes), Some((body, arrived, late))))
            }
            Ok(Some(Err(error))) => Some((Err(io::Error::other(error)), None)),
            Err(_) => {
                late.store(true, Ordering::Relaxed);
                let text = "the body did not arrive in time";
                Some((Err(io::Error::new(io::ErrorKind::TimedOut, text)), None))
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    const PACE: BodyPace = BodyPace {
        grace: Duration::from_millis(200),
        least_per_second: 1_000,
        at_most: Duration::from_millis(1_200),
    };

    /// So many bytes every 20 ms, 50 times.
    async fn arrives(bytes: usize) -> (bool, Duration) {
        let pieces = unfold(0, move |sent| async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            (sent < 50).then(|| (Ok::<_, io::Error>(vec![7; bytes]), sent + 1))
        });
        let late = Arc::new(AtomicBool::new(false));
        let begun = Instant::now();
        let read = to_bytes(
            paced(Body::from_stream(pieces), PACE, late.clone()),
            1 << 20,
        )
        .await;
        assert_eq!(read.is_err(), late.load(Ordering::Relaxed));
        (read.is_ok(), begun.elapsed())
    }

    #[tokio::test]
    async fn a_body_that_keeps_the_pace_arrives_and_one_that_dribbles_is_ended() {
        let (arrived, took) = arrives(100).await;
        assert!(arrived || took >= PACE.at_most, "{took:?}");
        let (arrived, took) = arrives(1).await;
        assert!(
            !arrived && took >= PACE.grace && took < PACE.at_most,
            "{took:?}"
        );
    }

    #[test]
    fn time_is_earned_by_bytes_and_ends_all_the_same() {
        let begun = Instant::now();
        let after = |arrived| PACE.deadline(begun, arrived) - begun;
        assert_eq!(after(0), Duration::from_millis(200));
        assert_eq!(after(500), Duration::from_millis(700));
        assert_eq!(after(1_000_000), Duration::from_millis(1_200));
    }
}
