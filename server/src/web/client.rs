//! Whence a request comes and whether its way is encrypted: what the listener saw, or what a trusted proxy says.
//!
//! Anybody can write `X-Forwarded-For`; it counts only when the connection comes from an address that was named with
//! `--trusted-proxy`, and then only as far back as trusted addresses vouch for it. `Forwarded` (RFC 7239) is not read: a proxy that sets
//! one of the two passes the other on as the client wrote it, so a second name for the same thing is a way to lie.

use crate::site::Site;
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;

/// The other end of the connection: set by the listener for every request on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its address.
    pub address: IpAddr,
    /// Whether the connection itself is encrypted.
    pub encrypted: bool,
}

/// The address of whoever asks: the peer's, or the one for which trusted proxies vouch. An IPv4 address is never in its IPv6 form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The same as the audit trail keeps it; `None` where it is not known.
pub fn address(extensions: &Extensions) -> Option<String> {
    extensions
        .get::<ClientAddress>()
        .map(|client| client.0.to_string())
}

/// Whether the client's browser speaks HTTPS, with us or with a trusted proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encrypted(pub bool);

/// A block of addresses in CIDR notation, such as `10.0.0.0/8` or `fd00::/8`; without a length, that one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    first: u128,
    bits: u32,
}

/// Whose word about clients counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Block>);

/// All addresses on one scale: IPv4 as IPv6 maps them.
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

impl FromStr for Block {
    type Err = String;

    fn from_str(text: &str) -> Result<Block, String> {
        let wrong = || {
            format!(
                "{text} is no address or block of addresses; write it like 10.0.0.7 or 10.0.0.0/8"
            )
        };
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let length = match length {
            Some(length) => length.trim().parse().map_err(|_| wrong())?,
            None => widest,
        };
        if length > widest {
            return Err(wrong());
        }
        let block = Block {
            first: number(address),
            bits: length + 128 - widest,
        };
        // A slip such as 10.0.0.7/8 would trust sixteen million addresses where one was meant.
        if block.first & !block.mask() != 0 {
            return Err(format!(
                "{text} has bits beyond its length of {length}; write {address} for the one address, or the first address of the block"
            ));
        }
        Ok(block)
    }
}

impl Block {
    fn mask(self) -> u128 {
        u128::MAX.checked_shl(128 - self.bits).unwrap_or(0)
    }

    /// Whether an address lies in it.
    pub fn holds(self, address: IpAddr) -> bool {
        number(address) & self.mask() == self.first
    }
}

impl FromIterator<Block> for TrustedProxies {
    fn from_iter<T: IntoIterator<Item = Block>>(blocks: T) -> TrustedProxies {
        TrustedProxies(blocks.into_iter().collect())
    }
}

impl TrustedProxies {
    /// Whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is among them.
    pub fn hold(&self, address: IpAddr) -> bool {
        self.0.iter().any(|block| block.holds(address))
    }

    /// Who asks, and whether over HTTPS.
    pub fn client_of(&self, peer: Peer, headers: &HeaderMap) -> (ClientAddress, Encrypted) {
        let direct = peer.address.to_canonical();
        if !self.hold(direct) {
            return (ClientAddress(direct), Encrypted(peer.encrypted));
        }
        let encrypted = match text(headers, "x-forwarded-proto").as_deref() {
            Some(scheme) => scheme.trim().eq_ignore_ascii_case("https"),
            None => peer.encrypted,
        };
        (
            ClientAddress(self.vouched(direct, headers)),
            Encrypted(encrypted),
        )
    }

    /// The right-most address that is not ours. What stands left of it, or cannot be read, is hearsay.
    fn vouched(&self, direct: IpAddr, headers: &HeaderMap) -> IpAddr {
        let hops = text(headers, "x-forwarded-for").unwrap_or_default();
        let mut nearest = direct;
        for hop in hops.rsplit(',').map(str::trim) {
            let Some(address) = address_of(hop) else {
                break;
            };
            nearest = address;
            if !self.hold(address) {
                break;
            }
        }
        nearest
    }
}

/// The lines of a header, as the one list that they are.
fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let mut lines = headers.get_all(name).iter().peekable();
    lines.peek()?;
    let lines: Vec<&str> = lines.map(|line| line.to_str().unwrap_or("?")).collect();
    Some(lines.join(","))
}

/// An address as proxies write it: alone, or with a port.
fn address_of(hop: &str) -> Option<IpAddr> {
    let bare = hop
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(hop);
    let address = bare
        .parse::<IpAddr>()
        .or_else(|_| hop.parse::<SocketAddr>().map(|socket| socket.ip()));
    address.ok().map(|address| address.to_canonical())
}

/// The addresses that one subscriber of a network has: an IPv4 address is one, of IPv6 everybody gets 2⁶⁴ (RFC 6177).
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(v4) => IpAddr::V4(v4),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> 64))),
    }
}

/// The outermost layer: every request carries [`ClientAddress`] and [`Encrypted`]. Without a listener, as in tests of the router, the
/// client is this machine over plain HTTP.
pub async fn know(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let here = Peer {
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        encrypted: false,
    };
    let peer = request.extensions().get().copied().unwrap_or(here);
    let trusted = &site.front().trusted_proxies;
    let (address, encrypted) = trusted.client_of(peer, request.headers());
    request.extensions_mut().insert(address);
    request.extensions_mut().insert(encrypted);
    next.run(request).await
}

/// Where all come through proxies, whoever comes directly is sent away: what they send is not encrypted.
pub async fn turn_away(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let front = site.front();
    let peer = request.extensions().get::<Peer>().copied();
    let is_direct =
        peer.is_some_and(|peer| !may_pass(&front.trusted_proxies, peer, request.uri().path()));
    if front.only_by_proxy && is_direct {
        let text = "This server is reached through its proxy, by HTTPS. Ask whoever runs FieldWatch for its address.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    next.run(request).await
}

/// Whether a peer's request may be answered where all come through proxies. Supervisors ask for health at the machine's own address.
fn may_pass(trusted: &TrustedProxies, peer: Peer, path: &str) -> bool {
    let address = peer.address.to_canonical();
    let is_health = matches!(path, "/healthz" | "/readyz");
    trusted.hold(address) || address.is_loopback() || is_health
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trusting(blocks: &[&str]) -> TrustedProxies {
        blocks
            .iter()
            .map(|block| block.parse::<Block>().unwrap())
            .collect()
    }

    fn asked(
        proxies: &TrustedProxies,
        peer: &str,
        headers: &[(&'static str, &str)],
    ) -> (String, bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let peer = Peer {
            address: peer.parse().unwrap(),
            encrypted: false,
        };
        let (ClientAddress(address), Encrypted(encrypted)) = proxies.client_of(peer, &map);
        (address.to_string(), encrypted)
    }

    #[test]
    fn what_an_untrusted_peer_says_of_itself_is_ignored() {
        let spoofed = [
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-proto", "https"),
        ];
        for proxies in [trusting(&[]), trusting(&["10.0.0.0/8"])] {
            let (address, encrypted) = asked(&proxies, "198.51.100.7", &spoofed);
            assert_eq!((address.as_str(), encrypted), ("198.51.100.7", false));
        }
        // Not by another name either.
        let forwarded = [("forwarded", "for=203.0.113.9;proto=https")];
        let (address, encrypted) = asked(&trusting(&["10.0.0.7"]), "10.0.0.7", &forwarded);
        assert_eq!((address.as_str(), encrypted), ("10.0.0.7", false));
    }

    #[test]
    fn a_trusted_proxy_vouches_for_the_last_address_that_is_not_trusted() {
        let proxies = trusting(&["10.0.0.0/8", "fd00::/8"]);
        let cases: &[(&[&str], &str)] = &[
            (&["203.0.113.9"], "203.0.113.9"),
            // The client wrote the first one itself.
            (&["127.0.0.1, 203.0.113.9"], "203.0.113.9"),
            (&["1.2.3.4", "203.0.113.9, 10.1.1.1"], "203.0.113.9"),
            (&["203.0.113.9:4711"], "203.0.113.9"),
            (&["[2001:db8::7]:4711, fd00::1"], "2001:db8::7"),
            (&["[2001:db8::7]"], "2001:db8::7"),
            (&["::ffff:203.0.113.9"], "203.0.113.9"),
            (&["10.2.2.2, 10.1.1.1"], "10.2.2.2"),
            // Hearsay left of what cannot be read does not count.
            (&["203.0.113.9, unknown, 10.1.1.1"], "10.1.1.1"),
            (&["\u{7f}"], "10.0.0.7"),
            (&[""], "10.0.0.7"),
            (&[], "10.0.0.7"),
        ];
        for (lines, client) in cases {
            let mut map = HeaderMap::new();
            for line in *lines {
                let value = axum::http::HeaderValue::from_bytes(line.as_bytes());
                let Ok(value) = value else { continue };
                map.append("x-forwarded-for", value);
            }
            let peer = Peer {
                address: "::ffff:10.0.0.7".parse().unwrap(),
                encrypted: false,
            };
            let (ClientAddress(address), _) = proxies.client_of(peer, &map);
            assert_eq!(address.to_string(), *client, "{lines:?}");
        }
    }

    #[test]
    fn a_trusted_proxy_says_once_whether_the_browser_spoke_https() {
        let proxies = trusting(&["10.0.0.7"]);
        for (said, encrypted) in [
            ("https", true),
            ("HTTPS", true),
            ("http", false),
            // Two proxies that disagree, or a client's line and the proxy's.
            ("https, http", false),
            ("", false),
        ] {
            let (_, is) = asked(&proxies, "10.0.0.7", &[("x-forwarded-proto", said)]);
            assert_eq!(is, encrypted, "{said:?}");
        }
        let twice = [
            ("x-forwarded-proto", "https"),
            ("x-forwarded-proto", "http"),
        ];
        assert!(!asked(&proxies, "10.0.0.7", &twice).1);
    }

    #[test]
    fn blocks_are_read_exactly_and_slips_are_refused() {
        let holds = |block: &str, address: &str| {
            block
                .parse::<Block>()
                .unwrap()
                .holds(address.parse().unwrap())
        };
        assert!(holds("10.0.0.0/8", "10.255.255.255") && !holds("10.0.0.0/8", "11.0.0.0"));
        assert!(holds("10.0.0.7", "::ffff:10.0.0.7") && !holds("10.0.0.7", "10.0.0.8"));
        assert!(holds("fd00::/8", "fdff::1") && !holds("fd00::/8", "fe00::1"));
        assert!(holds("0.0.0.0/0", "8.8.8.8") && !holds("0.0.0.0/0", "2001:db8::1"));
        assert!(holds("::/0", "8.8.8.8"));
        for wrong in [
            "10.0.0.7/8",
            "10.0.0.0/33",
            "fd00::/129",
            "proxy.example",
            "",
            "10.0.0.0/-1",
        ] {
            assert!(wrong.parse::<Block>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_subscriber_is_one_address_of_ipv4_and_a_network_of_ipv6() {
        let of = |address: &str| subscriber(address.parse().unwrap()).to_string();
        assert_eq!(of("203.0.113.9"), "203.0.113.9");
        assert_eq!(of("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }
}
