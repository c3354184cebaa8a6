"""GET /api/v1/jobs/{id}/roll.svg."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

from tests.unit.midi_files import TICKS, midi, scale, tempos, track
from tests.unit.web.builders import add_job, add_piece
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from django.test import Client

    from web.jobs.models import Job
    from worker.contract.results import ResultStore

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def job(db: None, store: ResultStore) -> Job:
    """A bass of four notes and a kit of three strokes on two drums, at 60 quarters a minute."""
    bass = track([(q * TICKS, (q + 1) * TICKS, 40 + q) for q in range(4)], name="bass")
    kit = track([(0, 1, 36), (TICKS, TICKS + 1, 42), (2 * TICKS, 2 * TICKS + 1, 36)], channel=9, name="drums")
    return add_piece(store, midi(tempos((0, 60)), bass, kit), ("bass", "drums"))


def roll(client: Client, job: Job, **headers: str) -> Any:
    return client.get(f"/api/v1/jobs/{job.id}/roll.svg", headers=headers)


def bars(path: str) -> list[tuple[int, int, int]]:
    """Start, row and width of each bar, the pen being moved as a browser moves it."""
    found, x, y = [], 0, 0
    for dx, dy, width in re.findall(r"m(-?\d+) (-?\d+)h(\d+)", path):
        x, y = x + int(dx), y + int(dy)
        found.append((x, y, int(width)))
        x += int(width)
    return found


def paths(answer: Any) -> list[list[tuple[int, int, int]]]:
    return [bars(path.attrib["d"]) for path in ElementTree.fromstring(answer.content).iter(f"{SVG}path")]


def test_a_part_is_one_path_with_a_bar_for_each_note(client: Client, job: Job) -> None:
    answer = roll(client, job)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    bass, drums = paths(answer)
    assert [(start, width) for start, _, width in bass] == [(0, 50), (50, 50), (100, 50), (150, 50)]
    assert [start for start, _, _ in drums] == [0, 50, 100]


def test_higher_is_above_and_drums_are_below_all(client: Client, job: Job) -> None:
    bass, drums = paths(roll(client, job))
    rows = [row for _, row, _ in bass]
    assert rows == sorted(rows, reverse=True)
    assert len(set(rows)) == 4
    assert min(row for _, row, _ in drums) > max(rows)
    assert len({row for _, row, _ in drums}) == 2


def test_every_bar_lies_within_the_picture(client: Client, job: Job) -> None:
    answer = roll(client, job)
    _, _, width, height = map(int, ElementTree.fromstring(answer.content).attrib["viewBox"].split())
    assert width == 30 * 50
    for start, row, length in (bar for path in paths(answer) for bar in path):
        assert 0 <= start < start + length <= width
        assert 0 < row < height - 1


def test_it_says_what_it_shows_to_those_who_cannot_see_it(client: Client, job: Job) -> None:
    picture = ElementTree.fromstring(roll(client, job).content)
    assert picture.attrib["role"] == "img"
    assert [picture.findtext(f"{SVG}{name}") for name in ("title", "desc")] == [
        "Piano roll: 7 notes in 0:30",
        "bass, drums",
    ]


def test_names_of_parts_are_text_and_no_markup(client: Client, db: None, store: ResultStore) -> None:
    job = add_piece(store, midi(tempos((0, 60)), track([(0, 1, 60)], name="<b>&\"'")))
    assert ElementTree.fromstring(roll(client, job).content).findtext(f"{SVG}desc") == "<b>&\"'"


@pytest.mark.parametrize("tracks", [[], [track([], name="piano")]])
def test_a_piece_without_notes_is_an_empty_picture(client: Client, db: None, store: ResultStore, tracks: Any) -> None:
    assert paths(roll(client, add_piece(store, midi(tempos((0, 60)), *tracks)))) == []


def test_ten_thousand_notes_take_less_than_400_kb(client: Client, db: None, store: ResultStore) -> None:
    many = [(t * 31, t * 31 + 90, 20 + t * 7 % 100) for t in range(10_000)]
    job = add_piece(store, midi(tempos((0, 120)), track(many, name="piano")))
    answer = roll(client, job)
    assert len(paths(answer)[0]) == 10_000
    assert len(answer.content) < 150_000


def test_who_has_it_is_not_sent_it_again(client: Client, job: Job) -> None:
    first = roll(client, job)
    assert "immutable" in first["Cache-Control"]
    assert roll(client, job, if_none_match=first["ETag"]).status_code == 304


def test_there_is_none_before_there_is_a_piece(client: Client, db: None) -> None:
    running = add_job(JobStatus.RUNNING)
    assert roll(client, running).status_code == 404
    assert client.get(f"/api/v1/jobs/{running.id}").json()["links"]["roll"] is None


def test_the_job_says_where_it_is(client: Client, job: Job) -> None:
    assert client.get(f"/api/v1/jobs/{job.id}").json()["links"]["roll"] == f"/api/v1/jobs/{job.id}/roll.svg"


def test_a_damaged_file_is_a_problem_and_no_crash(client: Client, db: None, store: ResultStore) -> None:
    answer = roll(client, add_piece(store, midi(scale(4))[:-3]))
    assert (answer.status_code, answer.json()["code"]) == (503, "file_unavailable")
