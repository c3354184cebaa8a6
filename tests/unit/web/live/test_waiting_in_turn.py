"""What bounds those who wait: slots, the pace of looking, and the queue of each client."""

from __future__ import annotations

import asyncio

import pytest

from tests.unit.web.live.entries import entry
from web.live.answer import Refused
from web.live.changes import MAX_WAITING_ENTRIES, Changes
from web.live.pace import Pace
from web.live.slots import Slots
from worker.contract.events import Progressed


def code_of(slots: Slots, address: str) -> str | None:
    try:
        with slots.taken(address):
            return None
    except Refused as refused:
        return refused.problem.code


def test_a_client_has_so_many_streams_and_all_have_so_many():
    slots = Slots(limit=3, limit_per_client=2)
    with slots.taken("a"), slots.taken("a"):
        assert code_of(slots, "a") == "too_many_streams"
        with slots.taken("b"):
            assert code_of(slots, "c") == "streams_full"
        assert code_of(slots, "c") is None
    assert code_of(slots, "a") is None


def test_a_slot_is_given_back_whatever_happens():
    slots = Slots(limit=1, limit_per_client=1)
    with pytest.raises(ZeroDivisionError), slots.taken("a"):
        raise ZeroDivisionError
    assert code_of(slots, "a") is None


def test_a_few_looks_are_free_and_then_there_are_four_a_second():
    now = 100.0
    pace = Pace(lambda: now)
    waits = []
    for _ in range(8):
        waits.append(wait := pace.take())
        now += wait
    assert waits == [0, 0, 0, 0.25, 0.25, 0.25, 0.25, 0.25]
    now += 10
    assert [pace.take() for _ in range(4)] == [0, 0, 0, 0.25]


def test_a_client_that_falls_too_far_behind_has_a_gap_and_is_not_kept_waiting_entries():
    async def fall_behind() -> None:
        changes = Changes()
        words = [entry(f"1-{number}", Progressed(1, 1, 1)) for number in range(MAX_WAITING_ENTRIES + 1)]
        for word in words[:-1]:
            changes.add(word)
        assert changes.take() == words[:-1]
        for word in words:
            changes.add(word)
        assert changes.take() is None
        changes.add(words[0])
        assert changes.take() == [words[0]]

    asyncio.run(fall_behind())


def test_what_came_before_the_wait_ends_it_at_once():
    async def wait() -> float:
        changes, clock = Changes(), asyncio.get_running_loop().time
        changes.hint("a channel")
        began = clock()
        await changes.wait(5)
        return clock() - began

    assert asyncio.run(wait()) < 1
