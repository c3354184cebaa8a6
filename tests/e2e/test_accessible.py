"""Nobody is left out: axe finds nothing on any page in any state, and the keyboard alone reaches all there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed
from tests.e2e.axe import violations
from tests.e2e.test_trouble import a_job, press_generate, stub_submission

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPOSED_WITHIN_MILLISECONDS = 120_000
MOVING = "document.getAnimations().filter((animation) => animation.playState === 'running').length"


def press_until_focused(page: Page, key: str, element_id: str) -> None:
    for _ in range(200):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.id") == element_id:
            return
    raise AssertionError(f"{element_id} is not reached by {key}")


def test_the_form_has_no_violations(home: Page):
    assert violations(home) == []


def test_the_form_has_none_with_more_open_and_every_type(home: Page):
    home.get_by_text("More").first.click()
    assert violations(home) == []
    home.locator("label", has_text="Drums").first.click()
    assert violations(home) == []


def test_a_piece_has_none_while_it_is_composed_and_when_it_is_finished(home: Page):
    home.get_by_role("button", name="1:00").click()
    press_generate(home)
    expect(home.locator("#roll")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    assert violations(home) == []
    expect(home.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    assert violations(home) == []


def test_a_notice_has_none(home: Page):
    error = {"code": "model_unavailable", "message": "The model of this type is missing.", "retryable": False}
    stub_submission(home, 202, a_job(status="failed", error=error))
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("Who plays this type is away.")
    assert violations(home) == []


def test_an_empty_list_of_pieces_has_none(page: Page, service_url: str):
    page.goto(f"{service_url}/pieces")
    assert violations(page) == []


def test_the_pages_of_a_piece_have_none_before_and_after_it_is_gone(page: Page, service_url: str):
    job = composed(page, service_url)
    addresses = ("/pieces", f"/pieces/{job['id']}", job["links"]["share"])
    for address in addresses:
        page.goto(f"{service_url}{address}")
        assert violations(page) == [], address

    page.request.delete(f"{service_url}{job['links']['self']}")
    gone = page.goto(page.url)
    assert gone
    assert gone.status in {404, 410}
    assert violations(page) == []


@pytest.mark.parametrize("language", ["zh-hans"])
def test_another_language_has_none(home: Page, language: str):
    home.locator(f"button[value={language}]").click()
    expect(home.locator("html")).to_have_attribute("lang", language)
    assert violations(home) == []


def test_the_keyboard_alone_chooses_composes_plays_and_seeks(home: Page):
    home.keyboard.press("Tab")
    expect(home.get_by_role("link", name="Skip to the music")).to_be_focused()
    press_until_focused(home, "Tab", "length")
    home.keyboard.press("Home")
    press_until_focused(home, "Tab", "generate-button")
    home.keyboard.press("Enter")
    expect(home.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)

    press_until_focused(home, "Tab", "play")
    if home.locator("#play").get_attribute("aria-pressed") != "true":
        home.keyboard.press("Enter")
    press_until_focused(home, "Tab", "seek")
    home.keyboard.press("End")
    home.keyboard.press("Home")
    expect(home.locator("#elapsed")).to_have_text(re.compile(r"^0:0[0-4]$"))
    press_until_focused(home, "Tab", "piece-page")


def test_nothing_moves_for_who_wants_no_motion(home: Page):
    home.emulate_media(reduced_motion="reduce")
    home.reload()
    press_generate(home)
    expect(home.locator("#roll")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    assert home.evaluate(MOVING) == 0


@pytest.mark.parametrize("width", [320, 3840])
def test_no_page_scrolls_sideways(page: Page, service_url: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    job = composed(page, service_url)
    for address in ("/", "/pieces", f"/pieces/{job['id']}", job["links"]["share"]):
        page.goto(f"{service_url}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
