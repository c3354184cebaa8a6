"""An operator's evening: logs in, watches, drains a worker, erases a job, tells everybody, and reads who did it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.bench.house import house
from tests.client import Client
from tests.e2e.operator import NAME, add_operator, log_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.service import Service

# A worker beats every five seconds, and the page asks as often.
SEEN_WITHIN_MILLISECONDS = 20_000


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Web with a worker that says it lives and makes nothing."""
    with house(tmp_path_factory.mktemp("service")) as (service, _):
        add_operator(service)
        yield service


@pytest.fixture
def admin(page: Page, service: Service) -> Page:
    log_in(page, service.url)
    return page


def test_the_first_page_renews_itself_and_drains_and_wakes_a_worker(admin: Page, service: Service) -> None:
    now = admin.locator("#now")
    expect(now).to_contain_text("nobody")
    expect(now).to_contain_text("0 / 64")
    Client(service.url).create(style="piano")
    waiting = now.get_by_text("Waiting to be composed").locator("+ p")
    expect(waiting).to_have_text("1", timeout=SEEN_WITHIN_MILLISECONDS)
    now.get_by_role("button", name="Drain").click()
    expect(now.get_by_role("button", name="Wake")).to_be_visible(timeout=SEEN_WITHIN_MILLISECONDS)
    now.get_by_role("button", name="Wake").click()
    expect(now.get_by_role("button", name="Drain")).to_be_visible(timeout=SEEN_WITHIN_MILLISECONDS)


def test_a_job_is_found_by_its_address_and_erased_and_the_history_tells(admin: Page, service: Service) -> None:
    job = Client(service.url).create(style="piano")["id"]
    admin.goto(f"{service.url}/admin/jobs/job/")
    admin.get_by_placeholder("A job's id").fill(f"{service.url}/pieces/{job}")
    admin.keyboard.press("Enter")
    admin.get_by_role("link", name=job).click()
    admin.get_by_text("Erase", exact=True).click()
    expect(admin.get_by_text("gone for good")).to_be_visible()
    admin.get_by_role("button", name="Yes").click()
    expect(admin.get_by_text("Erased with all that was kept: 1.")).to_be_visible()
    admin.goto(f"{service.url}/admin/admin/logentry/")
    expect(admin.get_by_role("row", name=job)).to_contain_text(NAME)


def test_a_banner_is_read_by_everybody_within_seconds(admin: Page, service: Service) -> None:
    admin.goto(f"{service.url}/admin/operate/rules/")
    admin.get_by_label("Banner").fill("Back at noon.")
    admin.get_by_role("button", name="Save", exact=True).click()
    admin.goto(service.url)
    expect(admin.get_by_text("Back at noon.")).to_be_visible()
