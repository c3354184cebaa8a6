"""The signature, checked by others' words: a published example, and the very lines that docs/webhooks.md gives."""

from __future__ import annotations

import base64
import re
import time
from pathlib import Path
from typing import Any

import pytest

from web.webhooks.services.message import Message
from web.webhooks.services.signature import signed_headers

DOCS = Path(__file__).parents[4] / "docs" / "webhooks.md"
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()


def test_the_published_example_comes_out() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    message = Message("msg_p5jXN8AQM9LWM0D4loKWxJek", "", b'{"test": 2432232314}')
    assert signed_headers(message, key, 1614265330) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.fixture(scope="module")
def is_genuine() -> Any:
    """The receiver's check as the documentation prints it."""
    (snippet,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(snippet, str(DOCS), "exec"), names)
    return names["is_genuine"]


def sent(body: bytes, age_seconds: int = 0) -> dict[str, str]:
    return signed_headers(Message("an-id", "", body), bytes(range(32)), int(time.time()) - age_seconds)


def test_the_documented_example_is_genuine() -> None:
    (example,) = re.findall(r"```http\n(.*?)\n```", DOCS.read_text(), re.DOTALL)
    head, body = example.split("\n\n")
    headers = dict(line.split(": ") for line in head.splitlines()[1:])
    message = Message(headers["webhook-id"], "", body.encode())
    signed = signed_headers(message, bytes(range(32)), int(headers["webhook-timestamp"]))
    assert signed.items() <= headers.items()
    assert SECRET in DOCS.read_text()


def test_what_we_sign_the_documented_check_takes(is_genuine: Any) -> None:
    assert is_genuine(SECRET, sent(b"{}"), b"{}")


def test_the_documented_check_refuses_what_was_changed_or_is_old(is_genuine: Any) -> None:
    headers = sent(b"{}")
    other = "whsec_" + base64.b64encode(bytes(32)).decode()
    assert not is_genuine(SECRET, headers, b"{ }")
    assert not is_genuine(other, headers, b"{}")
    assert not is_genuine(SECRET, headers | {"webhook-id": "another"}, b"{}")
    assert not is_genuine(SECRET, headers | {"webhook-timestamp": str(int(time.time()) + 1)}, b"{}")
    assert not is_genuine(SECRET, sent(b"{}", age_seconds=600), b"{}")
