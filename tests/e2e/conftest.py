"""Fixtures of the browser tests: a service to look at, Debian's Chromium, and a watch on where it goes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.e2e.browser import launch_options
from tests.service import ALL_MODELS, running_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page


def pytest_configure(config: pytest.Config) -> None:
    # pytest-playwright writes its own so.
    config.addinivalue_line("filterwarnings", "ignore:Session-scoped fixtures defined as instance methods")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return launch_options()


@pytest.fixture(scope="session")
def service_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole service: the one that CADENZA_URL names, else one started for these tests."""
    if url := os.environ.get("CADENZA_URL"):
        yield url
        return
    redis = request.getfixturevalue("redis_server")
    url = f"redis://{redis.host}:{redis.port}/0"
    with running_service(tmp_path_factory.mktemp("service"), url, ALL_MODELS) as service:
        yield service.url


@pytest.fixture
def home(page: Page, service_url: str) -> Iterator[Page]:
    """The page, opened; nothing it does may ask another host or raise an error in its script."""
    hosts: set[str] = set()
    errors: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(service_url)
    yield page
    assert hosts - {""} == {urlsplit(service_url).netloc}
    assert errors == []
