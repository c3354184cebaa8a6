"""The settings live in the page's address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.test_form import sent_request

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_what_is_chosen_stands_in_the_address_and_is_there_again_after_a_reload(home: Page):
    home.locator("label", has_text="Drums").first.click()
    home.get_by_role("button", name="1:00").click()
    home.get_by_text("More", exact=True).click()
    home.get_by_label("Seed", exact=True).fill("5")
    home.get_by_label("Seed", exact=True).press("Tab")
    expect(home).to_have_url(re.compile(r"\?style=drums&type=groove&length_seconds=60&seed=5$"))
    home.reload()
    assert sent_request(home) == {"style": "drums", "type": "groove", "length_seconds": 60, "seed": 5}


def test_an_address_sets_the_form(home: Page):
    home.goto(f"{home.url}?length_seconds=12&key=A&scale=minor&start_pitch=69&temperature=0.8")
    assert sent_request(home) == {
        "style": "piano",
        "type": "performance",
        "length_seconds": 12,
        "temperature": 0.8,
        "key": "A",
        "scale": "minor",
        "start_pitch": 69,
    }


def test_what_is_unknown_or_ill_formed_in_an_address_is_ignored(home: Page):
    home.goto(f"{home.url}?style=tango&type=x&length_seconds=999&seed=a&temperature=&top_p=7&x=1")
    assert sent_request(home) == {"style": "piano", "type": "performance", "length_seconds": 30}
