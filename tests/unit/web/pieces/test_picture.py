"""GET /p/{share_id}/roll.png: the picture that goes with a link."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.unit.midi_files import midi, scale, tempos, track
from tests.unit.web.builders import add_piece
from web.catalogue.models import Style

if TYPE_CHECKING:
    from django.test import Client
    from redis import Redis

    from web.jobs.models import Job
    from worker.contract.results import ResultStore

MAX_BYTES = 60_000


def picture(client: Client, job: Job, **headers: str) -> Any:
    return client.get(f"/p/{job.share_id}/roll.png", headers=headers)


def opened(answer: Any) -> Image.Image:
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert len(answer.content) <= MAX_BYTES
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def test_it_is_as_large_as_is_asked_for(client: Client, job: Job) -> None:
    assert opened(picture(client, job)).size == (1200, 630)


def test_each_part_has_its_colour(client: Client, job: Job) -> None:
    image = opened(picture(client, job))
    colours: Any = [colour for _, colour in image.getcolors(1 << 24) or ()]
    for part in ((0xFF, 0x9A, 0x90), (0xFF, 0xD7, 0x66)):
        assert any(max(abs(a - b) for a, b in zip(part, colour, strict=True)) < 12 for colour in colours)


def test_a_storm_of_notes_still_fits(client: Client, catalogue: None, store: ResultStore) -> None:
    tracks = [
        track([(t * 37 + p, t * 37 + 120, 24 + (t * (7 + p)) % 80) for t in range(2500)], name=f"part {p}")
        for p in range(4)
    ]
    opened(picture(client, add_piece(store, midi(tempos((0, 120)), *tracks), ("a", "b", "c", "d"))))


def test_a_piece_without_notes_has_a_picture_too(client: Client, catalogue: None, store: ResultStore) -> None:
    opened(picture(client, add_piece(store, midi(tempos((0, 120)), scale(0)))))


@pytest.mark.parametrize("name", ["Klavier für große Säle und noch größere Hallen und Plätze", "钢琴"])
def test_any_name_of_a_style_can_be_written(client: Client, job: Job, name: str) -> None:
    Style.objects.filter(slug="piano").update(name=name)
    opened(picture(client, job))


def test_who_has_it_is_not_sent_it_again(client: Client, job: Job) -> None:
    first = picture(client, job)
    assert "max-age" in first["Cache-Control"]
    assert picture(client, job, if_none_match=first["ETag"]).status_code == 304


def test_there_is_none_of_what_is_not_shared(client: Client, catalogue: None, redis: Redis) -> None:
    assert client.get("/p/nobody/roll.png").status_code == 404
