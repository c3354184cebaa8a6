"""The fields of a job's request that ask for webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from rest_framework import serializers

from web.webhooks.request import WebhookEventsField, WebhookUrlField, check_webhook

if TYPE_CHECKING:
    from pytest_django import Settings

URL = "https://hooks.example.org/cadenza"


class Request(serializers.Serializer[Any]):
    webhook_url = WebhookUrlField()
    webhook_events = WebhookEventsField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_webhook(attrs)
        return attrs


def taken(**fields: Any) -> Any:
    request = Request(data=fields)
    request.is_valid(raise_exception=True)
    return request.validated_data


def refused(**fields: Any) -> dict[str, tuple[str, str]]:
    """The code and the words for each field that was refused."""
    request = Request(data=fields)
    assert not request.is_valid()
    return {name: (details[0].code, str(details[0])) for name, details in request.errors.items()}


def test_an_address_and_events_are_taken() -> None:
    fields = taken(webhook_url=URL, webhook_events=["job.started", "job.completed"])
    assert fields == {"webhook_url": URL, "webhook_events": ["job.started", "job.completed"]}


def test_both_may_be_left_out_or_null() -> None:
    assert taken() == {}
    assert taken(webhook_url=None, webhook_events=None) == {"webhook_url": None, "webhook_events": None}
    assert taken(webhook_url=URL) == {"webhook_url": URL}


def test_an_event_named_twice_counts_once() -> None:
    fields = taken(webhook_url=URL, webhook_events=["job.completed", "job.completed"])
    assert fields["webhook_events"] == ["job.completed"]


@pytest.mark.parametrize("given", [[], ["job.paused"], "job.completed", {}, 5, [["job.started"]], [None], [{}]])
def test_what_is_no_list_of_events_is_refused_and_the_events_are_named(given: Any) -> None:
    code, words = refused(webhook_url=URL, webhook_events=given)["webhook_events"]
    assert (code, "job.started, job.completed" in words) == ("invalid", True)


@pytest.mark.parametrize("given", ["http://a.org/", "nonsense", "https://localhost/", "https://a.org:22/", " " + URL])
def test_what_is_no_address_is_refused_and_what_is_allowed_is_said(given: str) -> None:
    code, words = refused(webhook_url=given)["webhook_url"]
    assert (code, words.startswith("must")) == ("invalid", True)


@pytest.mark.parametrize("given", [5, True, [URL], {"url": URL}, "", "https://a.org/\x00"])
def test_what_is_no_text_is_refused(given: Any) -> None:
    assert set(refused(webhook_url=given)) == {"webhook_url"}


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "10.0.0.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_private_address_is_refused_at_once_and_named(host: str) -> None:
    _, words = refused(webhook_url=f"https://{host}/")["webhook_url"]
    assert host.strip("[]") in words


def test_an_address_of_two_thousand_characters_is_the_longest() -> None:
    assert taken(webhook_url=URL.ljust(2000, "x"))
    assert refused(webhook_url=URL.ljust(2001, "x"))["webhook_url"][0] == "max_length"


def test_events_without_an_address_are_refused() -> None:
    assert refused(webhook_events=["job.started"])["webhook_events"][0] == "without_url"


def test_where_webhooks_are_off_both_fields_say_so(settings: Settings) -> None:
    settings.WEBHOOK_SECRET = b""
    refusals = refused(webhook_url=URL, webhook_events=["job.started"])
    assert {code for code, _ in refusals.values()} == {"webhooks_off"}
    assert "follow the job" in refusals["webhook_url"][1]
    assert taken(webhook_url=None, webhook_events=None)
