"""Heard and seen while it is being made: with the real networks, the real queue and the real sound."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

COMPOSED_WITHIN_MILLISECONDS: Final = 180_000
# Notes the first time, in milliseconds, of each thing that a listener hears or sees.
WATCH: Final = """
(() => {
  const marks = (globalThis.marks = {});
  const mark = (name) => (marks[name] ??= performance.now());
  const until = (name, isSo) => {
    const timer = setInterval(() => {
      if (isSo()) {
        mark(name);
        clearInterval(timer);
      }
    }, 20);
  };
  const play = HTMLMediaElement.prototype.play;

  HTMLMediaElement.prototype.play = function () {
    if (!this.isWatched) {
      this.isWatched = true;
      this.addEventListener("playing", () => mark("playing"));
      listen(this);
    }
    return play.call(this);
  };

  function listen(audio) {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaElementSource(audio).connect(analyser).connect(context.destination);
    const samples = new Float32Array(analyser.fftSize);
    until("heard", () => {
      analyser.getFloatTimeDomainData(samples);
      return samples.some((sample) => Math.abs(sample) > 0.01);
    });
  }

  const submit = globalThis.fetch;
  globalThis.fetch = async (...request) => {
    const response = await submit(...request);
    if (request[1]?.method === "POST") {
      mark("accepted");
      follow((await response.clone().json()).links.self);
    }
    return response;
  };

  async function follow(job) {
    for (let status = ""; status !== "succeeded"; ) {
      ({ status } = await (await submit(job, { cache: "no-store" })).json());
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    mark("succeeded");
  }

  until("drawn", () => {
    const sheet = document.querySelector("#roll-ended");
    const pixels = sheet?.width ? sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height).data : [];
    return pixels.some((value) => value > 0);
  });
})();
"""

WATCH_OLD: Final = """
() => {
  const old = document.querySelector("audio");
  delete marks.accepted;
  delete marks.playing;
  setInterval(() => old.paused && (marks.silenced ??= performance.now()), 5);
}
"""


@pytest.fixture
def watched(page: Page, home: Page) -> Page:
    page.add_init_script(WATCH)
    page.reload()
    return home


def press_generate(page: Page, length: str) -> None:
    page.get_by_role("button", name=length).click()
    page.get_by_role("button", name="Generate now").click()


def expect_whole(page: Page) -> None:
    expect(page.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)


def test_a_piece_of_three_minutes_is_heard_and_seen_before_it_is_composed(watched: Page):
    press_generate(watched, "3:00")
    expect(watched.get_by_text("Live, while it is being composed")).to_be_visible()
    watched.wait_for_function("() => marks.succeeded", timeout=COMPOSED_WITHIN_MILLISECONDS)

    marks = watched.evaluate("marks")
    assert marks.keys() >= {"playing", "heard", "drawn"}
    assert max(marks["playing"], marks["heard"], marks["drawn"]) < marks["succeeded"]


def test_what_is_heard_live_goes_on_in_the_file_where_somebody_seeks(home: Page):
    home.locator("label", has_text="Drums").first.click()
    press_generate(home, "0:30")
    expect_whole(home)

    home.get_by_label("Position").fill("20")

    expect(home.get_by_role("button", name="Pause")).to_be_visible()
    home.wait_for_function("() => document.querySelector('audio').currentTime > 20.5")
    assert home.evaluate("document.querySelector('audio').duration") == pytest.approx(30, abs=5)


def test_the_piece_that_is_heard_plays_until_the_next_one_does(watched: Page):
    press_generate(watched, "0:30")
    expect_whole(watched)
    watched.evaluate(WATCH_OLD)

    watched.get_by_role("button", name="New seed").click()
    watched.wait_for_function("() => marks.silenced", timeout=COMPOSED_WITHIN_MILLISECONDS)

    assert watched.evaluate("marks.accepted < marks.playing && marks.playing <= marks.silenced")
    expect(watched.locator("audio")).to_have_count(1)


def test_a_piece_in_the_making_is_found_again_after_a_reload_and_on_another_device(home: Page):
    press_generate(home, "3:00")
    expect(home.get_by_text("Live, while it is being composed")).to_be_visible()

    home.reload()
    expect(home.locator("#roll-text")).to_contain_text("notes in 3:00")
    with another_device(home) as other:
        expect(other.locator("#roll-text")).to_contain_text("notes in 3:00")
        expect_whole(other)
        expect_whole(home)
        assert other.locator("#roll-text").text_content() == home.locator("#roll-text").text_content()
        assert other.locator("#piece-seed").text_content() == home.locator("#piece-seed").text_content()


@contextmanager
def another_device(page: Page) -> Iterator[Page]:
    """Where nothing is known but the address."""
    assert page.context.browser
    context = page.context.browser.new_context()
    other = context.new_page()
    other.goto(page.url)
    yield other
    context.close()
