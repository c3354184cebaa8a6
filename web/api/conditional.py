"""Conditional requests: whether the client has already what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.http import parse_etags

if TYPE_CHECKING:
    from rest_framework.request import Request


def has_current(request: Request, etag: str) -> bool:
    """Whether `If-None-Match` names this strong ETag."""
    return names(request.headers.get("If-None-Match"), etag)


def names(if_none_match: str | None, etag: str) -> bool:
    """Whether the header names this strong ETag (a proxy may have weakened it)."""
    known = parse_etags(if_none_match or "")
    return known == ["*"] or etag in [tag.removeprefix("W/") for tag in known]
