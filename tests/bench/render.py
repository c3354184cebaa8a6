"""What sound costs: seconds of music for a second of one core, and memory over 500 pieces."""

from __future__ import annotations

import random
import time
from pathlib import Path
from statistics import fmean

from mido import Message

from tests.bench.figures import report
from worker.contract.results import MP3_NAME
from worker.process import settings
from worker.rendering.rendition import Rendition
from worker.rendering.soundfont import SoundFont
from worker.rendering.timeline import SAMPLE_RATE_HZ

PIECES = 20
BANDS = 5
NOTES_PER_SECOND = 10
DRUM_CHANNEL = 9
# Bass, guitar, piano and strings, besides drums.
PROGRAMS = (33, 25, 0, 48)
MANY = 500
HUNDRED = 100
PAGE_MIB = 4096 / 2**20

Score = tuple[list[tuple[int, Message]], int]


def rendering() -> None:
    """Prints the figures; takes about two minutes."""
    import worker.tasks  # noqa: F401  # all that a render worker has in memory

    soundfont = SoundFont(settings().soundfont_path)
    _speed(soundfont, "rendering, synthesizer + MP3, per core", [_piano(seed) for seed in range(PIECES)], ">= 60")
    _speed(soundfont, "rendering a band of five, per core", [_band(seed) for seed in range(BANDS)])
    _memory(soundfont)


def _speed(soundfont: SoundFont, figure: str, pieces: list[Score], target: str = "") -> None:
    _render(soundfont, pieces[0])
    start = time.process_time()
    for piece in pieces:
        _render(soundfont, piece)
    took = time.process_time() - start
    seconds = sum(end_frame for _, end_frame in pieces) / SAMPLE_RATE_HZ
    report(figure, seconds / took, "x real time", target, pieces=len(pieces), seconds_of_music=round(seconds))


def _memory(soundfont: SoundFont) -> None:
    """What is idle in the pool of instruments changes from piece to piece: means of a hundred are compared."""
    resident = []
    for number in range(MANY):
        random_ = random.Random(number)
        programs = [random_.choice(PROGRAMS), random_.randrange(128)]
        _render(soundfont, _score(number, programs, length_seconds=random_.uniform(3, 6)))
        resident.append(_rss_mib())
    before, after = fmean(resident[HUNDRED : 2 * HUNDRED]), fmean(resident[-HUNDRED:])
    report("memory of a render worker with its SoundFont, at most", max(resident), "MiB", "<= 300", pieces=MANY)
    report("growth of that memory from the second hundred pieces to the fifth", after - before, "MiB", "<= 5")


def _render(soundfont: SoundFont, piece: Score) -> None:
    messages, end_frame = piece
    rendition = Rendition.begun(soundfont, MP3_NAME)
    for _ in rendition.play(messages, end_frame):
        pass
    for _ in rendition.end(end_frame):
        pass


def _piano(seed: int) -> Score:
    return _score(seed, [0], length_seconds=random.Random(seed).uniform(30, 60))


def _band(seed: int) -> Score:
    return _score(seed, list(PROGRAMS), length_seconds=40, with_drums=True)


def _score(seed: int, programs: list[int], *, length_seconds: float, with_drums: bool = False) -> Score:
    """Notes as dense, loud and long as a pianist's on each channel, at random."""
    random_, messages = random.Random(seed), []
    for channel, program in enumerate(programs):
        messages.append((0, Message("program_change", channel=channel, program=program)))
    for channel in [*range(len(programs)), *([DRUM_CHANNEL] if with_drums else [])]:
        for _ in range(round(length_seconds * NOTES_PER_SECOND / len(programs))):
            messages += _note(random_, channel, length_seconds)
    return sorted(messages, key=lambda row: row[0]), round(length_seconds * SAMPLE_RATE_HZ)


def _note(random_: random.Random, channel: int, length_seconds: float) -> list[tuple[int, Message]]:
    centre, spread = (45, 6) if channel == DRUM_CHANNEL else (60, 12)
    pitch = min(max(round(random_.gauss(centre, spread)), 21), 108)
    velocity = min(max(round(random_.gauss(70, 18)), 1), 127)
    start = random_.uniform(0, length_seconds)
    end = min(start + random_.gammavariate(2, 0.3), length_seconds)
    on = Message("note_on", channel=channel, note=pitch, velocity=velocity)
    off = Message("note_off", channel=channel, note=pitch)
    return [(round(start * SAMPLE_RATE_HZ), on), (round(end * SAMPLE_RATE_HZ), off)]


def _rss_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MIB


if __name__ == "__main__":
    rendering()
