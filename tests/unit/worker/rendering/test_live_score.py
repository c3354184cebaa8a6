"""The journal's notes, however they come, are the messages of the finished file."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from worker.composing.piece import Part, Piece
from worker.contract.events import Note, NotesDecided, ScoreBegun, ScorePart
from worker.encodings.notes import NOTE_DTYPE
from worker.rendering.live_score import LiveScore
from worker.rendering.timeline import read_timeline

LENGTH_SECONDS = 8.0


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    parts = tuple(
        Part(f"part {place}", 33, draw(st.booleans()), draw(notes())) for place in range(draw(st.integers(1, 3)))
    )
    return Piece("piece", LENGTH_SECONDS, draw(st.sampled_from([60.0, 97.3, 120.0, 243.7])), parts)


@st.composite
def notes(draw: st.DrawFn) -> np.ndarray:
    """No pitch sounds twice at once, as no voice has it."""
    rows = []
    for pitch in draw(st.sets(st.integers(0, 127), max_size=5)):
        times = sorted(draw(st.sets(st.floats(0, LENGTH_SECONDS).map(lambda t: round(t, 2)), max_size=8)))
        rows += [
            (start, end, pitch, draw(st.integers(1, 127))) for start, end in zip(times[::2], times[1::2], strict=False)
        ]
    return np.array(sorted(rows, key=lambda row: (row[0], row[2])), NOTE_DTYPE)


def told(piece: Piece) -> list[Note]:
    rows = [
        (part, int(note["pitch"]), int(note["velocity"]), float(note["start_seconds"]), float(note["end_seconds"]))
        for part, played in enumerate(piece.parts)
        for note in played.notes
    ]
    return sorted(rows, key=lambda note: (note[4], note[3], note[0], note[1]))


def entries(piece: Piece, horizons: list[float]) -> list[NotesDecided]:
    """The notes of a run as its journal has them when it was written to at these moments."""
    said: list[NotesDecided] = []
    before, count = 0.0, 0
    for until in [*sorted(horizons), LENGTH_SECONDS]:
        is_last = until >= LENGTH_SECONDS
        ended = tuple(n for n in told(piece) if (n[4] >= before or not count) and (n[4] < until or is_last))
        ended = tuple(n for n in ended if n not in [m for entry in said for m in entry.notes])
        begun = tuple(n[:4] for n in told(piece) if before <= n[3] < until and n[4] >= until and not is_last)
        said.append(NotesDecided(count, until, ended, begun))
        count, before = count + len(ended), until
    return said


def score_of(piece: Piece) -> LiveScore:
    parts = tuple(ScorePart(part.role, part.program, part.is_drum) for part in piece.parts)
    return LiveScore(ScoreBegun(piece.qpm, piece.length_seconds, parts))


def played(score: LiveScore, said: list[NotesDecided]) -> list[tuple[int, str]]:
    messages = []
    for entry in said:
        score.take(entry)
        passage = list(score.due())
        if not score.is_complete:
            assert all(frame < score.until_frame for frame, _ in passage)
        messages += [(frame, str(message)) for frame, message in passage]
    return messages


def filed(piece: Piece) -> list[tuple[int, str]]:
    return [(frame, str(message.copy(time=0))) for frame, message in read_timeline(piece.to_midi()).messages]


horizons = st.lists(st.floats(0, LENGTH_SECONDS - 0.01).map(lambda t: round(t, 2)), max_size=6)


@given(pieces(), horizons)
def test_however_the_notes_come_the_messages_are_those_of_the_file(piece, moments):
    assert played(score_of(piece), entries(piece, moments)) == filed(piece)


@given(pieces(), horizons, horizons, st.integers(0, 6))
def test_a_run_that_is_lost_is_gone_on_with_by_the_next_and_nothing_comes_twice(piece, moments, others, heard):
    lost = entries(piece, moments)[:-1][:heard]
    assert played(score_of(piece), [*lost, *entries(piece, others)]) == filed(piece)


def test_a_score_knows_its_end():
    piece = Piece("piece", LENGTH_SECONDS, 120.0, (Part("piano", 0, False, np.array([], NOTE_DTYPE)),))
    score = score_of(piece)
    assert not score.is_complete
    score.take(NotesDecided(0, LENGTH_SECONDS, (), ()))
    assert score.is_complete
    assert score.until_frame == read_timeline(piece.to_midi()).end_frame
