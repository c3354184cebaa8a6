from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.unit.worker.rendering.midi_files import midi_file
from tests.unit.worker.rendering.sounds import peak, played
from worker.rendering.errors import RenderError
from worker.rendering.soundfont import SoundFont
from worker.rendering.synthesizer import Synthesizer
from worker.rendering.timeline import SAMPLE_RATE_HZ

TUBULAR_BELLS = 14
STRINGS = 48
CLOSED_HI_HAT = 42


def test_a_note_is_heard_at_its_time_and_silence_before_it(soundfont):
    samples = played(soundfont, midi_file([(0.5, 1.0, 60)]))
    assert peak(samples, 0, 0.5) == 0
    assert peak(samples, 0.5, 0.52) > 0.001


def test_a_thousand_events_do_not_drift(soundfont):
    early = [(0.001 * step, 0.001 * step + 0.0005, 60) for step in range(1000)]
    samples = played(soundfont, midi_file([*early, (10.0, 10.5, 60)], length_seconds=11))
    assert peak(samples, 9.0, 10.0) == 0
    assert peak(samples, 10.0, 10.02) > 0.001


def test_channel_10_sounds_as_drums_and_not_as_a_piano(soundfont):
    held = [(0.0, 1.0, CLOSED_HI_HAT)]
    drums, piano = played(soundfont, midi_file(held, channel=9)), played(soundfont, midi_file(held))
    assert peak(drums, 0.5, 1.0) < 0.01 * peak(drums, 0, 0.1)
    assert peak(piano, 0.5, 1.0) > 0.1 * peak(piano, 0, 0.1)


def test_a_kit_that_the_soundfont_lacks_is_played_on_the_standard_one(soundfont):
    held = [(0.0, 1.0, CLOSED_HI_HAT)]
    standard, missing = (played(soundfont, midi_file(held, channel=9, program=kit)) for kit in (0, 77))
    assert np.array_equal(standard, missing)


def test_a_program_changes_the_sound(soundfont):
    notes = [(0.0, 1.0, 60)]
    piano, strings = (played(soundfont, midi_file(notes, program=program)) for program in (0, STRINGS))
    assert not np.array_equal(piano, strings)


def test_the_same_midi_gives_the_same_samples_whatever_was_played_before(soundfont, soundfont_path):
    midi = midi_file([(0.0, 1.0, 60), (0.5, 2.0, 67)])
    first = played(SoundFont(soundfont_path), midi)
    played(soundfont, midi_file([(0.0, 2.0, 40)], program=TUBULAR_BELLS))
    played(soundfont, midi_file([(0.0, 8.0, 40)]))
    assert np.array_equal(first, played(soundfont, midi))


def test_renderings_at_the_same_time_do_not_hear_each_other(soundfont):
    pieces = [midi_file([(0.0, 1.0, pitch)]) for pitch in (40, 50, 60, 70)]
    alone = [played(soundfont, midi) for midi in pieces]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda midi: played(soundfont, midi), pieces))
    assert all(map(np.array_equal, alone, together))


def test_an_instrument_that_comes_late_hears_the_pedals_and_wheels_of_before(soundfont):
    from mido import Message

    def sound(*messages: Message) -> float:
        synthesizer, samples = Synthesizer(soundfont), np.zeros((SAMPLE_RATE_HZ // 10, 2), np.float32)
        for message in [*messages, Message("program_change", program=STRINGS), Message("note_on", note=60)]:
            synthesizer.send(message)
        synthesizer.generate(samples)
        return float(np.abs(samples).max())

    assert sound(Message("control_change", control=7, value=10)) < 0.5 * sound()


def test_an_instrument_that_the_soundfont_lacks_is_named(soundfont, monkeypatch):
    lacking = soundfont._tables.presets.owners.copy()
    lacking["preset"][lacking["preset"] == STRINGS] = 1
    monkeypatch.setattr(
        soundfont, "_tables", soundfont._tables._replace(presets=soundfont._tables.presets._replace(owners=lacking))
    )
    monkeypatch.setattr(soundfont, "_idle", {})
    with pytest.raises(RenderError, match="has no instrument for program 48"):
        played(soundfont, midi_file([(0.0, 1.0, 60)], program=STRINGS))
