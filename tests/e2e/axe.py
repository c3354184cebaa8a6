"""axe-core, run on a page in every look that it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

SOURCE: Final = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
SIZES: Final[tuple[ViewportSize, ...]] = ({"width": 1280, "height": 800}, {"width": 320, "height": 640})
RUN: Final = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.target}: ${node.failureSummary}`));
}
"""


def violations(page: Page) -> list[str]:
    """What is wrong by any rule of axe's, light and dark, wide and narrow."""
    page.evaluate(SOURCE.read_text())
    found = []
    for scheme in SCHEMES:
        for size in SIZES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(size)
            found += [f"{scheme} {size['width']} px, {violation}" for violation in page.evaluate(RUN)]
    return found
