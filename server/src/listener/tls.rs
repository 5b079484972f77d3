//! TLS by rustls with certificate and key from files, read again when they change.

use super::expiry::{Expiry, InUse};
use domain::time::{EpochMs, MS_PER_DAY};
use std::convert::Infallible;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::ServerConfig;
use tokio_rustls::rustls::version::{TLS12, TLS13};

/// How often the files are looked at. Certificates are renewed weeks before they end.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// A certificate and its key, as they are now.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    config: RwLock<Arc<ServerConfig>>,
    seen: Mutex<Content>,
    expiry: Arc<InUse>,
}

/// The bytes of both files, hashed: whatever way they were changed, replaced or linked anew, that is what counts.
type Content = [blake3::Hash; 2];

impl Tls {
    /// Reads both files (PEM). An error is a sentence: which file, what is wrong, what to do.
    pub fn read(certificate: &Path, key: &Path) -> Result<Tls, String> {
        let Files {
            config,
            content,
            expiry,
        } = read(certificate, key)?;
        Ok(Tls {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
            config: RwLock::new(config),
            seen: Mutex::new(content),
            expiry: Arc::new(InUse::new(expiry)),
        })
    }

    /// When the certificate in use ends, as it is from now on.
    pub fn expiry(&self) -> Arc<InUse> {
        self.expiry.clone()
    }

    /// A sentence about a certificate that ends soon.
    fn warning(&self, now: EpochMs) -> Option<String> {
        let name = self.certificate.display();
        match self.expiry.get().map(|expiry| expiry.at(now)) {
            Some(standing) if standing.is_soon() => {
                Some(format!("The certificate {name} {standing}."))
            }
            Some(_) => None,
            None => Some(format!("When the certificate {name} ends cannot be read.")),
        }
    }

    /// What the next connection is encrypted by.
    pub fn acceptor(&self) -> TlsAcceptor {
        let config = self.config.read().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(config.clone())
    }

    /// Takes changed files over. Says whether it did; what cannot be used changes nothing, and is said once.
    pub fn renew(&self) -> Result<bool, String> {
        let content = content(&self.certificate, &self.key)?;
        {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if *seen == content {
                return Ok(false);
            }
            *seen = content;
        }
        let files = read(&self.certificate, &self.key)?;
        let mut present = self.config.write().unwrap_or_else(PoisonError::into_inner);
        *present = files.config;
        self.expiry.set(files.expiry);
        Ok(true)
    }
}

/// Looks after the files for ever.
pub async fn renew(tls: Option<Arc<Tls>>) -> Infallible {
    let Some(tls) = tls else {
        return std::future::pending().await;
    };
    let mut said = String::new();
    // At the start `cli::check` has said it, once for all that it looks at.
    let mut warned_on = today();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        if warned_on != today() {
            warned_on = today();
            warn_if_soon(&tls);
        }
        let looked = tls.clone();
        // Files may lie on a slow disk.
        let renewed = tokio::task::spawn_blocking(move || looked.renew()).await;
        match renewed {
            Ok(Ok(true)) => {
                said.clear();
                tracing::info!("the certificate was read again; new connections get the new one");
                warn_if_soon(&tls);
            }
            Ok(Ok(false)) => {}
            Ok(Err(sentence)) => {
                if said != sentence {
                    tracing::error!(
                        "{sentence} The certificate that was read before stays in use."
                    );
                }
                said = sentence;
            }
            Err(error) => tracing::error!(%error, "the certificate could not be looked at"),
        }
    }
}

/// Whoever runs for months without a new certificate is told every day.
fn today() -> i64 {
    crate::clock::now().0.div_euclid(MS_PER_DAY)
}

fn warn_if_soon(tls: &Tls) {
    if let Some(sentence) = tls.warning(crate::clock::now()) {
        tracing::warn!("{sentence}");
    }
}

fn content(certificate: &Path, key: &Path) -> Result<Content, String> {
    let hash = |path: &Path| {
        let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
        Ok::<_, String>(blake3::hash(&bytes))
    };
    Ok([hash(certificate)?, hash(key)?])
}

/// What both files hold.
struct Files {
    config: Arc<ServerConfig>,
    content: Content,
    expiry: Option<Expiry>,
}

fn read(certificate: &Path, key: &Path) -> Result<Files, String> {
    let content = content(certificate, key)?;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| not_pem(certificate, &error, "CERTIFICATE"))?;
    if chain.is_empty() {
        return Err(not_pem(certificate, &PemError::NoItemsFound, "CERTIFICATE"));
    }
    let expiry = Expiry::of(&chain);
    let secret =
        PrivateKeyDer::from_pem_file(key).map_err(|error| not_pem(key, &error, "PRIVATE KEY"))?;
    warn_if_open_to_others(key);
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map(|builder| builder.with_no_client_auth())
        .and_then(|builder| builder.with_single_cert(chain, secret))
        .map_err(|error| {
            format!(
                "The certificate in {} and the key in {} cannot be used together: {error}. Name the files of one pair, the server's own \
                 certificate first.",
                certificate.display(),
                key.display()
            )
        })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Files {
        config: Arc::new(config),
        content,
        expiry,
    })
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!(
        "{} cannot be read: {error}. Name the files with --tls-cert and --tls-key, and let the server's user read them.",
        path.display()
    )
}

fn not_pem(path: &Path, error: &PemError, holds: &str) -> String {
    match error {
        PemError::Io(error) => unreadable(path, error),
        _ => format!(
            "{} holds no {holds} in PEM form (-----BEGIN … {holds}-----).",
            path.display()
        ),
    }
}

#[cfg(unix)]
fn warn_if_open_to_others(key: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(key).map_or(0, |file| file.permissions().mode());
    if mode & 0o007 != 0 {
        tracing::warn!(
            "everybody on this machine can read the key {}: chmod 640, or 600",
            key.display()
        );
    }
}

#[cfg(not(unix))]
fn warn_if_open_to_others(_key: &Path) {}
