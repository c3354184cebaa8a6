"""The mixer: this browser plays the piece itself, on other instruments, slower or faster, without a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed
from tests.e2e.axe import violations
from tests.e2e.listening import LISTEN, brightness, loudest_rms

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PLAYS: Final = "Your browser plays the piece now."
SILENCE: Final = 0.001
POSITION_AND_TIME: Final = "[document.querySelector('#seek').valueAsNumber, performance.now() / 1000]"
AUDIO_PLAYS: Final = "!document.querySelector('audio').paused"


@pytest.fixture
def trio(home: Page, service_url: str) -> Page:
    """The page with a piece for a piano and two drummers, which plays; the mixer is open."""
    piano = composed(home, service_url, style="piano", type="performance")["resolved"]["parts"][0]
    drums = composed(home, service_url)["resolved"]["parts"][0]
    parts = [piano, {**drums, "role": "drummer"}, {**drums, "role": "other drummer"}]
    show(home, service_url, composed(home, service_url, length_seconds=30, parts=parts))
    return home


def show(page: Page, service_url: str, job: dict[str, Any]) -> None:
    page.add_init_script(LISTEN)
    page.goto("about:blank")
    page.goto(f"{service_url}/#piece={job['id']}")
    page.locator("#mixer summary").click()
    if not page.evaluate(AUDIO_PLAYS):
        page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(AUDIO_PLAYS)


def part(page: Page, role: str) -> Locator:
    return page.get_by_role("group", name=role, exact=True)


def press(page: Page, role: str, button: str) -> None:
    part(page, role).get_by_role("button", name=button).click()


def expect_own_player(page: Page) -> None:
    expect(page.locator("#mixer-status")).to_have_text(PLAYS, timeout=60_000)


def pace(page: Page) -> float:
    """Seconds of music in a second."""
    position, time = page.evaluate(POSITION_AND_TIME)
    page.wait_for_timeout(3000)
    later_position, later_time = page.evaluate(POSITION_AND_TIME)
    return float((later_position - position) / (later_time - time))


def test_the_first_change_hands_the_piece_over_where_it_is(trio: Page):
    trio.get_by_label("Position").fill("8")
    expect(trio.locator("#elapsed")).to_have_text("0:09")
    press(trio, "other drummer", "Mute")
    expect_own_player(trio)

    position = trio.locator("#seek").evaluate("(seek) => seek.valueAsNumber")
    assert 8 < position < 28
    assert not trio.evaluate(AUDIO_PLAYS)
    assert pace(trio) == pytest.approx(1, abs=0.15)
    assert loudest_rms(trio) > 0.01


def test_mute_and_solo_say_who_is_heard(trio: Page):
    for role in ("piano", "drummer", "other drummer"):
        press(trio, role, "Mute")
    expect_own_player(trio)
    trio.wait_for_timeout(2000)
    assert loudest_rms(trio) < SILENCE

    press(trio, "drummer", "Mute")
    assert loudest_rms(trio) > 0.01

    press(trio, "piano", "Solo")
    trio.wait_for_timeout(2000)
    assert loudest_rms(trio) < SILENCE


def test_each_of_two_drummers_has_a_volume_of_his_own(trio: Page):
    press(trio, "piano", "Mute")
    part(trio, "drummer").get_by_label("Volume").fill("0")
    expect_own_player(trio)
    assert loudest_rms(trio) > 0.01
    part(trio, "other drummer").get_by_label("Volume").fill("0")
    trio.wait_for_timeout(2000)
    assert loudest_rms(trio) < SILENCE


def test_another_instrument_sounds_otherwise_and_stays_when_somebody_seeks(trio: Page):
    press(trio, "piano", "Solo")
    expect_own_player(trio)
    trio.get_by_label("Position").fill("2")
    piano = brightness(trio)
    part(trio, "piano").get_by_label("Instrument").select_option(label="Church organ")
    trio.get_by_label("Position").fill("2")
    assert abs(brightness(trio) - piano) > 0.3 * piano


def test_at_twice_the_tempo_it_moves_twice_as_fast(trio: Page):
    trio.get_by_label("Tempo", exact=True).and_(trio.locator("#mixer-tempo")).fill("200")
    expect_own_player(trio)
    expect(trio.locator("#mixer-tempo-output")).to_contain_text("200 %")
    assert pace(trio) == pytest.approx(2, abs=0.25)


def test_seek_loop_pause_and_volume_are_those_of_the_transport(trio: Page):
    press(trio, "piano", "Mute")
    expect_own_player(trio)
    trio.get_by_label("Position").fill("25")
    expect(trio.locator("#elapsed")).to_have_text("0:26")
    trio.get_by_role("button", name="Loop").click()
    expect(trio.locator("#elapsed")).to_have_text("0:01", timeout=10_000)
    expect(trio.locator("#play")).to_have_attribute("data-playing", "true")

    trio.locator("#volume").fill("0")
    trio.wait_for_timeout(500)
    assert loudest_rms(trio) < SILENCE
    trio.get_by_role("button", name="Pause").click()
    assert pace(trio) == 0
    trio.get_by_label("Position").fill("12")
    trio.wait_for_timeout(3500)
    trio.locator("#volume").fill("100")
    trio.get_by_role("button", name="Play", exact=True).click()
    expect(trio.locator("#elapsed")).to_have_text("0:14")
    assert loudest_rms(trio) > 0.01


def test_as_composed_is_the_sound_of_the_service_again(trio: Page):
    press(trio, "piano", "Mute")
    expect_own_player(trio)
    trio.get_by_role("button", name="As composed").click()
    trio.wait_for_function(AUDIO_PLAYS)
    expect(part(trio, "piano").get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "false")
    trio.wait_for_timeout(3000)
    assert loudest_rms(trio) < SILENCE


def test_a_new_piece_is_played_as_composed(trio: Page):
    press(trio, "piano", "Mute")
    expect_own_player(trio)
    trio.locator("label", has_text="Drums").first.click()
    trio.get_by_role("button", name="0:10").click()
    trio.get_by_role("button", name="Generate now").click()
    expect(part(trio, "drums")).to_be_visible(timeout=60_000)
    expect(trio.locator(".mixer-part")).to_have_count(1)
    expect(trio.locator("#mixer-status")).to_have_text("")
    assert trio.evaluate("analyser.context.state") == "closed"


def test_where_the_instruments_cannot_be_loaded_the_piece_plays_on_and_the_page_says_so(trio: Page):
    trio.route("**/*.sf3*", lambda route: route.abort())
    press(trio, "piano", "Mute")
    expect(trio.locator("#mixer-status")).to_contain_text("could not be loaded")
    assert trio.evaluate(AUDIO_PLAYS)
    expect(part(trio, "piano").get_by_role("button", name="Mute")).to_have_attribute("aria-pressed", "false")

    trio.unroute("**/*.sf3*")
    press(trio, "piano", "Mute")
    expect_own_player(trio)


def test_the_mixer_has_no_violations_in_any_state(trio: Page):
    assert violations(trio) == []
    press(trio, "piano", "Mute")
    expect_own_player(trio)
    assert violations(trio) == []
    assert trio.evaluate("document.documentElement.scrollWidth") <= 320
