from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mido import Message

from tests.unit.worker.rendering.sounds import decoded, peak, played_notes
from worker.contract.results import MP3_NAME, WAV_NAME
from worker.rendering.rendition import BLOCK_FRAMES, MAX_TAIL_FRAMES, Rendition
from worker.rendering.soundfont import SoundFont
from worker.rendering.timeline import SAMPLE_RATE_HZ

TUBULAR_BELLS = 14
ORGAN = 19
SECOND = SAMPLE_RATE_HZ
SCALE = [(0.31 * step, 0.31 * step + 0.5, 48 + step, 50 + step) for step in range(20)]

Messages = list[tuple[int, Message]]


def at_once(soundfont: SoundFont, messages: Messages, end_frame: int, name: str = WAV_NAME) -> bytes:
    rendition = Rendition.begun(soundfont, name)
    return b"".join([*rendition.play(messages, end_frame), *rendition.end(end_frame)])


def in_parts(soundfont: SoundFont, messages: Messages, end_frame: int, horizons: list[int], early: int) -> bytes:
    """Told up to one horizon after the other; some messages come earlier than they must."""
    rendition, content, told = Rendition.begun(soundfont, MP3_NAME), b"", 0
    for horizon in sorted(horizons):
        count = sum(frame < horizon for frame, _ in messages[told:])
        part = messages[told : told + count + early]
        told += len(part)
        content += b"".join(rendition.play(part, min(horizon, end_frame)))
    content += b"".join(rendition.play(messages[told:], end_frame))
    return content + b"".join(rendition.end(end_frame))


@settings(max_examples=30, deadline=None)
@given(horizons=st.lists(st.integers(0, 7 * SECOND), max_size=12), early=st.integers(0, 2))
def test_the_bytes_are_the_same_however_the_music_comes_in(soundfont, horizons, early):
    messages, end_frame = played_notes(*SCALE)
    whole = at_once(soundfont, messages, end_frame, MP3_NAME)
    assert in_parts(soundfont, messages, end_frame, horizons, early) == whole


def test_bytes_come_long_before_the_end(soundfont):
    messages, _ = played_notes(*SCALE)
    until_frame = 4 * SECOND
    rendition = Rendition.begun(soundfont, MP3_NAME)
    early = b"".join(rendition.play([row for row in messages if row[0] < until_frame], until_frame))
    assert len(decoded(early)) > SECOND
    assert np.abs(decoded(early)).max() > 0.05


def test_silence_before_the_first_sound_is_left_out_and_told(soundfont):
    messages, end_frame = played_notes((3.03, 4.0, 60, 80))
    rendition = Rendition.begun(soundfont, WAV_NAME)
    samples = decoded(b"".join([*rendition.play(messages, end_frame), *rendition.end(end_frame)]))
    assert rendition.begins_at_frame % BLOCK_FRAMES == 0
    lead_in = 3.03 - rendition.begins_at_frame / SECOND
    assert 0.02 < lead_in < 0.13
    assert peak(samples, 0, lead_in) == 0
    assert peak(samples, lead_in, lead_in + 0.05) > 0.01


def test_silence_within_is_kept_and_after_the_last_sound_is_not(soundfont):
    messages, _ = played_notes((0, 0.5, 60, 80), (10, 10.5, 60, 80))
    samples = decoded(at_once(soundfont, messages, 20 * SECOND))
    assert 10.5 < len(samples) / SECOND < 13
    assert peak(samples, 5, 9.9) < 0.001
    assert peak(samples, 10, 10.2) > 0.1


def test_the_last_note_rings_out_and_ends_without_a_click(soundfont):
    messages, end_frame = played_notes(*SCALE)
    samples = decoded(at_once(soundfont, messages, end_frame))
    assert len(samples) > end_frame + 0.05 * SECOND
    assert np.abs(samples[-48:]).max() < 0.001


def test_a_bell_that_rings_for_longer_than_the_longest_tail_is_faded_out(soundfont):
    bell = Message("program_change", program=TUBULAR_BELLS)
    messages, end_frame = played_notes((0, 0.5, 60, 100))
    samples = decoded(at_once(soundfont, [(0, bell), *messages], end_frame))
    assert len(samples) <= end_frame + MAX_TAIL_FRAMES + BLOCK_FRAMES
    end = len(samples) / SECOND
    assert peak(samples, end - 0.05, end) < 0.1 * peak(samples, end - 1.2, end - 1)


def test_a_note_that_is_never_closed_ends_with_the_piece(soundfont):
    organ, note = Message("program_change", program=ORGAN), Message("note_on", note=60)
    samples = decoded(at_once(soundfont, [(0, organ), (0, note)], 2 * SECOND))
    assert 2 * SECOND < len(samples) < 2 * SECOND + MAX_TAIL_FRAMES


@pytest.mark.parametrize("end_frame", [0, 10 * SECOND])
def test_a_piece_without_a_sound_is_half_a_second_of_silence(soundfont, end_frame):
    samples = decoded(at_once(soundfont, [], end_frame, MP3_NAME))
    assert 0.5 <= len(samples) / SECOND < 0.6
    assert not samples.any()


def test_a_storm_of_notes_neither_crashes_nor_clips(soundfont):
    random.seed(0)
    storm = [(i / 300, i / 300 + 0.22, random.randrange(128), 127) for i in range(3000)]
    samples = decoded(at_once(soundfont, *played_notes(*storm), MP3_NAME))
    assert 10 < len(samples) / SECOND < 14
    assert 0.3 < np.abs(samples).max() < 0.9
