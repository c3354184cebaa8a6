"""When a delivery is tried again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.unit.web.webhooks.deliveries import NOW
from web.webhooks.services.backoff import TRIES, asked_pause_seconds, pause_seconds


def test_the_pauses_grow_from_under_a_minute_to_about_three_days_in_all() -> None:
    shortest = [pause_seconds(attempts, 0.0) for attempts in range(1, TRIES)]
    assert shortest[:3] == [45, 180, 720]
    assert timedelta(days=2.8) < timedelta(seconds=sum(shortest)) < timedelta(days=3)
    assert timedelta(seconds=sum(1.25 * pause for pause in shortest)) < timedelta(days=4)


def test_chance_spreads_them_by_a_quarter() -> None:
    assert pause_seconds(2, 0.0) < pause_seconds(2, 0.5) < pause_seconds(2, 1.0) == 225


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Mon, 01 Mar 2027 12:05:00 GMT", 300),
        ("Mon, 01 Mar 2027 12:05:00 -0000", 300),
        ("Mon, 01 Mar 2027 11:00:00 GMT", 0),
        ("999999999", 86_400),
        ("Fri, 01 Mar 2047 12:00:00 GMT", 86_400),
        *((nonsense, 0) for nonsense in (None, "", "soon", "-5", "1e9", "9" * 5000, "٣", "Mon, 99 Mar 2027")),
    ],
)
def test_what_the_receiver_asks_for_is_heeded_up_to_a_day(retry_after: str | None, seconds: float) -> None:
    assert asked_pause_seconds(retry_after, NOW) == seconds
