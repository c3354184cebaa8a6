"""My pieces: listened to and deleted where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.client import Client

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def mine(home: Page, service_url: str) -> Page:
    """The list, of one piece that was made just now."""
    request, client = {"style": "drums", "type": "groove", "length_seconds": 5}, Client(service_url)
    job = home.request.post(f"{home.url}api/v1/jobs", data=request).json()
    client.with_audio(client.finished(job))
    home.get_by_role("link", name="My pieces").click()
    return home


def test_a_piece_is_played_in_its_place(mine: Page):
    mine.get_by_role("button", name=re.compile(r"Play ?: Drums")).click()
    expect(mine.get_by_role("button", name=re.compile(r"Pause ?: Drums"))).to_be_visible()


def test_it_is_told_how_long_ago_a_piece_was_made(mine: Page):
    expect(mine.locator("time").first).to_have_text(re.compile(r"now|seconds? ago|minutes? ago"))


def test_a_piece_is_deleted_only_when_that_is_confirmed(mine: Page):
    mine.once("dialog", lambda dialog: dialog.dismiss())
    mine.get_by_role("button", name=re.compile("Delete")).click()
    expect(mine.locator("#pieces li")).to_have_count(1)

    mine.once("dialog", lambda dialog: dialog.accept())
    mine.get_by_role("button", name=re.compile("Delete")).click()
    expect(mine.get_by_text("There is nothing yet.")).to_be_visible()
