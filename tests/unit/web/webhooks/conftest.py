"""What the tests of webhooks stand on: a secret, a receiver, and jobs that have webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.web.webhooks.receiver import KEY, Receiver, receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings


@pytest.fixture(autouse=True)
def webhooks_on(settings: Settings) -> None:
    settings.WEBHOOK_SECRET = KEY


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
