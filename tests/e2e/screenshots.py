"""Pictures of the pages for README and docs: `python -m tests.e2e.screenshots URL`, URL being a running service."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PIL import Image
from playwright.sync_api import ViewportSize, expect, sync_playwright

from tests.e2e.browser import launch_options

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES: Final = Path(__file__).parents[2] / "docs" / "images"
DEVICES: Final[dict[str, ViewportSize]] = {
    "desktop": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
COMPOSED_WITHIN_MILLISECONDS: Final = 120_000
VARIATIONS: Final = 4
# As many as the pages show; more would make the files three times as large.
COLOURS: Final = 192


def main(url: str) -> None:
    """Takes every picture; for each device and colour scheme one piece is composed, and four variations of it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for device in DEVICES:
            for scheme in SCHEMES:
                _take(browser, url, device, scheme)
        browser.close()


def _take(browser: Browser, url: str, device: str, scheme: Literal["light", "dark"]) -> None:
    looks = f"{device}-{scheme}"
    page = browser.new_page(viewport=DEVICES[device], color_scheme=scheme, reduced_motion="reduce")
    page.goto(url)
    keep(page, f"form-{looks}")
    page.locator("#more > summary").click()
    page.locator("#more").scroll_into_view_if_needed()
    keep(page, f"more-{looks}")
    _compose(page, looks)
    _look_closer(page, looks)
    _look_at_pieces(page, url, looks)
    page.goto(url)
    page.get_by_role("button", name="简体中文").click()
    keep(page, f"chinese-{looks}")
    page.close()


def _compose(page: Page, looks: str) -> None:
    page.get_by_role("button", name="3:00").click()
    page.get_by_role("button", name="Generate now").click()
    expect(page.locator("#elapsed")).to_have_text("0:02", timeout=COMPOSED_WITHIN_MILLISECONDS)
    keep(page, f"composing-{looks}", "#progress")
    expect(page.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    page.get_by_role("button", name="Pause").click()
    keep(page, f"piece-{looks}", "#piece")


def _look_closer(page: Page, looks: str) -> None:
    """What can be done with the piece where it is: judge it, mix it, have variations of it."""
    page.locator("#rating label").nth(3).click()
    expect(page.locator("#comment")).to_be_visible()
    keep(page, f"rating-{looks}", "#next")
    page.locator("#mixer > summary").click()
    keep(page, f"mixer-{looks}", "#mixer")
    page.get_by_role("button", name="Four variations").click()
    composed = page.locator("#variation-cards [data-state=succeeded]")
    expect(composed).to_have_count(VARIATIONS, timeout=COMPOSED_WITHIN_MILLISECONDS)
    keep(page, f"variations-{looks}", "#variations")


def _look_at_pieces(page: Page, url: str, looks: str) -> None:
    """A variation's own page, what others see of it, and the list."""
    page.goto(f"{url}/pieces")
    page.locator(".own-link").first.click()
    expect(page.get_by_role("link", name="MP3")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    keep(page, f"own-{looks}")
    page.locator("#share").click()
    keep(page, f"share-{looks}")
    page.goto(f"{url}/pieces")
    keep(page, f"pieces-{looks}")


def keep(page: Page, name: str, part: str = "") -> None:
    """What the window shows, from `part` on where one is named."""
    page.evaluate("document.fonts.ready")
    if part:
        page.locator(part).evaluate("part => scrollTo(0, part.offsetTop - 24)")
    page.mouse.move(0, 0)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(IMAGES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
