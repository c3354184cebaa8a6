"""Stars and a short comment: kept at once, shown again, changed and taken back, one of each listener."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed
from tests.e2e.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

COMPOSED_WITHIN_MILLISECONDS: Final = 120_000
RATING: Final = "**/rating"


@pytest.fixture
def job(page: Page, service_url: str) -> dict[str, Any]:
    """A piece of this browser's that nobody has rated yet."""
    return composed(page, service_url)


@pytest.fixture
def own(page: Page, service_url: str, job: dict[str, Any]) -> Page:
    page.goto(f"{service_url}/pieces/{job['id']}")
    return page


def star(page: Page, stars: int) -> Locator:
    return page.get_by_role("radio", name=f"{stars} of 5 stars")


def rate(page: Page, stars: int) -> None:
    star(page, stars).click()
    expect(page.locator("#rating-said")).to_have_text(f"Thank you! {stars} of 5 stars are kept.")


def say(page: Page, words: str) -> None:
    page.get_by_label("A few words").fill(words)
    page.get_by_role("button", name="Send").click()


def kept(page: Page, service_url: str, job: dict[str, Any]) -> tuple[int, str] | None:
    answer = page.request.get(f"{service_url}{job['links']['rating']}")
    return (answer.json()["stars"], answer.json()["comment"]) if answer.ok else None


def test_a_star_is_kept_at_once_and_is_there_after_a_reload(own: Page, service_url: str, job: dict[str, Any]):
    expect(own.get_by_label("A few words")).to_be_hidden()
    rate(own, 4)
    expect(own.locator("#announcer")).to_have_text("Thank you! 4 of 5 stars are kept.")
    assert kept(own, service_url, job) == (4, "")
    own.reload()
    expect(star(own, 4)).to_be_checked()


def test_the_keyboard_alone_chooses_changes_and_comments(own: Page, service_url: str, job: dict[str, Any]):
    star(own, 1).focus()
    own.keyboard.press("Space")
    own.keyboard.press("ArrowRight")
    own.keyboard.press("ArrowRight")
    expect(own.locator("#rating-said")).to_have_text("Thank you! 3 of 5 stars are kept.")
    expect(star(own, 3)).to_be_focused()

    own.keyboard.press("Tab")
    own.keyboard.type("Like rain.")
    own.keyboard.press("Tab")
    expect(own.get_by_role("button", name="Take back")).to_be_focused()
    own.keyboard.press("Tab")
    own.keyboard.press("Enter")
    expect(own.locator("#rating-said")).to_have_text("Thank you for your words!")
    assert kept(own, service_url, job) == (3, "Like rain.")


def test_who_goes_through_the_stars_sends_only_the_one_that_is_meant(own: Page):
    sent: list[Any] = []
    own.on("request", lambda request: sent.append(request.post_data_json) if request.method == "PUT" else None)
    star(own, 1).focus()
    own.keyboard.press("Space")
    for _ in range(3):
        own.keyboard.press("ArrowRight")
    expect(own.locator("#rating-said")).to_have_text("Thank you! 4 of 5 stars are kept.")
    assert sent[-1] == {"stars": 4, "comment": ""}
    assert len(sent) < 4


def test_a_comment_stays_when_the_stars_are_changed(own: Page, service_url: str, job: dict[str, Any]):
    rate(own, 2)
    say(own, "Grows on me.")
    expect(own.locator("#rating-said")).to_have_text("Thank you for your words!")
    rate(own, 5)
    assert kept(own, service_url, job) == (5, "Grows on me.")
    own.reload()
    expect(own.get_by_label("A few words")).to_have_value("Grows on me.")


def test_a_rating_is_taken_back(own: Page, service_url: str, job: dict[str, Any]):
    rate(own, 1)
    say(own, "Not for me.")
    own.get_by_role("button", name="Take back").click()
    expect(own.locator("#rating-said")).to_have_text("Your rating is taken back.")
    expect(star(own, 1)).to_be_focused()
    expect(star(own, 1)).not_to_be_checked()
    expect(own.get_by_label("A few words")).to_be_hidden()
    assert kept(own, service_url, job) is None


def test_how_much_may_still_be_written_is_said_near_the_end(own: Page):
    rate(own, 3)
    own.get_by_label("A few words").fill("x" * 380)
    expect(own.locator("#comment-left")).to_be_empty()
    own.get_by_label("A few words").fill("x" * 500)
    expect(own.locator("#comment-left")).to_have_text("0 left")
    own.get_by_label("A few words").press_sequentially("y")
    expect(own.get_by_label("A few words")).to_have_value("x" * 500)


def test_nothing_that_was_typed_is_lost_when_it_cannot_be_sent(own: Page, service_url: str, job: dict[str, Any]):
    rate(own, 3)
    own.route(RATING, lambda route: route.abort())
    say(own, "Like rain.")
    expect(own.locator("#rating-said")).to_contain_text("Check your network, then try again.")
    expect(own.get_by_label("A few words")).to_have_value("Like rain.")

    own.unroute(RATING)
    own.get_by_role("button", name="Try again").click()
    expect(own.locator("#rating-said")).to_have_text("Thank you for your words!")
    assert kept(own, service_url, job) == (3, "Like rain.")


def test_who_rates_too_often_is_told_when_to_go_on(own: Page):
    body = {"code": "rate_limited", "detail": "Too many.", "errors": []}
    own.route(RATING, lambda route: route.fulfill(status=429, json=body, headers={"Retry-After": "7"}))
    star(own, 5).click()
    expect(own.locator("#rating-said")).to_contain_text("Try again in 7 seconds.")


def test_a_piece_that_is_gone_is_not_asked_about_again(own: Page, service_url: str, job: dict[str, Any]):
    own.request.delete(f"{service_url}{job['links']['self']}")
    star(own, 5).click()
    expect(own.locator("#rating-said")).to_have_text("This piece is gone, and its ratings with it.")
    expect(own.get_by_role("button", name="Try again")).to_be_hidden()


def test_somebody_who_was_given_the_page_has_a_rating_of_his_own(
    own: Page, browser: Browser, service_url: str, job: dict[str, Any]
):
    rate(own, 5)
    other = browser.new_page()
    other.goto(f"{service_url}{job['links']['share']}")
    rate(other, 2)
    say(other, "Too loud.")
    expect(other.locator("#rating-said")).to_have_text("Thank you for your words!")
    other.reload()
    expect(star(other, 2)).to_be_checked()
    expect(other.get_by_label("A few words")).to_have_value("Too loud.")
    other.close()
    assert kept(own, service_url, job) == (5, "")


def test_the_piece_on_the_page_is_rated_once_it_is_composed_and_its_rating_found_again(home: Page):
    home.get_by_role("button", name="0:10").click()
    home.get_by_role("button", name="Generate now").click()
    expect(star(home, 4)).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    rate(home, 4)
    say(home, "Mine.")
    expect(home.locator("#rating-said")).to_have_text("Thank you for your words!")
    home.reload()
    expect(star(home, 4)).to_be_checked()
    expect(home.get_by_label("A few words")).to_have_value("Mine.")


def test_stars_and_comment_have_no_violations(own: Page):
    assert violations(own) == []
    rate(own, 3)
    own.get_by_label("A few words").fill("x" * 450)
    assert violations(own) == []
    own.route(RATING, lambda route: route.abort())
    own.get_by_role("button", name="Send").click()
    expect(own.get_by_role("button", name="Try again")).to_be_visible()
    assert violations(own) == []
