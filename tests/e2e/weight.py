"""What a page's first load costs over the wire."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

READ: Final = ("document", "stylesheet", "script")


def first_load(page: Page, address: str) -> Counter[str]:
    """Bytes of the bodies as they were sent, by what the browser asked for."""
    requests: list[Request] = []
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108  # Playwright marks its handlers, and a built-in takes no mark
    page.goto(address, wait_until="networkidle")
    weight: Counter[str] = Counter()
    for request in requests:
        weight[request.resource_type] += request.sizes()["responseBodySize"]
    return weight


def read_bytes(weight: Counter[str]) -> int:
    """HTML, CSS and JavaScript alone."""
    return sum(weight[kind] for kind in READ)
