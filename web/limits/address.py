"""Where a request comes from, as far as it can be believed."""

from __future__ import annotations

from socket import AF_INET, AF_INET6, inet_ntop, inet_pton
from typing import Final

# Said of a caller whose address nobody knows, such as over a Unix socket.
UNKNOWN: Final = "::"
MAX_ADDRESS_CHARACTERS: Final = 64
MAX_FORWARDED_CHARACTERS: Final = 4096
# How IPv6 writes an IPv4 address.
MAPPED: Final = b"\0" * 10 + b"\xff\xff"


def client_address(peer: str, forwarded_for: str | None, proxies: int) -> str:
    """The address that the outermost of our proxies saw.

    Each proxy appends to `X-Forwarded-For` whom it was asked by, so the last `proxies` entries are ours and all before
    them the client's own words. Where there are fewer entries, or one is ill-formed, the outermost good one counts.

    Args:
        peer: Who is at the other end of the connection.
        forwarded_for: The value of `X-Forwarded-For`; several such headers are joined by commas.
        proxies: How many proxies stand before us; with 0 the header is not believed at all.
    """
    address = _normal(peer[:MAX_ADDRESS_CHARACTERS]) or UNKNOWN
    if not forwarded_for or not proxies:
        return address
    entries = forwarded_for[-MAX_FORWARDED_CHARACTERS:].split(",")
    for entry in reversed(entries[-proxies:]):
        seen = _normal(entry.strip()[:MAX_ADDRESS_CHARACTERS])
        if seen is None:
            break
        address = seen
    return address


def network_of(address: str) -> str:
    """The network of an address that `client_address` gave: "203.0.113.0/24", or "2001:db8::/64"."""
    if ":" not in address:
        return address.rpartition(".")[0] + ".0/24"
    prefix = inet_pton(AF_INET6, address)[:8]
    return inet_ntop(AF_INET6, prefix.ljust(16, b"\0")) + "/64"


def _normal(text: str) -> str | None:
    """One spelling for each address, without port, brackets or zone; None for what is no address."""
    bare = _without_port(text.strip('"')).partition("%")[0]
    try:
        packed = inet_pton(AF_INET6 if ":" in bare else AF_INET, bare)
    except (OSError, ValueError):
        return None
    if packed.startswith(MAPPED):
        packed = packed.removeprefix(MAPPED)
    return inet_ntop(AF_INET if len(packed) == 4 else AF_INET6, packed)


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    is_v4_with_port = text.count(":") == 1
    return text.partition(":")[0] if is_v4_with_port else text
