"""Queues by lane and group."""

from __future__ import annotations

import pytest

from worker.contract.lanes import Lane, ahead_of, generation_queue, generation_queues, is_generation_queue
from worker.contract.queues import INSPECT_QUEUE, RENDER_QUEUE


def test_a_single_piece_waits_where_it_always_did() -> None:
    assert generation_queue() == "generate"


@pytest.mark.parametrize(("group", "queue"), [("", "generate.batch"), ("gpu", "generate.gpu.batch")])
def test_every_group_has_its_own_lanes(group: str, queue: str) -> None:
    assert generation_queue(Lane.BATCH, group) == queue


def test_a_lane_comes_before_the_next_one_of_any_group() -> None:
    assert generation_queues(["gpu"]) == (
        *("generate", "generate.gpu"),
        *("generate.variations", "generate.gpu.variations"),
        *("generate.batch", "generate.gpu.batch"),
    )


@pytest.mark.parametrize(
    ("queue", "ahead"),
    [
        ("generate", ()),
        ("generate.batch", ("generate", "generate.variations")),
        ("generate.gpu.variations", ("generate.gpu",)),
    ],
)
def test_those_go_first_who_share_the_workers_and_are_in_more_of_a_hurry(queue: str, ahead: tuple[str, ...]) -> None:
    assert ahead_of(queue) == ahead


def test_audio_and_uploads_have_no_lanes() -> None:
    assert not is_generation_queue(RENDER_QUEUE)
    assert not is_generation_queue(INSPECT_QUEUE)
    assert all(map(is_generation_queue, generation_queues(["gpu"])))
