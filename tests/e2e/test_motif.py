"""A piano on the page, to play what a piece goes on from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.test_form import sent_request

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def piano(home: Page) -> Page:
    home.get_by_text("More", exact=True).click()
    home.get_by_text("From what you play").click()
    return home


def pitches(page: Page) -> list[int]:
    return [note[2] for note in sent_request(page).get("primer_notes", [])]


def test_the_pointer_plays_and_what_it_played_is_sent(piano: Page):
    piano.get_by_role("button", name="Record").click()
    piano.get_by_role("button", name="C4", exact=True).click()
    piano.get_by_role("button", name="E♭4", exact=True).click()
    piano.get_by_role("button", name="Stop recording").click()
    expect(piano.get_by_text("2 notes to go on from.")).to_be_visible()
    assert pitches(piano) == [60, 63]


def test_the_letters_of_the_computer_play_two_octaves(piano: Page):
    piano.get_by_role("button", name="Record").click()
    for letter in "zq2":
        piano.keyboard.press(letter)
    assert pitches(piano) == [48, 60, 61]


def test_arrows_and_space_play(piano: Page):
    piano.get_by_role("button", name="Record").click()
    piano.get_by_role("button", name="C4", exact=True).focus()
    piano.keyboard.press("Space")
    piano.keyboard.press("ArrowRight")
    piano.keyboard.press("Space")
    assert pitches(piano) == [60, 61]


def test_letters_in_other_fields_play_nothing(piano: Page):
    piano.get_by_role("button", name="Record").click()
    piano.get_by_label("Seed", exact=True).focus()
    piano.keyboard.press("z")
    assert pitches(piano) == []


def test_what_is_cleared_is_not_sent(piano: Page):
    piano.get_by_role("button", name="Record").click()
    piano.keyboard.press("z")
    piano.get_by_role("button", name="Stop recording").click()
    piano.get_by_role("button", name="Clear").click()
    expect(piano.get_by_text("Nothing is recorded yet.")).to_be_visible()
    assert pitches(piano) == []
