"""Whatever goes wrong has words that say what happened and what to do, and a way on."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import mido
from playwright.sync_api import FilePayload, expect

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

JOBS = "**/api/v1/jobs"
JOB = "**/api/v1/jobs/*"
EVENTS = "**/api/v1/jobs/*/events"


def press_generate(page: Page) -> None:
    page.get_by_role("button", name="Generate now").click()


def stub_submission(page: Page, status: int, body: dict[str, Any], **headers: str) -> None:
    page.route(JOBS, lambda route: route.fulfill(status=status, json=body, headers=headers))


def a_job(**changes: Any) -> dict[str, Any]:
    return {
        "id": "6f1c",
        "status": "queued",
        "request": {"style": "piano", "type": "performance", "length_seconds": 30},
        "resolved": {"style": "piano", "type": "performance", "length_seconds": 30.0, "seed": 7},
        "progress": None,
        "error": None,
        "audio": {"status": "pending", "error": None},
        "files": [],
        "parts": [],
        "links": {
            "self": "/api/v1/jobs/6f1c",
            "events": "/api/v1/jobs/6f1c/events",
            "audio": "/api/v1/jobs/6f1c/audio.mp3",
        },
        **changes,
    }


def test_a_full_queue_says_when_to_try_again(home: Page):
    stub_submission(home, 503, {"code": "queue_full", "detail": "Full.", "errors": []}, **{"Retry-After": "7"})
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("All players are busy")
    expect(home.get_by_role("alert")).to_contain_text("Try again in 7 seconds.")


def test_an_outage_says_when_to_try_again(home: Page):
    body = {"code": "queue_unavailable", "detail": "The queue does not answer.", "errors": []}
    stub_submission(home, 503, body, **{"Retry-After": "5"})
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("most likely for a moment. Try again in 5 seconds.")


def test_who_asks_too_often_is_told_when_to_try_again(home: Page):
    stub_submission(home, 429, {"code": "rate_limited", "detail": "Slowly.", "errors": []}, **{"Retry-After": "40"})
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("Try again in 40 seconds.")


def test_a_file_with_nothing_to_go_on_from_is_refused_beside_where_it_was_dropped(home: Page):
    """By the service itself."""
    home.get_by_text("More", exact=True).click()
    home.get_by_text("From a MIDI file").click()
    home.get_by_label("Drop a MIDI file here").set_input_files(drums_alone())
    press_generate(home)
    why = "The file has no pitched note, and others are not played."
    expect(home.get_by_role("alert")).to_contain_text(why)
    expect(home.locator("#beginning .field-error")).to_have_text(why)


def drums_alone() -> FilePayload:
    song = mido.MidiFile(tracks=[mido.MidiTrack()])
    song.tracks[0].append(mido.Message("note_on", channel=9, note=36, velocity=80))
    song.tracks[0].append(mido.Message("note_off", channel=9, note=36, time=song.ticks_per_beat))
    buffer = io.BytesIO()
    song.save(file=buffer)
    return FilePayload(name="drums.mid", mimeType="audio/midi", buffer=buffer.getvalue())


def test_trying_again_after_a_lost_connection_goes_on_with_the_same_wishes(home: Page):
    home.route(JOBS, lambda route: route.abort())
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("The connection is lost")

    home.unroute(JOBS)
    sent: list[Any] = []

    def accept(route: Route) -> None:
        sent.append(route.request.post_data_json)
        route.fulfill(status=202, json=a_job())

    home.route(JOBS, accept)
    home.route(JOB, lambda route: route.fulfill(json=a_job()))
    home.get_by_role("button", name="Try again").click()

    expect(home.get_by_text("Waiting for a free player…").first).to_be_visible()
    expect(home.get_by_role("button", name="Generate now")).to_be_focused()
    assert sent[0]["style"] == "piano"


def test_a_refused_request_names_what_was_refused(home: Page):
    errors = [{"pointer": "#/seed", "code": "too_large", "detail": "seed must be a whole number from 0 to 9."}]
    stub_submission(home, 422, {"code": "invalid_request", "detail": "See errors.", "errors": errors})
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("Seed must be a whole number from 0 to 9.")
    expect(home.get_by_role("button", name="Try again")).to_be_hidden()


def test_a_failed_job_says_why(home: Page):
    error = {"code": "model_unavailable", "message": "The model of this type is missing.", "retryable": False}
    stub_submission(home, 202, a_job(status="failed", error=error))
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("Who plays this type is away. Choose another style or type")
    expect(home.get_by_role("button", name="Try again")).to_be_hidden()


def test_a_piece_whose_sound_failed_can_still_be_kept_as_midi(home: Page):
    files = [{"name": "piece.mid", "type": "audio/midi", "bytes": 1, "sha256": "", "href": "/api/v1/jobs/6f1c/files/x"}]
    audio = {"status": "failed", "error": {"code": "render_failed", "message": "No.", "retryable": False}}
    stub_submission(home, 202, a_job(status="succeeded", files=files, audio=audio))
    press_generate(home)
    expect(home.get_by_text("The MIDI file is whole").first).to_be_visible()
    expect(home.get_by_role("link", name="MIDI")).to_have_attribute("href", "/api/v1/jobs/6f1c/files/x?download=1")
    expect(home.get_by_role("button", name="Play", exact=True)).to_be_disabled()


def test_without_events_the_job_is_followed_by_polls(home: Page):
    stub_submission(home, 202, a_job())
    home.route(EVENTS, lambda route: route.fulfill(status=502))
    home.route(JOB, lambda route: route.fulfill(json=a_job(status="canceled")))
    press_generate(home)
    expect(home.get_by_role("alert")).to_contain_text("The piece was canceled")


def test_interrupted_events_are_told_of_and_go_on_by_themselves(home: Page):
    stub_submission(home, 202, a_job())
    home.route(EVENTS, lambda route: route.abort())
    press_generate(home)
    expect(home.get_by_text("The connection was interrupted.").first).to_be_visible()

    home.unroute(EVENTS)
    failed = 'event: status\ndata: {"status": "failed", "error": null}\n\nevent: done\ndata: {}\n\n'
    home.route(EVENTS, lambda route: route.fulfill(body=failed, content_type="text/event-stream"))
    expect(home.get_by_role("alert")).to_contain_text("The piece could not be finished", timeout=15_000)


def test_an_interrupted_watch_is_told_of_and_goes_on_by_itself(home: Page):
    stub_submission(home, 202, a_job())
    home.route(JOB, lambda route: route.abort())
    press_generate(home)
    expect(home.get_by_text("The connection was interrupted.").first).to_be_visible()

    home.unroute(JOB)
    home.route(JOB, lambda route: route.fulfill(json=a_job(status="failed")))
    expect(home.get_by_role("alert")).to_contain_text("The piece could not be finished", timeout=15_000)
