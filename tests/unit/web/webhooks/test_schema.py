"""What the description says of webhooks is what is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from rest_framework.views import APIView

from tests.unit.web.webhooks.deliveries import add_delivery
from tests.unit.web.webhooks.receiver import KEY
from web.webhooks.schema import WEBHOOK
from web.webhooks.services.message import Message, message_of
from web.webhooks.services.signature import signed_headers
from worker.contract.status import JobStatus


class Creating(APIView):
    @extend_schema(request=None, responses={202: None}, callbacks=[WEBHOOK])
    def post(self) -> None: ...


@pytest.fixture
def description() -> Any:
    return SchemaGenerator(patterns=[path("jobs", Creating.as_view())]).get_schema(public=True)


@pytest.mark.django_db
@pytest.mark.parametrize("status", [JobStatus.RUNNING, JobStatus.SUCCEEDED, JobStatus.EXPIRED])
def test_a_message_is_as_it_is_described(description: Any, status: JobStatus) -> None:
    message = message_of(add_delivery("https://hooks.example.org/", status))
    schema = {"$ref": "#/components/schemas/Webhook", "components": description["components"]}
    Draft202012Validator(schema).validate(json.loads(message.body))
    assert set(json.loads(message.body)) == set(description["components"]["schemas"]["Webhook"]["properties"])


def test_the_headers_are_described(description: Any) -> None:
    (described,) = description["paths"]["/jobs"]["post"]["callbacks"]["webhook"].values()
    for name in signed_headers(Message("", "", b""), KEY, 0):
        assert f"`{name}`" in described["post"]["description"]
