//! TLS with the machine's own certificate authorities.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// A TLS configuration and whether the machine has any authorities to trust. Without them http still works, and https
/// is refused with words that say why.
pub(super) fn machine_trust() -> Result<(ClientConfig, bool), rustls::Error> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "could not read certificate authorities");
    }
    let mut roots = RootCertStore::empty();
    let (added, skipped) = roots.add_parsable_certificates(found.certs);
    if 0 < skipped {
        tracing::debug!(skipped, "skipped certificate authorities that cannot be parsed");
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    // A ready-made configuration is taken as it is, so the choice of protocol has to be offered here.
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((config, 0 < added))
}
