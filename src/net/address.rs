//! The address filter: which addresses of the internet may be contacted.
//!
//! A feed is somebody else's text, and so is every address in it. Without this filter a feed could make the daemon read
//! the services of the machine or network it runs in, among them the metadata service of a cloud.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

/// Why an address may not be contacted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The address lies in a network that is not the public internet.
    #[error("{ip} is {what}; [net] allow_private does not name its network")]
    Network {
        /// The address as connected to.
        ip: IpAddr,
        /// What that network is.
        what: &'static str,
    },
    /// The port belongs to a protocol that is not HTTP.
    #[error("port {port} belongs to another protocol")]
    Port {
        /// The port.
        port: u16,
    },
}

/// The filter: everything public, and the private networks the operator names.
#[derive(Debug, Clone, Default)]
pub struct AddressFilter {
    allow: Vec<IpNet>,
}

impl AddressFilter {
    /// A filter that lets through public addresses and those in `allow`.
    pub const fn new(allow: Vec<IpNet>) -> Self {
        Self { allow }
    }

    /// Judges what can be judged without resolving a name: the port, and an address that stands in place of a name.
    /// The `url` crate has already brought all spellings of an IPv4 address (`127.1`, `0x7f000001`) to one.
    pub fn check_url(&self, url: &Url) -> Result<(), Refusal> {
        match url.host() {
            Some(Host::Ipv4(ip)) => self.check_ip(ip.into())?,
            Some(Host::Ipv6(ip)) => self.check_ip(ip.into())?,
            Some(Host::Domain(_)) | None => {}
        }
        match url.port() {
            Some(port) if FOREIGN_PORTS.binary_search(&port).is_ok() => Err(Refusal::Port { port }),
            _ => Ok(()),
        }
    }

    /// Judges an address that is about to be connected to.
    pub fn check_ip(&self, ip: IpAddr) -> Result<(), Refusal> {
        let inner = unwrap(ip);
        let allowed = self.allow.iter().any(|network| network.contains(&ip) || network.contains(&inner));
        if allowed {
            return Ok(());
        }
        let what = match inner {
            IpAddr::V4(v4) => private_v4(v4),
            IpAddr::V6(v6) => private_v6(v6),
        };
        what.map_or(Ok(()), |what| Err(Refusal::Network { ip, what }))
    }
}

/// The IPv4 address that packets to `ip` end up at, where one is embedded in a way that is still in use: v4-mapped, and
/// NAT64 (which networks without IPv4 reach the rest of the world by).
fn unwrap(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    let [high @ .., h6, h7] = v6.segments();
    match high {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => {
            let [a, b] = h6.to_be_bytes();
            let [c, d] = h7.to_be_bytes();
            Ipv4Addr::new(a, b, c, d).into()
        }
        _ => ip,
    }
}

/// The platform service of one cloud has an address that looks public.
const CLOUD_PLATFORM: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

/// What an IPv4 address is, if it is not public.
const fn private_v4(ip: Ipv4Addr) -> Option<&'static str> {
    Some(match ip.octets() {
        [0, ..] => "unspecified",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "a private address",
        [127, ..] => "a loopback address",
        [100, 64..=127, ..] => "a carrier's shared address",
        [169, 254, 169, 254] => "a cloud's metadata service",
        [169, 254, ..] => "a link-local address",
        [192, 0, 0, _] => "a protocol assignment",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "an address for documentation",
        [192, 88, 99, _] => "a 6to4 relay",
        [198, 18..=19, ..] => "an address for benchmarks",
        [224..=239, ..] => "a multicast address",
        [255, 255, 255, 255] => "the broadcast address",
        [240..=255, ..] => "a reserved address",
        [a, b, c, d] => {
            let [e, f, g, h] = CLOUD_PLATFORM.octets();
            if a == e && b == f && c == g && d == h { "a cloud's platform service" } else { return None }
        }
    })
}

/// What an IPv6 address is, if it is not public.
const fn private_v6(ip: Ipv6Addr) -> Option<&'static str> {
    Some(match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => "unspecified",
        [0, 0, 0, 0, 0, 0, 0, 1] => "a loopback address",
        [0, 0, 0, 0, 0, 0, _, _] => "an IPv4-compatible address",
        [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254] => "a cloud's metadata service",
        [0xfc00..=0xfdff, ..] => "a private address (ULA)",
        [0xfe80..=0xfebf, ..] => "a link-local address",
        [0xfec0..=0xfeff, ..] => "a site-local address",
        [0xff00..=0xffff, ..] => "a multicast address",
        [0x64, 0xff9b, ..] => "a local NAT64 address",
        [0x2002, ..] => "a 6to4 address",
        [0x2001, 0, ..] => "a Teredo address",
        [0x2001, 0x2, 0, ..] => "an address for benchmarks",
        [0x2001, 0x0..=0x1ff, ..] => "a protocol assignment",
        [0x2001, 0xdb8, ..] | [0x3fff, 0x0..=0xfff, ..] => "an address for documentation",
        [0x2000..=0x3fff, ..] => return None,
        _ => "a reserved address",
    })
}

/// Ports of old protocols that can be made to misread an HTTP request, as browsers refuse them too; sorted.
const FOREIGN_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115,
    117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601,
    636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080, 11211,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(filter: &AddressFilter, url: &str) -> bool {
        filter.check_url(&Url::parse(url).expect(url)).is_err()
    }

    #[test]
    fn private_addresses_are_refused_in_every_spelling() {
        let filter = AddressFilter::default();
        for host in [
            "127.0.0.1",
            "127.1",
            "0x7f000001",
            "2130706433",
            "0177.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "100.127.255.255",
            "100.100.100.200",
            "169.254.169.254",
            "169.254.1.1",
            "192.0.0.192",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "168.63.129.16",
            "①②⑦.0.0.1",
            "[::]",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[::8.8.8.8]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2002:808:808::]",
            "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
            "[2001:2::1]",
            "[2001:10::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[100::1]",
            "[4000::1]",
        ] {
            assert!(refused(&filter, &format!("http://{host}/")), "{host} passed");
        }
    }

    #[test]
    fn public_addresses_pass() {
        let filter = AddressFilter::default();
        for host in [
            "1.1.1.1",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "[2606:4700::1111]",
            "[2a00:1450::1]",
            "[::ffff:8.8.8.8]",
            "[64:ff9b::808:808]",
            "[2001:200::1]",
            "example.org",
        ] {
            assert!(!refused(&filter, &format!("http://{host}/")), "{host} was refused");
        }
    }

    #[test]
    fn named_networks_pass_also_when_wrapped() {
        let filter = AddressFilter::new(vec!["127.0.0.0/8".parse().expect("a network"), "fd00::/8".parse().expect("a network")]);
        for host in ["127.0.0.1", "[::ffff:127.0.0.1]", "[fd12::1]"] {
            assert!(!refused(&filter, &format!("http://{host}/")), "{host} was refused");
        }
        for host in ["10.0.0.1", "[::1]", "169.254.169.254"] {
            assert!(refused(&filter, &format!("http://{host}/")), "{host} passed");
        }
    }

    #[test]
    fn ports_of_other_protocols_are_refused() {
        assert!(FOREIGN_PORTS.is_sorted());
        let filter = AddressFilter::default();
        assert_eq!(filter.check_url(&Url::parse("http://example.org:25/").expect("valid")), Err(Refusal::Port { port: 25 }));
        assert!(!refused(&filter, "http://example.org:8080/"));
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let refusal = AddressFilter::default().check_ip(IpAddr::from([127, 0, 0, 1])).expect_err("loopback");
        assert_eq!(refusal.to_string(), "127.0.0.1 is a loopback address; [net] allow_private does not name its network");
    }
}
