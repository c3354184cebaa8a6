"""Without JavaScript: the form posts, a page shows the piece and looks for news by itself, links lead to the files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

COMPOSED_WITHIN_MILLISECONDS = 120_000


@pytest.fixture
def plain(browser: Browser, service_url: str) -> Iterator[Page]:
    page = browser.new_page(java_script_enabled=False)
    page.goto(service_url)
    yield page
    page.close()


def generate(page: Page, length_seconds: str) -> None:
    page.locator("noscript [name=length_seconds]").fill(length_seconds)
    page.get_by_role("button", name="Generate now").click()


def test_a_piece_is_composed_by_pressing_the_button_and_waiting(plain: Page, service_url: str):
    generate(plain, "5")
    expect(plain).to_have_url(re.compile("/pieces/[-0-9a-f]{36}$"))
    # Nothing is done here: the page is loaded anew by itself.
    mp3 = plain.get_by_role("link", name="MP3")
    expect(mp3).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)

    sound = plain.request.get(f"{service_url}{mp3.get_attribute('href')}")
    midi = plain.request.get(f"{service_url}{plain.get_by_role('link', name='MIDI').get_attribute('href')}")
    assert (sound.status, sound.headers["content-type"]) == (200, "audio/mpeg")
    assert midi.body().startswith(b"MThd")
    assert "attachment" in midi.headers["content-disposition"]


def test_a_finished_piece_is_on_the_list_and_can_be_deleted(plain: Page):
    generate(plain, "5")
    expect(plain.get_by_role("link", name="MIDI")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    plain.get_by_role("link", name="My pieces").click()
    plain.get_by_role("button", name="Delete").click()
    expect(plain.get_by_text("There is nothing yet.")).to_be_visible()


def test_a_wrong_wish_is_named_beside_its_field_and_the_others_are_kept(plain: Page):
    plain.locator("label", has_text="A drummer at a full kit").click()
    plain.locator("form#generate").evaluate("form => form.noValidate = true")
    generate(plain, "9999")
    beside = plain.locator(".field-error").filter(has_text="length_seconds must be a number from")
    expect(beside).to_be_visible()
    expect(plain.get_by_role("radio", name="A drummer at a full kit")).to_be_checked()


def test_the_language_is_chosen_without_a_script(plain: Page):
    plain.get_by_role("button", name="简体中文").click()
    expect(plain.get_by_role("button", name="立即生成")).to_be_visible()
    plain.get_by_role("button", name="English").click()
    expect(plain.get_by_role("button", name="Generate now")).to_be_visible()
