"""That a piece was played to its end is told on whatever page it is played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.e2e.asked import composed

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEARD_WITHIN_MILLISECONDS: Final = 30_000


@pytest.fixture
def job(page: Page, service_url: str) -> dict[str, Any]:
    return composed(page, service_url)


@pytest.mark.parametrize("place", ["own", "shared", "list"])
def test_a_piece_is_heard_out(page: Page, service_url: str, job: dict[str, Any], place: str) -> None:
    links = job["links"]
    pages = {"own": f"/pieces/{job['id']}", "shared": links["share"], "list": "/pieces"}
    told = f"{links['share'] if place == 'shared' else links['self']}/heard"
    page.goto(f"{service_url}{pages[place]}")
    with page.expect_response(f"**{told}", timeout=HEARD_WITHIN_MILLISECONDS) as answer:
        if place == "list":
            page.locator("[data-audio]").first.click()
        else:
            page.locator("audio").evaluate("audio => audio.play()")
    assert answer.value.status == 204
