//! Names to addresses, through the filter: the check happens on the very addresses that are connected to, so a name
//! that changes its answer between a check and a connection gains nothing.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::AddressFilter;

/// The machine's resolver with the address filter behind it.
#[derive(Debug)]
pub(super) struct FilteredResolver {
    pub filter: Arc<AddressFilter>,
}

impl Resolve for FilteredResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let filter = Arc::clone(&self.filter);
        Box::pin(async move {
            // Port 0 stands for "the one of the address", which the HTTP library puts in.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let mut refusal = None;
            let mut passed = Vec::with_capacity(found.len());
            for address in found {
                match filter.check_ip(address.ip()) {
                    Ok(()) => passed.push(address),
                    Err(reason) => refusal = Some(reason),
                }
            }
            match (passed.is_empty(), refusal) {
                (false, _) => Ok(Box::new(passed.into_iter()) as Addrs),
                (true, Some(refusal)) => Err(refusal.into()),
                (true, None) => Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address").into()),
            }
        })
    }
}
