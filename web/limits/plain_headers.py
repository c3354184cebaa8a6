"""Drops headers whose names hold an underscore.

WSGI writes `X_Forwarded_For` and `X-Forwarded-For` alike: without this a client could add to what our proxies say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class PlainHeaders:
    """An ASGI app around another."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if any(b"_" in name for name, _ in scope.get("headers", ())):
            scope = {**scope, "headers": [header for header in scope["headers"] if b"_" not in header[0]]}
        await self._app(scope, receive, send)
