"""The first load is light, and what is heavy waits until somebody uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.e2e.asked import composed
from tests.e2e.weight import first_load, read_bytes

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIMIT_BYTES = 150_000


def test_the_page_weighs_little_before_any_sound(page: Page, service_url: str):
    weight = first_load(page, service_url)
    assert 10_000 < read_bytes(weight) <= LIMIT_BYTES
    assert weight["media"] == weight["fetch"] == 0


def test_a_shared_piece_weighs_little(page: Page, service_url: str):
    job = composed(page, service_url)
    weight = first_load(page, f"{service_url}{job['links']['share']}")
    assert 1_000 < read_bytes(weight) <= LIMIT_BYTES
    assert weight["media"] == 0


def test_the_instruments_of_the_browsers_own_player_are_not_fetched_before_they_are_needed(
    page: Page, service_url: str
):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(service_url, wait_until="networkidle")
    page.get_by_role("button", name="0:10").click()
    page.get_by_role("button", name="Generate now").click()
    page.locator("#download-mp3[href]").wait_for(timeout=120_000)
    page.locator("#mixer summary").click()
    page.wait_for_load_state("networkidle")
    heavy = (".sf3", "synth", "browser-player")
    assert [url for url in asked if any(word in url.lower() for word in heavy)] == []


def test_the_browser_keeps_the_instruments(page: Page, service_url: str):
    job = composed(page, service_url)
    page.goto(f"{service_url}/#piece={job['id']}")
    page.locator("#mixer summary").click()
    with page.expect_response("**/*.sf3*") as answer:
        page.get_by_role("button", name="Mute").click()
    assert "immutable" in (answer.value.header_value("Cache-Control") or "")
