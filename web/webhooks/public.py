"""Which addresses lie on the open Internet; all others a webhook must never reach."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Global by the registries of IANA, and yet a cloud's own: Oracle's metadata, and Azure's.
_METADATA: Final = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
# All that is given out of IPv6; `is_global` knows what of it is set apart.
_UNICAST: Final = IPv6Network("2000::/3")
# RFC 6052; a network may have a prefix of its own besides, which cannot be known here.
_NAT64: Final = IPv6Network("64:ff9b::/96")


class NotPublicError(OSError):
    """The host has an address that is not on the open Internet."""


def public_address(host: str, port: int, lookup: Callable[..., list[Any]] = socket.getaddrinfo) -> str:
    """The address to connect to, the resolver's first.

    One private address among public ones is refused too: who mixes them hopes that another one is tried.

    Raises:
        NotPublicError: Not all addresses of the host are public.
        OSError: The host has none.
    """
    found = [entry[4][0] for entry in lookup(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not is_public(ip_address(address)):
            raise NotPublicError(f"{host} is at {address}, which is no public address")
    return str(found[0])


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address, and the IPv4 address that it may hold, is global and unicast."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and not any(address in net for net in _METADATA)
    held = _held(address)
    if held is not None:
        return is_public(held)
    return address in _UNICAST and address.is_global


def _held(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address to which packets for this one are sent on: mapped, 6to4, NAT64."""
    if address in _NAT64:
        return IPv4Address(address.packed[-4:])
    return address.ipv4_mapped or address.sixtofour
