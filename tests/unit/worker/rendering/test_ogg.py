from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from worker.rendering.ogg import read_pages, with_serial


@pytest.fixture(scope="module")
def stream() -> bytes:
    file = io.BytesIO()
    tone = np.sin(np.arange(48_000) * 0.05)
    soundfile.write(file, tone, 48_000, format="OGG", subtype="VORBIS")
    return file.getvalue()


def test_pages_follow_each_other_up_to_the_last_frame(stream):
    pages = list(read_pages(stream))
    assert [page.start for page in pages[1:]] == [page.end for page in pages[:-1]]
    assert pages[-1].end == len(stream)
    assert pages[-1].frames == 48_000


@pytest.mark.parametrize("place", [0, 5, 30, -10])
def test_a_damaged_page_is_found(stream, place):
    damaged = bytearray(stream)
    damaged[place] ^= 4
    with pytest.raises(ValueError, match="page of Ogg"):
        list(read_pages(bytes(damaged)))


def test_a_stream_cut_short_is_found(stream):
    with pytest.raises(ValueError, match="page of Ogg"):
        list(read_pages(stream[:-1]))


def test_by_another_number_a_stream_sounds_the_same(stream):
    renumbered = with_serial(stream, 7)
    assert renumbered != stream
    assert all(renumbered[page.start + 14 : page.start + 18] == b"\7\0\0\0" for page in read_pages(renumbered))
    assert np.array_equal(soundfile.read(io.BytesIO(renumbered))[0], soundfile.read(io.BytesIO(stream))[0])
