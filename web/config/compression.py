"""Pages go over the wire compressed; files and sound do so where they were made, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.gzip import GZipMiddleware

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


class PageCompression(GZipMiddleware):
    """Compresses HTML alone: ranges and streams would lose their meaning."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith("text/html"):
            return super().process_response(request, response)
        return response
