"""A delivery's way to the receiver, through failures to its end."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Timer

import pytest

from tests.unit.web.webhooks.deliveries import NOW, add_delivery, again, delivering
from tests.unit.web.webhooks.receiver import Receiver, in_turn, silence, status
from web.webhooks.models import Delivery
from web.webhooks.services.backoff import TRIES
from web.webhooks.services.claims import CLAIM, claim, due, record
from web.webhooks.services.deliver import Deliverer, deliver
from web.webhooks.services.message import Message
from web.webhooks.services.outcome import Outcome
from worker.contract.status import JobStatus

pytestmark = pytest.mark.django_db

URL = "https://hooks.example.org/"
SECOND = timedelta(seconds=1)
A_WEEK = timedelta(days=7)


def test_a_delivery_is_sent_once_and_never_again(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    with delivering(receiver.sender()) as turn:
        for later in (timedelta(), SECOND, A_WEEK):
            turn(NOW + later)
    (received,) = receiver.received
    assert json.loads(received.body) == {
        "type": "job.completed",
        "timestamp": "2027-03-01T11:59:59.000Z",
        "data": {
            "job_id": str(delivery.webhook_id),
            "status": "succeeded",
            "href": f"/api/v1/jobs/{delivery.webhook_id}",
        },
    }
    assert (again(delivery).delivered_at, again(delivery).next_attempt_at) == (NOW, None)


def test_what_is_not_due_yet_is_not_sent(receiver: Receiver) -> None:
    add_delivery(receiver.url)
    with delivering(receiver.sender()) as turn:
        turn(NOW - SECOND)
    assert receiver.received == []


def test_after_a_failure_the_same_message_comes_again_with_the_same_id(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    receiver.answers = [status(500), status(204)]
    with delivering(receiver.sender()) as turn:
        turn(NOW)
        assert again(delivery).last_error == "answered 500"
        turn(NOW + 44 * SECOND)
        assert len(receiver.received) == 1
        turn(NOW + 57 * SECOND)
    first, second = receiver.received
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 57
    assert (again(delivery).delivered_at, again(delivery).last_error) == (NOW + 57 * SECOND, "")


def test_after_silence_it_comes_again(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    receiver.answers = [silence, status(204)]
    with delivering(receiver.sender(timeout_seconds=0.3)) as turn:
        turn(NOW)
        assert "TimeoutError" in again(delivery).last_error
        turn(NOW + 57 * SECOND)
    assert again(delivery).delivered_at is not None


def test_the_receiver_may_ask_for_a_longer_pause(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    receiver.answers = [status(503, Retry_After="3600")]
    with delivering(receiver.sender()) as turn:
        turn(NOW)
    assert again(delivery).next_attempt_at == NOW + 3600 * SECOND


def test_the_receiver_cannot_ask_for_a_shorter_pause(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    receiver.answers = [status(503, Retry_After="0")]
    with delivering(receiver.sender()) as turn:
        turn(NOW)
        turn(NOW + 44 * SECOND)
    assert again(delivery).attempts == 1


def test_after_eight_failures_it_is_abandoned(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    receiver.answers = [status(500)]
    with delivering(receiver.sender()) as turn:
        for attempt in range(TRIES + 2):
            turn(NOW + attempt * A_WEEK)
    assert len(receiver.received) == TRIES == 8
    assert (again(delivery).abandoned_at, again(delivery).next_attempt_at) == (NOW + 7 * A_WEEK, None)


def test_after_410_neither_this_event_nor_another_of_the_job_is_sent(receiver: Receiver) -> None:
    started = add_delivery(receiver.url, JobStatus.RUNNING)
    ended = Delivery.objects.create(
        webhook=started.webhook,
        event="job.completed",
        status="succeeded",
        occurred_at=NOW,
        next_attempt_at=NOW + SECOND,
    )
    receiver.answers = [status(410)]
    with delivering(receiver.sender()) as turn:
        turn(NOW)
        turn(NOW + A_WEEK)
    assert len(receiver.received) == 1
    assert again(started).abandoned_at == again(ended).abandoned_at == NOW
    started.webhook.refresh_from_db()
    assert started.webhook.events == []


def test_a_receiver_that_fails_holds_up_no_other(receiver: Receiver) -> None:
    stuck, fine = add_delivery("https://nobody.invalid:1/"), add_delivery(receiver.url)
    with delivering(receiver.sender()) as turn:
        turn(NOW)
    assert (again(stuck).delivered_at, again(fine).delivered_at) == (None, NOW)


def test_a_fault_of_ours_is_a_failed_attempt_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_message: Message, _at: int) -> Outcome:
        raise KeyError("a fault")

    delivery = add_delivery(URL)
    with delivering(broken) as turn:
        turn(NOW)
    assert (again(delivery).attempts, again(delivery).last_error) == (1, "KeyError")
    assert "broke off" in caplog.text


def test_of_two_deliverers_that_see_the_same_delivery_one_sends_it() -> None:
    add_delivery(URL)
    (seen_by_one,), (seen_by_other,) = due(NOW, 10), due(NOW, 10)
    assert claim(seen_by_one, NOW)
    assert not claim(seen_by_other, NOW)


def test_what_one_deliverer_has_under_way_another_does_not_begin() -> None:
    add_delivery(URL)
    release, sent = Event(), []

    def slow(message: Message, _at: int) -> Outcome:
        sent.append(message.id)
        release.wait(10)
        return Outcome(204)

    with ThreadPoolExecutor(4) as pool:
        one, other = Deliverer(slow, pool), Deliverer(slow, pool)
        one.step(NOW)
        other.step(NOW)
        other.step(NOW + SECOND)
        assert (len(one.under_way), len(other.under_way)) == (1, 0)
        release.set()
    one.settle(NOW + SECOND)
    assert due(NOW + A_WEEK, 10) == []
    assert len(sent) == 1


def test_what_a_dead_deliverer_had_claimed_is_sent_by_another_later(receiver: Receiver) -> None:
    delivery = add_delivery(receiver.url)
    assert claim(delivery, NOW)
    with delivering(receiver.sender()) as turn:
        turn(NOW + CLAIM - SECOND)
        assert receiver.received == []
        turn(NOW + CLAIM)
    assert len(receiver.received) == 1


def test_a_late_failure_does_not_undo_what_another_attempt_achieved() -> None:
    add_delivery(URL)
    (slow,) = due(NOW, 1)
    assert claim(slow, NOW)
    (quick,) = due(NOW + CLAIM, 1)
    assert claim(quick, NOW + CLAIM)
    record(quick, Outcome(204), NOW + CLAIM)
    record(slow, Outcome(500), NOW + CLAIM + SECOND)
    assert (again(slow).delivered_at, again(slow).next_attempt_at) == (NOW + CLAIM, None)


def test_a_late_failure_does_not_cut_short_the_attempt_that_followed() -> None:
    add_delivery(URL)
    (slow,) = due(NOW, 1)
    assert claim(slow, NOW)
    (quick,) = due(NOW + CLAIM, 1)
    assert claim(quick, NOW + CLAIM)
    record(slow, Outcome(500), NOW + CLAIM + SECOND)
    assert (again(slow).next_attempt_at, again(slow).last_error) == (NOW + 2 * CLAIM, "")


def test_a_failure_after_the_receiver_wanted_nothing_more_begins_nothing_anew() -> None:
    started = add_delivery(URL, JobStatus.RUNNING)
    ended = Delivery.objects.create(
        webhook=started.webhook, event="job.completed", status="failed", occurred_at=NOW, next_attempt_at=NOW
    )
    assert claim(started, NOW)
    assert claim(ended, NOW)
    record(started, Outcome(410), NOW)
    record(ended, Outcome(500), NOW)
    assert (again(ended).abandoned_at, again(ended).next_attempt_at) == (NOW, None)


def test_a_job_erased_while_its_event_is_sent_is_no_trouble(receiver: Receiver) -> None:
    delivery = add_delivery(URL)
    assert claim(delivery, NOW)
    delivery.webhook.job.delete()
    for outcome in (Outcome(204), Outcome(410), Outcome(500)):
        record(delivery, outcome, NOW)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_told_to_stop_it_ends_what_is_under_way(receiver: Receiver) -> None:
    deliveries, stop = [add_delivery(receiver.url) for _ in range(3)], Event()
    Delivery.objects.update(next_attempt_at=deliveries[0].webhook.job.created_at)
    receiver.answers = [in_turn(lambda _: stop.set(), status(204))]
    guard = Timer(10, stop.set)
    guard.start()
    deliver(stop, receiver.sender())
    guard.cancel()
    assert not Delivery.objects.filter(delivered_at=None).exists()
    assert len(receiver.received) == 3
