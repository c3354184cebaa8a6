"""The caller of a request, by whom quotas are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from web.limits.address import client_address, network_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Caller:
    """An address and the network it is in, as `network_of` writes it."""

    address: str
    network: str

    @classmethod
    def at(cls, peer: str, forwarded_for: str | None) -> Caller:
        """From the connection's other end and `X-Forwarded-For`, of which `TRUSTED_PROXIES` entries are believed."""
        address = client_address(peer, forwarded_for, settings.TRUSTED_PROXIES)
        return cls(address, network_of(address))


def caller_of(request: HttpRequest) -> Caller:
    return Caller.at(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR"))
