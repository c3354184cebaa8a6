"""Errors that Django answers by itself have the API's shape too, below /api/."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from web.api import catalogue


def assert_problem(response: Any, status: int, code: str) -> None:
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"/api/v1/docs#{code}"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/job", "/api/v1/jobs/", "/api/v2/jobs"])
def test_an_address_that_is_none_is_a_problem(client: Client, path: str) -> None:
    assert_problem(client.get(path), 404, "not_found")


def test_outside_the_api_it_is_a_page(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_that_is_not_offered_is_a_problem_and_those_offered_are_named(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/jobs")
    assert_problem(response, 405, "method_not_allowed")
    assert response["Allow"] == "GET, POST, HEAD, OPTIONS"


def test_a_foreign_host_name_is_a_problem(client: Client) -> None:
    assert_problem(client.get("/api/v1/catalogue", headers={"host": "evil.example"}), 400, "bad_request")


def broken() -> None:
    raise ZeroDivisionError("the secret is 42")


def test_what_nobody_foresaw_is_a_problem_that_tells_nothing_of_the_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "playable_styles", broken)
    response = client.get("/api/v1/catalogue")
    assert_problem(response, 500, "internal")
    assert "42" not in response.content.decode()


def test_what_breaks_before_the_view_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.middleware.common import CommonMiddleware

    monkeypatch.setattr(CommonMiddleware, "process_request", lambda *_: broken())
    client = Client(raise_request_exception=False)
    assert_problem(client.get("/api/v1/catalogue"), 500, "internal")


@pytest.mark.parametrize("accept", ["text/html", "audio/*", "application/xml", "nonsense"])
def test_whatever_is_accepted_the_answer_is_json(client: Client, db: None, accept: str) -> None:
    response = client.get("/api/v1/catalogue", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
