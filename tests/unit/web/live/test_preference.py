from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.live.preference import Preference


@pytest.mark.parametrize(
    ("headers", "wait", "respond_async"),
    [
        ([], None, False),
        (["wait=10"], 10, False),
        (["WAIT = 10"], 10, False),
        (['wait="10"'], 10, False),
        (["wait=10;x=y"], 10, False),
        (["respond-async, wait=5"], 5, True),
        (["respond-async", "wait=5"], 5, True),
        (["wait=31"], 30, False),
        (["wait=999999999"], 30, False),
        (["wait=9999999999"], None, False),
        (["wait=7, wait=8"], 7, False),
        (["wait=x, wait=8"], None, False),
        (["wait=-1"], None, False),
        (["wait=1.5"], None, False),
        (["wait=٣"], None, False),
        (['foo="wait=3, respond-async"'], None, False),
        (['foo="a\\", wait=9", wait=2'], 2, False),
        (["respond-async=yes"], None, True),
        (["respond-asynchronously"], None, False),
        (["return=minimal; foo=bar"], None, False),
    ],
)
def test_of_what_is_preferred_what_is_known_and_said_first_counts(
    headers: list[str], wait: int | None, respond_async: bool
):
    assert Preference.read(headers) == Preference(wait, respond_async)


@given(st.lists(st.text(max_size=60), max_size=5))
def test_garbage_is_passed_over(headers: list[str]):
    wait = Preference.read(headers).wait_seconds
    assert wait is None or 0 <= wait <= 30


def test_a_header_made_to_be_slow_to_read_is_not():
    assert Preference.read(['"' * 60_000, "wait=1"]) == Preference()


def test_what_was_applied_is_said_in_the_words_it_was_asked_in():
    assert Preference(30, respond_async=True).applied == "respond-async, wait=30"
    assert Preference(0).applied == "wait=0"
    assert not Preference()
