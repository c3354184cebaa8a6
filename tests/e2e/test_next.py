"""What can be done next with a piece, on the page itself: with the real networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.e2e.asked import composed
from tests.e2e.test_trouble import a_job, press_generate, stub_submission

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

COMPOSED_WITHIN_MILLISECONDS: Final = 120_000
FILE: Final = {"name": "piece.mid", "type": "audio/midi", "bytes": 1, "sha256": "", "href": "/api/v1/jobs/6f1c/files/x"}


@pytest.fixture
def first(page: Page, home: Page, service_url: str) -> dict[str, Any]:
    """The piece that the page shows."""
    job = composed(page, service_url)
    home.goto(f"{service_url}/#piece={job['id']}")
    home.reload()
    expect(home.locator("#download-mp3[href]")).to_be_visible()
    return job


def named(page: Page) -> str:
    return page.url.partition("#piece=")[2]


def press(page: Page, name: str) -> dict[str, Any]:
    """The piece that comes of it, as the API tells of it."""
    before = named(page)
    action(page, name).click()
    page.wait_for_url(lambda url: not url.endswith(before))
    link = page.locator(f"#download-mp3[href*='{named(page)}']")
    expect(link).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    job: dict[str, Any] = page.request.get(f"/api/v1/jobs/{named(page)}").json()
    return job


def action(page: Page, name: str) -> Locator:
    return page.locator("#next").get_by_role("button", name=name)


def midi_of(page: Page, job: dict[str, Any]) -> bytes:
    (href,) = (file["href"] for file in job["files"] if file["name"] == "piece.mid")
    return page.request.get(href).body()


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], service_url: str) -> dict[str, Any]:
    return {**browser_context_args, "base_url": service_url}


def test_the_same_again_has_the_same_bytes(home: Page, first: dict[str, Any]):
    again = press(home, "Same again")
    assert again["id"] != first["id"]
    assert midi_of(home, again) == midi_of(home, first)


def asked_for(resolved: dict[str, Any]) -> dict[str, Any]:
    """Without what the seed draws: a groove, and with it what the drums heard."""
    parts = [{name: value for name, value in part.items() if name != "primer"} for part in resolved["parts"]]
    return {**resolved, "seed": None, "groove": None, "parts": parts}


def test_a_new_seed_gives_other_music_of_the_same_wishes(home: Page, first: dict[str, Any]):
    other = press(home, "New seed")
    assert other["resolved"]["seed"] != first["resolved"]["seed"]
    assert asked_for(other["resolved"]) == asked_for(first["resolved"])
    expect(home.locator("#piece-seed")).to_have_text(str(other["resolved"]["seed"]))


def test_a_piece_that_goes_on_from_another_names_it_and_says_that_it_is_the_continuation(
    home: Page, first: dict[str, Any]
):
    continuation = press(home, "Continue this")
    assert continuation["resolved"]["parent"] == first["id"]
    expect(home.get_by_role("heading", name="the continuation")).to_be_visible()


def test_the_piece_that_was_dropped_to_begin_with_is_heard_by_the_next_ones_too(home: Page, service_url: str):
    motif = [[0, 0.5, 60, 80], [0.5, 1, 64, 80], [1, 1.5, 67, 80]]
    primed = composed(home, service_url, style="piano", type="performance", primer_notes=motif)
    home.goto(f"{service_url}/#piece={primed['id']}")
    home.reload()
    expect(home.locator("#download-mp3[href]")).to_be_visible()

    other = press(home, "New seed")

    assert other["resolved"]["parts"] == primed["resolved"]["parts"]


def test_nothing_is_made_of_a_piece_that_is_not_there_yet(home: Page):
    stub_submission(home, 202, a_job(status="running", files=[FILE]))
    home.route("**/audio.mp3", lambda route: route.abort())
    score = 'event: score\ndata: {"qpm": 120, "length_seconds": 30, "parts": []}\n\n'
    home.route("**/events", lambda route: route.fulfill(body=score, content_type="text/event-stream"))
    press_generate(home)
    expect(action(home, "New seed")).to_be_visible(timeout=15_000)
    for name in ("New seed", "Same again", "Continue this", "Four variations"):
        expect(action(home, name)).to_have_attribute("aria-disabled", "true")


def test_a_piece_whose_style_is_offered_no_more_is_called_by_its_own_names(home: Page):
    resolved = {**a_job()["resolved"], "style": "slow-tango", "type": "duo"}
    audio = {"status": "on_request", "error": None}
    stub_submission(home, 202, a_job(status="succeeded", files=[FILE], audio=audio, resolved=resolved))
    press_generate(home)
    expect(home.locator("#piece-title")).to_have_text("Slow tango · Duo")


def test_the_piece_leads_to_its_own_page(home: Page, first: dict[str, Any]):
    home.get_by_role("link", name="own page").click()
    home.wait_for_url(f"**/pieces/{first['id']}")


def test_who_asks_for_wav_is_told_that_it_is_made_and_gets_it(home: Page, first: dict[str, Any]):
    with home.expect_download() as download:
        home.get_by_role("link", name="WAV").click()
    expect(home.locator("#keep-said")).to_contain_text("The WAV is being made")
    expect(home.locator("#announcer")).to_contain_text("The WAV is being made")
    assert download.value.path().read_bytes().startswith(b"RIFF")


def test_each_of_several_parts_is_a_file_of_its_own_and_one_alone_is_not(home: Page, first: dict[str, Any]):
    expect(home.get_by_text("By part")).to_be_hidden()

    parts = [
        {"role": role, "program": 0, "is_drum": False, "href": f"/api/v1/jobs/6f1c/parts/{place}.mid"}
        for place, role in enumerate(("melody", "bass"))
    ]
    audio = {"status": "on_request", "error": None}
    stub_submission(home, 202, a_job(status="succeeded", files=[FILE], audio=audio, parts=parts))
    press_generate(home)
    home.get_by_text("By part").click()

    expect(home.get_by_role("link", name="bass")).to_have_attribute("href", "/api/v1/jobs/6f1c/parts/1.mid?download=1")
