"""A piece's own page: it comes alive by itself, and shows the variations of a piece side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.e2e.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPOSED_WITHIN_MILLISECONDS: Final = 120_000
# Long enough in the making for its page to be opened meanwhile.
SLOW: Final = {"style": "piano", "type": "performance"}
OWN: Final = re.compile("/pieces/[-0-9a-f]{36}$")
LOADED_PICTURES: Final = "images => images.filter((image) => image.complete && image.naturalWidth > 0).length"


def asked(page: Page, url: str, **wishes: object) -> dict[str, Any]:
    """A piece that was asked for, its page opened and marked, so that a reload would be seen."""
    job: dict[str, Any] = page.request.post(f"{url}/api/v1/jobs", data={**SLOW, **wishes}).json()
    page.goto(f"{url}/pieces/{job['id']}")
    page.evaluate("globalThis.isTheSamePage = true")
    return job


def test_it_says_how_far_it_is_and_shows_the_piece_when_it_is_there(page: Page, service_url: str):
    asked(page, service_url, length_seconds=180, variations=2)
    expect(page.get_by_role("link", name="Hear it while it is composed")).to_be_visible()
    progress = page.get_by_role("progressbar")
    expect(progress).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    assert violations(page) == []
    expect(page.locator("audio")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(page.locator("#piece-state")).to_have_text("Your piece", timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(page.locator("#announcer")).to_have_text("Your piece is ready to play.")
    expect(page.get_by_role("button", name="Continue this")).to_be_visible()
    expect(progress).to_be_hidden()
    assert page.evaluate("globalThis.isTheSamePage")
    assert violations(page) == []


def test_the_keyboards_focus_stays_while_the_page_changes(page: Page, service_url: str):
    asked(page, service_url, length_seconds=30)
    page.get_by_role("button", name="Delete").focus()
    expect(page.get_by_role("button", name="New seed")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(page.get_by_role("button", name="Delete")).to_be_focused()


def test_where_what_was_focused_is_there_no_more_the_title_has_it(page: Page, service_url: str):
    asked(page, service_url, length_seconds=30)
    page.locator("#look-again").focus()
    expect(page.locator("audio")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(page.locator("#piece-title")).to_be_focused()


def test_a_lost_connection_is_said_and_borne(page: Page, service_url: str):
    asked(page, service_url, length_seconds=30)
    page.route(OWN, lambda route: route.abort())
    expect(page.locator("#piece-state")).to_contain_text("Trying again by itself", timeout=10_000)
    page.unroute(OWN)
    expect(page.locator("audio")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)


def test_what_is_typed_about_a_piece_survives_its_sound_and_its_variations(page: Page, service_url: str):
    asked(page, service_url, length_seconds=30, variations=2)
    page.get_by_role("radio", name="4 of 5 stars").click(timeout=COMPOSED_WITHIN_MILLISECONDS)
    page.get_by_label("A few words").fill("Half a thou")
    expect(page.locator("[data-refresh-seconds]")).to_have_count(0, timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(page.get_by_label("A few words")).to_have_value("Half a thou")


def test_four_variations_stand_side_by_side_with_their_rolls(page: Page, service_url: str):
    asked(page, service_url, length_seconds=10, variations=4)
    cards = page.locator("#siblings li")
    expect(cards).to_have_count(4)
    expect(page.locator("#siblings img")).to_have_count(4, timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(page.locator("#siblings").get_by_text("Seed")).to_have_count(4, timeout=COMPOSED_WITHIN_MILLISECONDS)
    page.locator("#siblings").scroll_into_view_if_needed()
    expect(page.locator("#siblings img").last).to_have_js_property("complete", True)
    assert page.locator("#siblings img").evaluate_all(LOADED_PICTURES) == 4
    assert violations(page) == []

    expect(page.get_by_role("link", name="Variation 1")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Variation 3").click()
    expect(page.get_by_role("link", name="Variation 3")).to_have_attribute("aria-current", "page")


def test_a_piece_that_is_deleted_elsewhere_is_said_to_be_gone(page: Page, service_url: str):
    job = asked(page, service_url, length_seconds=180)
    page.request.delete(f"{service_url}{job['links']['self']}")
    expect(page.get_by_text("This piece is gone").first).to_be_visible(timeout=20_000)
