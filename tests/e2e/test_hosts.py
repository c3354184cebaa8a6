"""No page asks any other host for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.e2e.asked import composed

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_every_page_asks_this_host_alone(page: Page, service_url: str):
    job = composed(page, service_url)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    for address in ("/", "/pieces", f"/pieces/{job['id']}", job["links"]["share"]):
        page.goto(f"{service_url}{address}", wait_until="networkidle")
    page.goto(f"{service_url}/api/v1/docs", wait_until="networkidle")
    assert hosts - {""} == {urlsplit(service_url).netloc}
