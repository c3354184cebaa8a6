"""A piece is given to others: its address copied, or by what the browser shares with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

COMPOSED_WITHIN_MILLISECONDS: Final = 120_000
# Long enough in the making for its page to be opened meanwhile.
SLOW: Final = {"style": "piano", "type": "performance"}
STUB: Final = "navigator.share = async (page) => { globalThis.shared = page; }"
CHANGED_MIND: Final = "navigator.share = async () => { throw new DOMException('', 'AbortError'); }"
REFUSED: Final = "navigator.share = async () => { throw new DOMException('', 'NotAllowedError'); }"
NONE: Final = "delete Navigator.prototype.share"


@pytest.fixture
def job(page: Page, service_url: str) -> dict[str, Any]:
    return composed(page, service_url)


def addresses(job: dict[str, Any]) -> tuple[str, ...]:
    """The pages that a piece is shared from, but for the one on which it was made."""
    return f"/pieces/{job['id']}", job["links"]["share"]


def test_the_browsers_own_way_is_given_title_and_address(page: Page, service_url: str, job: dict[str, Any]):
    page.add_init_script(STUB)
    for address in addresses(job):
        page.goto(f"{service_url}{address}")
        page.get_by_role("button", name="Share…").click()
        shared = page.evaluate("globalThis.shared")
        assert shared == {"title": "Drums · Groove", "url": f"{service_url}{job['links']['share']}"}, address


def test_so_it_is_on_the_page_that_made_it(page: Page, service_url: str, job: dict[str, Any]):
    page.add_init_script(STUB)
    page.goto(f"{service_url}/#piece={job['id']}")
    page.get_by_role("button", name="Share…").click(timeout=COMPOSED_WITHIN_MILLISECONDS)
    assert page.evaluate("globalThis.shared.url") == f"{service_url}{job['links']['share']}"


def test_where_the_browser_has_none_there_is_no_button_for_it(page: Page, service_url: str, job: dict[str, Any]):
    page.add_init_script(NONE)
    page.goto(f"{service_url}{job['links']['share']}")
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    expect(page.get_by_role("button", name="Share…")).to_be_hidden()


def test_who_closes_the_browsers_sheet_is_not_told_of_an_error(page: Page, service_url: str, job: dict[str, Any]):
    page.add_init_script(CHANGED_MIND)
    page.goto(f"{service_url}{job['links']['share']}")
    page.get_by_role("button", name="Share…").click()
    expect(page.locator("#share-said")).to_be_empty()


def test_where_sharing_fails_the_address_is_said(page: Page, service_url: str, job: dict[str, Any]):
    page.add_init_script(REFUSED)
    page.goto(f"{service_url}{job['links']['share']}")
    page.get_by_role("button", name="Share…").click()
    expect(page.locator("#share-said")).to_contain_text(f"It is {service_url}{job['links']['share']}")


def test_the_link_is_copied(page: Page, service_url: str, job: dict[str, Any]):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for address in addresses(job):
        page.goto(f"{service_url}{address}")
        page.evaluate("navigator.clipboard.writeText('')")
        page.get_by_role("button", name="Copy link").click()
        expect(page.locator("#share-said")).to_have_text("The link is copied.")
        assert page.evaluate("navigator.clipboard.readText()") == f"{service_url}{job['links']['share']}", address


def test_who_opens_the_link_too_early_sees_the_piece_when_it_is_there(page: Page, browser: Browser, service_url: str):
    job = page.request.post(f"{service_url}/api/v1/jobs", data={**SLOW, "length_seconds": 60}).json()
    other = browser.new_page()
    other.goto(f"{service_url}{job['links']['share']}")
    expect(other.get_by_role("button", name="Copy link")).to_be_hidden()
    other.evaluate("globalThis.isTheSamePage = true")
    expect(other.locator("audio")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    expect(other.locator("#announcer")).to_have_text("Your piece is ready to play.")
    expect(other.get_by_role("button", name="Copy link")).to_be_visible()
    expect(other.get_by_role("radio", name=re.compile("3 of 5"))).to_be_visible()
    assert other.evaluate("globalThis.isTheSamePage")
    other.close()


def test_of_a_piece_that_is_canceled_under_way_the_page_says_so(page: Page, browser: Browser, service_url: str):
    job = page.request.post(f"{service_url}/api/v1/jobs", data={**SLOW, "length_seconds": 180}).json()
    other = browser.new_page()
    other.goto(f"{service_url}{job['links']['share']}")
    page.request.post(f"{service_url}{job['links']['cancel']}")
    expect(other.get_by_role("heading", name="The piece was canceled")).to_be_visible(timeout=20_000)
    other.close()
