"""Choose, press, listen, keep: with the real networks, the real queue and the real sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.sound import decoded_seconds, loudest_rms

if TYPE_CHECKING:
    from playwright.sync_api import Page

LENGTH_SECONDS = 10
COMPOSED_WITHIN_MILLISECONDS = 120_000


def compose(page: Page, style: str) -> None:
    page.locator("label", has_text=style).first.click()
    page.get_by_role("button", name="0:10").click()
    page.get_by_role("button", name="Generate now").click()
    expect(page.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)


def kept_file(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize("style", ["Drums", "Piano"])
def test_a_piece_is_composed_heard_and_kept(home: Page, style: str):
    compose(home, style)
    expect(home.get_by_role("heading", name=style)).to_be_visible()

    assert loudest_rms(home, listen_seconds=4) > 0.01
    assert decoded_seconds(home) == pytest.approx(LENGTH_SECONDS, abs=5)

    assert kept_file(home, "MIDI").startswith(b"MThd")
    assert len(kept_file(home, "MP3")) > 10_000


def test_stop_goes_back_to_the_beginning(home: Page):
    compose(home, "Drums")
    expect(home.locator("#elapsed")).not_to_have_text("0:00")

    home.get_by_role("button", name="Stop").click()

    expect(home.locator("#elapsed")).to_have_text("0:00")
    expect(home.get_by_role("button", name="Play", exact=True)).to_be_visible()
