"""One click deeper, and all the way: what is set on the page is done by the networks, and is in the music."""

from __future__ import annotations

import io
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import mido
import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.sound import decoded_seconds, loudest_rms
from tests.e2e.test_dropped import a_file

if TYPE_CHECKING:
    from playwright.sync_api import Page

COMPOSED_WITHIN_MILLISECONDS: Final = 120_000
E_FLAT_DORIAN: Final = {(3 + step) % 12 for step in (0, 2, 3, 5, 7, 9, 10)}


@pytest.fixture
def more(home: Page) -> Page:
    home.get_by_role("button", name="0:10").click()
    home.get_by_text("More", exact=True).click()
    return home


def composed(page: Page) -> dict[str, Any]:
    """The job of the piece that the page asks for when the button is pressed, once its sound is there."""
    with page.expect_response("**/api/v1/jobs") as accepted:
        page.get_by_role("button", name="Generate now").click()
    job: dict[str, Any] = accepted.value.json()
    mp3 = f"#download-mp3[href*='{job['id']}']"
    expect(page.locator(mp3)).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    return dict(page.request.get(urljoin(page.url, job["links"]["self"])).json())


def midi_bytes(page: Page, job: dict[str, Any]) -> bytes:
    file = next(file for file in job["files"] if file["name"] == "piece.mid")
    return page.request.get(urljoin(page.url, file["href"])).body()


def pitches(page: Page, job: dict[str, Any]) -> list[int]:
    return [message.note for message in _struck(page, job)]


def first_pitches(page: Page, job: dict[str, Any]) -> list[int]:
    """Those that are struck together with the first."""
    first, *rest = _struck(page, job)
    return [first.note, *(message.note for message in takewhile(lambda message: message.time == 0, rest))]


def _struck(page: Page, job: dict[str, Any]) -> list[Any]:
    """Beginnings of notes, each with the seconds since the message before it."""
    song = mido.MidiFile(file=io.BytesIO(midi_bytes(page, job)))
    return [message for message in song if message.type == "note_on" and message.velocity]


def primer_pitches(job: dict[str, Any]) -> list[list[int]]:
    """What each part heard before it began."""
    return [[note[2] for note in part["primer"] or []] for part in job["resolved"]["parts"]]


def test_a_motif_that_the_computers_keys_played_is_gone_on_from(more: Page):
    more.get_by_text("From what you play").click()
    more.get_by_role("button", name="Record").click()
    for letter in "qet":
        more.keyboard.press(letter, delay=200)
    more.get_by_role("button", name="Stop recording").click()
    job = composed(more)
    assert [note[2] for note in job["request"]["primer_notes"]] == [60, 64, 67]
    assert primer_pitches(job) == [[60, 64, 67]]
    assert pitches(more, job)


def test_a_midi_file_that_was_dropped_is_gone_on_from(more: Page):
    more.get_by_text("From a MIDI file").click()
    file = FilePayload(name="song.mid", mimeType="audio/midi", buffer=a_file())
    more.get_by_label("Drop a MIDI file here").set_input_files(file)
    expect(more.get_by_text("song.mid: 2 notes in 0:01")).to_be_visible()
    job = composed(more)
    assert primer_pitches(job) == [[60, 64]]
    assert pitches(more, job)


def test_in_a_key_and_scale_no_note_is_of_another(more: Page):
    more.get_by_label("Key", exact=True).select_option("E♭")
    more.get_by_label("Scale").select_option("Dorian")
    job = composed(more)
    assert (job["resolved"]["key"], job["resolved"]["scale"]) == ("Eb", "dorian")
    heard = {pitch % 12 for pitch in pitches(more, job)}
    assert heard
    assert heard <= E_FLAT_DORIAN


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not(more: Page):
    files = []
    for seed in ("8123", "8123", "8124"):
        more.get_by_label("Seed", exact=True).fill(seed)
        job = composed(more)
        assert job["resolved"]["seed"] == int(seed)
        files.append(midi_bytes(more, job))
    assert files[0] == files[1] != files[2]


def test_temperature_and_top_p_are_what_the_network_is_told(more: Page):
    more.get_by_label("Temperature").fill("0.7")
    more.get_by_label("Top-p").fill("0.9")
    job = composed(more)
    assert (job["resolved"]["temperature"], job["resolved"]["top_p"]) == (0.7, 0.9)


def test_a_piece_begins_on_the_pitch_that_was_chosen(more: Page):
    more.get_by_text("On a pitch").click()
    more.get_by_label("Starting pitch").select_option("67")
    job = composed(more)
    assert job["request"]["start_pitch"] == 67
    assert 67 in first_pitches(more, job)


def test_every_style_there_is_makes_music_that_is_heard(home: Page):
    home.get_by_role("button", name="0:10").click()
    styles = home.locator(".style-name").all_inner_texts()
    assert styles
    for style in styles:
        home.locator("label", has_text=style).first.click()
        composed(home)
        assert loudest_rms(home, listen_seconds=4) > 0.01, style
        assert decoded_seconds(home) == pytest.approx(10, abs=5), style
