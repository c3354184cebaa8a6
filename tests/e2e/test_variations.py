"""Four variations side by side: made, seen, heard and taken, with the real networks and the real sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed
from tests.e2e.axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

WITHIN_MILLISECONDS: Final = 180_000
# How many pixels of a card's roll are drawn.
DRAWN: Final = """
(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, place) => place % 4 === 3 && value > 0).length;
}
"""
# Whether what plays in a card is more than silence, within some seconds.
IS_HEARD: Final = """
async (card) => {
  const context = new AudioContext();
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2048 });
  context.createMediaElementSource(card.querySelector("audio")).connect(analyser).connect(context.destination);
  const samples = new Float32Array(analyser.fftSize);
  for (const end = performance.now() + 15_000; performance.now() < end; ) {
    analyser.getFloatTimeDomainData(samples);
    if (samples.some((sample) => Math.abs(sample) > 0.01)) {
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
"""
PLAYING: Final = "() => [...document.querySelectorAll('audio')].filter((audio) => !audio.paused).length"


@pytest.fixture
def piece(home: Page, service_url: str) -> dict[str, Any]:
    """The short piece that the page shows."""
    job = composed(home, service_url)
    home.goto(f"{service_url}/#piece={job['id']}")
    home.reload()
    expect(home.locator("#download-mp3[href]")).to_be_visible()
    return job


@pytest.fixture
def long_piece(home: Page) -> str:
    """The seed of a piece of the piano, whose variations take a while."""
    home.get_by_role("button", name="0:30").click()
    home.get_by_role("button", name="Generate now").click()
    expect(home.locator("#download-mp3[href]")).to_be_visible(timeout=WITHIN_MILLISECONDS)
    return home.locator("#piece-seed").inner_text()


def vary(page: Page) -> Locator:
    page.get_by_role("button", name="Four variations").click()
    cards = page.locator(".variation")
    expect(cards).to_have_count(4)
    return cards


def expect_whole(page: Page) -> None:
    expect(page.locator(".variation[data-state=succeeded]")).to_have_count(4, timeout=WITHIN_MILLISECONDS)


def test_four_cards_fill_while_all_are_made_and_one_is_heard_meanwhile(home: Page, long_piece: str):
    cards = vary(home)
    begun = home.locator(".variation:is([data-state=running], [data-state=succeeded])")
    expect(begun).to_have_count(4, timeout=WITHIN_MILLISECONDS)

    cards.nth(3).get_by_role("button", name="Play").click()

    assert cards.nth(3).evaluate(IS_HEARD)
    expect(home.locator(".variation[data-state=succeeded]")).not_to_have_count(4)
    expect_whole(home)
    assert all(cards.nth(place).locator("canvas").evaluate(DRAWN) > 100 for place in range(4))


def test_one_sounds_at_a_time(home: Page, piece: dict[str, Any]):
    cards = vary(home)
    expect_whole(home)
    home.locator("#play").click()
    for place in (0, 1):
        cards.nth(place).get_by_role("button", name="Play").click()
        expect(cards.nth(place).get_by_role("button", name="Pause")).to_be_visible()
        assert home.evaluate(PLAYING) == 1

    home.locator("#play").click()

    expect(cards.nth(1).get_by_role("button", name="Play")).to_be_visible()
    assert home.evaluate(PLAYING) == 1


def test_the_one_that_is_taken_becomes_the_piece_of_the_page(home: Page, piece: dict[str, Any]):
    cards = vary(home)
    expect_whole(home)
    cards.nth(2).get_by_role("button", name="Take this one").click()

    expect(cards.nth(2).get_by_role("button", name="Take this one")).to_have_attribute("aria-pressed", "true")
    taken = home.request.get(f"{home.url.partition('?')[0].partition('#')[0]}api/v1/jobs/{home.url[-36:]}").json()
    assert taken["id"] == taken["variations"][2]["id"]
    expect(home.locator("#piece-seed")).to_have_text(str(taken["resolved"]["seed"]))


def test_they_are_there_after_a_reload_until_they_are_closed(home: Page, piece: dict[str, Any]):
    vary(home)
    home.reload()
    expect_whole(home)
    home.get_by_role("button", name="Close").click()
    expect(home.get_by_role("button", name="Four variations")).to_be_focused()
    home.reload()
    expect(home.locator("#download-mp3[href]")).to_be_visible()
    expect(home.locator("#variations")).to_be_hidden()


def test_cancel_stops_those_that_are_under_way(home: Page, long_piece: str):
    vary(home)
    expect(home.locator(".variation[data-state=running]")).not_to_have_count(0)
    home.locator("#variations").get_by_role("button", name="Cancel").click()
    expect(home.locator(".variation[data-state=lost]").first).to_contain_text("The piece was canceled")
    expect(home.locator("#variations").get_by_role("button", name="Close")).to_be_visible(timeout=WITHIN_MILLISECONDS)


def test_one_that_is_lost_says_so_and_the_others_go_on(home: Page, piece: dict[str, Any]):
    lost: list[str] = []

    def lose_the_second(route: Route) -> None:
        job = route.fetch().json()
        if job["variations"] and job["id"] == job["variations"][1]["id"]:
            lost.append(job["id"])
            error = {"code": "internal_error", "message": "No.", "retryable": True}
            route.fulfill(json={**job, "status": "failed", "error": error})
        else:
            route.fulfill(json=job)

    home.route("**/api/v1/jobs/*", lose_the_second)
    home.route("**/events*", lambda route: stop_if(any(id_ in route.request.url for id_ in lost), route))
    cards = vary(home)
    expect(cards.nth(1)).to_contain_text("The piece could not be finished")
    expect(cards.nth(1).get_by_role("button", name="Play")).to_be_disabled()
    expect(home.locator(".variation[data-state=succeeded]")).to_have_count(3, timeout=WITHIN_MILLISECONDS)


def stop_if(is_lost: bool, route: Route) -> None:
    if is_lost:
        failed = 'event: done\ndata: {"status": "failed"}\n\n'
        route.fulfill(body=failed, content_type="text/event-stream")
    else:
        route.continue_()


def test_where_they_are_refused_the_notice_says_why_and_they_are_asked_for_again(home: Page, piece: dict[str, Any]):
    full = {"code": "queue_full", "detail": "Full.", "errors": []}
    home.route("**/api/v1/jobs", lambda route: route.fulfill(status=503, json=full, headers={"Retry-After": "7"}))
    home.get_by_role("button", name="Four variations").click()
    expect(home.get_by_role("alert")).to_contain_text("Try again in 7 seconds.")

    home.unroute("**/api/v1/jobs")
    home.get_by_role("button", name="Try again").click()
    expect(home.locator(".variation")).to_have_count(4)


def test_another_piece_can_be_composed_while_they_are_made(home: Page, long_piece: str):
    vary(home)
    home.get_by_role("button", name="Generate now").click()
    expect(home.locator(".variation[data-state=running]")).not_to_have_count(0)
    expect(home.locator("#piece-seed")).not_to_have_text(long_piece, timeout=60_000)
    expect_whole(home)


def test_the_keyboard_alone_makes_hears_and_takes_them(home: Page, piece: dict[str, Any]):
    home.get_by_role("button", name="Four variations").focus()
    home.keyboard.press("Enter")
    expect_whole(home)
    last = home.locator(".variation").nth(3)
    tab_to(home, last.get_by_role("button", name="Play"))
    home.keyboard.press("Enter")
    expect(last.get_by_role("button", name="Pause")).to_be_focused()
    home.keyboard.press("Tab")
    home.keyboard.press("Enter")
    expect(last.get_by_role("button", name="Take this one")).to_have_attribute("aria-pressed", "true")


def tab_to(page: Page, button: Locator) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("(button) => button === document.activeElement"):
            return
    raise AssertionError("it is not reached by Tab")


def test_axe_finds_nothing_while_they_are_made_and_afterwards(home: Page, long_piece: str):
    vary(home)
    assert violations(home) == []
    expect_whole(home)
    assert violations(home) == []
