"""Who may read `/metrics`: whoever has the token, or, where there is none, whoever asks from inside and directly."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from web.limits.address import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest


def refusal_of(request: HttpRequest) -> HttpResponse | None:
    """What is answered to somebody who may not; None to who may."""
    if settings.METRICS_TOKEN:
        return None if _has_token(request) else _say(401, "METRICS_TOKEN is wanted, as a bearer token.")
    return (
        None if _is_inside(request) else _say(403, "Metrics are for the inside; ask web itself, or set METRICS_TOKEN.")
    )


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())


def _is_inside(request: HttpRequest) -> bool:
    """A proxy says for whom it asks: what comes through one comes from outside, wherever the proxy stands."""
    peer = client_address(request.META.get("REMOTE_ADDR", ""), None, 0)
    return "HTTP_X_FORWARDED_FOR" not in request.META and not ip_address(peer).is_global


def _say(status: int, sentence: str) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status, headers=headers)
