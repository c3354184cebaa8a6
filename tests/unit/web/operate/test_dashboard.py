"""The admin's first page: what it tells, to whom, and what it costs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from tests.unit.web.builders import add_job
from web.operate.hour import MINUTES, Hour, errors_since
from web.operate.now import look
from web.operate.plot import Plot
from web.operate.spread import Spread
from worker.contract.drain import is_drained
from worker.contract.live_audio import LiveAudio
from worker.contract.liveness import Heartbeat
from worker.contract.status import JobStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from redis import Redis

NOW = "/admin/operations/now"
WORKERS = "/admin/operations/workers"


def ended(minutes_ago: float, status: JobStatus = JobStatus.SUCCEEDED, waited: float = 1.0, **fields: Any) -> None:
    age = timedelta(minutes=minutes_ago)
    created_at = timezone.now() - age
    started_at = created_at + timedelta(seconds=waited)
    add_job(status, age, started_at=started_at, finished_at=started_at + timedelta(seconds=1), **fields)


def test_the_hour_is_told_minute_by_minute(db: None) -> None:
    for minutes_ago in (0.5, 0.5, 3.5, 59.5, 61):
        ended(minutes_ago)
    finished = Hour.before(timezone.now()).ended(JobStatus.SUCCEEDED)
    assert len(finished) == MINUTES
    assert [(place, count) for place, count in enumerate(finished) if count] == [(0, 1), (56, 1), (59, 2)]


def test_the_longest_wait_of_each_minute_is_shown(db: None) -> None:
    ended(10.5, waited=2)
    ended(10.5, waited=7)
    assert max(Hour.before(timezone.now()).longest_waits()) == pytest.approx(7, abs=0.01)


def test_errors_are_counted_by_their_code(db: None) -> None:
    for _ in range(2):
        ended(5, JobStatus.FAILED, error={"code": "timeout", "message": "late"})
    ended(5, JobStatus.EXPIRED)
    ended(90, JobStatus.FAILED, error={"code": "internal", "message": "long ago"})
    assert errors_since(timezone.now() - timedelta(hours=1)) == [("timeout", 2), ("expired", 1)]


def test_half_and_95_of_100_stay_within_a_spread() -> None:
    assert Spread.of(float(second) for second in range(100)) == Spread(50.0, 95.0)
    assert Spread.of([]) is None


def test_the_highest_bar_is_as_high_as_the_plot_and_nothing_has_no_bar() -> None:
    bars = Plot("Jobs", "a minute", [0.0, 2.0, 4.0]).bars
    assert [(bar.x, bar.y, bar.height) for bar in bars] == [(10, 50.0, 50.0), (20, 0.0, 100.0)]
    assert Plot("Jobs", "a minute", [0.0]).bars == []


def test_the_first_sound_is_told_from_the_request_on(db: None, redis: Redis) -> None:
    job = add_job(JobStatus.RUNNING, timedelta(seconds=2))
    LiveAudio(redis, str(job.pk)).append(b"mp3", 0)
    LiveAudio(redis, str(job.pk)).append(b"mp3 and more", 3)
    broker = look().broker
    assert broker is not None
    assert broker.first_sound is not None
    assert broker.first_sound.p95 == pytest.approx(2, abs=1)


def test_a_sound_that_was_asked_for_later_says_nothing_of_the_wait(db: None, redis: Redis) -> None:
    job = add_job(JobStatus.SUCCEEDED, timedelta(days=1), audio_asked_attempt=1)
    LiveAudio(redis, str(job.pk)).append(b"mp3", 0)
    broker = look().broker
    assert broker is not None
    assert broker.first_sound is None


def test_the_first_page_shows_the_service_and_renews_itself(admin_client: Client, redis: Redis) -> None:
    ended(2)
    Heartbeat(redis, "generate@one", ["generate"], lambda: True, 64)._beat()
    page = admin_client.get("/admin/").content.decode()
    assert f'hx-get="{NOW}" hx-trigger="every 5s"' in page
    assert "generate@one" in page
    assert "<rect" in admin_client.get(NOW).content.decode()


def test_the_page_stands_while_redis_is_away(admin_client: Client, redis_away: None) -> None:
    assert "Redis does not answer" in admin_client.get("/admin/").content.decode()


def test_a_look_asks_the_database_as_often_for_many_jobs_as_for_one(
    db: None, redis: Redis, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        ended(3)
    with django_assert_max_num_queries(6):
        look()
    with django_assert_max_num_queries(0):
        look()


def test_who_is_logged_out_meanwhile_is_sent_to_the_login_by_the_whole_page(client: Client, db: None) -> None:
    response = client.get(NOW)
    assert (response.status_code, response["HX-Refresh"], response.content) == (204, "true", b"")


def test_an_operator_drains_a_worker_and_wakes_it(enter: Callable[[str], Client], redis: Redis) -> None:
    told: list[bool] = []
    heartbeat = Heartbeat(redis, "generate@one", ["generate"], lambda: True, 64, told.append)
    heartbeat._beat()
    client = enter("operator")
    client.post(WORKERS, {"worker": "generate@one", "order": "drain"})
    heartbeat._beat()
    look.forget()
    assert ">Wake" in "".join(client.get(NOW).content.decode().split())
    client.post(WORKERS, {"worker": "generate@one", "order": "wake"})
    heartbeat._beat()
    assert told == [True, False]
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["generate@one"] * 2


def test_a_worker_that_nobody_heard_of_is_not_drained(enter: Callable[[str], Client], redis: Redis) -> None:
    enter("operator").post(WORKERS, {"worker": "nobody", "order": "drain"})
    assert not is_drained(redis, "nobody")


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_others_see_the_workers_and_have_no_say(enter: Callable[[str], Client], redis: Redis, role: str) -> None:
    Heartbeat(redis, "generate@one", ["generate"], lambda: True, 64)._beat()
    client = enter(role)
    page = client.get(NOW).content.decode()
    assert "generate@one" in page
    assert "Drain" not in page
    assert client.post(WORKERS, {"worker": "generate@one", "order": "drain"}).status_code == 403
    assert not is_drained(redis, "generate@one")
