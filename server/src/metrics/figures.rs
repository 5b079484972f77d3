//! What is read when Prometheus asks: the database's figures, and what the process has at that moment.

use super::{Labels, Metrics};
use crate::site::Site;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Metric, Registry, Unit};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::Figures;

/// How long the database may take: less than Prometheus waits (10 seconds).
const FIGURES_WITHIN: Duration = Duration::from_secs(5);

type Seconds = Gauge<f64, AtomicU64>;

/// Figures that are set before they are shown.
pub(super) struct Shown {
    database_up: Gauge,
    database_bytes: Gauge,
    connections: Family<Labels<1>, Gauge>,
    schema_version: Gauge,
    data_version: Gauge,
    shown_data_version: Gauge,
    rows: Family<Labels<1>, Counter>,
    inbox: Gauge,
    quarantine: Gauge,
    dirty: Gauge,
    unjudged: Gauge,
    sessions: Gauge,
    newest_receipt_age: Seconds,
    quality_failing: Gauge,
    certificate: Seconds,
    cache: Family<Labels<1>, Counter>,
}

impl Shown {
    pub(super) fn registered(registry: &mut Registry) -> Shown {
        let version = vec![("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The program", Info::new(version));
        Shown {
            database_up: new(
                registry,
                "database_up",
                "1 if the database answered for these figures, else 0, and they are the last",
            ),
            database_bytes: with_unit(
                registry,
                "database_size",
                "What the database takes up on its disk",
                Unit::Bytes,
            ),
            connections: new(
                registry,
                "database_connections",
                "Connections of this process's pool, idle and in use",
            ),
            schema_version: new(
                registry,
                "schema_version",
                "The last migration that was applied",
            ),
            data_version: new(
                registry,
                "data_version",
                "Rises whenever what pages show changes",
            ),
            shown_data_version: new(
                registry,
                "shown_data_version",
                "The version of the data that this process shows",
            ),
            rows: new(
                registry,
                "rows",
                "Rows of submissions, targets and rosters that all imports and pushes brought, by result",
            ),
            inbox: new(
                registry,
                "inbox_parcels",
                "Pushes that were acknowledged and are not recorded yet",
            ),
            quarantine: new(
                registry,
                "quarantine_rows",
                "Rows that could not be taken and wait",
            ),
            dirty: new(registry, "dirty_cells", "Cells that wait to be rolled up"),
            unjudged: new(
                registry,
                "unjudged_enumerators",
                "Enumerators whose work waits to be judged",
            ),
            sessions: new(registry, "sessions", "Sessions that have not ended"),
            newest_receipt_age: with_unit(
                registry,
                "newest_receipt_age",
                "Time since the newest receipt; NaN where nothing was received",
                Unit::Seconds,
            ),
            quality_failing: new(
                registry,
                "quality_is_old",
                "1 while newer figures of quality cannot be read, else 0",
            ),
            certificate: with_unit(
                registry,
                "tls_certificate_expiry",
                "Time until the certificate in use ends, below zero when it has; NaN without one, or where that cannot be read",
                Unit::Seconds,
            ),
            cache: new(
                registry,
                "page_cache_requests",
                "Pages that were asked for and were in memory (hit) or had to be rendered (miss)",
            ),
        }
    }

    fn set(&self, figures: &Figures, now_ms: i64) {
        let counts = [
            (&self.database_bytes, figures.size_bytes),
            (&self.inbox, figures.inbox_parcels),
            (&self.quarantine, figures.quarantine_rows),
            (&self.dirty, figures.dirty_cells),
            (&self.unjudged, figures.unjudged),
            (&self.sessions, figures.sessions),
        ];
        for (gauge, count) in counts {
            gauge.set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        self.schema_version.set(figures.schema_version);
        self.data_version.set(figures.data_version);
        let connections = [
            ("idle", figures.connections_idle),
            ("used", figures.connections_used),
        ];
        for (state, count) in connections {
            let labels = [("state", state.to_owned())];
            self.connections
                .get_or_create(&labels)
                .set(i64::from(count));
        }
        for (result, count) in figures.rows.by_result() {
            raised_to(&self.rows, ("result", result), count);
        }
        let age = figures
            .newest_receipt
            .map_or(f64::NAN, |at| (now_ms - at.0) as f64 / 1_000.0);
        self.newest_receipt_age.set(age);
    }
}

impl Metrics {
    /// Everything, in the text format that Prometheus reads.
    pub async fn text(&self, site: &Site) -> Result<String, std::fmt::Error> {
        let shown = &self.shown;
        let read = tokio::time::timeout(FIGURES_WITHIN, site.db().figures()).await;
        let failed = match read {
            Ok(Ok(figures)) => {
                shown.set(&figures, site.clock().survey_now().0);
                None
            }
            Ok(Err(error)) => Some(error.to_string()),
            Err(late) => Some(late.to_string()),
        };
        shown.database_up.set(i64::from(failed.is_none()));
        if let Some(error) = failed {
            tracing::warn!(
                error,
                "the database's figures could not be read for the metrics"
            );
        }
        shown.shown_data_version.set(site.version());
        let is_old = site.quality_now().failing_since.is_some();
        shown.quality_failing.set(i64::from(is_old));
        let now = site.clock().now();
        let expiry = self.certificate.get();
        let left_s = expiry.map_or(f64::NAN, |expiry| expiry.seconds_left(now));
        shown.certificate.set(left_s);
        let (hits, misses) = site.pages().hits_and_misses();
        raised_to(&shown.cache, ("result", "hit"), hits);
        raised_to(&shown.cache, ("result", "miss"), misses);
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Sets a counter to what is counted elsewhere.
fn raised_to(family: &Family<Labels<1>, Counter>, label: (&'static str, &str), count: u64) {
    let labels = [(label.0, label.1.to_owned())];
    let counter = family.get_or_create(&labels);
    counter.inner().store(count, Ordering::Relaxed);
}

fn new<M: Metric + Clone + Default>(registry: &mut Registry, name: &str, help: &str) -> M {
    let metric = M::default();
    registry.register(name, help, metric.clone());
    metric
}

fn with_unit<M: Metric + Clone + Default>(
    registry: &mut Registry,
    name: &str,
    help: &str,
    unit: Unit,
) -> M {
    let metric = M::default();
    registry.register_with_unit(name, help, unit, metric.clone());
    metric
}
