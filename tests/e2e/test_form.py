"""The form: what can be chosen, by whom, on which screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def sent_request(page: Page) -> dict[str, Any]:
    """What the page sends when the button is pressed; the service is left alone."""
    page.route("**/api/v1/jobs", lambda route: route.abort())
    with page.expect_request("**/api/v1/jobs") as request:
        page.get_by_role("button", name="Generate now").click()
    return dict(request.value.post_data_json or {})


def test_pressing_the_button_at_once_sends_sensible_wishes(home: Page):
    assert sent_request(home) == {"style": "piano", "type": "performance", "length_seconds": 30}


def test_the_keyboard_alone_chooses_and_generates(home: Page):
    home.get_by_role("radio", name="Piano").focus()
    home.keyboard.press("ArrowRight")
    home.get_by_label("Length", exact=True).focus()
    home.keyboard.press("End")
    expect(home.locator("#summary")).to_have_text("Drums · Groove · 3:00")


@pytest.mark.parametrize("width", [320, 390, 768, 2560])
def test_nothing_scrolls_sideways(home: Page, width: int):
    home.set_viewport_size({"width": width, "height": 700})
    home.get_by_text("More").click()
    assert home.evaluate("document.documentElement.scrollWidth") <= width
