"""Pictures of the page for README and docs: `python -m tests.e2e.screenshots URL`, URL being a running service."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

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


def main(url: str) -> None:
    """Takes every picture; one piece is composed for each device and colour scheme."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for device in DEVICES:
            for scheme in SCHEMES:
                _take(browser, url, device, scheme)
        browser.close()


def _take(browser: Browser, url: str, device: str, scheme: Literal["light", "dark"]) -> None:
    page = browser.new_page(viewport=DEVICES[device], color_scheme=scheme, reduced_motion="reduce")
    page.goto(url)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=IMAGES / f"form-{device}-{scheme}.png")
    _compose(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.screenshot(path=IMAGES / f"piece-{device}-{scheme}.png")
    page.close()


def _compose(page: Page) -> None:
    page.get_by_role("button", name="Generate now").click()
    expect(page.locator("#download-mp3[href]")).to_be_visible(timeout=COMPOSED_WITHIN_MILLISECONDS)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator("#elapsed")).to_have_text("0:02")
    page.get_by_role("button", name="Pause").click()
    page.mouse.move(0, 0)


if __name__ == "__main__":
    main(sys.argv[1])
