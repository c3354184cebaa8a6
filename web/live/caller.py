"""Who asks, where there is no request of Django's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.limits.caller import Caller

if TYPE_CHECKING:
    from starlette.datastructures import Headers
    from starlette.types import Scope


def caller_at(scope: Scope, headers: Headers) -> Caller:
    """By the connection's other end, and what proxies of ours say of it."""
    peer = scope["client"][0] if scope.get("client") else ""
    return Caller.at(peer, ",".join(headers.getlist("x-forwarded-for")) or None)
