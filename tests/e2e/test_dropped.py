"""A MIDI file to go on from, shown before it is sent."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import mido
import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.test_form import sent_request

if TYPE_CHECKING:
    from playwright.sync_api import Page

DROP = """
(zone, [name, text]) => {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  zone.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def zone(home: Page) -> Page:
    home.get_by_text("More", exact=True).click()
    home.get_by_text("From a MIDI file").click()
    return home


def a_file() -> bytes:
    """Two quarters at 120 to the minute."""
    song = mido.MidiFile(tracks=[mido.MidiTrack()])
    for pitch in (60, 64):
        song.tracks[0].append(mido.Message("note_on", note=pitch, velocity=80))
        song.tracks[0].append(mido.Message("note_off", note=pitch, time=song.ticks_per_beat))
    buffer = io.BytesIO()
    song.save(file=buffer)
    return buffer.getvalue()


def choose(page: Page, content: bytes) -> None:
    page.get_by_label("Drop a MIDI file here").set_input_files(
        FilePayload(name="a.mid", mimeType="audio/midi", buffer=content)
    )


def test_a_file_that_is_dropped_is_shown_and_then_sent(zone: Page):
    zone.locator("#drop-zone").evaluate(DROP, ["song.mid", base64.b64encode(a_file()).decode()])
    expect(zone.get_by_text("song.mid: 2 notes in 0:01")).to_be_visible()
    assert base64.b64decode(sent_request(zone)["primer_midi"]) == a_file()


def test_a_file_that_is_chosen_is_shown_and_can_be_removed(zone: Page):
    choose(zone, a_file())
    expect(zone.get_by_text("a.mid: 2 notes in 0:01")).to_be_visible()
    zone.get_by_role("button", name="Remove").click()
    assert "primer_midi" not in sent_request(zone)


@pytest.mark.parametrize(("content", "why"), [(b"\x89PNG", "no MIDI file"), (b"M" * 300_000, "it may have 256 kB")])
def test_a_file_that_cannot_be_gone_on_from_is_not_taken(zone: Page, content: bytes, why: str):
    choose(zone, content)
    expect(zone.get_by_text(why)).to_be_visible()
    assert "primer_midi" not in sent_request(zone)


def test_only_the_chosen_beginning_is_sent(zone: Page):
    choose(zone, a_file())
    expect(zone.get_by_text("a.mid: 2 notes")).to_be_visible()
    zone.get_by_text("On a pitch").click()
    request = sent_request(zone)
    assert "primer_midi" not in request
    assert request["start_pitch"] == 60
