from __future__ import annotations

import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.integration.live.house import House

PAGES = "https://pages.example"


def preflight(house: House, path: str, origin: str = PAGES, method: str = "POST", headers: str = "prefer") -> Any:
    asked = {"Origin": origin, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers}
    request = urllib.request.Request(house.service.url + path, headers=asked, method="OPTIONS")
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


@pytest.mark.parametrize(
    ("method", "header"),
    [("POST", "idempotency-key"), ("POST", "content-type"), ("GET", "last-event-id"), ("DELETE", "authorization")],
)
def test_a_page_of_a_named_origin_may_use_the_api(house: House, method: str, header: str):
    status, headers = preflight(house, "/api/v1/jobs", method=method, headers=header)
    assert (status, headers["access-control-allow-origin"]) == (200, PAGES)
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize("asked", [{"origin": "https://other.example"}, {"method": "PUT"}, {"headers": "x-unheard-of"}])
def test_what_is_not_allowed_is_refused_with_a_problem(house: House, asked: dict[str, str]):
    status, headers = preflight(house, "/api/v1/jobs", **asked)
    assert (status, headers["content-type"]) == (400, "application/problem+json")


def test_a_page_may_read_the_headers_that_it_needs(house: House):
    reply = house.client.get("/api/v1/catalogue", Origin=PAGES)
    shown = {name.strip().lower() for name in reply.headers["access-control-expose-headers"].split(",")}
    assert {"location", "etag", "retry-after", "ratelimit", "preference-applied", "idempotent-replayed"} <= shown
    assert reply.headers["access-control-allow-origin"] == PAGES
    assert "origin" in reply.headers["vary"].lower()


def test_streams_of_events_are_shared_with_it_too(house: House):
    with house.events(house.job(), Origin=PAGES) as stream:
        assert stream.response.getheader("access-control-allow-origin") == PAGES


def test_another_origin_and_all_outside_the_api_are_not_shared(house: House):
    assert (
        "access-control-allow-origin" not in house.client.get("/api/v1/catalogue", Origin="https://x.example").headers
    )
    assert "access-control-allow-origin" not in house.client.get("/healthz", Origin=PAGES).headers
