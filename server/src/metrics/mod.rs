//! Metrics for Prometheus (decision 0098). Names and what to watch stand in docs/operations.md.

mod figures;
pub mod listen;

use crate::listener::expiry::InUse;
use figures::Shown;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

type Labels<const N: usize> = [(&'static str, String); N];

/// From what memory answers to the limit of patience, in seconds.
const ANSWERS_S: [f64; 9] = [0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0, 60.0];
/// From a look at a version to a province judged again, in seconds.
const JOBS_S: [f64; 8] = [0.01, 0.1, 1.0, 5.0, 30.0, 120.0, 600.0, 3_600.0];

/// What a process counts. Cheap to count; what stands in the database is read when it is asked for.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels<3>, Counter>,
    answers: Family<Labels<1>, Histogram>,
    jobs: Family<Labels<1>, Histogram>,
    failures: Family<Labels<1>, Counter>,
    shown: Shown,
    certificate: OnceLock<Arc<InUse>>,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let requests = Family::default();
        let answers = Family::new_with_constructor(answer_times as fn() -> Histogram);
        let jobs = Family::new_with_constructor(job_times as fn() -> Histogram);
        let failures = Family::default();
        let mut registry = Registry::with_prefix("fieldwatch");
        registry.register(
            "http_requests",
            "Requests that were answered, by route and class of status",
            Family::clone(&requests),
        );
        registry.register_with_unit(
            "http_request_duration",
            "Time from the request's head to the answer's head",
            Unit::Seconds,
            Family::clone(&answers),
        );
        registry.register_with_unit(
            "job_duration",
            "Time of a round of work in the background",
            Unit::Seconds,
            Family::clone(&jobs),
        );
        registry.register(
            "job_failures",
            "Rounds of work in the background that failed; the log says why",
            Family::clone(&failures),
        );
        let shown = Shown::registered(&mut registry);
        Metrics {
            registry,
            requests,
            answers,
            jobs,
            failures,
            shown,
            certificate: OnceLock::new(),
        }
    }
}

fn answer_times() -> Histogram {
    Histogram::new(ANSWERS_S)
}

fn job_times() -> Histogram {
    Histogram::new(JOBS_S)
}

impl Metrics {
    /// Notes an answer. `route` is an address with the names of its parts.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let class = format!("{}xx", status / 100);
        let labels = [
            ("method", method.to_owned()),
            ("route", route.to_owned()),
            ("status", class),
        ];
        self.requests.get_or_create(&labels).inc();
        let labels = [("route", route.to_owned())];
        self.answers
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    /// From now on the end of this certificate is shown. The first that is named stays: a process has one listener.
    pub fn watch_certificate(&self, expiry: Arc<InUse>) {
        let _ = self.certificate.set(expiry);
    }

    /// Does a round of work in the background and notes how long it took, and whether it failed.
    pub async fn job<T, E>(
        &self,
        name: &'static str,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let begun = Instant::now();
        let done = work.await;
        let labels = [("job", name.to_owned())];
        self.jobs
            .get_or_create(&labels)
            .observe(begun.elapsed().as_secs_f64());
        // There from the first round on, so that the first failure is a rise.
        self.failures
            .get_or_create(&labels)
            .inc_by(u64::from(done.is_err()));
        done
    }
}
