//! How often somebody may ask: by account once they have signed in, by address before that (docs/decisions/0096-rates.md).
//!
//! Each is a bucket that fills at a steady rate (the generic cell rate algorithm: one number a bucket, the time at which it is full
//! again). Buckets live in a cache of a fixed size: whoever comes from more addresses than it holds makes it forget, never grow.

use super::client::{ClientAddress, subscriber};
use super::session::lang;
use crate::site::Site;
use api::{ApiError, Session};
use app::Instead;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use quick_cache::sync::Cache;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::OnceCell;

/// Buckets kept of each kind: 65,536 take about 8 MB.
const MOST_BUCKETS: usize = 1 << 16;

/// How often, in the long run, and how many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// In the long run; 0 for no limit.
    pub per_second: u32,
    /// At once, after a rest.
    pub at_once: u32,
}

impl Rate {
    /// Another rate in the long run, with as much at once in proportion.
    pub fn with(self, per_second: u32) -> Rate {
        let seconds = self.at_once / self.per_second.max(1);
        Rate {
            per_second,
            at_once: per_second.saturating_mul(seconds),
        }
    }
}

/// Buckets of one kind.
struct Buckets<K> {
    rate: Rate,
    begun: Instant,
    full_again: Cache<K, Arc<AtomicU64>>,
}

impl<K: Eq + Hash + Clone> Buckets<K> {
    fn new(rate: Rate) -> Buckets<K> {
        Buckets {
            rate,
            begun: Instant::now(),
            full_again: Cache::new(MOST_BUCKETS),
        }
    }

    /// Takes one; or says how long to wait for it.
    fn take(&self, key: &K) -> Result<(), Duration> {
        self.take_at(key, self.begun.elapsed())
    }

    fn take_at(&self, key: &K, now: Duration) -> Result<(), Duration> {
        let Some(each_ns) = 1_000_000_000_u64.checked_div(u64::from(self.rate.per_second)) else {
            return Ok(());
        };
        let now_ns = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
        let most_ns = each_ns * u64::from(self.rate.at_once);
        let bucket = self.full_again.get(key).unwrap_or_else(|| {
            let fresh = Arc::new(AtomicU64::new(0));
            self.full_again.insert(key.clone(), fresh.clone());
            fresh
        });
        let mut wait_ns = 0;
        let taken = bucket.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full_ns| {
            let then_ns = full_ns.max(now_ns) + each_ns;
            wait_ns = then_ns.saturating_sub(now_ns + most_ns);
            (wait_ns == 0).then_some(then_ns)
        });
        taken.map(|_| ()).map_err(|_| Duration::from_nanos(wait_ns))
    }
}

/// What is asked for, as far as its price goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A page, a file, an address for machines.
    Any,
    /// A password is checked, which is slow by design.
    SignIn,
    /// Rows from a machine; the desk has its own limits.
    Push,
}

/// The limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// By account.
    pub account: Rate,
    /// By address.
    pub address: Rate,
    /// Passwords, by address.
    pub sign_in: Rate,
    /// Pushes, by address.
    pub push: Rate,
}

impl Default for Rates {
    /// All people of a province together are about a thousand, and a mobile carrier may show them to us as one address: so many open a
    /// page with all its files at the beginning of the same working hour, or sign in within ten minutes. One person never opens five
    /// pages a second.
    fn default() -> Rates {
        let rate = |per_second, at_once| Rate {
            per_second,
            at_once,
        };
        Rates {
            account: rate(5, 300),
            address: rate(100, 6_000),
            sign_in: rate(2, 300),
            push: rate(2_000, 10_000),
        }
    }
}

/// Counts who asks.
pub struct Counter {
    accounts: Buckets<String>,
    addresses: Buckets<IpAddr>,
    sign_ins: Buckets<IpAddr>,
    pushes: Buckets<IpAddr>,
    page: [OnceCell<Bytes>; 2],
}

impl Counter {
    /// Nobody has asked yet.
    pub fn new(rates: Rates) -> Counter {
        Counter {
            accounts: Buckets::new(rates.account),
            addresses: Buckets::new(rates.address),
            sign_ins: Buckets::new(rates.sign_in),
            pushes: Buckets::new(rates.push),
            page: Default::default(),
        }
    }

    /// The page for whoever is not known, made once in each language: to be refused must not cost more than to be answered.
    async fn page(&self, site: &Arc<Site>, headers: &HeaderMap) -> Response {
        let kept = &self.page[usize::from(lang(headers) == Lang::Ur)];
        let made = kept.get_or_try_init(|| async {
            let at_the_start = super::pages::asked_again(&Uri::default(), headers);
            let instead = Instead::Failed(ApiError::TooMany);
            let page = super::pages::instead(site.clone(), None, at_the_start, instead).await;
            to_bytes(page.into_body(), super::pages::LARGEST_PAGE).await
        });
        let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        match made.await {
            Ok(html) => (StatusCode::TOO_MANY_REQUESTS, kind, html.clone()).into_response(),
            Err(error) => super::failed(&error),
        }
    }

    fn by_address(&self, address: IpAddr, kind: Kind) -> Result<(), Duration> {
        let address = subscriber(address);
        match kind {
            Kind::Any => self.addresses.take(&address),
            Kind::SignIn => self
                .addresses
                .take(&address)
                .and_then(|()| self.sign_ins.take(&address)),
            Kind::Push => self.pushes.take(&address),
        }
    }
}

/// Whether what is sent to an address is a passphrase or a code.
fn checks_a_secret(path: &str) -> bool {
    ["/sign-in", "/invitation/", "/account"]
        .iter()
        .any(|begin| path.starts_with(begin))
}

/// Asks the address. Health is never refused: a supervisor that gets no answer ends the server.
pub async fn by_address(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let kind = match path {
        "/healthz" | "/readyz" => return next.run(request).await,
        _ if checks_a_secret(path) && request.method() == axum::http::Method::POST => Kind::SignIn,
        super::push::ADDRESS => Kind::Push,
        _ => Kind::Any,
    };
    let address = request.extensions().get::<ClientAddress>();
    let counted = site.counter().zip(address);
    let taken = counted.map_or(Ok(()), |(counter, address)| {
        counter.by_address(address.0, kind)
    });
    match taken {
        Ok(()) => next.run(request).await,
        Err(wait) => too_many(site, request, wait).await,
    }
}

/// Asks the account of a [`Session`].
pub async fn by_account(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>();
    let counted = site.counter().zip(session);
    let taken = counted.map_or(Ok(()), |(counter, session)| {
        counter.accounts.take(&session.caller.username)
    });
    match taken {
        Ok(()) => next.run(request).await,
        Err(wait) => too_many(site, request, wait).await,
    }
}

/// 429 as a page, as JSON or as a sentence, by who asks.
async fn too_many(site: Arc<Site>, request: Request, wait: Duration) -> Response {
    let error = ApiError::TooMany;
    let session = request.extensions().get::<Session>().cloned();
    let mut response = match (super::wants_page(request.headers()), site.counter()) {
        _ if super::reading::is_for_machines(request.uri().path()) => {
            super::reading::refused::Refused::of(&error).into_response()
        }
        (true, Some(counter)) if session.is_none() => counter.page(&site, request.headers()).await,
        (true, _) => super::pages::instead(site, session, request, Instead::Failed(error)).await,
        (false, _) => super::api_failed(&error),
    };
    let headers = response.headers_mut();
    headers.insert(
        header::RETRY_AFTER,
        HeaderValue::from(wait.as_secs().saturating_add(1)),
    );
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buckets(per_second: u32, at_once: u32) -> Buckets<IpAddr> {
        Buckets::new(Rate {
            per_second,
            at_once,
        })
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    #[test]
    fn so_many_at_once_and_then_at_the_rate() {
        let buckets = buckets(2, 5);
        let at = |ms| buckets.take_at(&address(1), Duration::from_millis(ms));
        for _ in 0..5 {
            assert_eq!(at(1_000), Ok(()));
        }
        assert_eq!(at(1_000), Err(Duration::from_millis(500)));
        assert_eq!(at(1_499), Err(Duration::from_millis(1)));
        assert_eq!(at(1_500), Ok(()));
        assert!(
            at(1_500).is_err(),
            "being refused costs nothing and gives nothing"
        );
        // Others are not touched, and a rest fills the bucket, never beyond its size.
        assert_eq!(
            buckets.take_at(&address(2), Duration::from_millis(1_500)),
            Ok(())
        );
        for _ in 0..5 {
            assert_eq!(at(3_600_000), Ok(()));
        }
        assert!(at(3_600_000).is_err());
    }

    #[test]
    fn no_rate_is_no_limit_and_memory_has_one() {
        let free = buckets(0, 0);
        assert!((0..1_000).all(|_| free.take(&address(1)).is_ok()));
        let bounded = buckets(1, 1);
        for number in 0..200_000_u32 {
            let somebody = IpAddr::from(number.to_be_bytes());
            assert_eq!(bounded.take_at(&somebody, Duration::ZERO), Ok(()));
        }
        assert!(bounded.full_again.len() <= MOST_BUCKETS);
    }

    #[test]
    fn everybody_behind_one_carriers_address_may_begin_their_day() {
        let counter = Counter::new(Rates::default());
        for _ in 0..1_000 {
            // A page and its files, the browser's first time.
            assert!((0..6).all(|_| counter.by_address(address(9), Kind::Any).is_ok()));
        }
        // Who tries passwords is slowed down long before that.
        let tried = (0..1_000).filter(|_| counter.by_address(address(8), Kind::SignIn).is_ok());
        assert!((300..400).contains(&tried.count()));
    }
}
