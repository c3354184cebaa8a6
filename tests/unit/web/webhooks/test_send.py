"""One attempt, over real TLS."""

from __future__ import annotations

import socket
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.webhooks.receiver import HOST, Receiver, drip, in_turn, raw, receiving, silence, status
from web.webhooks.public import public_address
from web.webhooks.services.message import Message
from web.webhooks.services.outcome import Outcome
from web.webhooks.services.send import Sender

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

BODY = b'{"type":"job.completed"}'


def post(receiver: Receiver, url: str = "", timeout_seconds: float = 5.0) -> Outcome:
    return receiver.sender(timeout_seconds)(Message("an-id", url or receiver.url, BODY), 1_800_000_000)


def test_the_receiver_gets_the_bytes_the_headers_and_its_own_name(receiver: Receiver) -> None:
    assert post(receiver) == Outcome(204)
    (received,) = receiver.received
    assert (received.path, received.body) == ("/told?of=jobs", BODY)
    assert received.headers["host"] == f"{HOST}:{receiver.port}"
    assert received.headers["content-type"] == "application/json"
    assert (received.headers["webhook-id"], received.headers["webhook-timestamp"]) == ("an-id", "1800000000")
    assert received.headers["webhook-signature"].startswith("v1,")


@pytest.mark.parametrize("code", [200, 201, 202, 204, 299])
def test_every_2xx_is_a_success(receiver: Receiver, code: int) -> None:
    receiver.answers = [status(code)]
    assert post(receiver).is_delivered


@pytest.mark.parametrize("code", [301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
def test_nothing_else_is(receiver: Receiver, code: int) -> None:
    receiver.answers = [status(code, Retry_After="7")]
    outcome = post(receiver)
    assert (outcome.is_delivered, outcome.status, outcome.retry_after) == (False, code, "7")
    assert str(code) in outcome.reason


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_not_even_to_the_same_host(receiver: Receiver, code: int) -> None:
    receiver.answers = [status(code, Location=f"{receiver.url}/there"), status(204)]
    assert post(receiver).status == code
    assert len(receiver.received) == 1


def test_a_redirect_to_a_private_address_is_not_followed(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.settimeout(0.2)
        receiver.answers = [status(307, Location=f"https://127.0.0.1:{inside.getsockname()[1]}/")]
        assert not post(receiver).is_delivered
        with pytest.raises(TimeoutError):
            inside.accept()


def test_a_certificate_for_another_name_is_refused_before_anything_is_sent() -> None:
    with receiving("other.example.org") as receiver:
        outcome = post(receiver)
        assert "CERTIFICATE_VERIFY_FAILED" in outcome.reason
        assert receiver.received == []


def test_a_certificate_of_an_unknown_authority_is_refused_before_anything_is_sent(receiver: Receiver) -> None:
    stranger = Sender(b"k" * 32, lambda _host, _port: "127.0.0.1")
    assert "CERTIFICATE_VERIFY_FAILED" in stranger(Message("an-id", receiver.url, BODY), 0).reason
    assert receiver.received == []


def test_a_certificate_for_an_ip_address_is_checked_against_that_address() -> None:
    with receiving("127.0.0.1") as receiver:
        assert post(receiver, f"https://127.0.0.1:{receiver.port}/").is_delivered
        assert "CERTIFICATE_VERIFY_FAILED" in post(receiver, f"https://8.8.8.8:{receiver.port}/").reason


@pytest.mark.parametrize("stall", [silence, drip])
def test_a_receiver_that_takes_its_time_is_left_in_time(receiver: Receiver, stall: Callable[[Any], None]) -> None:
    receiver.answers = [stall]
    began = time.monotonic()
    outcome = post(receiver, timeout_seconds=0.4)
    assert time.monotonic() - began < 2
    assert (outcome.status, "TimeoutError" in outcome.reason) == (None, True)


def test_a_port_that_takes_connections_and_says_nothing_is_left_in_time(receiver: Receiver) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"https://{HOST}:{mute.getsockname()[1]}/"
        began = time.monotonic()
        assert "TimeoutError" in post(receiver, url, timeout_seconds=0.4).reason
        assert time.monotonic() - began < 2


def test_a_name_server_that_takes_all_the_time_leaves_none(receiver: Receiver) -> None:
    def slow(_host: str, _port: int) -> str:
        time.sleep(0.2)
        return "127.0.0.1"

    sender = replace(receiver.sender(timeout_seconds=0.1), resolve=slow)
    assert "TimeoutError" in sender(Message("an-id", receiver.url, BODY), 0).reason
    assert receiver.received == []


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Many: yes\r\n" * 5000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in range(90)) + b"\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 5000 + b"HTTP/1.1 200 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 \x00\x00\xff\r\n\r\n",
        b"\x00" * 5000,
        b"",
    ],
)
def test_an_answer_that_is_none_is_a_failure_with_a_reason_that_can_be_kept(receiver: Receiver, answer: bytes) -> None:
    receiver.answers = [raw(answer)]
    outcome = post(receiver)
    assert not outcome.is_delivered
    assert outcome.reason.isprintable()


def test_a_body_without_end_is_not_waited_for(receiver: Receiver) -> None:
    receiver.answers = [in_turn(status(200), drip)]
    began = time.monotonic()
    assert post(receiver).is_delivered
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost.localdomain.invalid"])
def test_with_the_resolver_of_the_service_nothing_on_this_machine_is_reached(receiver: Receiver, host: str) -> None:
    sender = replace(receiver.sender(), resolve=public_address)
    assert sender(Message("an-id", f"https://{host}:{receiver.port}/", BODY), 0).status is None
    assert receiver.received == []
